//! The mails of the interface: an outbox that follows the office's mail server, and errands that are run after an answer
//! is given, so that the answer tells nothing of them.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError, Weak};

use model::{InvitationId, PortalUserId};
use store::{Event, Snapshot, Store, Who};
use tokio::sync::{mpsc, watch};

use super::password_reset;
use super::refusal::{Fact, Refusal};
use super::route::Lane;
use super::state::Api;
use super::view::View;
use crate::mail::outbox::{Handle, News, NotTaken, outbox};
use crate::mail::{Address, Courier, Letter, Mail, NO_SERVER, Security, Settings};

/// Errands that wait; one more is dropped, and the log has it. Who asked is told the same.
const ERRANDS_MAX: usize = 64;

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// A login has another email address; the one that it had is told.
    AddressChanged(PortalUserId),
    /// Somebody is invited.
    Invitation(InvitationId),
    /// A login is to get a new password.
    Reset(PortalUserId),
}

/// Something that is done after the answer.
#[derive(Debug)]
pub(crate) enum Errand {
    /// Somebody has asked for a new password.
    Reset(password_reset::Asked),
}

/// What sends mails.
pub(crate) struct Mailing {
    handle: Handle<About>,
    courier: Courier,
    errands: mpsc::Sender<Errand>,
    /// The version of the mail server that the outbox has; none before the first.
    known: Mutex<Option<u64>>,
    /// One trial at a time: a mail server that is silent holds up nobody else.
    pub(crate) trial: Mutex<()>,
    /// When which login got a link for a new password.
    pub(crate) resets: Mutex<password_reset::Lately>,
    /// When which login's address that was told that there is another one.
    pub(crate) moves: Mutex<password_reset::Lately>,
}

/// What runs beside the interface.
pub(crate) struct Tasks {
    sending: Pin<Box<dyn Future<Output = ()> + Send>>,
    errands: mpsc::Receiver<Errand>,
}

impl Mailing {
    /// Begins without a mail server; the first view of the office tells which there is.
    pub(crate) fn new(store: &Store, courier: Courier) -> (Self, Tasks) {
        let noting = store.clone();
        let (handle, outbox) = outbox(None, courier.clone(), move |news| tell(&noting, news));
        let (errands, waiting) = mpsc::channel(ERRANDS_MAX);
        let mailing = Self {
            handle,
            courier,
            errands,
            known: Mutex::default(),
            trial: Mutex::default(),
            resets: Mutex::default(),
            moves: Mutex::default(),
        };
        (mailing, Tasks { sending: Box::pin(outbox.run()), errands: waiting })
    }

    /// Gives the outbox the mail server of this office, if that has changed.
    pub(crate) fn follow(&self, store: &Store, office: &Snapshot) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == Some(office.mail_server_changed) {
            return;
        }
        match settings(store, office) {
            Ok(settings) => {
                self.handle.configure(settings);
                *known = Some(office.mail_server_changed);
            }
            Err(error) => tracing::error!(%error, "the mail server's password cannot be read"),
        }
    }

    /// Hands a letter to the outbox.
    pub(crate) fn send(&self, mail: Mail, about: About) -> Result<(), Refusal> {
        self.handle.send(mail, about).map_err(|not_taken| match not_taken {
            NotTaken::Full | NotTaken::Stopped => Fact::Busy.into(),
            NotTaken::NoMailServer => Fact::MailServerMissing.into(),
        })
    }

    /// Does not send what still waits about this.
    pub(crate) fn forget(&self, about: About) {
        if !self.handle.forget(about) {
            tracing::warn!(%about, "a mail that is not wanted any more may still go");
        }
    }

    /// Who carries mails.
    pub(crate) fn courier(&self) -> &Courier {
        &self.courier
    }

    /// Does something after the answer, in its turn.
    pub(crate) fn later(&self, errand: Errand) {
        if self.errands.try_send(errand).is_err() {
            tracing::warn!("too much is to be done after answers: an errand is dropped");
        }
    }
}

impl Api {
    /// Whether mails can be sent.
    pub(crate) fn can_mail(&self, view: &View) -> bool {
        view.office.mail_server.is_some()
    }

    /// A letter in its envelope.
    pub(crate) fn mail(&self, view: &View, to: Address, to_name: &str, letter: Letter) -> Mail {
        let sender = view.office.mail_server.as_ref().map(|server| server.sender_name.as_str());
        let from_name = sender.filter(|name| !name.is_empty()).unwrap_or(office_name(view));
        Mail {
            to,
            to_name: to_name.to_owned(),
            from_name: from_name.to_owned(),
            letter,
            id: self.random(),
            written: (self.machine.now)().0,
        }
    }
}

