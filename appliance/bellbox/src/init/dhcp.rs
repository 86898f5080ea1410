//! A DHCP client without socket or clock (RFC 2131): datagrams and time go in, datagrams and leases come out.

mod client;
mod message;
#[cfg(test)]
mod tests;

pub(super) use client::{Client, Output};
pub(super) use message::Lease;
