//! What the QR code for a SIP soft-phone holds, and what the phone then fetches.
//!
//! Soft-phones have no code in common. A plain `sip:` address in one makes them call it; Acrobits' `csc:` needs an
//! account with that maker. Linphone reads an HTTPS address from a code and fetches its settings there: XML of sections
//! and entries (`lpconfig.xsd`), which its makers document as remote provisioning. Nothing passes through others.

use std::fmt::Write;

use crate::page::escape;
use crate::sign_in::token::Token;

/// How SIP messages travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// RFC 3261 §18, datagrams.
    Udp,
    /// RFC 3261 §18, a connection.
    Tcp,
    /// RFC 3261 §26.3.1. The phone must trust the exchange's certificate.
    Tls,
}

/// What proves who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Secret<'a> {
    /// The password itself.
    Password(&'a str),
    /// MD5 of `username:realm:password` in hexadecimal (RFC 7616 §3.4.2).
    Ha1Md5(&'a str),
    /// SHA-256 of the same.
    Ha1Sha256(&'a str),
}

/// An account of a soft-phone.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// Whom others see calling.
    pub display_name: &'a str,
    /// By which it registers and proves who it is.
    pub username: &'a str,
    /// What it proves that with.
    pub secret: Secret<'a>,
    /// The exchange's digest realm.
    pub realm: &'a str,
    /// The exchange's name or address, IPv6 in brackets, without a port.
    pub domain: &'a str,
    /// The exchange's port for this transport; `None` is the transport's own.
    pub port: Option<u16>,
    /// How it reaches the exchange.
    pub transport: Transport,
    /// How long a registration lasts, seconds.
    pub expires_s: u32,
}

/// The address in the QR code. `host` may have a port.
pub fn address(host: &str, token: &Token) -> String {
    format!("https://{host}/invitation/{}/linphone.xml", token.text())
}

/// The same for a link that is followed on the telephone itself: it opens Linphone.
pub fn link(address: &str) -> String {
    format!("linphone-config:{address}")
}

/// Writes the settings that Linphone fetches. They replace its first account.
pub fn linphone_xml(account: &Account<'_>) -> String {
    let Account { username, realm, domain, .. } = *account;
    let port = account.port.map(|port| format!(":{port}")).unwrap_or_default();
    let transport = account.transport.parameter();
    let user = in_sip_address(username);
    let identity = format!("\"{}\" <sip:{user}@{domain}>", in_quotes(account.display_name));
    let server = format!("<sip:{domain}{port};transport={transport}>");
    let expires = account.expires_s.to_string();
    let (secret_name, secret, algorithm) = account.secret.entries();
    let mut xml = String::from(HEAD);
    section(&mut xml, "sip", &[("default_proxy", "0")]);
    section(
        &mut xml,
        "proxy_0",
        &[
            ("reg_proxy", &server),
            ("reg_identity", &identity),
            ("reg_expires", &expires),
            ("reg_sendregister", "1"),
            ("publish", "0"),
            ("realm", realm),
        ],
    );
    let mut proof = vec![
        ("username", username),
        ("userid", username),
        (secret_name, secret),
        ("realm", realm),
        ("domain", domain),
    ];
    proof.extend(algorithm.map(|algorithm| ("algorithm", algorithm)));
    section(&mut xml, "auth_info_0", &proof);
    xml.push_str("</config>\n");
    xml
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <config xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\">\n";

impl Transport {
    fn parameter(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
        }
    }
}

impl<'a> Secret<'a> {
    /// The entry's name and value, and the algorithm where it is not known from the challenge.
    fn entries(self) -> (&'static str, &'a str, Option<&'static str>) {
        match self {
            Self::Password(password) => ("passwd", password, None),
            Self::Ha1Md5(hash) => ("ha1", hash, Some("MD5")),
            Self::Ha1Sha256(hash) => ("ha1", hash, Some("SHA-256")),
        }
    }
}

fn section(xml: &mut String, name: &str, entries: &[(&str, &str)]) {
    // Writing to a String does not fail.
    let _ = writeln!(xml, "  <section name=\"{name}\">");
    for (name, value) in entries {
        let _ = writeln!(xml, "    <entry name=\"{name}\" overwrite=\"true\">{}</entry>", in_xml(value));
    }
    xml.push_str("  </section>\n");
}

/// Control characters have no place in XML 1.0, escaped or not, nor in a file of lines, which it becomes.
fn in_xml(text: &str) -> String {
    let is_character = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    escape(&text.chars().filter(is_character).collect::<String>())
}

/// A quoted-string (RFC 3261 §25.1).
fn in_quotes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The user part of a SIP address: what is not free of meaning there is written as %41 (RFC 3261 §19.1.2).
fn in_sip_address(user: &str) -> String {
    let mut written = String::new();
    for octet in user.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,;?/".contains(&octet) {
            written.push(char::from(octet));
        } else {
            let _ = write!(written, "%{octet:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests;
