//! Rules about logins that no single row can break: an owner stays, and a name means one login.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use model::sign_in_name;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::apply::{RowChange, read};
use crate::error::Error;
use crate::rows::{line, office, portal_user, shown};
use crate::table::Table;
use crate::validate;
use crate::wrong::Wrong;

/// Checks them after a change that could break them.
pub(crate) fn check(conn: &Connection, changes: &[RowChange], now: Timestamp) -> Result<(), Error> {
    let touched = |table: &Table| changes.iter().any(|change| change.table.number == table.number);
    if touched(&portal_user::TABLE) {
        an_owner_stays(conn, changes, now)?;
    }
    if [&portal_user::TABLE, &line::TABLE, &office::TABLE].into_iter().any(touched) {
        a_name_means_one_login(conn, changes)?;
    }
    Ok(())
}

/// The last owner is not deleted, demoted, put off or ended (one who begins later or ends some day is none), and nor is the
/// last who has a password: the others could not sign in. Where none of them has one, the first rule is all.
fn an_owner_stays(conn: &Connection, changes: &[RowChange], now: Timestamp) -> Result<(), Error> {
    // In the zone that is furthest behind: who may sign in there may do so everywhere.
    let today = now.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(-12))).date().to_string();
    let is_owner = |cells: &[Value]| {
        shown(cells, portal_user::ROLE) == "owner"
            && shown(cells, portal_user::ACTIVATION) <= today.as_str()
            && shown(cells, portal_user::EXPIRATION).is_empty()
    };
    let password = portal_user::UserSecret::Password.place();
    let signs_in = |cells: &[Value]| {
        is_owner(cells) && cells.get(password).is_some_and(|password| *password != Value::Null)
    };
    let owner = "select 1 from portal_user where role = 'owner' and activation <= ? and expiration = ''";
    let with_password = format!("{owner} and password is not null");
    let lost = |holds: &dyn Fn(&[Value]) -> bool| {
        let users = changes.iter().filter(|change| change.table.number == portal_user::TABLE.number);
        let mut lost = users.filter(|change| {
            change.old.as_deref().is_some_and(holds) && !change.new.as_deref().is_some_and(holds)
        });
        lost.next()
    };
    for (lost, others) in [(lost(&is_owner), owner), (lost(&signs_in), &with_password)] {
        let Some(change) = lost else { continue };
        let other = conn.prepare_cached(&format!("{others} limit 1"))?.query_row([&today], |_| Ok(()));
        if other.optional()?.is_none() {
            return Err(validate::invalid(&change.label(), "role", Wrong::LastOwner));
        }
    }
    Ok(())
}

/// Whoever signs in is found by login, email address or internal number, and by login and number also with one of the office's
/// names after it: "201@bakery". Only names that the change gives are looked at: an older database may have two of one.
fn a_name_means_one_login(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let given = |table: &Table| -> HashSet<[u8; 16]> {
        let of_table = changes.iter().filter(|change| change.table.number == table.number);
        of_table.filter(|change| change.new.is_some()).map(|change| change.id).collect()
    };
    let (users, lines) = (given(&portal_user::TABLE), given(&line::TABLE));
    let suffixes = suffixes(conn, changes)?;
    if users.is_empty() && lines.is_empty() && !suffixes.iter().any(|(_, is_given)| *is_given) {
        return Ok(());
    }
    // By name: who has it, and whether this change gives it.
    let mut names: HashMap<String, Holder> = HashMap::new();
    // Those that may be another's with a name of the office after it.
    let mut long: Vec<(String, Holder)> = Vec::new();
    let sql = "select id, login, login, null, 1 from portal_user
               union all select id, login, email, null, 0 from portal_user where email <> ''
               union all select u.id, u.login, l.number, l.id, 1 from portal_user u join line l on l.person = u.person";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (user, login, name): ([u8; 16], String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let line: Option<[u8; 16]> = row.get(3)?;
        let is_given = users.contains(&user) || line.is_some_and(|line| lines.contains(&line));
        let holder = Holder { user, login, is_given, is_local: row.get(4)? };
        if name.contains('@') {
            long.push((name.clone(), holder.clone()));
        }
        match names.get_mut(&sign_in_name(&name)) {
            Some(other) if other.user == user => {
                other.is_given |= is_given;
                other.is_local |= holder.is_local;
            }
            Some(other) => one_of(other, &holder, name, false)?,
            None => {
                names.insert(sign_in_name(&name), holder);
            }
        }
    }
    for (name, holder) in long {
        let folded = sign_in_name(&name);
        for (suffix, is_new) in &suffixes {
            let bare = folded.strip_suffix(suffix.as_str()).and_then(|bare| names.get(bare));
            if let Some(other) = bare.filter(|other| other.is_local && other.user != holder.user) {
                one_of(other, &holder, name.clone(), *is_new)?;
            }
        }
    }
    Ok(())
}

/// Refuses a name of two, if this change gives it to one of them. The one who had it before is told.
fn one_of(other: &Holder, holder: &Holder, name: String, is_new: bool) -> Result<(), Error> {
    if !(other.is_given || holder.is_given || is_new) {
        return Ok(());
    }
    let has = if holder.is_given { &other.login } else { &holder.login };
    Err(Error::NameTaken { name, holder: format!("portal user {has}") })
}

/// What may stand after a login or number, and whether this change makes it so.
fn suffixes(conn: &Connection, changes: &[RowChange]) -> Result<Vec<(String, bool)>, Error> {
    let of = |cells: &[Value]| -> Vec<String> {
        let names = office::TENANT.map(|place| sign_in_name(shown(cells, place)));
        names.into_iter().filter(|name| !name.is_empty()).map(|name| format!("@{name}")).collect()
    };
    let now = read(conn, &office::TABLE, office::key().as_bytes())?;
    let mut now = now.as_deref().map(of).unwrap_or_default();
    now.sort();
    now.dedup();
    let changed = changes.iter().find(|change| change.table.number == office::TABLE.number);
    let before = changed.map(|change| change.old.as_deref().map(of).unwrap_or_default());
    let is_new = |suffix: &String| before.as_ref().is_some_and(|before| !before.contains(suffix));
    Ok(now.into_iter().map(|suffix| (suffix.clone(), is_new(&suffix))).collect())
}

#[derive(Clone)]
struct Holder {
    user: [u8; 16],
    login: String,
    is_given: bool,
    /// Whether a name of the office may stand after it.
    is_local: bool,
}
