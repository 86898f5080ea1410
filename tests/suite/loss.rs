//! A network that loses every twentieth datagram, either way: calls are set up all the same, once each, and leave nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use calls::{Order, Reply};
use world::{Manners, Policy, Weather, World};

/// R22 of the design's bars: as many calls, and so many of them set up.
const CALLS: usize = 10_000;
const SET_UP: usize = CALLS / 1_000 * 999;

/// So many pairs of telephones call at a time.
const PAIRS: usize = 10;

const BAD: Weather = Weather {
    loss: 0.05,
    duplication: 0.01,
    delay_min: Duration::from_millis(1),
    delay_max: Duration::from_millis(60),
};

#[test]
fn ten_thousand_calls_are_set_up_although_a_twentieth_is_lost() {
    let numbers: Vec<String> = (0..2 * PAIRS).map(|n| (200 + n).to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let mut world = World::new(22, &numbers);
    for number in &numbers {
        world.register_for(number, 3_600);
        world.policy(number, Policy::Answers(Duration::from_millis(300)));
        *world.manners(number) = Manners { frame: Duration::from_millis(500), ..Manners::default() };
        world.phone(number).is_strict = false;
    }
    world.run(Duration::from_secs(5));
    world.weather = BAD;
    for round in 0..CALLS / PAIRS {
        if round % 100 == 99 {
            for number in &numbers {
                world.register_for(number, 3_600);
            }
        }
        for pair in numbers.chunks_exact(2) {
            world.call(pair[round % 2], pair[(round + 1) % 2]);
        }
        world.run(Duration::from_secs(3));
        for pair in numbers.chunks_exact(2) {
            world.hang_up(pair[round % 2]);
        }
        // Who was late hangs up later.
        while world.phones().iter().any(world::Phone::is_busy) {
            world.run(Duration::from_secs(1));
            for number in &numbers {
                world.hang_up(number);
            }
        }
        world.forget();
    }
    look(&mut world);
    world.weather = Weather::FAIR;
    world.run(Duration::from_secs(100));
    for number in &numbers {
        world.register_for(number, 0);
    }
    world.run(Duration::from_secs(60));
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    for (name, value) in snapshot.gauges {
        assert!(value == 0 || name.starts_with("flood_"), "{value} {name}");
    }
}

/// Each call was set up on both sides, rang once and was written down once.
fn look(world: &mut World) {
    let mut rang: BTreeMap<&str, usize> = BTreeMap::new();
    let mut set_up = 0;
    for told in world.phones().iter().flat_map(|phone| &phone.past) {
        if told.is_caller {
            set_up += usize::from(told.answered.is_some());
        } else {
            *rang.entry(&told.ticket).or_default() += 1;
        }
    }
    let mut records: BTreeMap<&str, usize> = BTreeMap::new();
    for record in world.records.values() {
        *records.entry(&record.legs[0].user_agent).or_default() += 1;
    }
    let answered = world.records.values().filter(|record| record.answered.is_some()).count();
    println!("{set_up} of {CALLS} calls were set up, {answered} are recorded as answered");
    assert!(set_up >= SET_UP, "{set_up} of {CALLS} calls were set up");
    assert!(records.len() <= CALLS && records.values().all(|count| *count == 1), "records come twice");
    assert!(rang.values().all(|count| *count == 1), "a call rings twice");
    assert!(answered.abs_diff(set_up) <= CALLS / 1_000, "{answered} answered, {set_up} set up");
    for phone in world.phones() {
        assert!(phone.complaints.is_empty(), "{}: {:?}", phone.number, phone.complaints);
    }
}
