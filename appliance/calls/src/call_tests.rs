//! Stories of calls: a line of events in, a line of actions out.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use model::{
    Account, CallRecord, ContactMethodId, DigestAlgorithm, Disposition, Ha1, LegDirection, LineId, Sound,
    TraceStep,
};

use super::*;
use crate::route::{Attempt, Target};

#[test]
fn calls_go_as_these_stories_say() {
    for (name, events, expected) in [
        (
            "answer and the caller hangs up",
            "ring1 answer1 bye0 sound",
            "open dial1 dial2 ring cancel2:AnsweredElsewhere answer1 open hang1:Normal close:answered",
        ),
        (
            "answer and the callee hangs up",
            "answer2 bye2 sound",
            "open dial1 dial2 cancel1:AnsweredElsewhere answer2 open hang0:Normal close:answered",
        ),
        ("two ring, the caller is told once", "ring1 ring2 ring1", "open dial1 dial2 ring"),
        ("one is busy, the other goes on", "fail1:Busy ring2", "open dial1 dial2 ring"),
        ("all are busy", "fail1:Busy fail2:Busy sound", "open dial1 dial2 reject:Busy close:busy"),
        (
            "busy says more than unreachable",
            "fail1:Busy fail2:NoResponse sound",
            "open dial1 dial2 reject:Busy close:busy",
        ),
        (
            "who declines speaks for the line",
            "ring1 ring2 fail1:Declined sound",
            "open dial1 dial2 ring cancel2:Declined reject:Declined close:declined",
        ),
        (
            "the caller gives up",
            "ring1 cancel sound",
            "open dial1 dial2 ring cancel1:Cancelled cancel2:Cancelled reject:Cancelled close:cancelled",
        ),
        (
            "nobody answers",
            "ring1 wait60 sound",
            "open dial1 dial2 ring cancel1:NoAnswer cancel2:NoAnswer reject:NoAnswer close:no-answer",
        ),
        (
            "the second answer is hung up",
            "answer1 answer2",
            "open dial1 dial2 cancel2:AnsweredElsewhere answer1 open hang2:AnsweredElsewhere",
        ),
        (
            "an answer after the end is hung up",
            "cancel answer1",
            "open dial1 dial2 cancel1:Cancelled cancel2:Cancelled reject:Cancelled hang1:Cancelled",
        ),
        (
            "a cancel after the answer changes nothing",
            "answer1 cancel",
            "open dial1 dial2 cancel2:AnsweredElsewhere answer1 open",
        ),
        (
            "a broken leg ends the call",
            "answer1 fail1:NoResponse sound",
            "open dial1 dial2 cancel2:AnsweredElsewhere answer1 open hang0:NoResponse hang1:NoResponse close:answered",
        ),
        (
            "an order ends a ringing call",
            "order sound",
            "open dial1 dial2 cancel1:Interrupted cancel2:Interrupted reject:Interrupted close:interrupted",
        ),
        (
            "an order ends a talking call",
            "answer1 order sound",
            "open dial1 dial2 cancel2:AnsweredElsewhere answer1 open hang0:Interrupted hang1:Interrupted close:answered",
        ),
        (
            "the caller hears one telephone before the answer, and then the one that answers",
            "progress1 progress2 ring2 answer2",
            "open dial1 dial2 progress1 cancel1:AnsweredElsewhere answer2 open",
        ),
        (
            "when the one that was heard is over, another may be",
            "progress1 fail1:Busy progress2",
            "open dial1 dial2 progress1 progress2",
        ),
        (
            "a telephone sends the call on, and the new one rings as long",
            "fail2:Busy wait50 redirect1 ring3 wait50 wait10 sound",
            "open dial1 dial2 dial3 ring cancel3:NoAnswer reject:NoAnswer close:no-answer",
        ),
        (
            "a leg that falls silent ends the call, but not while it rings",
            "silent0 answer1 silent2 silent1 sound",
            "open dial1 dial2 cancel2:AnsweredElsewhere answer1 open hang0:NoSound hang1:NoSound close:answered",
        ),
        (
            "sound figures that never come are not waited for",
            "cancel wait1",
            "open dial1 dial2 cancel1:Cancelled cancel2:Cancelled reject:Cancelled close:cancelled",
        ),
    ] {
        let mut story = Story::new(2);
        assert_eq!(story.play(events), expected, "{name}");
    }
}

