//! The two ways of writing an app line: `app = true`, or `[[person.line.app]]` with its id.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::format::AppTable;

/// The app lines of a line.
#[derive(Clone, Debug, Default)]
pub(super) enum Apps {
    /// Nothing is said.
    #[default]
    None,
    /// There is one.
    One,
    /// These, with their ids.
    Tables(Vec<Spanned<AppTable>>),
}

impl<'de> Deserialize<'de> for Apps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Forms)
    }
}

struct Forms;

impl<'de> Visitor<'de> for Forms {
    type Value = Apps;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, or tables in double brackets")
    }

    fn visit_bool<E>(self, on: bool) -> Result<Apps, E> {
        Ok(if on { Apps::One } else { Apps::None })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut tables: A) -> Result<Apps, A::Error> {
        let mut apps = Vec::new();
        while let Some(table) = tables.next_element()? {
            apps.push(table);
        }
        Ok(Apps::Tables(apps))
    }
}
