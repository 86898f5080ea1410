//! A route as data: what it is called, who may ask it, what it takes and gives. A route without an access does not compile.

use axum::http::Method;
use model::Permission;

use super::answer::Answer;
use super::ask::Ask;
use super::openapi::SchemaOf;
use super::refusal::Refusal;

/// What a handler gives back.
pub(crate) type Outcome = Result<Answer, Refusal>;

/// Bytes of a body unless the route says more.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a body with lists of thousands in it.
const LARGE_BYTES_MAX: usize = 1024 * 1024;

/// One thing that can be asked.
#[derive(Clone)]
pub(crate) struct Route {
    /// With which method.
    pub(crate) method: Method,
    /// Where, after `/api/v1`: "/people/{id}".
    pub(crate) path: String,
    /// The operation's id, unique: "people_list".
    pub(crate) name: String,
    /// What it does, in a sentence for programmers.
    pub(crate) summary: String,
    /// Who may ask it.
    pub(crate) access: Access,
    /// What may stand in the query.
    pub(crate) query: Vec<Param>,
    /// What the body holds.
    pub(crate) body: Body,
    /// What comes back when all is well.
    pub(crate) gives: Gives,
    /// How long it takes, and so which turn it waits for.
    pub(crate) lane: Lane,
    /// What answers it.
    pub(crate) serve: Serve,
    /// Whether it may stand among several changes: it writes by [`Ask::write`] alone, and what else it does it does by
    /// [`Ask::afterwards`].
    pub(crate) joins: bool,
}

/// Who may ask a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody, also who has not signed in.
    Everybody,
    /// Whoever has signed in and owes neither a password nor a scan, and any token; what they get depends on what they may.
    Known,
    /// Whoever has signed in, also where a new password or a second factor is still missing.
    Session,
    /// Whoever has signed in, and tokens of programs, with this permission.
    Needs(Permission),
}

/// How long a request may take, and so with how many others it shares its turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// A moment.
    Quick,
    /// A tenth of a second or more: passwords.
    Slow,
    /// Half a second: several changes as one.
    Together,
    /// Seconds, or much memory: files, and who must be waited for. Nobody signs in behind these.
    Long,
}

/// What answers a route.
#[derive(Clone, Copy)]
pub(crate) enum Serve {
    /// A function that may block.
    Blocking(fn(&Ask<'_>) -> Outcome),
    /// The stream of events.
    Events,
}

/// A parameter of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Param {
    /// Its name.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: ParamKind,
    /// What it does.
    pub(crate) about: String,
}

/// What a parameter of the query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamKind {
    /// "true" or "false".
    Flag,
    /// A whole number from 0 to this.
    Number {
        /// The largest.
        max: u64,
    },
    /// Any text.
    Text,
    /// A moment (RFC 3339).
    Time,
    /// A UUID.
    Uuid,
}

/// What a body holds.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// Nothing.
    None,
    /// JSON of this form.
    Json(SchemaOf),
    /// JSON of this form, with lists of thousands in it.
    Large(SchemaOf),
    /// JSON of a new row: the form without its id.
    New(SchemaOf),
    /// JSON of what changes of a row (RFC 7396).
    Patch(SchemaOf),
    /// Bytes of a file.
    File {
        /// At most so many.
        bytes_max: usize,
    },
}

/// What comes back when all is well.
#[derive(Clone, Copy)]
pub(crate) enum Gives {
    /// A new row, with 201.
    Created(SchemaOf),
    /// A stream of events.
    Events,
    /// Bytes of this media type.
    File(&'static str),
    /// JSON of this form.
    Json(SchemaOf),
    /// A page of rows.
    List(SchemaOf),
    /// Nothing, with 204.
    Nothing,
}

impl Route {
    /// A route that reads.
    pub(crate) fn get(
        path: &str,
        name: &str,
        access: Access,
        gives: Gives,
        serve: fn(&Ask<'_>) -> Outcome,
    ) -> Self {
        Self::new(Method::GET, path, name, access, gives, serve)
    }

    /// A route that does something.
    pub(crate) fn post(
        path: &str,
        name: &str,
        access: Access,
        gives: Gives,
        serve: fn(&Ask<'_>) -> Outcome,
    ) -> Self {
        Self::new(Method::POST, path, name, access, gives, serve)
    }

    /// Any route.
    pub(crate) fn new(
        method: Method,
        path: &str,
        name: &str,
        access: Access,
        gives: Gives,
        serve: fn(&Ask<'_>) -> Outcome,
    ) -> Self {
        Self {
            method,
            path: path.to_owned(),
            name: name.to_owned(),
            summary: String::new(),
            access,
            query: Vec::new(),
            body: Body::None,
            gives,
            lane: Lane::Quick,
            serve: Serve::Blocking(serve),
            joins: false,
        }
    }

    /// With a sentence of what it does.
    pub(crate) fn about(mut self, summary: &str) -> Self {
        self.summary = summary.to_owned();
        self
    }

    /// With a body.
    pub(crate) fn takes(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// With a parameter of the query.
    pub(crate) fn param(mut self, name: &str, kind: ParamKind, about: &str) -> Self {
        self.query.push(Param { name: name.to_owned(), kind, about: about.to_owned() });
        self
    }

    /// In the lane of those that take long.
    pub(crate) fn slow(mut self) -> Self {
        self.lane = Lane::Slow;
        self
    }

    /// In the lane of those that take longest.
    pub(crate) fn long(mut self) -> Self {
        self.lane = Lane::Long;
        self
    }

    /// In the lane of several changes.
    pub(crate) fn together(mut self) -> Self {
        self.lane = Lane::Together;
        self
    }

    /// Such that it may stand among several changes.
    pub(crate) fn joins(mut self) -> Self {
        self.joins = true;
        self
    }

    /// The largest body that it takes.
    pub(crate) fn body_bytes_max(&self) -> usize {
        match self.body {
            Body::File { bytes_max } => bytes_max,
            Body::Large(_) => LARGE_BYTES_MAX,
            Body::None | Body::Json(_) | Body::New(_) | Body::Patch(_) => BODY_BYTES_MAX,
        }
    }
}
