//! A mail server that keeps what it is given, and refuses what it is told to refuse.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::{MailSecurity, MailServer, Office};
use store::{Change, Secret, Who};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Fixture;
use crate::mail::outbox::Post;
use crate::mail::{Courier, Error, Mail, Settings};

/// How long a mail may take, of which none passes while there is work where time is virtual.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came for the mail server.
pub(in crate::api) struct Letterbox {
    mails: tokio::sync::Mutex<UnboundedReceiver<(Settings, Mail)>>,
    refusal: Arc<Mutex<Option<Error>>>,
}

struct Carrier {
    mails: UnboundedSender<(Settings, Mail)>,
    refusal: Arc<Mutex<Option<Error>>>,
}

impl Post for Carrier {
    async fn deliver(&self, settings: &Settings, mail: &Mail) -> Result<(), Error> {
        let _ = self.mails.send((settings.clone(), mail.clone()));
        self.refusal.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

impl Letterbox {
    pub(super) fn new() -> (Self, Courier) {
        let (send, mails) = unbounded_channel();
        let refusal = Arc::new(Mutex::default());
        let carrier = Carrier { mails: send, refusal: Arc::clone(&refusal) };
        (Self { mails: tokio::sync::Mutex::new(mails), refusal }, Courier::new(carrier))
    }

    /// The next mail, with how the server was spoken to. One that never comes fails the test; what is due only later in
    /// virtual time counts as never.
    pub(in crate::api) async fn next(&self) -> (Settings, Mail) {
        let next = async { self.mails.lock().await.recv().await.unwrap() };
        tokio::time::timeout(PATIENCE, next).await.expect("a mail comes")
    }

    /// Whether nothing lies there.
    pub(in crate::api) async fn is_empty(&self) -> bool {
        self.mails.lock().await.is_empty()
    }

    /// Refuses what comes from now on.
    pub(in crate::api) fn refuse(&self, error: Error) {
        *self.refusal.lock().unwrap() = Some(error);
    }
}

impl Fixture {
    /// With a mail server, and a portal at pbx.example.
    pub(in crate::api) fn with_mail() -> Self {
        let fixture = Self::new();
        let office = fixture.store.snapshot().unwrap().office.as_ref().clone();
        let office = Office {
            name: "Bakery".to_owned(),
            portal_url: "https://pbx.example".to_owned(),
            support_contact: "Max, 299".to_owned(),
            ..office
        };
        let server = MailServer {
            host: "mail.example".to_owned(),
            port: 587,
            security: MailSecurity::StartTls,
            username: "bakery".to_owned(),
            sender_address: "pbx@bakery.example".to_owned(),
            sender_name: String::new(),
        };
        let change = Change::new().put(office).put(server);
        let change = change.set_mail_password(Some(Secret::new("hunter2")));
        fixture.store.write(&Who::cli("test"), change).unwrap();
        fixture
    }
}
