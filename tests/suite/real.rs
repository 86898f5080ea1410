//! What only the real program over real sockets can prove: Debian's baresip and SIPp call through it, it is
//! killed in the middle of calls, its disk is full, its port is taken. They come by UDP, TCP, TLS and WebSocket.
//! And mails: a mail server of another's making takes them. And the interface for programs, as it describes itself.
//!
//! Every test here has the machine for itself (`support::site` holds a lock), sits on a loopback address of its
//! own, and waits for events with a deadline, never for time to pass.

#![expect(clippy::unwrap_used, reason = "a panic in a test is how it fails")]

mod malformed;
mod support;
#[path = "torture_answers/tables.rs"]
mod tables;

mod api_kill;
mod api_schema;
mod baresip_call;
mod boot;
mod browser;
mod cross_run;
mod crowd_run;
mod disk_full;
mod flood_run;
mod injection_run;
mod instructions;
mod kill;
mod loss_run;
mod mail;
mod malformed_run;
mod sipp_load;
mod sipp_races;
mod start;
mod torture_run;
mod transports;
