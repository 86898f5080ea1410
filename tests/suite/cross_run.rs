//! The program as boards get it: two telephones of SIPp register, and a call with sound goes through; the page answers.
//! `tests/run cross` builds it for another processor and has an emulator run it (`BELLBOX_BIN`, `BELLBOX_RUNNER`).

use std::fs;
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::sipp_load::credentials;
use crate::support::https;
use crate::support::office::Account;
use crate::support::program;
use crate::support::records::Records;
use crate::support::scenario::{Scenario, sdp};
use crate::support::sipp::{Sipp, Statistics};
use crate::support::site::Site;

/// Packets of 20 ms that the caller plays, and hears again: the other telephone sends back what it gets.
const PACKETS: usize = 100;

#[test]
fn two_telephones_register_and_a_call_with_sound_goes_through() {
    let site = Site::new("cross");
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    let exchange = site.start();
    let began = now_us();
    let [callee, caller] = [26_060, 27_060].map(|port| SocketAddr::from((site.address(), port)));
    for (account, at) in [(&ben, callee), (&anna, caller)] {
        let fields = vec![account.username.clone(), credentials(account)];
        let register = Sipp::new(&site, "register.xml", at, 1).fields(&site, &[fields]);
        assert_good(&register.towards(site.sip(), 1, 1).start().finish());
    }
    site.wait_until(|status| status["registered"] == 2);

    let answering = Scenario::callee().answer_first("180 Ringing", "", "");
    let answering = answering.answer_first("200 OK", "", &sdp(1, "")).request("ACK", "").hears_the_end();
    let answering = Sipp::written(&site, "echo", &answering.xml(), callee, 1);
    let answering = answering.argument("-rtp_echo").argument("-mp").argument("26100").start();
    let fields = vec![anna.username.clone(), credentials(&anna), ben.number.clone()];
    let calling = Sipp::written(&site, "talk", &talk(&site).xml(), caller, 1).fields(&site, &[fields]);
    assert_good(&calling.towards(site.sip(), 1, 1).start().finish());
    assert_good(&answering.finish());

    let records = Records::open(&site.data());
    records.wait_for("select count(*) from call_record where disposition = 'answered'", 1);
    // By the clock of this machine, which `tests/emulated` sets to the year 2040.
    let dated = records.count("select started_us from call_record where dialled = '202'");
    assert!((began..=now_us()).contains(&dated), "the call began at {dated}");
    let record = records.dialled("202").remove(0);
    for leg in &record.legs {
        // What was still under way when the caller hung up is not asked for.
        let enough = |packets: Option<i64>| packets.is_some_and(|packets| packets >= PACKETS as i64 * 3 / 4);
        assert!(enough(leg.packets_received) && enough(leg.packets_sent), "{record:?}");
    }
    let (status, mut lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", lines.all());
}

#[test]
fn the_page_answers() {
    let site = Site::new("cross-page");
    let _exchange = site.start();
    assert_eq!(https::get(&site, "/healthz", &[]).status, 200);
    let page = https::get(&site, "/status", &["Accept-Language: fr"]);
    assert!(page.status == 200 && page.body.contains("<html lang=\"fr\">"), "{page:?}");
    // What boards get has the portal in it.
    let portal = https::get(&site, "/", &["Accept: text/html"]);
    assert!(portal.status == 200 && portal.body.contains("<script type=\"module\""), "{portal:?}");
}

#[test]
fn the_program_of_boards_has_alsa_with_a_configuration_of_its_own() {
    let site = Site::new("cross-sound");
    let told = site.succeed(&["check"]);
    let sound = told.lines().find(|line| line.starts_with("sound ")).expect("check tells of the sound");
    let is_built_in = program::runner().is_some();
    assert_eq!(!sound.contains("built without it"), is_built_in, "{told}");
    assert!(!sound.contains("does not work"), "{told}");
}

/// The caller: plays, and hangs up when all was heard.
fn talk(site: &Site) -> Scenario {
    let sound = site.directory().join("sound.alaw");
    fs::write(&sound, (0..PACKETS * 160).map(|n| (n % 251) as u8).collect::<Vec<u8>>()).unwrap();
    let port = sdp(1, "").replace("[media_port]", "[rtpstream_audio_port]");
    let calling = Scenario::caller("", &port).response(180, "").response(200, "").ask("ACK", 2, "", "");
    calling.plays(&sound).pause(20 * PACKETS as u32 + 500).hangs_up(3)
}

/// Microseconds since 1970, as records have them.
fn now_us() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(now.as_micros()).unwrap()
}

/// One call, whole; something may come again from an emulated exchange.
fn assert_good(counted: &Statistics) {
    assert_eq!((counted.successful, counted.failed, counted.unexpected), (1, 0, 0), "{counted:?}");
}
