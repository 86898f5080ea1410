//! Where log lines go and how they look.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::{Log, LogFormat};

/// Starts logging to standard error; a second call changes nothing.
pub(crate) fn start(settings: &Log) {
    // The settings were checked where they were read.
    let level: Targets = settings.level.parse().unwrap_or_else(|_| Targets::new());
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = fmt::layer().with_writer(std::io::stderr).with_span_events(FmtSpan::NONE);
    let lines = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).with_ansi(false).boxed(),
        LogFormat::Text => lines.with_ansi(colours).boxed(),
    };
    let _ = tracing_subscriber::registry().with(lines.with_filter(level)).try_init();
}
