//! Loads an office file through the one door, or tries what that would do.

use std::path::Path;

use toml::Spanned;

use super::format::LineTable;
use super::plan::{self, Plan};
use super::preview::Preview;
use super::rows::Rows;
use super::{FileError, OfficeFile};
use crate::change::{Who, Written};
use crate::error::Error;
use crate::store::Store;
use crate::write::{self, Staging};

impl OfficeFile {
    /// The name that it was read under.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// A refusal of the store, said where the file has the cause.
    fn located(&self, error: Error) -> Error {
        let found = match &error {
            Error::NameTaken { name, .. } => self.find_name(name),
            Error::NumberIsUsername { number, .. } => {
                self.find_number(number).or_else(|| self.find_username(number))
            }
            _ => None,
        };
        match found {
            Some((offset, field)) => self.error(offset, field, error.to_string()).into(),
            None => error,
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Spanned<LineTable>> {
        let tables = &self.tables;
        let persons = tables.person.iter().flat_map(|table| &table.get_ref().line);
        let places = tables.place.iter().flat_map(|table| &table.get_ref().line);
        let equipment = tables.equipment.iter().flat_map(|table| &table.get_ref().line);
        persons.chain(places).chain(equipment)
    }

    fn find_number(&self, name: &str) -> Option<(usize, &'static str)> {
        let line = self.lines().find(|line| number_of(line) == Some(name))?;
        Some((line.span().start, "number"))
    }

    /// An account that is named like its own line's number is in nobody's way.
    fn find_username(&self, name: &str) -> Option<(usize, &'static str)> {
        let others = self.lines().filter(|line| number_of(line) != Some(name));
        let sip = others.flat_map(|line| &line.get_ref().sip).find(|sip| {
            sip.get_ref()
                .username
                .as_ref()
                .is_some_and(|username| username.as_str().eq_ignore_ascii_case(name))
        })?;
        Some((sip.span().start, "username"))
    }

    /// The last table that gives a unique name of any other kind.
    fn find_unique(&self, name: &str) -> Option<(usize, &'static str)> {
        let tables = &self.tables;
        let same =
            |text: &Option<String>| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(name));
        let frames = tables.time_frame.iter().rfind(|table| same(&table.get_ref().name));
        let texts = tables.announcement.iter().rfind(|table| same(&table.get_ref().name));
        let codes = tables.feature_code.iter().rfind(|table| table.get_ref().code.as_str() == name);
        let numbers = tables.phone_number.iter().rfind(|table| same(&table.get_ref().number));
        let roles = tables.role.iter().rfind(|table| same(&table.get_ref().name));
        let mails = tables.portal_user.iter().rfind(|table| same(&table.get_ref().email));
        [
            frames.map(|table| (table.span().start, "name")),
            texts.map(|table| (table.span().start, "name")),
            codes.map(|table| (table.span().start, "code")),
            numbers.map(|table| (table.span().start, "number")),
            roles.map(|table| (table.span().start, "name")),
            mails.map(|table| (table.span().start, "email")),
        ]
        .into_iter()
        .flatten()
        .next()
    }

    /// The table that gives a username, a number, a login, a MAC address or a site's name.
    fn find_name(&self, name: &str) -> Option<(usize, &'static str)> {
        if let Some(found) = self.find_username(name).or_else(|| self.find_number(name)) {
            return Some(found);
        }
        let tables = &self.tables;
        let same = |text: Option<&String>| text.is_some_and(|text| text == name);
        let site = tables.site.iter().find(|table| same(table.get_ref().name.as_ref()));
        let user = tables.portal_user.iter().find(|table| same(table.get_ref().login.as_ref()));
        // The same MAC address twice: the last is the one too many.
        let bare =
            |mac: &String| mac.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
        let phone = tables
            .phone
            .iter()
            .rfind(|table| table.get_ref().mac.as_ref().is_some_and(|mac| bare(mac) == name));
        let site = site.map(|table| (table.span().start, "name"));
        let user = user.map(|table| (table.span().start, "login"));
        let phone = phone.map(|table| (table.span().start, "mac"));
        site.or(user).or(phone).or_else(|| self.find_unique(name))
    }
}

fn number_of(line: &Spanned<LineTable>) -> Option<&str> {
    line.get_ref().number.as_ref().map(model::Number::as_str)
}

impl Store {
    /// What loading the file would do; nothing is written. What it refuses, a load would refuse.
    pub fn preview(&self, file: &OfficeFile) -> Result<Preview, Error> {
        let office_file = file.clone();
        self.call(move |engine| {
            let work = |staging: &mut Staging<'_>| stage(&office_file, staging);
            let shown = |conn: &_, changes: &[_], plan: Plan| Ok(Preview::of(conn, changes, &plan)?);
            engine.rehearse(work, shown).map_err(|error| office_file.located(error))
        })
    }

    /// Loads the file in one transaction.
    pub fn load(&self, who: &Who, file: &OfficeFile) -> Result<Written, Error> {
        let (shared, who, office_file) = (self.shared().clone(), who.clone(), file.clone());
        self.call(move |engine| {
            let work = |staging: &mut Staging<'_>| stage(&office_file, staging);
            let result = write::through_the_door(engine, &shared, &who, work);
            result.map(|(written, _)| written).map_err(|error| office_file.located(error))
        })
    }
}

fn stage(file: &OfficeFile, staging: &mut Staging<'_>) -> Result<Plan, Error> {
    let rows = Rows::read(staging.conn)?;
    let key = staging.key;
    let mut plan = plan::plan(file, &rows, key, &mut || staging.new_id())?;
    for (offset, edit) in std::mem::take(&mut plan.edits) {
        staging.edit(edit).map_err(|error| match error {
            Error::Invalid { field, why, .. } => {
                Error::from(FileError::clone(&file.error(offset, field, why.to_string())))
            }
            error => error,
        })?;
    }
    Ok(plan)
}
