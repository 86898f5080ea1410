//! Rows as resources: listed, read, made, changed and deleted in the same way whatever they are.

use std::fmt::Display;
use std::str::FromStr;

use axum::http::Method;
use model::Permission;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::{Change, Key, Row, Rows, Written};
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{Ask, typed};
use super::caller::Caller;
use super::list::{Field, Wanted, params};
use super::openapi::{SchemaOf, schema, shown_schema};
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Outcome, Param, Route};
use super::view::View;

/// A kind of row that is listed, read, made, changed and deleted.
pub(crate) trait Resource:
    store::Keyed<Id: Display + FromStr + Into<Key> + 'static>
    + Clone
    + DeserializeOwned
    + Into<Row>
    + Serialize
    + ToSchema
    + 'static
{
    /// What is shown beside its own columns.
    type More: Serialize + ToSchema + 'static;

    /// Where, after `/api/v1/`: "time-frames".
    const PATH: &'static str;
    /// What one is called in operations: "time_frame".
    const NAME: &'static str;
    /// Who may see them.
    const READ: Permission;
    /// Who may change them.
    const WRITE: Permission;
    /// What they are filtered and sorted by.
    const FIELDS: &'static [Field<Self>];
    /// Which members and fields need one more permission: without it the member is null, and nothing is filtered, sorted or
    /// found by the field.
    const GUARDED: &'static [(&'static str, Permission)] = &[];

    /// All of them.
    fn rows(view: &View) -> &Rows<Self>;

    /// A new key.
    fn new_id(bytes: [u8; 16]) -> Self::Id;

    /// What is shown beside its own columns.
    fn more(&self, view: &View) -> Self::More;

    /// Puts in what a new one has when nothing is said.
    fn complete(_new: &mut Map<String, Value>, _view: &View) {}

    /// Refuses what the caller may not, beyond what the store refuses. `old` is none for a new one.
    fn check(&self, _old: Option<&Self>, _ask: &Ask<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    /// Refuses the deletion of this one by this caller.
    fn check_delete(&self, _ask: &Ask<'_>) -> Result<(), Refusal> {
        Ok(())
    }
}

/// The routes of a resource: list, read, make, change, delete.
pub(crate) fn routes<R: Resource>() -> Vec<Route> {
    let (one, many) = (format!("/{}/{{id}}", R::PATH), format!("/{}", R::PATH));
    let (read, write) = (Access::Needs(R::READ), Access::Needs(R::WRITE));
    let name = |verb: &str| format!("{}_{verb}", R::NAME);
    let words = R::NAME.replace('_', " ");
    let shown: SchemaOf = shown_schema::<R, R::More>;
    let mut list_route = Route::get(&many, &name("list"), read, Gives::List(shown), list::<R>)
        .about(&format!("Lists each {words}."));
    list_route.query = list_params::<R>();
    vec![
        list_route,
        Route::post(&many, &name("create"), write, Gives::Created(shown), create::<R>)
            .takes(Body::New(schema::<R>))
            .about(&format!("Makes a {words}."))
            .joins(),
        Route::get(&one, &name("read"), read, Gives::Json(shown), read_one::<R>)
            .about(&format!("Gives one {words}.")),
        Route::new(Method::PATCH, &one, &name("change"), write, Gives::Json(shown), change::<R>)
            .takes(Body::Patch(schema::<R>))
            .about(&format!("Changes what is named of a {words}, if it still is what If-Match says."))
            .joins(),
        Route::new(Method::DELETE, &one, &name("delete"), write, Gives::Nothing, delete::<R>)
            .about(&format!("Deletes a {words} that nothing refers to."))
            .joins(),
    ]
}

/// What a list of them can be asked.
pub(crate) fn list_params<R: Resource>() -> Vec<Param> {
    let mut params = params(R::FIELDS);
    for (name, needs) in R::GUARDED {
        for param in params.iter_mut().filter(|param| param.name == *name) {
            param.about.push_str(&format!(" Needs the permission {}.", needs.as_str()));
        }
    }
    params
}

