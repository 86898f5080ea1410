//! A telephone in a real browser: Chromium with `JsSIP` calls through the exchange, by DTLS-SRTP and ICE, and tones are
//! heard both ways in the codec of the other telephone, which nobody transcodes.

use crate::baresip_call::is_heard;
use crate::support::baresip::{Baresip, Manner};
use crate::support::chromium::{Chromium, Tone};
use crate::support::office::Account;
use crate::support::records::Records;
use crate::support::site::Site;
use crate::support::tone;

const BROWSER_HZ: u32 = 440;
const OTHER_HZ: u32 = 1_000;

const PCMA: Manner = Manner { transport: "udp", encryption: "", codec: "PCMA", rate_hz: tone::NARROW_HZ };
const PCMU: Manner = Manner { codec: "PCMU", ..PCMA };
const G722: Manner = Manner { codec: "G722", rate_hz: tone::WIDE_HZ, ..PCMA };

#[test]
fn a_browser_calls_a_telephone_and_both_hear_in_its_codec() {
    for manner in [PCMA, G722] {
        let (site, anna, ben) = office(&format!("browser-calls-{}", manner.codec));
        let _exchange = site.start();
        let mut browser = Chromium::start(&site, &anna, BROWSER_HZ);
        let mut phone = Baresip::start_as(manner, &site, &ben, OTHER_HZ, true);
        browser.call("202");
        phone.event("CALL_ESTABLISHED");
        talk(&mut browser, &mut phone, manner.codec);
        browser.hang_up();
        browser.event("ended");
        phone.event("CALL_CLOSED");
        is_heard(&phone, BROWSER_HZ, OTHER_HZ);
        nothing_is_lost(&site, "202", manner.codec);
    }
}

#[test]
fn a_telephone_calls_a_browser_and_both_hear_in_its_codec() {
    for manner in [PCMU, G722] {
        let (site, anna, ben) = office(&format!("browser-called-{}", manner.codec));
        let _exchange = site.start();
        let mut browser = Chromium::start(&site, &anna, BROWSER_HZ);
        let mut phone = Baresip::start_as(manner, &site, &ben, OTHER_HZ, false);
        phone.command("dial", &format!("sip:201@{}", site.sip()));
        phone.event("CALL_ESTABLISHED");
        talk(&mut browser, &mut phone, manner.codec);
        phone.command("hangup", "");
        browser.event("ended");
        phone.event("CALL_CLOSED");
        is_heard(&phone, BROWSER_HZ, OTHER_HZ);
        nothing_is_lost(&site, "201", manner.codec);
    }
}

#[test]
fn a_browser_holds_and_takes_back_and_looks_for_another_way() {
    let (site, anna, ben) = office("browser-holds");
    let _exchange = site.start();
    let mut browser = Chromium::start(&site, &anna, BROWSER_HZ);
    let mut phone = Baresip::start(&site, &ben, OTHER_HZ, true);
    browser.call("202");
    phone.event("CALL_ESTABLISHED");
    browser.event("confirmed");
    is_loud(&browser.hears(OTHER_HZ, BROWSER_HZ));
    browser.change("hold");
    browser.hears_nothing();
    browser.change("resume");
    is_loud(&browser.hears(OTHER_HZ, BROWSER_HZ));
    let before = browser.talks(100);
    browser.change("restart");
    let after = browser.talks(before.packets_received.max(before.packets_sent) + 100);
    is_loud(&browser.hears(OTHER_HZ, BROWSER_HZ));
    assert_eq!((after.dtls.as_str(), after.packets_lost), ("connected", 0), "{after:?}");
    assert_ne!(before.ufrag, after.ufrag);
    browser.hang_up();
    phone.event("CALL_CLOSED");
}

