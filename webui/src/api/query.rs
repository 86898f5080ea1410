//! What stands after the `?`: each name once, and none that the route does not know.

use std::str::FromStr;

use super::refusal::{Fact, Refusal};

/// Bytes of a query that are looked at; a longer one is refused.
const BYTES_MAX: usize = 8 * 1024;
/// Parameters of a query.
const PARAMS_MAX: usize = 64;

/// The parameters of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query of which only these names may be there.
    pub(crate) fn read(text: &str, known: impl Fn(&str) -> bool) -> Result<Self, Refusal> {
        if text.len() > BYTES_MAX {
            return Err(Refusal::new(Fact::QueryTooLong));
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if !known(&name) || pairs.iter().any(|(before, _)| *before == name) || pairs.len() == PARAMS_MAX {
                return Err(Refusal::new(Fact::UnknownParameter { name: shown(&name) }));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The text of a parameter; none when it is missing or empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|text| !text.is_empty())
    }

    /// A parameter as a type that reads itself; none when it is missing. An empty one is nothing of that type.
    pub(crate) fn parse<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let given = self.0.iter().find(|(known, _)| known == name);
        let parsed = given.map(|(_, text)| {
            let wrong =
                || Refusal::new(Fact::MalformedParameter { name: name.to_owned(), value: shown(text) });
            text.parse().map_err(|_| wrong())
        });
        parsed.transpose()
    }

    /// A number within bounds, or what holds without it.
    pub(crate) fn number(&self, name: &str, default: usize, max: usize) -> Result<usize, Refusal> {
        let number = self.parse(name)?.unwrap_or(default);
        if number > max {
            return Err(Refusal::new(Fact::MalformedParameter {
                name: name.to_owned(),
                value: number.to_string(),
            }));
        }
        Ok(number)
    }

    /// Whether a flag is set.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        self.parse(name).map(|flag| flag.unwrap_or(false))
    }
}

/// So much of what somebody sent as is said back.
fn shown(text: &str) -> String {
    text.chars().take(80).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once_and_is_known() {
        let known = |name: &str| name == "q" || name == "limit";
        let query = Query::read("q=a%20b&limit=7", known).unwrap();
        assert_eq!((query.text("q"), query.number("limit", 1, 10).unwrap()), (Some("a b"), 7));
        assert_eq!((query.text("none"), Query::read("q=", known).unwrap().text("q")), (None, None));
        for wrong in ["x=1", "q=1&q=2", &"q".repeat(9000)] {
            assert!(Query::read(wrong, known).is_err(), "{wrong}");
        }
        assert!(Query::read("limit=", known).unwrap().number("limit", 1, 10).is_err());
        let query = Query::read("q=x&limit=11", known).unwrap();
        assert!(query.number("limit", 1, 10).is_err() && query.flag("q").is_err());
    }
}
