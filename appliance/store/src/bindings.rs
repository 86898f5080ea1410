//! Rows of bindings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{BindingChange, StoredBinding};
use rusqlite::{Connection, Row, params};

use crate::rows::parsed;

/// Writes one change.
pub(crate) fn write(conn: &Connection, change: &BindingChange) -> rusqlite::Result<()> {
    match change {
        BindingChange::Changed(binding) | BindingChange::Refreshed(binding) => {
            let sql = "insert or replace into binding (username, contact, transport, local, remote, instance, call_id,
                       cseq, user_agent, expires_us, interval_s) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
            conn.prepare_cached(sql)?.execute(params![
                binding.username.as_str(),
                binding.contact,
                binding.transport,
                binding.local.to_string(),
                binding.remote.to_string(),
                binding.instance,
                binding.call_id,
                binding.cseq,
                binding.user_agent,
                binding.expires.as_microsecond(),
                binding.interval_s,
            ])?;
        }
        BindingChange::Removed { username, contact } => {
            conn.prepare_cached("delete from binding where username = ? and contact = ?")?
                .execute(params![username.as_str(), contact])?;
        }
    }
    Ok(())
}

/// All bindings whose account still exists, with the changes that wait laid over them.
pub(crate) fn read<'a>(
    conn: &Connection,
    waiting: impl Iterator<Item = &'a BindingChange>,
) -> rusqlite::Result<Vec<StoredBinding>> {
    let sql = "select username, contact, transport, local, remote, instance, call_id, cseq, user_agent, expires_us,
               interval_s from binding
               where exists (select 1 from internal_name n where n.name = username and n.account is not null)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut bindings = BTreeMap::new();
    for binding in statement.query_map([], of_row)? {
        match binding {
            Ok(binding) => {
                bindings.insert((binding.username.clone(), binding.contact.clone()), binding);
            }
            // One that cannot be understood is one telephone that must register again.
            Err(error) => tracing::warn!(%error, "a stored binding is left out"),
        }
    }
    for change in waiting {
        match change {
            BindingChange::Changed(binding) | BindingChange::Refreshed(binding) => {
                bindings.insert((binding.username.clone(), binding.contact.clone()), binding.clone());
            }
            BindingChange::Removed { username, contact } => {
                bindings.remove(&(username.clone(), contact.clone()));
            }
        }
    }
    Ok(bindings.into_values().collect())
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<StoredBinding> {
    let expires_us: i64 = row.get(9)?;
    Ok(StoredBinding {
        username: parsed(row, 0)?,
        contact: row.get(1)?,
        transport: row.get(2)?,
        local: parsed(row, 3)?,
        remote: parsed(row, 4)?,
        instance: row.get(5)?,
        call_id: row.get(6)?,
        cseq: row.get(7)?,
        user_agent: row.get(8)?,
        expires: Timestamp::from_microsecond(expires_us).unwrap_or(Timestamp::MIN),
        interval_s: row.get(10)?,
    })
}

#[cfg(test)]
pub(crate) fn sample(name: &str, cseq: u32) -> StoredBinding {
    StoredBinding {
        username: name.parse().unwrap(),
        contact: format!("sip:{name}@192.0.2.7:5062"),
        transport: "udp".to_owned(),
        local: "192.0.2.1:5060".parse().unwrap(),
        remote: "[2001:db8::7]:5062".parse().unwrap(),
        instance: String::new(),
        call_id: "abc".to_owned(),
        cseq,
        user_agent: "Snom/10".to_owned(),
        expires: Timestamp::from_second(1_800_000_000).unwrap(),
        interval_s: 300,
    }
}
