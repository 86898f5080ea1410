//! Amounts in words: spans of time, hours of a day, sizes of files.

use model::{Hours, Weekday};

use crate::language::Language;

/// Seconds as people say them: "1 second", "90 seconds", "5 minutes", "2 hours".
pub(super) fn span(seconds: u64, language: Language) -> String {
    let (count, unit) = match seconds {
        0..=119 => (seconds, Unit::Second),
        // A whole hour of waiting is told as minutes too, which one can count.
        120..=7_199 => (seconds.div_ceil(60), Unit::Minute),
        _ => (seconds.div_ceil(3_600), Unit::Hour),
    };
    // French has the singular of 0 too.
    let is_one = count == 1 || (count == 0 && language == Language::Fr);
    format!("{count} {}", unit.word(is_one, language))
}

/// Bytes as people say them: "500 bytes", "64 KB", "10 MB"; of 1024 each, as file managers count.
pub(super) fn bytes(bytes: usize, language: Language) -> String {
    let (kilo, mega, byte) = match language {
        Language::Fr => ("Ko", "Mo", "octets"),
        Language::De => ("KB", "MB", "Byte"),
        Language::En | Language::Es => ("KB", "MB", "bytes"),
    };
    match bytes {
        0..=1_023 => format!("{bytes} {byte}"),
        1_024..=1_048_575 => format!("{} {kilo}", bytes / 1_024),
        _ => format!("{} {mega}", bytes / 1_048_576),
    }
}

/// Hours of a day, with the day in the reader's language: "Montag 09:00-17:00".
pub(super) fn hours(hours: &Hours, language: Language) -> String {
    let text = hours.to_string();
    let (day, span) = text.split_once(' ').unwrap_or(("", &text));
    let days = match language {
        Language::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Language::De => ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        Language::Fr => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        Language::Es => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    };
    let place = Weekday::ALL.iter().position(|known| known.as_str() == day);
    let said = place.and_then(|place| days.get(place)).copied().unwrap_or(day);
    format!("{said} {span}")
}

#[derive(Clone, Copy)]
enum Unit {
    Second,
    Minute,
    Hour,
}

impl Unit {
    fn word(self, is_one: bool, language: Language) -> &'static str {
        use Language::{De, En, Es, Fr};
        match (self, is_one, language) {
            (Self::Second, true, En) => "second",
            (Self::Second, true, De) => "Sekunde",
            (Self::Second, true, Fr) => "seconde",
            (Self::Second, true, Es) => "segundo",
            (Self::Second, false, En) => "seconds",
            (Self::Second, false, De) => "Sekunden",
            (Self::Second, false, Fr) => "secondes",
            (Self::Second, false, Es) => "segundos",
            (Self::Minute, true, En | Fr) => "minute",
            (Self::Minute, true, De) => "Minute",
            (Self::Minute, true, Es) => "minuto",
            (Self::Minute, false, En | Fr) => "minutes",
            (Self::Minute, false, De) => "Minuten",
            (Self::Minute, false, Es) => "minutos",
            (Self::Hour, true, En) => "hour",
            (Self::Hour, true, De) => "Stunde",
            (Self::Hour, true, Fr) => "heure",
            (Self::Hour, true, Es) => "hora",
            (Self::Hour, false, En) => "hours",
            (Self::Hour, false, De) => "Stunden",
            (Self::Hour, false, Fr) => "heures",
            (Self::Hour, false, Es) => "horas",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_in_the_unit_that_people_would_take() {
        for (seconds, language, said) in [
            (0, Language::Fr, "0 seconde"),
            (1, Language::En, "1 second"),
            (1, Language::De, "1 Sekunde"),
            (119, Language::Es, "119 segundos"),
            (121, Language::De, "3 Minuten"),
            (3_600, Language::Fr, "60 minutes"),
            (7_201, Language::En, "3 hours"),
        ] {
            assert_eq!(span(seconds, language), said);
        }
        let hours_of = |language| hours(&"tuesday 09:00-17:00".parse().unwrap(), language);
        assert_eq!(hours_of(Language::De), "Dienstag 09:00-17:00");
        assert_eq!(hours_of(Language::Es), "martes 09:00-17:00");
        assert_eq!(bytes(65_536, Language::Fr), "64 Ko");
        assert_eq!(bytes(10 * 1_048_576, Language::De), "10 MB");
        assert_eq!(bytes(1_000, Language::En), "1000 bytes");
    }
}
