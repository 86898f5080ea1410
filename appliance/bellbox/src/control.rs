//! The way in while the program runs: `DIR/control.sock`, on which a sub-command writes one line of JSON and reads
//! one line back. The socket is for its owner and root only, by its mode and again by asking the kernel who calls.

pub(crate) mod client;
pub(crate) mod protocol;
pub(crate) mod server;
mod socket;

#[cfg(test)]
mod tests;
