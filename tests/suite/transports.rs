//! Telephones over TCP and TLS, Debian's baresip and SIPp, and one over WebSocket.

use std::net::SocketAddr;

use crate::baresip_call::is_heard;
use crate::sipp_load::credentials;
use crate::support::baresip::{Baresip, Manner};
use crate::support::browser::Browser;
use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::program::Running;
use crate::support::records::Records;
use crate::support::sipp::{Sipp, Statistics};
use crate::support::site::Site;

const CALLER_HZ: u32 = 440;
const CALLEE_HZ: u32 = 1_000;
const CALLS: u32 = 200;

#[test]
fn a_baresip_on_tcp_and_one_on_tls_call_each_other_and_hear() {
    let site = Site::new("streams");
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    let _exchange = site.start();

    let mut plain = Baresip::start_as(over("tcp"), &site, &anna, CALLER_HZ, true);
    let mut secret = Baresip::start_as(over("tls"), &site, &ben, CALLEE_HZ, true);
    plain.command("dial", &format!("sip:202@{};transport=tcp", site.sip()));
    talk_until_heard(&mut plain, &mut secret);

    // The other way round: who registered by a connection is called by it.
    secret.command("dial", &format!("sip:201@{};transport=tls", site.tls()));
    hang_up_when_answered(&mut secret, &mut plain);

    let records = Records::open(&site.data());
    records.wait_for("select count(*) from call_record where disposition = 'answered'", 2);
    let bound = "select group_concat(transport, ' ') from (select transport from binding order by username)";
    assert_eq!(records.text(bound), "tcp tls");
    drop(plain);
    drop(secret);
    // Their connections are gone, and with them the registrations.
    site.wait_until(|status| status["registered"] == 0);
}

#[test]
fn encrypted_sound_is_heard_in_clear_on_the_other_side_and_the_reverse() {
    for (name, encryption) in [("must", "srtp-mand"), ("may", "srtp")] {
        let site = Site::new(&format!("encrypted-{name}"));
        let (anna, ben) = (Account::new(201), Account::new(202));
        site.load(&[anna.clone(), ben.clone()]);
        let _exchange = site.start();
        let mut plain = Baresip::start(&site, &anna, CALLER_HZ, true);
        let manner = Manner { encryption, ..over("tls") };
        let mut secret = Baresip::start_as(manner, &site, &ben, CALLEE_HZ, true);
        plain.command("dial", &format!("sip:202@{}", site.sip()));
        talk_until_heard(&mut plain, &mut secret);

        // The other way round it is the telephone that offers to encrypt.
        secret.command("dial", &format!("sip:201@{};transport=tls", site.tls()));
        hang_up_when_answered(&mut secret, &mut plain);
    }
}

#[test]
fn a_telephone_in_a_browser_registers_and_is_called_on_its_web_socket() {
    let site = Site::new("browser");
    let (anna, ben) = (Account::new(201), Account::new(202));
    site.load(&[anna.clone(), ben.clone()]);
    let _exchange = site.start();
    let mut browser = Browser::connect(&site);
    let mut words = Phone::new(&site, &anna);
    let challenge = browser.transact(&words.register_request(None));
    assert_eq!(challenge.status(), 401, "{challenge}");
    let answer = browser.transact(&words.register_request(Some(&challenge)));
    assert_eq!(answer.status(), 200, "{answer}");

    let mut caller = Baresip::start(&site, &ben, CALLER_HZ, false);
    caller.command("dial", &format!("sip:201@{}", site.sip()));
    let invite = browser.next();
    assert!(invite.is_request("INVITE"), "{invite}");
    assert!(invite.header("Via").starts_with("SIP/2.0/WSS "), "{invite}");
    assert!(invite.header("Contact").contains(";transport=ws>"), "{invite}");
    // Whoever closes the page does not ring on.
    drop(browser);
    caller.event("CALL_CLOSED");
    site.wait_until(|status| status["registered"] == 1);
}

#[test]
fn a_taken_port_of_tcp_or_tls_is_told_with_its_holder_and_setting() {
    let site = Site::new("taken-stream");
    for (address, key) in [(site.sip(), "`[sip] tcp`"), (site.tls(), "`[sip] tls`")] {
        let _holder = std::net::TcpListener::bind(address).unwrap();
        let (status, mut lines) = Running::spawn(site.command(&["run"])).wait();
        assert_eq!(status.code(), Some(1));
        let by = format!("(pid {})", std::process::id());
        assert!(lines.has(&[&address.to_string(), "taken by", &by, key]), "{}", lines.all());
    }
}

#[test]
fn sipp_registers_and_calls_over_tcp() {
    let site = Site::new("sipp-tcp");
    let accounts = Account::range(1_000, 2 * CALLS);
    site.load(&accounts);
    let _exchange = site.start();
    let (callers, callees) = accounts.split_at(CALLS as usize);
    let good = || Statistics { successful: CALLS.into(), failed: 0, retransmissions: 0, unexpected: 0 };

    let callee = SocketAddr::from((site.address(), 26_060));
    let by_tcp = SocketAddr::from((site.address(), 27_060));
    for (accounts, local, transport) in [(callees, callee, "u1"), (callers, by_tcp, "t1")] {
        let fields: Vec<_> =
            accounts.iter().map(|account| vec![account.username.clone(), credentials(account)]).collect();
        let register = Sipp::new(&site, "register.xml", local, CALLS).fields(&site, &fields);
        let register = register.argument("-t").argument(transport);
        assert_eq!(register.towards(site.sip(), 200, 100).start().finish(), good(), "{transport}");
    }
    // What registered over TCP has closed its connection.
    site.wait_until(|status| status["registered"] == CALLS);

    let pairs = callers.iter().zip(callees);
    let fields: Vec<_> = pairs
        .map(|(caller, callee)| vec![caller.username.clone(), credentials(caller), callee.number.clone()])
        .collect();
    let answering = Sipp::new(&site, "callee.xml", callee, CALLS).argument("-aa").start();
    let call = Sipp::new(&site, "caller.xml", by_tcp, CALLS).fields(&site, &fields);
    let call = call.argument("-t").argument("t1");
    assert_eq!(call.towards(site.sip(), 100, CALLS).start().finish(), good());
    assert_eq!(answering.finish(), good());
    let answered = "select count(*) from call_record where disposition = 'answered' and ended_us is not null";
    Records::open(&site.data()).wait_for(answered, CALLS.into());
}

fn over(transport: &'static str) -> Manner {
    Manner { transport, ..Manner::default() }
}

/// The first has dialled the second: both hear the other's tone, and the first hangs up.
fn talk_until_heard(caller: &mut Baresip, called: &mut Baresip) {
    called.event("CALL_ESTABLISHED");
    caller.event("CALL_ESTABLISHED");
    caller.talks_for(5);
    called.talks_for(5);
    caller.command("hangup", "");
    caller.event("CALL_CLOSED");
    called.event("CALL_CLOSED");
    is_heard(called, CALLER_HZ, CALLEE_HZ);
    is_heard(caller, CALLEE_HZ, CALLER_HZ);
}

/// The first has dialled the second, and hangs up as soon as it answers.
fn hang_up_when_answered(caller: &mut Baresip, called: &mut Baresip) {
    called.event("CALL_ESTABLISHED");
    caller.event("CALL_ESTABLISHED");
    caller.command("hangup", "");
    called.event("CALL_CLOSED");
    caller.event("CALL_CLOSED");
}
