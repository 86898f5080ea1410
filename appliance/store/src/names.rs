//! The one name space of everything that can be dialled inside, derived at the end of each change.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;
use crate::rows::{contact_method, feature_code, line};
use crate::write::RowChange;

/// Derives the names of all lines that a change touches.
pub(crate) fn derive(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let lines = touched(changes);
    // All are given up before any is taken, so that numbers can be swapped.
    for line in &lines {
        conn.prepare_cached("delete from internal_name where line = ?")?.execute([line])?;
    }
    lines.iter().try_for_each(|line| derive_line(conn, changes, line))?;
    no_code_is_a_name(conn, changes)
}

/// What is dialled for a feature reaches no line.
fn no_code_is_a_name(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let sql = "select code, line from feature_code join internal_name on name = code limit 1";
    let found = conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((name, line)): Option<(String, [u8; 16])> = found else { return Ok(()) };
    let by_code = changes.iter().any(|change| change.table.number == feature_code::TABLE.number);
    let holder = if by_code { line_words(conn, &line)? } else { format!("feature code {name}") };
    Err(Error::NameTaken { name, holder })
}

/// The lines whose names may have changed.
fn touched(changes: &[RowChange]) -> BTreeSet<[u8; 16]> {
    let mut lines = BTreeSet::new();
    for change in changes {
        if change.table.number == line::TABLE.number {
            lines.insert(change.id);
        }
        if change.table.number == contact_method::TABLE.number {
            for cell in [change.old_cell(contact_method::LINE), change.new_cell(contact_method::LINE)] {
                if let Value::Blob(bytes) = cell
                    && let Ok(line) = bytes.as_slice().try_into()
                {
                    lines.insert(line);
                }
            }
        }
    }
    lines
}

fn derive_line(conn: &Connection, changes: &[RowChange], line: &[u8; 16]) -> Result<(), Error> {
    let number: Option<String> = conn
        .prepare_cached("select number from line where id = ?")?
        .query_row([line], |row| row.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(());
    };
    take(conn, changes, &number, &Side { line: *line, account: None })?;
    let sql = "select id, username from contact_method where line = ? and kind = 'sip' order by position, id";
    let mut statement = conn.prepare_cached(sql)?;
    let accounts = statement.query_map([line], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut shared = false;
    for account in accounts {
        let (id, username): ([u8; 16], String) = account?;
        if username == number && !shared {
            // The account that is named like its own line's number.
            shared = true;
            conn.prepare_cached("update internal_name set account = ? where name = ?")?
                .execute(params![id, number])?;
        } else {
            take(conn, changes, &username, &Side { line: *line, account: Some(id) })?;
        }
    }
    Ok(())
}

/// Who has a name, or wants it: a line as its number, or an account as its username.
struct Side {
    line: [u8; 16],
    account: Option<[u8; 16]>,
}

fn take(conn: &Connection, changes: &[RowChange], name: &str, wanted: &Side) -> Result<(), Error> {
    let holder = conn
        .prepare_cached("select line, iif(is_number, null, account) from internal_name where name = ?")?
        .query_row([name], |row| Ok(Side { line: row.get(0)?, account: row.get(1)? }))
        .optional()?;
    if let Some(holder) = holder {
        return Err(clash(conn, changes, name, wanted, &holder)?);
    }
    conn.prepare_cached("insert into internal_name (name, line, is_number, account) values (?, ?, ?, ?)")?
        .execute(params![name, wanted.line, wanted.account.is_none(), wanted.account])?;
    Ok(())
}

/// Lines are derived in the order of their keys, so the one that has a name may be the one that it is new to.
fn clash(
    conn: &Connection,
    changes: &[RowChange],
    name: &str,
    one: &Side,
    other: &Side,
) -> rusqlite::Result<Error> {
    let (newcomer, holder) = if one.is_new(changes) { (one, other) } else { (other, one) };
    let (number, account) = if newcomer.account.is_none() { (newcomer, holder) } else { (holder, newcomer) };
    if number.account.is_none() && account.account.is_some() && number.is_new(changes) {
        return Ok(Error::NumberIsUsername {
            number: name.to_owned(),
            owner: owner_words(conn, &number.line)?,
            account_owner: owner_words(conn, &account.line)?,
            is_wanted: account.is_new(changes),
        });
    }
    Ok(Error::NameTaken { name: name.to_owned(), holder: line_words(conn, &holder.line)? })
}

impl Side {
    /// Whether the change gives it the name.
    fn is_new(&self, changes: &[RowChange]) -> bool {
        let (table, id, cell) = match &self.account {
            Some(account) => (&contact_method::TABLE, account, contact_method::USERNAME),
            None => (&line::TABLE, &self.line, line::NUMBER),
        };
        changes
            .iter()
            .filter(|change| change.table.number == table.number && change.id == *id)
            .any(|change| change.old_cell(cell) != change.new_cell(cell))
    }
}

/// "line 201 of Anna Berg".
fn line_words(conn: &Connection, line: &[u8; 16]) -> rusqlite::Result<String> {
    let (number, owner) = number_and_owner(conn, line)?;
    Ok(if owner.is_empty() { format!("line {number}") } else { format!("line {number} of {owner}") })
}

/// "Anna Berg"; the line when its owner has no name.
fn owner_words(conn: &Connection, line: &[u8; 16]) -> rusqlite::Result<String> {
    let (number, owner) = number_and_owner(conn, line)?;
    Ok(if owner.is_empty() { format!("line {number}") } else { owner })
}

fn number_and_owner(conn: &Connection, line: &[u8; 16]) -> rusqlite::Result<(String, String)> {
    let sql = "select l.number, coalesce(trim(p.first_name || ' ' || p.last_name), o.name, e.name, '')
               from line l left join person p on p.id = l.person left join place o on o.id = l.place
               left join equipment e on e.id = l.equipment where l.id = ?";
    conn.prepare_cached(sql)?.query_row([line], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Names that are not as they are derived, for [`crate::Store::check`].
pub(crate) fn inconsistent(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "with wanted (name, line, is_number, account) as (
                   select number, id, 1, (select id from contact_method c where c.line = line.id and c.kind = 'sip'
                       and c.username = line.number order by position, id limit 1) from line
                   union all
                   select c.username, c.line, 0, c.id from contact_method c join line l on l.id = c.line
                   where c.kind = 'sip' and c.username <> l.number
               )
               select 'the name ' || name || ' is missing' from (select * from wanted except select * from internal_name)
               union all
               select 'the name ' || name || ' is wrong' from (select * from internal_name except select * from wanted)
               union all
               select 'the name ' || name || ' is given ' || count(*) || ' times' from wanted
               group by name collate nocase having count(*) > 1";
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}
