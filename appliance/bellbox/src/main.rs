//! Bellbox, the program.
mod certificate;
mod config;
mod log;
mod ports;
mod process;
fn main() {}
