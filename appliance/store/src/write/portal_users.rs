//! Rules about logins that no single row can break: an owner stays, and a name means one login.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use model::sign_in_name;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::apply::RowChange;
use crate::error::Error;
use crate::rows::{line, portal_user, shown};
use crate::table::Table;
use crate::validate;
use crate::wrong::Wrong;

/// Checks them after a change that could break them.
pub(crate) fn check(conn: &Connection, changes: &[RowChange], now: Timestamp) -> Result<(), Error> {
    let touched = |table: &Table| changes.iter().any(|change| change.table.number == table.number);
    if touched(&portal_user::TABLE) {
        an_owner_stays(conn, changes, now)?;
    }
    if touched(&portal_user::TABLE) || touched(&line::TABLE) {
        a_name_means_one_login(conn, changes)?;
    }
    Ok(())
}

/// The last owner is not deleted, demoted, put off or ended (one who begins later or ends some day is none).
fn an_owner_stays(conn: &Connection, changes: &[RowChange], now: Timestamp) -> Result<(), Error> {
    // In the zone that is furthest behind: who may sign in there may do so everywhere.
    let today = now.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(-12))).date().to_string();
    let is_owner = |cells: &[Value]| {
        shown(cells, portal_user::ROLE) == "owner"
            && shown(cells, portal_user::ACTIVATION) <= today.as_str()
            && shown(cells, portal_user::EXPIRATION).is_empty()
    };
    let users = changes.iter().filter(|change| change.table.number == portal_user::TABLE.number);
    let mut lost = users.filter(|change| {
        change.old.as_deref().is_some_and(is_owner) && !change.new.as_deref().is_some_and(is_owner)
    });
    let Some(change) = lost.next() else { return Ok(()) };
    let sql =
        "select 1 from portal_user where role = 'owner' and activation <= ? and expiration = '' limit 1";
    match conn.prepare_cached(sql)?.query_row([&today], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => Err(validate::invalid(&change.label(), "role", Wrong::LastOwner)),
    }
}

/// Whoever signs in is found by login, email address or internal number. Only names that the change gives are looked at: an
/// older database may have two of one.
fn a_name_means_one_login(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let given = |table: &Table| -> HashSet<[u8; 16]> {
        let of_table = changes.iter().filter(|change| change.table.number == table.number);
        of_table.filter(|change| change.new.is_some()).map(|change| change.id).collect()
    };
    let (users, lines) = (given(&portal_user::TABLE), given(&line::TABLE));
    // By name: who has it, and whether this change gives it.
    let mut names: HashMap<String, Holder> = HashMap::new();
    let sql = "select id, login, login, null from portal_user
               union all select id, login, email, null from portal_user where email <> ''
               union all select u.id, u.login, l.number, l.id from portal_user u join line l on l.person = u.person";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (user, name): ([u8; 16], String) = (row.get(0)?, row.get(2)?);
        let line: Option<[u8; 16]> = row.get(3)?;
        let is_given = users.contains(&user) || line.is_some_and(|line| lines.contains(&line));
        let holder = Holder { user, login: row.get(1)?, is_given };
        match names.get(&sign_in_name(&name)) {
            Some(other) if other.user != holder.user && (other.is_given || is_given) => {
                // The one who had it before is told.
                let has = if is_given { &other.login } else { &holder.login };
                return Err(Error::NameTaken { name, holder: format!("portal user {has}") });
            }
            Some(_) => {}
            None => {
                names.insert(sign_in_name(&name), holder);
            }
        }
    }
    Ok(())
}

struct Holder {
    user: [u8; 16],
    login: String,
    is_given: bool,
}
