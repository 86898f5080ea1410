//! What happened and changed no row, in the audit log: who came and went, what was taken away or brought in.

mod refusals;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use self::refusals::Step;
use crate::change::Who;
use crate::engine::{Engine, Synchronous};
use crate::error::{Error, StorageError};
use crate::history::HistoryEntry;
use crate::store::Store;

pub(crate) use self::refusals::Refusals;

/// The word that stands for a table in the rows of events.
pub(crate) const TABLE: &str = "event";
/// Characters that are kept of a name or a reason; strangers choose some of them.
const TEXT_MAX: usize = 100;

/// Something that happened and changed no row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Something was taken away as a file.
    Exported {
        /// What: "persons", "calls".
        what: String,
        /// How many rows it had.
        rows: usize,
    },
    /// People were brought in from a file.
    Imported {
        /// How many rows it had.
        rows: usize,
        /// Whether it was said that they expect to hear from the office.
        consent: bool,
    },
    /// A mail could not be sent, and is not tried again.
    MailGivenUp {
        /// What it is about: "the invitation of anna@example.com".
        what: String,
        /// Why the mail server did not take it.
        why: String,
    },
    /// More sign-ins were refused in an hour than are noted one by one. The store itself counts them.
    MoreSignInsRefused {
        /// How many more.
        times: u64,
    },
    /// Secrets were shown to somebody.
    Revealed {
        /// Whose: "account u201".
        what: String,
    },
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// Somebody was not let in.
    SignInRefused {
        /// As whom, as it was typed.
        name: String,
        /// Why, as a word: "password".
        why: String,
    },
}

impl Event {
    /// Its word, the column in the audit log.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Exported { .. } => "exported",
            Self::Imported { .. } => "imported",
            Self::MailGivenUp { .. } => "mail-given-up",
            Self::MoreSignInsRefused { .. } => "more-sign-ins-refused",
            Self::Revealed { .. } => "revealed",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::SignInRefused { .. } => "sign-in-refused",
        }
    }

    /// In words, for people; pages make their own from the variants.
    fn words(&self) -> String {
        match self {
            Self::Exported { what, rows } => format!("{rows} rows of {what} exported"),
            Self::Imported { rows, consent } => {
                format!("{rows} rows imported, with{} consent", if *consent { "" } else { "out" })
            }
            Self::MailGivenUp { what, why } => format!("the mail about {what} not sent: {why}"),
            Self::MoreSignInsRefused { times } => format!("{times} more sign-ins refused"),
            Self::Revealed { what } => format!("secret of {what} shown"),
            Self::SignedIn => "signed in".to_owned(),
            Self::SignedOut => "signed out".to_owned(),
            Self::SignInRefused { name, why } => format!("sign-in of {name} refused: {why}"),
        }
    }

    /// With texts that are not too long and that print.
    fn bounded(&self) -> Self {
        match self.clone() {
            Self::Exported { what, rows } => Self::Exported { what: bounded(&what), rows },
            Self::MailGivenUp { what, why } => Self::MailGivenUp { what: bounded(&what), why: bounded(&why) },
            Self::Revealed { what } => Self::Revealed { what: bounded(&what) },
            Self::SignInRefused { name, why } => {
                Self::SignInRefused { name: bounded(&name), why: bounded(&why) }
            }
            other => other,
        }
    }
}

fn bounded(text: &str) -> String {
    text.chars().take(TEXT_MAX).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

impl HistoryEntry {
    /// What happened, when the entry is about that and not about a cell.
    pub fn event(&self) -> Option<Event> {
        (self.table == TABLE).then(|| serde_json::from_str(self.new.as_deref()?).ok()).flatten()
    }
}

impl Store {
    /// Notes that something happened. Of refused sign-ins [`refusals::NOTED_MAX`] an hour are noted one by one; the others
    /// are counted in one row. Blocks.
    pub fn note(&self, who: &Who, event: &Event) -> Result<(), Error> {
        let who = Who { name: bounded(&who.name), ..who.clone() };
        let event = event.bounded();
        self.call(move |engine| Ok(engine.note(&who, &event)?))
    }
}

impl Engine {
    fn note(&mut self, who: &Who, event: &Event) -> Result<(), StorageError> {
        let is_refusal = matches!(event, Event::SignInRefused { .. });
        // Strangers do not make the box wait for its disk.
        self.synchronous(if is_refusal { Synchronous::Normal } else { Synchronous::Full })?;
        let now = self.options.now();
        let Self { conn, options, refusals, .. } = self;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some((row, times)) = refusals.settle(now) {
            count(&tx, row, times)?;
        }
        let step = if is_refusal { refusals.next(now) } else { Step::Note };
        match step {
            Step::Note => {
                write(&tx, who, now, event)?;
            }
            Step::Begin => {
                let more = Event::MoreSignInsRefused { times: 1 };
                refusals.begun(write(&tx, &Who::system("sign-in"), now, &more)?);
            }
            Step::Count(row, times) => count(&tx, row, times)?,
            Step::Remember => {}
        }
        if let Some(error) = options.fault.as_ref().and_then(|fault| fault()) {
            return Err(error.into());
        }
        Ok(tx.commit()?)
    }
}

/// Writes an event; the number of its row.
pub(crate) fn write(conn: &Connection, who: &Who, now: Timestamp, event: &Event) -> rusqlite::Result<i64> {
    let sql =
        "insert into audit (at_us, who_kind, who_name, who_id, address, seq, what, tbl, pk, col, old, new)
               values (?, ?, ?, ?, ?, 0, ?, ?, x'', ?, null, ?)";
    conn.prepare_cached(sql)?.execute(params![
        now.as_microsecond(),
        who.kind.as_str(),
        who.name,
        who.id_text(),
        who.address_text(),
        event.words(),
        TABLE,
        event.as_str(),
        json(event),
    ])?;
    Ok(conn.last_insert_rowid())
}

fn count(conn: &Connection, row: i64, times: u64) -> rusqlite::Result<()> {
    let more = Event::MoreSignInsRefused { times };
    let sql = "update audit set what = ?, new = ? where n = ?";
    conn.prepare_cached(sql)?.execute(params![more.words(), json(&more), row]).map(|_| ())
}

fn json(event: &Event) -> String {
    serde_json::json!(event).to_string()
}
