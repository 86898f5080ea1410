//! What crosses in the middle of calls, between two SIPp: CANCEL and 200, 200 and BYE, two changes, late offers, hold, PRACK,
//! session timers, redirection. Each race runs 20 times; every message must come as it is written.

use std::net::SocketAddr;

use crate::sipp_load::credentials;
use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::records::Records;
use crate::support::scenario::{Scenario, sdp};
use crate::support::sipp::{Sipp, Statistics};
use crate::support::site::Site;

const CALLS: u32 = 20;

#[test]
fn a_200_that_meets_a_cancel_hears_the_end() {
    let caller = Scenario::caller("", &sdp(1, ""))
        .response(180, "")
        .cancel(2)
        .response(200, "")
        .response(487, "")
        .ack_refusal(2);
    let callee = Scenario::callee()
        .answer_first("180 Ringing", "", "")
        .request("CANCEL", "")
        .answer_first_late("200 OK", &sdp(1, ""))
        .request("ACK", "")
        .hears_the_end();
    play("cancel", &caller, &callee, "cancelled");
}

#[test]
fn a_bye_right_behind_the_200_ends_the_call() {
    // SIPp would wait for the ACK.
    let site = Site::new("bye");
    let accounts = Account::range(1_000, 2);
    site.load(&accounts);
    let exchange = site.start();
    let [mut caller, mut callee] = [0, 1].map(|n| Phone::new(&site, &accounts[n]));
    assert_eq!(callee.register().unwrap().status(), 200);
    for n in 1..=i64::from(CALLS) {
        let ringing = caller.dial(&accounts[1].number, "race").unwrap();
        let invite = callee.called().unwrap();
        assert_eq!(callee.answer_and_hang_up(&invite).unwrap().status(), 200);
        let (answer, _) = caller.connected(&ringing).unwrap();
        assert_eq!(answer.status(), 200);
        caller.hung_up().unwrap();
        let ended =
            "select count(*) from call_record where disposition = 'answered' and hung_up_by = 'callee'";
        Records::open(&site.data()).wait_for(ended, n);
    }
    drop(exchange);
}

#[test]
fn who_is_told_491_tries_again() {
    let caller = answered("")
        .pause(50)
        .ask("INVITE", 3, "", &sdp(2, "a=sendonly"))
        .may_get(100)
        .response(491, "")
        .ask("ACK", 3, "", "");
    let caller = caller
        .pause(100)
        .ask("INVITE", 4, "", &sdp(2, "a=sendonly"))
        .may_get(100)
        .response(200, "a=(recvonly)")
        .ask("ACK", 4, "", "")
        .hangs_up(5);
    let callee =
        talking().request("INVITE", "a=(sendonly)").answer("491 Request Pending", "", "").request("ACK", "");
    let callee = callee
        .request("INVITE", "a=(sendonly)")
        .answer("200 OK", "", &sdp(2, "a=recvonly"))
        .request("ACK", "")
        .hears_the_end();
    play("glare", &caller, &callee, "answered");
}

#[test]
fn an_offer_comes_late_and_its_answer_with_the_ack() {
    let caller = Scenario::caller("", "")
        .response(180, "")
        .response(200, "m=(audio)")
        .ask("ACK", 2, "", &sdp(1, ""))
        .pause(50)
        .hangs_up(3);
    let callee =
        ringing().answer_first("200 OK", "", &sdp(1, "")).request("ACK", "m=(audio)").hears_the_end();
    play("late", &caller, &callee, "answered");
}

#[test]
fn a_call_is_held_and_resumed_by_invite_and_by_update() {
    for method in ["INVITE", "UPDATE"] {
        let change = |scenario: Scenario, cseq, line, answer: &str| {
            let asked = scenario.ask(method, cseq, "", &sdp(cseq, line)).may_get(100).response(200, answer);
            if method == "INVITE" { asked.ask("ACK", cseq, "", "") } else { asked }
        };
        let caller =
            change(answered("Allow: INVITE, ACK, BYE, CANCEL, UPDATE\n"), 3, "a=sendonly", "a=(recvonly)");
        let caller = change(caller.pause(50), 4, "a=inactive", "a=(inactive)");
        let caller = change(caller.pause(50), 5, "a=sendrecv", "a=(sendrecv)").hangs_up(6);
        let mut callee = talking();
        for (version, asks, answers) in
            [(2, "sendonly", "recvonly"), (3, "inactive", "inactive"), (4, "sendrecv", "sendrecv")]
        {
            let told = callee.request(method, &format!("a=({asks})"));
            let told = told.answer("200 OK", "", &sdp(version, &format!("a={answers}")));
            callee = if method == "INVITE" { told.request("ACK", "") } else { told };
        }
        play("hold", &caller, &callee.hears_the_end(), "answered");
    }
}

#[test]
fn provisional_responses_are_acknowledged_on_both_sides() {
    let caller = Scenario::caller("Require: 100rel\n", &sdp(1, ""))
        .response(183, "RSeq: ([0-9]+)")
        .ask("PRACK", 3, "RAck: [$2] 2 INVITE\n", "")
        .response(200, "")
        .response(200, "")
        .ask("ACK", 2, "", "")
        .pause(50)
        .hangs_up(4);
    let callee = Scenario::callee()
        .answer_first("183 Session Progress", "Require: 100rel\nRSeq: 9021\n", &sdp(1, ""))
        .request("PRACK", "RAck: (9021) 1 INVITE")
        .answer("200 OK", "", "")
        .pause(200)
        .answer_first_late("200 OK", "")
        .request("ACK", "")
        .hears_the_end();
    play("prack", &caller, &callee, "answered");
}

