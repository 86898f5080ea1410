//! The exchange's table of outcomes, row by row: each event is made to happen to a virtual telephone, which must
//! get the response that the table says.

use std::time::Duration;

use exchange::outcome::{Event, Hears, OUTCOMES, Outcome};
use model::{Cause, Disposition};
use sip::Writer;
use world::{EXCHANGE, Policy, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn each_row_of_the_table_happens() {
    let mut played = 0;
    for row in OUTCOMES {
        let Some((world, disposition)) = play(row.event) else {
            continue;
        };
        played += 1;
        let wanted = format!("INVITE {}", row.status);
        let seen = &world.phones()[0].seen;
        assert!(seen.contains(&wanted), "{:?}: the caller saw {seen:?}", row.event);
        let phrase =
            world.diary.iter().any(|line| line.ends_with(&format!("SIP/2.0 {} {}", row.status, row.reason)));
        assert!(phrase, "{:?}: {} {:?} was sent", row.event, row.status, row.reason);
        let record = world.records.values().next_back().expect("each attempt has a record");
        assert_eq!(record.disposition, disposition, "{:?}", row.event);
        check_tone(row);
    }
    assert_eq!(played, OUTCOMES.len() - UNSEEN.len());
}

/// Rows that a caller never sees in an answer to an INVITE of today's exchange: the cause belongs to a called leg
/// (AnsweredElsewhere, NoSound, Normal, Redirected), or to rules that come later (Forbidden).
const UNSEEN: [Cause; 5] =
    [Cause::AnsweredElsewhere, Cause::Forbidden, Cause::NoSound, Cause::Normal, Cause::Redirected];

/// Makes the event happen to 201, who calls; none for a row that a caller never sees.
fn play(event: Event) -> Option<(World, Option<Disposition>)> {
    let called = |policy| {
        let mut world = office();
        world.policy("202", policy);
        world.call("201", "202");
        world.run(Duration::from_millis(500));
        world
    };
    Some(match event {
        Event::Rings => (called(Policy::Rings), None),
        Event::Progresses => {
            let mut world = called(Policy::Rings);
            let phone = world.phone("202");
            let (invite, address) = (phone.last_invite.clone().expect("it was called"), phone.address());
            let description = "v=0\r\no=- 1 1 IN IP4 10.0.0.11\r\ns=-\r\nc=IN IP4 10.0.0.11\r\nt=0 0\r\n\
                 m=audio 40000 RTP/AVP 8\r\n";
            let early = Writer::response(&invite, EXCHANGE, 183, "", Some("early"));
            world.inject(address, &early.finish_with("application/sdp", description.as_bytes()));
            world.run(SECOND);
            (world, None)
        }
        Event::Answered => {
            let mut world = called(Policy::Answers(SECOND));
            world.run(SECOND);
            world.hang_up("201");
            world.run(SECOND);
            (world, Some(Disposition::Answered))
        }
        Event::Ended(cause) => match cause {
            Cause::Busy => (called(Policy::Refuses(486)), Some(Disposition::Busy)),
            Cause::Declined => (called(Policy::Refuses(603)), Some(Disposition::Declined)),
            Cause::NotAcceptable => (called(Policy::Refuses(488)), Some(Disposition::Failed)),
            Cause::Overloaded => (called(Policy::Refuses(503)), Some(Disposition::Failed)),
            Cause::Refused => (called(Policy::Refuses(500)), Some(Disposition::Failed)),
            Cause::NoResponse => {
                let mut world = called(Policy::Dead);
                world.run(40 * SECOND);
                (world, Some(Disposition::Unreachable))
            }
            Cause::NoAnswer => {
                let mut world = called(Policy::Rings);
                world.run(61 * SECOND);
                (world, Some(Disposition::NoAnswer))
            }
            Cause::Cancelled => {
                let mut world = called(Policy::Rings);
                world.cancel("201");
                world.run(SECOND);
                (world, Some(Disposition::Cancelled))
            }
            Cause::Interrupted => {
                let mut world = called(Policy::Rings);
                world.order(calls::Order::ShutDown);
                world.run(SECOND);
                (world, Some(Disposition::Interrupted))
            }
            Cause::NotFound => {
                let mut world = office();
                world.call("201", "999");
                world.run(SECOND);
                (world, Some(Disposition::UnknownNumber))
            }
            Cause::Unreachable => {
                let mut world = office();
                world.call("201", "203");
                world.run(SECOND);
                (world, Some(Disposition::Unreachable))
            }
            Cause::NoCapacity => {
                let mut world = office();
                world.taken_ports = vec![10_000];
                world.call("201", "202");
                world.run(SECOND);
                (world, Some(Disposition::Failed))
            }
            Cause::AnsweredElsewhere
            | Cause::Forbidden
            | Cause::NoSound
            | Cause::Normal
            | Cause::Redirected => return None,
        },
    })
}

/// The tone is the telephone's own: it follows from the status (RFC 3960 §2; telephones play busy at these).
fn check_tone(row: &Outcome) {
    let expected = match row.status {
        180 => Hears::RingingTone,
        183 | 200 => Hears::Voice,
        486 | 600 | 603 => Hears::BusyTone,
        487 => Hears::Nothing,
        480 if row.event == Event::Ended(Cause::NoSound) => Hears::Nothing,
        _ => Hears::ErrorTone,
    };
    assert_eq!(row.hears, expected, "{:?}", row.event);
}

/// 201 and 202 are registered, 203 is not.
fn office() -> World {
    let mut world = World::new(1, &["201", "202", "203"]);
    world.register("201");
    world.register("202");
    world
}
