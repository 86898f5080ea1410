//! 200 calls of SIPp through a network of our own that loses every twentieth datagram: each is set up, and written down once.

use std::net::SocketAddr;

use crate::sipp_load::credentials;
use crate::support::forwarder::Forwarder;
use crate::support::office::Account;
use crate::support::records::Records;
use crate::support::scenario::{Scenario, sdp};
use crate::support::sipp::Sipp;
use crate::support::site::Site;

const CALLS: u32 = 200;
const LOST_PERCENT: u64 = 5;

#[test]
fn two_hundred_calls_are_set_up_although_a_twentieth_is_lost() {
    let site = Site::new("loss");
    let accounts = Account::range(1_000, 2 * CALLS);
    site.load(&accounts);
    let exchange = site.start();
    let network = Forwarder::start(site.address(), site.sip(), LOST_PERCENT);
    let (callers, callees) = accounts.split_at(CALLS as usize);

    let callee_at = SocketAddr::from((site.address(), 26_060));
    let fields: Vec<_> =
        callees.iter().map(|account| vec![account.username.clone(), credentials(account)]).collect();
    let register = Sipp::new(&site, "register.xml", callee_at, CALLS).fields(&site, &fields);
    let register = register.argument("-rtcheck").argument("loose");
    assert_eq!(register.towards(network.address(), 50, 50).start().finish().failed, 0);

    // It does not ring first: where 180 and 200 are lost, SIPp does not know the INVITE again.
    let answer = Scenario::callee()
        .answer_first("200 OK", "", &sdp(1, ""))
        .request("ACK", "")
        .hears_the_end()
        // What is lost of the end comes again.
        .pause(8_000);
    let answering = Sipp::written(&site, "callee", &answer.xml(), callee_at, CALLS).argument("-aa");
    let answering = answering.start();
    let dial = Scenario::caller("", &sdp(1, "")).may_get(180).response(200, "");
    let dial = dial.ask("ACK", 2, "", "").pause(6_000).hangs_up(3);
    let pairs = callers.iter().zip(callees);
    let fields: Vec<_> = pairs
        .map(|(caller, callee)| vec![caller.username.clone(), credentials(caller), callee.number.clone()])
        .collect();
    let callers_at = SocketAddr::from((site.address(), 27_060));
    let calling = Sipp::written(&site, "caller", &dial.xml(), callers_at, CALLS).fields(&site, &fields);
    let calling = calling.argument("-rtcheck").argument("loose");
    let counted = calling.towards(network.address(), 20, CALLS).start().finish();
    println!("{counted:?}; {} datagrams were lost", network.lost());
    assert_eq!((counted.successful, counted.failed), (u64::from(CALLS), 0), "{counted:?}");
    assert_eq!(answering.finish().failed, 0);
    assert!(network.lost() > 50, "only {} datagrams were lost", network.lost());

    site.wait_until(|status| status["calls"].as_array().is_some_and(Vec::is_empty));
    let records = Records::open(&site.data());
    assert_eq!(records.count("select count(*) from call_record"), i64::from(CALLS));
    assert_eq!(
        records.count("select count(*) from call_record where disposition = 'answered'"),
        i64::from(CALLS)
    );
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}