#[test]
fn a_session_interval_that_is_too_short_is_told_and_then_agreed_to() {
    let short = "Supported: timer\nSession-Expires: 30\n";
    let enough = "Supported: timer\nSession-Expires: 90\nMin-SE: 90\n";
    let caller = Scenario::caller(short, &sdp(1, ""))
        .response(422, "Min-SE: (90)")
        .ack_refusal(2)
        .dial(3, enough, &sdp(1, ""))
        .response(180, "")
        .response(200, "Session-Expires: (90)")
        .ask("ACK", 4, "", "")
        .pause(50)
        .hangs_up(5);
    play("timer", &caller, &talking().hears_the_end(), "answered");
}

#[test]
fn who_is_sent_on_reaches_the_third() {
    let site = Site::new("sent-on");
    let accounts = Account::range(1_000, 3 * CALLS);
    site.load(&accounts);
    let exchange = site.start();
    let (callers, others) = accounts.split_at(CALLS as usize);
    let (sending, third) = others.split_at(CALLS as usize);
    let host = site.sip();
    register(&site, sending, 26_060);
    register(&site, third, 28_060);
    // All are sent on to the first of the others, whose telephones share a SIPp.
    let to = format!("Contact: <sip:{}@{host}>\n", third[0].number);
    let redirecting = "SIP/2.0 302 Moved\n[last_Via:]\n[last_From:]\n[last_To:];tag=[pid]a[call_number]\n[last_Call-ID:]\n[last_CSeq:]\n";
    let sends_on = Scenario::callee().text(&format!("{redirecting}{to}")).request("ACK", "");
    let sends_on = start(&site, "sends-on", &sends_on, 26_060);
    let answers = start(&site, "third", &talking().hears_the_end(), 28_060);
    call(&site, "sent-on", &answered("").pause(50).hangs_up(3), callers, sending);
    assert_eq!(sends_on.finish(), Good);
    assert_eq!(answers.finish(), Good);
    let answered = "select count(*) from call_record where disposition = 'answered'";
    Records::open(&site.data()).wait_for(answered, i64::from(CALLS));
    drop(exchange);
}

/// A caller whose call is answered.
fn answered(headers: &str) -> Scenario {
    Scenario::caller(headers, &sdp(1, "")).response(180, "").response(200, "").ask("ACK", 2, "", "")
}

fn ringing() -> Scenario {
    Scenario::callee().answer_first("180 Ringing", "", "")
}

/// A telephone that has answered.
fn talking() -> Scenario {
    let allow = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE\n";
    ringing().answer_first("200 OK", allow, &sdp(1, "")).request("ACK", "")
}

/// Plays a race, and looks whether nothing failed, whether each call has a record of this kind, and whether nothing is left.
fn play(name: &'static str, caller: &Scenario, callee: &Scenario, disposition: &str) {
    let site = Site::new(name);
    let accounts = Account::range(1_000, 2 * CALLS);
    site.load(&accounts);
    let exchange = site.start();
    let (callers, callees) = accounts.split_at(CALLS as usize);
    register(&site, callees, 26_060);
    let answering = start(&site, "callee", callee, 26_060);
    call(&site, name, caller, callers, callees);
    assert_eq!(answering.finish(), Good);
    site.wait_until(|status| status["calls"].as_array().is_some_and(Vec::is_empty));
    let records = format!("select count(*) from call_record where disposition = '{disposition}'");
    Records::open(&site.data()).wait_for(&records, i64::from(CALLS));
    drop(exchange);
}

fn register(site: &Site, accounts: &[Account], port: u16) {
    let fields: Vec<_> =
        accounts.iter().map(|account| vec![account.username.clone(), credentials(account)]).collect();
    let at = SocketAddr::from((site.address(), port));
    let register = Sipp::new(site, "register.xml", at, CALLS).fields(site, &fields);
    assert_eq!(register.towards(site.sip(), 200, 100).start().finish(), Good);
}

fn start(site: &Site, name: &'static str, scenario: &Scenario, port: u16) -> crate::support::sipp::Started {
    let at = SocketAddr::from((site.address(), port));
    Sipp::written(site, name, &scenario.xml(), at, CALLS).argument("-aa").start()
}

fn call(site: &Site, name: &'static str, scenario: &Scenario, callers: &[Account], callees: &[Account]) {
    let pairs = callers.iter().zip(callees);
    let fields: Vec<_> = pairs
        .map(|(caller, callee)| vec![caller.username.clone(), credentials(caller), callee.number.clone()])
        .collect();
    let at = SocketAddr::from((site.address(), 27_060));
    let caller = Sipp::written(site, name, &scenario.xml(), at, CALLS).fields(site, &fields);
    assert_eq!(caller.towards(site.sip(), 20, CALLS).start().finish(), Good, "{name}");
}

/// All done, nothing failed.
#[derive(Debug)]
struct Good;

impl PartialEq<Good> for Statistics {
    fn eq(&self, _: &Good) -> bool {
        // Something may come again on a busy machine.
        (self.successful, self.failed, self.unexpected) == (u64::from(CALLS), 0, 0)
    }
}
