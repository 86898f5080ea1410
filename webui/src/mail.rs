//! Mails to people: a forgotten password, an address that was changed, an invitation, a trial. They are written in the
//! reader's language, as plain text and as HTML, and handed to the mail server that the office has (RFC 5321).
//!
//! Nothing that somebody typed becomes markup, a header or an address. Moments and random bytes come as arguments.

mod address;
mod courier;
mod delivery;
mod error;
mod error_words;
mod letter;
mod letters;
mod message;
pub mod outbox;
mod settings;
pub mod softphone;
mod wire;
mod words;

pub use address::{Address, NotAnAddress};
pub use courier::Courier;
pub use delivery::send;
pub use error::{Distrust, Error, NO_SERVER, Reply};
pub use letter::Letter;
pub use letters::{AddressChanged, Invitation, PasswordReset, Trial};
pub use message::Mail;
pub use settings::{Security, Settings};
