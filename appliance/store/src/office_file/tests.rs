//! Tests of loading and dumping.

mod errors;
mod matching;
mod round_trip;

use model::{ContactKind, Dialled, Ha1, KeyKind};

use super::{OfficeFile, PreviewLine};
use crate::error::Error;
use crate::testing::{Fixture, who};

/// An office with something of everything.
const OFFICE: &str = include_str!("tests/office.toml");

#[test]
fn a_file_becomes_an_office() {
    let fixture = Fixture::new();
    let written = load(&fixture, OFFICE).unwrap();
    assert_eq!(written.generated.len(), 1, "Ben's");
    let directory = fixture.store.directory();
    assert_eq!(directory.office.timezone, "Europe/Berlin");
    let anna = directory.account("u201").unwrap();
    let username = "u201".parse().unwrap();
    assert_eq!(anna.ha1, Ha1::new(&username, &directory.realm, "written-here-only-for-tests"));
    let Some(Dialled::Line(ben)) = directory.resolve("202") else { panic!("202 is Ben") };
    let ben = directory.line(ben).unwrap();
    assert_eq!(ben.display_name, "Ben Cole");
    assert!(matches!(ben.contact_methods[0].kind, ContactKind::App));
    assert!(
        matches!(&ben.contact_methods[1].kind, ContactKind::Sip { username, .. } if username.as_str() == "202")
    );
    assert!(matches!(ben.contact_methods[2].kind, ContactKind::PstnForward { .. }));
    assert_eq!(fixture.column("select position from phone_account order by 1"), ["1", "3"]);
    assert_eq!(fixture.column("select kind from phone_key"), [crate::rows::word(KeyKind::Blf)]);
    assert_eq!(
        fixture.column(
            "select job_title || department || t.name || crm_user || hours
             from person p join time_frame t on t.id = p.time_frame"
        ),
        [concat!(
            "AccountantFinanceOffice hoursA-17",
            r#"["monday 09:00-12:00","monday 13:00-17:00","friday 09:00-24:00"]"#
        )]
    );
    assert_eq!(
        fixture.column(
            "select l.unavailable || (select number from line where id = l.unavailable_line) || l.outside_calls
             || l.internal_caller_id || a.name || p.number || l.record_inbound_external || l.record_inbound_internal
             || l.record_on_demand || l.recording_deliveries
             from line l join announcement a on a.id = l.external_announcement
             join caller_id c on c.line = l.id join phone_number p on p.id = c.phone_number"
        ),
        [r#"line2010Front deskRecorded calls+4989123450101["portal","email"]"#]
    );
    assert_eq!(
        fixture.column("select first_name from portal_user u join person p on p.id = u.person"),
        ["Anna"]
    );
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn loading_again_changes_nothing() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let dump = fixture.store.dump(true).unwrap();
    let again = load(&fixture, OFFICE).unwrap();
    assert_eq!((again.rows, again.generated.len()), (0, 0));
    assert_eq!(load(&fixture, &dump).unwrap().rows, 0);
    assert_eq!(load(&fixture, &fixture.store.dump(false).unwrap()).unwrap().rows, 0);
    assert_eq!(fixture.store.dump(true).unwrap(), dump);
}

#[test]
fn a_dump_is_a_file_for_people() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let dump = fixture.store.dump(false).unwrap();
    assert!(!dump.contains("secret"));
    // Ids are random; the rest reads as it was written.
    let lines: Vec<&str> =
        dump.lines().filter(|line| !line.starts_with("id = ") && !line.is_empty()).collect();
    let expected = include_str!("tests/dump.toml").replace("ANNA", &person_id(&dump, "Anna"));
    assert_eq!(lines.join("\n"), expected.trim_end());
}

#[test]
fn secrets_are_dumped_only_when_asked_and_that_is_noted() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let dump = fixture.store.dump_for(&who(), true).unwrap();
    assert!(dump.contains("secret = \"written-here-only-for-tests\""));
    let noted =
        fixture.column("select who_name || ': ' || what || ' ' || new from audit where new = 'revealed'");
    assert_eq!(noted, ["test: all SIP secrets revealed"]);
}

#[test]
fn a_secret_that_does_not_open_keeps_no_other_from_the_dump() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let sql = "update contact_method set secret = x'0102' where username = '202'";
    fixture.store.call(|engine| Ok(engine.conn.execute(sql, [])?)).unwrap();
    let dump = fixture.store.dump(true).unwrap();
    assert!(dump.contains("secret = \"written-here-only-for-tests\""));
    let comment = "# its secret cannot be read: give it a new one with `secret = ...`\n";
    assert!(dump.contains(&format!("username = \"202\"\n{comment}")), "{dump}");
    assert_eq!(load(&fixture, &dump).unwrap().rows, 0);
    load(&fixture, &dump.replace(comment, "secret = \"a-new-one-for-ben\"\n")).unwrap();
    assert!(fixture.store.dump(true).unwrap().contains("secret = \"a-new-one-for-ben\""));
}

