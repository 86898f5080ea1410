//! A dump with secrets, loaded into an empty store, gives the same dump: for any office.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;

use super::{OFFICE, load, parse};
use crate::testing::{Fixture, who};

/// An owner of lines: table, texts, and lines.
type Owner = (u8, String, String, Vec<Line>);
/// A line: number, app lines, accounts, outside forwards, SIP forwards, and whether positions are written.
type Line = (u16, u8, Vec<Account>, Vec<u16>, Vec<u16>, bool);
/// An account: username, secret, SHA-256.
type Account = (u16, Option<String>, bool);

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn any_office_comes_back(owners in prop::collection::vec(owner(), 0..8), sites in 0u8..3, phones in 0u8..4) {
        let text = office(&owners, sites, phones);
        let first = Fixture::new();
        let file = parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        first.store.load(&who(), &file).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let dump = first.store.dump(true).unwrap();
        prop_assert_eq!(load(&first, &dump).unwrap().rows, 0, "{}", dump);
        prop_assert_eq!(first.store.check().unwrap(), []);

        let second = Fixture::new();
        let written = load(&second, &dump).map_err(|error| TestCaseError::fail(format!("{error}\n{dump}")))?;
        prop_assert!(written.generated.is_empty(), "all secrets came along");
        prop_assert_eq!(second.store.dump(true).unwrap(), dump);
        prop_assert_eq!(second.store.check().unwrap(), []);

        // And a third load, of the file that the first came from, changes as much as it says.
        let preview = second.store.preview(&file).unwrap();
        let again = second.store.load(&who(), &file).unwrap();
        prop_assert_eq!(again.rows, preview.added + preview.changed);
    }
}

#[test]
fn everything_that_an_office_has_comes_back() {
    let first = Fixture::new();
    load(&first, OFFICE).unwrap();
    let dump = first.store.dump(true).unwrap();
    assert_eq!(load(&first, &dump).unwrap().rows, 0, "{dump}");
    let second = Fixture::new();
    load(&second, &dump).unwrap();
    assert_eq!(second.store.dump(true).unwrap(), dump);
    assert_eq!(second.store.check().unwrap(), []);
    for said in [
        "hours = [\"monday 09:00-12:00\", ",
        "when_unavailable = \"line 201\"",
        "outside_calls = false",
        "caller_ids = [\"+4989123450\"]",
        "record = [\"inbound-external\", \"on-demand\"]",
        "code = \"*1\"",
        "permissions = [\"own-read\", \"people-read\", \"status-read\"]",
        "role = \"Front desk\"",
        "expiration = \"2027-11-30\"",
        "allow_list = [\"192.168.1.0/24\", \"2001:db8::/32\"]",
    ] {
        assert!(dump.contains(said), "{said}: {dump}");
    }
}

#[test]
fn a_second_factor_that_is_there_stays_and_elsewhere_is_asked_for() {
    let first = Fixture::new();
    load(&first, OFFICE).unwrap();
    let state = |fixture: &Fixture| fixture.column("select second_factor from portal_user order by login");
    assert_eq!(state(&first), ["disabled", "pending"]);
    let activated = "update portal_user set second_factor = 'activated' where login = 'desk'";
    first.store.call(move |engine| Ok(engine.conn.execute(activated, [])?)).unwrap();
    let dump = first.store.dump(true).unwrap();
    assert_eq!(load(&first, &dump).unwrap().rows, 0);
    let second = Fixture::new();
    load(&second, &dump).unwrap();
    assert_eq!(state(&second), ["disabled", "pending"]);
    load(&second, "[[portal_user]]\nlogin = \"desk\"\nsecond_factor = false").unwrap();
    assert_eq!(state(&second), ["disabled", "disabled"]);
}

#[test]
fn the_order_of_accounts_comes_back() {
    let fixture = Fixture::new();
    let account = |name: &str| format!("[[person.line.sip]]\nusername = {name:?}\n");
    let line = "[[person]]\nfirst_name = \"Anna\"\n[[person.line]]\nnumber = \"201\"\n";
    let file = |names: &[&str]| line.to_owned() + &names.iter().map(|name| account(name)).collect::<String>();
    let order = || fixture.column("select username from contact_method order by position, id").join(" ");
    load(&fixture, &file(&["a", "b", "c"])).unwrap();
    let dump = fixture.store.dump(true).unwrap();
    load(&fixture, &file(&["c", "a", "b"])).unwrap();
    assert_eq!(order(), "c a b");
    assert_eq!(load(&fixture, &fixture.store.dump(true).unwrap()).unwrap().rows, 0);
    load(&fixture, &dump).unwrap();
    assert_eq!(order(), "a b c");
    assert_eq!(fixture.store.dump(true).unwrap(), dump);

    // Who is not in the file keeps the place.
    assert_eq!(load(&fixture, &file(&["b"])).unwrap().rows, 0);
    load(&fixture, &file(&["c", "a"])).unwrap();
    assert_eq!(order(), "c b a");
    load(&fixture, &file(&["d", "c"])).unwrap();
    assert_eq!(order(), "d b a c");
    assert_eq!(load(&fixture, &file(&["d", "c"])).unwrap().rows, 0);
    // A forward between two accounts stays there.
    let forward = "[[person.line.pstn_forward]]\nnumber = \"+49\"\n";
    load(&fixture, &(file(&["a", "b"]) + forward + &account("c") + &account("d"))).unwrap();
    let kinds = fixture.column("select coalesce(username, number) from contact_method order by position");
    assert_eq!(kinds.join(" "), "a b +49 c d");
    let dump = fixture.store.dump(true).unwrap();
    let second = Fixture::new();
    load(&second, &dump).unwrap();
    assert_eq!(second.store.dump(true).unwrap(), dump);
}

