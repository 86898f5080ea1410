//! Why a request is not answered as asked: facts, which become problem details (RFC 9457) in the reader's language.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub(crate) use super::fact::Fact;
use super::words;
use crate::language::Language;

/// A request that is refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// Why.
    pub(crate) fact: Fact,
    /// The fields at fault, if it is about any.
    pub(crate) fields: Vec<FieldFact>,
    /// What a program can do something with, by name: "dependents".
    pub(crate) more: Vec<(&'static str, Value)>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FieldFact {
    /// Its place in the body: "/line/number" (RFC 6901).
    pub(crate) pointer: String,
    /// What is wrong with it.
    pub(crate) wrong: Fact,
}

/// Problem details (RFC 9457), as JSON says them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:bellbox:problem:` and the code.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What kind of problem it is, in the reader's language.
    pub(crate) title: String,
    /// The status of the answer.
    pub(crate) status: u16,
    /// What is wrong here, in the reader's language.
    pub(crate) detail: String,
    /// The kind of problem in one word for programs; it stays the same for ever.
    pub(crate) code: &'static str,
    /// The fields at fault.
    pub(crate) errors: Vec<FieldProblem>,
    /// More for programs, by the kind of problem.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub(crate) more: serde_json::Map<String, Value>,
}

/// A field at fault.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Its place in the body (RFC 6901).
    pub(crate) pointer: String,
    /// What it is called, in the reader's language.
    pub(crate) field: String,
    /// What is wrong, in the reader's language.
    pub(crate) detail: String,
    /// What is wrong, in one word for programs.
    pub(crate) code: &'static str,
}

impl Refusal {
    /// One that is about no field.
    pub(crate) fn new(fact: Fact) -> Self {
        Self { fact, fields: Vec::new(), more: Vec::new() }
    }

    /// One that is about a field of the body, by its pointer.
    pub(crate) fn field(pointer: impl Into<String>, wrong: Fact) -> Self {
        Self::fields(vec![FieldFact { pointer: pointer.into(), wrong }])
    }

    /// One that is about several fields.
    pub(crate) fn fields(fields: Vec<FieldFact>) -> Self {
        Self { fact: Fact::Invalid, fields, more: Vec::new() }
    }

    /// With something for programs.
    pub(crate) fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.more.push((name, serde_json::to_value(value).unwrap_or(Value::Null)));
        self
    }

    /// Likewise, but it says of no login how it is called: for who may not see them.
    pub(crate) fn without_logins(mut self) -> Self {
        let facts = self.fields.iter_mut().map(|field| &mut field.wrong).chain([&mut self.fact]);
        for fact in facts {
            if let Fact::NameTaken { holder, .. } = fact
                && holder.starts_with("portal user ")
            {
                holder.clear();
            }
        }
        let rows = self.more.iter_mut().filter(|(name, _)| *name == "dependents");
        let rows = rows.filter_map(|(_, rows)| rows.as_array_mut()).flatten();
        for row in rows.filter(|row| row["table"] == "portal_user") {
            row["what"] = Value::String("portal user".to_owned());
        }
        self
    }

    /// The status that it is answered with.
    pub(crate) fn status(&self) -> StatusCode {
        self.fact.status()
    }

    /// What it says in a language.
    pub(crate) fn problem(&self, language: Language) -> Problem {
        let code = self.fact.code();
        let errors: Vec<FieldProblem> = self.fields.iter().map(|field| field.problem(language)).collect();
        let detail = match errors.as_slice() {
            [] => words::detail(&self.fact, language),
            errors => {
                let said: Vec<String> =
                    errors.iter().map(|error| format!("{}: {}", error.field, error.detail)).collect();
                said.join(" ")
            }
        };
        Problem {
            kind: format!("urn:bellbox:problem:{code}"),
            title: words::title(&self.fact, language).to_owned(),
            status: self.status().as_u16(),
            detail,
            code,
            errors,
            more: self.more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    /// As the server sends it.
    pub(crate) fn into_response(self, language: Language) -> Response {
        let body = serde_json::to_vec(&self.problem(language)).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        put(CONTENT_TYPE, "application/problem+json");
        put(CONTENT_LANGUAGE, language.tag());
        match &self.fact {
            Fact::NotSignedIn => put(WWW_AUTHENTICATE, "Bearer"),
            Fact::MethodNotAllowed { allowed } => put(ALLOW, allowed),
            Fact::TooManyTries { wait_s } => put(RETRY_AFTER, &wait_s.to_string()),
            Fact::Busy | Fact::Storage { .. } => put(RETRY_AFTER, "2"),
            _ => {}
        }
        response
    }
}

impl FieldFact {
    fn problem(&self, language: Language) -> FieldProblem {
        FieldProblem {
            pointer: self.pointer.clone(),
            field: words::field(&self.pointer, language),
            detail: words::detail(&self.wrong, language),
            code: self.wrong.code(),
        }
    }
}

impl From<Fact> for Refusal {
    fn from(fact: Fact) -> Self {
        Self::new(fact)
    }
}
