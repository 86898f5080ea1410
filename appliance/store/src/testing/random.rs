//! Rows of every kind with references of every kind, made of three numbers: for tests with random offices.

use model::{
    Announcement, AnnouncementId, AssignedRole, Avatar, AvatarId, ContactKind, ContactMethod,
    ContactMethodId, DigestAlgorithm, Equipment, EquipmentId, Feature, FeatureCode, FeatureCodeId, ImageType,
    KeyKind, Line, LineId, MailSecurity, MailServer, Mailbox, MailboxId, OwnRole, Owner, Permission, Person,
    PersonId, Phone, PhoneAccount, PhoneId, PhoneKey, PhoneNumber, PhoneNumberId, Place, PlaceId, PortalUser,
    PortalUserId, Role, RoleId, Site, SiteId, TimeFrame, TimeFrameId, Unavailable,
};
use proptest::prelude::*;

use crate::change::{Change, Key, Row};
use crate::rows::site;

/// Kinds of rows.
const KINDS: u8 = 16;
/// Rows of each kind: few, so that they often refer to each other.
const NUMBERS: u8 = 4;

/// Whether a row is put or goes; its kind, its number, and what its cells are made of.
pub(crate) type Step = (bool, u8, u8, u8);

/// Some edits.
pub(crate) fn steps(max: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((prop::bool::weighted(0.8), 0..KINDS, 1..=NUMBERS, any::<u8>()), 1..max)
}

/// Keys of some rows, which need not be there.
pub(crate) fn keys(max: usize) -> impl Strategy<Value = Vec<Key>> {
    prop::collection::vec((0..KINDS, 1..=NUMBERS).prop_map(|(kind, number)| key(kind, number)), 1..max)
}

/// The key of the row of this number in a table; none where random offices have no such table.
pub(crate) fn id_in(table: &str, number: u8) -> Option<[u8; 16]> {
    let rows = (0..KINDS).map(|kind| key(kind, 1 + number % NUMBERS).row());
    rows.into_iter().find(|(known, _)| known.name == table).map(|(_, id)| id)
}

/// A change of those edits.
pub(crate) fn change(steps: &[Step]) -> Change {
    steps.iter().fold(Change::new(), |change, (is_put, kind, number, cells)| {
        if *is_put { change.put(row(*kind, *number, *cells)) } else { change.delete(key(*kind, *number)) }
    })
}

/// All rows of all kinds; what they refer to is made of a number each.
pub(crate) fn office(cells: &[u8]) -> Change {
    let mut cells = cells.iter().copied().cycle();
    let rows = (0..KINDS).flat_map(|kind| (1..=NUMBERS).map(move |number| (kind, number)));
    let office = rows
        .fold(Change::new(), |change, (kind, number)| change.put(row(kind, number, cells.next().unwrap())));
    // An owner beside those, or little could be deleted.
    office.put(PortalUser::new(PortalUserId::new(0, [0; 10]), "boss", AssignedRole::BuiltIn(Role::Owner)))
}

pub(crate) fn key(kind: u8, number: u8) -> Key {
    let (ms, random) = (u64::from(kind), [number; 10]);
    match kind {
        0 => SiteId::new(ms, random).into(),
        1 => TimeFrameId::new(ms, random).into(),
        2 => PersonId::new(ms, random).into(),
        3 => PlaceId::new(ms, random).into(),
        4 => EquipmentId::new(ms, random).into(),
        5 => AnnouncementId::new(ms, random).into(),
        6 => FeatureCodeId::new(ms, random).into(),
        7 => LineId::new(ms, random).into(),
        8 => PhoneNumberId::new(ms, random).into(),
        9 => ContactMethodId::new(ms, random).into(),
        10 => PhoneId::new(ms, random).into(),
        11 => RoleId::new(ms, random).into(),
        12 => PortalUserId::new(ms, random).into(),
        13 => MailboxId::new(ms, random).into(),
        14 => Key::MailServer,
        _ => AvatarId::new(ms, random).into(),
    }
}

