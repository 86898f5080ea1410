//! What kind of telephone it is.

use std::time::Duration;

/// What a telephone does when it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It rings, and somebody answers after this time.
    Answers(Duration),
    /// It does not say anything: its cable is out.
    Dead,
    /// It sends the caller on to this number (RFC 3261 §8.1.3.4).
    Redirects(&'static str),
    /// It answers the INVITE with this status.
    Refuses(u16),
    /// It rings, and nobody answers.
    Rings,
}

/// What a telephone can do and how it does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    /// It offers and takes these codecs, its favourite first.
    pub codecs: &'static [&'static str],
    /// From here it numbers what has no fixed payload number.
    pub first_number: u8,
    /// It answers with numbers of its own instead of the offer's (RFC 3264 §6.1 lets it).
    pub answers_own_numbers: bool,
    /// It has a camera.
    pub has_video: bool,
    /// It takes the image of a fax (T.38).
    pub takes_fax: bool,
    /// Called, it sends sound before somebody answers (183).
    pub is_early: bool,
    /// It knows reliable provisional responses (RFC 3262).
    pub is_reliable: bool,
    /// Its INVITEs have no offer.
    pub offers_late: bool,
    /// It knows session timers and asks for this interval, seconds (RFC 4028).
    pub session_expires: Option<u32>,
    /// It takes no shorter interval.
    pub min_se: u32,
    /// What it answers to changes of the session; none: it takes them.
    pub refuses_changes: Option<u16>,
    /// One frame of sound each so often.
    pub frame: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            codecs: &["PCMA/8000", "PCMU/8000"],
            first_number: 101,
            answers_own_numbers: false,
            has_video: false,
            takes_fax: false,
            is_early: false,
            is_reliable: false,
            offers_late: false,
            session_expires: None,
            min_se: 90,
            refuses_changes: None,
            frame: Duration::from_millis(20),
        }
    }
}

/// A change of the session that talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The image of a fax takes the place of the sound.
    Fax,
    /// The other side is to be silent and unheard: a=inactive.
    Inactive,
    /// Nothing: the session is refreshed.
    Refresh,
    /// After a hold.
    Resume,
    /// The other side is to be silent and hears music: a=sendonly.
    SendOnly,
    /// As telephones of RFC 2543 hold: c=0.0.0.0.
    ZeroAddress,
}

/// How it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// INVITE without an offer: the exchange makes it.
    LateInvite,
    /// INVITE in the dialog (RFC 3261 §14).
    Reinvite,
    /// RFC 3311.
    Update,
}

/// One call as a telephone saw it, for comparing with the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The word that both telephones of a call know it by: the caller's User-Agent and Subject.
    pub ticket: String,
    /// Whether this one called.
    pub is_caller: bool,
    /// When it began to ring or to call, since the beginning of the world.
    pub began: Duration,
    /// When it was answered.
    pub answered: Option<Duration>,
    /// When it was over.
    pub ended: Duration,
    /// RTP packets of sound that came.
    pub heard: u64,
    /// RTP packets of sound that it sent.
    pub spoken: u64,
}
