//! How bindings are kept: pings, expiry, restoring.

use super::*;

#[test]
fn nothing_stays_behind() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    for n in 0..100 {
        register(&mut registrar, &format!("phone c{n} 1 <sip:p{n}@h>;expires={}", 60 + n), at(base, n))
            .unwrap();
    }
    registrar.handle_timeout(base + Duration::from_secs(200));
    assert_eq!((registrar.len(), registrar.table.leftovers(), registrar.poll_timeout()), (0, 0, None));
}

#[test]
fn pings_are_spread_and_come_again() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    let mut first = Vec::new();
    for n in 0..200 {
        let request = request(&format!("c{n} 1 <sip:p{n}@h> Expires:3600"));
        registrar.register(&n.to_string(), &request, flow("phone"), base).unwrap();
    }
    for second in 0..=150 {
        registrar.handle_timeout(base + Duration::from_secs(second));
        first.extend(std::iter::from_fn(|| registrar.poll_ping()).map(|ping| (second, ping.contact)));
    }
    let early = first.iter().filter(|(second, _)| (30..=90).contains(second)).count();
    assert_eq!(early, 200, "each once between half an interval and one and a half");
    for tenth in 0..10 {
        let share =
            first.iter().filter(|(second, _)| (30 + tenth * 6..36 + tenth * 6).contains(second)).count();
        assert!((5..40).contains(&share), "{share} in tenth {tenth}");
    }
    assert!(first.len() >= 390, "each again an interval later although nobody reported");
}

#[test]
fn a_contact_that_leaves_a_ping_unanswered_is_not_called_until_it_shows_up() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    register(&mut registrar, "phone c1 1 <sip:a@h> Expires:3600", base).unwrap();
    let called = |registrar: &Registrar| registrar.reachable("201", base).count();
    registrar.ping_lost("201", "sip:a@h", base);
    assert_eq!(called(&registrar), 0);
    registrar.handle_timeout(base + Duration::from_secs(15));
    assert_eq!(
        registrar.poll_ping().unwrap().contact,
        "sip:a@h",
        "asked again after a quarter of the interval"
    );
    registrar.pong("201", "sip:a@h", base);
    assert_eq!(called(&registrar), 1);
    registrar.ping_lost("201", "sip:a@h", base);
    register(&mut registrar, "phone c1 2 <sip:a@h>", base).unwrap();
    assert_eq!(called(&registrar), 1);
    registrar.ping_lost("201", "sip:other@h", base);
    registrar.ping_lost("202", "sip:a@h", base);
    assert_eq!(called(&registrar), 1);
}

#[test]
fn that_a_contact_no_longer_answers_is_told_once_and_so_is_that_it_does_again() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    register(&mut registrar, "phone c1 1 <sip:a@h> Expires:3600", base).unwrap();
    while registrar.poll_change().is_some() {}
    let told = |registrar: &mut Registrar| {
        let changes: Vec<Change> = std::iter::from_fn(|| registrar.poll_change()).collect();
        let reachable = changes.into_iter().map(|change| match change {
            Change::Reachable { aor, contact, reachable } => (aor, contact, reachable),
            other => panic!("{other:?}"),
        });
        reachable.map(|(aor, contact, reachable)| format!("{aor} {contact} {reachable}")).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        registrar.ping_lost("201", "sip:a@h", base);
    }
    assert_eq!(told(&mut registrar), ["201 sip:a@h false"]);
    for _ in 0..2 {
        registrar.pong("201", "sip:a@h", base);
    }
    assert_eq!(told(&mut registrar), ["201 sip:a@h true"]);
}

#[test]
fn without_an_interval_no_pings_are_sent() {
    let mut registrar = Registrar::new(RegistrarSettings { ping_every: Duration::ZERO, ..settings() });
    let base = Instant::now();
    register(&mut registrar, "phone c1 1 <sip:a@h> Expires:3600", base).unwrap();
    registrar.pong("201", "sip:a@h", base);
    registrar.handle_timeout(base + Duration::from_secs(3599));
    assert_eq!(registrar.poll_ping(), None);
}

#[test]
fn an_expired_contact_is_not_called_though_nobody_swept() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    register(&mut registrar, "phone c1 1 <sip:a@h>", base).unwrap();
    assert_eq!(registrar.reachable("201", base + Duration::from_secs(300)).count(), 0);
}

#[test]
fn what_comes_from_disk_lives_one_interval_longer_and_changes_nothing() {
    let base = Instant::now();
    let mut before = Registrar::new(settings());
    register(&mut before, "phone c1 7 <sip:a@h>", base).unwrap();
    let stored = before.bindings("201").next().unwrap().clone();
    let mut registrar = Registrar::new(settings());
    registrar.restore(stored.clone());
    registrar.restore(stored);
    assert_eq!((registrar.len(), registrar.poll_change()), (1, None));
    registrar.handle_timeout(base + Duration::from_secs(599));
    assert_eq!(registrar.len(), 1);
    assert!(registrar.poll_ping().is_some(), "it is seen whether it still answers");
    let late = register(&mut registrar, "phone c1 7 <sip:a@h>", base);
    assert_eq!(late, Err(RegisterError::OutOfOrder));
    registrar.handle_timeout(base + Duration::from_secs(600));
    assert!(registrar.is_empty());
}

#[test]
fn restoring_stops_at_the_limits() {
    let base = Instant::now();
    let mut before = Registrar::new(settings());
    let mut registrar = Registrar::new(RegistrarSettings { max_contacts: 2, max_bindings: 3, ..settings() });
    for aor in ["201", "202"] {
        for n in 0..3 {
            before.register(aor, &request(&format!("c{n} 1 <sip:p{n}@h>")), flow("phone"), base).unwrap();
        }
    }
    for binding in before.all().cloned() {
        registrar.restore(binding);
    }
    assert_eq!(registrar.len(), 3);
    assert!(registrar.bindings("201").count() <= 2);
}
