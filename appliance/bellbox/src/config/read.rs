//! Finds and reads the settings file; an error names the file, the line and the key.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::Config;
use crate::failure::of_another_user;

/// A settings file of more is not read: it is something else.
const MAX_BYTES: u64 = 1024 * 1024;
/// The name under which the file is looked for.
const FILE_NAME: &str = "bellbox.toml";

/// Why the settings cannot be used. The program ends with code 2.
#[derive(Debug)]
pub(crate) struct ConfigError {
    file: PathBuf,
    line: Option<usize>,
    key: Option<String>,
    what: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(key) = &self.key {
            write!(f, ", {key}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for ConfigError {}

/// Reads the settings: the file asked for, else the one in the data directory, else the one here, else the defaults.
/// Returns which file it was.
pub(crate) fn load(asked: Option<&Path>, data: &Path) -> Result<(Config, Option<PathBuf>), ConfigError> {
    if let Some(file) = asked {
        return Ok((read(file)?, Some(file.to_owned())));
    }
    for file in [data.join(FILE_NAME), PathBuf::from(FILE_NAME)] {
        match file.try_exists() {
            Ok(true) => return Ok((read(&file)?, Some(file))),
            // A closed directory may hold settings: the defaults would be a guess.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                let what = of_another_user(file.parent().unwrap_or(data));
                return Err(ConfigError { file, line: None, key: None, what });
            }
            Ok(false) | Err(_) => {}
        }
    }
    Ok((Config::default(), None))
}

fn read(file: &Path) -> Result<Config, ConfigError> {
    let whole = |what: String| ConfigError { file: file.to_owned(), line: None, key: None, what };
    let mut text = String::new();
    let opened = std::fs::File::open(file);
    let read = opened.and_then(|opened| opened.take(MAX_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(_) if text.len() as u64 > MAX_BYTES => {
            Err(whole("larger than 1 MiB: not a settings file".to_owned()))
        }
        Ok(_) => parse(&text, file),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(whole("there is no such file".to_owned())),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(whole("the file is not UTF-8 text".to_owned()))
        }
        Err(error) => Err(whole(format!("cannot be read: {error}"))),
    }
}

/// Reads settings from text; `file` is for messages.
pub(super) fn parse(text: &str, file: &Path) -> Result<Config, ConfigError> {
    let fail = |span: Option<Range<usize>>, key: Option<String>, what: String| ConfigError {
        file: file.to_owned(),
        line: span.map(|span| line_of(text, span.start)),
        key,
        what,
    };
    let document = toml::Deserializer::parse(text)
        .map_err(|error| fail(error.span(), None, format!("not TOML: {}", error.message())))?;
    let config: Config = serde_path_to_error::deserialize(document).map_err(|error| {
        let key = error.path().to_string();
        let what = in_words(error.inner().message());
        fail(error.inner().span(), (key != ".").then_some(key), what)
    })?;
    if let Some(sip) = config.sip.udp.iter().find(|sip| config.rtp.ports.contains(&sip.port())) {
        let what = format!("the SIP address {sip} lies within the ports for sound");
        return Err(fail(span_of(text, &["rtp", "ports"]), Some("rtp.ports".to_owned()), what));
    }
    let (tcp, tls, page) = (config.sip.tcp(), config.sip.tls(), config.web.https);
    for (key, others) in [("tls", &tcp[..]), ("tcp", &[page][..]), ("tls", &[page][..])] {
        let ours = if key == "tcp" { &tcp } else { &tls };
        if let Some(twice) = ours.iter().find(|address| address.port() != 0 && others.contains(address)) {
            let what = format!(
                "{twice} is another's already: SIP over TCP, SIP over TLS and the page each need their own"
            );
            return Err(fail(span_of(text, &["sip", key]), Some(format!("sip.{key}")), what));
        }
    }
    let limits = &config.sip.limits;
    if limits.per_source > limits.in_all {
        let (one, all) = (limits.per_source, limits.in_all);
        let what =
            format!("per_source = {one}, from one address, is more than in_all = {all}, from all together");
        // The one that is in the file; the other may be a default.
        let span = |key| span_of(text, &["sip", "limits", key]);
        let (span, key) = match span("per_source") {
            Some(span) => (Some(span), "per_source"),
            None => (span("in_all"), "in_all"),
        };
        return Err(fail(span, Some(format!("sip.limits.{key}")), what));
    }
    Ok(config)
}

/// Where a setting stands, if it is in the file.
fn span_of(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let (key, tables) = path.split_last()?;
    let mut table = document.get_ref();
    for name in tables {
        table = table.get(*name)?.get_ref().as_table()?;
    }
    Some(table.get(*key)?.span())
}

/// The line of a byte, counted from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count()
}

/// serde's words for programmers, said for installers.
fn in_words(message: &str) -> String {
    message
        .replace("unknown field", "unknown key")
        .replace("unknown variant", "unknown word")
        .replace("invalid type: ", "this is ")
        .replace("invalid value: ", "this is ")
        .replace(['\n', '\r'], " ")
}
