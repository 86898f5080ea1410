//! Tests of the change log.

use jiff::Timestamp;
use model::Person;
use rusqlite::Connection;
use sync::Hlc;

use super::Stamps;
use crate::change::Change;
use crate::testing::{Fixture, member, who};
use crate::upgrade::SCHEMA;

const CELLS: &str =
    "select tbl || '.' || col || ' by ' || site || ' in ' || seq from sync_cell order by tbl, col";

#[test]
fn a_transaction_has_one_number_and_one_stamp() {
    let fixture = Fixture::with(1);
    // Person 3, line 6, contact method 7, each with all its columns.
    let cells = fixture.column(CELLS);
    assert_eq!(cells.len(), 8 + 17 + 8);
    assert!(cells.iter().all(|cell| cell.ends_with(" by 0 in 1")), "{cells:?}");
    assert_eq!(fixture.column("select count(distinct hlc) from sync_cell"), ["1"]);
}

#[test]
fn only_the_cell_that_changes_is_stamped_anew() {
    let fixture = Fixture::with(1);
    let person = Person { last_name: "Berg".to_owned(), ..member(1).person };
    fixture.store.write(&who(), Change::new().put(person.clone())).unwrap();
    assert_eq!(fixture.column("select tbl || '.' || col from sync_cell where seq = 2"), ["3.2"]);
    fixture.store.write(&who(), Change::new().put(person)).unwrap();
    assert_eq!(
        fixture.column("select max(seq) from sync_cell"),
        ["2"],
        "nothing changed, nothing is numbered"
    );
}

#[test]
fn a_deleted_row_leaves_one_mark_and_comes_back_stamped() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let change = Change::new().delete(anna.account.id).delete(anna.line.id);
    fixture.store.write(&who(), change).unwrap();
    let marks = fixture.column("select tbl || '.' || col || ' in ' || seq from sync_cell where tbl > 3");
    assert_eq!(marks, ["6.0 in 2", "7.0 in 2"]);
    fixture.store.write(&who(), Change::new().put(anna.line)).unwrap();
    let cells = fixture.column("select col || ' in ' || seq from sync_cell where tbl = 6 order by col");
    assert_eq!(cells, (0..=17).map(|column| format!("{column} in 3")).collect::<Vec<_>>());
}

#[test]
fn a_refused_change_uses_no_number_up() {
    let fixture = Fixture::with(1);
    fixture.store.write(&who(), Change::new().delete(member(1).person.id)).unwrap_err();
    fixture.store.write(&who(), member(2).put(Change::new())).unwrap();
    assert_eq!(fixture.column("select max(seq) from sync_cell"), ["2"]);
}

#[test]
fn numbers_and_stamps_go_on_after_a_restart_even_when_the_clock_was_set_back() {
    let mut fixture = Fixture::with(1);
    let before = fixture.column("select max(hlc) from sync_cell")[0].parse::<i64>().unwrap();
    let (mut options, _) = crate::testing::options();
    options.clock = std::sync::Arc::new(|| Timestamp::from_second(1_000_000_000).unwrap());
    fixture.options = options;
    fixture.reopen();
    fixture.store.write(&who(), member(2).put(Change::new())).unwrap();
    let after = fixture.column("select max(hlc) from sync_cell where seq = 2")[0].parse::<i64>().unwrap();
    assert_eq!(after, before + 1);
}

#[test]
fn the_defaults_of_a_new_database_have_no_stamps() {
    assert_eq!(Fixture::new().column(CELLS), Vec::<String>::new());
}

#[test]
fn what_comes_from_the_other_side_is_not_stamped_again() {
    let mut conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(SCHEMA).unwrap();
    conn.execute_batch("insert into sync_state values ('epoch', '3')").unwrap();
    let wall = std::sync::Arc::new(|| Timestamp::from_millisecond(5).unwrap());
    let stamps = Stamps::install(&mut conn, wall).unwrap();
    stamps.set_applying(true);
    conn.execute_batch("insert into site values (x'01', 'a', '', '', '', '', '[]')").unwrap();
    stamps.set_applying(false);
    assert_eq!(stamps.last_seq(), 0);
    conn.execute_batch("update site set name = 'b'").unwrap();
    let cell: (i64, i64, i64) = conn
        .query_row("select col, hlc, site from sync_cell", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(cell, (1, Hlc::at_ms(5).stored(), 6));
    assert_eq!(stamps.last_seq(), 1);
}
