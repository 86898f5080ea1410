//! What RFC 4475 and RFC 5118 say of each of their messages.

use std::path::Path;

/// Names and answers of RFC 4475: the shared table, which also says what was accepted of other exchanges, and what differs.
pub(crate) fn by_the_rfc(dir: &Path) -> Vec<(String, String)> {
    let table = std::fs::read_to_string(dir.join("expected.csv")).expect("a readable table");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let own = BY_THE_RFC.iter().find(|(own, _)| *own == cells[0]);
        (cells[0].to_owned(), own.map_or(cells[3], |(_, allowed)| allowed).to_owned())
    };
    table.lines().skip(1).map(row).collect()
}

/// Whether these words, separated by bars, allow this answer.
pub(crate) fn is_allowed(allowed: &str, answer: Option<u16>) -> bool {
    allowed.split('|').any(|word| match word {
        "silent" => answer.is_none(),
        // What is repaired may be answered like any good message.
        "lenient" => answer.is_some(),
        "1xx" | "1xx_without_sdp" => answer.is_some_and(|status| (100..200).contains(&status)),
        number => number.parse().ok() == answer,
    })
}

/// Rows that differ from the shared table, each with why: name, what is allowed.
const BY_THE_RFC: &[(&str, &str)] = &[
    // §3.1.1.2, §3.1.1.5: a UAS that does not know a method rejects it and says which ones it knows: 405 with Allow
    // (RFC 3261 §8.2.1).
    ("intmeth", "405"),
    ("esc02", "405"),
    // §3.1.1.7: "valid; long values". Refusing it as too long, as the table has it, is giving up.
    ("longreq", "1xx|200|401|403|404|407|480|486|488"),
    // §3.1.1.8: a REGISTER; what follows it in the datagram is no request, so there is one answer to the REGISTER.
    ("dblreq", "401"),
    // §3.3.4: the To of a REGISTER must be a SIP or SIPS URI: 400, whoever asks. The table allows even a 200.
    ("unksm2", "400"),
    // §3.3.7: a scheme that nobody knows is no credential: the request is challenged.
    ("regaut01", "401"),
    // §3.3.15: the answer would have to be in a form that is not understood: 406.
    ("sdp01", "406"),
];

/// RFC 5118, made from its sections; the messages are for a stranger's office, so that what is right is challenged, or meets
/// no dialog.
///
/// File, section, answers, why.
pub(crate) const RFC_5118: &[(&str, &str, &str, &str)] = &[
    ("ipv6-good", "4.1", "401", "a REGISTER with an IPv6 reference: valid, challenged"),
    ("ipv6-bad", "4.2", "400", "the address in the Request-URI has no brackets"),
    ("port-ambiguous", "4.3", "401", "5070 is a part of the address: valid, challenged"),
    ("port-unambiguous", "4.4", "401", "a port behind the reference: valid, challenged"),
    ("via-received-param-with-delim", "4.5", "481", "brackets in received are taken; a BYE without a dialog"),
    (
        "via-received-param-no-delim",
        "4.5",
        "200",
        "received without brackets is what the grammar says; OPTIONS",
    ),
    ("ipv6-in-sdp", "4.6", "401", "addresses in SDP have no brackets: valid, challenged"),
    ("mult-ip-in-header", "4.7", "481", "both families in Via: valid; a BYE without a dialog"),
    ("mult-ip-in-sdp", "4.8", "401", "both families in SDP: valid, challenged"),
    ("ipv4-mapped-ipv6", "4.9", "401", "an IPv4-mapped address is an IPv6 address: valid, challenged"),
    (
        "ipv6-correct-abnf-2-colons",
        "4.10",
        "200",
        "the right form of an address that ends like IPv4; OPTIONS",
    ),
    (
        "ipv6-bug-abnf-3-colons",
        "4.10",
        "200",
        "the form that the bug in RFC 3261's grammar makes is taken; OPTIONS",
    ),
];
