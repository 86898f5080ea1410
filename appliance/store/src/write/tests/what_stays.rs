//! What does not come back when changes are taken back, and who is asked whether the rest may.

use std::sync::Arc;

use model::{AssignedRole, PortalUser, Role, SecondFactor};

use super::user;
use crate::change::{Change, Who};
use crate::history::HistoryEntry;
use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;
use crate::snapshot::Snapshot;
use crate::testing::{Fixture, who};
use crate::undo::{Undo, UndoJudge};

#[test]
fn what_signing_in_needs_does_not_come_back() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let written = |change| store.write(&who(), change).unwrap().version;
    let anna = PortalUser { second_factor: SecondFactor::Activated, ..user(1, "anna") };
    let totp =
        |key: Option<&str>| Change::new().set_user_secret(anna.id, UserSecret::Totp, key.map(Secret::new));
    written(totp(Some("KEY")).put(anna.clone()));
    let reset = PortalUser {
        second_factor: SecondFactor::Pending,
        must_change_password: true,
        language: "de".to_owned(),
        ..anna.clone()
    };
    let version = written(totp(None).put(reset.clone()));
    store.undo(&who(), Undo::Change(version), false).unwrap();
    let shown = || store.snapshot().unwrap().portal_users.get(anna.id).cloned();
    assert_eq!(shown(), Some(PortalUser { language: String::new(), ..reset.clone() }));

    // One that is deleted comes back as it was last, and without a key never as one that has it.
    let excused = PortalUser { must_change_password: false, ..reset.clone() };
    let since = store.write(&boss(), Change::new().put(excused)).unwrap().version;
    store.write(&boss(), Change::new().put(reset.clone())).unwrap();
    store.write(&boss(), Change::new().delete(anna.id)).unwrap();
    store.undo(&who(), Undo::Since { who: [7; 16], since: jiff::Timestamp::UNIX_EPOCH }, false).unwrap();
    let back = shown().unwrap();
    assert!(since > version && back.must_change_password, "{back:?}");
    written(totp(Some("KEY")).put(anna.clone()));
    let version = written(Change::new().delete(anna.id));
    let forget = "delete from audit where col = 'totp'";
    store.call(move |engine| Ok(engine.conn.execute(forget, [])?)).unwrap();
    store.undo(&who(), Undo::Change(version), false).unwrap();
    assert_eq!(shown().map(|user| user.second_factor), Some(SecondFactor::Pending));
}

/// Says no before or after, and tells what it has seen.
struct Judge {
    before: bool,
    after: bool,
    seen: Vec<String>,
}

impl UndoJudge for Judge {
    type Refusal = Vec<String>;

    fn before(&mut self, entries: &[HistoryEntry], office: &Arc<Snapshot>) -> Result<(), Vec<String>> {
        self.seen.extend(entries.iter().map(|entry| entry.column.clone()));
        self.seen.extend(office.portal_users.iter().map(|user| user.language.clone()));
        if self.before { Ok(()) } else { Err(self.seen.clone()) }
    }

    fn after(&mut self, before: &Arc<Snapshot>, after: &Arc<Snapshot>) -> Result<(), Vec<String>> {
        for office in [before, after] {
            self.seen.extend(office.portal_users.iter().map(|user| user.language.clone()));
        }
        if self.after { Ok(()) } else { Err(self.seen.clone()) }
    }
}

#[test]
fn a_judge_sees_what_goes_back_and_what_comes_of_it() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let anna = PortalUser { role: AssignedRole::BuiltIn(Role::User), ..user(1, "anna") };
    store.write(&who(), Change::new().put(anna.clone())).unwrap();
    let german = PortalUser { language: "de".to_owned(), ..anna };
    let version = store.write(&who(), Change::new().put(german)).unwrap().version;
    let undo = |before, after| {
        store
            .undo_if(&who(), Undo::Change(version), false, Judge { before, after, seen: Vec::new() })
            .unwrap()
    };
    assert_eq!(undo(false, true).unwrap_err(), ["language", "de"]);
    assert_eq!(undo(true, false).unwrap_err(), ["language", "de", "de", ""]);
    assert_eq!(store.version(), version, "nothing is kept that it refuses");
    assert_eq!(undo(true, true).unwrap().written.cells, 1);
}

fn boss() -> Who {
    Who::portal("boss", [7; 16], "192.0.2.7".parse().unwrap())
}
