//! The mail server and its password through the door.

use model::{MailSecurity, MailServer};

use crate::change::{Change, Key};
use crate::history::HistoryFilter;
use crate::seal::Secret;
use crate::testing::{Fixture, who};
use crate::undo::Undo;

fn server() -> MailServer {
    MailServer {
        host: "mail.example.com".to_owned(),
        port: 587,
        security: MailSecurity::StartTls,
        username: "pbx".to_owned(),
        sender_address: "pbx@example.com".to_owned(),
        sender_name: "Example Ltd".to_owned(),
    }
}

#[test]
fn there_is_one_and_its_password_is_sealed() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    assert_eq!((store.snapshot().unwrap().mail_server.clone(), store.mail_password().unwrap()), (None, None));
    let password = Some(Secret::new("streng-geheim"));
    let change = Change::new().set_mail_password(password.clone()).put(server());
    let made = store.write(&who(), change).unwrap().version;
    let tls = MailServer { port: 465, security: MailSecurity::Tls, ..server() };
    let changed = store.write(&who(), Change::new().put(tls.clone())).unwrap().version;
    let snapshot = store.snapshot().unwrap();
    assert_eq!((snapshot.mail_server.as_deref(), snapshot.mail_server_changed), (Some(&tls), changed));
    assert_eq!(store.mail_password().unwrap(), password, "an edit keeps it");
    assert_eq!(fixture.column("select count(*) from mail_server"), ["1"]);

    let written = fixture.column("select new from audit where new is not null").join(" ");
    assert!(!written.contains("streng-geheim") && !store.dump(true).unwrap().contains("streng-geheim"));
    let history = store.history(&HistoryFilter::default(), 1_000).unwrap();
    let entry = history.iter().find(|entry| entry.column == "password").unwrap();
    assert!(entry.is_secret && entry.new.is_none());

    // What is taken back does not bring the password along; what was made goes.
    let gone = store.write(&who(), Change::new().delete(Key::MailServer)).unwrap().version;
    assert_eq!((store.snapshot().unwrap().mail_server.clone(), store.mail_password().unwrap()), (None, None));
    for version in [gone, changed] {
        store.undo(&who(), Undo::Change(version), false).unwrap();
    }
    assert_eq!(store.snapshot().unwrap().mail_server.as_deref(), Some(&server()));
    assert_eq!(store.mail_password().unwrap(), None);
    store.undo(&who(), Undo::Change(made), false).unwrap();
    assert_eq!(fixture.column("select count(*) from mail_server"), ["0"]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let fixture = Fixture::new();
    let refused = |change| fixture.store.write(&who(), change).unwrap_err().to_string();
    for (wrong, expected) in [
        (
            MailServer { host: "mail example".to_owned(), ..server() },
            "host: \"mail example\" is not the name or address of a machine (as mail.example.com)",
        ),
        (MailServer { port: 0, ..server() }, "port: 1 to 65535"),
        (MailServer { sender_address: String::new(), ..server() }, "sender_address: must not be empty"),
        (
            MailServer { sender_address: "pbx".to_owned(), ..server() },
            "sender_address: \"pbx\" is not an email address",
        ),
        (
            MailServer { sender_name: "a\r\nBcc: b".to_owned(), ..server() },
            "sender_name: no control characters, please",
        ),
    ] {
        assert_eq!(refused(Change::new().put(wrong)), format!("the mail server: {expected}"));
    }
    let empty = Change::new().put(server()).set_mail_password(Some(Secret::new("")));
    let expected = "the mail server: password: 1 to 200 characters without control characters";
    assert_eq!(refused(empty), expected);
    let alone = refused(Change::new().set_mail_password(Some(Secret::new("x"))));
    assert!(alone.starts_with("there is no mail server"), "{alone}");
}
