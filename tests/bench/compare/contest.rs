//! What sections share: who takes part, telephones that are registered before it begins, and the search for the most.

use std::net::SocketAddr;
use std::time::Duration;

use super::figures::Table;
use super::load::registrations::Registrations;
use super::load::tally::Tally;
use super::load::{CALLEES, CALLERS};
use super::office::{FIRST, PHONES};
use super::options::Options;
use super::peers::Program;
use super::server::Server;
use super::udp;
use super::usage::Cpu;

/// More than this part of a load must not be lost.
const LOSS_MAX: f64 = 0.001;
/// With a longer median a queue is growing: a longer load would be lost.
const MEDIAN_MAX: Duration = Duration::from_millis(20);
/// What the search for the most is called in the table.
pub(crate) const MOST: &str = "the most before 0.1 % is lost, or the median is over 20 ms";
/// How long a server may tidy up after a load before its processor time is read.
const AFTER: Duration = Duration::from_millis(500);

/// Those of these that can be started here.
pub(crate) fn those_here(programs: &[Program], options: &Options) -> Vec<Program> {
    programs.iter().copied().filter(|program| program.is_here(options.peers.as_deref())).collect()
}

/// Registers every telephone of the office: the first half where callers are, the other where callees are.
pub(crate) fn register_all(server: SocketAddr, is_short: bool) {
    let (half, rate) = (PHONES / 2, if is_short { 1_500.0 } else { 500.0 });
    for (contact, first) in [(CALLERS, FIRST), (CALLEES, FIRST + half)] {
        let load = Registrations { server, contact, first, count: half, rate, total: half };
        let tally = load.run();
        assert!(tally.done >= half / 2, "telephones cannot register: {}", tally.told());
    }
}

/// Runs a load and says what it cost the server.
fn cost(server: &Server, load: impl FnOnce() -> Tally) -> (Tally, Cpu) {
    let before = server.cpu();
    let tally = load();
    udp::wait(&[], AFTER);
    (tally, server.cpu() - before)
}

/// The highest of these rates, which ascend, at which a load is neither lost nor queues; none when it is so at none. Half
/// of those that are left are ruled out each time; a rate has a second try, because the machine has other things to do.
pub(crate) fn most(rates: &[f64], mut probe: impl FnMut(f64) -> Tally) -> Option<f64> {
    let (mut good, mut bad) = (0, rates.len());
    while good < bad {
        let middle = usize::midpoint(good, bad);
        let is_good = (0..2).any(|_| {
            let tally = probe(rates[middle]);
            println!("    {}", tally.told());
            tally.loss() <= LOSS_MAX && tally.percentile(0.5) <= MEDIAN_MAX
        });
        if is_good { good = middle + 1 } else { bad = middle }
    }
    good.checked_sub(1).map(|place| rates[place])
}

/// What a section measures at one rate.
pub(crate) struct Measured {
    pub(crate) section: &'static str,
    pub(crate) program: Program,
    /// A second.
    pub(crate) rate: f64,
    /// Processor time is told of so many, and how that is written.
    pub(crate) of: (f64, &'static str),
    /// Until when the times of the load count.
    pub(crate) until: &'static str,
    pub(crate) is_short: bool,
}

impl Measured {
    /// Runs the load and puts what it cost and how long it took into the table; none when too much of it was lost.
    pub(crate) fn run(
        &self,
        server: &Server,
        table: &mut Table,
        load: impl FnOnce() -> Tally,
    ) -> Option<Tally> {
        let Self { section, program, rate, of: (of, written), until, is_short } = *self;
        let (tally, cpu) = cost(server, load);
        println!("  {}: {}", program.name(), tally.told());
        if is_short && program == Program::Bellbox {
            assert!(tally.done > tally.asked / 2, "{}", server.log());
        }
        if tally.loss() > 10.0 * LOSS_MAX {
            table.note(format!("{}: no figure at {rate}/s, {}", program.name(), tally.told()));
            return None;
        }
        let of = of / f64::from(tally.done.max(1));
        let what = format!("at {rate}/s, processor time of {written}");
        table.add(section, &what, program.name(), "s", cpu.total() * of);
        table.add(section, &format!("{what}, of it the kernel's"), program.name(), "s", cpu.system * of);
        note_latency(table, section, &format!("at {rate}/s, until {until}"), program, &tally);
        Some(tally)
    }
}

/// Notes the times of a load, in milliseconds.
fn note_latency(table: &mut Table, section: &'static str, what: &str, program: Program, tally: &Tally) {
    for (name, part) in [("median", 0.5), ("p99", 0.99)] {
        let ms = tally.percentile(part).as_secs_f64() * 1e3;
        table.add(section, &format!("{what}, {name}"), program.name(), "ms", ms);
    }
}
