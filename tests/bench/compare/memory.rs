//! Section `memory`: idle, with every telephone registered, for each call, after a storm of registrations.

use std::path::Path;
use std::time::Duration;

use super::contest;
use super::figures::Table;
use super::load::CALLERS;
use super::load::calls::Calls;
use super::load::registrations::Registrations;
use super::office::{FIRST, PHONES};
use super::options::Options;
use super::peers::Program;
use super::server::Server;
use super::udp;

const SECTION: &str = "memory";
const PROGRAMS: [Program; 3] = [Program::Bellbox, Program::Kamailio, Program::Asterisk];

/// Measures it.
pub(crate) fn run(options: &Options, table: &mut Table) {
    table.note("memory is what processes hold, what they share divided among them (PSS)");
    for _ in 0..options.rounds {
        for program in contest::those_here(&PROGRAMS, options) {
            storm(program, options, table);
            calls(program, options.peers.as_deref(), options.short, table);
        }
    }
}

fn storm(program: Program, options: &Options, table: &mut Table) {
    let mut add = |what: &str, kb: f64| table.add(SECTION, what, program.name(), "MB", kb / 1_024.0);
    let (total, pause) = if options.short { (500, 0) } else { (10_000, 10) };
    let server = Server::start(program, options.peers.as_deref());
    let held = |after_s| {
        udp::wait(&[], Duration::from_secs(after_s));
        server.memory().pss_kb as f64
    };
    add("idle, 1,000 telephones known", held(1));
    contest::register_all(server.sip(), options.short);
    let registered = held(1);
    add("1,000 telephones registered", registered);
    let load = Registrations {
        server: server.sip(),
        contact: CALLERS,
        first: FIRST,
        count: PHONES,
        rate: 1_000.0,
        total,
    };
    let tally = load.run();
    println!("  {}: {}", program.name(), tally.told());
    add("more after 10,000 registrations in 10 s", held(0) - registered);
    add("more after that and 10 s later", held(pause) - registered);
    // Transactions of UDP are remembered for 32 s (RFC 3261 §17.2.2).
    add("more after that and 40 s later", held(3 * pause) - registered);
}

fn calls(program: Program, peers: Option<&Path>, is_short: bool, table: &mut Table) {
    let server = Server::start(program, peers);
    contest::register_all(server.sip(), is_short);
    // The first calls bring code and caches into memory that the next ones find there.
    let first = Calls {
        server: server.sip(),
        rate: 100.0,
        total: if is_short { 20 } else { 200 },
        hold: Duration::ZERO,
    };
    first.run();
    udp::wait(&[], Duration::from_secs(if is_short { 0 } else { 35 }));
    let (before, total) = (server.memory().pss_kb as f64, if is_short { 20 } else { 200 });
    let load = Calls { server: server.sip(), rate: 100.0, total, hold: Duration::ZERO };
    let (mut up, mut settled) = (before, before);
    let tally = load.run_up(|| {
        udp::wait(&[], Duration::from_millis(200));
        up = server.memory().pss_kb as f64;
        // As above, of INVITEs too.
        udp::wait(&[], Duration::from_secs(if is_short { 0 } else { 40 }));
        settled = server.memory().pss_kb as f64;
    });
    println!("  {}: {}", program.name(), tally.told());
    if tally.loss() == 0.0 {
        for (when, held) in [("just answered", up), ("answered 40 s ago", settled)] {
            let what = format!("a call of 200, {when}, without sound");
            table.add(SECTION, &what, program.name(), "kB", (held - before) / f64::from(total));
        }
    }
}
