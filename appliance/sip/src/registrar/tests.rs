//! Registrations as stories.

mod flows;
mod keeping;

use super::*;
use crate::Transport;

#[test]
fn what_registers_is_found_until_it_expires() {
    check(
        "0 phone c1 1 <sip:a@10.0.0.1>;expires=60 | 30000 list | 60000 list",
        "0 ok a@10.0.0.1=60, 0 changed a@10.0.0.1, 30000 ok a@10.0.0.1=30, 60000 removed a@10.0.0.1, 60000 ok",
    );
}

#[test]
fn intervals_are_granted_within_bounds() {
    for (asked, granted) in [
        ("", "=300"),
        (";expires=60", "=60"),
        (";expires=3601", "=3600"),
        (";expires=99999999999999", "=3600"),
        (";expires=soon", "=300"),
    ] {
        let (input, output) =
            (format!("0 phone c1 1 <sip:a@h>{asked}"), format!("0 ok a@h{granted}, 0 changed a@h"));
        check(&input, &output);
    }
    check("0 phone c1 1 <sip:a@h>;expires=59", "0 423 at least 60");
    check("0 phone c1 1 <sip:a@h> Expires:59", "0 423 at least 60");
    check("0 phone c1 1 <sip:a@h>;expires=70 Expires:59", "0 ok a@h=70, 0 changed a@h");
}

#[test]
fn a_refresh_is_no_change() {
    check(
        "0 phone c1 1 <sip:a@h> | 100000 phone c1 2 <sip:a@H>;expires=600 | 399000 list | 700000 list",
        "0 ok a@h=300, 0 changed a@h, 100000 ok a@H=600, 100000 removed a@h, 100000 changed a@H, \
         399000 ok a@H=301, 700000 removed a@H, 700000 ok",
    );
    check(
        "0 phone c1 1 <sip:a@h> | 200000 phone c1 2 <sip:a@h> | 200000 phone c2 1 <sip:a@h> | 499999 list",
        "0 ok a@h=300, 0 changed a@h, 200000 ok a@h=300, 200000 refreshed a@h, 200000 ok a@h=300, \
         200000 refreshed a@h, 499999 ok a@h=0",
    );
}

#[test]
fn another_address_is_a_change() {
    check(
        "0 phone c1 1 <sip:a@h> | 1000 phone:6000 c1 2 <sip:a@h> | 2000 other:6000 c1 3 <sip:a@h>",
        "0 ok a@h=300, 0 changed a@h, 1000 ok a@h=300, 1000 changed a@h, 2000 ok a@h=300, 2000 changed a@h",
    );
}

#[test]
fn numbers_come_in_order_within_a_call_id() {
    check(
        "0 phone c1 5 <sip:a@h> | 1000 phone c1 5 <sip:a@h> | 1001 phone c1 4 <sip:a@h>;expires=0 | 1002 phone c1 5 * Expires:0 | \
         1003 phone c2 1 <sip:a@h>",
        "0 ok a@h=300, 0 changed a@h, 1000 500, 1001 500, 1002 500, 1003 ok a@h=300, 1003 refreshed a@h",
    );
    // A REGISTER that was overtaken by the one that moved the contact.
    check(
        "0 phone c1 5 <sip:a@h:2> | 1000 phone c1 4 <sip:a@h:1>",
        "0 ok a@h:2=300, 0 changed a@h:2, 1000 500",
    );
}

#[test]
fn several_contacts_are_taken_all_or_none() {
    check(
        "0 phone c1 1 <sip:a@h>, <sip:b@h>;expires=90 | 1000 phone c1 2 <sip:a@h>;expires=0, <sip:b@h>, <sip:c@h>;expires=5 | \
         1001 phone c1 2 <sip:a@h>;expires=0, <sip:b@h>, <tel:1> | 1002 phone c1 2 <sip:a@h>;expires=0, <sip:b@h> | \
         1003 phone c1 3 <sip:b@h>;expires=0, <sip:x@h>;expires=0",
        "0 ok a@h=300 b@h=90, 0 changed a@h, 0 changed b@h, 1000 423 at least 60, 1001 400, 1002 ok b@h=300, \
         1002 removed a@h, 1002 refreshed b@h, 1003 ok, 1003 removed b@h",
    );
    check(
        "0 phone c1 1 <sip:a@h>, <sip:A@h>, <sip:a@H>;expires=70",
        "0 ok A@h=300 a@H=70, 0 changed A@h, 0 changed a@H",
    );
}

#[test]
fn a_star_removes_everything_but_only_alone_and_with_zero() {
    check(
        "0 phone c1 1 <sip:a@h> | 0 other c2 1 <sip:b@h> | 1 phone c1 2 * | 2 phone c1 2 * Expires:60 | \
         3 phone c1 2 *, <sip:a@h> Expires:0 | 4 phone c1 2 * Expires:0 | 5 phone c1 3 * Expires:0",
        "0 ok a@h=300, 0 changed a@h, 0 ok a@h=300 b@h=300, 0 changed b@h, 1 400, 2 400, 3 400, \
         4 ok, 4 removed a@h, 4 removed b@h, 5 ok",
    );
}

