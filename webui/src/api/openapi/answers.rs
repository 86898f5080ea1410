//! What only stands in answers is always whole: each field is there, and null where there is nothing.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// The one field that may be there only once: the secret of what has just been made.
const ONCE: &str = "secret";

/// Requires each field of the forms that answers have and no request has.
pub(super) fn complete(paths: &Map<String, Value>, schemas: &mut Map<String, Value>) {
    let (mut sent, mut given) = (HashSet::new(), HashSet::new());
    for operation in paths.values().filter_map(Value::as_object).flat_map(Map::values) {
        names(operation.get("requestBody"), schemas, &mut sent);
        names(operation.get("responses"), schemas, &mut given);
    }
    for name in given.difference(&sent) {
        if let Some(form) = schemas.get_mut(name) {
            require(form);
        }
    }
}

fn require(form: &mut Value) {
    let had = form.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(known) = form.get("properties").and_then(Value::as_object) {
        let is_there = |name: &&String| *name != ONCE || had.iter().any(|field| field == ONCE);
        let names: Vec<&String> = known.keys().filter(is_there).collect();
        form["required"] = json!(names);
    }
    for word in ["allOf", "oneOf"] {
        form.get_mut(word).and_then(Value::as_array_mut).into_iter().flatten().for_each(require);
    }
}

/// The names of the forms that stand in a value, and in those.
fn names(value: Option<&Value>, schemas: &Map<String, Value>, found: &mut HashSet<String>) {
    let within: Vec<&Value> = match value {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(Value::Object(members)) => members.values().collect(),
        Some(Value::String(text)) => {
            let name = text.strip_prefix("#/components/schemas/");
            if let Some(name) = name.filter(|name| found.insert((*name).to_owned())) {
                names(schemas.get(name), schemas, found);
            }
            return;
        }
        Some(Value::Bool(_) | Value::Null | Value::Number(_)) | None => return,
    };
    within.into_iter().for_each(|value| names(Some(value), schemas, found));
}
