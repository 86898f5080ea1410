//! Files of chance, seeded: what the preview finds nothing wrong with is loaded, and what is not loaded was named by a row.

use model::{
    AssignedRole, ContactKind, ContactMethod, ContactMethodId, Equipment, EquipmentId, Line, LineId, Mac,
    Owner, Person, PersonId, Phone, PhoneAccount, PhoneId, Role,
};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture};

const PATH: &str = "/api/v1/people-import";
const FILES: usize = 300;
/// Files that one office takes before the next begins anew.
const FILES_OF_AN_OFFICE: usize = 30;

#[tokio::test]
async fn of_300_files_the_preview_foretells_what_loading_them_does() {
    let mut chance = Chance(20_261_123);
    let (mut good, mut bad) = (0, 0);
    for office in 0..FILES / FILES_OF_AN_OFFICE {
        let fixture = Fixture::new();
        let owner = fixture.signed_in("owner").await;
        furnish(&fixture, &owner).await;
        for number in 0..FILES_OF_AN_OFFICE {
            let file = chance.file();
            let merge = ["skip", "update", "update", "create"][chance.below(4)];
            let name = format!("office {office}, file {number}, {merge}:\n{file}");
            let preview = send(&owner, &format!("{PATH}/preview?merge={merge}"), &file).await;
            let before = fixture.store.version();
            let (status, answer) = load(&owner, merge, &file).await;
            if preview["is_good"] == true {
                good += 1;
                assert_eq!(status, 200, "{name}\n{answer}");
                assert_eq!(answer["counts"], preview["counts"], "{name}");
                let says_nothing = ["create", "update"].iter().all(|kind| preview["counts"][kind] == 0);
                assert_eq!(fixture.store.version() == before, says_nothing, "{name}");
            } else {
                bad += 1;
                assert!(preview["problems"][0]["row"].is_u64(), "{name}\n{preview}");
                assert_ne!(status, 200, "{name}\n{answer}");
                assert_eq!(fixture.store.version(), before, "{name}");
            }
            let findings = fixture.store.check().unwrap();
            assert!(findings.is_empty(), "{name}\n{findings:?}");
        }
        back_and_forth(&fixture, &owner).await;
    }
    assert!(good > 80 && bad > 80, "{good} good files, {bad} bad ones");
}

/// What has come about goes out and comes in again without a change.
async fn back_and_forth(fixture: &Fixture, owner: &Client<'_>) {
    let file = owner.get("/api/v1/people-export").await.body;
    let file = String::from_utf8(file).unwrap();
    let before = (fixture.store.version(), fixture.store.snapshot().unwrap());
    let (status, answer) = load(owner, "update", &file).await;
    assert_eq!(status, 200, "{file}\n{answer}");
    assert_eq!((fixture.store.version(), fixture.store.snapshot().unwrap()), before, "{file}");
}

async fn send(client: &Client<'_>, path: &str, file: &str) -> Value {
    client.raw("POST", path, &[], Some(("text/csv", file.as_bytes().to_vec()))).await.json()
}

async fn load(client: &Client<'_>, merge: &str, file: &str) -> (u16, Value) {
    let path = format!("{PATH}?consent=true&merge={merge}");
    let reply = client.raw("POST", &path, &[], Some(("text/csv", file.as_bytes().to_vec()))).await;
    (reply.status.as_u16(), reply.json())
}

/// Everything that a file can collide with: people with logins, twins, accounts named otherwise than their lines, a
/// feature code, a fax, a set that two people share, a name of the office.
async fn furnish(fixture: &Fixture, owner: &Client<'_>) {
    owner.patch("/api/v1/office", json!({"country": "DE", "short_name": "shop"})).await;
    owner.post("/api/v1/time-frames", json!({"name": "Office hours"})).await;
    owner.post("/api/v1/feature-codes", json!({"feature": "record-on-demand", "code": "*1"})).await;
    let id = || fixture.store.new_id();
    let site = fixture.store.snapshot().unwrap().sites.iter().next().unwrap().id;
    let mut change = Change::new();
    let mut shared = Vec::new();
    for (first, last, email, lines) in [
        ("Anna", "Berg", "anna@example.com", &[("201", "201"), ("205", "250")][..]),
        ("Ben", "Cole", "", &[("202", "u202")]),
        ("Tim", "Twin", "twins@example.com", &[("203", "203")]),
        ("Tom", "Twin", "twins@example.com", &[("204", "204")]),
        ("Same", "Name", "same@example.com", &[]),
        ("Same", "Name", "same@example.com", &[]),
    ] {
        let mut person = Person::named(PersonId::from_bytes(id()), first, site);
        (person.last_name, person.email) = (last.to_owned(), email.to_owned());
        for (number, username) in lines {
            let owner = Owner::Person(person.id);
            let line = Line::new(LineId::from_bytes(id()), owner, number.parse().unwrap());
            let account = ContactMethodId::from_bytes(id());
            let algorithm = model::DigestAlgorithm::Md5;
            let kind = ContactKind::Sip { username: username.parse().unwrap(), algorithm };
            change = change.put(ContactMethod { id: account, line: line.id, position: 0, kind }).put(line);
            if last == "Twin" {
                let position = u32::try_from(shared.len() + 1).unwrap();
                shared.push(PhoneAccount { position, contact_method: account });
            }
        }
        change = change.put(person);
    }
    let fax = Equipment { id: EquipmentId::from_bytes(id()), name: "Fax".to_owned(), site };
    let number = "300".parse().unwrap();
    change = change.put(Line::new(LineId::from_bytes(id()), Owner::Equipment(fax.id), number)).put(fax);
    let mac: Mac = "001565000001".parse().unwrap();
    let (vendor, model, label) = ("Yealink".to_owned(), "T54W".to_owned(), String::new());
    let set = PhoneId::from_bytes(id());
    change =
        change.put(Phone { id: set, mac, vendor, model, label, site, accounts: shared, keys: Vec::new() });
    fixture.store.write(&Who::cli("test"), change).unwrap();
    let mut user = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let office = fixture.store.snapshot().unwrap();
    user.person = office.people.iter().find(|person| person.first_name == "Anna").map(|person| person.id);
    user.email = "desk@example.com".to_owned();
    fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
    fixture.login("guest@shop.example", AssignedRole::BuiltIn(Role::User));
}

