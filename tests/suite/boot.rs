//! A whole box in an emulator, killed again and again: the program is all its system. `yocto/boot-test` brings the
//! kernel, the initramfs and the program (`BELLBOX_BOOT_KERNEL`, `BELLBOX_BOOT_INITRAMFS`, `BELLBOX_BIN`).
//!
//! Changes of the office must outlive a kill and a power cut. Registrations and records wait for no disk, so that
//! cards live long: how many of the last moments were lost is counted, and that they are whole is checked.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::time::Duration;

use crate::support::data_disk::DataDisk;
use crate::support::https;
use crate::support::machine::{INSIDE, Machine};
use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::random::Random;
use crate::support::records::Records;
use crate::support::site::Site;
use crate::support::talk::connect;

/// How often, unless `BELLBOX_KILLS` says otherwise.
const KILLS: u32 = 20;

#[test]
#[ignore = "a slow campaign: yocto/boot-test"]
fn a_box_of_nothing_but_the_program_loses_no_acknowledged_change() {
    let [kernel, initramfs] = ["BELLBOX_BOOT_KERNEL", "BELLBOX_BOOT_INITRAMFS"]
        .map(|name| PathBuf::from(std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set"))));
    let kills = std::env::var("BELLBOX_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let site = Site::new("boot");
    let accounts = Account::range(100, 4);
    site.load(&accounts);
    let disk = DataDisk::make(&site);
    let mut random = Random::from_seed(20_261_122);
    let mut ledger = Ledger::default();
    let mut ready = Vec::new();

    for kill in 0..kills {
        // Every other start finds a changed office on the disk; the others find the disk just as the kill left it.
        let number = (kill % 2 == 0).then_some(5_000 + kill);
        if let Some(number) = number {
            disk.put(&site.write_office(&[Account::new(number)]), "office.toml");
        }
        let mut machine = Machine::start(&site, &disk, &kernel, &initramfs);
        if let Some(number) = number {
            machine.waits_for("the office on the data disk is loaded");
            ledger.names.push(number.to_string());
        }
        // Every fourth is killed when the change has just been acknowledged.
        if kill % 4 != 2 {
            ready.push(machine.ready());
            for said in ["the data disk is mounted", "an address by DHCP"] {
                assert!(machine.has_said(said), "it did not say: {said}");
            }
            if kill > 0 {
                // The authority's certificate has been read from the disk.
                assert_eq!(https::get(&site, "/healthz", &[]).status, 200);
            }
            ledger.talks(&site, &accounts, kill, &mut random);
        }
        machine.kill();
        if kill % 3 == 0 {
            disk.after_a_kill();
        } else {
            disk.after_a_power_cut();
        }
        disk.read_back();
        ledger.holds_on(&site);
        println!("{} of {kills} kills survived", kill + 1);
    }

    let mut machine = Machine::start(&site, &disk, &kernel, &initramfs);
    ready.push(machine.ready());
    ledger.talks(&site, &accounts, kills, &mut random);
    let (status, mut lines) = machine.ctrl_alt_del();
    assert!(status.success() && lines.has(&["the box ends"]), "{status}: {}", lines.all());
    disk.after_a_kill();
    disk.read_back();
    ledger.holds_on(&site);
    // After an orderly end nothing is missing.
    assert!(ledger.is_there(&site, &format!("boot-{kills}")));
    site.succeed(&["check"]);
    println!("{kills} kills; {ledger}; ready after {}", told(&mut ready));
}

/// The emulator shows all of loopback to the box as one host, and answers come to 127.0.0.1.
fn phone(site: &Site, account: &Account) -> Phone {
    let mut phone = Phone::at(Ipv4Addr::LOCALHOST.into(), site.sip(), account);
    phone.domain = INSIDE.to_owned();
    phone
}

/// The median, and the range.
fn told(ready: &mut [Duration]) -> String {
    ready.sort_unstable();
    let seconds = |at: usize| ready[at].as_secs_f64();
    format!("{:.1} s ({:.1} to {:.1})", seconds(ready.len() / 2), seconds(0), seconds(ready.len() - 1))
}

/// What the exchange has acknowledged.
#[derive(Debug, Default)]
struct Ledger {
    /// Numbers in an office file that was loaded.
    names: Vec<String>,
    /// Registrations answered 200 since the start: username and contact.
    bound: Vec<(String, String)>,
    /// Calls whose BYE was answered 200 since the start.
    answered: Vec<String>,
    /// Acknowledged, and not on the disk after the kill: registrations, records.
    lost: [usize; 2],
    /// All that were acknowledged.
    acknowledged: [usize; 2],
}

impl std::fmt::Display for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [registrations, records] = self.acknowledged;
        let [without, cut] = self.lost;
        let changes = self.names.len();
        write!(
            f,
            "{changes} changes acknowledged, none lost; of {registrations} registrations and {records} ended calls, \
             {without} and {cut} were of the last moments and not on the disk"
        )
    }
}

impl Ledger {
    /// All register, with new telephones; one call is made and ended, another one is up.
    fn talks(&mut self, site: &Site, accounts: &[Account], start: u32, random: &mut Random) {
        let mut phones: Vec<Phone> = accounts.iter().map(|account| phone(site, account)).collect();
        assert_eq!(phones[0].ping().unwrap().status(), 200);
        for phone in &mut phones {
            assert_eq!(phone.register().unwrap().status(), 200);
            self.bound.push((phone.account.username.clone(), phone.contact()));
        }
        let (callers, callees) = phones.split_at_mut(2);
        let ended = format!("boot-{start}");
        let (mut ours, _) = connect(&mut callers[0], &mut callees[0], &ended).unwrap();
        connect(&mut callers[1], &mut callees[1], &format!("boot-{start}-open")).unwrap();
        // Some calls last longer than others: what has been written meanwhile differs.
        for _ in 0..random.below(20) {
            assert_eq!(callers[0].ping().unwrap().status(), 200);
        }
        let bye = callers[0].bye(&mut ours);
        assert_eq!(callers[0].transact(&bye).unwrap().status(), 200);
        self.answered.push(ended);
    }

    /// Compares it with what is on the disk.
    fn holds_on(&mut self, site: &Site) {
        let records = Records::open(&site.data());
        assert_eq!(records.text("pragma integrity_check"), "ok");
        for number in &self.names {
            assert!(records.is_name(number), "{number} was loaded and is lost");
        }
        let unbound = self.bound.iter().filter(|(username, contact)| !records.is_bound(username, contact));
        let cut = self.answered.iter().filter(|name| !self.is_there(site, name));
        let lost = [unbound.count(), cut.count()];
        let acknowledged = [self.bound.len(), self.answered.len()];
        for at in [0, 1] {
            self.lost[at] += lost[at];
            self.acknowledged[at] += acknowledged[at];
        }
        self.bound.clear();
        self.answered.clear();
    }

    /// Whether this ended call has its record.
    fn is_there(&self, site: &Site, name: &str) -> bool {
        let record = Records::open(&site.data()).of_caller(name);
        record.is_some_and(|record| record.disposition.as_deref() == Some("answered"))
    }
}
