//! What somebody must be allowed to change by hand so that they may take its change back.

use model::{AssignedRole, Permission, PortalUserId, Role, RoleId};
use store::{HistoryEntry, HistoryFilter, Wrong};

use super::super::super::super::ask::Ask;
use super::super::super::super::refusal::{Fact, Refusal};
use super::super::super::portal_users::{may_give, may_touch};

/// Entries read at once.
const PAGE: usize = 1_000;
/// Entries looked at at most; of more nothing is taken back, as the store has it too.
const ENTRIES_MAX: usize = 200_000;

/// Refuses who could not have changed what these entries are about, nor to what it was before.
pub(super) fn check(ask: &Ask<'_>, mut filter: HistoryFilter) -> Result<(), Refusal> {
    let mut seen = 0;
    loop {
        let page = ask.api.store.history(&filter, PAGE)?;
        page.iter().try_for_each(|entry| check_entry(ask, entry))?;
        seen += page.len();
        match page.last() {
            // What nobody has looked at is not taken back.
            Some(_) if seen > ENTRIES_MAX => {
                let why = Wrong::TooManyChanges { max: ENTRIES_MAX };
                return Err(Refusal::field("/since", Fact::Wrong(why)));
            }
            Some(last) if page.len() == PAGE => filter.before = Some(last.n),
            _ => return Ok(()),
        }
    }
}

fn check_entry(ask: &Ask<'_>, entry: &HistoryEntry) -> Result<(), Refusal> {
    let needed = match entry.table.as_str() {
        // It changed nothing.
        "event" => return Ok(()),
        "office" | "site" | "time_frame" => Permission::OfficeWrite,
        "person" | "avatar" | "place" | "equipment" | "line" | "caller_id" | "contact_method" | "mailbox"
        | "invitation" => Permission::PeopleWrite,
        "announcement" | "feature_code" | "phone_number" => Permission::NumbersWrite,
        "phone" | "phone_account" | "phone_key" => Permission::PhonesWrite,
        "mail_server" => Permission::SettingsWrite,
        "api_token" => Permission::TokensWrite,
        "portal_user" | "role" => Permission::PortalUsersWrite,
        // One of a newer program.
        _ => return Err(Fact::NotMoreThanYouMay.into()),
    };
    ask.caller.needs(needed)?;
    match (entry.table.as_str(), entry.id) {
        ("portal_user", Some(id)) => check_login(ask, entry, PortalUserId::from_bytes(id)),
        // Mails and the links in them go where these say.
        ("mail_server", _) if entry.column != "password" => ask.caller.owner(),
        ("office", _) if entry.column == "portal_url" => ask.caller.owner(),
        ("role", Some(id)) => check_role(ask, entry, RoleId::from_bytes(id)),
        _ => Ok(()),
    }
}

/// A login is taken back as it is changed: its role is within the caller's before and after, and no one's own role moves.
fn check_login(ask: &Ask<'_>, entry: &HistoryEntry, id: PortalUserId) -> Result<(), Refusal> {
    if let Some(user) = ask.view.office.portal_users.get(id) {
        may_touch(user, ask)?;
    }
    let values = [entry.old.as_deref(), entry.new.as_deref()].into_iter().flatten();
    let values = values.filter(|value| !value.is_empty());
    match entry.column.as_str() {
        "role" | "own_role" | "person" if ask.caller.is(id) => Err(Fact::NotYourself.into()),
        "role" => values.into_iter().try_for_each(|word| match role(word) {
            Some(role) => may_give(AssignedRole::BuiltIn(role), ask),
            None => Err(Fact::NotMoreThanYouMay.into()),
        }),
        // One that is gone comes back by the same change, and is looked at there, or the store refuses.
        "own_role" => values.into_iter().try_for_each(|key| match key.parse() {
            Ok(id) => may_give(AssignedRole::Own(id), ask),
            Err(_) => Err(Fact::NotMoreThanYouMay.into()),
        }),
        "person" => ask.caller.needs(Permission::PeopleWrite),
        _ => Ok(()),
    }
}

/// What a role permits, before and after, is within the caller's; and it is not the caller's own.
fn check_role(ask: &Ask<'_>, entry: &HistoryEntry, id: RoleId) -> Result<(), Refusal> {
    if ask.caller.login().is_ok_and(|login| login.user.role == AssignedRole::Own(id)) {
        return Err(Fact::NotYourself.into());
    }
    if entry.column != "permissions" {
        return may_give(AssignedRole::Own(id), ask);
    }
    [entry.old.as_deref(), entry.new.as_deref()].into_iter().flatten().try_for_each(|text| {
        let permissions: Vec<Permission> = serde_json::from_str(text).unwrap_or(Permission::ALL.to_vec());
        if permissions.into_iter().all(|permission| ask.caller.may(permission)) {
            Ok(())
        } else {
            Err(Fact::NotMoreThanYouMay.into())
        }
    })
}

/// A role of the program by its word.
fn role(word: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
