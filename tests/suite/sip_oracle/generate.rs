//! Well-formed messages from a seed.

use std::fmt::Write as _;

use world::Xorshift;

/// A message, and what was put into it.
pub(crate) struct Generated {
    pub(crate) text: String,
    pub(crate) from_tag: String,
    pub(crate) to_tag: Option<String>,
    pub(crate) branch: String,
    pub(crate) call_id: String,
    pub(crate) cseq: u32,
    pub(crate) body: String,
}

const METHODS: &[&str] = &[
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "OPTIONS",
    "REGISTER",
    "INFO",
    "MESSAGE",
    "NOTIFY",
    "PRACK",
    "REFER",
    "SUBSCRIBE",
    "UPDATE",
    "PUBLISH",
];
const NAMES: &[&str] = &["", "Anna ", "\"Anna Bell\" ", "\"Bell, Anna\" ", "\"Zo\u{eb}\" ", "Anna B. "];
const HOSTS: &[&str] = &["office.example", "192.0.2.17", "a-1.b-2.example", "localhost", "10.0.0.255"];
const URI_PARAMS: &[&str] =
    &["", ";transport=udp", ";transport=TCP", ";user=phone", ";lr", ";maddr=192.0.2.9", ";x=1;y"];
const EXTRA: &[&str] = &[
    "Max-Forwards: 70",
    "User-Agent: Desk Phone 5 (v4.2/1)",
    "Subject: Need more boxes; \"soon\"",
    "Allow: INVITE, ACK, BYE",
    "Expires: 3600",
    "X-Odd_Name!: what:ever, \u{fc}",
    "Content-Type: text/plain",
];
const WORD: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
// rsip 0.4 reads no user with a dot, plus or asterisk.
const USER: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789-_!~'()";

pub(crate) fn message(dice: &mut Xorshift) -> Generated {
    let method = *dice.one_of(METHODS);
    let from_tag = word(dice, WORD);
    let to_tag = dice.coin().then(|| word(dice, WORD));
    let branch = format!("z9hG4bK{}", word(dice, WORD));
    let call_id = format!("{}@{}", word(dice, WORD), dice.one_of(HOSTS));
    let cseq = (dice.number() >> 33) as u32;
    let body = if dice.coin() { String::new() } else { format!("{}\r\n\u{e9}\r\n\r\n", word(dice, WORD)) };

    let start = if dice.coin() {
        format!("{method} {} SIP/2.0", uri(dice, true))
    } else {
        format!(
            "SIP/2.0 {}",
            dice.one_of(&["100 Trying", "180 Ringing", "200 OK", "486 Busy Here", "603 Decline"])
        )
    };
    let mut lines = vec![
        format!("From: {};tag={from_tag}", address(dice)),
        format!(
            "To: {}{}",
            address(dice),
            to_tag.as_ref().map(|tag| format!(";tag={tag}")).unwrap_or_default()
        ),
        format!("Call-ID: {call_id}"),
        format!("CSeq: {cseq} {method}"),
    ];
    for _ in 0..dice.below(4) {
        let params = *dice.one_of(&["", ";q=0.5", ";expires=300", ";x=y;z"]);
        lines.push(format!("Contact: {}{params}", address(dice)));
    }
    for extra in EXTRA {
        if dice.coin() {
            lines.push((*extra).to_owned());
        }
    }
    shuffle(dice, &mut lines);
    let vias = 1 + dice.below(3);
    for hop in (0..vias).rev() {
        let branch = if hop == 0 { branch.clone() } else { format!("z9hG4bK{}", word(dice, WORD)) };
        let params = *dice.one_of(&["", ";received=192.0.2.8", ";rport", ";ttl=1;x=y"]);
        let transport = *dice.one_of(&["UDP", "TCP", "TLS", "WS"]);
        lines.insert(
            0,
            format!("Via: SIP/2.0/{transport} {}{};branch={branch}{params}", dice.one_of(HOSTS), port(dice)),
        );
    }
    lines.push(format!("Content-Length: {}", body.len()));
    let text = format!("{start}\r\n{}\r\n\r\n{body}", lines.join("\r\n"));
    Generated { text, from_tag, to_tag, branch, call_id, cseq, body }
}

/// `"Name" <URI>`: with angle brackets, for what follows belongs to the header.
fn address(dice: &mut Xorshift) -> String {
    format!("{}<{}>", dice.one_of(NAMES), uri(dice, false))
}

fn uri(dice: &mut Xorshift, may_lack_user: bool) -> String {
    let mut uri = (*dice.one_of(&["sip:", "sips:"])).to_owned();
    if !may_lack_user || dice.coin() {
        uri.push_str(&word(dice, USER));
        if dice.below(8) == 0 {
            uri.push_str(":secret");
        }
        uri.push('@');
    }
    let _ = write!(uri, "{}{}{}", dice.one_of(HOSTS), port(dice), dice.one_of(URI_PARAMS));
    uri
}

fn port(dice: &mut Xorshift) -> String {
    if dice.coin() { format!(":{}", 1 + dice.below(65_535)) } else { String::new() }
}

fn word(dice: &mut Xorshift, letters: &[u8]) -> String {
    (0..1 + dice.below(20)).map(|_| char::from(*dice.one_of(letters))).collect()
}

fn shuffle<T>(dice: &mut Xorshift, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.below(last + 1));
    }
}
