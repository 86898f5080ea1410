//! The audit log, read backwards: who changed what, when, from where.

use jiff::Timestamp;
use rusqlite::{Connection, Row, ToSql};

use crate::error::Error;
use crate::events;
use crate::hex;
use crate::store::Store;
use crate::table::{Holds, TABLES};
use crate::undo::Undo;

/// Entries given at once at most.
const ENTRIES_MAX: usize = 1_000;

/// Which entries are wanted; what is not said is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Those before this one, by its number: the last that was given, to go on.
    pub before: Option<i64>,
    /// Those of a portal user or token.
    pub who: Option<[u8; 16]>,
    /// Those of one change, by the version that it made.
    pub version: Option<u64>,
    /// Those of one row.
    pub id: Option<[u8; 16]>,
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
}

/// One cell that was changed, secrets that were shown, or something that happened ([`crate::Event`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number, counting up.
    pub n: i64,
    /// When.
    pub at: Timestamp,
    /// By which way: `cli`, `portal`, `cloud`, `system`.
    pub who_kind: String,
    /// Who, for people.
    pub who_name: String,
    /// The key of the portal user or token, if it was one.
    pub who: Option<[u8; 16]>,
    /// From where; empty when it did not come over a network.
    pub address: String,
    /// The version that the change made; all cells of one change have the same. 0 when it is about what happened.
    pub version: u64,
    /// The thing as it was called then: "line 201".
    pub what: String,
    /// Its table; "event" when it is about what happened.
    pub table: String,
    /// Its key; none when it is about secrets that were shown or what happened.
    pub id: Option<[u8; 16]>,
    /// The column, or the word of what happened.
    pub column: String,
    /// The value before, as text; of a picture its size; none when there was none, and of a secret.
    pub old: Option<String>,
    /// The value after, likewise.
    pub new: Option<String>,
    /// Whether it is a secret: its values are not told.
    pub is_secret: bool,
}

impl Store {
    /// The newest entries that match, newest first; a thousand at most.
    pub fn history(&self, filter: &HistoryFilter, limit: usize) -> Result<Vec<HistoryEntry>, Error> {
        self.shared().readers.read(|conn| Ok(read(conn, filter, limit.min(ENTRIES_MAX))?))
    }
}

/// The entries about rows that are to be taken back, newest first.
pub(crate) fn of_undo(conn: &Connection, undo: &Undo, max: usize) -> rusqlite::Result<Vec<HistoryEntry>> {
    let all = HistoryFilter::default();
    let filter = match undo {
        Undo::Change(version) => HistoryFilter { version: Some(*version), ..all },
        Undo::Since { who, since } => HistoryFilter { who: Some(*who), since: Some(*since), ..all },
    };
    // What happened or was shown is about no row: among a year's changes it is more than them.
    let mut entries = Vec::new();
    let mut before = None;
    while entries.len() <= max {
        let page = read(conn, &HistoryFilter { before, ..filter.clone() }, ENTRIES_MAX)?;
        let Some(last) = page.last() else { break };
        before = Some(last.n);
        entries.extend(page.into_iter().filter(|entry| entry.id.is_some()));
    }
    Ok(entries)
}

fn read(conn: &Connection, filter: &HistoryFilter, limit: usize) -> rusqlite::Result<Vec<HistoryEntry>> {
    let who = filter.who.map(|who| hex::encode(&who));
    let version = filter.version.map(|version| i64::try_from(version).unwrap_or(i64::MAX));
    let since = filter.since.map(Timestamp::as_microsecond);
    let until = filter.until.map(Timestamp::as_microsecond);
    let limit = i64::try_from(limit).unwrap_or(0);
    let mut wanted: Vec<(&str, &dyn ToSql)> = Vec::new();
    let conditions: [(&str, Option<&dyn ToSql>); 6] = [
        ("n < ?", filter.before.as_ref().map(|value| value as _)),
        ("who_id = ?", who.as_ref().map(|value| value as _)),
        ("seq = ?", version.as_ref().map(|value| value as _)),
        ("pk = ?", filter.id.as_ref().map(|value| value as _)),
        ("at_us >= ?", since.as_ref().map(|value| value as _)),
        ("at_us < ?", until.as_ref().map(|value| value as _)),
    ];
    wanted.extend(conditions.into_iter().filter_map(|(condition, value)| Some((condition, value?))));
    let (mut texts, mut values): (Vec<&str>, Vec<&dyn ToSql>) = wanted.into_iter().unzip();
    texts.insert(0, "1");
    values.push(&limit);
    let sql = format!(
        "select n, at_us, who_kind, who_name, who_id, address, seq, what, tbl, pk, col, {}, {} from audit
             where {} order by n desc limit ?",
        cell("old"),
        cell("new"),
        texts.join(" and ")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map(values.as_slice(), entry)?;
    rows.collect()
}

/// A value; of a picture the size, as [`crate::audit::told`] has it, so that pages of history weigh little.
fn cell(column: &str) -> String {
    format!(
        "iif(tbl = 'avatar' and col = 'image', ((length({column}) - length('bytes:')) * 3 / 4) || ' bytes', {column})"
    )
}

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    let (at_us, who, version, id): (i64, String, i64, Vec<u8>) =
        (row.get(1)?, row.get(4)?, row.get(6)?, row.get(9)?);
    let (table, column): (String, String) = (row.get(8)?, row.get(10)?);
    let is_secret = is_secret(&table, &column);
    let value = |place: usize| if is_secret { Ok(None) } else { row.get(place) };
    Ok(HistoryEntry {
        n: row.get(0)?,
        at: Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH),
        who_kind: row.get(2)?,
        who_name: row.get(3)?,
        who: hex::decode(&who).and_then(|who| who.try_into().ok()),
        address: row.get(5)?,
        version: u64::try_from(version).unwrap_or(0),
        what: row.get(7)?,
        id: id.try_into().ok(),
        old: value(11)?,
        new: value(12)?,
        table,
        column,
        is_secret,
    })
}

