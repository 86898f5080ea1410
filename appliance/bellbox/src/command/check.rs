//! `bellbox check`: whether the program would start with these settings and this database, and what sound it has.

use std::process::ExitCode;

use hardware::{Card, Silent};

use super::{ask, has_data, print};
use crate::called::program;
use crate::cli::Place;
use crate::config;
use crate::control::protocol::{Answer, Request};

pub(super) fn check(place: &Place) -> anyhow::Result<ExitCode> {
    let (_, file) = config::load(place.config.as_deref(), &place.data)?;
    match file {
        Some(file) => print(&format!("settings  {}: in order\n", file.display()))?,
        None => print("settings  no file: the defaults hold\n")?,
    };
    print(&sound(hardware::cards()))?;
    let data = place.data.display();
    if !has_data(&place.data)? {
        let program = program();
        return print(&format!(
            "database  none in {data} yet: `{program} run` or `{program} load` makes it\n"
        ));
    }
    match ask(place, Request::Check)? {
        Answer::Lines(findings) if !findings.is_empty() => {
            for finding in findings {
                print(&format!("database  {finding}\n"))?;
            }
            Ok(ExitCode::FAILURE)
        }
        _ => print(&format!("database  {data}: in order\n")),
    }
}

/// The sound cards, one a line. Telephones need none: nothing here is a mistake.
fn sound(cards: Result<Vec<Card>, Silent>) -> String {
    match cards {
        Err(silent) => format!("sound     {silent}\n"),
        Ok(cards) if cards.is_empty() => "sound     ALSA works; there is no sound card\n".to_owned(),
        Ok(cards) => cards.iter().map(line).collect(),
    }
}

fn line(Card { number, name, trouble }: &Card) -> String {
    let trouble = trouble.as_ref().map_or("in order", String::as_str);
    format!("sound     hw:{number} {name}: {trouble}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_every_card_and_why_there_is_none() {
        let card = |number, trouble: Option<&str>| Card {
            number,
            name: "Loopback".to_owned(),
            trouble: trouble.map(str::to_owned),
        };
        let told = sound(Ok(vec![card(0, None), card(3, Some("busy"))]));
        assert_eq!(told, "sound     hw:0 Loopback: in order\nsound     hw:3 Loopback: busy\n");
        assert_eq!(sound(Ok(vec![])), "sound     ALSA works; there is no sound card\n");
        assert!(sound(Err(Silent::NotBuiltIn)).contains("built without it"));
    }
}
