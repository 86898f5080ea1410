//! What the layer has to hand out, and what it counts.

use std::collections::VecDeque;

use super::Incoming;
use crate::Flow;

/// Drained by the owner after each call; one call adds at most a message per transaction that is due.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) transmits: VecDeque<(Flow, Vec<u8>)>,
    /// Answers of which nothing is kept: to whoever sent the request, known or not.
    pub(super) passing: VecDeque<(Flow, Vec<u8>)>,
    pub(super) incoming: VecDeque<Incoming>,
    pub(super) counters: Counters,
}

impl Outbox {
    pub(super) fn send(&mut self, flow: Flow, bytes: Vec<u8>) {
        self.transmits.push_back((flow, bytes));
    }

    pub(super) fn answer_in_passing(&mut self, flow: Flow, bytes: Vec<u8>) {
        self.passing.push_back((flow, bytes));
    }

    pub(super) fn send_again(&mut self, flow: Flow, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.counters.sent_again += 1;
            self.send(flow, bytes.to_vec());
        }
    }
}

/// What the layer counted since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests and responses that came again.
    pub received_again: u64,
    /// Messages that were sent again, for want of an answer or to a request that came again.
    pub sent_again: u64,
    /// Responses that no transaction waited for.
    pub stray_responses: u64,
    /// Requests answered 503 and own requests refused since the tables were full.
    pub refused: u64,
    /// Answered requests forgotten early to make room.
    pub forgotten: u64,
}
