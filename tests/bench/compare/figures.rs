//! Figures: several values of each, their median and range, the table, the ratios, and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// One measured thing of one server, as often as it was measured.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) section: &'static str,
    pub(crate) what: String,
    pub(crate) server: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) values: Vec<f64>,
}

impl Figure {
    /// The value in the middle; of an even number of values the mean of the middle two.
    pub(crate) fn median(&self) -> f64 {
        let values = self.sorted();
        let middle = values.len() / 2;
        match values.len() {
            0 => f64::NAN,
            length if length % 2 == 1 => values[middle],
            _ => f64::midpoint(values[middle - 1], values[middle]),
        }
    }

    /// The smallest and the greatest value.
    pub(crate) fn range(&self) -> (f64, f64) {
        let values = self.sorted();
        (*values.first().unwrap_or(&f64::NAN), *values.last().unwrap_or(&f64::NAN))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        values
    }
}

/// All figures of a run, in the order in which they were first measured, and what is to be known about them.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) figures: Vec<Figure>,
    pub(crate) notes: Vec<String>,
}

impl Table {
    /// Notes one more value.
    pub(crate) fn add(
        &mut self,
        section: &'static str,
        what: &str,
        server: &'static str,
        unit: &'static str,
        value: f64,
    ) {
        let is_it = |figure: &&mut Figure| {
            figure.section == section && figure.what == what && figure.server == server
        };
        match self.figures.iter_mut().find(is_it) {
            Some(figure) => figure.values.push(value),
            None => {
                self.figures.push(Figure {
                    section,
                    what: what.to_owned(),
                    server,
                    unit,
                    values: vec![value],
                });
            }
        }
    }

    /// Notes something that belongs beside the figures, once.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            println!("  ({text})");
            self.notes.push(text);
        }
    }

    /// The median of a server divided by another's, where both were measured.
    pub(crate) fn ratio(&self, section: &str, what: &str, server: &str, to: &str) -> Option<f64> {
        let median = |name: &str| {
            let is_it =
                |figure: &&Figure| figure.section == section && figure.what == what && figure.server == name;
            self.figures.iter().find(is_it).map(Figure::median)
        };
        let (this, other) = (median(server)?, median(to)?);
        (other != 0.0).then(|| this / other)
    }

    /// A section for people.
    pub(crate) fn text(&self, section: &str) -> String {
        let mut text = format!("\n== {section}\n");
        let mut last = "";
        let of_section = || self.figures.iter().filter(|figure| figure.section == section);
        let mut whats: Vec<&str> = Vec::new();
        for figure in of_section() {
            if !whats.contains(&figure.what.as_str()) {
                whats.push(&figure.what);
            }
        }
        for what in whats {
            for figure in of_section().filter(|figure| figure.what == what) {
                if figure.what != last {
                    _ = writeln!(text, "{} [{}]", figure.what, figure.unit);
                    last = &figure.what;
                }
                let (least, most) = figure.range();
                let (server, median) = (figure.server, figure.median());
                let range = format!("{} .. {}", short(least), short(most));
                let ratio = match self.ratio(section, &figure.what, "bellbox", server) {
                    Some(ratio) if server != "bellbox" => format!("  bellbox: {ratio:.2} x"),
                    _ => String::new(),
                };
                _ = writeln!(text, "    {server:12} {:>10}   {range:22}{ratio}", short(median));
            }
        }
        text
    }

    /// Everything for programs.
    pub(crate) fn json(&self) -> Value {
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| {
                json!({
                    "section": figure.section, "what": figure.what, "server": figure.server, "unit": figure.unit,
                    "median": figure.median(), "values": figure.values,
                })
            })
            .collect();
        json!({ "figures": figures, "notes": self.notes })
    }
}

/// Three digits that matter, and more of large numbers.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}
