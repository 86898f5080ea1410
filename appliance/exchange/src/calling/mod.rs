//! Calls and their legs: events are told to `calls`, its actions become messages, sound and records.

mod ack;
mod answer;
mod dial;
mod early;
mod handshake;
mod hang_up;
mod keys;
mod leg;
mod lost;
mod negotiation;
mod progress;
mod redirect;
mod refresh;
mod session;

use std::time::Instant;

use calls::{Action, Call, Event, LegId};
use model::{Cause, Now};
use sip::ServerId;

use crate::{Exchange, Output};

pub(crate) use leg::{Invitation, Leg};
pub(crate) use negotiation::{Negotiation, Request};
pub(crate) use refresh::timer_of;

/// A call with the SIP side of its legs.
pub(crate) struct CallEntry {
    pub(crate) call: Call,
    /// By [`LegId::index`]: the caller's first.
    pub(crate) legs: Vec<Leg>,
    /// An offer in the middle of the call that is being asked about.
    pub(crate) negotiation: Option<Negotiation>,
    /// Where telephones have sent the call on to.
    pub(crate) redirections: Vec<String>,
    /// Its entry in the exchange's timers.
    pub(crate) timer: Option<Instant>,
    /// BYEs with their answers, which wait for the record to be on disk; one from each side at most.
    pub(crate) byes: Vec<(ServerId, Vec<u8>)>,
    /// When they are answered at the latest.
    pub(crate) byes_until: Option<Instant>,
    /// It is over and no longer one of the calls that there is room for.
    has_left: bool,
}

impl CallEntry {
    pub(crate) fn new(call: Call, legs: Vec<Leg>) -> Self {
        Self {
            call,
            legs,
            negotiation: None,
            redirections: Vec::new(),
            timer: None,
            byes: Vec::new(),
            byes_until: None,
            has_left: false,
        }
    }

    /// Whether nothing more can come of it.
    fn is_done(&self) -> bool {
        self.call.is_finished() && self.byes.is_empty() && !self.legs.iter().any(Leg::is_busy)
    }
}

impl Exchange {
    pub(crate) fn leg(&self, id: LegId) -> Option<&Leg> {
        self.calls.get(&id.serial())?.legs.get(id.index())
    }

    pub(crate) fn leg_mut(&mut self, id: LegId) -> Option<&mut Leg> {
        self.calls.get_mut(&id.serial())?.legs.get_mut(id.index())
    }

    /// Tells a call what happened, and does what it then wants.
    pub(crate) fn tell(&mut self, serial: u64, event: Event, now: Now) {
        if let Some(entry) = self.calls.get_mut(&serial) {
            entry.call.handle(&event, now);
            self.act(serial, now);
        }
    }

    /// Tells a call that a leg is over by itself.
    pub(crate) fn leg_failed(&mut self, leg: LegId, cause: Cause, now: Now) {
        self.end_leg(leg, now);
        self.tell(leg.serial(), Event::Failed(leg, cause), now);
    }

    /// Does everything that a call wants.
    pub(crate) fn act(&mut self, serial: u64, now: Now) {
        loop {
            let Some(entry) = self.calls.get_mut(&serial) else {
                return;
            };
            let Some(action) = entry.call.poll_action() else {
                // The conversation is over: whatever still sounds ends.
                let open = entry.call.is_over().then(|| entry.legs.iter().find(|leg| !leg.silent)).flatten();
                match open.map(|leg| leg.id) {
                    Some(leg) => self.end_leg(leg, now),
                    None => break,
                }
                continue;
            };
            let news = match action {
                Action::Answer(leg) => self.answer(leg, now),
                Action::Cancel(leg, _) => {
                    self.cancel(leg, now);
                    None
                }
                Action::Dial(leg) => self.dial(leg, now),
                Action::HangUp(leg, cause) => {
                    self.hang_up(leg, cause, now);
                    None
                }
                Action::Progress(leg) => {
                    self.progress(leg, now);
                    None
                }
                Action::Record(record) => {
                    self.outputs.push_back(Output::Record(record));
                    None
                }
                Action::Reject(cause) => {
                    self.reject(LegId::caller(serial), cause, now);
                    None
                }
                Action::Ring => {
                    self.ring(LegId::caller(serial), now);
                    None
                }
            };
            if let (Some(event), Some(entry)) = (news, self.calls.get_mut(&serial)) {
                entry.call.handle(&event, now);
            }
        }
        self.settle(serial);
    }

    /// Ends the streams of a leg; the call hears of its figures, at once when there was none.
    pub(crate) fn end_leg(&mut self, id: LegId, now: Now) {
        let Some(leg) = self.leg_mut(id) else { return };
        if std::mem::replace(&mut leg.silent, true) || self.close_streams(id) {
            return;
        }
        if let Some(entry) = self.calls.get_mut(&id.serial()) {
            entry.call.handle(&Event::SoundOver(id, None), now);
        }
    }

    /// Sets when a call must next be woken; forgets one that is done.
    pub(crate) fn settle(&mut self, serial: u64) {
        let Some(entry) = self.calls.get_mut(&serial) else {
            return;
        };
        if let Some(timer) = entry.timer.take() {
            self.timers.remove(&(timer, serial));
        }
        if entry.call.is_over() && !std::mem::replace(&mut entry.has_left, true) {
            self.calls_over += 1;
        }
        if !entry.is_done() {
            let legs = entry.legs.iter().filter_map(Leg::poll_timeout).min();
            entry.timer = [entry.call.poll_timeout(), entry.byes_until, legs].into_iter().flatten().min();
            self.timers.extend(entry.timer.map(|timer| (timer, serial)));
            return;
        }
        if let Some(entry) = self.calls.remove(&serial) {
            self.calls_over -= usize::from(entry.has_left);
            self.serials.remove(&entry.call.id());
            for leg in entry.legs {
                self.dialogs.remove(&leg.tag);
                for invite in leg.invite().into_iter().chain(leg.unacked.iter().map(|(_, id)| *id)) {
                    self.invites.remove(&invite);
                }
                let own = leg.called().and_then(|called| called.asked).into_iter();
                for client in own.chain(leg.asked.map(|asked| asked.client)) {
                    self.clients.remove(&client);
                }
            }
        }
    }
}
