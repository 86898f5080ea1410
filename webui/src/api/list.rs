//! Lists: which rows match, in which order, and which page of them is given.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;

use super::query::Query;
use super::refusal::{Fact, Refusal};
use super::route::{Param, ParamKind};
use super::view::View;
use crate::letters::folded;

/// Rows of a page at most.
pub(crate) const LIMIT_MAX: usize = 500;
/// Rows of a page when nobody says how many.
const LIMIT: usize = 100;
/// Fields that a list is sorted by at once.
const SORTS_MAX: usize = 8;

/// Something of a row that can be filtered and sorted by.
pub(crate) struct Field<R> {
    /// Its name, as in JSON.
    pub(crate) name: &'static str,
    /// What it is of a row.
    pub(crate) cell: for<'v> fn(&'v R, &'v View) -> Cell<'v>,
}

/// What a field is of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'v> {
    /// Words of which one must be the whole of what is asked for: roles, ids.
    Exact(Vec<Cow<'v, str>>),
    /// Things with keys and names: a whole key, or a part of the names.
    Named(Vec<String>, String),
    /// A number.
    Number(u64),
    /// A text in which is looked for what is asked for.
    Text(Cow<'v, str>),
}

/// What is asked of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    q: Option<String>,
    filters: Vec<(usize, String)>,
    sorts: Vec<(usize, bool)>,
    /// In which fields no text is looked for.
    hidden: Vec<usize>,
    limit: usize,
    offset: usize,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    /// The rows of the page.
    pub(crate) items: Vec<Value>,
    /// How many match in all.
    pub(crate) total: usize,
    /// How many of them come before the page.
    pub(crate) offset: usize,
    /// The version of the office that this is of.
    pub(crate) version: u64,
}

impl<'v> Cell<'v> {
    /// A text.
    pub(crate) fn text(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// One word, such as an id.
    pub(crate) fn word(word: impl ToString) -> Self {
        Self::Exact(vec![Cow::Owned(word.to_string())])
    }

    /// A word that may be missing.
    pub(crate) fn optional(word: Option<impl ToString>) -> Self {
        Self::Exact(word.into_iter().map(|word| Cow::Owned(word.to_string())).collect())
    }

    fn matches(&self, wanted: &str) -> bool {
        match self {
            // "" cannot be asked for; a minus asks for those that have none.
            Self::Exact(words) if wanted == "-" => words.is_empty(),
            Self::Exact(words) => words.iter().any(|word| folded(word) == wanted),
            Self::Named(keys, _) if wanted == "-" => keys.is_empty(),
            Self::Named(keys, names) => keys.iter().any(|key| key == wanted) || contains(names, wanted),
            Self::Number(number) => number.to_string() == wanted,
            Self::Text(text) if wanted == "-" => text.is_empty(),
            Self::Text(text) => contains(text, wanted),
        }
    }

    /// Whether it is a text, or names, that hold this.
    fn holds(&self, wanted: &str) -> bool {
        match self {
            Self::Exact(_) | Self::Number(_) => false,
            Self::Named(_, names) => contains(names, wanted),
            Self::Text(text) => contains(text, wanted),
        }
    }

    /// What it is sorted by.
    fn sort_key(&self) -> SortKey {
        match self {
            Self::Exact(words) => SortKey::Text(words.first().map(|word| folded(word)).unwrap_or_default()),
            Self::Named(_, names) => SortKey::Text(folded(names)),
            Self::Number(number) => SortKey::Number(*number),
            Self::Text(text) => SortKey::Text(folded(text)),
        }
    }
}

/// What a row is sorted by in one field; made once a row.
#[derive(Debug, PartialEq, Eq)]
enum SortKey {
    Number(u64),
    /// Folded.
    Text(String),
}

impl SortKey {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => natural(a, b),
            // A field is always of one kind.
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

/// What a list can be asked, for the description.
pub(crate) fn params<R>(fields: &[Field<R>]) -> Vec<Param> {
    let param =
        |name: &str, kind, about: &str| Param { name: name.to_owned(), kind, about: about.to_owned() };
    let max = LIMIT_MAX as u64;
    let mut params = vec![
        param("q", ParamKind::Text, "Only rows of which some text holds this."),
        param(
            "sort",
            ParamKind::Text,
            "Names of fields with commas between; with a minus before it, a field counts down.",
        ),
        param("limit", ParamKind::Number { max }, "Rows of a page, 100 unless said."),
        param("offset", ParamKind::Number { max: u64::from(u32::MAX) }, "Rows to leave out before the page."),
    ];
    params.extend(fields.iter().map(|field| {
        param(
            field.name,
            ParamKind::Text,
            "Only rows that match in this field; a minus alone: only those without it.",
        )
    }));
    params
}

impl Wanted {
    /// Reads what is asked.
    pub(crate) fn read<R>(query: &Query, fields: &[Field<R>]) -> Result<Self, Refusal> {
        let filters = fields
            .iter()
            .enumerate()
            .filter_map(|(place, field)| query.text(field.name).map(|wanted| (place, folded(wanted))));
        let mut sorts = Vec::new();
        for name in
            query.text("sort").unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty())
        {
            let (bare, is_down) = name.strip_prefix('-').map_or((name, false), |bare| (bare, true));
            let place = fields.iter().position(|field| field.name == bare);
            let place = place.filter(|_| sorts.len() < SORTS_MAX).ok_or_else(|| {
                Fact::MalformedParameter { name: "sort".to_owned(), value: name.chars().take(80).collect() }
            })?;
            sorts.push((place, is_down));
        }
        Ok(Self {
            q: query.text("q").map(folded),
            filters: filters.collect(),
            sorts,
            hidden: Vec::new(),
            limit: query.number("limit", LIMIT, LIMIT_MAX)?,
            offset: query.number("offset", 0, u32::MAX as usize)?,
        })
    }

