//! SIGKILL in the middle of calls, a hundred times. What was acknowledged is there after the next start, open
//! calls become *interrupted*, and the next start answers.

use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::PATIENCE;
use crate::support::message::Message;
use crate::support::office::Account;
use crate::support::phone::{Phone, is_answer_to};
use crate::support::random::Random;
use crate::support::records::Records;
use crate::support::site::Site;
use crate::support::talk::connect;

/// How often, unless `BELLBOX_KILLS` says otherwise.
const KILLS: u32 = 100;

/// Telephones that only call; they need no registration.
const CALLERS: u32 = 4;

#[test]
fn nothing_acknowledged_is_lost() {
    let kills = std::env::var("BELLBOX_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let site = Site::new("kill");
    let mut office = Account::range(100, CALLERS);
    let mut callers: Vec<Phone> = office.iter().map(|account| Phone::new(&site, account)).collect();
    let newcomers = Account::range(10_000, kills + CALLERS);
    office.extend_from_slice(&newcomers);
    site.load(&office);
    let mut newcomers = newcomers.iter().map(|account| Phone::new(&site, account));

    let mut random = Random::from_seed(20_261_122);
    let mut ledger = Ledger::default();
    let mut registered: Vec<Phone> = Vec::new();
    for kill in 0..kills {
        let exchange = site.start();
        ledger.holds_on(&site);
        ledger.interrupted.clear();
        assert_eq!(callers[0].ping().unwrap().status(), 200);

        // A new telephone each time; the others live by the bindings on disk.
        while registered.len() < callers.len() {
            let mut phone = newcomers.next().unwrap();
            assert_eq!(phone.register().unwrap().status(), 200);
            ledger.bound.push((phone.account.username.clone(), phone.contact()));
            registered.push(phone);
        }
        let mut newcomer = newcomers.next().unwrap();
        let challenge = newcomer.register_request(None);
        let challenge = newcomer.transact(&challenge).unwrap();

        // One call rings, three talk, of which one has ended.
        let mut callees: Vec<Phone> = callers.iter().map(|_| random.take(&mut registered)).collect();
        let name = |call: usize| format!("call-{kill}-{call}");
        let number = callees[0].account.number.clone();
        callers[0].dial(&number, &name(0)).unwrap();
        callees[0].called().unwrap();
        let mut dialogs = Vec::new();
        for call in 1..callers.len() {
            dialogs.push(connect(&mut callers[call], &mut callees[call], &name(call)).unwrap().0);
        }
        let bye = callers[1].bye(&mut dialogs[0]);
        assert_eq!(callers[1].transact(&bye).unwrap().status(), 200);
        ledger.answered.push(name(1));
        // The records are written in order: what began before that call ended is on disk.
        ledger.interrupted.extend([name(0), name(3)]);

        // At once: a call ends, a telephone registers, an office grows; and somewhere in between the end.
        let number = 5_000 + kill;
        let mut flight = Flight {
            bye: callers[2].bye(&mut dialogs[1]),
            register: newcomer.register_request(Some(&challenge)),
            load: start_load(&site, number),
            ended: false,
            registered: false,
            loaded: None,
        };
        if kill % 2 == 1 {
            // The change first: it needs a process.
            flight.listens(&mut callers[2], &mut newcomer, Duration::from_millis(random.below(80)), 1);
        }
        callers[2].send(&flight.bye);
        newcomer.send(&flight.register);
        let acknowledgements = random.below(4);
        flight.listens(&mut callers[2], &mut newcomer, PATIENCE, acknowledgements);
        exchange.kill();
        flight.lands(&mut callers[2], &mut newcomer);

        match flight.ended {
            true => ledger.answered.push(name(2)),
            false => ledger.unsure.push(name(2)),
        }
        if flight.loaded == Some(true) {
            ledger.names.push(number.to_string());
        }
        registered.append(&mut callees);
        if flight.registered {
            ledger.bound.push((newcomer.account.username.clone(), newcomer.contact()));
            registered.push(newcomer);
        }
        for phone in callers.iter_mut().chain(&mut registered) {
            phone.unread();
        }
    }

    let exchange = site.start();
    ledger.holds_on(&site);
    println!("{ledger}");
    assert!(ledger.answered.len() > kills as usize, "hardly a call was acknowledged: {ledger}");
    assert!(ledger.bound.len() > kills as usize / 5, "hardly a registration was acknowledged: {ledger}");
    assert!(ledger.names.len() > kills as usize / 10, "hardly a change was acknowledged: {ledger}");
    assert!(exchange.stop().0.success());
    site.succeed(&["check"]);
}

/// What the exchange has acknowledged.
#[derive(Debug, Default)]
struct Ledger {
    /// Registrations answered 200: username and contact.
    bound: Vec<(String, String)>,
    /// Numbers in a file whose `load` succeeded.
    names: Vec<String>,
    /// Calls whose BYE was answered 200.
    answered: Vec<String>,
    /// Calls that were killed while they lived.
    interrupted: Vec<String>,
    /// Calls whose BYE was on its way.
    unsure: Vec<String>,
}

impl std::fmt::Display for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { bound, names, answered, interrupted: _, unsure } = self;
        let [bound, names, answered, unsure] = [bound.len(), names.len(), answered.len(), unsure.len()];
        write!(f, "{bound} registrations, {names} changes, {answered} calls; {unsure} calls not acknowledged")
    }
}

