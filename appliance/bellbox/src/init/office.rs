//! An office that an installer has put on the data disk, as a box without a shell can take none in by a command.

use std::fs;
use std::io;
use std::path::Path;

use super::supervise;

/// Loaded before the exchange starts, and then taken away: it may hold secrets in clear.
const FILE: &str = "/data/office.toml";
/// What cannot be loaded is kept under this name, and not tried again.
const REFUSED: &str = "/data/office.toml.refused";

/// Loads it, if there is one. Only who has the disk in his hands can put it there, and who has that has everything.
pub(super) fn load() {
    if !Path::new(FILE).exists() {
        return;
    }
    match load_file() {
        Ok(true) => tracing::info!("the office on the data disk is loaded"),
        Ok(false) => tracing::error!(kept = REFUSED, "the office on the data disk is refused"),
        Err(error) => tracing::error!(%error, "the office on the data disk was not looked at"),
    }
}

/// Whether it was taken, all of it.
fn load_file() -> io::Result<bool> {
    let status = supervise::program(&["load", FILE, "--yes"]).status()?;
    if status.success() {
        // Killed before this, it loads the same once more, which changes nothing.
        fs::remove_file(FILE)?;
    } else {
        fs::rename(FILE, REFUSED)?;
    }
    Ok(status.success())
}