#[test]
fn a_number_that_does_not_exist_is_rejected_and_recorded() {
    let mut story = Story::rejected(Cause::NotFound);
    assert_eq!(story.play("sound"), "reject:NotFound open close:unknown-number");
    let record = story.record();
    assert_eq!((record.legs.len(), record.talk_s, record.hung_up_by), (1, 0, Some(HungUpBy::Box)));
}

#[test]
fn a_line_without_telephones_is_unreachable() {
    let mut story = Story::new(0);
    assert_eq!(story.play("sound"), "reject:Unreachable open close:unreachable");
    assert!(story.record().trace.iter().any(|step| step.decision.contains("registered")));
}

#[test]
fn the_record_tells_who_rang_and_talked_how_long() {
    let mut story = Story::new(2);
    story.play("ring1 wait7 answer1 wait65 bye1 sound");
    let record = story.record();
    assert_eq!((record.ring_s, record.talk_s), (7, 65));
    assert_eq!(record.disposition, Some(Disposition::Answered));
    assert_eq!(record.hung_up_by, Some(HungUpBy::Callee));
    let legs: Vec<_> =
        record.legs.iter().map(|leg| (leg.direction, leg.ring_s, leg.talk_s, leg.cause)).collect();
    assert_eq!(
        legs,
        [
            (LegDirection::Caller, 7, 65, Some(Cause::Normal)),
            (LegDirection::Callee, 7, 65, Some(Cause::Normal)),
            (LegDirection::Callee, 7, 0, Some(Cause::AnsweredElsewhere)),
        ]
    );
    assert_eq!(record.legs[0].sound.as_ref().map(|sound| sound.packets_received), Some(50));
    let kinds: Vec<_> =
        record.segments.iter().map(|segment| (segment.kind, segment.ended.is_some())).collect();
    assert_eq!(kinds, [(model::SegmentKind::Ringing, true), (model::SegmentKind::Talking, true)]);
    assert_eq!(record.callee.contact_method, record.legs[1].contact_method);
}

#[test]
fn a_finished_call_has_no_timers() {
    let mut story = Story::new(1);
    story.play("answer1 bye0");
    assert!(story.call.poll_timeout().is_some(), "it waits for the figures of the sound");
    story.play("sound");
    assert!(story.call.is_finished());
    assert_eq!(story.call.poll_timeout(), None);
}

struct Story {
    call: Call,
    now: Now,
    callees: u8,
    last: Option<CallRecord>,
}

impl Story {
    fn new(callees: u8) -> Self {
        let line = LineId::new(9, [9; 10]);
        let plan = Plan::Ring {
            line,
            number: "202".to_owned(),
            name: "Ben".to_owned(),
            targets: vec![target(); callees.into()],
        };
        Self::start(plan, callees)
    }

    fn rejected(cause: Cause) -> Self {
        Self::start(Plan::Reject(cause), 0)
    }

    fn start(plan: Plan, callees: u8) -> Self {
        let now = Now { tick: Instant::now(), wall: Timestamp::UNIX_EPOCH };
        let attempt = Attempt { caller: Arc::new(account()), dialled: "202".to_owned() };
        let caller = Caller { leg: LegId::caller(7), attempt, user_agent: "test".to_owned() };
        let trace = vec![TraceStep { rule: "number".to_owned(), decision: "202 is Ben".to_owned() }];
        let legs = (1..=callees).map(|n| Callee {
            leg: LegId::new(7, n),
            target: target(),
            user_agent: String::new(),
        });
        let id = CallId::new(1, [1; 10]);
        let decision = Decision { plan, trace };
        let call = Call::start(id, caller, decision, legs.collect(), Duration::from_secs(60), now);
        Self { call, now, callees, last: None }
    }

