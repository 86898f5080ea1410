//! What a mail says: a subject, plain text, and the same as HTML. Whatever somebody typed stays text in all three.

use std::fmt::Write;

use crate::page::escape;

/// The longest subject, characters.
const SUBJECT_CHARS: usize = 200;

/// By this name the HTML shows the picture (RFC 2392).
pub(super) const PICTURE: &str = "picture";

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The tag of its language (RFC 5646).
    pub language: &'static str,
    /// What it is about, one line.
    pub subject: String,
    /// All of it as plain text.
    pub text: String,
    /// All of it as HTML; a picture in it is `cid:picture`.
    pub html: String,
    /// The picture, a PNG file.
    pub picture: Option<Vec<u8>>,
}

/// Writes a letter, plain text and HTML side by side.
pub(super) struct Writer(Letter);

impl Writer {
    pub(super) fn begin(language: &'static str, subject: &str) -> Self {
        let subject = one_line(subject, SUBJECT_CHARS);
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n",
            escape(&subject)
        );
        html.push_str(
            "</head>\n<body style=\"font-family: sans-serif; line-height: 1.5; max-width: 36em\">\n",
        );
        Self(Letter { language, subject, text: String::new(), html, picture: None })
    }

    pub(super) fn paragraph(&mut self, text: &str) -> &mut Self {
        self.text_only(text).html_only(text)
    }

    pub(super) fn heading(&mut self, text: &str) -> &mut Self {
        self.text_only(text).element("h2", text)
    }

    /// A link that says what it does; plain text has its address.
    pub(super) fn link(&mut self, label: &str, address: &str) -> &mut Self {
        // Writing to a String does not fail.
        let _ = writeln!(
            self.0.html,
            "<p><a href=\"{}\" style=\"font-weight: bold\">{}</a></p>",
            escape(address),
            escape(label)
        );
        self.text_only(address)
    }

    /// The picture, with what is said in its place where pictures are not shown.
    pub(super) fn picture(&mut self, png: Vec<u8>, edge_px: u32, instead: &str) -> &mut Self {
        let _ = writeln!(
            self.0.html,
            "<p><img src=\"cid:{PICTURE}\" width=\"{edge_px}\" height=\"{edge_px}\" alt=\"{}\"></p>",
            escape(instead)
        );
        self.0.picture = Some(png);
        self
    }

    pub(super) fn text_only(&mut self, text: &str) -> &mut Self {
        let _ = write!(self.0.text, "{text}\n\n");
        self
    }

    pub(super) fn html_only(&mut self, text: &str) -> &mut Self {
        self.element("p", text)
    }

    fn element(&mut self, name: &str, text: &str) -> &mut Self {
        let _ = writeln!(self.0.html, "<{name}>{}</{name}>", escape(text));
        self
    }

    /// Ends with who sent it, set apart as mail programs know it (RFC 3676 §4.3).
    pub(super) fn finish(mut self, sender: &str) -> Letter {
        let _ = writeln!(self.0.text, "-- \n{sender}");
        let _ = write!(
            self.0.html,
            "<p style=\"color: #666666; font-size: smaller\">{}</p>\n</body>\n</html>\n",
            escape(sender)
        );
        self.0
    }
}

/// What somebody typed on one line without control characters and without marks that turn the direction of writing,
/// cut with an ellipsis.
pub(super) fn one_line(text: &str, chars_max: usize) -> String {
    let turns =
        |c: &char| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // More than is kept is looked at, as there may be spaces in it; not all of a megabyte.
    let begin = text.chars().take(4 * chars_max).filter(turns);
    let spaced: String = begin.map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars_max {
        return line;
    }
    let mut cut: String = line.chars().take(chars_max - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_one_line_of_a_size() {
        for (text, expected) in [
            ("", ""),
            ("  Anna  Müller\t", "Anna Müller"),
            ("Anna\r\nBcc: all@example.net\u{85}\u{2028}x\0", "Anna Bcc: all@example.net x"),
            ("Anna\u{202e}relluM\u{2069}", "AnnarelluM"),
            (&"ä".repeat(30), &"ä".repeat(30)),
            (&"ä".repeat(31), &format!("{}…", "ä".repeat(29))),
        ] {
            assert_eq!(one_line(text, 30), expected);
        }
    }
}