fn owner() -> impl Strategy<Value = Owner> {
    (0u8..3, name(), name(), prop::collection::vec(line(), 0..4))
}

fn line() -> impl Strategy<Value = Line> {
    let account = (0u16..300, prop::option::of("[ -~äß€😀]{1,40}"), any::<bool>());
    (
        0u16..100,
        0u8..3,
        prop::collection::vec(account, 0..3),
        prop::collection::vec(any::<u16>(), 0..2),
        prop::collection::vec(any::<u16>(), 0..2),
        any::<bool>(),
    )
}

/// Names with everything that TOML must escape.
fn name() -> impl Strategy<Value = String> {
    "[a-zA-Zäß\"'\\\\#=\\[\\] ]{0,12}[a-z]"
}

/// Writes it out, leaving out numbers and usernames that are taken.
fn office(owners: &[Owner], sites: u8, phones: u8) -> String {
    let mut text = String::from("[office]\nname = \"Test\"\n");
    for site in 0..sites {
        let _ = writeln!(text, "[[site]]\nname = \"Site {site}\"\nsubnets = [\"10.{site}.0.0/16\"]");
    }
    let mut taken = BTreeSet::new();
    let mut usernames = Vec::new();
    for (place, (table, name, last, lines)) in owners.iter().enumerate() {
        let table = ["person", "place", "equipment"][usize::from(*table)];
        let key = if table == "person" { "first_name" } else { "name" };
        let _ = writeln!(text, "[[{table}]]\n{key} = {}", toml::Value::from(name.as_str()));
        if table == "person" {
            let _ = writeln!(text, "last_name = {}", toml::Value::from(last.as_str()));
        }
        if sites > 0 && place % 2 == 0 {
            let _ = writeln!(text, "site = \"Site {}\"", place % usize::from(sites));
        }
        for line in lines {
            write_line(&mut text, table, line, &mut taken, &mut usernames);
        }
    }
    for phone in 0..phones {
        let _ = writeln!(text, "[[phone]]\nmac = \"00156500000{phone}\"\nlabel = \"desk {phone}\"");
        let accounts: Vec<String> =
            usernames.iter().skip(usize::from(phone)).take(2).map(|name| format!("{name:?}")).collect();
        let _ = writeln!(text, "accounts = [\"\", {}]", accounts.join(", "));
        let _ = writeln!(text, "[[phone.key]]\nposition = {}\nkind = \"park\"\nlabel = \"p\"", phone + 1);
    }
    let _ = writeln!(text, "[[portal_user]]\nlogin = \"boss\"\nrole = \"owner\"");
    text
}

fn write_line(
    text: &mut String,
    table: &str,
    line: &Line,
    taken: &mut BTreeSet<String>,
    usernames: &mut Vec<String>,
) {
    let (number, apps, accounts, outside, sip, positions) = line;
    let number = format!("{number:03}");
    if !taken.insert(number.clone()) {
        return;
    }
    let _ = writeln!(text, "[[{table}.line]]\nnumber = {number:?}");
    let mut position = 20;
    let mut place = |text: &mut String| {
        position -= 1;
        if *positions {
            let _ = writeln!(text, "position = {position}");
        }
    };
    for _ in 0..*apps {
        let _ = writeln!(text, "[[{table}.line.app]]");
        place(text);
    }
    for (username, secret, sha256) in accounts {
        let username = format!("u{username}");
        if !taken.insert(username.clone()) {
            continue;
        }
        let _ = writeln!(text, "[[{table}.line.sip]]\nusername = {username:?}");
        place(text);
        if let Some(secret) = secret {
            let _ = writeln!(text, "secret = {}", toml::Value::from(secret.as_str()));
        }
        if *sha256 {
            let _ = writeln!(text, "algorithm = \"sha256\"");
        }
        usernames.push(username);
    }
    for number in outside {
        let _ = writeln!(text, "[[{table}.line.pstn_forward]]\nnumber = \"+{number}\"");
        place(text);
    }
    for user in sip {
        let _ = writeln!(text, "[[{table}.line.sip_forward]]\nuri = \"sip:{user}@example.com\"");
        place(text);
    }
}
