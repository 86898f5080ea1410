//! The sub-commands other than `run`. While the program runs they ask it; otherwise they open the database themselves.

mod check;
mod load;
mod perform;
mod user;

use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde::Serialize;
use store::{Options, Who};
use webui::Status;

use crate::cli::{Cli, Command, DEFAULT_DATA, Place, TokenCommand, UserCommand};
use crate::config::{self, Log};
use crate::control::client;
use crate::control::protocol::{Answer, Request};
use crate::control::server::own_name;
use crate::failure::of_another_user;
use crate::{log, run, status};

pub(crate) use perform::perform;

/// The database's file in the data directory.
const DATABASE: &str = "bellbox.db";

/// The office that `dump --example` prints.
const EXAMPLE: &str = include_str!("../example/office.toml");

/// Does what the command line says.
pub(crate) fn main(cli: Cli) -> anyhow::Result<ExitCode> {
    let Cli { place, command } = cli;
    if !matches!(command, Command::Run) {
        // Of a sub-command only what somebody should look at is logged: its answer is what it prints.
        let level = "warn".to_owned();
        log::start(&Log { level, ..Log::default() });
    }
    match command {
        Command::Check => check::check(&place),
        Command::Dump { example: true, .. } => print(EXAMPLE),
        Command::Dump { secrets, .. } => print_answer(ask(&place, Request::Dump { secrets })?),
        Command::Load { file, yes } => load::load(&place, &file, yes),
        Command::Openapi => print(&webui::openapi_text()),
        Command::Run => {
            let (config, file) = config::load(place.config.as_deref(), &place.data)?;
            run::run(&config, file.as_deref(), &place.data)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Status { json } => tell_status(&place, json),
        Command::Token(TokenCommand::Create { name, permissions, expires }) => {
            print_answer(ask(&place, Request::TokenCreate { name, permissions, expires })?)
        }
        Command::User(command) => print_answer(ask(&place, user_request(command))?),
    }
}

fn user_request(command: UserCommand) -> Request {
    match command {
        UserCommand::Add { login, role } => Request::UserAdd { login, role },
        UserCommand::List => Request::UserList,
        UserCommand::Password { login, reset_second_factor } => {
            Request::UserPassword { login, reset_second_factor }
        }
    }
}

fn tell_status(place: &Place, json: bool) -> anyhow::Result<ExitCode> {
    match client::ask(&place.data, &Request::Status)? {
        Some(Answer::Status(status)) if json => print(&format!("{}\n", as_json(&status)?)),
        Some(Answer::Status(status)) => print(&status::in_words(&status)),
        Some(_) => bail!("the running program answered something else"),
        None => {
            print(&if json {
                "{\"running\": false}\n".to_owned()
            } else {
                format!("Bellbox does not run with the data in {}\n", place.data.display())
            })?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn as_json(status: &Status) -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Running<'a> {
        running: bool,
        #[serde(flatten)]
        status: &'a Status,
    }

    Ok(serde_json::to_string_pretty(&Running { running: true, status })?)
}

/// Has a request performed by the running program, else on the database itself.
fn ask(place: &Place, request: Request) -> anyhow::Result<Answer> {
    if let Some(answer) = client::ask(&place.data, &request)? {
        return Ok(answer);
    }
    if !has_data(&place.data)? {
        match request {
            Request::Load { apply: true, .. } => {}
            Request::Load { apply: false, .. } => return ask_a_new_office(request),
            _ => bail!(no_office(place)),
        }
    }
    perform_on(&place.data, Options::default(), request)
}

fn perform_on(directory: &Path, options: Options, request: Request) -> anyhow::Result<Answer> {
    let store = store::open(directory, options)?;
    let answer = perform(&store, request, &Who::cli(own_name()));
    store.close().context("not everything reached the disk")?;
    answer
}

/// Has a request performed by an office that is thrown away: a preview must leave nothing behind.
fn ask_a_new_office(request: Request) -> anyhow::Result<Answer> {
    let directory = tempfile::tempdir().context("there is no place for the preview")?;
    perform_on(directory.path(), Options { durable: false, ..Options::default() }, request)
}

fn no_office(place: &Place) -> String {
    let or = if place.data == Path::new(DEFAULT_DATA) { ", or give --data" } else { "" };
    format!("there is no office in {} yet: load one{or}", place.data.display())
}

/// Whether a directory holds a database, so that a slip in --data does not leave an empty one behind.
fn has_data(directory: &Path) -> anyhow::Result<bool> {
    found(directory.join(DATABASE).try_exists(), directory)
}

/// What a look into a directory says; one that may not be looked into is not an empty one.
fn found(looked: io::Result<bool>, directory: &Path) -> anyhow::Result<bool> {
    match looked {
        Ok(found) => Ok(found),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => bail!(of_another_user(directory)),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", directory.display())),
    }
}

fn print_answer(answer: Answer) -> anyhow::Result<ExitCode> {
    match answer {
        Answer::Lines(lines) => {
            for line in lines {
                print(&format!("{line}\n"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Answer::Text(text) if text.ends_with('\n') => print(&text),
        Answer::Text(text) => print(&format!("{text}\n")),
        Answer::Failed(words) => bail!(words),
        Answer::Preview { text, .. } => print(&format!("{text}\n")),
        Answer::Status(status) => print(&status::in_words(&status)),
    }
}

/// Prints; somebody who reads no further, as `head` does, is no error.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        Ok(()) | Err(_) => Ok(ExitCode::SUCCESS),
    }
}

#[cfg(test)]
mod tests;
