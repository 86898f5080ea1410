//! Who carries mails, chosen when the program starts: the mail server, or a test.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::outbox::{MailServer, Post};
use super::{Error, Mail, Settings};

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Any [`Post`].
#[derive(Clone)]
pub struct Courier(Arc<dyn Carry>);

/// A [`Post`] whose type nobody needs to know.
trait Carry: Send + Sync {
    fn carry<'a>(&'a self, settings: &'a Settings, mail: &'a Mail) -> Delivery<'a>;
}

impl<P: Post> Carry for P {
    fn carry<'a>(&'a self, settings: &'a Settings, mail: &'a Mail) -> Delivery<'a> {
        Box::pin(self.deliver(settings, mail))
    }
}

impl Courier {
    /// Carries mails as this does.
    pub fn new(post: impl Post) -> Self {
        Self(Arc::new(post))
    }
}

impl Default for Courier {
    /// The mail server of the settings.
    fn default() -> Self {
        Self::new(MailServer)
    }
}

impl Post for Courier {
    async fn deliver(&self, settings: &Settings, mail: &Mail) -> Result<(), Error> {
        self.0.carry(settings, mail).await
    }
}

impl fmt::Debug for Courier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Courier(..)")
    }
}
