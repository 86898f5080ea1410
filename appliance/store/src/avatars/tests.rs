//! Pictures of people through the door and in files.

use model::{Avatar, AvatarId, ImageType, Person};

use crate::change::Change;
use crate::history::HistoryFilter;
use crate::testing::{Fixture, member, who};
use crate::undo::Undo;
use crate::{Error, OfficeFile};

/// Of this many bytes.
fn picture(number: u8, of: u32, size: usize) -> Avatar {
    let mut image = b"\x89PNG\r\n\x1a\n".to_vec();
    image.resize(size, number);
    let id = AvatarId::new(8, [number; 10]);
    Avatar { id, person: member(of).person.id, media_type: ImageType::Png, image }
}

#[test]
fn a_picture_is_read_back_and_the_history_tells_its_size() {
    let fixture = Fixture::with(1);
    let (small, large) = (picture(1, 1, 100), picture(1, 1, Avatar::BYTES_MAX));
    fixture.store.write(&who(), Change::new().put(small.clone())).unwrap();
    let changed = fixture.store.write(&who(), Change::new().put(large.clone())).unwrap().version;
    assert_eq!(fixture.store.avatar(small.person).unwrap(), Some(large));
    let snapshot = fixture.store.snapshot().unwrap();
    let info = snapshot.avatars.get(small.id).unwrap();
    assert_eq!((info.person, info.media_type, info.bytes), (small.person, ImageType::Png, 32_768));

    let filter = HistoryFilter { version: Some(changed), ..HistoryFilter::default() };
    let entry = fixture.store.history(&filter, 10).unwrap().remove(0);
    assert_eq!((entry.old.as_deref(), entry.new.as_deref()), (Some("100 bytes"), Some("32768 bytes")));
    assert_eq!((entry.what.as_str(), entry.is_secret), ("avatar of person Person1 Example", false));
}

#[test]
fn a_picture_comes_back_when_it_was_changed_or_taken_away() {
    let fixture = Fixture::with(1);
    let (first, second) = (picture(1, 1, 100), picture(1, 1, 3_333));
    let made = fixture.store.write(&who(), Change::new().put(first.clone())).unwrap().version;
    let changed = fixture.store.write(&who(), Change::new().put(second.clone())).unwrap().version;
    let gone = fixture.store.write(&who(), Change::new().delete(first.id)).unwrap().version;
    let undo = |version| fixture.store.undo(&who(), Undo::Change(version), false);
    let now = || fixture.store.avatar(first.person).unwrap();
    for (version, expected) in [(gone, Some(&second)), (changed, Some(&first)), (made, None)] {
        undo(version).unwrap();
        assert_eq!(now().as_ref(), expected);
    }
    // What others have changed since is told by its size.
    let made = fixture.store.write(&who(), Change::new().put(first.clone())).unwrap().version;
    fixture.store.write(&who(), Change::new().put(second)).unwrap();
    let Err(Error::ChangedSince { conflicts }) = undo(made) else { panic!("taken back") };
    let told = (conflicts[0].left.as_deref(), conflicts[0].now.as_deref());
    assert_eq!(told, (Some("100 bytes"), Some("3333 bytes")));
}

#[test]
fn what_is_no_picture_is_refused() {
    let fixture = Fixture::with(2);
    let refused =
        |avatar: Avatar| fixture.store.write(&who(), Change::new().put(avatar)).unwrap_err().to_string();
    let wrong_kind = "the avatar: image: it does not begin as a file of the kind image/png does";
    assert_eq!(refused(picture(1, 1, Avatar::BYTES_MAX + 1)), "the avatar: image: at most 32768 bytes");
    assert_eq!(refused(Avatar { image: b"<svg/>".to_vec(), ..picture(1, 1, 9) }), wrong_kind);
    assert_eq!(refused(Avatar { image: Vec::new(), ..picture(1, 1, 9) }), wrong_kind);
    assert_eq!(
        refused(Avatar { media_type: ImageType::Webp, ..picture(1, 1, 9) }),
        "the avatar: image: it does not begin as a file of the kind image/webp does"
    );
    fixture.store.write(&who(), Change::new().put(picture(1, 1, 9))).unwrap();
    let second = refused(picture(2, 1, 9));
    assert_eq!(second, "avatar of person Person1 Example: person: there is one already");
}

#[test]
fn a_file_takes_a_picture_away_and_leaves_out_those_for_which_it_has_no_room() {
    let fixture = Fixture::new();
    let load = |text: &str| fixture.store.load(&who(), &OfficeFile::parse("office.toml", text).unwrap());
    // 43,712 characters each: a hundred would make the file too large.
    let people = (1..=100u8).fold(Change::new(), |change, number| {
        let person = Person { id: member(number.into()).person.id, ..member(number.into()).person };
        change.put(person).put(picture(number, number.into(), Avatar::BYTES_MAX))
    });
    fixture.store.write(&who(), people).unwrap();
    let dump = fixture.store.dump(false).unwrap();
    assert!(dump.len() < OfficeFile::BYTES_MAX);
    let left_out = dump.matches("# the picture is left out: the file would be too large").count();
    let (in_it, most) = (dump.matches("avatar = \"data:image/png;base64,").count(), 95);
    assert_eq!((in_it, left_out), (most, 100 - most));
    assert_eq!(load(&dump).unwrap().rows, 0);

    let other = Fixture::new();
    other.store.load(&who(), &OfficeFile::parse("office.toml", &dump).unwrap()).unwrap();
    assert_eq!(other.store.snapshot().unwrap().avatars.len(), most);
    let first = member(1).person.id;
    assert_eq!(other.store.avatar(first).unwrap().unwrap().image, picture(1, 1, Avatar::BYTES_MAX).image);
    load(&format!("[[person]]\nid = \"{first}\"\navatar = \"\"")).unwrap();
    assert_eq!(fixture.store.avatar(first).unwrap(), None);
    assert_eq!(load(&format!("[[person]]\nid = \"{first}\"\navatar = \"\"")).unwrap().rows, 0);
}
