//! Legs whose connection is gone: the sound goes on, and a new registration of the telephone brings another way to it
//! (RFC 5626 §5.3).

use sip::Flow;

use crate::Exchange;

impl Exchange {
    /// Notes the legs that were reached by a connection that is gone. Looks at every leg.
    pub(crate) fn lose_legs(&mut self, flow: &Flow) {
        for leg in self.calls.values_mut().flat_map(|entry| &mut entry.legs) {
            if leg.dialog.as_ref().map_or(leg.flow, |dialog| dialog.flow) == *flow {
                leg.lost = true;
                self.lost_legs += 1;
            }
        }
    }

    /// Reaches the lost legs of an account by the flow on which its telephone has just registered, when that is at the
    /// same address. Who comes from another one is found when it says something in the dialog.
    pub(crate) fn find_legs(&mut self, aor: &str, flow: &Flow) {
        if self.lost_legs == 0 {
            return;
        }
        self.lost_legs = 0;
        for leg in self.calls.values_mut().flat_map(|entry| &mut entry.legs).filter(|leg| leg.lost) {
            if leg.aor == aor && leg.flow.remote.ip() == flow.remote.ip() {
                leg.lost = false;
                if let Some(dialog) = &mut leg.dialog {
                    dialog.flow = *flow;
                }
            } else {
                self.lost_legs += 1;
            }
        }
    }
}
