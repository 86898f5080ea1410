//! Session descriptions (RFC 8866) and what a relay makes of offers and answers (RFC 3264).
//!
//! Nothing in this crate opens a socket or reads a clock. A [`Session`] is what a telephone wrote, reduced to
//! what a relay must know; it is written anew for the other leg, so nothing crosses but what the table in
//! `attributes.rs` allows: no address, no key, no candidate of one leg is ever seen by the other.

mod address;
mod answer;
mod attributes;
mod crypto;
mod direction;
mod dtls;
mod error;
mod format;
mod kind;
mod numbers;
mod offer;
mod origin;
mod ports;
mod read;
mod session;
mod stream;
mod suite;
mod write;

#[cfg(test)]
mod tests;

pub use crypto::{Agreed, Crypto, Security};
pub use direction::Direction;
pub use dtls::{Dtls, Ice, Setup};
pub use error::SdpError;
pub use format::Format;
pub use kind::Kind;
pub use numbers::payload_map;
pub use origin::Origin;
pub use ports::Ports;
pub use session::{MAX_BODY_BYTES, MAX_FORMATS, MAX_MEDIA_LINES, Session};
pub use stream::Stream;
pub use suite::Suite;
