//! What somebody must be allowed to change by hand so that they may take its change back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use model::{AssignedRole, Permission, PortalUserId, Role, RoleId};
use store::{HistoryEntry, Snapshot, UndoJudge};

use super::super::super::super::caller::Caller;
use super::super::super::super::refusal::{Fact, Refusal};
use super::super::super::super::view::View;
use super::super::super::portal_users::is_within;
use super::result;

/// Who takes back, from where and when.
pub(super) struct Rights {
    pub(super) caller: Caller,
    pub(super) address: IpAddr,
    pub(super) now: Timestamp,
}

impl UndoJudge for Rights {
    type Refusal = Refusal;

    /// Refuses who could not have changed what these entries are about, nor to what it was before.
    fn before(&mut self, entries: &[HistoryEntry], office: &Arc<Snapshot>) -> Result<(), Refusal> {
        let view = View::new(Arc::clone(office));
        entries.iter().try_for_each(|entry| self.check_entry(entry, &view))?;
        self.check_tokens(entries, &view)
    }

    fn after(&mut self, before: &Arc<Snapshot>, after: &Arc<Snapshot>) -> Result<(), Refusal> {
        result::check(self, &View::new(Arc::clone(before)), &View::new(Arc::clone(after)))
    }
}

impl Rights {
    fn check_entry(&self, entry: &HistoryEntry, view: &View) -> Result<(), Refusal> {
        let needed = match entry.table.as_str() {
            // It changed nothing.
            "event" => return Ok(()),
            "office" | "site" | "time_frame" => Permission::OfficeWrite,
            "person" | "avatar" | "place" | "equipment" | "line" | "caller_id" | "contact_method"
            | "mailbox" | "invitation" => Permission::PeopleWrite,
            "announcement" | "feature_code" | "phone_number" => Permission::NumbersWrite,
            "phone" | "phone_account" | "phone_key" => Permission::PhonesWrite,
            "mail_server" => Permission::SettingsWrite,
            "api_token" => Permission::TokensWrite,
            "portal_user" | "role" => Permission::PortalUsersWrite,
            // One of a newer program.
            _ => return Err(Fact::NotMoreThanYouMay.into()),
        };
        self.caller.needs(needed)?;
        match (entry.table.as_str(), entry.id) {
            ("portal_user", Some(id)) => self.check_login(entry, PortalUserId::from_bytes(id), view),
            // Mails and the links in them go where these say.
            ("mail_server", _) if entry.column != "password" => self.caller.owner(),
            ("office", _) if entry.column == "portal_url" => self.caller.owner(),
            ("role", Some(id)) => self.check_role(entry, RoleId::from_bytes(id), view),
            _ => Ok(()),
        }
    }

    /// A login is taken back as it is changed: its role is within the caller's before and after, and no one's own role moves.
    fn check_login(&self, entry: &HistoryEntry, id: PortalUserId, view: &View) -> Result<(), Refusal> {
        let is_own = self.caller.is(id);
        if let Some(user) = view.office.portal_users.get(id).filter(|_| !is_own) {
            is_within(user.role, &self.caller, view)?;
        }
        let values = [entry.old.as_deref(), entry.new.as_deref()].into_iter().flatten();
        let values = values.filter(|value| !value.is_empty());
        match entry.column.as_str() {
            "role" | "own_role" | "person" if is_own => Err(Fact::NotYourself.into()),
            "role" => values.into_iter().try_for_each(|word| match role(word) {
                Some(role) => is_within(AssignedRole::BuiltIn(role), &self.caller, view),
                None => Err(Fact::NotMoreThanYouMay.into()),
            }),
            // One that is gone comes back by the same change, and is looked at when it is there.
            "own_role" => values.into_iter().try_for_each(|key| match key.parse() {
                Ok(id) => is_within(AssignedRole::Own(id), &self.caller, view),
                Err(_) => Err(Fact::NotMoreThanYouMay.into()),
            }),
            "person" => self.caller.needs(Permission::PeopleWrite),
            _ => Ok(()),
        }
    }

    /// What a role permits, before and after, is within the caller's; and it is not the caller's own.
    fn check_role(&self, entry: &HistoryEntry, id: RoleId, view: &View) -> Result<(), Refusal> {
        if self.caller.login().is_ok_and(|login| login.user.role == AssignedRole::Own(id)) {
            return Err(Fact::NotYourself.into());
        }
        if entry.column != "permissions" {
            return is_within(AssignedRole::Own(id), &self.caller, view);
        }
        [entry.old.as_deref(), entry.new.as_deref()].into_iter().flatten().try_for_each(|text| self.may(text))
    }

    /// A token is revoked as by hand: it may no more than the caller, and nor may who made it.
    fn check_tokens(&self, entries: &[HistoryEntry], view: &View) -> Result<(), Refusal> {
        let mut makers: HashMap<Option<[u8; 16]>, Option<&str>> = HashMap::new();
        for entry in entries.iter().filter(|entry| entry.table == "api_token") {
            let value = entry.new.as_deref().or(entry.old.as_deref());
            let maker = makers.entry(entry.id).or_default();
            match entry.column.as_str() {
                "permissions" => self.may(value.unwrap_or_default())?,
                "made_by" => *maker = value,
                _ => {}
            }
        }
        makers.into_values().try_for_each(|maker| match maker.map(str::parse::<PortalUserId>) {
            Some(Ok(maker)) if self.caller.is(maker) => Ok(()),
            Some(Ok(maker)) => match view.office.portal_users.get(maker) {
                Some(maker) => is_within(maker.role, &self.caller, view),
                None => Ok(()),
            },
            Some(Err(_)) => Err(Fact::NotMoreThanYouMay.into()),
            None => self.caller.owner(),
        })
    }

    /// Whether the caller may all that a list names.
    fn may(&self, permissions: &str) -> Result<(), Refusal> {
        let permissions: Vec<Permission> =
            serde_json::from_str(permissions).unwrap_or_else(|_| Permission::ALL.to_vec());
        if permissions.into_iter().all(|permission| self.caller.may(permission)) {
            Ok(())
        } else {
            Err(Fact::NotMoreThanYouMay.into())
        }
    }
}

/// A role of the program by its word.
fn role(word: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
