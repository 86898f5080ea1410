//! Which language a browser's reader wants (RFC 9110 §12.5.4).

/// The languages that pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Deutsch.
    De,
    /// English, also for everybody whose language is not here.
    #[default]
    En,
    /// Español.
    Es,
    /// Français.
    Fr,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::De, Self::En, Self::Es, Self::Fr];

    /// The tag for `lang` and `Content-Language` (RFC 5646).
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    fn of_range(range: &str) -> Option<Self> {
        match range.split('-').next()?.to_ascii_lowercase().as_str() {
            "de" => Some(Self::De),
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            "fr" => Some(Self::Fr),
            _ => None,
        }
    }

    /// Chooses the language of highest quality that exists here; of equals the first.
    pub fn of_accept_language(value: &str) -> Self {
        let mut best: Option<(u32, Self)> = None;
        // 32: more than any browser sends; the rest of a longer list is not looked at.
        for item in value.split(',').take(32) {
            let mut parts = item.split(';');
            let Some(language) = parts.next().and_then(|range| Self::of_range(range.trim())) else {
                continue;
            };
            let quality = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if quality > best.map_or(0, |(quality, _)| quality) {
                best = Some((quality, language));
            }
        }
        best.map_or_else(Self::default, |(_, language)| language)
    }
}

/// "0.8" is 800; what is no quality counts as 0, as if the language were not wanted.
fn thousandths(text: &str) -> u32 {
    match text.parse::<f32>() {
        Ok(quality) if (0.0..=1.0).contains(&quality) => (quality * 1000.0) as u32,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_best_language_that_exists() {
        for (header, language) in [
            ("", Language::En),
            ("de", Language::De),
            ("de-AT,de;q=0.9,en;q=0.8", Language::De),
            ("ja,fr-CA;q=0.7,en;q=0.3", Language::Fr),
            ("en;q=0.2, ES-mx;q=0.9", Language::Es),
            ("de;q=0, fr;q=0.1", Language::Fr),
            ("ja, ko", Language::En),
            ("*", Language::En),
            ("de;q=x, fr;q=0.5", Language::Fr),
            ("fr;q=7, de;q=NaN", Language::En),
            (";;;,,,q=1", Language::En),
        ] {
            assert_eq!(Language::of_accept_language(header), language, "{header:?}");
        }
    }
}
