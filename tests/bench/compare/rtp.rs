//! Relaying sound: so many calls of G.711 through each server, for one core's share, loss, and the delay that it adds.
//! First among the servers are the yardsticks, which also prove that the generator can do what it must.

#[path = "../../suite/support/message.rs"]
mod message;

mod delays;
mod epoll;
mod generator;
mod ng;
pub(crate) mod rounds;
pub(crate) mod telephones;
pub(crate) mod yardstick;

use std::time::Duration;

use generator::{Generator, Heard};
use telephones::Telephones;
use yardstick::{CONN, OPEN, SHARED};

use crate::figures::Table;
use crate::options::Options;
use crate::peers::Program;
use crate::priority::at_once;
use crate::server::Server;

const NAME: &str = "rtp";
const PROGRAMS: [Program; 6] = [
    Program::Yardstick(CONN),
    Program::Yardstick(OPEN),
    Program::Yardstick(SHARED),
    Program::Bellbox,
    Program::Asterisk,
    Program::Rtpengine,
];
/// Asterisk is at its end below 400 calls.
const ASTERISK_MOST: u16 = 400;

/// For how long the telephones speak: until all is warm, and then counted.
struct Time {
    warm: Duration,
    measured: Duration,
}

/// Measures the section.
pub(crate) fn run(options: &Options, table: &mut Table) {
    let (sizes, time): (&[u16], _) = if options.short {
        (&[10], Time { warm: Duration::from_millis(200), measured: Duration::from_millis(800) })
    } else {
        (&[100, 200, 400, 1_200], Time { warm: Duration::from_secs(1), measured: Duration::from_secs(5) })
    };
    for calls in sizes {
        for round in 0..options.rounds {
            // Nobody is always first.
            let mut programs = PROGRAMS;
            programs.rotate_left(round % PROGRAMS.len());
            for program in programs {
                if !program.is_here(options.peers.as_deref()) {
                    continue;
                }
                if program == Program::Asterisk && *calls > ASTERISK_MOST {
                    table.note(format!(
                        "asterisk is not asked for {calls} calls: at {ASTERISK_MOST} it is at its end"
                    ));
                } else {
                    measure(options, table, program, *calls, &time);
                }
            }
        }
    }
}

fn measure(options: &Options, table: &mut Table, program: Program, calls: u16, time: &Time) {
    let peers = options.peers.as_deref();
    let server = match program {
        Program::Yardstick(name) => Server::yardstick(program, &[name, &calls.to_string()]),
        _ => Server::start(program, peers),
    };
    let mut telephones = None;
    let legs = match program {
        Program::Yardstick(name) => yardstick::legs(name, calls),
        Program::Rtpengine => ng::call(calls),
        _ => {
            let telephones = telephones.insert(Telephones::new(server.sip()));
            telephones.register(calls);
            telephones.call(calls)
        }
    };
    let generator = Generator::new(&legs).unwrap_or_else(|error| panic!("{calls} calls: {error}"));
    if !(at_once(server.id(), true) && at_once(std::process::id(), true)) {
        table.note("telephones and relays wait for other work of this machine: only root can forbid it");
    }
    let before = server.cpu();
    let heard = generator.run(time.warm, time.measured);
    let used = (server.cpu() - before).total();
    at_once(std::process::id(), false);
    tell(table, program, calls, &heard, used / (time.warm + time.measured).as_secs_f64());
    if let Some(telephones) = &mut telephones {
        let known = telephones.hang_up();
        if known < usize::from(calls) {
            table.note(format!("{}: {known} of {calls} calls were still up", program.name()));
        }
    }
    server.stop();
}

fn tell(table: &mut Table, program: Program, calls: u16, heard: &Heard, cores: f64) {
    let mut add = |what: &str, unit, value| {
        table.add(NAME, &format!("{calls} calls: {what}"), program.name(), unit, value);
    };
    add("processor", "% of a core per 100 calls", 1e4 * cores / f64::from(calls));
    add("packets lost", "%", heard.lost_percent());
    add("delay, half of the packets", "ms", heard.delays.percentile(0.5));
    add("delay, 99 of 100", "ms", heard.delays.percentile(0.99));
    add("delay, 999 of 1,000", "ms", heard.delays.percentile(0.999));
    add("the generator's own processor", "%", heard.own_percent);
    let name = program.name();
    assert_eq!(heard.strange, 0, "{name}, {calls} calls: packets that nobody sent here");
    if heard.unheard > 0 {
        let text = format!("{name}, {calls} calls: {} telephones heard nothing", heard.unheard);
        assert!(cores > 0.9, "{text}");
        table.note(text);
    }
    if heard.late > 0 {
        table.note(format!("{name}, {calls} calls: {} slots of the generator began late", heard.late));
    }
}
