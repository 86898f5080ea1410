//! Section `register`: REGISTER with digest, each challenged, at two rates and at the most before loss.

use std::path::Path;

use super::contest::{self, Measured};
use super::figures::Table;
use super::load::CALLERS;
use super::load::registrations::Registrations;
use super::load::tally::Tally;
use super::office::{FIRST, LIMITS, PHONES};
use super::options::Options;
use super::peers::Program;
use super::server::Server;

const SECTION: &str = "register";
const ANSWERS: Program = Program::Yardstick("answers");
const PROGRAMS: [Program; 4] = [ANSWERS, Program::Bellbox, Program::Kamailio, Program::Asterisk];
/// Registrations a second, of which the most is sought.
const LADDER: [f64; 24] = [
    1_000.0, 1_500.0, 2_000.0, 2_500.0, 3_000.0, 3_500.0, 4_000.0, 5_000.0, 6_000.0, 8_000.0, 10_000.0,
    12_500.0, 15_000.0, 17_500.0, 20_000.0, 22_500.0, 25_000.0, 30_000.0, 35_000.0, 40_000.0, 50_000.0,
    60_000.0, 80_000.0, 100_000.0,
];
/// Seconds of a step of the search.
const STEP_S: f64 = 2.0;

/// Measures it.
pub(crate) fn run(options: &Options, table: &mut Table) {
    table.note(format!("settings of bellbox.toml: {}", LIMITS.replace('\n', " ")));
    // Rates, and for how many seconds.
    let loads = if options.short { [(500.0, 0.4), (2_000.0, 0.2)] } else { [(500.0, 10.0), (10_000.0, 4.0)] };
    let programs = contest::those_here(&PROGRAMS, options);
    let peers = options.peers.as_deref();
    for _ in 0..options.rounds {
        for program in &programs {
            for (rate, seconds) in loads {
                at(*program, peers, rate, seconds, options.short, table);
            }
        }
    }
    if options.short {
        return;
    }
    for _ in 0..options.rounds {
        for program in &programs {
            println!("  the most of {}", program.name());
            let most = contest::most(&LADDER, |rate| load(&started(*program, peers), rate, STEP_S));
            table.add(SECTION, contest::MOST, program.name(), "/s", most.unwrap_or(0.0));
        }
    }
}

fn at(program: Program, peers: Option<&Path>, rate: f64, seconds: f64, is_short: bool, table: &mut Table) {
    let server = started(program, peers);
    let measured =
        Measured { section: SECTION, program, rate, of: (10_000.0, "10,000"), until: "registered", is_short };
    measured.run(&server, table, || load(&server, rate, seconds));
}

/// A server that has seen its telephones once.
fn started(program: Program, peers: Option<&Path>) -> Server {
    let server = Server::start(program, peers);
    load(&server, 2_000.0, f64::from(PHONES) / 2_000.0);
    server
}

fn load(server: &Server, rate: f64, seconds: f64) -> Tally {
    let total = (rate * seconds) as u32;
    Registrations { server: server.sip(), contact: CALLERS, first: FIRST, count: PHONES, rate, total }.run()
}
