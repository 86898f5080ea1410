//! What the bench is asked to do: its arguments.

use std::path::PathBuf;

/// The arguments of the bench, understood.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Proves that everything works in a few seconds; the figures mean little.
    pub(crate) short: bool,
    /// How often each figure is measured.
    pub(crate) rounds: usize,
    /// Generators never wait, so that no server pays for waking them.
    pub(crate) awake: bool,
    /// Where the peers are set up.
    pub(crate) peers: Option<PathBuf>,
    /// Where the figures go as JSON.
    pub(crate) json: Option<PathBuf>,
    /// Sections by name; none means all.
    pub(crate) sections: Vec<String>,
}

impl Options {
    /// Reads the arguments, or says what is wrong with them.
    pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let (mut short, mut awake, mut rounds) = (false, false, None);
        let (mut peers, mut json, mut sections) = (None, None, Vec::new());
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                // What `cargo bench` says to every bench.
                "--bench" => {}
                "--short" => short = true,
                "--awake" => awake = true,
                "--rounds" => {
                    let text = value()?;
                    rounds = Some(text.parse().map_err(|_| format!("--rounds {text} is no number"))?);
                }
                "--peers" => peers = Some(PathBuf::from(value()?)),
                "--json" => json = Some(PathBuf::from(value()?)),
                name if !name.starts_with('-') => sections.push(name.to_owned()),
                _ => return Err(format!("{argument} is no option")),
            }
        }
        let rounds = rounds.unwrap_or(if short { 1 } else { 3 });
        Ok(Self { short, rounds, awake, peers, json, sections })
    }

    /// Whether this section is to run.
    pub(crate) fn wants(&self, section: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|name| name == section)
    }
}