impl Ledger {
    /// Compares it with the disk.
    fn holds_on(&self, site: &Site) {
        if self.answered.is_empty() {
            return;
        }
        let records = Records::open(&site.data());
        let disposition = |name: &str| records.of_caller(name).and_then(|record| record.disposition);
        assert_eq!(
            records.count("select count(*) from call_record where ended_us is null"),
            0,
            "open records"
        );
        for name in &self.answered {
            assert_eq!(disposition(name).as_deref(), Some("answered"), "{name}, whose BYE was answered");
        }
        for name in &self.interrupted {
            assert_eq!(disposition(name).as_deref(), Some("interrupted"), "{name}, which was killed");
        }
        for name in &self.unsure {
            let disposition = disposition(name);
            assert!(
                matches!(disposition.as_deref(), Some("answered" | "interrupted")),
                "{name}: {disposition:?}"
            );
        }
        for (username, contact) in &self.bound {
            assert!(
                records.is_bound(username, contact),
                "{contact} of {username} was answered 200 and is lost"
            );
        }
        for number in &self.names {
            assert!(records.is_name(number), "{number} was loaded and is lost");
        }
    }
}

/// What is on its way when the end comes.
struct Flight {
    bye: Message,
    register: Message,
    load: Child,
    ended: bool,
    registered: bool,
    /// Whether the office was changed, once it is known.
    loaded: Option<bool>,
}

impl Flight {
    /// Listens until so many acknowledgements have come, at most so long.
    fn listens(&mut self, caller: &mut Phone, newcomer: &mut Phone, time: Duration, acknowledgements: u64) {
        let deadline = Instant::now() + time;
        while Instant::now() < deadline {
            if self.loaded.is_none() {
                self.loaded = self.load.try_wait().unwrap().map(|status| status.success());
            }
            let came = [self.ended, self.registered, self.loaded == Some(true)];
            if came.into_iter().filter(|came| *came).count() as u64 >= acknowledgements {
                return;
            }
            self.hears(caller, newcomer);
            thread::yield_now();
        }
    }

    /// Takes what was acknowledged before the end and not read yet.
    fn lands(&mut self, caller: &mut Phone, newcomer: &mut Phone) {
        self.hears(caller, newcomer);
        self.loaded = Some(self.load.wait().unwrap().success());
    }

    /// Takes what has come. Without blocking: the end must come in the same moment as an acknowledgement.
    fn hears(&mut self, caller: &mut Phone, newcomer: &mut Phone) {
        for message in newcomer.unread().into_iter().chain(caller.unread()) {
            self.ended |= message.status() == 200 && is_answer_to(&message, &self.bye);
            self.registered |= message.status() == 200 && is_answer_to(&message, &self.register);
        }
    }
}

/// Begins to load an account with this number while the exchange runs.
fn start_load(site: &Site, number: u32) -> Child {
    let path = site.write_office(&[Account::new(number)]);
    let mut command = site.command(&["load", &path, "--yes"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
