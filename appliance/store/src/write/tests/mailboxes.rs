//! Mailboxes and their PINs through the door.

use model::{Mailbox, MailboxId};

use crate::change::Change;
use crate::history::HistoryFilter;
use crate::seal::Secret;
use crate::testing::{Fixture, member, who};
use crate::undo::Undo;

fn mailbox(number: u8, of: u32) -> Mailbox {
    let id = MailboxId::new(7, [number; 10]);
    Mailbox { id, line: member(of).line.id, email: format!("box{number}@example.com") }
}

#[test]
fn a_line_has_one_mailbox_and_two_may_be_exchanged() {
    let fixture = Fixture::with(2);
    fixture.store.write(&who(), Change::new().put(mailbox(1, 1)).put(mailbox(2, 2))).unwrap();
    let refused = |change| fixture.store.write(&who(), change).unwrap_err().to_string();
    let expected = "mailbox of line 201: line: there is one already";
    assert_eq!(refused(Change::new().put(mailbox(3, 1))), expected);
    assert_eq!(refused(Change::new().put(mailbox(2, 1))), expected);
    assert_eq!(refused(Change::new().put(mailbox(3, 9))), "mailbox of a line: line: there is no such line");
    let wrong = Mailbox { email: "box".to_owned(), ..mailbox(1, 1) };
    assert_eq!(refused(Change::new().put(wrong)), "the mailbox: email: \"box\" is not an email address");

    fixture.store.write(&who(), Change::new().put(mailbox(1, 2)).put(mailbox(2, 1))).unwrap();
    let snapshot = fixture.store.snapshot().unwrap();
    assert_eq!(snapshot.mailboxes.get(mailbox(1, 2).id), Some(&mailbox(1, 2)));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_line_with_a_mailbox_goes_only_with_it_and_comes_back_without_its_pin() {
    let fixture = Fixture::with(1);
    let pin = Some(Secret::new("2580"));
    let change = Change::new().put(mailbox(1, 1)).set_mailbox_pin(mailbox(1, 1).id, pin.clone());
    fixture.store.write(&who(), change).unwrap();
    let line = member(1).line.id;
    let gone = || Change::new().delete(member(1).account.id).delete(line);
    let error = fixture.store.write(&who(), gone()).unwrap_err();
    assert_eq!(error.to_string(), "line 201 is in use by mailbox of line 201");
    let written = fixture.store.write(&who(), gone().delete(mailbox(1, 1).id)).unwrap();
    assert_eq!(fixture.store.mailbox_pin(mailbox(1, 1).id).unwrap(), None);
    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
    assert_eq!(fixture.store.mailbox_pin(mailbox(1, 1).id).unwrap(), None);
    // Nor does one that was changed.
    let set = |pin: &str| Change::new().set_mailbox_pin(mailbox(1, 1).id, Some(Secret::new(pin)));
    fixture.store.write(&who(), set("2580")).unwrap();
    let written = fixture.store.write(&who(), set("9876")).unwrap();
    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
    assert_eq!(fixture.store.mailbox_pin(mailbox(1, 1).id).unwrap(), Some(Secret::new("9876")));
}

#[test]
fn a_pin_is_sealed_and_told_by_nobody() {
    let fixture = Fixture::with(2);
    let id = mailbox(1, 1).id;
    let pin = |digits: &str| Change::new().set_mailbox_pin(id, Some(Secret::new(digits)));
    fixture.store.write(&who(), pin("25802580").put(mailbox(1, 1))).unwrap();
    for wrong in ["", "123", "123456789", "12a4", "１２３４"] {
        let error = fixture.store.write(&who(), pin(wrong)).unwrap_err();
        assert_eq!(error.to_string(), "the mailbox: pin: 4 to 8 digits", "{wrong}");
    }
    // An edit keeps it.
    let edited = Mailbox { email: String::new(), ..mailbox(1, 1) };
    fixture.store.write(&who(), Change::new().put(edited)).unwrap();
    assert_eq!(fixture.store.mailbox_pin(id).unwrap(), Some(Secret::new("25802580")));
    let history = fixture.store.history(&HistoryFilter::default(), 1_000).unwrap();
    let entry = history.iter().find(|entry| entry.column == "pin").unwrap();
    assert!(entry.is_secret && entry.new.is_none());
    assert_eq!(entry.what, "mailbox of line 201");
    assert!(!fixture.column("select new from audit where new is not null").join(" ").contains("2580"));
    assert!(!fixture.store.dump(true).unwrap().contains("2580"), "nor is it in a file");

    fixture.store.write(&who(), Change::new().set_mailbox_pin(id, None)).unwrap();
    assert_eq!(fixture.store.mailbox_pin(id).unwrap(), None);
    let nobody = Change::new().set_mailbox_pin(mailbox(9, 1).id, Some(Secret::new("1234")));
    let error = fixture.store.write(&who(), nobody).unwrap_err().to_string();
    assert_eq!(error, format!("there is no mailbox {}", mailbox(9, 1).id));
}
