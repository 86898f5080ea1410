//! Section `call`: calls between registered telephones, challenged, answered, recorded, hung up.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::contest::{self, Measured};
use super::figures::Table;
use super::load::calls::Calls;
use super::load::tally::Tally;
use super::options::Options;
use super::peers::Program;
use super::server::Server;

const SECTION: &str = "call";
const PROXY: Program = Program::Yardstick("proxy");
const PROGRAMS: [Program; 4] = [PROXY, Program::Bellbox, Program::Kamailio, Program::Asterisk];
/// Calls a second, of which the most is sought.
const LADDER: [f64; 22] = [
    50.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 500.0, 600.0, 800.0, 1_000.0, 1_250.0, 1_500.0,
    2_000.0, 2_500.0, 3_000.0, 3_500.0, 4_000.0, 5_000.0, 6_000.0, 8_000.0,
];
/// Seconds of a step of the search. Ports for sound rest after use: those of Bellbox are all used up by 12,750 calls in
/// ten seconds.
const STEP_S: f64 = 2.0;
/// From the answer to the BYE.
const HOLD: Duration = Duration::from_millis(100);

/// Measures it.
pub(crate) fn run(options: &Options, table: &mut Table) {
    table.note("kamailio is a proxy: it challenges no call and writes no record");
    let (rate, seconds) = if options.short { (50.0, 1.0) } else { (50.0, 10.0) };
    let programs = contest::those_here(&PROGRAMS, options);
    let peers = options.peers.as_deref();
    for _ in 0..options.rounds {
        for program in &programs {
            at(*program, peers, rate, seconds, options.short, table);
        }
    }
    if options.short {
        return;
    }
    for _ in 0..options.rounds {
        for program in &programs {
            println!("  the most of {}", program.name());
            let most = contest::most(&LADDER, |rate| load(&started(*program, peers, false), rate, STEP_S))
                .unwrap_or(0.0);
            table.add(SECTION, contest::MOST, program.name(), "/s", most);
            if *program != PROXY {
                beyond(*program, peers, most * 1.5, table);
            }
        }
    }
}

fn at(program: Program, peers: Option<&Path>, rate: f64, seconds: f64, is_short: bool, table: &mut Table) {
    let server = started(program, peers, is_short);
    let measured =
        Measured { section: SECTION, program, rate, of: (1_000.0, "1,000"), until: "answered", is_short };
    let tally = measured.run(&server, table, || load(&server, rate, seconds));
    let Some(tally) = tally else { return };
    let Some(office) = server.stop() else { return };
    let database = office.data().join("bellbox.db");
    let records = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let answered = "select count(*) from call_record where disposition = 'answered'";
    let count: u32 = records.query_row(answered, [], |row| row.get(0)).unwrap();
    assert!(count >= tally.done, "{} calls were hung up and {count} are recorded", tally.done);
}

/// What becomes of calls when there are half as many again as can be taken.
fn beyond(program: Program, peers: Option<&Path>, rate: f64, table: &mut Table) {
    let tally = load(&started(program, peers, false), rate, STEP_S);
    println!("    beyond: {}", tally.told());
    let of_100 = |count: u32| f64::from(count) / f64::from(tally.asked.max(1)) * 100.0;
    let refused = tally.refused.get(&503).copied().unwrap_or(0);
    let mut add = |what: &str, value: f64| {
        table.add(SECTION, &format!("at half as many again, {what}"), program.name(), "%", value);
    };
    add("done", of_100(tally.done));
    add("refused with 503", of_100(refused));
}

/// A server whose telephones are registered.
fn started(program: Program, peers: Option<&Path>, is_short: bool) -> Server {
    let server = Server::start(program, peers);
    contest::register_all(server.sip(), is_short);
    server
}

fn load(server: &Server, rate: f64, seconds: f64) -> Tally {
    Calls { server: server.sip(), rate, total: (rate * seconds) as u32, hold: HOLD }.run()
}
