//! The attributes that cross from one leg to the other: the one table. Whatever is not in it stays behind.
//!
//! Addresses, keys, ICE candidates, feedback, groups and tool names belong to one leg alone; `rtcp` and
//! `rtcp-mux` are read for the leg that says them and never written.

/// How an attribute crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crossing {
    /// `name:payload text`: with the payload type that it explains.
    WithFormat,
    /// `name:milliseconds`: as it is, when it is a sensible number.
    Milliseconds,
    /// The name alone, as the direction that both sides allow.
    Direction,
}

/// Every attribute that crosses, in the order in which it is written.
pub(crate) const CROSSING: &[(&str, Crossing)] = &[
    ("rtpmap", Crossing::WithFormat),
    ("fmtp", Crossing::WithFormat),
    ("ptime", Crossing::Milliseconds),
    ("maxptime", Crossing::Milliseconds),
    ("sendrecv", Crossing::Direction),
    ("sendonly", Crossing::Direction),
    ("recvonly", Crossing::Direction),
    ("inactive", Crossing::Direction),
];

/// How the attribute crosses, or none when it stays behind.
pub(crate) fn crossing(name: &str) -> Option<(&'static str, Crossing)> {
    CROSSING.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
}
