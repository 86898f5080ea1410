//! `bellbox check`: whether the program would start with these settings and this database.

use std::process::ExitCode;

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
