//! SIGKILL in the middle of writes by the interface, again and again. What was acknowledged is on disk after the next
//! start, and what was not is there as a whole or not at all.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::PATIENCE;
use crate::support::https_client::Client;
use crate::support::office::Account;
use crate::support::random::Random;
use crate::support::site::Site;

/// How often, unless `BELLBOX_KILLS` says otherwise.
const KILLS: u32 = 60;

const PEOPLE: &str = "/api/v1/people";

/// First names and departments by key: they are always changed together.
type People = BTreeMap<String, (String, String)>;

/// What is done to somebody.
#[derive(Clone, Debug)]
enum Act {
    Create(String),
    Change(String, String),
    Delete(String),
}

/// What the exchange has said to it.
enum Told {
    Acknowledged(Act, String),
    Gone(Act),
}

#[test]
fn nothing_acknowledged_is_lost() {
    let kills = std::env::var("BELLBOX_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let site = Site::new("api-kill");
    site.load(&Account::range(100, 1));
    let made = site.succeed(&["token", "create", "test", "--permission", "people-write"]);
    let token = made.lines().last().unwrap().trim().to_owned();
    let mut random = Random::from_seed(20_261_123);
    let mut people = on_disk(&site);
    let mut acknowledged = 0;
    for kill in 0..kills {
        let exchange = site.start();
        let client = Client::connect(site.web(), &site.data().join("ca.pem"), &token).unwrap();
        let (tell, told) = channel();
        let (known, seed) = (people.clone(), random.below(u64::MAX));
        let writer = thread::spawn(move || write(client, kill, known, Random::from_seed(seed), &tell));
        let count = random.below(12);
        let mut heard = listen(&told, count);
        exchange.kill();
        writer.join().unwrap();
        heard.extend(told.iter());

        let mut unsure = None;
        for told in heard {
            match told {
                Told::Acknowledged(act, id) => {
                    apply(&mut people, act, id);
                    acknowledged += 1;
                }
                Told::Gone(act) => unsure = Some(act),
            }
        }
        let found = on_disk(&site);
        if found != people {
            let act = unsure.unwrap_or_else(|| panic!("kill {kill}: {found:?} instead of {people:?}"));
            let id = match &act {
                Act::Create(_) => {
                    found.keys().find(|id| !people.contains_key(*id)).cloned().unwrap_or_default()
                }
                Act::Change(id, _) | Act::Delete(id) => id.clone(),
            };
            apply(&mut people, act.clone(), id);
            assert!(found == people, "kill {kill}, {act:?} on its way: {found:?} instead of {people:?}");
        }
    }
    println!("{acknowledged} changes were acknowledged, {} people are left", people.len());
    assert!(acknowledged > kills, "hardly a change was acknowledged");
    site.succeed(&["check"]);
}

/// Writes one thing after the other until nobody answers.
fn write(mut client: Client, kill: u32, mut people: People, mut random: Random, tell: &Sender<Told>) {
    for n in 0.. {
        let name = format!("n{kill}-{n}");
        let victim = (!people.is_empty()).then(|| {
            let place = random.below(people.len() as u64) as usize;
            people.keys().nth(place).unwrap().clone()
        });
        let act = match (random.below(4), victim) {
            (0, Some(id)) => Act::Delete(id),
            (1, Some(id)) => Act::Change(id, name),
            _ => Act::Create(name),
        };
        let asked = match &act {
            Act::Create(name) => client.ask("POST", PEOPLE, &body(name)),
            Act::Change(id, name) => client.ask("PATCH", &format!("{PEOPLE}/{id}"), &body(name)),
            Act::Delete(id) => client.ask("DELETE", &format!("{PEOPLE}/{id}"), b""),
        };
        let Ok((status, answer)) = asked else {
            let _ = tell.send(Told::Gone(act));
            return;
        };
        assert!(
            matches!(status, 200 | 201 | 204),
            "{status} to {act:?}: {}",
            String::from_utf8_lossy(&answer)
        );
        let id = match &act {
            Act::Create(_) => {
                let answer: Value = serde_json::from_slice(&answer).unwrap();
                answer["id"].as_str().unwrap().to_owned()
            }
            Act::Change(id, _) | Act::Delete(id) => id.clone(),
        };
        apply(&mut people, act.clone(), id.clone());
        let _ = tell.send(Told::Acknowledged(act, id));
    }
}

/// Hears of so many acknowledgements.
fn listen(told: &Receiver<Told>, count: u64) -> Vec<Told> {
    (0..count).map(|_| told.recv_timeout(PATIENCE).expect("the exchange answers")).collect()
}

fn apply(people: &mut People, act: Act, id: String) {
    match act {
        Act::Create(name) | Act::Change(_, name) => {
            people.insert(id, (name.clone(), name));
        }
        Act::Delete(_) => {
            people.remove(&id);
        }
    }
}

fn body(name: &str) -> Vec<u8> {
    json!({ "first_name": name, "department": name }).to_string().into_bytes()
}

/// The people without a line in the database of an exchange that does not run.
fn on_disk(site: &Site) -> People {
    let path = site.data().join("bellbox.db");
    // Not read-only: the log of the one that was killed is still to be taken in.
    let conn = Connection::open(path).unwrap();
    let mut statement = conn
        .prepare("select id, first_name, department from person where id not in (select person from line)")
        .unwrap();
    let rows = statement.query_map([], |row| {
        let id: [u8; 16] = row.get(0)?;
        Ok((model::PersonId::from_bytes(id).to_string(), (row.get(1)?, row.get(2)?)))
    });
    rows.unwrap().map(Result::unwrap).collect()
}
