//! What a seed makes: an office, its telephones and weather, and what people do.

use std::time::Duration;

use calls::Order;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sip::Transport;
use world::{By, Change, Manners, Policy, Weather, World};

pub(crate) const NUMBERS: [&str; 6] = ["201", "202", "203", "204", "205", "206"];

/// One random office at its end.
pub(crate) struct Played {
    pub(crate) world: World,
    /// Calls that were dialled.
    pub(crate) attempts: usize,
    /// Nothing was lost, no telephone fell silent: what telephones saw and what is recorded must agree.
    pub(crate) is_calm: bool,
}

/// Plays one random office to its end.
pub(crate) fn play(seed: u64) -> Played {
    let mut dice = StdRng::seed_from_u64(seed ^ 0x0ff1_ce00);
    let mut world = World::new(seed, &NUMBERS);
    let mut is_calm = dice.random_bool(0.5);
    if !is_calm {
        world.weather = Weather::FOUL;
    }
    world.disk_stalls = dice.random_bool(0.1);
    if dice.random_bool(0.3) {
        // Two telephones of one person.
        world.phone("206").lend_account("205");
    }
    for number in NUMBERS {
        world.phone(number).is_strict = is_calm;
        *world.manners(number) = manners(&mut dice);
        if dice.random_bool(0.3) {
            let streams = [Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss];
            world.transport(number, one_of(&mut dice, &streams));
        }
        if dice.random_bool(0.9) {
            world.register_for(number, 300);
        }
        is_calm &= set_policy(&mut world, number, &mut dice);
    }
    world.run(Duration::from_secs(20));
    let mut attempts = 0;
    for _ in 0..dice.random_range(5..40) {
        let number = one_of(&mut dice, &NUMBERS);
        match dice.random_range(0..26) {
            0..=8 if !world.phone(number).is_busy() => {
                attempts += 1;
                let dialled = ["201", "u202", "203", "204", "205", "999"][dice.random_range(0..6)];
                world.call(number, dialled);
            }
            0..=10 => world.hang_up(number),
            11 | 12 => world.cancel(number),
            13 => world.info(number, "application/dtmf-relay"),
            14..=18 => world.change(number, change(&mut dice), by(&mut dice)),
            // Both ends of whatever is talking, at once.
            19 => NUMBERS.into_iter().for_each(|one| world.change(one, change(&mut dice), by(&mut dice))),
            20 => world.text(number, one_of(&mut dice, &NUMBERS), "here?"),
            21 => world.text_in_call(number, "yes"),
            22 if dice.random_bool(0.3) => {
                is_calm = false;
                let back = dice.random_bool(0.7).then(|| Duration::from_secs(dice.random_range(1..30)));
                world.crash(number, back);
            }
            23 if dice.random_bool(0.3) => {
                is_calm = false;
                world.disconnect(number, dice.random_bool(0.5));
            }
            _ => is_calm &= set_policy(&mut world, number, &mut dice),
        }
        // Often in the same moment, sometimes after a while.
        let pause = [0, 1, 20, 150, 1_000, 4_000][dice.random_range(0..6)];
        world.run(Duration::from_millis(dice.random_range(0..=pause)));
    }
    for number in NUMBERS {
        world.cancel(number);
        world.hang_up(number);
    }
    // Everybody who still rings or talks to a dead telephone is let go by somebody.
    world.run(Duration::from_secs(100));
    for number in NUMBERS {
        world.hang_up(number);
    }
    world.run(Duration::from_secs(5));
    world.order(Order::ShutDown);
    // All registrations end, and with them the OPTIONS that ask whether telephones are there.
    world.run(Duration::from_secs(400));
    Played { world, attempts, is_calm }
}

/// What a telephone does when it is called; false when that is nothing, since its cable is out.
fn set_policy(world: &mut World, number: &str, dice: &mut StdRng) -> bool {
    let policy = match dice.random_range(0..20) {
        0..=11 => Policy::Answers(Duration::from_millis(dice.random_range(0..5_000))),
        12 => Policy::Dead,
        13 => Policy::Redirects(one_of(dice, &NUMBERS)),
        14..=15 => Policy::Refuses([486, 603, 480, 500, 302, 401, 488][dice.random_range(0..7)]),
        _ => Policy::Rings,
    };
    world.policy(number, policy);
    if policy == Policy::Dead {
        world.phone(number).is_strict = false;
    }
    policy != Policy::Dead
}

fn manners(dice: &mut StdRng) -> Manners {
    let codecs: [&[&str]; 4] = [
        &["PCMA/8000", "PCMU/8000"],
        &["PCMU/8000"],
        &["OPUS/48000/2", "PCMA/8000", "PCMU/8000"],
        &["G722/8000", "PCMU/8000", "PCMA/8000"],
    ];
    Manners {
        codecs: one_of(dice, &codecs),
        first_number: one_of(dice, &[96, 101, 110]),
        answers_own_numbers: dice.random_bool(0.3),
        has_video: dice.random_bool(0.2),
        takes_fax: dice.random_bool(0.5),
        is_early: dice.random_bool(0.3),
        is_reliable: dice.random_bool(0.4),
        offers_late: dice.random_bool(0.2),
        session_expires: one_of(dice, &[None, None, Some(30), Some(90), Some(120), Some(1_800)]),
        min_se: one_of(dice, &[90, 90, 600]),
        refuses_changes: one_of(dice, &[None, None, None, Some(488), Some(500)]),
        // Few packets are enough to tell who hears whom.
        frame: Duration::from_millis(one_of(dice, &[100, 200, 400])),
    }
}

fn change(dice: &mut StdRng) -> Change {
    let all = [
        Change::Fax,
        Change::Inactive,
        Change::Refresh,
        Change::Resume,
        Change::Resume,
        Change::SendOnly,
        Change::ZeroAddress,
    ];
    one_of(dice, &all)
}

fn by(dice: &mut StdRng) -> By {
    one_of(dice, &[By::LateInvite, By::Reinvite, By::Reinvite, By::Update])
}

fn one_of<T: Copy>(dice: &mut StdRng, all: &[T]) -> T {
    all[dice.random_range(0..all.len())]
}
