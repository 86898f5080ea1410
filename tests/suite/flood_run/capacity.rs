//! More calls than the exchange takes, by telephones that may call: each is refused once, and when there is room there is room
//! at once.

use std::collections::HashMap;
use std::time::Duration;

use crate::support::conversation::frames;
use crate::support::digest::Credentials;
use crate::support::end::End;
use crate::support::message::{self, Message};
use crate::support::phone::{Phone, fresh};
use crate::support::scene::Scene;

/// Telephones that flood, and INVITEs of each a second; with their challenges they stay within the share of a telephone.
const FLOODERS: usize = 4;
const RATE: f64 = 400.0;
/// INVITEs with one nonce, each with a count of its own.
const INVITES_A_NONCE: u8 = 90;

#[test]
fn invites_of_accounts_beyond_capacity() {
    let mut scene = Scene::new("flood-calls", "[sip.limits]\ncalls = 2\n");
    let phone = |scene: &Scene, place: usize| {
        let mut phone = Phone::new(&scene.site, &scene.accounts[place]);
        assert_eq!(phone.register().unwrap().status(), 200);
        phone
    };
    let [mut filler, mut called] = [3, 4].map(|place| phone(&scene, place));
    let ringing = filler.dial(&called.account.number, "filler").unwrap();
    let invite = called.called().unwrap();
    let tag = fresh();
    called.send(&message::answer(&invite, "180 Ringing", &tag, &called.contact(), ""));
    // Now there is no more room.
    let flooders: Vec<Phone> = (0..FLOODERS).map(|number| phone(&scene, 5 + number)).collect();
    let number = called.account.number.clone();
    let attacks = flooders.into_iter().map(|mut phone| {
        let number = number.clone();
        move |end: &End| flood(&mut phone, &number, end)
    });
    let refused: Vec<usize> = scene.conversation.attacked(attacks.collect());
    println!("  {refused:?} INVITEs were refused");
    assert!(refused.iter().all(|refused| *refused as u64 > frames()), "{refused:?}");
    assert!(scene.site.counted("calls_refused_total") >= refused.iter().sum::<usize>() as u64);

    called.send(&message::answer(&invite, "486 Busy Here", &tag, "", ""));
    assert_eq!(filler.connected(&ringing).unwrap().0.status(), 486);
    called.receive(|message| message.is_request("ACK")).unwrap();
    let ringing = filler.dial(&called.account.number, "again").unwrap();
    let invite = called.called().unwrap();
    called.answer(&invite).unwrap();
    let (answer, mut dialog) = filler.connected(&ringing).unwrap();
    assert_eq!(answer.status(), 200, "{answer}");
    let bye = filler.bye(&mut dialog);
    assert_eq!(filler.transact(&bye).unwrap().status(), 200);
    scene.end();
}

/// Dials without an end, by INVITEs that have their credentials already. How many were refused: each once, and with the time
/// after which to come again.
fn flood(phone: &mut Phone, number: &str, end: &End) -> usize {
    let (uri, mut challenge) = (phone.aor(number), None);
    let (mut sent, mut refused) = (0, HashMap::<String, u32>::new());
    end.turns(RATE, Duration::from_millis(5), || {
        let count = (sent % usize::from(INVITES_A_NONCE)) as u8 + 1;
        if count == 1 {
            challenge = phone.transact(&invite(phone, &uri, "")).ok().filter(|answer| answer.status() == 401);
        }
        if let Some(challenge) = &challenge {
            let credentials =
                Credentials { username: &phone.account.username, secret: &phone.account.secret };
            let asked = challenge.header("WWW-Authenticate");
            let answer = credentials.answer(asked, "INVITE", &uri, count);
            phone.send(&invite(phone, &uri, &format!("Authorization: {answer}\r\n")));
        }
        sent += 1;
        for answer in phone.unread() {
            *refused.entry(refusal(&answer)).or_default() += 1;
        }
    });
    while let Ok(Some(answer)) = phone.next_within(Duration::from_millis(500)) {
        *refused.entry(refusal(&answer)).or_default() += 1;
    }
    assert!(refused.values().all(|times| *times == 1), "each once");
    refused.len()
}

/// The call that an answer refuses.
fn refusal(answer: &Message) -> String {
    assert_eq!((answer.status(), answer.header("Retry-After")), (503, "5"), "{answer}");
    answer.header("Call-ID").to_owned()
}

fn invite(phone: &Phone, uri: &str, more: &str) -> Message {
    let from = format!("<{}>;tag={}", phone.aor(&phone.account.username), fresh());
    let head = phone.head("INVITE", uri, &from, &format!("<{uri}>"), &fresh(), 1);
    message::finish(head + more, &phone.description)
}