/// Numbers of chance from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one(&mut self, of: &[&str]) -> String {
        of[self.below(of.len())].to_owned()
    }

    fn file(&mut self) -> String {
        // In two of three files a cell is wrong only by colliding.
        let wrong = if self.below(3) > 0 { 0 } else { 4 };
        let rows = 1 + self.below(3);
        let mut file = COLUMNS.map(|(heading, ..)| heading).join(",") + "\n";
        for _ in 0..rows {
            let cells = COLUMNS.map(|(_, empty, good, bad)| {
                let cell = if self.below(100) < wrong {
                    self.one(bad)
                } else if self.below(100) < empty {
                    String::new()
                } else {
                    self.one(good)
                };
                // Some cells stand for many: numbers that are hardly ever the same.
                let cell: Vec<String> = cell.split('%').map(str::to_owned).collect();
                let cell = cell.join(&(10 + self.below(90)).to_string());
                let cell = if cell == "MANY" { many() } else { cell };
                format!("\"{cell}\"")
            });
            file += &(cells.join(",") + "\n");
        }
        file
    }
}

/// More numbers than a line may show.
fn many() -> String {
    (0..51).map(|n| format!("+49301{n:02}")).collect::<Vec<_>>().join(" ")
}

/// Heading, how many of a hundred are empty, what can stand there, and what never can.
type ColumnOfChance = (&'static str, usize, &'static [&'static str], &'static [&'static str]);

const COLUMNS: [ColumnOfChance; 15] = [
    ("First name", 0, &["Anna", "Ben", "Tim", "Tom", "Zoe", "N%", " E% ", "M%", "=N%"], &["", "x\u{7}y"]),
    ("Last name", 30, &["Berg", "Cole", "Twin", "L%", "M%"], &["\u{1}"]),
    (
        "Email",
        50,
        &["anna@example.com", "twins@example.com", "n%@example.com", "m%@example.com", "n%@example.org"],
        &["x", "a,b@c.de", "a@b@c.de", "a\u{200b}@c.de", "a@b_c.de", "desk@example.com", "same@example.com"],
    ),
    ("Login", 85, &["anna", "n%", "m%", "n%@shop"], &["z z", "z\u{200b}e", "z\u{1}", "20%", "anna@shop"]),
    (
        "Internal number",
        8,
        &["201", "202", "203", "204", "205", "4%", "5%", "6%", "7%", "8%", "9%", "10%", "11%", "12%", "13%"],
        &["2O1", "*1", "250", "300", "u202"],
    ),
    ("Direct numbers", 85, &["+49301%%", "03011%", "+49302%"], &["12", "abc"]),
    ("Caller IDs", 85, &["+493010%", "03011% +4930200"], &["MANY", "12"]),
    ("Outside calls", 80, &["yes", "nein"], &["maybe"]),
    (
        "When unavailable",
        60,
        &["Voicemail", "Busy", "300", "202", "+49309%"],
        &["*1", "250", "u202", "999", "201", "203", "4%", "5%"],
    ),
    ("Voicemail PIN", 90, &["4711"], &["12", "12345678x"]),
    ("Voicemail email", 90, &["box@example.com"], &["box", "b\u{feff}ox@example.com"]),
    ("MAC address", 50, &["0015650001%", "00:15:65:00:02:%", "00-15-65-00-03-%"], &["zz", "001565000001"]),
    ("Phone model", 95, &["Yealink T54W", "T%"], &["\u{2}"]),
    ("Time schedule", 80, &["Office hours"], &["Nights"]),
    ("Internal caller ID", 85, &["Desk %", "=1+%"], &["x\u{9d}"]),
];
