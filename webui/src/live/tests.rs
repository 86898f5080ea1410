//! Tests of what is kept of registrations, and of whom it wakes.

use super::*;

fn binding(name: &str, contact: &str) -> StoredBinding {
    StoredBinding {
        username: name.parse().unwrap(),
        contact: contact.to_owned(),
        transport: "udp".to_owned(),
        local: "192.0.2.1:5060".parse().unwrap(),
        remote: "192.0.2.7:5062".parse().unwrap(),
        instance: String::new(),
        call_id: "abc".to_owned(),
        cseq: 1,
        user_agent: "Snom/10".to_owned(),
        expires: at(300),
        interval_s: 300,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn removed(name: &str, contact: &str) -> BindingChange {
    BindingChange::Removed { username: name.parse().unwrap(), contact: contact.to_owned() }
}

#[test]
fn it_is_known_since_when_a_telephone_is_there_and_when_the_last_one_went() {
    let (live, name) = (Live::default(), "u201".parse().unwrap());
    live.restore(&[binding("u201", "sip:a")]);
    live.binding(&BindingChange::Changed(binding("u201", "sip:b")), at(10));
    let since = |live: &Live| live.of(&name).contacts.iter().map(|one| one.since).collect::<Vec<_>>();
    assert_eq!(since(&live), [None, Some(at(10))]);
    let longer = StoredBinding { expires: at(600), ..binding("u201", "sip:b") };
    live.binding(&BindingChange::Refreshed(longer), at(200));
    assert_eq!((since(&live)[1], live.of(&name).contacts[1].expires()), (Some(at(10)), at(600)));
    live.binding(&removed("u201", "sip:b"), at(300));
    assert_eq!((live.of(&name).state(), live.of(&name).gone), (RegistrationState::Registered, None));
    live.binding(&removed("u201", "sip:a"), at(400));
    assert_eq!(live.of(&name), Registrations { contacts: Vec::new(), gone: Some(at(400)) });
}

#[test]
fn a_telephone_that_does_not_answer_is_registered_and_not_reachable_until_it_registers_again() {
    let (live, name) = (Live::default(), "u201".parse().unwrap());
    let states = |live: &Live| live.states([Some(&name), None].into_iter());
    assert_eq!(states(&live), [RegistrationState::NotRegistered; 2]);
    live.binding(&BindingChange::Changed(binding("u201", "sip:a")), at(0));
    live.reachable(&name, "sip:a", false);
    assert_eq!(states(&live)[0], RegistrationState::NotReachable);
    live.binding(&BindingChange::Refreshed(binding("u201", "sip:a")), at(1));
    assert_eq!(states(&live)[0], RegistrationState::Registered);
    // Of one that is gone nothing is said any more.
    live.reachable(&"u202".parse().unwrap(), "sip:a", false);
    live.reachable(&name, "sip:b", false);
    assert_eq!(states(&live)[0], RegistrationState::Registered);
}

#[test]
fn a_refresh_wakes_nobody_and_is_counted() {
    let live = Live::default();
    live.binding(&BindingChange::Changed(binding("u201", "sip:a")), at(0));
    let mut heard = live.listen();
    for second in 0..3 {
        let longer = StoredBinding { expires: at(300 + second), ..binding("u201", "sip:a") };
        live.binding(&BindingChange::Refreshed(longer), at(second));
    }
    assert!(!heard.has_changed().unwrap());
    live.reachable(&"u201".parse().unwrap(), "sip:a", false);
    live.calls();
    assert!(heard.has_changed().unwrap());
    assert_eq!(*heard.borrow_and_update(), Ticks { calls: 1, registrations: 2, renewals: 3 });
}

#[test]
fn of_too_many_accounts_it_is_forgotten_when_they_went() {
    let live = Live::default();
    for number in 0..=GONE_MAX + 1 {
        let name = format!("u{number}");
        live.binding(&BindingChange::Changed(binding(&name, "sip:a")), at(0));
        live.binding(&removed(&name, "sip:a"), at(1));
    }
    assert_eq!(live.accounts().len(), GONE_MAX);
}
