//! Section `start`: from exec to the first telephone that is registered.

use std::time::Duration;

use super::contest;
use super::figures::Table;
use super::load::calls::Calls;
use super::load::registrations;
use super::office::FIRST;
use super::options::Options;
use super::peers::Program;
use super::server::Server;

const SECTION: &str = "start";
const PROGRAMS: [Program; 3] = [Program::Bellbox, Program::Kamailio, Program::Asterisk];
/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures it.
pub(crate) fn run(options: &Options, table: &mut Table) {
    let peers = options.peers.as_deref();
    let times = if options.short { 1 } else { 3 * options.rounds };
    for _ in 0..times {
        for program in contest::those_here(&PROGRAMS, options) {
            let seconds = seconds(&Server::at_once(program, peers));
            table.add(SECTION, "until the first REGISTER is answered", program.name(), "s", seconds);
        }
    }
    let calls = if options.short { 20 } else { 1_000 };
    let server = Server::start(Program::Bellbox, None);
    contest::register_all(server.sip(), options.short);
    let load = Calls { server: server.sip(), rate: 200.0, total: calls, hold: Duration::from_millis(100) };
    println!("  before it: {}", load.run().told());
    let mut office = server.stop().expect("Bellbox has one");
    for _ in 0..times {
        let server = Server::bellbox_at_once(office, &[]);
        let what = "the same with 1,000 bindings and 1,000 records";
        table.add(SECTION, what, "bellbox", "s", seconds(&server));
        office = server.stop().expect("Bellbox has one");
    }
}

fn seconds(server: &Server) -> f64 {
    let registered = registrations::first(server.sip(), FIRST, PATIENCE);
    let registered = registered.unwrap_or_else(|| panic!("it does not start: {}", server.log()));
    (registered - server.started()).as_secs_f64()
}
