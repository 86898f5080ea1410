//! The change log: when and by which side each cell was last written. Generated TEMP triggers on the writing
//! connection stamp each cell that changes; one sequence number and one stamp a transaction.

#[cfg(test)]
mod tests;

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use sync::{Hlc, Replica};

use crate::options::Clock as Wall;
use crate::table::{TABLES, Table};

/// The stamps of one writing connection.
#[derive(Clone)]
pub(crate) struct Stamps(Arc<Mutex<State>>);

struct State {
    clock: sync::Clock,
    replica: Replica,
    /// The last committed transaction.
    seq: i64,
    /// This transaction's stamp, made when the first cell needs it.
    current: Option<(i64, Hlc)>,
    /// Rows come from the other side and bring their stamps.
    applying: bool,
    wall: Wall,
}

impl Stamps {
    /// Installs functions, hooks and triggers, going on where the log ends.
    pub(crate) fn install(conn: &mut Connection, wall: Wall) -> rusqlite::Result<Self> {
        let (seq, hlc): (Option<i64>, Option<i64>) =
            conn.query_row("select max(seq), max(hlc) from sync_cell", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let epoch: String =
            conn.query_row("select v from sync_state where k = 'epoch'", [], |row| row.get(0))?;
        let stamps = Self(Arc::new(Mutex::new(State {
            clock: sync::Clock::after(Hlc::from_stored(hlc.unwrap_or(0))),
            replica: Replica::of_box(epoch.parse().unwrap_or(0)),
            seq: seq.unwrap_or(0),
            current: None,
            applying: false,
            wall,
        })));
        stamps.functions(conn)?;
        stamps.hooks(conn)?;
        conn.execute_batch(&triggers())?;
        Ok(stamps)
    }

    /// The sequence number of this transaction; the next one when it has changed nothing yet.
    pub(crate) fn seq(&self) -> i64 {
        self.with(|state| state.stamp().0)
    }

    /// The last committed transaction.
    pub(crate) fn last_seq(&self) -> i64 {
        self.with(|state| state.seq)
    }

    /// Whether cells go unstamped because they come from the other side with their own stamps.
    #[cfg(test)]
    pub(crate) fn set_applying(&self, applying: bool) {
        self.with(|state| state.applying = applying);
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn functions(&self, conn: &Connection) -> rusqlite::Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8;
        let stamps = self.clone();
        conn.create_scalar_function(
            c"sync_seq",
            0,
            flags,
            move |_| Ok(stamps.with(|state| state.stamp().0)),
        )?;
        let stamps = self.clone();
        conn.create_scalar_function(c"sync_hlc", 0, flags, move |_| {
            Ok(stamps.with(|state| state.stamp().1.stored()))
        })?;
        let stamps = self.clone();
        conn.create_scalar_function(c"sync_site", 0, flags, move |_| {
            Ok(stamps.with(|state| state.replica.stored()))
        })?;
        let stamps = self.clone();
        conn.create_scalar_function(c"sync_applying", 0, flags, move |_| {
            Ok(stamps.with(|state| state.applying))
        })
    }

    fn hooks(&self, conn: &mut Connection) -> rusqlite::Result<()> {
        let stamps = self.clone();
        conn.commit_hook(Some(move || {
            stamps.with(|state| {
                if let Some((seq, _)) = state.current.take() {
                    state.seq = seq;
                }
            });
            false
        }))?;
        let stamps = self.clone();
        conn.rollback_hook(Some(move || stamps.with(|state| state.current = None)))
    }
}

impl State {
    fn stamp(&mut self) -> (i64, Hlc) {
        if let Some(current) = self.current {
            return current;
        }
        let wall_ms = u64::try_from((self.wall)().as_millisecond()).unwrap_or(0);
        let current = (self.seq + 1, self.clock.tick(wall_ms));
        self.current = Some(current);
        current
    }
}

/// The triggers of all tables.
fn triggers() -> String {
    let mut sql = String::new();
    for table in TABLES {
        // Writing to a String cannot fail.
        let _ = write_triggers(&mut sql, table);
    }
    sql
}

fn write_triggers(sql: &mut String, Table { name, number, columns, .. }: &Table) -> std::fmt::Result {
    const STAMP: &str = "sync_hlc(), sync_site(), sync_seq()";
    const AGAIN: &str = "on conflict (tbl, pk, col) do update set hlc = excluded.hlc, site = excluded.site, seq = excluded.seq";
    writeln!(
        sql,
        "create temp trigger sync_insert_{name} after insert on main.{name} when not sync_applying() begin"
    )?;
    for column in *columns {
        writeln!(
            sql,
            "insert into sync_cell values ({number}, new.id, {}, {STAMP}) {AGAIN};",
            column.number
        )?;
    }
    // A row that was deleted before is back.
    writeln!(
        sql,
        "update sync_cell set hlc = sync_hlc(), site = sync_site(), seq = sync_seq()
         where tbl = {number} and pk = new.id and col = 0; end;"
    )?;
    writeln!(
        sql,
        "create temp trigger sync_update_{name} after update on main.{name} when not sync_applying() begin"
    )?;
    for column in *columns {
        writeln!(
            sql,
            "insert into sync_cell select {number}, new.id, {0}, {STAMP} where old.{1} is not new.{1} {AGAIN};",
            column.number, column.name
        )?;
    }
    writeln!(sql, "end;")?;
    writeln!(
        sql,
        "create temp trigger sync_delete_{name} after delete on main.{name} when not sync_applying() begin
         delete from sync_cell where tbl = {number} and pk = old.id and col <> 0;
         insert into sync_cell values ({number}, old.id, 0, {STAMP}) {AGAIN}; end;"
    )
}