#[test]
fn a_browser_with_another_certificate_than_described_hears_nothing_and_is_not_heard() {
    let (site, anna, ben) = office("browser-false");
    let _exchange = site.start();
    let mut browser = Chromium::start(&site, &anna, BROWSER_HZ);
    let mut phone = Baresip::start(&site, &ben, OTHER_HZ, true);
    browser.call_falsely("202");
    phone.event("CALL_ESTABLISHED");
    browser.event("confirmed");
    site.wait_until(|status| status["counters"]["dtls_handshakes_failed_total"].as_u64() > Some(0));
    browser.hang_up();
    phone.event("CALL_CLOSED");
    let records = Records::open(&site.data());
    records.wait_for("select count(*) from call_record where disposition = 'answered'", 1);
    let record = records.dialled("202").remove(0);
    let [of_browser, of_phone] = record.legs.as_slice() else { panic!("{record:?}") };
    // What the telephone sent goes nowhere, and from the browser nothing came.
    assert_eq!(of_browser.packets_received.unwrap_or(0), 0, "{record:?}");
    assert_eq!(of_browser.packets_sent.unwrap_or(0), 0, "{record:?}");
    assert_eq!(of_phone.packets_sent.unwrap_or(0), 0, "{record:?}");
}

#[test]
fn two_browsers_hear_each_other() {
    let (site, anna, ben) = office("browsers");
    let _exchange = site.start();
    let mut caller = Chromium::start(&site, &anna, BROWSER_HZ);
    let mut called = Chromium::start(&site, &ben, OTHER_HZ);
    caller.call("202");
    called.event("confirmed");
    caller.event("confirmed");
    is_loud(&caller.hears(OTHER_HZ, BROWSER_HZ));
    is_loud(&called.hears(BROWSER_HZ, OTHER_HZ));
    for browser in [&mut caller, &mut called] {
        is_encrypted(browser, "opus");
    }
    called.hang_up();
    caller.event("ended");
    nothing_is_lost(&site, "202", "opus");
}

/// Both hear the other's tone for a while, by packets that nobody else can read.
fn talk(browser: &mut Chromium, phone: &mut Baresip, codec: &str) {
    browser.event("confirmed");
    is_loud(&browser.hears(OTHER_HZ, BROWSER_HZ));
    phone.talks_for(5);
    is_loud(&browser.hears(OTHER_HZ, BROWSER_HZ));
    is_encrypted(browser, codec);
}

/// The first tone is there at the level at which it was played, and the second, the own one, does not come back.
fn is_loud([theirs, own]: &[Tone; 2]) {
    assert!((0.45..0.55).contains(&theirs.amplitude), "{theirs:?}");
    assert!(own.share < 0.01, "it comes back: {own:?}");
}

/// Both ways by keys of a handshake, which the browser begins, and in this codec.
fn is_encrypted(browser: &mut Chromium, codec: &str) {
    let figures = browser.talks(100);
    let expected = format!("audio/{codec}");
    assert_eq!((&figures.sends, &figures.receives), (&expected, &expected), "{figures:?}");
    assert_eq!((figures.dtls.as_str(), figures.role.as_str()), ("connected", "client"), "{figures:?}");
    assert!(["connected", "completed"].contains(&figures.ice.as_str()), "{figures:?}");
    assert!(!figures.srtp.is_empty() && !figures.tls.is_empty(), "{figures:?}");
    assert_eq!((figures.packets_lost, figures.packets_lost_there), (0, Some(0)), "{figures:?}");
}

/// The record of the only call tells the same codec on both sides, and that every packet arrived.
fn nothing_is_lost(site: &Site, dialled: &str, codec: &str) {
    let records = Records::open(&site.data());
    records.wait_for("select count(*) from call_record where disposition = 'answered'", 1);
    let record = records.dialled(dialled).remove(0);
    assert_eq!(record.legs.len(), 2, "{record:?}");
    for leg in &record.legs {
        assert!(leg.codec.as_ref().is_some_and(|told| told.starts_with(&format!("{codec}/"))), "{leg:?}");
        assert_eq!(leg.packets_lost, Some(0), "{leg:?}");
        assert!(leg.packets_received >= Some(100) && leg.packets_sent >= Some(100), "{leg:?}");
    }
}

/// 201 is in the browser.
fn office(name: &str) -> (Site, Account, Account) {
    let site = Site::new(name);
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    (site, anna, ben)
}
