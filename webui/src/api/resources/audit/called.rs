//! What rows are called now, by their keys alone: keys are UUIDs, so that no two tables have the same.

use std::cell::OnceCell;
use std::collections::HashMap;

use model::{ContactKind, OfficeId};

use super::super::super::view::View;
use super::super::line_label::owner_name;

/// The names of all rows, put together when the first is asked for.
pub(super) struct Called<'v> {
    view: &'v View,
    names: OnceCell<HashMap<[u8; 16], String>>,
}

impl<'v> Called<'v> {
    /// Of the office as it is.
    pub(super) fn new(view: &'v View) -> Self {
        Self { view, names: OnceCell::new() }
    }

    /// What a row is called, if it is there.
    pub(super) fn row(&self, id: &[u8; 16]) -> Option<String> {
        self.names.get_or_init(|| names(self.view)).get(id).cloned()
    }

    /// What the row is called whose key a value is, if it is one of a row that is there.
    pub(super) fn value(&self, value: Option<&str>) -> Option<String> {
        // As the audit log writes keys: with hyphens.
        let value = value.filter(|value| value.len() == 36)?;
        self.row(value.parse::<OfficeId>().ok()?.as_bytes())
    }
}

fn names(view: &View) -> HashMap<[u8; 16], String> {
    let office = &view.office;
    let mut names = HashMap::new();
    let line = |line| {
        let line = office.lines.get(line)?;
        Some(format!("{} {}", line.number, owner_name(line.owner, view)))
    };
    names.insert(*office.office.id.as_bytes(), office.office.name.clone());
    names.extend(office.sites.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.people.iter().map(|row| (*row.id.as_bytes(), row.display_name())));
    names.extend(office.places.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.equipment.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.lines.iter().filter_map(|row| Some((*row.id.as_bytes(), line(row.id)?))));
    names.extend(office.contact_methods.iter().map(|row| {
        let name = match &row.kind {
            ContactKind::Sip { username, .. } => Some(username.to_string()),
            ContactKind::PstnForward { number } => Some(number.clone()),
            ContactKind::SipForward { uri } => Some(uri.clone()),
            ContactKind::App => line(row.line),
        };
        (*row.id.as_bytes(), name.unwrap_or_default())
    }));
    names.extend(office.mailboxes.iter().filter_map(|row| Some((*row.id.as_bytes(), line(row.line)?))));
    names.extend(office.phones.iter().map(|row| {
        let name = if row.label.is_empty() { row.mac.to_string() } else { row.label.clone() };
        (*row.id.as_bytes(), name)
    }));
    names.extend(office.phone_numbers.iter().map(|row| (*row.id.as_bytes(), row.number.clone())));
    names.extend(office.announcements.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.feature_codes.iter().map(|row| (*row.id.as_bytes(), row.code.to_string())));
    names.extend(office.time_frames.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.roles.iter().map(|row| (*row.id.as_bytes(), row.name.clone())));
    names.extend(office.portal_users.iter().map(|row| (*row.id.as_bytes(), row.login.clone())));
    names
}
