//! Looks the whole database over.

use std::collections::HashMap;

use model::{ContactKind, ContactMethod, ContactMethodId};
use rusqlite::Connection;

use crate::directory;
use crate::error::Error;
use crate::key::TenantKey;
use crate::names;
use crate::rows::{Stored, contact_method};
use crate::seal;
use crate::store::Store;
use crate::table::TABLES;

/// Findings of one kind that are listed at most.
const FINDINGS_MAX: usize = 100;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: "database", "references", "names", "secrets", "change log".
    pub area: &'static str,
    /// What is wrong, for people.
    pub words: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.area, self.words)
    }
}

impl Store {
    /// Looks the whole database over; no findings mean that all is well. Reads everything, so it takes its time.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        let key = &self.shared().key;
        self.shared().readers.read(|conn| Ok(check(conn, key)?))
    }
}

fn check(conn: &Connection, key: &TenantKey) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut found = |area, words: Vec<String>| {
        findings.extend(words.into_iter().take(FINDINGS_MAX).map(|words| Finding { area, words }));
    };
    let words =
        texts(conn, "select integrity_check from pragma_integrity_check where integrity_check <> 'ok'")?;
    found("database", words);
    let sql = "select 'a row of ' || \"table\" || ' refers to a ' || parent || ' that is not there'
               from pragma_foreign_key_check";
    found("references", texts(conn, sql)?);
    found("names", names::inconsistent(conn)?);
    found("secrets", secrets(conn, key)?);
    found("change log", unstamped(conn)?);
    Ok(findings)
}

fn secrets(conn: &Connection, key: &TenantKey) -> rusqlite::Result<Vec<String>> {
    let sealed: HashMap<ContactMethodId, Vec<u8>> = directory::sealed_secrets(conn)?;
    let mut words = Vec::new();
    for account in ContactMethod::all(conn)? {
        let ContactKind::Sip { username, .. } = &account.kind else {
            continue;
        };
        match sealed.get(&account.id) {
            None => words.push(format!("the account {username} has no secret")),
            Some(blob) => {
                if let Err(error) = seal::open(key, &contact_method::seal_row(account.id), blob) {
                    words.push(format!("the secret of the account {username} does not open: {error}"));
                }
            }
        }
    }
    Ok(words)
}

/// Rows that exist without a stamp were not written through the door; the defaults of a new database are.
fn unstamped(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut words = Vec::new();
    for table in TABLES.iter().filter(|table| !["office", "site"].contains(&table.name)) {
        let (name, number) = (table.name, table.number);
        let rows = texts(
            conn,
            &format!(
                "select '{name} ' || hex(id) || ' was not written by this program' from {name} as t
                 where not exists (select 1 from sync_cell where tbl = {number} and pk = t.id and col <> 0)"
            ),
        )?;
        words.extend(rows);
    }
    Ok(words)
}

fn texts(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use crate::testing::Fixture;

    #[test]
    fn a_good_database_has_no_findings() {
        assert_eq!(Fixture::with(3).store.check().unwrap(), []);
    }

    #[test]
    fn each_damage_is_found() {
        for (damage, expected) in [
            ("delete from internal_name where name = 'u201'", "names: the name u201 is missing"),
            ("update line set number = '999' where number = '202'", "names: the name 999 is missing"),
            (
                "update contact_method set secret = null where username = 'u201'",
                "secrets: the account u201 has no secret",
            ),
            (
                "update contact_method set secret = x'0102' where username = 'u202'",
                "secrets: the secret of the account u202 does not open: it is no sealed secret that this program knows",
            ),
            (
                "update contact_method set secret =
                 (select secret from contact_method where username = 'u201') where username = 'u202'",
                "secrets: the secret of the account u202 does not open: it was changed, or belongs to another row",
            ),
            (
                "delete from person where first_name = 'Person1'",
                "references: a row of line refers to a person that is not there",
            ),
            (
                "insert into place select x'00', 'door', id from site",
                "change log: place 00 was not written by this program",
            ),
        ] {
            let fixture = Fixture::with(2);
            let conn = Connection::open(fixture.dir.path().join("bellbox.db")).unwrap();
            conn.execute_batch("pragma foreign_keys = off").unwrap();
            conn.execute_batch(damage).unwrap();
            let findings: Vec<String> =
                fixture.store.check().unwrap().iter().map(ToString::to_string).collect();
            assert!(findings.iter().any(|words| words == expected), "{damage}: {findings:?}");
        }
    }
}
