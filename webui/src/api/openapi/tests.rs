//! Tests that the description is one (OpenAPI 3.1) and that it is true.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;

const METHODS: [&str; 5] = ["delete", "get", "patch", "post", "put"];
/// The words of JSON Schema (2020-12) and OpenAPI that forms here may have.
const WORDS: [&str; 27] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contentMediaType",
    "default",
    "deprecated",
    "description",
    "enum",
    "examples",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "title",
    "type",
];

fn whole() -> Value {
    document(&crate::api::routes())
}

/// Each operation with its path and method.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    each.collect()
}

/// Calls on each form, with where it stands: those with names and those within operations.
fn forms(document: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    for (name, form) in document["components"]["schemas"].as_object().unwrap() {
        walk(name, form, visit);
    }
    for (path, method, operation) in operations(document) {
        within(&format!("{method} {path}"), &operation, visit);
    }
}

/// Finds the forms in what is none.
fn within(place: &str, value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    for (name, value) in value.as_object().into_iter().flatten() {
        if name == "schema" {
            walk(place, value, visit);
        } else {
            within(place, value, visit);
        }
    }
    for value in value.as_array().into_iter().flatten() {
        within(place, value, visit);
    }
}

/// A form and those within it.
fn walk(place: &str, form: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    visit(place, form);
    for word in ["items", "additionalProperties", "propertyNames"] {
        if let Some(form @ Value::Object(_)) = form.get(word) {
            walk(&format!("{place}/{word}"), form, visit);
        }
    }
    for word in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        for form in form.get(word).and_then(Value::as_array).into_iter().flatten() {
            walk(&format!("{place}/{word}"), form, visit);
        }
    }
    for (name, form) in form.get("properties").and_then(Value::as_object).into_iter().flatten() {
        walk(&format!("{place}/{name}"), form, visit);
    }
}

#[test]
fn it_has_what_the_specification_wants() {
    let document = whole();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut ids = HashSet::new();
    let mut tags = HashSet::new();
    for (path, method, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(path.starts_with("/api/v1/") && METHODS.contains(&method.as_str()), "{place}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
        assert!(operation["summary"].as_str().unwrap().ends_with('.'), "{place}");
        let tag = operation["tags"][0].as_str().unwrap().to_owned();
        assert!(!tag.is_empty(), "{place}");
        tags.insert(tag);
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.contains_key("default"), "{place}");
        assert_eq!(responses.keys().filter(|status| status.starts_with('2')).count(), 1, "{place}");
        assert!(responses.values().all(|response| response["description"].is_string()), "{place}");
        assert!(method != "get" || operation.get("requestBody").is_none(), "{place}");
        for scheme in operation["security"].as_array().unwrap() {
            for name in scheme.as_object().unwrap().keys() {
                assert!(document["components"]["securitySchemes"].get(name).is_some(), "{place}");
            }
        }
    }
    assert!(tags.len() > 2);
}

