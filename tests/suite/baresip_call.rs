//! Two baresip of Debian register and call each other through the exchange. What one plays is measured at the
//! other, both ways, and the record tells of it.

use crate::support::baresip::Baresip;
use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::records::{Record, Records};
use crate::support::site::Site;
use crate::support::tone;

const CALLER_HZ: u32 = 440;
const CALLEE_HZ: u32 = 1_000;

#[test]
fn two_baresip_hear_each_other_through_the_exchange() {
    let site = Site::new("baresip");
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    let _exchange = site.start();

    let mut caller = Baresip::start(&site, &anna, CALLER_HZ, false);
    let mut callee = Baresip::start(&site, &ben, CALLEE_HZ, true);
    caller.command("dial", &format!("sip:202@{}", site.sip()));
    callee.event("CALL_ESTABLISHED");
    caller.event("CALL_ESTABLISHED");
    caller.talks_for(5);
    callee.talks_for(5);
    caller.command("hangup", "");
    caller.event("CALL_CLOSED");
    callee.event("CALL_CLOSED");

    is_heard(&callee, CALLER_HZ, CALLEE_HZ);
    is_heard(&caller, CALLEE_HZ, CALLER_HZ);

    // A busy disk may take longer than the answer to BYE waits.
    let records = Records::open(&site.data());
    records.wait_for("select count(*) from call_record where disposition = 'answered'", 1);
    let records = records.dialled("202");
    assert_eq!(records.len(), 1, "{records:?}");
    tells_of_the_sound(&records[0]);
}

#[test]
fn a_declined_call_is_told_and_recorded() {
    let site = Site::new("declined");
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    let exchange = site.start();

    let mut caller = Baresip::start(&site, &anna, CALLER_HZ, false);
    let mut callee = Baresip::start(&site, &ben, CALLEE_HZ, false);
    caller.command("dial", &format!("sip:202@{}", site.sip()));
    callee.event("CALL_INCOMING");
    caller.event("CALL_RINGING");
    callee.command("hangup", "");
    let closed = caller.event("CALL_CLOSED");
    assert!(closed["param"].as_str().is_some_and(|reason| reason.starts_with("486")), "{closed}");

    // Only the answer to BYE waits for the record; an orderly stop does too.
    assert!(exchange.stop().0.success());
    let records = Records::open(&site.data()).dialled("202");
    let dispositions: Vec<_> = records.iter().map(|record| record.disposition.as_deref()).collect();
    assert_eq!(dispositions, [Some("busy")]);
}

#[test]
fn a_phone_with_sha_256_registers_and_one_with_a_wrong_secret_does_not() {
    let site = Site::new("sha256");
    let modern = Account { sha256: true, ..Account::new(203) };
    site.load(std::slice::from_ref(&modern));
    let _exchange = site.start();

    let mut phone = Phone::new(&site, &modern);
    let request = phone.register_request(None);
    let challenge = phone.transact(&request).unwrap();
    assert!(challenge.header("WWW-Authenticate").contains("algorithm=SHA-256"), "{challenge}");
    let request = phone.register_request(Some(&challenge));
    let answer = phone.transact(&request).unwrap();
    assert_eq!(answer.status(), 200, "{answer}");
    assert_eq!(answer.uri("Contact"), phone.contact());

    // Unknown and wrong look alike.
    let wrong = Account { secret: "wrong".to_owned(), ..modern.clone() };
    let unknown = Account { username: "nobody".to_owned(), ..modern };
    let refusals = [wrong, unknown].map(|account| Phone::new(&site, &account).register().unwrap().status());
    assert_eq!(refusals[0], refusals[1]);
    assert!([401, 403].contains(&refusals[0]), "{refusals:?}");
}

/// The other side's tone is nearly all that is heard, at nearly the level at which it was played, and the own tone
/// does not come back.
pub(crate) fn is_heard(phone: &Baresip, theirs_hz: u32, own_hz: u32) {
    let recording = phone.heard();
    let theirs = tone::measure(&recording, theirs_hz);
    assert!(theirs.share > 0.95, "{theirs_hz} Hz: {theirs:?}");
    assert!((0.9..1.1).contains(&theirs.level), "{theirs_hz} Hz: {theirs:?}");
    let own = tone::measure(&recording, own_hz);
    assert!(own.share < 0.01, "{own_hz} Hz comes back: {own:?}");
}

fn tells_of_the_sound(record: &Record) {
    assert_eq!(record.disposition.as_deref(), Some("answered"), "{record:?}");
    assert_eq!(record.hung_up_by.as_deref(), Some("caller"), "{record:?}");
    assert_eq!((record.is_open, record.dialled.as_str()), (false, "202"));
    let accounts: Vec<&str> = record.legs.iter().map(|leg| leg.account.as_str()).collect();
    assert_eq!(accounts, ["u201", "u202"]);
    for leg in &record.legs {
        assert_eq!(leg.codec.as_deref(), Some("PCMA/8000"), "{leg:?}");
        // The display counts from before the answer; four seconds of 20 ms are 200 packets.
        assert!(leg.packets_received.is_some_and(|packets| packets >= 180), "{leg:?}");
        assert!(leg.packets_sent.is_some_and(|packets| packets >= 180), "{leg:?}");
        assert_eq!(leg.packets_lost, Some(0), "{leg:?}");
        assert!(leg.mos.is_some_and(|mos| mos > 4.0), "{leg:?}");
    }
}
