//! Where log lines go and how they look.

mod queue;

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use crate::config::{Log, LogFormat};

pub(crate) use queue::Writing;

/// Starts logging to standard error for a sub-command; a second call changes nothing.
pub(crate) fn start(settings: &Log) {
    let _ = tracing_subscriber::registry().with(layer(settings, io::stderr)).try_init();
}

/// Starts logging for the exchange, through a queue: no call waits for a log line. The lines end with what is returned.
pub(crate) fn start_queued(settings: &Log) -> io::Result<Writing> {
    let (lines, writing) = queue::start(io::stderr())?;
    let _ = tracing_subscriber::registry().with(layer(settings, lines)).try_init();
    Ok(writing)
}

fn layer<W>(settings: &Log, writer: W) -> impl Layer<Registry>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    // The settings were checked where they were read.
    let given: Targets = settings.level.parse().unwrap_or_else(|_| Targets::new());
    // What it warns of comes from the wire, as often as somebody likes.
    let level = Targets::new()
        .with_default(given.default_level().unwrap_or(LevelFilter::OFF))
        .with_target("dimpl", LevelFilter::OFF)
        .with_targets(given);
    let lines = fmt::layer().with_writer(writer);
    let lines = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).with_ansi(false).boxed(),
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
    };
    lines.with_filter(level)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_json_line_is_an_object_with_its_values() {
        let text = log(LogFormat::Json, "info");
        let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
        assert_eq!(line["message"], "telephone registered");
        assert_eq!((&line["level"], &line["contacts"]), (&"INFO".into(), &2.into()));
    }

    #[test]
    fn what_others_can_fill_the_log_with_is_left_out_unless_it_is_wanted() {
        for (level, shown) in [("info", false), ("debug", false), ("info,dimpl=warn", true)] {
            let lines = written(LogFormat::Text, level, || {
                tracing::warn!(target: "dimpl::dtls12::engine", "receive queue full");
                tracing::info!("telephone registered");
            });
            assert_eq!(lines.contains("receive queue full"), shown, "{level}");
            assert!(lines.contains("telephone registered"));
        }
    }

    #[test]
    fn a_text_line_is_for_people() {
        let text = log(LogFormat::Text, "info");
        assert!(text.ends_with(" telephone registered contacts=2\n"), "{text}");
    }

    #[test]
    fn what_is_below_the_level_is_left_out() {
        assert_eq!(log(LogFormat::Text, "warn"), "");
        assert_ne!(log(LogFormat::Text, "warn,bellbox=debug"), "");
    }

    fn log(format: LogFormat, level: &str) -> String {
        written(format, level, || tracing::info!(contacts = 2, "telephone registered"))
    }

    fn written(format: LogFormat, level: &str, say: impl FnOnce()) -> String {
        let out: Arc<Mutex<Vec<u8>>> = Arc::default();
        let written = Arc::clone(&out);
        let settings = Log { format, level: level.to_owned() };
        let lines = layer(&settings, move || Out(Arc::clone(&written)));
        let subscriber = tracing_subscriber::registry().with(lines);
        tracing::subscriber::with_default(subscriber, say);
        String::from_utf8(out.lock().unwrap().clone()).unwrap()
    }

    struct Out(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
