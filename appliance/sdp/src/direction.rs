//! Which way sound flows, as the side that says it sees it (RFC 3264 §5.1, RFC 8866 §6.7).

/// Which way sound flows, seen from the side that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It sends and receives.
    SendRecv,
    /// It only sends: the other side is on hold, perhaps with music.
    SendOnly,
    /// It only receives.
    RecvOnly,
    /// Neither: both are on hold.
    Inactive,
}

impl Direction {
    /// The attribute's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    /// Reads an attribute's name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::SendRecv, Self::SendOnly, Self::RecvOnly, Self::Inactive]
            .into_iter()
            .find(|direction| direction.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether the side that says it sends.
    pub fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    /// Whether the side that says it receives.
    pub fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    /// The same seen from the other side.
    pub fn reversed(self) -> Self {
        Self::from_parts(self.receives(), self.sends())
    }

    /// What both allow.
    pub fn and(self, other: Self) -> Self {
        Self::from_parts(self.sends() && other.sends(), self.receives() && other.receives())
    }

    fn from_parts(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{self, *};

    #[test]
    fn hold_seen_from_the_other_side_is_only_receiving() {
        assert_eq!(SendOnly.reversed(), RecvOnly);
        assert_eq!(Inactive.reversed(), Inactive);
        assert_eq!(SendRecv.and(SendOnly.reversed()), RecvOnly);
        assert_eq!(RecvOnly.and(SendOnly), Inactive);
    }

    #[test]
    fn names_are_read_in_any_case() {
        assert_eq!(Direction::of("SendOnly"), Some(SendOnly));
        assert_eq!(Direction::of("sendsome"), None);
    }
}