/// What is asked of a list of them, by no field that the caller may not see.
pub(crate) fn wanted<R: Resource>(ask: &Ask<'_>) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted::read(&ask.query, R::FIELDS)?;
    for (name, needs) in R::GUARDED.iter().filter(|(_, needs)| !ask.caller.may(*needs)) {
        if wanted.hide(name, R::FIELDS) {
            ask.caller.needs(*needs)?;
        }
    }
    Ok(wanted)
}

/// A row as it is shown to this caller.
pub(crate) fn shown<R: Resource>(row: &R, view: &View, caller: &Caller) -> Value {
    let mut members = members(row);
    if let Ok(Value::Object(more)) = serde_json::to_value(row.more(view)) {
        members.extend(more);
    }
    for (name, _) in R::GUARDED.iter().filter(|(_, needs)| !caller.may(*needs)) {
        members.insert((*name).to_owned(), Value::Null);
    }
    Value::Object(members)
}

/// The entity tag of a row: of its own columns, not of what is derived.
pub(crate) fn etag<R: Resource>(row: &R) -> String {
    tag_of(row)
}

/// Likewise of what is no resource.
pub(crate) fn tag_of(row: &impl Serialize) -> String {
    let hash = Sha256::digest(serde_json::to_vec(row).unwrap_or_default());
    let digits: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// The row that the path names.
pub(crate) fn named<'v, R: Resource>(ask: &Ask<'_>, view: &'v View) -> Result<&'v R, Refusal> {
    let id: R::Id = ask.named("id")?;
    R::rows(view).get(id).ok_or_else(|| Fact::NotFound.into())
}

/// A new row from the body's members, not yet written.
pub(crate) fn new_row<R: Resource>(mut members: Map<String, Value>, ask: &Ask<'_>) -> Result<R, Refusal> {
    R::complete(&mut members, &ask.view);
    if members.contains_key("id") {
        return Err(Refusal::field("/id", Fact::Malformed { why: "a new one gets its id here".to_owned() }));
    }
    let id = R::new_id(ask.api.store.new_id());
    members.insert("id".to_owned(), Value::String(id.to_string()));
    let row: R = typed(Value::Object(members))?;
    row.check(None, ask)?;
    Ok(row)
}

/// The body as a JSON object.
pub(crate) fn object(ask: &Ask<'_>) -> Result<Map<String, Value>, Refusal> {
    match ask.value()? {
        Value::Object(members) => Ok(members),
        _ => Err(Fact::Malformed { why: "an object is expected".to_owned() }.into()),
    }
}

/// The answer to a row that was made; secrets that the store has made for it are shown this once.
fn made<R: Resource>(row: &R, written: &Written, view: &View, caller: &Caller) -> Answer {
    let mut value = shown(row, view, caller);
    if let (Value::Object(members), [generated]) = (&mut value, written.generated.as_slice()) {
        members.insert("secret".to_owned(), Value::String(generated.secret.reveal().to_owned()));
    }
    Answer::created(format!("/api/v1/{}/{}", R::PATH, row.id()), &value).etag(etag(row))
}

fn list<R: Resource>(ask: &Ask<'_>) -> Outcome {
    let wanted = wanted::<R>(ask)?;
    let unseen = R::GUARDED.iter().filter(|(_, needs)| !ask.caller.may(*needs)).count();
    let tag = format!("W/\"{}.{unseen}\"", ask.view.office.version);
    if ask.has_already(&tag) {
        return Ok(Answer::not_modified(tag));
    }
    let all = wanted.all(R::rows(&ask.view).iter(), R::FIELDS, &ask.view);
    let page = wanted.page(&all, ask.view.office.version, |row| shown(row, &ask.view, &ask.caller));
    Ok(Answer::json(&page).etag(tag))
}

fn read_one<R: Resource>(ask: &Ask<'_>) -> Outcome {
    let row = named::<R>(ask, &ask.view)?;
    Ok(Answer::json(&shown(row, &ask.view, &ask.caller)).etag(etag(row)))
}

fn create<R: Resource>(ask: &Ask<'_>) -> Outcome {
    let row: R = new_row(object(ask)?, ask)?;
    let written = super::taken::write(ask, Change::new().put(row.clone()), &row)?;
    let view = ask.latest()?;
    let row = R::rows(&view).get(row.id()).unwrap_or(&row);
    Ok(made(row, &written, &view, &ask.caller))
}

fn change<R: Resource>(ask: &Ask<'_>) -> Outcome {
    let new: R = changed(ask)?;
    let view = ask.latest()?;
    let row = R::rows(&view).get(new.id()).unwrap_or(&new);
    Ok(Answer::json(&shown(row, &view, &ask.caller)).etag(etag(row)))
}

/// Changes the row that the path names as the body says.
pub(crate) fn changed<R: Resource>(ask: &Ask<'_>) -> Result<R, Refusal> {
    let old = named::<R>(ask, &ask.view)?;
    let patch = object(ask)?;
    if patch.get("id").is_some_and(|id| *id != Value::String(old.id().to_string())) {
        return Err(Refusal::field("/id", Fact::Malformed { why: "an id stays as it is".to_owned() }));
    }
    let mut members = members(old);
    merge(&mut members, patch);
    R::complete(&mut members, &ask.view);
    let new: R = typed(Value::Object(members))?;
    new.check(Some(old), ask)?;
    // What cannot be done at all is told first (RFC 9110 §13.2.1).
    check_seen(old, ask)?;
    // The columns that the caller did not name are those of the row as it was read; so it must still be that one.
    super::taken::write(ask, Change::new().expect(old.clone()).put(new.clone()), &new)?;
    Ok(new)
}

/// Refuses who has seen the row neither as it is nor as it was before the changes that are written with this one.
fn check_seen<R: Resource>(row: &R, ask: &Ask<'_>) -> Result<(), Refusal> {
    let before = R::rows(ask.before()).get(row.id()).map(etag);
    ask.check_match(&etag(row)).or_else(|refusal| before.map_or(Err(refusal), |tag| ask.check_match(&tag)))
}

fn delete<R: Resource>(ask: &Ask<'_>) -> Outcome {
    let old = named::<R>(ask, &ask.view)?;
    check_seen(old, ask)?;
    old.check_delete(ask)?;
    // Whether it may go was found of the row as it was read; so it must still be that one.
    ask.write(Change::new().expect(old.clone()).delete(old.id()))?;
    Ok(Answer::nothing())
}

/// Its own columns.
pub(crate) fn members<R: Serialize>(row: &R) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Merges a patch (RFC 7396); a null for what is not there stays, to be refused. The variants of an enum with data are objects with one member, so that naming another one
/// replaces it.
pub(crate) fn merge(target: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, new) in patch {
        match (target.get_mut(&name), new) {
            (Some(_), Value::Null) => {
                target.remove(&name);
            }
            (Some(Value::Object(old)), Value::Object(new))
                if old.len() > 1 || new.keys().all(|key| old.contains_key(key)) =>
            {
                merge(old, new);
            }
            (_, new) => {
                target.insert(name, new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names() {
        for (old, patch, new) in [
            (json!({"a": 1, "b": 2}), json!({"a": 3}), json!({"a": 3, "b": 2})),
            (json!({"a": 1, "b": 2}), json!({"a": null}), json!({"b": 2})),
            (json!({"a": 1}), json!({"": null}), json!({"a": 1, "": null})),
            (json!({"a": {"x": 1, "y": 2}}), json!({"a": {"x": 3}}), json!({"a": {"x": 3, "y": 2}})),
            (json!({"a": {"line": 1}}), json!({"a": {"outside": 2}}), json!({"a": {"outside": 2}})),
            (json!({"a": {"line": 1}}), json!({"a": "voicemail"}), json!({"a": "voicemail"})),
            (json!({"a": [1, 2]}), json!({"a": [3]}), json!({"a": [3]})),
        ] {
            let (Value::Object(mut target), Value::Object(patch)) = (old, patch) else { panic!() };
            merge(&mut target, patch);
            assert_eq!(Value::Object(target), new);
        }
    }
}
