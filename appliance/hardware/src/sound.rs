//! Sound cards by alsa-lib, and the configuration without which it opens none.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::IntoRawFd as _;
use std::path::{Path, PathBuf};

use alsa::pcm::PCM;
use alsa::{Direction, card};
use rustix::fs::{MemfdFlags, memfd_create};

use crate::{Card, Silent};

/// Where alsa-lib looks by itself.
const OF_THE_SYSTEM: &str = "/usr/share/alsa/alsa.conf";

/// What a program that plays needs of it: cards by number, and `default`, which converts to what the first one takes.
const CONFIGURATION: &str = "\
pcm.hw { @args [ CARD DEV SUBDEV ] @args.CARD { type integer default 0 } @args.DEV { type integer default 0 } @args.SUBDEV { type integer default -1 } type hw card $CARD device $DEV subdevice $SUBDEV }
pcm.plughw { @args [ CARD DEV SUBDEV ] @args.CARD { type integer default 0 } @args.DEV { type integer default 0 } @args.SUBDEV { type integer default -1 } type plug slave.pcm { type hw card $CARD device $DEV subdevice $SUBDEV } }
ctl.hw { @args [ CARD ] @args.CARD { type integer default 0 } type hw card $CARD }
pcm.null { type null }
pcm.default { type plug slave.pcm { type hw card 0 } }
";

/// Cards that are listed: so many the kernel can have.
const CARDS_MAX: usize = 32;

/// The file that `ALSA_CONFIG_PATH` must name where the system has no configuration: it lies in memory, as long as the
/// program runs. `None` where the system has its own.
///
/// # Errors
///
/// When the kernel gives no memory file.
pub fn configuration() -> io::Result<Option<PathBuf>> {
    if Path::new(OF_THE_SYSTEM).exists() || std::env::var_os("ALSA_CONFIG_PATH").is_some() {
        return Ok(None);
    }
    in_memory().map(Some)
}

fn in_memory() -> io::Result<PathBuf> {
    let mut file = File::from(memfd_create("asound.conf", MemfdFlags::CLOEXEC)?);
    file.write_all(CONFIGURATION.as_bytes())?;
    Ok(format!("/proc/self/fd/{}", file.into_raw_fd()).into())
}

/// The cards, once `null` could be opened, which says that the configuration was read.
pub(crate) fn cards() -> Result<Vec<Card>, Silent> {
    let broken = |error: alsa::Error| Silent::Alsa(error.to_string());
    PCM::new("null", Direction::Playback, true).map_err(broken)?;
    card::Iter::new().take(CARDS_MAX).map(|card| Ok(described(card.map_err(broken)?))).collect()
}

fn described(card: card::Card) -> Card {
    let number = card.get_index();
    // Not blocking: another program may play on it.
    let opened = PCM::new(&format!("hw:{number}"), Direction::Playback, true);
    Card {
        number,
        name: card.get_name().unwrap_or_else(|error| error.to_string()),
        trouble: opened.err().map(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_can_be_read_where_it_is_said_to_be() {
        let path = in_memory().unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), CONFIGURATION);
        assert_eq!(CONFIGURATION.lines().count(), 5);
    }

    #[test]
    fn the_cards_of_this_machine_are_listed() {
        // In CI there is hardly one; what counts is that ALSA works and the list ends.
        assert!(cards().is_ok_and(|cards| cards.len() <= CARDS_MAX));
    }
}
