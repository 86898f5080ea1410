//! Rules about logins that no single row can break: an owner stays, and a name means one login.

use rusqlite::{Connection, OptionalExtension};

use super::apply::RowChange;
use crate::error::Error;
use crate::rows::{line, person, portal_user, shown};
use crate::table::Table;
use crate::validate;

/// Checks them after a change that could break them.
pub(crate) fn check(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let touched = |table: &Table| changes.iter().any(|change| change.table.number == table.number);
    if touched(&portal_user::TABLE) {
        an_owner_stays(conn, changes)?;
    }
    if [&portal_user::TABLE, &line::TABLE, &person::TABLE].into_iter().any(touched) {
        a_name_means_one_login(conn)?;
    }
    Ok(())
}

/// The last owner is not deleted, demoted, put off or ended (one who begins later or ends some day is none).
fn an_owner_stays(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let is_owner = |cells: &[rusqlite::types::Value]| {
        shown(cells, portal_user::ROLE) == "owner"
            && shown(cells, portal_user::ACTIVATION).is_empty()
            && shown(cells, portal_user::EXPIRATION).is_empty()
    };
    let users = changes.iter().filter(|change| change.table.number == portal_user::TABLE.number);
    let mut lost = users.filter(|change| {
        change.old.as_deref().is_some_and(is_owner) && !change.new.as_deref().is_some_and(is_owner)
    });
    let Some(change) = lost.next() else { return Ok(()) };
    let sql =
        "select 1 from portal_user where role = 'owner' and activation = '' and expiration = '' limit 1";
    match conn.prepare_cached(sql)?.query_row([], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => {
            Err(validate::invalid(&change.label(), "role", "the last owner must stay one, without an end"))
        }
    }
}

/// Whoever signs in is found by login, email address or internal number.
fn a_name_means_one_login(conn: &Connection) -> Result<(), Error> {
    let sql = "with name (user, login, word) as (
                   select id, login, lower(login) from portal_user
                   union select id, login, lower(email) from portal_user where email <> ''
                   union select u.id, u.login, lower(l.number) from portal_user u join line l on l.person = u.person)
               select a.word, b.login from name a join name b on b.word = a.word and b.user < a.user limit 1";
    let found: Option<(String, String)> =
        conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        None => Ok(()),
        Some((name, login)) => Err(Error::NameTaken { name, holder: format!("portal user {login}") }),
    }
}