#[test]
fn who_takes_whose_place() {
    let first = "0 phone c1 1 <sip:a@h:1> UA:Snom";
    let stays = "ok a@h:1=300 a@h:2=300, 0 changed a@h:2";
    let goes = "ok a@h:2=300, 0 removed a@h:1, 0 changed a@h:2";
    for (name, first, second, outcome) in [
        ("same Call-ID from the same address", first, "phone c1 2 <sip:a@h:2>", goes),
        ("from another port of it", first, "phone:6000 c1 2 <sip:a@h:2>", goes),
        ("same Call-ID from another address", first, "other c1 2 <sip:a@h:2>", stays),
        ("same software at the same host", first, "phone c2 1 <sip:a@h:2> UA:Snom", goes),
        ("other software", first, "phone c2 1 <sip:a@h:2> UA:Yealink", stays),
        ("same software from another address", first, "other c2 1 <sip:a@h:2> UA:Snom", stays),
        ("no name of the software", "0 phone c1 1 <sip:a@h:1>", "phone c2 1 <sip:a@h:2>", stays),
    ] {
        check_named(
            name,
            &format!("{first} | 0 {second}"),
            &format!("0 ok a@h:1=300, 0 changed a@h:1, 0 {outcome}"),
        );
    }
    let first = "0 phone c1 1 <sip:a@h:1>;+sip.instance=\"<urn:uuid:A>\" UA:Snom";
    for (name, second, outcome) in [
        ("same instance", "other c2 1 <sip:a@h:2>;+sip.instance=\"<urn:uuid:a>\"", goes),
        ("other instance", "phone c2 1 <sip:a@h:2>;+sip.instance=\"<urn:uuid:b>\" UA:Snom", stays),
        (
            "other instance with the same Call-ID",
            "phone c1 2 <sip:a@h:2>;+sip.instance=\"<urn:uuid:b>\"",
            stays,
        ),
        ("one without an instance", "phone c2 1 <sip:a@h:2> UA:Snom", stays),
        ("one that lost its instance", "phone c1 2 <sip:a@h:2> UA:Snom", goes),
    ] {
        check_named(
            name,
            &format!("{first} | 0 {second}"),
            &format!("0 ok a@h:1=300, 0 changed a@h:1, 0 {outcome}"),
        );
    }
}

#[test]
fn contacts_of_one_request_leave_each_other_alone() {
    let instance = ";+sip.instance=\"<urn:uuid:a>\"";
    check(
        &format!(
            "0 phone c1 1 <sip:a@h:1>{instance}, <sip:a@h:2>{instance} | 0 phone c1 2 <sip:a@h:1>{instance}"
        ),
        "0 ok a@h:1=300 a@h:2=300, 0 changed a@h:1, 0 changed a@h:2, 0 ok a@h:1=300 a@h:2=300, 0 refreshed a@h:1",
    );
}

#[test]
fn the_eleventh_contact_crowds_out_the_one_refreshed_longest_ago() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    for n in 0..10 {
        register(&mut registrar, &format!("phone c{n} 1 <sip:p{n}@h>"), at(base, n)).unwrap();
    }
    register(&mut registrar, "phone c0 2 <sip:p0@h>", at(base, 20)).unwrap();
    let contacts = register(&mut registrar, "phone c10 1 <sip:p10@h>", at(base, 30)).unwrap();
    let names: Vec<&str> = contacts.iter().map(|granted| &granted.contact[4..]).collect();
    assert_eq!(names, ["p0@h", "p2@h", "p3@h", "p4@h", "p5@h", "p6@h", "p7@h", "p8@h", "p9@h", "p10@h"]);
}

#[test]
fn eleven_contacts_in_one_request_are_too_many() {
    let contacts: Vec<String> = (0..11).map(|n| format!("<sip:p{n}@h>")).collect();
    check(&format!("0 phone c1 1 {}", contacts.join(", ")), "0 400");
}

#[test]
fn a_full_table_takes_refreshes_and_replacements_alone() {
    let mut registrar = Registrar::new(RegistrarSettings { max_bindings: 2, ..settings() });
    let now = Instant::now();
    register(&mut registrar, "phone c1 1 <sip:a@h>, <sip:b@h>", now).unwrap();
    assert_eq!(register(&mut registrar, "other c2 1 <sip:c@h>", now), Err(RegisterError::Full));
    register(&mut registrar, "phone c1 2 <sip:a@h>", now).unwrap();
    register(&mut registrar, "phone c1 3 <sip:a@h>;expires=0, <sip:d@h>", now).unwrap();
    assert_eq!(registrar.len(), 1, "d took the place of b, and a went");
}

