//! The one name space of everything that can be dialled inside, derived at the end of each change.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;
use crate::rows::{contact_method, line};
use crate::write::RowChange;

/// Derives the names of all lines that a change touches.
pub(crate) fn derive(conn: &Connection, changes: &[RowChange]) -> Result<(), Error> {
    let lines = touched(changes);
    // All are given up before any is taken, so that numbers can be swapped.
    for line in &lines {
        conn.prepare_cached("delete from internal_name where line = ?")?.execute([line])?;
    }
    lines.iter().try_for_each(|line| derive_line(conn, line))
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

fn derive_line(conn: &Connection, line: &[u8; 16]) -> Result<(), Error> {
    let number: Option<String> = conn
        .prepare_cached("select number from line where id = ?")?
        .query_row([line], |row| row.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(());
    };
    take(conn, &number, line, None)?;
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
            take(conn, &username, line, Some(&id))?;
        }
    }
    Ok(())
}

fn take(conn: &Connection, name: &str, line: &[u8; 16], account: Option<&[u8; 16]>) -> Result<(), Error> {
    let holder: Option<[u8; 16]> = conn
        .prepare_cached("select line from internal_name where name = ?")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if let Some(holder) = holder {
        return Err(Error::NameTaken { name: name.to_owned(), holder: line_words(conn, &holder)? });
    }
    conn.prepare_cached("insert into internal_name (name, line, is_number, account) values (?, ?, ?, ?)")?
        .execute(params![name, line, account.is_none(), account])?;
    Ok(())
}

/// "line 201 of Anna Berg".
fn line_words(conn: &Connection, line: &[u8; 16]) -> rusqlite::Result<String> {
    let sql = "select l.number, coalesce(trim(p.first_name || ' ' || p.last_name), o.name, e.name, '')
               from line l left join person p on p.id = l.person left join place o on o.id = l.place
               left join equipment e on e.id = l.equipment where l.id = ?";
    conn.prepare_cached(sql)?.query_row([line], |row| {
        let (number, owner): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(if owner.is_empty() { format!("line {number}") } else { format!("line {number} of {owner}") })
    })
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
