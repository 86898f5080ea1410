//! A whole box in an emulator, killed again and again: the program is all its system. `yocto/boot-test` brings the
//! kernel, the initramfs and the program (`BELLBOX_BOOT_KERNEL`, `BELLBOX_BOOT_INITRAMFS`, `BELLBOX_BIN`).

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::https;
use crate::support::machine::{INSIDE, Machine, make_disk, read_disk};
use crate::support::message::Message;
use crate::support::office::Account;
use crate::support::phone::{Phone, is_answer_to};
use crate::support::random::Random;
use crate::support::records::Records;
use crate::support::site::Site;
use crate::support::talk::connect;

/// How often, unless `BELLBOX_KILLS` says otherwise.
const KILLS: u32 = 20;

#[test]
#[ignore = "a slow campaign: yocto/boot-test"]
fn a_box_of_nothing_but_the_program_loses_nothing_acknowledged() {
    let [kernel, initramfs] = ["BELLBOX_BOOT_KERNEL", "BELLBOX_BOOT_INITRAMFS"]
        .map(|name| PathBuf::from(std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set"))));
    let kills = std::env::var("BELLBOX_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let site = Site::new("boot");
    let callers = Account::range(100, 2);
    let newcomers = Account::range(10_000, 2 * kills + 1);
    site.load(&[callers.clone(), newcomers.clone()].concat());
    make_disk(&site);
    let mut callers: Vec<Phone> = callers.iter().map(|account| phone(&site, account)).collect();
    let mut newcomers = newcomers.iter().map(|account| phone(&site, account));

    let mut random = Random::from_seed(20_261_122);
    let mut ledger = Ledger::default();
    let mut registered: Vec<Phone> = Vec::new();
    let mut ready = Vec::new();
    for kill in 0..kills {
        let mut machine = Machine::start(&site, &kernel, &initramfs);
        ready.push(machine.ready);
        for said in ["the data disk is mounted", "an address by DHCP"] {
            assert!(machine.has_said(said), "it did not say: {said}");
        }
        // Those that were open at the last end are closed by this start.
        ledger.interrupted.append(&mut ledger.open);
        assert_eq!(callers[0].ping().unwrap().status(), 200);
        if kill > 0 {
            // The authority's certificate has been read from the disk.
            assert_eq!(https::get(&site, "/healthz", &[]).status, 200);
        }

        let mut newcomer = newcomers.next().unwrap();
        assert_eq!(newcomer.register().unwrap().status(), 200);
        ledger.bound.push((newcomer.account.username.clone(), newcomer.contact()));
        registered.push(newcomer);

        // Two calls to telephones of which most registered at an earlier start. The second ends first.
        let name = |call: usize| format!("boot-{kill}-{call}");
        let mut dialogs = Vec::new();
        for (call, caller) in callers.iter_mut().enumerate() {
            let at = usize::try_from(random.below(registered.len() as u64)).unwrap();
            dialogs.push(connect(caller, &mut registered[at], &name(call)).unwrap().0);
        }
        let bye = callers[1].bye(&mut dialogs[1]);
        assert_eq!(callers[1].transact(&bye).unwrap().status(), 200);
        ledger.answered.push(name(1));
        // The records are written in order: the first call began before the second.
        ledger.open.push(name(0));

        // A registration on its way, or just answered, when the end comes.
        let mut newcomer = newcomers.next().unwrap();
        let first = newcomer.register_request(None);
        let challenge = newcomer.transact(&first).unwrap();
        let register = newcomer.register_request(Some(&challenge));
        newcomer.send(&register);
        let until = Instant::now() + Duration::from_millis(random.below(60));
        let mut is_registered = false;
        while Instant::now() < until && !is_registered {
            thread::yield_now();
            is_registered = has_answer(&mut newcomer, &register);
        }
        machine.kill();
        is_registered |= has_answer(&mut newcomer, &register);
        if is_registered {
            ledger.bound.push((newcomer.account.username.clone(), newcomer.contact()));
            registered.push(newcomer);
        }
        for phone in callers.iter_mut().chain(&mut registered) {
            phone.unread();
        }
        read_disk(&site);
        ledger.holds_on(&site);
        println!(
            "{} of {kills} kills survived, ready after {:.1} s",
            kill + 1,
            ready[ready.len() - 1].as_secs_f64()
        );
    }

    let machine = Machine::start(&site, &kernel, &initramfs);
    ready.push(machine.ready);
    ledger.interrupted.append(&mut ledger.open);
    let mut called = random.take(&mut registered);
    connect(&mut callers[0], &mut called, "boot-last").unwrap();
    let (status, mut lines) = machine.ctrl_alt_del();
    assert!(status.success() && lines.has(&["the box ends"]), "{status}: {}", lines.all());
    read_disk(&site);
    ledger.holds_on(&site);
    site.succeed(&["check"]);
    ready.sort_unstable();
    let seconds = |at: usize| ready[at].as_secs_f64();
    println!(
        "{kills} kills; {} registrations and {} calls were acknowledged, {} calls were cut; ready after {:.1} s \
         ({:.1} to {:.1})",
        ledger.bound.len(),
        ledger.answered.len(),
        ledger.interrupted.len(),
        seconds(ready.len() / 2),
        seconds(0),
        seconds(ready.len() - 1),
    );
}

/// The emulator shows all of loopback to the box as one host, and answers come to 127.0.0.1.
fn phone(site: &Site, account: &Account) -> Phone {
    let mut phone = Phone::at(Ipv4Addr::LOCALHOST.into(), site.sip(), account);
    phone.domain = INSIDE.to_owned();
    phone
}

fn has_answer(phone: &mut Phone, request: &Message) -> bool {
    phone.unread().iter().any(|message| message.status() == 200 && is_answer_to(message, request))
}

/// What the exchange has acknowledged.
#[derive(Debug, Default)]
struct Ledger {
    /// Registrations answered 200: username and contact.
    bound: Vec<(String, String)>,
    /// Calls whose BYE was answered 200.
    answered: Vec<String>,
    /// Calls that a kill has cut, and that a later start has closed.
    interrupted: Vec<String>,
    /// Calls that the last kill has cut.
    open: Vec<String>,
}

impl Ledger {
    /// Compares it with what is on the disk.
    fn holds_on(&self, site: &Site) {
        let records = Records::open(&site.data());
        let disposition = |name: &str| {
            let record = records.of_caller(name);
            record.unwrap_or_else(|| panic!("{name} has no record")).disposition
        };
        for name in &self.answered {
            assert_eq!(disposition(name).as_deref(), Some("answered"), "{name}, whose BYE was answered");
        }
        for name in &self.interrupted {
            assert_eq!(disposition(name).as_deref(), Some("interrupted"), "{name}, which was cut");
        }
        for name in &self.open {
            assert_eq!(disposition(name), None, "{name}, which was cut just now");
        }
        for (username, contact) in &self.bound {
            assert!(
                records.is_bound(username, contact),
                "{contact} of {username} was answered 200 and is lost"
            );
        }
    }
}