#[test]
fn parameters_are_those_of_the_path_and_each_stands_once() {
    for (path, method, operation) in operations(&whole()) {
        let place = format!("{method} {path}");
        let mut names = HashSet::new();
        let mut in_path = HashSet::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap().to_owned();
            let stands_in = parameter["in"].as_str().unwrap();
            assert!(["header", "path", "query"].contains(&stands_in), "{place}");
            assert!(names.insert((name.clone(), stands_in.to_owned())), "{place} {name}");
            assert!(parameter["schema"]["type"].is_string(), "{place} {name}");
            assert_eq!(stands_in == "path", parameter["required"] == true, "{place} {name}");
            if stands_in == "path" {
                in_path.insert(name);
            }
        }
        let named: HashSet<String> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(str::to_owned)
            .collect();
        assert_eq!(in_path, named, "{place}");
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_form_is_used() {
    let document = whole();
    let known: HashSet<String> =
        document["components"]["schemas"].as_object().unwrap().keys().cloned().collect();
    let mut used = HashSet::new();
    forms(&document, &mut |place, form| {
        if let Some(to) = form.get("$ref") {
            let name = to.as_str().unwrap().strip_prefix("#/components/schemas/").unwrap();
            assert!(known.contains(name), "{place}: {name}");
            used.insert(name.to_owned());
        }
    });
    let name_is_good = |name: &String| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c)) && !name.is_empty()
    };
    assert!(known.iter().all(name_is_good), "{known:?}");
    let unused: Vec<&String> = known.difference(&used).filter(|name| !is_a_row(name, &known)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// A row itself is named where only what is shown, new or changed of it is sent.
fn is_a_row(name: &str, known: &HashSet<String>) -> bool {
    ["New", "Patch", "Shown"].iter().any(|prefix| known.contains(&format!("{prefix}{name}")))
}

#[test]
fn every_form_says_something_in_words_that_validators_know() {
    forms(&whole(), &mut |place, form| {
        let members = form.as_object().unwrap_or_else(|| panic!("{place}: {form}"));
        let says = ["$ref", "type", "oneOf", "anyOf", "allOf", "enum", "const"];
        assert!(says.iter().any(|word| members.contains_key(*word)), "{place} may be anything: {form}");
        for (word, value) in members {
            assert!(WORDS.contains(&word.as_str()), "{place}: {word}");
            let is_right = match word.as_str() {
                "type" => {
                    let is_type = |value: &Value| {
                        ["array", "boolean", "integer", "null", "number", "object", "string"]
                            .iter()
                            .any(|kind| value == kind)
                    };
                    is_type(value) || value.as_array().is_some_and(|types| types.iter().all(is_type))
                }
                "required" | "enum" | "oneOf" | "anyOf" | "allOf" | "examples" => {
                    value.as_array().is_some_and(|values| {
                        let once: HashSet<String> = values.iter().map(Value::to_string).collect();
                        once.len() == values.len() && (word == "required" || !values.is_empty())
                    })
                }
                "maxLength" | "minLength" | "maxItems" | "minItems" => value.is_u64(),
                _ => true,
            };
            assert!(is_right, "{place}: {word}: {value}");
        }
        let properties = members.get("properties").and_then(Value::as_object);
        for name in members.get("required").and_then(Value::as_array).into_iter().flatten() {
            let name = name.as_str().unwrap();
            assert!(properties.is_some_and(|known| known.contains_key(name)), "{place}: {name}");
        }
    });
}

#[test]
fn a_row_has_the_forms_that_its_routes_take_and_give() {
    let document = whole();
    let form = |name: &str| &document["components"]["schemas"][name];
    let required = |name: &str| form(name)["required"].clone();
    assert_eq!(required("NewTimeFrame"), json!(["name"]));
    assert_eq!(required("PatchTimeFrame"), json!([]));
    assert_eq!(required("ShownTimeFrame"), json!(["hours", "id", "name", "people"]));
    assert!(form("NewTimeFrame")["properties"].get("id").is_none());
    assert_eq!(form("NewTimeFrame")["additionalProperties"], json!(false));
    assert_eq!(form("NewTimeFrame")["properties"]["name"]["maxLength"], 200);
    assert_eq!(form("NewTimeFrame")["properties"]["name"]["minLength"], 1);
    assert_eq!(form("NewTimeFrame")["properties"]["hours"]["maxItems"], 100);
    assert_eq!(form("Settings")["properties"]["email"]["maxLength"], 200);
    assert_eq!(form("PatchTimeFrame")["properties"]["hours"]["type"], json!(["array", "null"]));
    assert_eq!(form("PatchTimeFrame")["properties"]["name"]["type"], "string");
}

#[test]
fn what_is_only_given_is_whole() {
    let document = whole();
    for (name, form) in document["components"]["schemas"].as_object().unwrap() {
        let is_given =
            name.starts_with("Shown") || ["Judgement", "Me", "Status", "Disk"].contains(&name.as_str());
        let fields = form["properties"]
            .as_object()
            .map_or(0, |known| known.keys().filter(|key| *key != "secret").count());
        let required = form["required"].as_array().map_or(0, Vec::len);
        assert!(!is_given || fields == required, "{name}: {form}");
    }
}

#[test]
fn what_may_be_null_is_said_in_each_way_that_forms_have() {
    for (mut form, expected) in [
        (json!({"type": "string"}), json!({"type": ["string", "null"]})),
        (json!({"type": ["string", "null"]}), json!({"type": ["string", "null"]})),
        (json!({"type": "string", "enum": ["a"]}), json!({"type": ["string", "null"], "enum": ["a", null]})),
        (
            json!({"$ref": "#/x", "description": "It."}),
            json!({"oneOf": [{"type": "null"}, {"$ref": "#/x"}], "description": "It."}),
        ),
        (
            json!({"oneOf": [{"type": "null"}, {"$ref": "#/x"}]}),
            json!({"oneOf": [{"type": "null"}, {"$ref": "#/x"}]}),
        ),
    ] {
        bounds::nullable(&mut form);
        assert_eq!(form, expected);
    }
}