/// The office's name, as mails have it.
pub(crate) fn office_name(view: &View) -> &str {
    match view.office.office.name.as_str() {
        "" => "Bellbox",
        name => name,
    }
}

/// How the office's mail server is spoken to; none when there is none.
pub(crate) fn settings(store: &Store, office: &Snapshot) -> Result<Option<Settings>, store::Error> {
    let Some(server) = &office.mail_server else { return Ok(None) };
    let Ok(from) = server.sender_address.parse::<Address>() else {
        tracing::error!("no mail can be sent: the sender's address is none that a mail server takes");
        return Ok(None);
    };
    let password = store.mail_password()?;
    Ok(Some(Settings {
        host: server.host.clone(),
        port: server.port,
        security: match server.security {
            model::MailSecurity::None => Security::None,
            model::MailSecurity::StartTls => Security::StartTls,
            model::MailSecurity::Tls => Security::Tls,
        },
        username: server.username.clone(),
        password: password.map(|password| password.reveal().to_owned()).unwrap_or_default(),
        from,
        trusted: Vec::new(),
    }))
}

impl Tasks {
    /// Sends mails and runs errands until the interface is gone.
    pub(crate) async fn run(self, api: Weak<Api>, versions: watch::Receiver<u64>) {
        tokio::join!(self.sending, follow(api.clone(), versions), run_errands(api, self.errands));
    }
}

/// Looks at the office at the start and after each change, so that mails that wait get a new mail server too.
async fn follow(api: Weak<Api>, mut versions: watch::Receiver<u64>) {
    loop {
        if let Some(api) = api.upgrade() {
            let seen = api.run(Lane::Quick, |api| api.view().map(drop)).await;
            if let Err(refusal) | Ok(Err(refusal)) = seen {
                tracing::warn!(?refusal, "whether the mail server has changed could not be seen");
            }
        }
        if versions.changed().await.is_err() {
            return;
        }
    }
}

async fn run_errands(api: Weak<Api>, mut errands: mpsc::Receiver<Errand>) {
    while let Some(errand) = errands.recv().await {
        let Some(api) = api.upgrade() else { return };
        let done = api.run(Lane::Quick, move |api| match errand {
            Errand::Reset(asked) => password_reset::answer(api, &asked),
        });
        if let Err(refusal) | Ok(Err(refusal)) = done.await {
            tracing::warn!(?refusal, "what was to be done after an answer was not done");
        }
    }
}

/// Tells what became of a mail: the log always, the audit log when it was given up.
fn tell(store: &Store, news: News<About>) {
    match news {
        News::Sent { about } => tracing::info!(%about, "a mail was sent"),
        News::Waits { about, error, again_after } => {
            tracing::warn!(%about, %error, ?again_after, "a mail waits for the mail server");
        }
        News::GivenUp { about, error } => {
            let why = error.map_or_else(|| NO_SERVER.to_owned(), |error| error.to_string());
            tracing::warn!(%about, why, "a mail is given up");
            let store = store.clone();
            // At most as many at once as mails wait.
            tokio::task::spawn_blocking(move || {
                let what = what(&store, about);
                let noted = store.note(&Who::system("mail"), &Event::MailGivenUp { what, why });
                if let Err(error) = noted {
                    tracing::error!(%error, "that a mail is given up is not in the audit log");
                }
            });
        }
    }
}

/// What a mail was about, for people.
fn what(store: &Store, about: About) -> String {
    let named = store.snapshot().ok().and_then(|office| match about {
        About::AddressChanged(id) => {
            let user = office.portal_users.get(id);
            user.map(|user| format!("that {} has another email address", user.login))
        }
        About::Invitation(id) => {
            office.invitations.get(id).map(|invitation| format!("the invitation of {}", invitation.email))
        }
        About::Reset(id) => {
            office.portal_users.get(id).map(|user| format!("a new password for {}", user.login))
        }
    });
    named.unwrap_or_else(|| about.to_string())
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddressChanged(id) => write!(f, "another email address of {id}"),
            Self::Invitation(id) => write!(f, "invitation {id}"),
            Self::Reset(id) => write!(f, "new password of {id}"),
        }
    }
}