#[test]
fn a_preview_says_what_would_happen_and_does_nothing() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let before = fixture.store.dump(false).unwrap();
    let file = parse(
        r#"
[office]
name = "Example GmbH"
[[person]]
first_name = "Anna"
last_name = "Berg"
[[person.line]]
number = "201"
[[person.line.sip]]
username = "u201"
secret = "another"
[[person.line.sip]]
username = "soft201"
[[phone]]
mac = "001565aabb01"
accounts = ["soft201"]
"#,
    )
    .unwrap();
    let preview = fixture.store.preview(&file).unwrap();
    assert_eq!(
        preview.to_string(),
        "warning account u201: its secret has fewer than 12 characters
change  the office: name: Example Ltd -> Example GmbH
change  person Anna: last_name: (empty) -> Berg
change  account u201: secret: changed
add     account soft201
change  account 1 of phone 001565aabb01: contact_method: account u201 -> account soft201
remove  account 3 of phone 001565aabb01
keep    site Main site (not in the file)
keep    time frame Office hours (not in the file)
keep    person Ben Cole (not in the file)
keep    avatar of person Anna Berg (not in the file)
keep    place Door (not in the file)
keep    equipment Fax (not in the file)
keep    announcement Recorded calls (not in the file)
keep    feature code *1 (not in the file)
keep    line 202 (not in the file)
keep    line 300 (not in the file)
keep    number +4989123450 (not in the file)
keep    app line (not in the file)
keep    account 202 (not in the file)
keep    forward to +4989123456 (not in the file)
keep    forward to sip:door@example.com (not in the file)
keep    mailbox of line 202 (not in the file)
keep    the mail server (not in the file)
keep    role Front desk (not in the file)
keep    portal user anna (not in the file)
keep    portal user desk (not in the file)
1 to add, 5 to change, 2 unchanged, 20 not in the file and kept"
    );
    assert_eq!(fixture.store.dump(false).unwrap(), before);
    assert!(preview.lines.contains(&PreviewLine::Added { what: "account soft201".to_owned() }));
}

#[test]
fn a_preview_warns_and_calls_rows_by_the_names_they_have() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    let line = fixture.column("select lower(hex(id)) from line where number = '300'");
    let id = uuid::Uuid::parse_str(&line[0]).unwrap();
    for (text, expected) in [
        (
            "[[person]]\nfirst_name = \"Bob\"\n[[person.line]]\nnumber = \"202\"".to_owned(),
            "warning 202 belongs to Ben Cole, who is renamed\nchange  person Ben Cole: first_name: Ben -> Bob\n",
        ),
        (
            format!("[[place]]\nname = \"Door\"\n[[place.line]]\nid = \"{id}\"\nnumber = \"112\""),
            "warning line 112: 112 is an emergency number or outside prefix\nchange  line 300: number: 300 -> 112\n",
        ),
        (
            "[[place]]\nname = \"Hall\"\n[[place.line]]\nnumber = \"0\"\n[[place.line.sip]]\nsecret = \"twelve-chars\""
                .to_owned(),
            "warning line 0: 0 is an emergency number or outside prefix\nadd     place Hall\nadd     line 0\nadd     account 0\n",
        ),
    ] {
        let preview = fixture.store.preview(&parse(&text).unwrap()).unwrap().to_string();
        assert!(preview.starts_with(expected) && preview.matches("warning").count() == 1, "{preview}");
    }
}

#[test]
fn a_file_larger_than_eight_mebibytes_is_refused() {
    let text = "#".repeat(OfficeFile::BYTES_MAX);
    parse(&text).unwrap();
    let error = parse(&(text + "#")).unwrap_err().to_string();
    assert_eq!(error, "office.toml, line 1, column 1: the file is larger than 8 MiB");
}

fn person_id(dump: &str, first_name: &str) -> String {
    let at = dump.find(&format!("first_name = {first_name:?}")).unwrap();
    let id = dump[..at].rfind("id = \"").unwrap() + 6;
    dump[id..id + 36].to_owned()
}

fn parse(text: &str) -> Result<OfficeFile, super::FileError> {
    OfficeFile::parse("office.toml", text)
}

fn load(fixture: &Fixture, text: &str) -> Result<crate::Written, Error> {
    fixture.store.load(&who(), &parse(text)?)
}
