//! Tokens: what they may do, until when, and who knows them.

use jiff::{Timestamp, ToSpan};
use model::{AssignedRole, Permission, PortalUser, PortalUserId, Role};

use super::{NewToken, TOKENS_MAX};
use crate::change::Change;
use crate::history::HistoryFilter;
use crate::testing::{Fixture, token, who};

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

#[test]
fn a_token_is_shown_once_and_known_by_its_hash() {
    let fixture = Fixture::new();
    let (id, text) = fixture.store.create_token(&who(), token("monitoring")).unwrap();
    assert_eq!((text.len(), &text[..3]), (46, "bb_"));
    let info = fixture.store.token(&text, now()).unwrap();
    assert_eq!((info.id, info.name.as_str(), info.expires, info.made_by), (id, "monitoring", None, None));
    assert_eq!(info.permissions, [Permission::StatusRead]);
    assert_eq!(fixture.store.tokens().unwrap(), [info]);
    for wrong in ["", "bb_", &text[..45], &text.to_lowercase()] {
        assert_eq!(fixture.store.token(wrong, now()), None, "{wrong:?}");
    }
    // Nor does anybody read in the history by which hash it is known.
    let audit = fixture.column("select new from audit where tbl = 'api_token' and col = 'hash'");
    assert_eq!(audit, ["hash"]);
    let history = fixture.store.history(&HistoryFilter::default(), 100).unwrap();
    let hash = history.iter().find(|entry| entry.column == "hash").unwrap();
    assert!(hash.is_secret && hash.new.is_none());
}

#[test]
fn a_token_works_until_it_expires() {
    let fixture = Fixture::new();
    let at = |minutes: i64| now() + minutes.minutes();
    let new = NewToken { expires: Some(at(60)), ..token("for an hour") };
    let (_, text) = fixture.store.create_token(&who(), new).unwrap();
    assert_eq!(fixture.store.token(&text, at(59)).unwrap().expires, Some(at(60)));
    assert_eq!(fixture.store.token(&text, at(60)), None);
    assert_eq!(fixture.store.tokens().unwrap().len(), 1, "it is still listed");
}

#[test]
fn a_token_says_what_it_may_do_and_who_made_it() {
    let fixture = Fixture::new();
    let anna = PortalUser::new(PortalUserId::new(4, [1; 10]), "anna", AssignedRole::BuiltIn(Role::User));
    fixture.store.write(&who(), Change::new().put(anna.clone())).unwrap();
    let permissions = vec![Permission::PeopleWrite, Permission::OwnRead];
    let new = NewToken { permissions, made_by: Some(anna.id), ..token("import") };
    let (id, text) = fixture.store.create_token(&who(), new).unwrap();
    let info = fixture.store.token(&text, now()).unwrap();
    assert_eq!(info.permissions, [Permission::OwnRead, Permission::PeopleWrite]);
    assert_eq!(info.made_by, Some(anna.id));
    let delete = || Change::new().delete(anna.id);
    let error = fixture.store.write(&who(), delete()).unwrap_err();
    assert_eq!(error.to_string(), "portal user anna is in use by token import");
    fixture.store.write(&who(), delete().delete(id)).unwrap();
    assert_eq!(fixture.store.token(&text, now()), None);
}

#[test]
fn a_revoked_token_is_none() {
    let fixture = Fixture::new();
    let (id, text) = fixture.store.create_token(&who(), token("monitoring")).unwrap();
    fixture.store.write(&who(), Change::new().delete(id)).unwrap();
    assert_eq!(fixture.store.token(&text, now()), None);
}

#[test]
fn a_token_that_is_for_nothing_is_not_made() {
    let fixture = Fixture::new();
    for (new, expected) in [
        (token(" "), "name: must not be empty"),
        (NewToken { permissions: Vec::new(), ..token("a") }, "permissions: it needs one at least"),
        (
            NewToken { permissions: vec![Permission::OwnRead; 2], ..token("a") },
            "permissions: the same is given twice",
        ),
        (NewToken { expires: Some(now()), ..token("a") }, "expires: that is past already"),
    ] {
        let error = fixture.store.create_token(&who(), new).unwrap_err();
        assert_eq!(error.to_string(), format!("the token: {expected}"));
    }
    let many = format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < {TOKENS_MAX})
         insert into api_token (id, name, hash, created_us) select randomblob(16), 'a', randomblob(32), 0 from n"
    );
    fixture.store.call(move |engine| Ok(engine.conn.execute(&many, [])?)).unwrap();
    let error = fixture.store.create_token(&who(), token("one more")).unwrap_err().to_string();
    assert!(error.ends_with("there are 1000 already: revoke those that nobody uses"), "{error}");
}
