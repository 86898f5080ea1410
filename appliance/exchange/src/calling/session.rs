//! What one leg and its telephone have told each other about the session (RFC 3264).

use std::net::IpAddr;

use sdp::{Kind, Origin, Ports, SdpError, Session, Suite};

use super::keys::Sealing;

/// The descriptions of one leg: ours with an `o=` line of its own, the telephone's, and where its streams come to.
pub(crate) struct LegSession {
    /// What the telephone described last: an offer that is being answered, or what stands.
    pub(crate) remote: Option<Session>,
    /// What it was told and stands.
    pub(crate) told: Option<Session>,
    /// The text of that.
    standing: Vec<u8>,
    /// The text that was sent to it last; one that it refused does not stand.
    sent: Vec<u8>,
    pub(crate) ports: Ports,
    origin: Origin,
    /// Whether the description that was sent last is an offer.
    we_offered: bool,
    /// By what each kind is encrypted.
    pub(super) sealings: [Sealing; 3],
    /// Suites whose keys others have taken the place of; two kinds of six.
    pub(super) retired: Vec<(Kind, Suite)>,
}

impl LegSession {
    pub(crate) fn new(session_id: u32, address: IpAddr) -> Self {
        Self {
            remote: None,
            told: None,
            standing: Vec::new(),
            sent: Vec::new(),
            ports: Ports::default(),
            origin: Origin { session_id: u64::from(session_id), version: 1, address },
            we_offered: false,
            sealings: Default::default(),
            retired: Vec::new(),
        }
    }

    /// Whether offer and answer were given.
    pub(crate) fn stands(&self) -> bool {
        !self.standing.is_empty()
    }

    /// The codec that leads: of an offer and its answer the answer decides (RFC 3264 §6.1).
    pub(crate) fn codec(&self, kind: Kind) -> Option<String> {
        let answer = if self.we_offered { &self.remote } else { &self.told };
        Some(answer.as_ref()?.stream(kind)?.codec())
    }

    /// Makes an offer to the telephone of what the other leg has described.
    pub(crate) fn offer(&mut self, other: &Session) -> Vec<u8> {
        self.we_offered = true;
        let text = other.offer_towards(self.remote.as_ref(), &self.ports, &self.origin);
        self.describe(text)
    }

    /// Makes the answer to this offer of the telephone, out of what the other leg has answered.
    pub(crate) fn answer(&mut self, offer: &Session, other: &Session) -> Result<Vec<u8>, SdpError> {
        let text = Session::answer_towards(offer, other, &self.ports, &self.origin)?;
        self.we_offered = false;
        Ok(self.describe(text))
    }

    /// Makes an answer that declines everything.
    pub(crate) fn decline(&mut self, offer: &Session) -> Option<Vec<u8>> {
        let text = offer.declined(&self.origin).ok()?;
        Some(self.describe(text))
    }

    /// Gives a description its version: raised by one when it says something else than the last (RFC 3264 §8), and
    /// only then.
    fn describe(&mut self, text: Vec<u8>) -> Vec<u8> {
        self.sent = self.origin.describe(&self.sent, &text);
        self.sent.clone()
    }

    /// The description that stands, to be said again; with a new version when the telephone has refused another one
    /// since.
    pub(crate) fn describe_again(&mut self) -> Vec<u8> {
        self.sent = self.origin.describe(&self.sent, &self.standing);
        self.standing.clone_from(&self.sent);
        self.standing.clone()
    }

    /// Offer and answer are given: what was sent last stands, and so does what the telephone said. False when they do
    /// not agree on keys although they must.
    #[must_use]
    pub(crate) fn accept(&mut self, mut remote: Session) -> bool {
        if !self.agree_keys(&remote, self.we_offered) {
            return false;
        }
        self.remote.iter().for_each(|earlier| remote.remember(earlier));
        self.remote = Some(remote);
        self.stand();
        true
    }

    /// What was sent last stands.
    pub(crate) fn stand(&mut self) {
        self.standing.clone_from(&self.sent);
        self.told = Session::parse(&self.sent).ok();
        // Numbers keep their codec, whoever of the two has named them (RFC 3264 §8.3.2).
        if let (Some(remote), Some(told)) = (&mut self.remote, &self.told) {
            remote.remember(told);
        }
    }
}
