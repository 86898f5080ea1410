//! One request, as a handler sees it.

use std::cell::Cell;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Instant;

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, USER_AGENT};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Change, Who, Written, Wrong};

use super::caller::Caller;
use super::changes::Together;
use super::query::Query;
use super::refusal::{Fact, Refusal};
use super::state::Api;
use super::view::View;
use crate::language::Language;

/// How deep a body may be nested; what we take is at most four deep.
const DEPTH_MAX: usize = 16;

/// One request.
pub(crate) struct Ask<'a> {
    /// What all share.
    pub(crate) api: &'a Api,
    /// The office when it came; among several changes, as those before it would leave it.
    pub(crate) view: Arc<View>,
    /// Who asks.
    pub(crate) caller: Caller,
    /// From where.
    pub(crate) address: IpAddr,
    /// In which language the answer is to be.
    pub(crate) language: Language,
    /// Civil time.
    pub(crate) now: Timestamp,
    /// The clock that only goes forward.
    pub(crate) tick: Instant,
    /// What the path names.
    pub(crate) path: &'a [(String, String)],
    /// What stands after the `?`.
    pub(crate) query: Query,
    /// The headers.
    pub(crate) headers: &'a HeaderMap,
    /// The body.
    pub(crate) body: &'a [u8],
    /// How what it changes is written.
    pub(crate) writing: Writing<'a>,
}

/// How what a request changes is written.
pub(crate) enum Writing<'a> {
    /// At once. With which version of the office last, if it has changed anything.
    Alone(Cell<Option<u64>>),
    /// With other changes, all or none.
    Together(&'a Together),
}

/// What is done when a change is written.
pub(crate) type Afterwards = Box<dyn FnOnce(&Ask<'_>)>;

impl Ask<'_> {
    /// What the path names so; one that is no such thing is not there.
    pub(crate) fn named<T: FromStr>(&self, name: &str) -> Result<T, Refusal> {
        let text = self.path.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        text.and_then(|text| text.parse().ok()).ok_or_else(|| Fact::NotFound.into())
    }

    /// The body as JSON.
    pub(crate) fn value(&self) -> Result<Value, Refusal> {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != "application/json" && kind != "application/merge-patch+json" {
            return Err(Fact::UnsupportedType { expected: "application/json" }.into());
        }
        let value: Value =
            serde_json::from_slice(self.body).map_err(|error| Fact::Malformed { why: error.to_string() })?;
        if depth(&value) > DEPTH_MAX {
            return Err(Fact::Malformed { why: format!("nested deeper than {DEPTH_MAX}") }.into());
        }
        Ok(value)
    }

    /// The body as a type.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        typed(self.value()?)
    }

    /// Whether the caller has seen the row as it is: `If-Match` (RFC 9110 §13.1.1). Who does not say so has.
    pub(crate) fn check_match(&self, etag: &str) -> Result<(), Refusal> {
        let Some(wanted) = self.headers.get(IF_MATCH) else { return Ok(()) };
        let wanted = wanted.to_str().unwrap_or_default();
        if wanted.trim() == "*" || wanted.split(',').any(|tag| tag.trim() == etag) {
            Ok(())
        } else {
            Err(Fact::PreconditionFailed.into())
        }
    }

    /// Whether the caller has what this tag stands for: `If-None-Match` (RFC 9110 §13.1.2).
    pub(crate) fn has_already(&self, etag: &str) -> bool {
        let known = self.headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        known.split(',').any(|tag| bare(tag) == bare(etag))
    }

    /// What the browser says it is.
    pub(crate) fn user_agent(&self) -> String {
        self.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// Who asks, for the audit log.
    pub(crate) fn who(&self) -> Who {
        self.caller.who(self.address)
    }

    /// Writes a change in the caller's name. Of one that is written with others nothing is known yet.
    pub(crate) fn write(&self, change: Change) -> Result<Written, Refusal> {
        Ok(self.try_write(change)?)
    }

    /// Likewise, with what the store says against it.
    pub(crate) fn try_write(&self, change: Change) -> Result<Written, store::Error> {
        if let Writing::Together(together) = &self.writing {
            together.add(change);
            return Ok(Written::default());
        }
        let written = self.api.store.write(&self.who(), change)?;
        self.wrote(&written);
        Ok(written)
    }

    /// Notes what was written in the caller's name: the answer tells which version it made.
    pub(crate) fn wrote(&self, written: &Written) {
        if let (Writing::Alone(version), true) = (&self.writing, written.rows > 0) {
            version.set(Some(written.version));
        }
    }

    /// The office as what was written has left it.
    pub(crate) fn latest(&self) -> Result<Arc<View>, Refusal> {
        match &self.writing {
            Writing::Alone(_) => self.api.view(),
            Writing::Together(together) => Ok(together.view()),
        }
    }

    /// The office before all that is written with this.
    pub(crate) fn before(&self) -> &View {
        match &self.writing {
            Writing::Alone(_) => &self.view,
            Writing::Together(together) => together.before(),
        }
    }

    /// Whether it is one of several changes.
    pub(crate) fn is_one_of_several(&self) -> bool {
        matches!(self.writing, Writing::Together(_))
    }

    /// Does something when what was written is kept.
    pub(crate) fn afterwards(&self, work: impl FnOnce(&Ask<'_>) + 'static) {
        match &self.writing {
            Writing::Alone(_) => work(self),
            Writing::Together(together) => together.afterwards(Box::new(work)),
        }
    }

    /// The version of the office that the request has made, if it has changed anything.
    pub(crate) fn version(&self) -> Option<u64> {
        match &self.writing {
            Writing::Alone(version) => version.get(),
            Writing::Together(_) => None,
        }
    }
}

/// A value as a type; the error says which field is at fault.
pub(crate) fn typed<T: DeserializeOwned>(value: Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = pointer(error.path());
        let why = error.into_inner().to_string();
        match why.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(field) => Refusal::field(format!("{pointer}/{field}"), Fact::Missing),
            None => Refusal::field(pointer, Fact::Malformed { why }),
        }
    })
}

/// Refuses a text of the body that is longer than its form says.
pub(crate) fn at_most(pointer: &str, text: &str, chars_max: usize) -> Result<(), Refusal> {
    if text.chars().take(chars_max + 1).count() > chars_max {
        return Err(Refusal::field(pointer, Fact::Wrong(Wrong::TooLong { chars_max })));
    }
    Ok(())
}

/// A path as RFC 6901 writes it.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
