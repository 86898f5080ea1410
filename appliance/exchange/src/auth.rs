//! Who asks: digest authentication of requests (RFC 3261 §22, RFC 8760).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use model::{Account, DigestAlgorithm, Directory, Now};
use sip::{Algorithm, Credentials, Flow, HeaderName, Message, Method, NonceState, ServerId, Uri, Writer};

use crate::{Exchange, Output};

/// Why a request is not taken yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// No credentials for our realm.
    Missing,
    /// The nonce is used up or too old; the secret may well be right.
    Stale,
    /// There were too many mistakes from this address for this account: not looked at, and answered as if they did not
    /// fit.
    Waits,
    /// They do not fit. An unknown account and a wrong secret are not told apart.
    Wrong,
}

/// Whose credentials a request carries, which fit.
enum Proof {
    /// They were never used.
    New(Arc<Account>),
    /// It is the REGISTER that was answered last: the answer was lost, or we were slow.
    Repeated(Arc<Account>),
}

impl Exchange {
    /// The account whose credentials a request carries; without them it has been challenged, and nothing of it is
    /// remembered (RFC 3261 §26.3.2.4).
    pub(crate) fn authenticate(
        &mut self,
        id: ServerId,
        message: &Message,
        flow: &Flow,
        now: Now,
    ) -> Option<Arc<Account>> {
        let refusal = match self.check(message, flow, now) {
            Ok(Proof::New(account)) => {
                // A registered telephone says nothing for who guesses behind the same router.
                if !self.registrar.is_registered(account.username.as_str(), flow) {
                    self.guesses.proved(flow.remote.ip(), account.username.as_str());
                }
                self.trust(flow);
                return Some(account);
            }
            Ok(Proof::Repeated(account)) => {
                self.register_again(id, message, flow, &account, now);
                return None;
            }
            Err(refusal) => refusal,
        };
        if refusal == Refusal::Wrong {
            self.bad_credentials(message, flow, now);
        }
        let response = self.challenge(message, flow, refusal, now).finish();
        self.transactions.respond_and_forget(id, response);
        None
    }

    fn check(&mut self, message: &Message, flow: &Flow, now: Now) -> Result<Proof, Refusal> {
        let realm = &self.directory.realm;
        let credentials = message
            .all(HeaderName::Authorization)
            .filter_map(Credentials::parse)
            .find(|credentials| credentials.realm == *realm)
            .ok_or(Refusal::Missing)?;
        // A telephone that is registered is never made to wait for what others behind its router do; as another account it
        // is one who guesses, like others.
        let waits = !self.registrar.is_registered(&credentials.username, flow)
            && self.guesses.must_wait(flow.remote.ip(), &credentials.username, now.tick);
        let account = self.directory.account(&credentials.username);
        let algorithm = account.map_or(DigestAlgorithm::Md5, |account| account.algorithm);
        let ha1 = account.map_or(&self.nobody, |account| &account.ha1);
        let ha1: &[u8] = match algorithm {
            DigestAlgorithm::Md5 => &ha1.md5,
            DigestAlgorithm::Sha256 => &ha1.sha256,
        };
        let fits = sip::digest::verify(&credentials, ha1, message.method_token())
            && credentials.algorithm == wire(algorithm);
        if waits {
            return Err(Refusal::Waits);
        }
        let (Some(account), true) = (account.cloned(), fits) else {
            return Err(Refusal::Wrong);
        };
        match self.nonces.check(&credentials.nonce, credentials.nc, flow.remote.ip(), now.tick) {
            NonceState::Fresh => Ok(Proof::New(account)),
            NonceState::Stale
                if self.registrar.is_last(account.username.as_str(), message, flow, now.tick) =>
            {
                Ok(Proof::Repeated(account))
            }
            NonceState::Stale => Err(Refusal::Stale),
            // Our key is new after a restart: an old nonce of ours looks foreign, and is no guess at a secret.
            NonceState::Foreign => Err(Refusal::Stale),
        }
    }