/// A row of this kind and number; its references go to the numbers in `cells`.
pub(crate) fn row(kind: u8, number: u8, cells: u8) -> Row {
    let (ms, random) = (u64::from(kind), [number; 10]);
    let (one, two, some) = (1 + cells % NUMBERS, 1 + cells / NUMBERS % NUMBERS, cells >= 100);
    let (to, to_two) = ([one; 10], [two; 10]);
    let name = |what: &str| format!("{what} {number} {}", if some { "new" } else { "old" });
    let site = if some { SiteId::new(0, to) } else { site::first() };
    let line = LineId::new(7, to);
    match kind {
        0 => {
            let region = if some { "BY" } else { "" };
            let named = site::named(SiteId::new(ms, random), &format!("Site {number}"));
            Site { region: region.to_owned(), ..named }.into()
        }
        1 => {
            let id = TimeFrameId::new(ms, random);
            TimeFrame { id, name: name("Hours"), hours: Vec::new() }.into()
        }
        2 => {
            let person = Person::named(PersonId::new(ms, random), &name("Person"), site);
            Person { time_frame: some.then(|| TimeFrameId::new(1, to_two)), ..person }.into()
        }
        3 => Place { id: PlaceId::new(ms, random), name: name("Place"), site }.into(),
        4 => Equipment { id: EquipmentId::new(ms, random), name: name("Fax"), site }.into(),
        5 => Announcement { id: AnnouncementId::new(ms, random), name: name("Welcome") }.into(),
        6 => FeatureCode {
            id: FeatureCodeId::new(ms, [1; 10]),
            feature: Feature::RecordOnDemand,
            code: format!("*{one}").parse().unwrap(),
        }
        .into(),
        7 => {
            let owner = match cells % 3 {
                0 => Owner::Person(PersonId::new(2, to_two)),
                1 => Owner::Place(PlaceId::new(3, to_two)),
                _ => Owner::Equipment(EquipmentId::new(4, to_two)),
            };
            let internal = (200 + u16::from(number)).to_string().parse().unwrap();
            let mut row = Line::new(LineId::new(ms, random), owner, internal);
            if number != one {
                row.when_unavailable = Unavailable::Line(line);
            }
            row.internal_announcement = some.then(|| AnnouncementId::new(5, to));
            row.external_announcement = cells.is_multiple_of(2).then(|| AnnouncementId::new(5, to_two));
            row.recording.on_demand = cells % 16 == 7;
            row.caller_ids = vec![PhoneNumberId::new(8, to)];
            if one != two {
                row.caller_ids.push(PhoneNumberId::new(8, to_two));
            }
            row.into()
        }
        8 => PhoneNumber {
            id: PhoneNumberId::new(ms, random),
            number: format!("+498912345{number}"),
            label: name(""),
            line: some.then_some(line),
        }
        .into(),
        9 => ContactMethod {
            id: ContactMethodId::new(ms, random),
            line,
            position: 0,
            kind: ContactKind::Sip {
                username: format!("u{number}").parse().unwrap(),
                algorithm: DigestAlgorithm::Md5,
            },
        }
        .into(),
        10 => {
            let key = |position| PhoneKey {
                position,
                kind: KeyKind::Blf,
                target: format!("20{two}"),
                label: String::new(),
            };
            let account =
                |position, to| PhoneAccount { position, contact_method: ContactMethodId::new(9, to) };
            Phone {
                id: PhoneId::new(ms, random),
                mac: format!("001565aabb0{number}").parse().unwrap(),
                vendor: String::new(),
                model: String::new(),
                label: name("desk"),
                site,
                accounts: vec![account(1, to), account(2, to_two)],
                keys: (1..=u32::from(one)).map(key).collect(),
            }
            .into()
        }
        11 => OwnRole {
            id: RoleId::new(ms, random),
            name: name("Role"),
            permissions: if some { vec![Permission::ALL[0]] } else { Vec::new() },
        }
        .into(),
        12 => {
            let role =
                if some { AssignedRole::Own(RoleId::new(11, to)) } else { AssignedRole::BuiltIn(Role::User) };
            let user = PortalUser::new(PortalUserId::new(ms, random), &format!("login{number}"), role);
            // Each of its own person: the number of a line signs one login in.
            PortalUser { person: cells.is_multiple_of(2).then(|| PersonId::new(2, random)), ..user }.into()
        }
        13 => {
            let email = if some { format!("box{two}@example.com") } else { String::new() };
            Mailbox { id: MailboxId::new(ms, random), line: LineId::new(7, random), email }.into()
        }
        14 => {
            let security = if some { MailSecurity::Tls } else { MailSecurity::StartTls };
            MailServer {
                host: format!("mail{one}.example.com"),
                port: security.port(),
                security,
                username: String::new(),
                sender_address: format!("pbx{two}@example.com"),
                sender_name: name("Exchange"),
            }
            .into()
        }
        _ => {
            let image = [&b"\x89PNG\r\n\x1a\n"[..], &[one; 9][..usize::from(two)]].concat();
            let (id, person) = (AvatarId::new(ms, random), PersonId::new(2, random));
            Avatar { id, person, media_type: ImageType::Png, image }.into()
        }
    }
}
