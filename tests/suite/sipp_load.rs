//! SIPp registers 1,000 telephones and makes 1,000 calls between them at 50 a second. Nothing fails, and nothing
//! is sent twice: a message that is sent again is one that the exchange was slow with or lost.

use std::net::SocketAddr;

use crate::support::office::Account;
use crate::support::records::Records;
use crate::support::sipp::{Sipp, Statistics};
use crate::support::site::Site;

const PHONES: u32 = 1_000;
const CALLS_A_SECOND: u32 = 50;

/// All done, nothing failed, nothing sent again.
const ALL_GOOD: Statistics =
    Statistics { successful: PHONES as u64, failed: 0, retransmissions: 0, unexpected: 0 };

#[test]
fn a_thousand_phones_register_and_call_each_other() {
    let site = Site::new("load");
    // All of SIPp's telephones share an address, which is to the exchange one source: 1,000 messages a second.
    let accounts = Account::range(1_000, PHONES);
    site.load(&accounts);
    let exchange = site.start();

    let callees = SocketAddr::from((site.address(), 26_060));
    let fields = |account: &Account| vec![account.username.clone(), credentials(account)];
    let registering: Vec<_> = accounts.iter().map(fields).collect();
    let register = Sipp::new(&site, "register.xml", callees, PHONES).fields(&site, &registering);
    assert_eq!(register.towards(site.sip(), 200, 100).start().finish(), ALL_GOOD);
    assert_eq!(site.status()["registered"], PHONES);

    // Each account calls once and is called once, by the account half way round.
    let half = accounts.len() / 2;
    let called = accounts.iter().cycle().skip(half);
    let calling: Vec<_> = accounts
        .iter()
        .zip(called)
        .map(|(caller, callee)| vec![caller.username.clone(), credentials(caller), callee.number.clone()])
        .collect();
    let answering = Sipp::new(&site, "callee.xml", callees, PHONES).argument("-aa").start();
    let callers = SocketAddr::from((site.address(), 27_060));
    let call = Sipp::new(&site, "caller.xml", callers, PHONES).fields(&site, &calling);
    let counted = call.towards(site.sip(), CALLS_A_SECOND, PHONES).start().finish();
    assert_eq!((counted, answering.finish()), (ALL_GOOD, ALL_GOOD));

    for counter in ["sip_retransmissions_received_total", "sip_retransmissions_sent_total"] {
        assert_eq!(site.counted(counter), 0, "{counter}");
    }
    // The answer to each BYE waited for its record, but for no longer than 200 ms.
    let records = Records::open(&site.data());
    let answered =
        "select count(*) from call_record where disposition = 'answered' and hung_up_by = 'caller'";
    records.wait_for(answered, i64::from(PHONES));
    assert_eq!(records.count("select count(*) from call_record"), i64::from(PHONES));
    assert_eq!(records.count("select count(*) from binding"), i64::from(PHONES));
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

/// The word with which SIPp answers a challenge; it takes it from a field, but no fields inside it.
pub(crate) fn credentials(account: &Account) -> String {
    format!("[authentication username={} password={}]", account.username, account.secret)
}
