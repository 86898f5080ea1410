//! A mail as it travels (RFC 5322): headers, plain text, HTML with its picture. The same mail is the same octets however
//! often it is written, so that a mail server can tell that it has it already.

use std::fmt::Write;
use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};

use super::letter::{PICTURE, one_line};
use super::{Address, Letter};

/// The longest name beside an address, characters.
const NAME_CHARS: usize = 100;

/// A letter and whom it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Where it goes.
    pub to: Address,
    /// Who reads it; may be empty.
    pub to_name: String,
    /// In whose name it is sent, the office's; may be empty.
    pub from_name: String,
    /// What it says.
    pub letter: Letter,
    /// Random, and another for each mail.
    pub id: [u8; 16],
    /// When it was written.
    pub written: Timestamp,
}

impl Mail {
    /// Writes it as a mail server takes it, lines ended by CR LF, in ASCII.
    pub fn message(&self, from: &Address) -> Vec<u8> {
        let id = self.id.iter().fold(String::new(), |mut id, octet| {
            // Writing to a String does not fail.
            let _ = write!(id, "{octet:02x}");
            id
        });
        let letter = &self.letter;
        let text = SinglePart::plain(letter.text.clone());
        let html = SinglePart::html(letter.html.clone());
        let parts = MultiPart::alternative().boundary(format!("a-{id}")).singlepart(text);
        let parts = match &letter.picture {
            None => parts.singlepart(html),
            Some(png) => {
                let picture = Attachment::new_inline_with_name(PICTURE.to_owned(), "qr.png".to_owned())
                    .body(png.clone(), ContentType::parse("image/png").expect("a media type"));
                let related = MultiPart::related().boundary(format!("r-{id}"));
                parts.multipart(related.singlepart(html).singlepart(picture))
            }
        };
        let message = Message::builder()
            .from(mailbox(&self.from_name, from))
            .to(mailbox(&self.to_name, &self.to))
            .subject(letter.subject.clone())
            .date(SystemTime::from(self.written.max(Timestamp::UNIX_EPOCH)))
            .message_id(Some(format!("<{id}@{}>", from.domain())))
            .raw_header(header("Content-Language", letter.language))
            // No automatic answer is wanted (RFC 3834 §5).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .multipart(parts);
        message.expect("it has a sender and a recipient").formatted()
    }
}

fn mailbox(name: &str, address: &Address) -> Mailbox {
    let name = one_line(name, NAME_CHARS);
    Mailbox::new((!name.is_empty()).then_some(name), address.for_smtp())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests;
