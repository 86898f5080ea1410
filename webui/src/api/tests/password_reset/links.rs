//! Several links of one login: a new one leaves the earlier ones, the first that is used ends them all.

use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use jiff::SignedDuration;
use model::{AssignedRole, PortalUser, PortalUserId, Role};
use serde_json::json;
use store::{Change, ResetLink, Secret, UserSecret, Who};

use super::super::{Fixture, PASSWORD};
use super::{ASK, MINUTE, NEW, finish, link, office, refused};
use crate::api::Machine;
use crate::sign_in::password::{Cost, Hasher};
use crate::sign_in::token::Token;

const OTHER: &str = "another one entirely 8";

#[tokio::test]
async fn a_new_link_leaves_the_earlier_ones_and_three_an_hour_are_sent() {
    let fixture = office();
    let first = link(&fixture, "anna").await;
    let second = link(&fixture, "ANNA@bakery.example").await;
    let third = link(&fixture, "anna").await;
    let stranger = fixture.stranger("198.51.100.9");
    // The fourth is answered alike, and the mail after it is the owner's.
    let here = fixture.stranger("203.0.113.5");
    assert_eq!(here.post(ASK, json!({"name": "anna"})).await.status, 204);
    assert_eq!(stranger.post(ASK, json!({"name": "boss"})).await.status, 204);
    assert_eq!(fixture.letterbox.next().await.1.to.to_string(), "boss@bakery.example");
    assert_eq!(finish(&stranger, &first, NEW).await.0, 204, "who asked again took nothing away");
    for other in [first, second, third] {
        assert_eq!(finish(&stranger, &other, OTHER).await, refused(), "one is used");
    }
    fixture.pass(61 * MINUTE);
    link(&fixture, "anna").await;
}

#[tokio::test]
async fn who_keeps_asking_for_links_keeps_nobody_from_using_theirs() {
    let fixture = office();
    let own = link(&fixture, "anna").await;
    for place in ["198.51.100.1", "198.51.100.2", "198.51.100.3"] {
        for _ in 0..3 {
            fixture.stranger(place).post(ASK, json!({"name": "anna"})).await;
            fixture.letterbox.next().await;
        }
    }
    assert_eq!(finish(&fixture.stranger("203.0.113.5"), &own, NEW).await.0, 204);
}

#[tokio::test]
async fn each_link_is_good_for_its_own_half_hour() {
    let fixture = office();
    let first = link(&fixture, "anna").await;
    fixture.pass(20 * MINUTE);
    let second = link(&fixture, "anna").await;
    fixture.pass(10 * MINUTE);
    let stranger = fixture.stranger("198.51.100.9");
    assert_eq!(finish(&stranger, &first, NEW).await, refused());
    assert_eq!(finish(&stranger, &second, NEW).await.0, 204);
}

#[tokio::test]
async fn all_links_end_when_the_password_is_changed_in_another_way() {
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    let links = [link(&fixture, "anna").await, link(&fixture, "anna").await];
    let change = json!({"old": PASSWORD, "new": NEW});
    assert_eq!(anna.post("/api/v1/me/password", change).await.status, 204);
    for token in links {
        assert_eq!(finish(&fixture.stranger("198.51.100.9"), &token, OTHER).await, refused());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_links_at_once_one_sets_the_password() {
    let fixture = office();
    let tokens = [link(&fixture, "anna").await, link(&fixture, "anna").await];
    let (fixture, tokens) = (Arc::new(fixture), Arc::new(tokens));
    let tries = (0..50).map(|n| {
        let (fixture, tokens) = (Arc::clone(&fixture), Arc::clone(&tokens));
        async move {
            let stranger = fixture.stranger(&format!("198.51.100.{n}"));
            let new = format!("staple cargo umbrella {n}");
            (finish(&stranger, &tokens[n % 2], &new).await.0, new)
        }
    });
    let done = join_all(tries).await;
    let set: Vec<&String> = done.iter().filter(|(status, _)| *status == 204).map(|(_, new)| new).collect();
    let [set] = set.as_slice() else { panic!("{done:?}") };
    assert_eq!(fixture.stranger("192.0.2.1").sign_in("anna", set, None).await.status, 200);
}

#[tokio::test]
async fn a_link_never_wins_over_a_password_that_is_set_meanwhile() {
    for (sets_password, expected) in [(true, refused()), (false, (204, String::new()))] {
        let meanwhile: Meanwhile = Arc::default();
        let (todo, random) = (Arc::clone(&meanwhile), store::Options::default().random);
        // Each password is hashed with something random: that is after the link was looked at.
        let random: store::Random = Arc::new(move |bytes: &mut [u8]| {
            let work = todo.lock().unwrap().take();
            work.into_iter().for_each(|work| work());
            random(bytes);
        });
        let fixture = Fixture::nobodys(Machine { random, ..Machine::default() });
        let anna = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
        let token = Token::new([7; 32]);
        let made = fixture.now();
        let link = ResetLink { user: anna.id, made, expires: made + SignedDuration::from_mins(30) };
        fixture.store.begin_reset(*token.hash().as_bytes(), link).unwrap();
        let store = fixture.store.clone();
        *meanwhile.lock().unwrap() = Some(Box::new(move || {
            let hash = Hasher::new(Cost { memory_kib: 8, passes: 1 }).hash(OTHER, &[8; 16]);
            let password = Some(Secret::new(hash));
            let change = if sets_password {
                Change::new().set_user_secret(anna.id, UserSecret::Password, password)
            } else {
                Change::new().put(PortalUser { language: "de".to_owned(), ..anna })
            };
            store.write(&Who::cli("test"), change).unwrap();
        }));
        let stranger = fixture.stranger("198.51.100.9");
        assert_eq!(finish(&stranger, &token.text(), NEW).await, expected);
        assert!(meanwhile.lock().unwrap().is_none(), "it came in between");
        let holds = if sets_password { OTHER } else { NEW };
        assert_eq!(stranger.sign_in("anna", holds, None).await.status, 200);
    }
}

/// What somebody else does in between.
type Meanwhile = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

impl Fixture {
    /// Gives a login links by tokens with these hashes.
    pub(in crate::api) fn reset_links(&self, user: PortalUserId, hashes: &[u8]) {
        for hash in hashes {
            let made = self.now();
            let expires = made + SignedDuration::from_mins(30);
            self.store.begin_reset([*hash; 32], ResetLink { user, made, expires }).unwrap();
        }
    }

    /// How many of them are open.
    pub(in crate::api) fn open_links(&self, hashes: &[u8]) -> usize {
        let is_open = |hash: &&u8| self.store.reset_by_hash(&[**hash; 32]).unwrap().is_some();
        hashes.iter().filter(is_open).count()
    }
}
