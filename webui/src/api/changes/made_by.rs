//! What one change says of the row that another one makes, whose id nobody knows before.

use serde_json::Value;

use super::super::refusal::{Fact, Refusal};

/// The member that stands for an id in a body.
const MADE_BY: &str = "made_by";

/// A path with ids in the places of "@2".
pub(super) fn in_path<'m>(path: &str, made: impl Fn(usize) -> Option<&'m str>) -> Result<String, Refusal> {
    let parts = path.split('/').map(|part| match part.strip_prefix('@') {
        Some(place) => id(place.parse().ok(), &made),
        None => Ok(part),
    });
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join("/"))
}

/// A body with ids in the places of `{"made_by": 2}`.
pub(super) fn in_body<'m>(
    body: Value,
    made: impl Fn(usize) -> Option<&'m str> + Copy,
) -> Result<Value, Refusal> {
    Ok(match body {
        Value::Object(members) if members.len() == 1 && members.contains_key(MADE_BY) => {
            let place = members[MADE_BY].as_u64().and_then(|place| usize::try_from(place).ok());
            Value::String(id(place, made)?.to_owned())
        }
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| Ok((name, in_body(value, made)?)));
            Value::Object(members.collect::<Result<_, Refusal>>()?)
        }
        Value::Array(values) => {
            Value::Array(values.into_iter().map(|value| in_body(value, made)).collect::<Result<_, _>>()?)
        }
        plain => plain,
    })
}

fn id<'m>(place: Option<usize>, made: impl Fn(usize) -> Option<&'m str>) -> Result<&'m str, Refusal> {
    let id = place.and_then(made);
    id.ok_or_else(|| Fact::Malformed { why: "no change before this one has made that row".to_owned() }.into())
}
