//! Instructions that Bellbox itself takes for a REGISTER (challenged, then answered) and for a packet of sound that it relays,
//! counted by callgrind: unlike time they do not depend on the machine's mood. What the kernel does is not in them.
//!
//! The program is run several times, each time with the same work and once more of one kind of it; the difference is that
//! kind's, without start and end.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::figures::Table;
use crate::load::CALLERS;
use crate::load::registrations::Registrations;
use crate::office::{FIRST, Office};
use crate::options::Options;
use crate::rtp::rounds::Rounds;
use crate::rtp::telephones::Telephones;
use crate::server::Server;
use crate::udp;

const NAME: &str = "instructions";
/// Calls, and telephones that register or packets that come at the same moment.
const CALLS: u16 = 20;
const TOGETHER: u16 = 2 * CALLS;

/// What a run does beside starting, setting up calls and ending.
#[derive(Clone, Copy)]
struct Work {
    registers_alone: u32,
    registers_together: u32,
    packets_alone: u32,
    packets_together: u32,
}

/// Counts.
pub(crate) fn run(options: &Options, table: &mut Table) {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        table.note("no instructions: valgrind is not installed");
        return;
    }
    let factor = if options.short { 1 } else { 10 };
    let base =
        Work { registers_alone: 20, registers_together: 40, packets_alone: 200, packets_together: 400 };
    let more = [
        ("a REGISTER, one at a time", 200 * factor, Work { registers_alone: 20 + 200 * factor, ..base }),
        (
            "a REGISTER, 40 at the same moment",
            200 * factor,
            Work { registers_together: 40 + 200 * factor, ..base },
        ),
        (
            "a relayed packet, one at a time",
            1_000 * factor,
            Work { packets_alone: 200 + 1_000 * factor, ..base },
        ),
        (
            "a relayed packet, 40 at the same moment",
            4_000 * factor,
            Work { packets_together: 400 + 4_000 * factor, ..base },
        ),
    ];
    // Each run takes seconds: in short, one kind of each.
    let more = if options.short { &more[1..3] } else { &more };
    for _ in 0..options.rounds {
        let least = count("what is common", base);
        for (what, times, work) in more {
            let each = (count(what, *work) - least) / f64::from(*times);
            table.add(NAME, what, "bellbox", "instructions", each);
        }
    }
}

/// Telephones refresh their registrations: so many in all, so many at the same moment.
fn register(server: SocketAddr, times: u32, together: u32) {
    let at_once = 1e6;
    for turn in 0..times / together {
        let first = FIRST + turn * together % u32::from(TOGETHER);
        let load = Registrations {
            server,
            contact: CALLERS,
            first,
            count: together,
            rate: at_once,
            total: together,
        };
        let tally = load.run();
        assert_eq!(tally.done, together, "registered: {}", tally.told());
    }
}

/// An office with the keys that the program makes at its first start, which takes as long as chance will have it.
fn with_keys() -> Office {
    let office = Office::new();
    let last = office.data().join("server-rsa.pem");
    let server = Server::bellbox(office, &[]);
    while !last.exists() {
        udp::wait(&[], Duration::from_millis(5));
    }
    server.stop().expect("Bellbox has one")
}

/// Runs it with this work; all instructions. What callgrind wrote is kept where `BELLBOX_BENCH_KEEP` says.
fn count(what: &str, work: Work) -> f64 {
    let office = with_keys();
    let counted = office.path().join("callgrind");
    let to = format!("--callgrind-out-file={}", counted.display());
    let server = Server::bellbox(office, &["valgrind", "--tool=callgrind", "--quiet", &to]);
    register(server.sip(), work.registers_together, u32::from(TOGETHER));
    register(server.sip(), work.registers_alone, 1);
    let mut telephones = Telephones::new(server.sip());
    telephones.register(CALLS);
    let legs = telephones.call(CALLS);
    let mut rounds = Rounds::new(&legs);
    rounds.say(work.packets_alone, 1);
    rounds.say(work.packets_together, TOGETHER);
    assert_eq!(telephones.hang_up(), usize::from(CALLS), "calls were still up");
    let _office = server.stop().expect("Bellbox has one");
    let text = fs::read_to_string(&counted).expect("callgrind writes when the program ends");
    if let Some(directory) = std::env::var_os("BELLBOX_BENCH_KEEP") {
        let name = format!("callgrind.out.{}", what.replace(", ", "-").replace(' ', "_"));
        fs::write(Path::new(&directory).join(name), &text).unwrap();
    }
    let totals = text.lines().find_map(|line| line.strip_prefix("totals: "));
    totals.and_then(|total| total.trim().parse().ok()).expect("callgrind counts instructions")
}
