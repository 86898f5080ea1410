//! What a caller has seen must still be so, or somebody else's change would be overwritten unseen.

use model::PortalUserId;
use rusqlite::types::Value;

use super::Staging;
use crate::error::Error;
use crate::rows::portal_user::UserSecret;
use crate::rows::{AnyRow, Parts, line};
use crate::seal::Secret;
use crate::table::Table;
use crate::user_secrets;
use crate::write::apply;

impl Staging<'_> {
    /// Looks at what is stored; what this change stages comes after it.
    pub(super) fn expect(&self, row: &dyn AnyRow) -> Result<(), Error> {
        let (table, id, cells) = (row.table(), row.key(), row.cells());
        let stored = apply::read(self.conn, table, &id)?.unwrap_or_default();
        // A row that is gone has no cells. Secrets, which come last, are not seen.
        let mut is_same = stored.get(..cells.len()) == Some(cells.as_slice());
        for (table, seen) in row.parts() {
            is_same = is_same && in_order(table, self.stored_parts(table, &id)?) == in_order(table, seen);
        }
        if is_same { Ok(()) } else { Err(Error::ChangedMeanwhile { what: (table.label)(&cells) }) }
    }

    /// Likewise at the version of the office, which is that of the newest cell.
    pub(super) fn expect_version(&self, version: u64) -> Result<(), Error> {
        let mut statement = self.conn.prepare_cached("select coalesce(max(seq), 0) from sync_cell")?;
        let stored: i64 = statement.query_row([], |row| row.get(0))?;
        if u64::try_from(stored).is_ok_and(|stored| stored == version) {
            return Ok(());
        }
        Err(Error::ChangedMeanwhile { what: "the office".to_owned() })
    }

    /// Likewise at a secret of a portal user.
    pub(super) fn expect_user_secret(
        &self,
        user: PortalUserId,
        which: UserSecret,
        secret: Option<&Secret>,
    ) -> Result<(), Error> {
        let stored = user_secrets::read(self.conn, self.key, user, which)?;
        if stored.as_ref() == secret {
            return Ok(());
        }
        Err(Error::ChangedMeanwhile { what: format!("{} of portal user {user}", which.column()) })
    }

    fn stored_parts(&self, table: &Table, owner: &[u8; 16]) -> Result<Parts, Error> {
        let column = table.columns.first().map_or("", |column| column.name);
        let sql = format!("select position, {} from {} where {column} = ?", table.column_list(), table.name);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let parts = statement.query_map([owner], |row| {
            // After the position and the key.
            let cells = (2..).take(table.columns.len()).map(|place| row.get(place));
            Ok((row.get(0)?, cells.collect::<rusqlite::Result<Vec<Value>>>()?))
        })?;
        Ok(parts.collect::<rusqlite::Result<_>>()?)
    }
}

/// Parts in the order of their positions.
fn in_order(table: &Table, mut parts: Parts) -> Vec<Vec<Value>> {
    parts.sort_by_key(|(position, _)| *position);
    let mut rows: Vec<Vec<Value>> = parts.into_iter().map(|(_, cells)| cells).collect();
    if table.number == line::CALLER_IDS.number {
        // Their positions are an order and no more: there may be gaps.
        for cells in &mut rows {
            cells.remove(line::CALLER_ID_POSITION);
        }
    }
    rows
}
