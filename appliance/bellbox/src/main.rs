//! Bellbox, the program.
mod certificate;
mod cli;
mod config;
mod control;
mod log;
mod ports;
mod process;
fn main() {}
