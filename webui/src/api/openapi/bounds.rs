//! How long what is sent may be, so that a program learns it from the description and not from a refusal. The store
//! decides (`store::validate`); a test holds the two together.

use serde_json::{Value, json};

/// Characters of any text.
const TEXT_MAX: u32 = 200;
/// Those of other lengths, by the name of the field: at least, at most.
const TEXTS: [(&str, u32, u32); 4] = [("host", 1, 253), ("login", 1, 64), ("pin", 4, 8), ("secret", 1, 128)];
/// Those that are of a form, as `pattern` has it: by the end of the body's name, and the name of the field.
const PATTERNS: [(&str, &str, &str); 5] = [
    ("", "country", "^([A-Z]{2})?$"),
    ("", "language", "^(de|en|es|fr)?$"),
    ("PhoneNumber", "number", "^\\+[1-9][0-9]{3,14}$"),
    ("", "outside_prefix", "^[0-9*#]{0,8}$"),
    ("", "pin", "^[0-9]{4,8}$"),
];
/// Entries of lists.
const LISTS: [(&str, u32); 4] = [("allow_list", 64), ("caller_ids", 50), ("hours", 100), ("subnets", 64)];

/// Puts bounds on what is sent in a body of this name.
pub(super) fn put(body: &str, form: &mut Value) {
    let properties = form.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        if is_of(property, "string") {
            text(body, name, property);
        }
        if name == "port" && is_of(property, "integer") {
            property["minimum"] = json!(1);
            property["maximum"] = json!(65_535);
        }
        if is_of(property, "array")
            && let Some((_, max)) = LISTS.iter().find(|(known, _)| known == name)
        {
            property["maxItems"] = json!(max);
        }
    }
}

/// Wants something in what a new row cannot be without: its texts are names.
pub(super) fn not_empty(form: &mut Value) {
    let required: Vec<Value> = form.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = form.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        let is_text = property.get("maxLength").is_some() && property.get("pattern").is_none();
        if is_text && required.iter().any(|field| field == name) && property.get("minLength").is_none() {
            property["minLength"] = json!(1);
        }
    }
}

/// Lets a field be null: in a patch (RFC 7396) that puts back what holds when nobody says anything.
pub(super) fn nullable(property: &mut Value) {
    match property.get("type") {
        Some(Value::String(one)) => {
            property["type"] = json!([one, "null"]);
            // What an enumeration does not list is refused, whatever its type.
            if let Some(Value::Array(words)) = property.get_mut("enum") {
                words.push(Value::Null);
            }
        }
        Some(Value::Array(types)) if types.contains(&json!("null")) => {}
        Some(_) => {}
        None => {
            let is_null = |form: &Value| form.get("type") == Some(&json!("null"));
            let forms = property.get("oneOf").and_then(Value::as_array);
            if !forms.is_some_and(|forms| forms.iter().any(is_null)) {
                let description = property.as_object_mut().and_then(|form| form.remove("description"));
                let form = property.take();
                *property = json!({ "oneOf": [{ "type": "null" }, form] });
                if let Some(description) = description {
                    property["description"] = description;
                }
            }
        }
    }
}

fn text(body: &str, name: &str, property: &mut Value) {
    if ["enum", "format", "maxLength", "pattern"].iter().any(|bound| property.get(bound).is_some()) {
        return;
    }
    let found = TEXTS.iter().find(|(known, ..)| *known == name);
    let (min, max) = found.map_or((0, TEXT_MAX), |(_, min, max)| (*min, *max));
    if min > 0 {
        property["minLength"] = json!(min);
    }
    property["maxLength"] = json!(max);
    if let Some((.., pattern)) = PATTERNS.iter().find(|(of, known, _)| body.ends_with(of) && *known == name) {
        property["pattern"] = json!(pattern);
    }
}

fn is_of(property: &Value, kind: &str) -> bool {
    match property.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(types)) => types.contains(&json!(kind)),
        _ => false,
    }
}