#[test]
fn contacts_that_cannot_be_called_are_refused() {
    let long = format!("<sip:{}@h>", "x".repeat(600));
    for contact in ["<tel:+4989>", "<http://h>", "<mailto:a@b>", "nobody", "<sip:a@h", &long] {
        check(&format!("0 phone c1 1 {contact}"), "0 400");
    }
    check(&format!("0 phone {} 1 <sip:a@h>", "c".repeat(600)), "0 400");
}

#[test]
fn accounts_do_not_see_each_other() {
    let mut registrar = Registrar::new(settings());
    let now = Instant::now();
    let request = request("c1 1 <sip:a@h>");
    registrar.register("201", &request, flow("phone"), now).unwrap();
    registrar.register("202", &request, flow("phone"), now).unwrap();
    assert_eq!((registrar.len(), registrar.registered()), (2, 2));
    registrar.remove_aor("201");
    assert_eq!((registrar.bindings("201").count(), registrar.bindings("202").count()), (0, 1));
}

/// `TIME FROM[:PORT] CALL-ID CSEQ CONTACTS [Expires:N] [UA:NAME]`, or `TIME list`; out come each answer and the
/// changes it caused, contacts without their scheme.
fn check(input: &str, output: &str) {
    check_named("", input, output);
}

fn check_named(name: &str, input: &str, output: &str) {
    let base = Instant::now();
    let mut registrar = Registrar::new(RegistrarSettings { ping_every: Duration::ZERO, ..settings() });
    let mut log = Vec::new();
    for step in input.split('|').map(str::trim) {
        let (ms, rest) = step.split_once(' ').unwrap();
        let now = at(base, ms.parse().unwrap());
        registrar.handle_timeout(now);
        changes(&mut registrar, ms, &mut log);
        let rest = if rest == "list" { "phone list 1 " } else { rest };
        log.push(match register(&mut registrar, rest, now) {
            Ok(contacts) => {
                let text = contacts
                    .iter()
                    .map(|granted| format!(" {}={}", &granted.contact[4..], granted.left.as_secs()));
                format!("{ms} ok{}", text.collect::<String>())
            }
            Err(RegisterError::TooBrief { min }) => format!("{ms} 423 at least {}", min.as_secs()),
            Err(error) => format!("{ms} {}", error.status()),
        });
        changes(&mut registrar, ms, &mut log);
    }
    assert_eq!(log.join(", "), output, "{name}: {input}");
}

fn changes(registrar: &mut Registrar, ms: &str, log: &mut Vec<String>) {
    while let Some(change) = registrar.poll_change() {
        log.push(match change {
            Change::Changed(binding) => format!("{ms} changed {}", &binding.contact[4..]),
            Change::Refreshed(binding) => format!("{ms} refreshed {}", &binding.contact[4..]),
            Change::Reachable { contact, .. } => format!("{ms} reachable {}", &contact[4..]),
            Change::Removed { contact, .. } => format!("{ms} removed {}", &contact[4..]),
        });
    }
}

fn register(registrar: &mut Registrar, text: &str, now: Instant) -> Result<Vec<Granted>, RegisterError> {
    let (from, rest) = text.split_once(' ').unwrap();
    registrar.register("201", &request(rest), flow(from), now)
}

fn request(text: &str) -> Message {
    let (call_id, rest) = text.split_once(' ').unwrap();
    let (cseq, rest) = rest.split_once(' ').unwrap();
    let (rest, user_agent) = rest.split_once("UA:").unwrap_or((rest, ""));
    let (contacts, expires) = rest.split_once("Expires:").unwrap_or((rest, ""));
    let mut text = format!(
        "REGISTER sip:pbx SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:201@pbx>;tag=f\r\n\
         To: <sip:201@pbx>\r\nCall-ID: {call_id}\r\nCSeq: {cseq} REGISTER\r\n"
    );
    for (name, value) in [("Contact", contacts), ("Expires", expires), ("User-Agent", user_agent)] {
        if !value.trim().is_empty() {
            text.push_str(&format!("{name}: {}\r\n", value.trim()));
        }
    }
    Message::parse(format!("{text}\r\n").as_bytes()).expect(&text)
}

fn flow(from: &str) -> Flow {
    let (name, port) = from.split_once(':').unwrap_or((from, "5060"));
    let host = match name {
        "phone" => "192.0.2.1",
        "other" => "192.0.2.2",
        name => panic!("{name}"),
    };
    Flow {
        transport: Transport::Udp,
        local: "192.0.2.9:5060".parse().unwrap(),
        remote: format!("{host}:{port}").parse().unwrap(),
    }
}

fn at(base: Instant, ms: u64) -> Instant {
    base + Duration::from_millis(ms)
}

fn settings() -> RegistrarSettings {
    RegistrarSettings::default()
}
