//! Streams from which nothing comes.

use super::*;

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn silence_is_told_once_when_its_time_is_over() {
    let (mut relay, start) = expecting();
    assert_eq!(relay.poll_timeout(), Some(start + LIMIT));
    relay.handle_timeout(start + LIMIT - Duration::from_millis(1));
    assert_eq!(relay.poll_event(), None);
    relay.handle_timeout(start + LIMIT);
    assert_eq!(relay.poll_event(), Some(Event::Silent { stream: A }));
    assert_eq!((relay.poll_event(), relay.poll_timeout()), (None, None));
    relay.handle_timeout(start + 10 * LIMIT);
    assert_eq!(relay.poll_event(), None);
}

#[test]
fn a_packet_of_either_kind_puts_it_off() {
    let (mut relay, start) = expecting();
    let after = |seconds| start + Duration::from_secs(seconds);
    send(&mut relay, A, PHONE_A, 1, after(10));
    assert_eq!(silent(&mut relay, after(30)), []);
    assert_eq!(relay.poll_timeout(), Some(after(40)));
    let mut report = [0x81, 201, 0, 1, 0, 0, 0, 9];
    give(&mut relay, A, Kind::Rtcp, &mut report, at("192.0.2.10:4001"), after(39));
    assert_eq!(silent(&mut relay, after(68)), []);
    assert_eq!(silent(&mut relay, after(69)), [A]);
}

#[test]
fn packets_of_strangers_and_of_the_other_side_do_not() {
    let (mut relay, start) = expecting();
    send(&mut relay, A, "203.0.113.9:4000", 1, start + LIMIT / 2);
    send(&mut relay, B, PHONE_B, 1, start + LIMIT / 2);
    assert_eq!(silent(&mut relay, start + LIMIT), [A]);
}

#[test]
fn nothing_is_expected_of_one_who_is_held_or_gone() {
    let (mut relay, start) = expecting();
    relay.handle_command(Command::Expect { stream: A, within: None }, start + LIMIT / 2);
    assert_eq!(silent(&mut relay, start + LIMIT), []);
    // It counts from the order that it is no longer held.
    let resumed = start + 2 * LIMIT;
    relay.handle_command(Command::Expect { stream: A, within: Some(LIMIT) }, resumed);
    assert_eq!(silent(&mut relay, resumed + LIMIT / 2), []);
    relay.handle_command(Command::Close { stream: A }, resumed + LIMIT / 2);
    assert_eq!((silent(&mut relay, resumed + LIMIT), relay.poll_timeout()), (vec![], None));
}

#[test]
fn a_new_order_replaces_the_old_one() {
    let (mut relay, start) = expecting();
    relay.handle_command(Command::Expect { stream: A, within: Some(3 * LIMIT) }, start + LIMIT / 2);
    assert_eq!(silent(&mut relay, start + LIMIT), []);
    assert_eq!(relay.poll_timeout(), Some(start + LIMIT / 2 + 3 * LIMIT));
    relay.handle_command(Command::Expect { stream: A, within: Some(Duration::MAX) }, start + LIMIT);
    assert_eq!(relay.poll_timeout(), None);
    relay.handle_command(Command::Expect { stream: StreamId(99), within: Some(LIMIT) }, start);
    assert_eq!(relay.poll_timeout(), None);
}

#[test]
fn a_held_leg_has_no_silence_in_its_figures() {
    let (mut relay, start) = pair();
    let after = |seconds| start + Duration::from_secs(seconds);
    send(&mut relay, A, PHONE_A, 1, after(1));
    relay.handle_command(Command::Expect { stream: A, within: None }, after(2));
    relay.handle_command(peer(A, PHONE_A, "192.0.2.10"), after(3));
    relay.handle_command(Command::Expect { stream: A, within: Some(LIMIT) }, after(60));
    send(&mut relay, A, PHONE_A, 2, after(63));
    assert_eq!(report_of(&relay, A).longest_silence, Duration::from_secs(3));
}

/// Two telephones, of which the first must speak.
fn expecting() -> (Relay, Instant) {
    let (mut relay, start) = pair();
    assert_eq!(relay.handle_command(Command::Expect { stream: A, within: Some(LIMIT) }, start), None);
    (relay, start)
}

fn silent(relay: &mut Relay, now: Instant) -> Vec<StreamId> {
    relay.handle_timeout(now);
    std::iter::from_fn(|| relay.poll_event())
        .map(|event| match event {
            Event::Silent { stream } => stream,
            other => panic!("{other:?}"),
        })
        .collect()
}