/// Whether a column holds what is not told. A table that this program does not know is taken for one that does.
fn is_secret(table: &str, column: &str) -> bool {
    if table == events::TABLE {
        return false;
    }
    let known = TABLES.into_iter().find(|known| known.name == table);
    known.is_none_or(|known| {
        let is_hidden = |holds| matches!(holds, Holds::Hash | Holds::Secret);
        known.columns.iter().any(|known| known.name == column && is_hidden(known.holds))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Change, Who};
    use crate::seal::Secret;
    use crate::testing::{Fixture, member};

    fn named(name: &str, byte: u8) -> Who {
        Who::portal(name, [byte; 16], "192.0.2.7".parse().unwrap())
    }

    #[test]
    fn says_who_changed_what_and_no_secret() {
        let fixture = Fixture::new();
        let anna = member(1);
        fixture.store.write(&named("boss", 7), anna.put(Change::new())).unwrap();
        let mut person = anna.person.clone();
        person.department = "Sales".to_owned();
        let secret = Change::new().set_secret(anna.account.id, Secret::new("geheim")).put(person);
        let written = fixture.store.write(&named("anna", 8), secret).unwrap();
        let all = fixture.store.history(&HistoryFilter::default(), 1_000).unwrap();
        assert!(all.windows(2).all(|pair| pair[0].n > pair[1].n), "newest first");

        let of_anna = HistoryFilter { who: Some([8; 16]), ..HistoryFilter::default() };
        let mut of_anna = fixture.store.history(&of_anna, 10).unwrap();
        of_anna.sort_by(|a, b| a.column.cmp(&b.column));
        let [department, secret] = of_anna.as_slice() else { panic!("{of_anna:?}") };
        assert_eq!((department.who_name.as_str(), department.address.as_str()), ("anna", "192.0.2.7"));
        assert_eq!(
            (department.what.as_str(), department.column.as_str()),
            ("person Person1 Example", "department")
        );
        assert_eq!((department.old.as_deref(), department.new.as_deref()), (Some(""), Some("Sales")));
        assert_eq!((department.id, department.version), (Some(*anna.person.id.as_bytes()), written.version));
        assert!(secret.is_secret && secret.old.is_none() && secret.new.is_none());
    }

    #[test]
    fn goes_on_page_by_page_and_by_row_change_and_time() {
        let fixture = Fixture::with(3);
        let count = |filter: HistoryFilter| fixture.store.history(&filter, 1_000).unwrap().len();
        let all = count(HistoryFilter::default());
        let (mut before, mut seen) = (None, 0);
        loop {
            let filter = HistoryFilter { before, ..HistoryFilter::default() };
            let page = fixture.store.history(&filter, 7).unwrap();
            let Some(last) = page.last() else { break };
            (before, seen) = (Some(last.n), seen + page.len());
        }
        assert_eq!(seen, all);
        let row = Some(*member(2).person.id.as_bytes());
        assert_eq!(count(HistoryFilter { id: row, ..HistoryFilter::default() }), 7);
        assert_eq!(count(HistoryFilter { version: Some(1), ..HistoryFilter::default() }), all);
        assert_eq!(count(HistoryFilter { version: Some(2), ..HistoryFilter::default() }), 0);
        let at = fixture.store.history(&HistoryFilter::default(), 1).unwrap()[0].at;
        assert_eq!(count(HistoryFilter { since: Some(at), ..HistoryFilter::default() }), all);
        assert_eq!(count(HistoryFilter { until: Some(at), ..HistoryFilter::default() }), 0);
    }
}
