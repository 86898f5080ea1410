//! How often a message may allocate: each one is garbage that a telephone call leaves behind.

use sip::{HeaderName, Message, Writer};
use world::{Counting, allocations};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn an_invite_is_parsed_and_serialised_in_five_allocations() {
    let datagram = world::invite();
    assert!((1250..1350).contains(&datagram.len()), "{}", datagram.len());
    let (parsing, message) = allocations(|| Message::parse(&datagram).expect("an INVITE"));
    assert_eq!(parsing, 2, "one for the bytes, one for the fields");
    let (copying, bytes) = allocations(|| message.as_bytes().to_vec());
    assert_eq!((copying, bytes), (1, datagram));
    let (writing, bytes) = allocations(|| world::rewrite(&message));
    assert!(parsing + writing <= 5, "{writing} to write");
    assert_eq!(Message::parse(&bytes).expect("the same INVITE").fields().count(), message.fields().count());
}

#[test]
fn looking_at_a_message_allocates_nothing() {
    let datagram = world::invite();
    let message = Message::parse(&datagram).expect("an INVITE");
    let (count, _) = allocations(|| {
        assert_eq!(message.from_tag(), Some("as58f4a1c2"));
        assert_eq!(message.top_via().branch(), Some("z9hG4bK-524287-1---a1b2c3d4e5f60718"));
        assert_eq!(message.values(HeaderName::Allow).count(), 12);
        message.fields().count() + message.to().uri.len() + message.call_id().len()
    });
    assert_eq!(count, 0);
}

#[test]
fn an_answer_takes_one_allocation() {
    let datagram = world::invite();
    let message = Message::parse(&datagram).expect("an INVITE");
    let source = "192.0.2.1:5060".parse().expect("an address");
    let (count, _) = allocations(|| Writer::response(&message, source, 180, "", Some("t1")).finish());
    assert_eq!(count, 1);
}

#[test]
fn garbage_is_refused_without_an_allocation() {
    let mut datagram = world::invite();
    datagram.truncate(1000);
    let (count, _) = allocations(|| Message::parse(&datagram).expect_err("cut off"));
    assert_eq!(count, 0);
}
