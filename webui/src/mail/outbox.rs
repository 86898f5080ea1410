//! Mails that wait for the mail server, which may be away for a while: one goes at a time, and what fails for now is
//! tried again after 1, 5 and 15 minutes.
//!
//! They wait in memory: whoever must not lose one keeps what it was about. A mail that the server has taken is never
//! sent again; one whose answer was lost is, with the same `Message-ID`, and the server may tell that it has it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::{Error, Mail, Settings, send};

/// So many mails wait at most, the one that is on its way included; one more is refused at once.
pub const MAILS_MAX: usize = 100;

/// How long after a failure a mail is tried again; after the last one it is given up.
pub const AGAIN_AFTER: [Duration; 3] =
    [Duration::from_mins(1), Duration::from_mins(5), Duration::from_mins(15)];

/// What carries mails: the mail server, or a test.
pub trait Post: Send + Sync + 'static {
    /// Hands over one mail.
    fn deliver(&self, settings: &Settings, mail: &Mail) -> impl Future<Output = Result<(), Error>> + Send;
}

/// The mail server of the settings.
#[derive(Clone, Copy, Debug)]
pub struct MailServer;

impl Post for MailServer {
    async fn deliver(&self, settings: &Settings, mail: &Mail) -> Result<(), Error> {
        send(settings, mail).await
    }
}

/// What became of a mail. `about` is what its sender said it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News<T> {
    /// The mail server has it.
    Sent {
        /// Which mail.
        about: T,
    },
    /// It failed for now.
    Waits {
        /// Which mail.
        about: T,
        /// Why it failed.
        error: Error,
        /// When it is tried again, from now.
        again_after: Duration,
    },
    /// It is not tried again.
    GivenUp {
        /// Which mail.
        about: T,
        /// Why it failed the last time; `None` when there is no mail server any more.
        error: Option<Error>,
    },
}

/// Why a mail is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// [`MAILS_MAX`] mails wait already.
    Full,
    /// There is no mail server in the settings.
    NoMailServer,
    /// The outbox has stopped.
    Stopped,
}

/// What the outbox is told.
#[derive(Debug)]
pub enum Order<T> {
    /// Send this.
    Send(Box<Waiting<T>>),
    /// Do not send what is about this.
    Forget(T),
}

impl<T: PartialEq> Order<T> {
    fn obey(self, mails: &mut Vec<Waiting<T>>) {
        match self {
            Self::Send(mail) => mails.push(*mail),
            Self::Forget(about) => mails.retain(|mail| mail.about != about),
        }
    }
}

/// A mail that waits.
#[derive(Debug)]
pub struct Waiting<T> {
    mail: Mail,
    about: T,
    failures: usize,
    due: Instant,
    _place: OwnedSemaphorePermit,
}

/// Where mails are handed in. When the last one of its clones is gone, the outbox stops where it stands.
#[derive(Debug)]
pub struct Handle<T> {
    orders: mpsc::Sender<Order<T>>,
    places: Arc<Semaphore>,
    settings: watch::Sender<Option<Arc<Settings>>>,
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        let Self { orders, places, settings } = self;
        Self { orders: orders.clone(), places: Arc::clone(places), settings: settings.clone() }
    }
}

impl<T> Handle<T> {
    /// Hands in a mail. What becomes of it is told as [`News`] with `about` in it.
    pub fn send(&self, mail: Mail, about: T) -> Result<(), NotTaken> {
        if self.orders.is_closed() {
            return Err(NotTaken::Stopped);
        }
        if self.settings.borrow().is_none() {
            return Err(NotTaken::NoMailServer);
        }
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| NotTaken::Full)?;
        let waiting = Waiting { mail, about, failures: 0, due: Instant::now(), _place: place };
        self.orders.try_send(Order::Send(Box::new(waiting))).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotTaken::Full,
            mpsc::error::TrySendError::Closed(_) => NotTaken::Stopped,
        })
    }

    /// Takes back what waits about this, with no news of it; what is on its way goes, but is not tried again. Says whether
    /// there was room for the order.
    pub fn forget(&self, about: T) -> bool {
        self.orders.try_send(Order::Forget(about)).is_ok()
    }

    /// Changes the mail server, for mails that wait too; `None` is none.
    pub fn configure(&self, settings: Option<Settings>) {
        self.settings.send_replace(settings.map(Arc::new));
    }

    /// How many mails wait, the one that is on its way included.
    pub fn waiting(&self) -> usize {
        MAILS_MAX - self.places.available_permits()
    }
}

