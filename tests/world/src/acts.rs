//! What people do with the telephones of the virtual world.

use std::time::Duration;

use crate::World;
use crate::phone::{By, Change, Manners, Phone, Policy};

impl World {
    /// Registers a telephone and lets the answers come.
    pub fn register(&mut self, number: &str) {
        self.register_for(number, 3_600);
        self.run(Duration::from_millis(10));
    }

    /// Sends a REGISTER for this many seconds.
    pub fn register_for(&mut self, number: &str, expires: u32) {
        self.with_phone(number, |phone, now| phone.register(expires, now));
    }

    /// Dials.
    pub fn call(&mut self, from: &str, dialled: &str) {
        self.with_phone(from, |phone, now| phone.call(dialled, now));
    }

    /// Gives up an unanswered call.
    pub fn cancel(&mut self, number: &str) {
        self.with_phone(number, Phone::cancel);
    }

    /// Refreshes the session of a call, and never acknowledges the answer.
    pub fn refresh(&mut self, number: &str) {
        self.with_phone(number, Phone::refresh);
    }

    /// Hangs up an answered call.
    pub fn hang_up(&mut self, number: &str) {
        self.with_phone(number, Phone::hang_up);
    }

    /// Sends an INFO inside the call.
    pub fn info(&mut self, number: &str, content_type: &str) {
        self.with_phone(number, |phone, now| phone.info(content_type, now));
    }

    /// Asks for a change of the session that talks.
    pub fn change(&mut self, number: &str, change: Change, by: By) {
        self.with_phone(number, |phone, now| phone.change(change, by, now));
    }

    /// Sends a text to a number, out of any dialog.
    pub fn text(&mut self, from: &str, to: &str, text: &str) {
        self.with_phone(from, |phone, now| phone.text(to, text, now));
    }

    /// Sends a text in the call.
    pub fn text_in_call(&mut self, from: &str, text: &str) {
        self.with_phone(from, |phone, now| phone.text_in_call(text, now));
    }

    /// A telephone loses power, and comes back after this time with its memory empty, or never.
    pub fn crash(&mut self, number: &str, back_after: Option<Duration>) {
        self.with_phone(number, |phone, now| phone.crash(back_after, now));
    }

    /// What a telephone can do.
    pub fn manners(&mut self, number: &str) -> &mut Manners {
        &mut self.phone(number).manners
    }

    /// What a telephone does when it is called.
    pub fn policy(&mut self, number: &str, policy: Policy) {
        self.phone(number).policy = policy;
    }
}
