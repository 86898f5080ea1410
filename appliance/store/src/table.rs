//! What the write door, the audit log and the change log know of the tables that people change. The numbers are
//! part of the synchronisation protocol: a table or column keeps its number for ever and gets none that was used.

use rusqlite::types::Value;

use crate::rows::{
    announcement, avatar, contact_method, equipment, feature_code, invitation, line, mail_server, mailbox,
    office, person, phone,
};
use crate::rows::{phone_number, place, portal_user, role, site, time_frame, token};

/// A table that people change.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) number: i64,
    /// Without `id`, which all have.
    pub(crate) columns: &'static [Column],
    /// What people call a row, from its cells.
    pub(crate) label: fn(&[Value]) -> String,
}

/// A column of such a table.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) number: i64,
    pub(crate) holds: Holds,
}

/// What a column holds, as far as the write door treats it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A file, of which people are told the size.
    Bytes,
    /// What something that was handed out is known by again, and nobody else may see.
    Hash,
    /// A value that only the row's own code looks at.
    Plain,
    /// The key of a row of that table, or nothing.
    Reference(&'static str),
    /// A sealed secret.
    Secret,
    /// A text that no other row of the table has.
    Unique,
    /// The key of a row of that table, to which no other row of this one refers.
    UniqueReference(&'static str),
}

impl Holds {
    /// The table that it refers to.
    pub(crate) fn target(self) -> Option<&'static str> {
        match self {
            Self::Reference(table) | Self::UniqueReference(table) => Some(table),
            Self::Bytes | Self::Hash | Self::Plain | Self::Secret | Self::Unique => None,
        }
    }

    /// Whether no other row of the table may hold the same.
    pub(crate) fn is_unique(self) -> bool {
        matches!(self, Self::Unique | Self::UniqueReference(_))
    }
}

/// All of them; a table stands after the others that it refers to.
pub(crate) static TABLES: [&Table; 22] = [
    &office::TABLE,
    &site::TABLE,
    &time_frame::TABLE,
    &person::TABLE,
    &avatar::TABLE,
    &place::TABLE,
    &equipment::TABLE,
    &announcement::TABLE,
    &feature_code::TABLE,
    &line::TABLE,
    &phone_number::TABLE,
    &line::CALLER_IDS,
    &contact_method::TABLE,
    &mailbox::TABLE,
    &phone::TABLE,
    &phone::ACCOUNTS,
    &phone::KEYS,
    &mail_server::TABLE,
    &role::TABLE,
    &portal_user::TABLE,
    &invitation::TABLE,
    &token::TABLE,
];

/// Those of which a row is a part of another's: their first columns name it and the part's position.
static PARTS: [&Table; 3] = [&line::CALLER_IDS, &phone::ACCOUNTS, &phone::KEYS];

impl Table {
    /// By its name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        TABLES.into_iter().find(|table| table.name == name)
    }

    /// The tables of its parts.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &'static Self> {
        let name = self.name;
        PARTS.into_iter().filter(move |part| part.owner().is_some_and(|owner| owner.name == name))
    }

    /// The table of what its rows are parts of, if they are parts.
    pub(crate) fn owner(&self) -> Option<&'static Self> {
        PARTS.iter().find(|part| part.number == self.number)?;
        Self::named(self.columns.first()?.holds.target()?)
    }

    /// The cells that refer to rows of `target`, as table and column.
    pub(crate) fn referrers(target: &Table) -> impl Iterator<Item = (&'static Table, usize)> {
        TABLES.iter().flat_map(move |table| {
            let columns = table.columns.iter().enumerate();
            columns
                .filter(|(_, column)| column.holds.target() == Some(target.name))
                .map(|(place, _)| (*table, place))
        })
    }

    /// `id, a, b, c`.
    pub(crate) fn column_list(&self) -> String {
        let names = self.columns.iter().map(|column| column.name);
        std::iter::once("id").chain(names).collect::<Vec<_>>().join(", ")
    }
}

impl Column {
    pub(crate) const fn plain(number: i64, name: &'static str) -> Self {
        Self { name, number, holds: Holds::Plain }
    }

    pub(crate) const fn reference(number: i64, name: &'static str, table: &'static str) -> Self {
        Self { name, number, holds: Holds::Reference(table) }
    }

    pub(crate) const fn bytes(number: i64, name: &'static str) -> Self {
        Self { name, number, holds: Holds::Bytes }
    }

    pub(crate) const fn hash(number: i64, name: &'static str) -> Self {
        Self { name, number, holds: Holds::Hash }
    }

    pub(crate) const fn unique_reference(number: i64, name: &'static str, table: &'static str) -> Self {
        Self { name, number, holds: Holds::UniqueReference(table) }
    }

    pub(crate) const fn secret(number: i64, name: &'static str) -> Self {
        Self { name, number, holds: Holds::Secret }
    }

    pub(crate) const fn unique(number: i64, name: &'static str) -> Self {
        Self { name, number, holds: Holds::Unique }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rusqlite::Connection;

    use super::*;

    #[test]
    fn agrees_with_the_schema() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("schema.sql")).unwrap();
        for table in TABLES {
            let mut statement = conn.prepare("select name from pragma_table_info(?)").unwrap();
            let names = statement.query_map([table.name], |row| row.get::<_, String>(0)).unwrap();
            let names: Vec<String> = names.map(Result::unwrap).collect();
            assert_eq!(names.join(", "), table.column_list(), "{}", table.name);

            let mut statement =
                conn.prepare("select \"from\", \"table\" from pragma_foreign_key_list(?)").unwrap();
            let references = statement.query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            let references: HashSet<(String, String)> = references.map(Result::unwrap).collect();
            let columns = table.columns.iter();
            let known = columns.filter_map(|column| Some((column.name, column.holds.target()?)));
            let known = known.map(|(column, target)| (column.to_owned(), target.to_owned()));
            assert_eq!(references, known.collect(), "{}", table.name);
        }
    }

    #[test]
    fn no_number_is_given_out_twice() {
        let tables: HashSet<i64> = TABLES.iter().map(|table| table.number).collect();
        assert_eq!(tables.len(), TABLES.len());
        for table in TABLES {
            let columns: HashSet<i64> = table.columns.iter().map(|column| column.number).collect();
            assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
            assert!(!columns.contains(&0), "0 stands for the row itself");
        }
    }

    #[test]
    fn a_table_stands_after_those_it_refers_to() {
        for (place, table) in TABLES.iter().enumerate() {
            for column in table.columns {
                if let Some(target) = column.holds.target() {
                    let target = TABLES.iter().position(|table| table.name == target).unwrap();
                    assert!(target <= place, "{}.{}", table.name, column.name);
                }
            }
        }
    }
}
