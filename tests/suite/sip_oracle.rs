//! An independent parser, rsip, agrees with ours on well-formed messages made from a seed. Only forms that rsip can
//! read are made: no IPv6, no quoted parameters, a list on a line of its own each.

#[path = "sip_oracle/generate.rs"]
mod generate;
#[path = "sip_oracle/reading.rs"]
mod reading;

use generate::Generated;
use reading::Reading;
use sip::{HeaderName, Message, Writer};
use world::Xorshift;

const MESSAGES: u64 = 5_000;

#[test]
fn rsip_reads_what_we_read() {
    for seed in 0..MESSAGES {
        let Generated { text, .. } = generate::message(&mut Xorshift::new(seed));
        let ours = Message::parse(text.as_bytes()).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let theirs = rsip::SipMessage::try_from(text.as_bytes())
            .unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        assert_eq!(Reading::ours(&ours), Reading::rsip(&theirs), "seed {seed}\n{text}");
    }
}

#[test]
fn both_read_what_was_written() {
    for seed in 0..MESSAGES {
        let made = generate::message(&mut Xorshift::new(seed));
        let read = Message::parse(made.text.as_bytes()).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert_eq!(read.from_tag(), Some(&*made.from_tag), "seed {seed}");
        assert_eq!(read.to_tag(), made.to_tag.as_deref(), "seed {seed}");
        assert_eq!(read.top_via().branch(), Some(&*made.branch), "seed {seed}");
        assert_eq!((read.call_id(), read.cseq()), (&*made.call_id, made.cseq), "seed {seed}");
        assert_eq!(read.body(), made.body.as_bytes(), "seed {seed}");
        assert_eq!(read.as_bytes(), made.text.as_bytes(), "seed {seed}");
    }
}

#[test]
fn rsip_reads_what_our_writer_writes() {
    for seed in 0..MESSAGES {
        let made = generate::message(&mut Xorshift::new(seed));
        let message = Message::parse(made.text.as_bytes()).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        if !message.is_request() {
            continue;
        }
        let source = "198.51.100.7:4000".parse().expect("an address");
        let mut answer = Writer::response(&message, source, 200, "", Some("ours"));
        answer.copy(&message, HeaderName::Contact);
        let answer = answer.finish_with("text/plain", made.body.as_bytes());
        let ours = Message::parse(&answer).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        let theirs = rsip::SipMessage::try_from(&*answer).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert_eq!(Reading::ours(&ours), Reading::rsip(&theirs), "seed {seed}");
        assert_eq!(ours.to_tag(), Some(made.to_tag.as_deref().unwrap_or("ours")), "seed {seed}");
    }
}
