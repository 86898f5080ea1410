//! The web side of the box: an HTTPS server of its own with bounds on everything, the page that says what runs,
//! the status as JSON, health for supervisors and figures for Prometheus. Without any socket: the file of people
//! and QR codes. Mails are written here and handed to the office's mail server.
//!
//! This crate knows no SIP and decides nothing about calls: whoever starts it hands in an [`Office`] to ask and a store,
//! through whose one door the interface ([`interface`]) changes the office. It makes no certificate either: the caller
//! brings a `rustls::ServerConfig`.

mod access;
mod api;
mod gate;
mod headers;
mod language;
mod letters;
mod live;
pub mod mail;
mod metrics;
mod page;
pub mod people_file;
mod portal;
pub mod qr;
mod router;
mod server;
pub mod sign_in;
mod status;

pub use api::{Machine, SetClock, SetupCode, can_be_now, interface, openapi_text, token_may};
pub use gate::Limits;
pub use language::Language;
pub use live::Live;
pub use metrics::prometheus;
pub use server::{Ends, Handle, start};
pub use status::{Bound, Call, Disk, Office, Process, Status, Unhealthy};
