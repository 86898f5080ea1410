//! Call records, bindings and names as they are on disk, read past the program.

use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, OpenFlags, Row};

/// The database of a site, read only.
pub(crate) struct Records(Connection);

/// What the tests ask of a record.
#[derive(Debug)]
pub(crate) struct Record {
    /// "answered", "interrupted"...; none while the call lives.
    pub(crate) disposition: Option<String>,
    pub(crate) is_open: bool,
    pub(crate) hung_up_by: Option<String>,
    pub(crate) dialled: String,
    pub(crate) legs: Vec<Leg>,
}

/// One telephone's part.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) account: String,
    pub(crate) codec: Option<String>,
    pub(crate) packets_received: Option<i64>,
    pub(crate) packets_sent: Option<i64>,
    pub(crate) packets_lost: Option<i64>,
    pub(crate) mos: Option<f64>,
}

impl Records {
    pub(crate) fn open(data: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(data.join("bellbox.db"), flags).unwrap();
        connection.busy_timeout(super::PATIENCE).unwrap();
        Self(connection)
    }

    /// The number that this query counts.
    pub(crate) fn count(&self, query: &str) -> i64 {
        self.0.query_row(query, [], |row| row.get(0)).unwrap()
    }

    /// Waits until this query counts so many: on a busy disk a record follows the answer to its BYE.
    pub(crate) fn wait_for(&self, query: &str, count: i64) {
        let deadline = Instant::now() + super::PATIENCE;
        while self.count(query) != count {
            assert!(Instant::now() < deadline, "{query}: {} and not {count}", self.count(query));
        }
    }

    /// The text that this query gives.
    pub(crate) fn text(&self, query: &str) -> String {
        self.0.query_row(query, [], |row| row.get(0)).unwrap()
    }

    /// Whether this account has this contact.
    pub(crate) fn is_bound(&self, username: &str, contact: &str) -> bool {
        let query = "select count(*) from binding where username = ?1 and contact = ?2";
        self.0.query_row(query, [username, contact], |row| row.get::<_, i64>(0)).unwrap() > 0
    }

    /// Whether this number or username is in the office.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        let query = "select count(*) from internal_name where name = ?1";
        self.0.query_row(query, [name], |row| row.get::<_, i64>(0)).unwrap() > 0
    }

    /// The record of the call whose caller's telephone said to be `name`.
    pub(crate) fn of_caller(&self, name: &str) -> Option<Record> {
        let calls = self.calls(
            "join call_leg leg on leg.call = r.id and leg.position = 0 where leg.user_agent = ?1",
            name,
        );
        assert!(calls.len() <= 1, "{} records of {name}", calls.len());
        calls.into_iter().next()
    }

    /// The records of calls to this number, in order.
    pub(crate) fn dialled(&self, number: &str) -> Vec<Record> {
        self.calls("where r.dialled = ?1", number)
    }

    fn calls(&self, which: &str, parameter: &str) -> Vec<Record> {
        let query = format!(
            "select r.id, r.disposition, r.ended_us is null, r.hung_up_by, r.dialled from call_record r {which} order by r.n"
        );
        let mut statement = self.0.prepare(&query).unwrap();
        let rows = statement.query_map([parameter], |row| {
            let id: Vec<u8> = row.get(0)?;
            Ok(Record {
                disposition: row.get(1)?,
                is_open: row.get(2)?,
                hung_up_by: row.get(3)?,
                dialled: row.get(4)?,
                legs: self.legs(&id),
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    fn legs(&self, call: &[u8]) -> Vec<Leg> {
        let query = "select account, codec, packets_received, packets_sent, packets_lost, mos from call_leg \
                     where call = ?1 order by position";
        let mut statement = self.0.prepare(query).unwrap();
        let leg = |row: &Row<'_>| {
            Ok(Leg {
                account: row.get(0)?,
                codec: row.get(1)?,
                packets_received: row.get(2)?,
                packets_sent: row.get(3)?,
                packets_lost: row.get(4)?,
                mos: row.get(5)?,
            })
        };
        statement.query_map([call], leg).unwrap().map(Result::unwrap).collect()
    }
}
