//! How the program ends when something does not work.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use crate::config::ConfigError;

/// Says what went wrong and returns with which code to end: 2 for settings, 1 for everything else.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    // Not eprintln!, which would panic where the window of the terminal was closed.
    let _ = writeln!(std::io::stderr(), "bellbox: {error:#}");
    ExitCode::from(code(error))
}

/// What is said where a data directory is closed to whoever asks.
pub(crate) fn of_another_user(directory: &Path) -> String {
    format!("{} belongs to another user: run this as that user or as root", directory.display())
}

fn code(error: &anyhow::Error) -> u8 {
    if error.is::<ConfigError>() { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_settings_end_with_2_and_everything_else_with_1() {
        let missing = crate::config::load(Some(Path::new("/nowhere.toml")), Path::new("."));
        assert_eq!(code(&missing.unwrap_err().into()), 2);
        assert_eq!(code(&anyhow::anyhow!("anything else")), 1);
    }
}
