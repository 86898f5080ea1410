//! Where in a body a name stands that somebody has already, so that a page shows it beside its field.

use model::sign_in_name;
use serde::Serialize;
use serde_json::Value;
use store::{Change, Written};

use super::ask::Ask;
use super::refusal::{Fact, FieldFact, Refusal};

/// A refusal of a name with its place: the first of these, each with its pointer (RFC 6901), at which it stands. What is
/// refused for something else, or has its place, stays as it is, and so does the code.
pub(crate) fn placed(refusal: Refusal, places: &[(&str, &str)]) -> Refusal {
    let Fact::NameTaken { name, .. } = &refusal.fact else { return refusal };
    let name = sign_in_name(name);
    match places.iter().find(|(_, text)| sign_in_name(text) == name) {
        Some((pointer, _)) if refusal.fields.is_empty() => {
            let wrong = refusal.fact.clone();
            Refusal { fields: vec![FieldFact { pointer: (*pointer).to_owned(), wrong }], ..refusal }
        }
        Some(_) | None => refusal,
    }
}

/// Likewise, wherever it stands in a row.
pub(crate) fn placed_in(refusal: Refusal, row: &impl Serialize) -> Refusal {
    let mut places = Vec::new();
    texts(&serde_json::to_value(row).unwrap_or_default(), String::new(), &mut places);
    let places: Vec<(&str, &str)> =
        places.iter().map(|(pointer, text)| (pointer.as_str(), text.as_str())).collect();
    placed(refusal, &places)
}

/// Writes a change in the caller's name that is about this row.
pub(crate) fn write(ask: &Ask<'_>, change: Change, row: &impl Serialize) -> Result<Written, Refusal> {
    ask.write(change).map_err(|refusal| placed_in(refusal, row))
}

/// All texts within a value, with their pointers. Rows have plain names, in which nothing is to be escaped.
fn texts(value: &Value, pointer: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((pointer, text.clone())),
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| texts(value, format!("{pointer}/{name}"), found));
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(place, value)| texts(value, format!("{pointer}/{place}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_that_is_taken_is_told_of_the_field_in_which_it_stands() {
        let taken =
            || Refusal::new(Fact::NameTaken { name: "Anna".to_owned(), holder: "line 201".to_owned() });
        let row = json!({"email": "", "kind": {"sip": {"username": "anna"}}, "names": ["x", "anna"]});
        let refusal = placed_in(taken(), &row);
        assert_eq!(
            (refusal.fields[0].pointer.as_str(), refusal.fact.code()),
            ("/kind/sip/username", "name-taken")
        );
        assert_eq!(refusal.fields[0].wrong, refusal.fact);
        let places = [("/login", "ANNA"), ("/email", "anna")];
        assert_eq!(placed(taken(), &places).fields[0].pointer, "/login");
        // What stands nowhere, or is about something else, is told of the whole.
        assert_eq!(placed_in(taken(), &json!({"login": "bert"})), taken());
        assert_eq!(placed(Fact::NotFound.into(), &places), Refusal::new(Fact::NotFound));
    }
}
