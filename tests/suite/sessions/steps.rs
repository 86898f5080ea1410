//! Steps of stories: an office, a call, who hears whom, the end.

use std::time::Duration;

use calls::{Order, Reply};
use world::{Manners, World};

const SECOND: Duration = Duration::from_secs(1);

pub(crate) fn office(manners: &[(&str, Manners)]) -> World {
    let mut world = World::new(1, &["201", "202", "203"]);
    for (number, manners) in manners {
        *world.manners(number) = *manners;
    }
    for number in ["201", "202", "203"] {
        world.register(number);
    }
    world
}

pub(crate) fn talking(manners: &[(&str, Manners)]) -> World {
    let mut world = office(manners);
    call(&mut world);
    world
}

pub(crate) fn call(world: &mut World) {
    world.call("201", "202");
    world.run(3 * SECOND);
    let seen = [world.phone("201").seen.clone(), world.phone("202").seen.clone()];
    assert!(world.phone("201").talks() && world.phone("202").talks(), "{seen:?}\n{:#?}", world.diary);
}

pub(crate) fn hear_each_other(world: &mut World) {
    let before = [world.phone("201").heard, world.phone("202").heard];
    world.run(SECOND);
    let after = [world.phone("201").heard, world.phone("202").heard];
    let seen = [world.phone("201").seen.clone(), world.phone("202").seen.clone()];
    assert!(before[0] + 40 < after[0] && before[1] + 40 < after[1], "{before:?} {after:?} {seen:?}");
}

/// Hangs up, and looks whether all is in order.
pub(crate) fn end(mut world: World, who: &str) {
    world.hang_up(who);
    world.run(SECOND);
    assert!(world.phones().iter().all(|phone| !phone.is_busy()), "somebody still talks");
    leaves_nothing(world);
}

pub(crate) fn leaves_nothing(mut world: World) {
    world.run(70 * SECOND);
    for phone in world.phones() {
        assert_eq!(phone.complaints, Vec::<String>::new(), "{}", phone.number);
    }
    assert!(world.records.values().all(|record| record.ended.is_some()), "an open record");
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    for (name, value) in snapshot.gauges {
        assert!(value == 0 || matches!(name, "flood_sources" | "sip_transactions"), "{value} {name}");
    }
}
