//! The virtual world: telephones, network and clock without sockets or sleeps, and what all suites share.
//!
//! [`World`] runs the whole exchange under virtual time: one seed makes one run.

mod acts;
mod connections;
mod counting;
mod invite;
mod network;
mod office;
mod phone;
mod shared;
mod shell;
mod world;
mod xorshift;

pub use counting::{Counting, allocations};
pub use invite::{invite, rewrite};
pub use network::{Packet, Weather};
pub use office::{REALM, office, office_with, office_with_secret_of, secret};
pub use phone::{By, Change, Manners, Phone, Policy, Told};
pub use shared::shared;
pub use world::{EXCHANGE, World};
pub use xorshift::Xorshift;
