//! Either machine of the server side, as the table sees it.

use std::time::Instant;

use crate::transaction::{invite_server, non_invite_server};

pub(super) enum State {
    Invite(invite_server::State),
    Other(non_invite_server::State),
}

impl State {
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match self {
            State::Invite(state) => state.poll_timeout(),
            State::Other(state) => state.poll_timeout(),
        }
    }

    pub(super) fn is_terminated(&self) -> bool {
        matches!(
            self,
            State::Invite(invite_server::State::Terminated)
                | State::Other(non_invite_server::State::Terminated)
        )
    }
}

/// What either machine may ask of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    Send,
    SendAgain,
    NoAck,
}

impl From<invite_server::Action> for Action {
    fn from(action: invite_server::Action) -> Action {
        match action {
            invite_server::Action::Nothing | invite_server::Action::PassAck => Action::Nothing,
            invite_server::Action::Send => Action::Send,
            invite_server::Action::SendAgain => Action::SendAgain,
            invite_server::Action::NoAck => Action::NoAck,
        }
    }
}

impl From<non_invite_server::Action> for Action {
    fn from(action: non_invite_server::Action) -> Action {
        match action {
            non_invite_server::Action::Nothing => Action::Nothing,
            non_invite_server::Action::Send => Action::Send,
            non_invite_server::Action::SendAgain => Action::SendAgain,
        }
    }
}
