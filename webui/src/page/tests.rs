//! The page in every language and in every trouble.

use super::*;
use crate::status::{Bound, Call};

#[test]
fn every_language_says_everything_in_its_own_words() {
    let pages: Vec<String> = Language::ALL.iter().map(|&language| render(&busy(), language)).collect();
    for (page, language) in pages.iter().zip(Language::ALL) {
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
        assert!(!page.contains("<dt></dt>") && !page.contains("<h2></h2>") && !page.contains("<p></p>"));
        // The same elements in the same order, whatever the words.
        assert_eq!(skeleton(page), skeleton(&pages[0]), "{}", language.tag());
    }
    for (index, page) in pages.iter().enumerate() {
        assert!(!pages[..index].contains(page), "two languages are the same");
    }
}

#[test]
fn what_somebody_typed_stays_text() {
    let status = Status { office: "<script>alert(1)</script> & \"Söhne\"".to_owned(), ..busy() };
    let page = render(&status, Language::En);
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot;"));
}

#[test]
fn says_where_it_is_found_when_bound_to_all_addresses() {
    let page = render(&busy(), Language::En);
    assert!(page.contains("<code>0.0.0.0:5060</code><br>\n<code>192.0.2.2:5060</code></td>"), "{page}");
}

#[test]
fn tells_how_many_call_but_not_who() {
    let page = render(&busy(), Language::En);
    assert!(page.contains("<dt>Calls now</dt><dd>1</dd>"));
    assert!(!page.contains("201"));
}

#[test]
fn trouble_is_told_in_place_of_well() {
    let mut status = busy();
    assert!(render(&status, Language::En).contains("Everything works."));
    status.disk.writable = false;
    status.switch_answers = false;
    let page = render(&status, Language::En);
    assert!(!page.contains("Everything works."));
    assert!(page.contains("The disk cannot be written to.") && page.contains("The exchange does not answer"));
}

#[test]
fn how_many_are_registered_is_said_in_the_same_breath() {
    for language in Language::ALL {
        let words = words::of(language);
        let sentence = |registered| {
            let page = render(&Status { registered, ..busy() }, language);
            let (_, sentence) = page.split_once("</b> ").unwrap();
            sentence.split_once("</p>").unwrap().0.to_owned()
        };
        let [some, none] = [sentence(3), sentence(0)];
        assert!(some.starts_with(words.well) && some.contains("3 ") && some.ends_with(" 5."), "{some}");
        assert!(!none.contains(words.well) && none.contains("0 ") && none.ends_with(" 5."), "{none}");
    }
}

#[test]
fn an_empty_office_is_told_how_to_begin() {
    assert!(!render(&busy(), Language::En).contains("bellbox load"));
    let status = Status { accounts: 0, ..busy() };
    assert!(render(&status, Language::En).contains("bellbox load"));
}

#[test]
fn needs_no_script_and_nothing_from_elsewhere() {
    let page = render(&busy(), Language::Fr);
    for forbidden in ["<script", "style=", "http://", "onclick", "<img"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn time_is_the_offices_own() {
    assert!(render(&busy(), Language::De).contains("1970-01-01 01:00:00 CET"));
    let nowhere = Status { timezone: "Nowhere/At all".to_owned(), ..busy() };
    assert!(render(&nowhere, Language::De).contains("1970-01-01 00:00:00 UTC"));
}

#[test]
fn uptime_is_in_the_unit_that_people_would_say() {
    let words = words::of(Language::En);
    for (seconds, number, unit) in [
        (0, "0", "seconds"),
        (119, "119", "seconds"),
        (120, "2", "minutes"),
        (7_200, "2", "hours"),
        (172_800, "2", "days"),
    ] {
        assert_eq!(uptime(seconds, words), (number.to_owned(), unit));
    }
}

fn busy() -> Status {
    let mut status = Status {
        version: "0.1.0".to_owned(),
        office: "Example Ltd".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        uptime_s: 150,
        switch_answers: true,
        accounts: 5,
        registered: 3,
        ..Status::default()
    };
    status.disk.writable = true;
    status.addresses.push(Bound {
        service: "SIP udp".to_owned(),
        address: "0.0.0.0:5060".to_owned(),
        reachable: vec!["192.0.2.2:5060".to_owned()],
    });
    status.calls.push(Call {
        id: "0".to_owned(),
        from: "201".to_owned(),
        to: "202".to_owned(),
        stage: "talking".to_owned(),
        since: status.at,
    });
    status
}

/// The page without its text.
fn skeleton(page: &str) -> Vec<&str> {
    page.split('<').filter_map(|part| part.split(['>', ' ']).next()).collect()
}