/// The task that sends.
#[derive(Debug)]
pub struct Outbox<T, P, N> {
    orders: mpsc::Receiver<Order<T>>,
    settings: watch::Receiver<Option<Arc<Settings>>>,
    post: P,
    news: N,
    waiting: Vec<Waiting<T>>,
}

/// Makes an outbox; `news` is called within its task and must not block.
pub fn outbox<T, P, N>(settings: Option<Settings>, post: P, news: N) -> (Handle<T>, Outbox<T, P, N>)
where
    T: Clone + PartialEq + Send + 'static,
    P: Post,
    N: FnMut(News<T>) + Send + 'static,
{
    // Room for every mail that has a place, and as many orders to forget one; the outbox always empties it.
    let (send, orders) = mpsc::channel(2 * MAILS_MAX);
    let (change, settings) = watch::channel(settings.map(Arc::new));
    let places = Arc::new(Semaphore::new(MAILS_MAX));
    let handle = Handle { orders: send, places, settings: change };
    (handle, Outbox { orders, settings, post, news, waiting: Vec::new() })
}

impl<T, P, N> Outbox<T, P, N>
where
    T: Clone + PartialEq + Send + 'static,
    P: Post,
    N: FnMut(News<T>) + Send + 'static,
{
    /// Sends until the last [`Handle`] is gone. What waits then, or is on its way, is dropped.
    pub async fn run(mut self) {
        loop {
            let Some(next) = self.next_due() else {
                match self.orders.recv().await {
                    Some(order) => order.obey(&mut self.waiting),
                    None => return,
                }
                continue;
            };
            tokio::select! {
                biased;
                order = self.orders.recv() => match order {
                    Some(order) => order.obey(&mut self.waiting),
                    None => return,
                },
                () = sleep_until(self.waiting[next].due) => {
                    let mail = self.waiting.remove(next);
                    if !self.deliver(mail).await {
                        return;
                    }
                }
            }
        }
    }

    /// The mail that is due first.
    fn next_due(&self) -> Option<usize> {
        (0..self.waiting.len()).min_by_key(|at| self.waiting[*at].due)
    }

    /// Tries one mail; whether anybody is still there then.
    async fn deliver(&mut self, waiting: Waiting<T>) -> bool {
        let settings = self.settings.borrow_and_update().clone();
        let Some(settings) = settings else {
            (self.news)(News::GivenUp { about: waiting.about, error: None });
            return true;
        };
        let mut is_forgotten = false;
        let delivered = {
            let delivery = self.post.deliver(&settings, &waiting.mail);
            tokio::pin!(delivery);
            loop {
                tokio::select! {
                    biased;
                    delivered = &mut delivery => break delivered,
                    order = self.orders.recv() => match order {
                        Some(order) => {
                            is_forgotten |= matches!(&order, Order::Forget(about) if *about == waiting.about);
                            order.obey(&mut self.waiting);
                        }
                        None => return false,
                    },
                }
            }
        };
        if delivered.is_ok() || !is_forgotten {
            self.settle(waiting, delivered);
        }
        true
    }

    fn settle(&mut self, mut waiting: Waiting<T>, delivered: Result<(), Error>) {
        let about = waiting.about.clone();
        let error = match delivered {
            Ok(()) => return (self.news)(News::Sent { about }),
            Err(error) => error,
        };
        match AGAIN_AFTER.get(waiting.failures).filter(|_| error.is_temporary()) {
            Some(&again_after) => {
                waiting.failures += 1;
                waiting.due = Instant::now() + again_after;
                self.waiting.push(waiting);
                (self.news)(News::Waits { about, error, again_after });
            }
            None => {
                drop(waiting);
                (self.news)(News::GivenUp { about, error: Some(error) });
            }
        }
    }
}

#[cfg(test)]
mod tests;
