//! The machine that the loop runs: the exchange, or in tests something simpler with the same doors.

use std::sync::Arc;
use std::time::Instant;

use calls::{Order, Reply};
use exchange::{Exchange, Output};
use model::{CallId, Directory, Now};
use sip::Flow;

/// The doors of [`Exchange`].
pub(crate) trait Machine {
    fn handle_datagram(&mut self, datagram: &[u8], flow: Flow, now: Now);
    fn handle_frame(&mut self, frame: &[u8], flow: Flow, now: Now);
    fn handle_closed(&mut self, flow: Flow, now: Now);
    fn handle_media(&mut self, event: media::Event, now: Now);
    fn handle_directory(&mut self, directory: Arc<Directory>, now: Now);
    fn handle_committed(&mut self, id: CallId, now: Now);
    fn handle_registered(&mut self, ticket: u64, now: Now);
    fn handle_order(&mut self, order: Order, now: Now) -> Reply;
    fn handle_load(&mut self, is_behind: bool);
    fn handle_timeout(&mut self, now: Now);
    fn poll_timeout(&self) -> Option<Instant>;
    fn poll_output(&mut self) -> Option<Output>;
}

impl Machine for Exchange {
    fn handle_datagram(&mut self, datagram: &[u8], flow: Flow, now: Now) {
        self.handle_datagram(datagram, flow, now);
    }

    fn handle_frame(&mut self, frame: &[u8], flow: Flow, now: Now) {
        self.handle_frame(frame, flow, now);
    }

    fn handle_closed(&mut self, flow: Flow, now: Now) {
        self.handle_closed(flow, now);
    }

    fn handle_media(&mut self, event: media::Event, now: Now) {
        self.handle_media(event, now);
    }

    fn handle_directory(&mut self, directory: Arc<Directory>, now: Now) {
        self.handle_directory(directory, now);
    }

    fn handle_committed(&mut self, id: CallId, now: Now) {
        self.handle_committed(id, now);
    }

    fn handle_registered(&mut self, ticket: u64, now: Now) {
        self.handle_registered(ticket, now);
    }

    fn handle_order(&mut self, order: Order, now: Now) -> Reply {
        self.handle_order(order, now)
    }

    fn handle_load(&mut self, is_behind: bool) {
        self.handle_load(is_behind);
    }

    fn handle_timeout(&mut self, now: Now) {
        self.handle_timeout(now);
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.poll_timeout()
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.poll_output()
    }
}