    fn record(&self) -> &CallRecord {
        self.last.as_ref().expect("a record was written")
    }

    fn play(&mut self, events: &str) -> String {
        let mut seen = self.drain();
        for word in events.split_whitespace() {
            let (verb, cause) = word.split_once(':').unwrap_or((word, ""));
            let digits = verb.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let number: u64 = digits.parse().unwrap_or(0);
            let leg = LegId::new(7, u8::try_from(number).unwrap());
            match verb.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "ring" => self.tell(Event::Ringing(leg)),
                "answer" => self.tell(Event::Answered(leg)),
                "progress" => self.tell(Event::Progressing(leg)),
                "silent" => self.tell(Event::Silent(leg)),
                "redirect" => {
                    self.callees += 1;
                    let callee = Callee {
                        leg: LegId::new(7, self.callees),
                        target: target(),
                        user_agent: String::new(),
                    };
                    self.tell(Event::Redirected(leg, vec![callee]));
                }
                "bye" => self.tell(Event::HungUp(leg)),
                "cancel" => self.tell(Event::GaveUp),
                "order" => self.tell(Event::Ordered(Cause::Interrupted)),
                "fail" => self.tell(Event::Failed(leg, cause_of(cause))),
                "sound" => {
                    for n in 0..=self.callees {
                        let sound = Sound { packets_received: 50, ..Sound::default() };
                        self.tell(Event::SoundOver(LegId::new(7, n), Some(sound)));
                    }
                }
                "wait" => {
                    self.now.tick += Duration::from_secs(number);
                    self.now.wall += jiff::SignedDuration::from_secs(number.try_into().unwrap());
                    self.call.handle_timeout(self.now);
                }
                other => panic!("no such word: {other}"),
            }
            seen.extend(self.drain());
        }
        seen.join(" ")
    }

    fn tell(&mut self, event: Event) {
        self.call.handle(&event, self.now);
    }

    fn drain(&mut self) -> Vec<String> {
        let mut seen = Vec::new();
        while let Some(action) = self.call.poll_action() {
            seen.push(match action {
                Action::Answer(leg) => format!("answer{}", leg.index()),
                Action::Cancel(leg, cause) => format!("cancel{}:{cause:?}", leg.index()),
                Action::Dial(leg) => format!("dial{}", leg.index()),
                Action::HangUp(leg, cause) => format!("hang{}:{cause:?}", leg.index()),
                Action::Progress(leg) => format!("progress{}", leg.index()),
                Action::Reject(cause) => format!("reject:{cause:?}"),
                Action::Ring => "ring".to_owned(),
                Action::Record(record) => {
                    let word = match record.ended {
                        None => "open".to_owned(),
                        Some(_) => format!("close:{}", record.disposition.unwrap()),
                    };
                    self.last = Some(*record);
                    word
                }
            });
        }
        seen
    }
}

fn cause_of(text: &str) -> Cause {
    match text {
        "Busy" => Cause::Busy,
        "Declined" => Cause::Declined,
        "NoResponse" => Cause::NoResponse,
        other => panic!("no such cause: {other}"),
    }
}

fn target() -> Target {
    Target { contact_method: ContactMethodId::new(2, [2; 10]), username: "u202".parse().unwrap() }
}

fn account() -> Account {
    Account {
        id: ContactMethodId::new(1, [1; 10]),
        line: LineId::new(1, [1; 10]),
        number: "201".parse().unwrap(),
        display_name: "Anna".to_owned(),
        username: "u201".parse().unwrap(),
        algorithm: DigestAlgorithm::Md5,
        ha1: Ha1 { md5: [0; 16], sha256: [0; 32] },
    }
}
