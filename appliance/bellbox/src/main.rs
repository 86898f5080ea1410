//! Bellbox, the program: a telephone exchange for one office.
//!
//! This is the only crate that knows all the others: it reads the settings, starts store, switch and web in that
//! order, and joins them. What they do is theirs. [`run`] is the place to begin reading.

mod called;
mod certificate;
mod cli;
mod command;
mod config;
mod control;
mod failure;
mod house;
mod init;
mod listening;
mod log;
mod ports;
mod process;
mod run;
mod status;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    if init::is_wanted() {
        init::run();
    }
    match command::main(cli::Cli::parse()) {
        Ok(code) => code,
        Err(error) => failure::report(&error),
    }
}
