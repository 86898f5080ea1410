//! How large a message may be, checked before it is parsed.

/// Bytes in all: the most that a UDP datagram can have. More is answered 513.
pub const MAX_MESSAGE: usize = 65_535;
/// Header lines; 70 Vias (Max-Forwards) with room for the rest. More is answered 513.
pub const MAX_HEADERS: usize = 128;
/// Bytes of one line, folds included. More is answered 513.
pub const MAX_LINE: usize = 8_192;
