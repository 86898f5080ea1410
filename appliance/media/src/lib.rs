//! Sound (and pictures, and facsimile) between two telephones: which packet may come in, where it goes, by which
//! payload number, and how good it was.
//!
//! Nothing in this crate opens a socket, reads a clock or allocates for a packet of sound. A shell receives packets and
//! asks [`Relay::handle_packet`] where each goes; [`PortPool`] says which ports it may bind. What handshakes and ICE
//! have to say by themselves comes of [`Relay::poll_packet`].

mod command;
mod dtls;
mod expectation;
mod handshake;
mod header;
mod ice;
mod latch;
mod mos;
mod network;
mod packet;
mod payloads;
mod port_pool;
mod protection;
mod reception;
mod relay;
mod silence;
pub mod srtp;
mod stream;
pub mod stun;
mod trouble;

pub use command::{Command, Event, Form, Kind, Report, StreamId, StreamMap};
pub use dtls::{DtlsIdentity, DtlsRole};
pub use ice::IceCredentials;
pub use network::Network;
pub use packet::Packet;
pub use port_pool::{PortPool, RtpPort};
pub use relay::{Forward, Relay};
pub use trouble::{Totals, Trouble, What};
