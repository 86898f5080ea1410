//! What stands after the `?`: each name once, and none that the route does not know.

use std::str::FromStr;

use jiff::Timestamp;
use model::OfficeId;

use super::refusal::{Fact, Refusal};
use super::route::{Param, ParamKind};

/// Bytes of a query that are looked at; a longer one is refused.
const BYTES_MAX: usize = 8 * 1024;
/// Parameters of a query.
const PARAMS_MAX: usize = 64;

/// The parameters of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query in which only these parameters may be, each as what it is.
    pub(crate) fn read(text: &str, known: &[Param]) -> Result<Self, Refusal> {
        if text.len() > BYTES_MAX {
            return Err(Refusal::new(Fact::QueryTooLong));
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let param = known.iter().find(|param| param.name == name);
            let is_new = pairs.len() < PARAMS_MAX && pairs.iter().all(|(before, _)| *before != name);
            let Some(param) = param.filter(|_| is_new) else {
                return Err(Refusal::new(Fact::UnknownParameter { name: shown(&name) }));
            };
            if !param.kind.holds(&value) {
                let fact = Fact::MalformedParameter { name: name.into_owned(), value: shown(&value) };
                return Err(Refusal::new(fact));
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

impl ParamKind {
    /// Whether a text is one of these. An empty one is a text and nothing else.
    fn holds(self, text: &str) -> bool {
        match self {
            Self::Flag => text.parse::<bool>().is_ok(),
            Self::Number { max } => text.parse::<u64>().is_ok_and(|number| number <= max),
            Self::Text => true,
            Self::Time => text.parse::<Timestamp>().is_ok(),
            Self::Uuid => text.parse::<OfficeId>().is_ok(),
        }
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
        let query = read("q=a%20b&limit=7").unwrap();
        assert_eq!((query.text("q"), query.number("limit", 1, 10).unwrap()), (Some("a b"), 7));
        assert_eq!((query.text("none"), read("q=").unwrap().text("q")), (None, None));
        for wrong in ["x=1", "q=1&q=2", &"q".repeat(9000)] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_is_what_it_is_described_as() {
        let id = "01a206a1-4ae3-74c3-9c87-fa65352de41a";
        for (name, good, wrong) in [
            ("is", "true", ["", "1", "yes"]),
            ("limit", "10", ["", "11", "-1"]),
            ("since", "2026-11-23T09:00:00Z", ["", "yesterday", "2026-11-23"]),
            ("who", id, ["", "x", "01a206a1"]),
        ] {
            assert!(read(&format!("{name}={good}")).is_ok(), "{name}={good}");
            for wrong in wrong {
                assert!(read(&format!("{name}={wrong}")).is_err(), "{name}={wrong}");
            }
        }
    }

    fn read(text: &str) -> Result<Query, Refusal> {
        let kinds = [
            ("q", ParamKind::Text),
            ("is", ParamKind::Flag),
            ("limit", ParamKind::Number { max: 10 }),
            ("since", ParamKind::Time),
            ("who", ParamKind::Uuid),
        ];
        let known = kinds.map(|(name, kind)| Param { name: name.to_owned(), kind, about: String::new() });
        Query::read(text, &known)
    }
}
