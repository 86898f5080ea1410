//! Random offices: telephones of every kind call each other, hold, text, crash and hang up, through any weather. One seed
//! makes one run; a seed that fails is printed, and replays with `BELLBOX_SEED=n tests/run seeds`; with
//! `BELLBOX_TELL=1` everything that was sent is printed.

#[path = "seeds/invariants.rs"]
mod invariants;
#[path = "seeds/program.rs"]
mod program;

/// Seeds of the ordinary run; the campaign sets `BELLBOX_SEEDS`.
const SEEDS: u64 = 10_000;

#[test]
fn no_seed_breaks_the_office() {
    let (first, count) = match number("BELLBOX_SEED") {
        Some(seed) => (seed, 1),
        None => (number("BELLBOX_FIRST").unwrap_or(0), number("BELLBOX_SEEDS").unwrap_or(SEEDS)),
    };
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64).min(count);
    let worker = |number: u64| {
        let (mut calls, mut failed) = (0, Vec::new());
        for seed in (first + number..first + count).step_by(threads as usize) {
            match run(seed) {
                Some(made) => calls += made,
                None => failed.push(seed),
            }
            if failed.len() >= ENOUGH {
                break;
            }
        }
        (calls, failed)
    };
    let (calls, failed): (Vec<usize>, Vec<_>) = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|number| scope.spawn(move || worker(number))).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker ends")).unzip()
    });
    let (calls, failed) = (calls.iter().sum::<usize>(), failed.concat());
    assert!(failed.is_empty(), "seeds {failed:?} fail; replay one with BELLBOX_SEED=n tests/run seeds");
    assert!(calls as u64 >= count, "{calls} calls were made: the world does something");
}

/// So many failures are enough to look at.
const ENOUGH: usize = 10;

/// Seeds that once failed. (7215 of an earlier generator, a call that never ended, is a story in `hostile` now.)
///
/// - 1969, 20337: who asked for an offer hung up before it came, and its ACK had no answer.
/// - 74095: a response came in the moment in which a timer of its transaction was due.
const FOUND: &[u64] = &[1_969, 20_337, 74_095];

#[test]
fn seeds_that_once_failed_hold() {
    assert!(FOUND.iter().all(|seed| run(*seed).is_some()));
}

#[test]
fn one_seed_makes_one_run() {
    let diary = |seed| program::play(seed).world.diary;
    for seed in 1..=5 {
        let (one, two) = (diary(seed), diary(seed));
        assert!(one.len() > 20, "the diary says something");
        assert_eq!(one, two, "seed {seed}");
    }
    assert_ne!(diary(1), diary(2));
}

/// Plays one seed; how many calls there were, none when it breaks a rule.
fn run(seed: u64) -> Option<usize> {
    let played = std::panic::catch_unwind(|| {
        let mut played = program::play(seed);
        if std::env::var_os("BELLBOX_TELL").is_some() {
            played.world.tell();
        }
        invariants::check(&mut played);
        played.world.records.len()
    });
    if played.is_err() {
        eprintln!("seed {seed} fails");
    }
    played.ok()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
