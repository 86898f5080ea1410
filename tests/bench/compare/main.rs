//! Compares Bellbox with bare loops and with other servers, side by side in one run: `tests/bench/run --help` says how.
//!
//! Servers run on CPU 0, the load comes from CPU 1, and what is counted is the server's own processor time. Servers
//! take turns, because a machine drifts; every figure is the median of several runs.

#![expect(clippy::unwrap_used, reason = "a panic in a bench is how it fails")]

mod affinity;
mod api;
mod call;
mod contest;
mod figures;
#[path = "../../suite/support/https_client.rs"]
mod https_client;
mod instructions;
mod load;
mod memory;
mod office;
mod options;
mod peers;
mod priority;
mod register;
mod rtp;
mod server;
mod start;
mod udp;
mod usage;
mod yardstick;

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;

use figures::Table;
use options::Options;
use priority::Ahead;

/// A part of the bench: its name and what it does.
type Section = (&'static str, fn(&Options, &mut Table));

const SECTIONS: &[Section] = &[
    ("start", start::run),
    ("register", register::run),
    ("call", call::run),
    ("memory", memory::run),
    ("rtp", rtp::run),
    ("api", api::run),
    ("instructions", instructions::run),
];

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "--yardstick") {
        return yardstick(&arguments.split_off(1));
    }
    let options = match Options::parse(arguments) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let _turn = (!options.short).then(|| priority::turn().unwrap());
    let is_alone = affinity::own_network();
    affinity::allow_files();
    affinity::pin(affinity::GENERATORS);
    affinity::wake_exactly();
    udp::IS_AWAKE.store(options.awake, Ordering::Relaxed);
    let ahead = Ahead::of_others();
    let (began, stolen) = (Instant::now(), affinity::stolen());
    let mut table = Table::default();
    if !ahead.is_so() {
        table.note("other work of this machine may go before: only root can forbid it");
    }
    if !is_alone {
        table.note("in the network of this machine: only root gets one of its own");
    }
    if options.awake {
        table.note("generators of SIP never wait");
    }
    for (name, run) in SECTIONS {
        if options.wants(name) {
            println!("measuring {name} ...");
            run(&options, &mut table);
            println!("{}", table.text(name));
        }
    }
    let stolen = (affinity::stolen() - stolen) / began.elapsed().as_secs_f64() * 100.0;
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    table.note(format!(
        "{stolen:.1} % of a processor was stolen by the host; load at the end {}",
        load.trim()
    ));
    if let Some(path) = &options.json {
        let mut json = table.json();
        json["rounds"] = options.rounds.into();
        json["machine"] = machine().into();
        std::fs::write(path, format!("{json:#}\n")).unwrap();
        println!("figures: {}", path.display());
    }
    ExitCode::SUCCESS
}

/// What all this ran on.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let (count, kernel) = (affinity::processors(), read("/proc/sys/kernel/osrelease"));
    format!("{count} x {}, Linux {}", model.map_or("?", |(_, name)| name), kernel.trim())
}

/// Is one of the bare loops that servers are compared with, until it is killed.
fn yardstick(arguments: &[String]) -> ExitCode {
    let run = match arguments {
        [name] if name == "answers" => yardstick::run(false),
        [name] if name == "proxy" => yardstick::run(true),
        [name, calls] => rtp::yardstick::run(name, calls.parse().unwrap_or(0)),
        _ => Err(std::io::Error::other("a name is needed, and a number for sound")),
    };
    eprintln!("no yardstick {arguments:?}: {run:?}");
    ExitCode::from(2)
}