    /// Notes credentials that do not fit, and tells the shell of them.
    fn bad_credentials(&mut self, message: &Message, flow: &Flow, now: Now) {
        let realm = &self.directory.realm;
        let credentials = message.all(HeaderName::Authorization).filter_map(Credentials::parse);
        let username =
            credentials.into_iter().find(|given| given.realm == *realm).map(|given| given.username);
        if let Some(username) = username.filter(|name| !self.registrar.is_registered(name, flow)) {
            self.guesses.mistaken(flow.remote.ip(), &username, now.tick);
        }
        self.tell_bad_credentials(message, flow, now);
    }

    fn tell_bad_credentials(&mut self, message: &Message, flow: &Flow, now: Now) {
        if self.bad_credentials_told.is_some_and(|told| now.tick < told + Duration::from_secs(1)) {
            return;
        }
        self.bad_credentials_told = Some(now.tick);
        let credentials = message.all(HeaderName::Authorization).find_map(Credentials::parse);
        let username = credentials.map(|credentials| credentials.username.chars().take(64).collect());
        let (source, username) = (flow.remote.ip(), username.unwrap_or_default());
        self.outputs.push_back(Output::BadCredentials { source, username });
    }

    fn challenge(&mut self, message: &Message, flow: &Flow, refusal: Refusal, now: Now) -> Writer {
        match refusal {
            Refusal::Missing => self.counters.sip_challenges += 1,
            Refusal::Stale => self.counters.sip_stale_nonces += 1,
            Refusal::Waits => self.counters.sip_guesses_slowed += 1,
            Refusal::Wrong => self.counters.sip_bad_credentials += 1,
        }
        let nonce = self.nonces.issue(flow.remote.ip(), now.tick);
        let algorithm = self.challenged_algorithm(message);
        let stale = refusal == Refusal::Stale;
        let value = sip::digest::challenge(&self.directory.realm, &nonce, wire(algorithm), stale);
        let tag = stateless_tag(message);
        let mut response = self.response(message, flow, 401, "Unauthorized", Some(&tag));
        response.header(HeaderName::WwwAuthenticate, value);
        response
    }

    /// The algorithm of the account that a request seems to be from: the one registered to, or the one that calls. For one
    /// that does not exist it is drawn, the same each time and as often as accounts have it, so that it tells nothing.
    fn challenged_algorithm(&self, message: &Message) -> DigestAlgorithm {
        let address = if message.method() == Method::Register { message.to() } else { message.from() };
        let username = Uri::parse(address.uri).map(|uri| uri.user_text()).unwrap_or_default();
        if let Some(account) = self.directory.account(&username) {
            return account.algorithm;
        }
        let mut hasher = DefaultHasher::new();
        (&self.nobody.md5, &username).hash(&mut hasher);
        let Accounts { all, sha256 } = self.accounts;
        let drawn = hasher.finish().checked_rem(all).unwrap_or(0);
        if drawn < sha256 { DigestAlgorithm::Sha256 } else { DigestAlgorithm::Md5 }
    }
}

/// How many accounts there are, and how many of them are challenged with SHA-256.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accounts {
    all: u64,
    sha256: u64,
}

impl Accounts {
    pub(crate) fn of(directory: &Directory) -> Self {
        let sha256 = directory.accounts().filter(|account| account.algorithm == DigestAlgorithm::Sha256);
        Self { all: directory.accounts().count() as u64, sha256: sha256.count() as u64 }
    }
}

fn wire(algorithm: DigestAlgorithm) -> Algorithm {
    match algorithm {
        DigestAlgorithm::Md5 => Algorithm::Md5,
        DigestAlgorithm::Sha256 => Algorithm::Sha256,
    }
}

/// A To tag that is the same for each retransmission of a request that we do not remember (RFC 3261 §8.2.7).
pub(crate) fn stateless_tag(message: &Message) -> String {
    let mut hasher = DefaultHasher::new();
    (message.call_id(), message.from_tag(), message.cseq()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
