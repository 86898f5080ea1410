//! The office: one row that is read and changed.

use axum::http::Method;
use model::{Office, Permission};
use serde_json::Value;
use store::Change;

use super::super::answer::Answer;
use super::super::ask::{Ask, typed};
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::resource::{members, merge, object, tag_of};
use super::super::route::{Access, Body, Gives, Outcome, Route};

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let gives = Gives::Json(schema::<Office>);
    let (read_it, write) = (Access::Needs(Permission::OfficeRead), Access::Needs(Permission::OfficeWrite));
    vec![
        Route::get("/office", "office_read", read_it, gives, read).about("Gives the office."),
        Route::new(Method::PATCH, "/office", "office_change", write, gives, change)
            .takes(Body::Patch(schema::<Office>))
            .about("Changes what is named of the office, if it still is what If-Match says. Where links lead is for owners."),
    ]
}

fn read(ask: &Ask<'_>) -> Outcome {
    let office = &*ask.view.office.office;
    Ok(Answer::json(office).etag(tag_of(office)))
}

fn change(ask: &Ask<'_>) -> Outcome {
    let old = &*ask.view.office.office;
    let patch = object(ask)?;
    if patch.get("id").is_some_and(|id| *id != Value::String(old.id.to_string())) {
        return Err(Refusal::field("/id", Fact::Malformed { why: "an id stays as it is".to_owned() }));
    }
    let mut members = members(old);
    merge(&mut members, patch);
    let new: Office = typed(Value::Object(members))?;
    // Links of mails lead there: whoever says where gets the tokens of others.
    if new.portal_url != old.portal_url {
        ask.caller.owner()?;
    }
    // What cannot be done at all is told first (RFC 9110 §13.2.1).
    ask.check_match(&tag_of(old))?;
    ask.write(Change::new().expect(old.clone()).put(new))?;
    let view = ask.api.view()?;
    Ok(Answer::json(&*view.office.office).etag(tag_of(&*view.office.office)))
}
