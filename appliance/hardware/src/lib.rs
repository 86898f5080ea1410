//! What a box has beside its processor: so far, its sound cards.
//!
//! Without the feature `alsa` nothing here touches the machine, and [`cards`] says so.

use std::fmt;

#[cfg(feature = "alsa")]
mod sound;

#[cfg(feature = "alsa")]
pub use sound::configuration;

/// One sound card, as ALSA numbers and names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// 0 in `hw:0`.
    pub number: i32,
    /// What its driver calls it.
    pub name: String,
    /// Why nothing can be played on it now.
    pub trouble: Option<String>,
}

/// Why no list of sound cards can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silent {
    /// This program was built without the feature `alsa`.
    NotBuiltIn,
    /// ALSA itself does not work, as where it finds no configuration.
    Alsa(String),
}

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBuiltIn => f.write_str("this program was built without it (the feature `alsa`)"),
            Self::Alsa(words) => write!(f, "ALSA does not work: {words}"),
        }
    }
}

/// Lists the sound cards, after a look whether ALSA works at all.
///
/// # Errors
///
/// When it does not, or is not built in.
pub fn cards() -> Result<Vec<Card>, Silent> {
    #[cfg(feature = "alsa")]
    return sound::cards();
    #[cfg(not(feature = "alsa"))]
    Err(Silent::NotBuiltIn)
}

#[cfg(all(test, not(feature = "alsa")))]
mod tests {
    use super::*;

    #[test]
    fn says_that_it_is_not_built_in() {
        let silent = cards().unwrap_err();
        assert_eq!(silent, Silent::NotBuiltIn);
        assert!(silent.to_string().contains("feature `alsa`"));
    }
}
