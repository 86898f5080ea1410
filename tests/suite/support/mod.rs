//! What the suites with real sockets share: the program on a site of its own, telephones, tones, records.

use std::time::Duration;

pub(crate) mod baresip;
pub(crate) mod browser;
pub(crate) mod chromium;
pub(crate) mod conversation;
pub(crate) mod data_disk;
pub(crate) mod digest;
pub(crate) mod end;
pub(crate) mod flooder;
pub(crate) mod forwarder;
pub(crate) mod frame;
pub(crate) mod https;
pub(crate) mod https_client;
pub(crate) mod lines;
pub(crate) mod machine;
pub(crate) mod mail_server;
pub(crate) mod message;
pub(crate) mod office;
pub(crate) mod phone;
pub(crate) mod process;
pub(crate) mod program;
pub(crate) mod random;
pub(crate) mod records;
pub(crate) mod scenario;
pub(crate) mod scene;
pub(crate) mod sipp;
pub(crate) mod site;
pub(crate) mod sound;
pub(crate) mod srtp;
pub(crate) mod stream;
pub(crate) mod talk;
pub(crate) mod tone;
pub(crate) mod witness;

/// How long one step may take before the test fails: long, for a machine with other work. Nothing waits for it
/// to pass.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
