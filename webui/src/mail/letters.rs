//! The mails that are sent: a new password, an address that is no longer a login's, an invitation, a trial.

use std::net::IpAddr;

use jiff::Zoned;

use super::Letter;
use super::letter::{Writer, one_line};
use super::words::{self, Words, filled};
use crate::language::Language;
use crate::qr::{Code, TooLong};
use crate::sign_in::reset;

/// The longest name in a mail, characters.
const NAME_CHARS: usize = 100;
/// The longest support contact, characters.
const SUPPORT_CHARS: usize = 300;
/// Large enough for a camera that looks at a screen.
const DOT_PX: u8 = 6;

/// Somebody forgot the password, or says so (F-13).
#[derive(Clone, Copy, Debug)]
pub struct PasswordReset<'a> {
    /// The office's name.
    pub office: &'a str,
    /// Whose login it is; may be empty.
    pub name: &'a str,
    /// Where a new one is chosen; good for [`reset::LIFE`].
    pub link: &'a str,
    /// From where it was asked for.
    pub asked_from: IpAddr,
    /// Who helps (F-12); may be empty.
    pub support: &'a str,
}

/// A login has another email address; this goes to the one that it had.
#[derive(Clone, Copy, Debug)]
pub struct AddressChanged<'a> {
    /// The office's name.
    pub office: &'a str,
    /// Whose login it is; may be empty.
    pub name: &'a str,
    /// From where the login itself has changed it; none: somebody else has.
    pub changed_from: Option<IpAddr>,
    /// Who helps (F-12); may be empty.
    pub support: &'a str,
}

/// Somebody may telephone with the office (F-137).
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    /// The office's name.
    pub office: &'a str,
    /// Who is invited.
    pub name: &'a str,
    /// Who invites.
    pub inviter: &'a str,
    /// The internal number of the one who is invited; may be empty.
    pub number: &'a str,
    /// Opens the telephone in the browser, and shows what other soft-phones want to know.
    pub link: &'a str,
    /// What a soft-phone finds in the QR code ([`super::softphone::address`]); empty when it is for none.
    pub softphone: &'a str,
    /// Until when both are good, in the reader's time zone.
    pub until: &'a Zoned,
    /// Who helps (F-12); may be empty.
    pub support: &'a str,
}

/// Somebody wants to see whether mails arrive.
#[derive(Clone, Copy, Debug)]
pub struct Trial<'a> {
    /// The office's name.
    pub office: &'a str,
    /// The mail server's name.
    pub server: &'a str,
    /// From which address the mail comes.
    pub from: &'a str,
}

impl PasswordReset<'_> {
    /// Writes the mail.
    pub fn letter(&self, language: Language) -> Letter {
        let words = words::of(language);
        let office = &name(self.office);
        let mut writer = Writer::begin(language.tag(), &filled(words.reset_subject, &[("office", office)]));
        let minutes = reset::LIFE.as_mins().to_string();
        let address = self.asked_from.to_canonical().to_string();
        writer
            .paragraph(&greeting(words, self.name))
            .paragraph(&filled(words.reset_asked, &[("office", office), ("address", &address)]))
            .paragraph(&filled(words.reset_follow, &[("minutes", &minutes)]))
            .link(words.reset_button, self.link)
            .paragraph(words.reset_not_you);
        finish(writer, words, office, self.support)
    }
}

impl AddressChanged<'_> {
    /// Writes the mail.
    pub fn letter(&self, language: Language) -> Letter {
        let words = words::of(language);
        let office = &name(self.office);
        let mut writer = Writer::begin(language.tag(), &filled(words.moved_subject, &[("office", office)]));
        let what = match self.changed_from {
            Some(address) => {
                let address = address.to_canonical().to_string();
                filled(words.moved_by_you, &[("office", office), ("address", &address)])
            }
            None => filled(words.moved_by_other, &[("office", office)]),
        };
        writer
            .paragraph(&greeting(words, self.name))
            .paragraph(&what)
            .paragraph(words.moved_meaning)
            .paragraph(words.moved_not_you);
        finish(writer, words, office, self.support)
    }
}

impl Invitation<'_> {
    /// Writes the mail; an address that is too long for a QR code is no address of ours.
    pub fn letter(&self, language: Language) -> Result<Letter, TooLong> {
        let words = words::of(language);
        let office = &name(self.office);
        let until = self.until.strftime(words.moment).to_string();
        let mut writer =
            Writer::begin(language.tag(), &filled(words.invitation_subject, &[("office", office)]));
        let inviter = name(self.inviter);
        writer
            .paragraph(&greeting(words, self.name))
            .paragraph(&filled(words.invitation_who, &[("inviter", &inviter), ("office", office)]));
        let number = name(self.number);
        if !number.is_empty() {
            writer.paragraph(&filled(words.invitation_number, &[("number", &number)]));
        }
        if !self.softphone.is_empty() {
            writer.paragraph(words.invitation_ways).heading(words.browser_title);
        }
        writer.paragraph(words.browser_text).link(words.browser_button, self.link);
        if !self.softphone.is_empty() {
            let code = Code::of(self.softphone)?;
            writer
                .heading(words.softphone_title)
                .html_only(words.softphone_scan)
                .picture(code.png(DOT_PX), code.dots() * u32::from(DOT_PX), words.softphone_instead)
                .paragraph(words.softphone_type)
                .paragraph(self.softphone)
                .paragraph(words.softphone_others);
        }
        writer
            .paragraph(&filled(words.invitation_until, &[("until", &until)]))
            .paragraph(words.invitation_keep);
        Ok(finish(writer, words, office, self.support))
    }
}

impl Trial<'_> {
    /// Writes the mail.
    pub fn letter(&self, language: Language) -> Letter {
        let words = words::of(language);
        let office = &name(self.office);
        let mut writer = Writer::begin(language.tag(), &filled(words.trial_subject, &[("office", office)]));
        let (server, from) = (name(self.server), name(self.from));
        writer
            .paragraph(&filled(words.trial_text, &[("server", &server), ("from", &from)]))
            .paragraph(words.trial_meaning);
        finish(writer, words, office, "")
    }
}

fn name(text: &str) -> String {
    one_line(text, NAME_CHARS)
}

fn greeting(words: &Words, of: &str) -> String {
    match name(of).as_str() {
        "" => words.greeting_nobody.to_owned(),
        name => filled(words.greeting, &[("name", name)]),
    }
}

fn finish(mut writer: Writer, words: &Words, office: &str, support: &str) -> Letter {
    let support = one_line(support, SUPPORT_CHARS);
    if !support.is_empty() {
        writer.paragraph(&filled(words.support, &[("support", &support)]));
    }
    writer.finish(&filled(words.sender, &[("office", office)]))
}

#[cfg(test)]
mod tests;
