//! What the tests of this crate share: a store with a clock and randomness of its own, and people in it.

pub(crate) mod random;

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use model::{
    ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Line, LineId, Owner, Permission, Person,
    PersonId,
};
use tempfile::TempDir;

use crate::change::{Change, Who};
use crate::options::Options;
use crate::store::Store;
use crate::tokens::NewToken;
use crate::{open, rows};

/// A store in a directory that goes with it.
pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) dir: TempDir,
    pub(crate) options: Options,
    /// What the disk answers to the next commits; nothing when all is well.
    pub(crate) fault: Arc<Mutex<Option<Fail>>>,
}

/// Makes the error of a failing disk.
pub(crate) type Fail = fn() -> rusqlite::Error;

/// The office of a test, by the number of a person.
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) line: Line,
    pub(crate) account: ContactMethod,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (options, fault) = options();
        let store = open(dir.path(), options.clone()).unwrap();
        Self { store, dir, options, fault }
    }

    /// With these people, numbered from 201.
    pub(crate) fn with(count: u32) -> Self {
        let fixture = Self::new();
        let change = (1..=count).fold(Change::new(), |change, number| member(number).put(change));
        fixture.store.write(&who(), change).unwrap();
        fixture
    }

    /// Closes the store and opens it again.
    pub(crate) fn reopen(&mut self) {
        self.store.close().unwrap();
        self.store = open(self.dir.path(), self.options.clone()).unwrap();
    }

    pub(crate) fn fail(&self, fail: Option<Fail>) {
        *self.fault.lock().unwrap() = fail;
    }

    /// The first column of a query, as text.
    pub(crate) fn column(&self, sql: &str) -> Vec<String> {
        column(self.dir.path(), sql)
    }
}

impl Member {
    pub(crate) fn put(&self, change: Change) -> Change {
        change.put(self.person.clone()).put(self.line.clone()).put(self.account.clone())
    }
}

/// A person with a line and an account: 201 and u201 for 1.
pub(crate) fn member(number: u32) -> Member {
    let byte = u8::try_from(number % 250).unwrap();
    let random = [number.to_be_bytes()[2], byte, 0, 0, 0, 0, 0, 0, 0, 0];
    let name = format!("Person{number}");
    let person = Person {
        last_name: "Example".to_owned(),
        ..Person::named(PersonId::new(1, random), &name, rows::site::first())
    };
    let internal = (200 + number).to_string().parse().unwrap();
    let line = Line::new(LineId::new(2, random), Owner::Person(person.id), internal);
    let account = ContactMethod {
        id: ContactMethodId::new(3, random),
        line: line.id,
        position: 0,
        kind: ContactKind::Sip {
            username: format!("u{}", 200 + number).parse().unwrap(),
            algorithm: DigestAlgorithm::Md5,
        },
    };
    Member { person, line, account }
}

/// A token that reads the status, for ever.
pub(crate) fn token(name: &str) -> NewToken {
    let permissions = vec![Permission::StatusRead];
    NewToken { name: name.to_owned(), permissions, expires: None, made_by: None }
}

pub(crate) fn who() -> Who {
    Who::cli("test")
}

pub(crate) fn column(dir: &Path, sql: &str) -> Vec<String> {
    let conn = rusqlite::Connection::open(dir.join("bellbox.db")).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement
        .query_map([], |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Null => "null".to_owned(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            })
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

/// A clock that goes on a second at each look, randomness that counts, and a disk that fails when told.
pub(crate) fn options() -> (Options, Arc<Mutex<Option<Fail>>>) {
    let second = AtomicI64::new(1_790_000_000);
    let counter = AtomicU64::new(1);
    let fault = Arc::new(Mutex::new(None::<Fail>));
    let asked = fault.clone();
    let options = Options {
        clock: Arc::new(move || Timestamp::from_second(second.fetch_add(1, Ordering::Relaxed)).unwrap()),
        random: Arc::new(move |bytes| {
            for chunk in bytes.chunks_mut(8) {
                // A multiplication by an odd constant scatters the bits.
                let next = counter.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
            }
        }),
        durable: false,
        fault: Some(Arc::new(move || asked.lock().unwrap().map(|fail| fail()))),
        ..Options::default()
    };
    (options, fault)
}
