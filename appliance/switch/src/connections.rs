//! The SIP thread's side of the connections: which there are, and what is written to them.

use std::collections::HashMap;

use sip::Flow;
use tokio::sync::mpsc;

use crate::counters::Counters;
use crate::stream::StreamEvent;

/// Events of connections that come from their tasks, and the way to each.
pub(crate) struct Connections {
    events: mpsc::Receiver<StreamEvent>,
    /// By flow; as many as the gate lets in. One that was cut here is gone from it before its task has ended.
    open: HashMap<Flow, Open>,
}

struct Open {
    number: u64,
    outgoing: mpsc::Sender<Vec<u8>>,
}

/// What the machine must know.
pub(crate) enum Heard {
    Message { flow: Flow, bytes: Vec<u8> },
    Closed { flow: Flow },
}

impl Connections {
    pub(crate) fn new(events: mpsc::Receiver<StreamEvent>) -> Self {
        Self { events, open: HashMap::new() }
    }

    /// The next event, if there is one: none within when it is none for the machine.
    pub(crate) fn next(&mut self) -> Option<Option<Heard>> {
        let event = self.events.try_recv().ok()?;
        Some(match event {
            StreamEvent::Opened { flow, number, outgoing } => {
                // Of a connection that is over but not yet told so, the machine hears first.
                let before = self.open.insert(flow, Open { number, outgoing });
                before.map(|_| Heard::Closed { flow })
            }
            StreamEvent::Message { flow, number, bytes } => {
                self.is_open(&flow, number).then_some(Heard::Message { flow, bytes })
            }
            StreamEvent::Closed { flow, number } => self.is_open(&flow, number).then(|| {
                self.open.remove(&flow);
                Heard::Closed { flow }
            }),
        })
    }

    /// Writes to a connection; false when there is none, or when it is cut now because its queue is full.
    pub(crate) fn send(&mut self, flow: &Flow, bytes: Vec<u8>, counters: &Counters) -> bool {
        let sent = self.open.get(flow).is_some_and(|open| open.outgoing.try_send(bytes).is_ok());
        if !sent {
            counters.sip_send_errors.add(1);
            if self.open.remove(flow).is_some() {
                counters.sip_connections_cut.add(1);
                tracing::debug!(%flow, "a connection that does not keep up is cut");
            }
        }
        sent
    }

    /// Closes a connection when all that waits is written.
    pub(crate) fn close(&mut self, flow: &Flow) {
        self.open.remove(flow);
    }

    /// Connections that are open.
    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    fn is_open(&self, flow: &Flow, number: u64) -> bool {
        self.open.get(flow).is_some_and(|open| open.number == number)
    }
}
