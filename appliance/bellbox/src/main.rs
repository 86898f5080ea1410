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
    #[cfg(feature = "alsa")]
    tell_alsa();
    match command::main(cli::Cli::parse()) {
        Ok(code) => code,
        Err(error) => failure::report(&error),
    }
}

/// Names the configuration of ALSA where the system has none; alsa-lib asks the environment for it.
#[cfg(feature = "alsa")]
#[expect(unsafe_code, reason = "changing the environment is in no safe interface")]
fn tell_alsa() {
    // Without memory files it is as without a configuration: `check` tells what ALSA says of that.
    if let Ok(Some(path)) = hardware::configuration() {
        // SAFETY: this is the first thing that the program does; there is no other thread yet.
        unsafe { std::env::set_var("ALSA_CONFIG_PATH", path) };
    }
}
