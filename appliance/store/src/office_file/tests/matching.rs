//! Which row a table of a file means.

use model::{Dialled, Ha1};

use super::{OFFICE, load};
use crate::testing::Fixture;

#[test]
fn numbers_are_swapped_by_a_second_file() {
    for ids in [true, false] {
        let fixture = Fixture::new();
        load(&fixture, &two("201", "202")).unwrap();
        let second = if ids {
            // The dump with its ids, the numbers exchanged.
            let dump = fixture.store.dump(false).unwrap();
            dump.replace("\"201\"", "\"x\"").replace("\"202\"", "\"201\"").replace("\"x\"", "\"202\"")
        } else {
            two("202", "201")
        };
        load(&fixture, &second).unwrap();
        let directory = fixture.store.directory();
        let name = |number: &str| match directory.resolve(number) {
            Some(Dialled::Line(line)) => directory.line(line).unwrap().display_name.clone(),
            other => panic!("{number}: {other:?}"),
        };
        assert_eq!((name("201").as_str(), name("202").as_str()), ("Ben", "Anna"), "with ids: {ids}");
        assert_eq!(fixture.store.check().unwrap(), []);
        assert_eq!(directory.lines().count(), 2);
    }
}

#[test]
fn what_is_found_through_its_line_is_renamed_and_moved() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    // Anna becomes Carla; the account u201 moves to a second line of hers.
    let written = load(
        &fixture,
        r#"
[[person]]
first_name = "Carla"
[[person.line]]
number = "201"
[[person.line]]
number = "211"
[[person.line.sip]]
username = "u201"
"#,
    )
    .unwrap();
    assert_eq!(written.rows, 3);
    let directory = fixture.store.directory();
    let account = directory.account("u201").unwrap();
    assert_eq!((account.number.as_str(), account.display_name.as_str()), ("211", "Carla"));
    let username = "u201".parse().unwrap();
    let ha1 = Ha1::new(&username, &directory.realm, "written-here-only-for-tests");
    assert_eq!(account.ha1, ha1, "it keeps its secret");
}

#[test]
fn a_person_without_lines_is_found_by_name_or_email() {
    let fixture = Fixture::new();
    load(&fixture, "[[person]]\nfirst_name = \"Eve\"\nemail = \"eve@example.com\"").unwrap();
    assert_eq!(load(&fixture, "[[person]]\nfirst_name = \"Eve\"").unwrap().rows, 0);
    load(&fixture, "[[person]]\nfirst_name = \"Eva\"\nemail = \"eve@example.com\"").unwrap();
    assert_eq!(fixture.column("select first_name from person"), ["Eva"]);
    load(&fixture, "[[person]]\nfirst_name = \"Eva\"\n[[person]]\nfirst_name = \"Eva\"").unwrap();
    assert_eq!(fixture.column("select count(*) from person"), ["2"], "two tables are two people");
}

#[test]
fn sites_are_found_by_name_and_used_by_name() {
    let fixture = Fixture::new();
    let file = "[[site]]\nname = \"Branch\"\nsubnets = [\"10.1.0.0/16\"]\n[[person]]\nfirst_name = \"Eve\"\nsite = \"branch\"";
    load(&fixture, file).unwrap();
    assert_eq!(load(&fixture, file).unwrap().rows, 0);
    assert_eq!(fixture.column("select s.name from person p join site s on s.id = p.site"), ["Branch"]);
}

fn two(anna: &str, ben: &str) -> String {
    format!(
        "[[person]]\nfirst_name = \"Anna\"\n[[person.line]]\nnumber = {anna:?}\n[[person.line.sip]]
[[person]]\nfirst_name = \"Ben\"\n[[person.line]]\nnumber = {ben:?}\n[[person.line.sip]]"
    )
}
