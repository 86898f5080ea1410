//! Nobody is left pointing at what is gone: says who, instead of the database's "constraint failed".

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::apply::{self, RowChange};
use crate::error::{Dependent, Error};
use crate::rows::{contact_method, feature_code, line, phone};
use crate::table::Table;
use crate::validate;
use crate::wrong::Wrong;

/// Dependents that are named at most; more than fit on a page.
const DEPENDENTS_MAX: usize = 100;

pub(crate) fn check(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    for change in changes {
        match &change.new {
            None => unused(conn, change)?,
            Some(new) => targets(conn, change, new)?,
        }
    }
    let touched = |table: &Table| changes.iter().any(|change| change.table.number == table.number);
    if touched(&contact_method::TABLE) || touched(&phone::ACCOUNTS) {
        only_accounts_on_phones(conn)?;
    }
    if touched(&line::CALLER_IDS) {
        no_number_is_shown_twice(conn)?;
    }
    if touched(&line::TABLE) || touched(&feature_code::TABLE) {
        on_demand_has_a_code(conn)?;
    }
    Ok(())
}

/// Nothing refers to a deleted row.
fn unused(conn: &Connection, change: &RowChange) -> Result<(), Error> {
    let mut dependents = Vec::new();
    for (table, place) in Table::referrers(change.table) {
        let Some(column) = table.columns.get(place) else {
            continue;
        };
        let sql = format!("select id from {} where {} = ? limit {DEPENDENTS_MAX}", table.name, column.name);
        let mut statement = conn.prepare_cached(&sql)?;
        let ids = statement.query_map([&change.id], |row| row.get(0))?;
        for id in ids {
            let id: [u8; 16] = id?;
            let cells = apply::read(conn, table, &id)?.unwrap_or_default();
            let label = apply::called(conn, table, &cells)?;
            // What it is part of is gone already.
            let part = label.strip_suffix(&format!(" of a {}", change.table.name));
            let what = part.map(|part| format!("{part} of {}", change.label())).unwrap_or(label);
            dependents.push(Dependent { table: table.name, id, what });
        }
    }
    if dependents.is_empty() {
        return Ok(());
    }
    dependents.truncate(DEPENDENTS_MAX);
    Err(Error::InUse { what: change.label(), dependents })
}

/// What a row refers to exists.
fn targets(conn: &Connection, change: &RowChange, new: &[Value]) -> Result<(), Error> {
    for (column, cell) in change.table.columns.iter().zip(new) {
        let (Some(target), Value::Blob(id)) = (column.holds.target(), cell) else {
            continue;
        };
        let sql = format!("select 1 from {target} where id = ?");
        if conn.prepare_cached(&sql)?.query_row([id], |_| Ok(())).optional()?.is_none() {
            let why = Wrong::NoSuch { table: target };
            return Err(validate::invalid(&change.label(), column.name, why));
        }
    }
    Ok(())
}

/// Each part of a line is looked at alone when it is written.
fn no_number_is_shown_twice(conn: &Connection) -> Result<(), Error> {
    let sql = "select l.number from caller_id c join line l on l.id = c.line
               group by c.line, c.phone_number having count(*) > 1 limit 1";
    let line: Option<String> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    match line {
        None => Ok(()),
        Some(number) => Err(validate::invalid(&format!("line {number}"), "caller_ids", Wrong::Twice)),
    }
}

/// Who may record on demand has something to dial for it.
fn on_demand_has_a_code(conn: &Connection) -> Result<(), Error> {
    let sql = "select number from line where record_on_demand
               and not exists (select 1 from feature_code where feature = 'record-on-demand') limit 1";
    let line: Option<String> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    match line {
        None => Ok(()),
        Some(number) => {
            let why = Wrong::NeedsFeatureCode;
            Err(validate::invalid(&format!("line {number}"), "record_on_demand", why))
        }
    }
}

/// A telephone set registers accounts, not forwards.
fn only_accounts_on_phones(conn: &Connection) -> Result<(), Error> {
    let sql = "select p.mac from phone_account a join contact_method c on c.id = a.contact_method
               join phone p on p.id = a.phone where c.kind <> 'sip' limit 1";
    let phone: Option<String> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    match phone {
        None => Ok(()),
        Some(mac) => {
            let why = Wrong::NotASipAccount;
            Err(validate::invalid(&format!("phone {mac}"), "accounts", why))
        }
    }
}
