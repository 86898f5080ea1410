//! What is counted while calls are up, and told once a stream.

use super::*;
use crate::srtp::{MasterKey, Profile};

#[test]
fn what_is_dropped_is_counted_for_all_streams_while_they_are_open_and_after() {
    let (mut relay, now) = pair();
    for number in 1..=3 {
        assert_eq!(send(&mut relay, A, "203.0.113.66:4000", number, now), None);
    }
    assert_eq!(send(&mut relay, B, "203.0.113.66:4000", 1, now), None);
    protect(&mut relay, A, now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), None);
    relay.handle_command(Command::Close { stream: A }, now);
    assert_eq!(relay.totals(), Totals { refused: 4, unauthentic: 1, ..Totals::default() });
}

#[test]
fn a_flood_into_a_stream_is_told_once() {
    for (is_protected, what) in [(false, What::Refused), (true, What::Unauthentic)] {
        let (mut relay, now) = pair();
        if is_protected {
            protect(&mut relay, A, now);
        }
        for number in 1..=49 {
            send(&mut relay, A, "203.0.113.66:4000", number, now);
        }
        assert_eq!(relay.poll_trouble(), None);
        for number in 50..=1000 {
            send(&mut relay, A, "203.0.113.66:4000", number, now);
        }
        let trouble = Trouble { stream: A, local: at("192.0.2.1:10000"), what };
        assert_eq!((relay.poll_trouble(), relay.poll_trouble()), (Some(trouble), None));
    }
}

fn protect(relay: &mut Relay, stream: StreamId, now: Instant) {
    let key = MasterKey::new(Profile::AesCm128HmacSha1_80, &[7; 30]);
    relay.handle_command(Command::Protect { stream, receive: key, send: None }, now);
}
