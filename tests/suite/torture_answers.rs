//! The torture messages of RFC 4475, sent to the whole exchange: each is answered as the table allows, and the
//! exchange still answers OPTIONS after it. RFC 5118's are taken without harm.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use world::World;

#[test]
fn rfc_4475_is_answered_as_its_table_allows() {
    let Some(dir) = world::shared("data/sip/rfc4475") else { return };
    let table = std::fs::read_to_string(dir.join("expected.csv")).expect("a readable table");
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (name, allowed) = (cells[0], cells[3]);
        let mut world = World::new(1, &["201"]);
        let answer = answer(&mut world, &read(&dir.join(format!("{name}.dat"))));
        if !is_allowed(allowed, answer) {
            wrong.push(format!("{name}: {answer:?} is not among {allowed}"));
        }
        assert!(is_alive(&mut world), "{name}: no answer to OPTIONS after it");
        rows += 1;
    }
    assert!(rows >= 49, "{rows} rows");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rfc_5118_does_no_harm() {
    let Some(dir) = world::shared("data/sip/rfc5118") else { return };
    let mut files = 0;
    for file in std::fs::read_dir(dir).expect("a readable folder") {
        let path = file.expect("a readable entry").path();
        if path.extension().is_some_and(|extension| extension == "sip") {
            let mut world = World::new(1, &["201"]);
            answer(&mut world, &read(&path));
            assert!(is_alive(&mut world), "{}: no answer to OPTIONS after it", path.display());
            files += 1;
        }
    }
    assert!(files >= 12, "{files} files");
}

/// The last status that was sent for a datagram from somewhere in the network.
fn answer(world: &mut World, datagram: &[u8]) -> Option<u16> {
    answers(world, datagram).last().copied()
}

/// All statuses that were sent in the next 300 ms; an earlier refusal may be among them again.
fn answers(world: &mut World, datagram: &[u8]) -> Vec<u16> {
    let before = world.diary.len();
    world.inject(SocketAddr::from(([10, 0, 0, 99], 5060)), datagram);
    world.run(Duration::from_millis(300));
    world.diary[before..].iter().filter_map(|line| status_of(line)).collect()
}

fn status_of(line: &str) -> Option<u16> {
    line.split_once(": SIP/2.0 ")?.1.get(..3)?.parse().ok()
}

fn is_allowed(allowed: &str, answer: Option<u16>) -> bool {
    allowed.split('|').any(|word| match word {
        "silent" => answer.is_none(),
        // What is repaired may be answered like any good message.
        "lenient" => answer.is_some(),
        "1xx" | "1xx_without_sdp" => answer.is_some_and(|status| (100..200).contains(&status)),
        number => number.parse().ok() == answer,
    })
}

fn is_alive(world: &mut World) -> bool {
    let options = "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.98:5060;branch=z9hG4bKalive\r\n\
        From: <sip:x@y>;tag=1\r\nTo: <sip:10.0.0.1>\r\nCall-ID: alive\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\
        Content-Length: 0\r\n\r\n";
    answers(world, options.as_bytes()).contains(&200)
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