    /// Hides a field: no text is looked for in it. Whether it was asked for by its name, so that rows or their order would tell
    /// what it holds.
    pub(crate) fn hide<R>(&mut self, name: &str, fields: &[Field<R>]) -> bool {
        let Some(hidden) = fields.iter().position(|field| field.name == name) else { return false };
        self.hidden.push(hidden);
        let filtered = self.filters.iter().map(|(place, _)| *place);
        filtered.chain(self.sorts.iter().map(|(place, _)| *place)).any(|place| place == hidden)
    }

    /// The rows that match in the order asked for, otherwise as they come: all of them.
    pub(crate) fn all<'r, R>(
        &self,
        rows: impl Iterator<Item = &'r R>,
        fields: &[Field<R>],
        view: &'r View,
    ) -> Vec<&'r R> {
        let mut rows: Vec<&R> = rows.filter(|row| self.matches(*row, fields, view)).collect();
        let sorted: Vec<(&Field<R>, bool)> =
            self.sorts.iter().filter_map(|(place, is_down)| Some((fields.get(*place)?, *is_down))).collect();
        if !sorted.is_empty() {
            let mut keyed: Vec<(Vec<SortKey>, &R)> = rows
                .into_iter()
                .map(|row| {
                    (sorted.iter().map(|(field, _)| (field.cell)(row, view).sort_key()).collect(), row)
                })
                .collect();
            keyed.sort_by(|(a, _), (b, _)| {
                let orders = a.iter().zip(b).zip(&sorted).map(|((a, b), (_, is_down))| {
                    let order = a.compare(b);
                    if *is_down { order.reverse() } else { order }
                });
                orders.fold(Ordering::Equal, Ordering::then)
            });
            rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        rows
    }

    /// The page asked for of the rows that match.
    pub(crate) fn page<R>(&self, all: &[&R], version: u64, show: impl Fn(&R) -> Value) -> Page {
        let items = all.iter().skip(self.offset).take(self.limit).map(|row| show(row)).collect();
        Page { items, total: all.len(), offset: self.offset, version }
    }

    fn matches<R>(&self, row: &R, fields: &[Field<R>], view: &View) -> bool {
        let filtered = self.filters.iter().all(|(place, wanted)| {
            fields.get(*place).is_none_or(|field| (field.cell)(row, view).matches(wanted))
        });
        filtered
            && self.q.as_ref().is_none_or(|q| {
                let seen = fields.iter().enumerate().filter(|(place, _)| !self.hidden.contains(place));
                seen.map(|(_, field)| (field.cell)(row, view)).any(|cell| cell.holds(q))
            })
    }
}

/// Whether a text holds another, which is folded.
fn contains(text: &str, wanted: &str) -> bool {
    folded(text).contains(wanted)
}

/// As people sort folded texts: numbers in them by their value, so that 9 comes before 10.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let order = match (digits(a), digits(b)) {
            (0, _) | (_, 0) => match (a.chars().next(), b.chars().next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => return Ordering::Less,
                (Some(_), None) => return Ordering::Greater,
                (Some(first), Some(second)) => {
                    (a, b) =
                        (a.get(first.len_utf8()..).unwrap_or(""), b.get(second.len_utf8()..).unwrap_or(""));
                    first.cmp(&second)
                }
            },
            (of_a, of_b) => {
                let (number_a, number_b) = (a.get(..of_a).unwrap_or(""), b.get(..of_b).unwrap_or(""));
                (a, b) = (a.get(of_a..).unwrap_or(""), b.get(of_b..).unwrap_or(""));
                let (value_a, value_b) = (number_a.trim_start_matches('0'), number_b.trim_start_matches('0'));
                // Without zeros before it, the longer number is the larger; of equal ones the shorter text comes first.
                let by_value = value_a.len().cmp(&value_b.len()).then_with(|| value_a.cmp(value_b));
                by_value.then(of_a.cmp(&of_b))
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests;
