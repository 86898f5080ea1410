//! Session timers (RFC 4028): a dialog whose refresh does not come is over, although nobody said BYE.

use std::fmt;
use std::time::{Duration, Instant};

use crate::header::params::Params;
use crate::message::fields::seconds;
use crate::{HeaderName, Message};

/// The shortest interval that is agreed to (RFC 4028 §5), seconds.
pub const MIN_SE: u32 = 90;
/// The interval that is proposed, and kept with those who know no session timers; seconds.
const INTERVAL: u32 = 1800;
/// The longest interval that is agreed to, seconds; one who asks for more gets this.
const LONGEST: u32 = 86_400;

/// Which side of the transaction refreshes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresher {
    /// The one that sent the request.
    Uac,
    /// The one that answered.
    Uas,
}

/// The value of Session-Expires (RFC 4028 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionExpires {
    /// Seconds until the session is over when nobody refreshes it.
    pub interval: u32,
    /// Who refreshes; in a request none leaves it to the one who answers.
    pub refresher: Option<Refresher>,
}

impl SessionExpires {
    /// The one of a message; one that cannot be read counts as absent.
    pub fn of(message: &Message) -> Option<SessionExpires> {
        let value = message.header(HeaderName::SessionExpires)?;
        let end = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
        let (interval, params) = value.split_at(end);
        let refresher = Params::unchecked(params).value("refresher").and_then(|who| {
            [("uac", Refresher::Uac), ("uas", Refresher::Uas)]
                .into_iter()
                .find(|(name, _)| who.eq_ignore_ascii_case(name))
                .map(|(_, refresher)| refresher)
        });
        Some(SessionExpires { interval: seconds(interval.trim_ascii())?, refresher })
    }

    /// What is proposed in an INVITE of ours; who is asked says who refreshes.
    pub fn proposed() -> SessionExpires {
        SessionExpires { interval: INTERVAL, refresher: None }
    }

    /// The Min-SE of a message, seconds; none when it is absent or cannot be read.
    pub fn min_of(message: &Message) -> Option<u32> {
        let value = message.header(HeaderName::MinSe)?;
        seconds(value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii())
    }

    /// What is agreed to by the one who answers this request (RFC 4028 §9). With one that knows no session timers it is
    /// the one who answers that refreshes.
    pub fn agree(request: &Message) -> SessionExpires {
        let asked = SessionExpires::of(request);
        let least = SessionExpires::min_of(request).unwrap_or(MIN_SE).max(MIN_SE);
        let interval = asked.map_or(INTERVAL, |asked| asked.interval).max(least).min(LONGEST);
        let asked_for = asked.and_then(|asked| asked.refresher).unwrap_or(Refresher::Uac);
        let refresher = if request.supports("timer") { asked_for } else { Refresher::Uas };
        SessionExpires { interval, refresher: Some(refresher) }
    }
}

impl fmt::Display for SessionExpires {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.interval)?;
        match self.refresher {
            None => Ok(()),
            Some(Refresher::Uac) => f.write_str(";refresher=uac"),
            Some(Refresher::Uas) => f.write_str(";refresher=uas"),
        }
    }
}

/// What is due in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionDue {
    /// We refresh it now.
    Refresh,
    /// The refresh did not come: the session is over.
    Expired,
}

/// The timer of one dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimer {
    interval: Duration,
    we_refresh: bool,
    /// The other side knows no session timers: any answer of it to a refresh shows that it is there.
    alone: bool,
    /// When we refresh; none when the other side does, or ours is under way.
    refresh: Option<Instant>,
    /// When the session is over without a refresh: a little earlier than agreed, so that the BYE still finds
    /// the other side in it (RFC 4028 §10).
    expires: Instant,
}

impl SessionTimer {
    /// Begins at a 2xx that carries this interval, seconds.
    pub fn start(interval: u32, we_refresh: bool, now: Instant) -> SessionTimer {
        let interval = Duration::from_secs(interval.clamp(MIN_SE, LONGEST).into());
        let margin = (interval / 3).min(Duration::from_secs(32));
        SessionTimer {
            interval,
            we_refresh,
            alone: false,
            refresh: we_refresh.then(|| now + interval / 2),
            expires: now + interval - margin,
        }
    }

    /// Begins where the other side knows no session timers: without one, two telephones that were switched off while on
    /// hold would have a call for ever (RFC 4028 §1).
    pub fn alone(interval: u32, now: Instant) -> SessionTimer {
        SessionTimer { alone: true, ..SessionTimer::start(interval, true, now) }
    }

    /// The same for a telephone that may not have said how long: half an hour.
    pub fn unasked(now: Instant) -> SessionTimer {
        SessionTimer::alone(INTERVAL, now)
    }

    /// Hears that the other side has refused a refresh for good: begins anew where that only shows that it is there,
    /// otherwise tries again later. If none succeeds the session ends when its time is over.
    pub fn refused(&mut self, now: Instant) {
        if self.alone {
            *self = SessionTimer::alone(self.interval(), now);
        } else {
            self.try_again(Duration::from_secs(30), now);
        }
    }

    /// The agreed interval, seconds.
    pub fn interval(&self) -> u32 {
        u32::try_from(self.interval.as_secs()).unwrap_or(LONGEST)
    }

    /// Whether this side refreshes.
    pub fn we_refresh(&self) -> bool {
        self.we_refresh
    }

    /// Takes a longer interval, seconds, from the side that refused a shorter one (RFC 4028 §7.4). When the session is
    /// over without a refresh does not change before the next one succeeds.
    pub fn lengthen(&mut self, interval: u32) {
        self.interval = Duration::from_secs(interval.clamp(MIN_SE, LONGEST).into());
    }

    /// Asks for our refresh to be tried again: it met another request (RFC 3261 §14.1).
    pub fn try_again(&mut self, after: Duration, now: Instant) {
        self.refresh = Some(now + after);
    }

    /// Says what is due; a refresh is told once.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<SessionDue> {
        if self.expires <= now {
            return Some(SessionDue::Expired);
        }
        self.refresh.take_if(|at| *at <= now).map(|_| SessionDue::Refresh)
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Instant {
        self.refresh.map_or(self.expires, |at| at.min(self.expires))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_agreed_to() {
        for (headers, agreed) in [
            ("", "1800;refresher=uas"),
            ("Session-Expires: 600\r\n", "600;refresher=uas"),
            ("Supported: timer\r\n", "1800;refresher=uac"),
            ("k: timer\r\nx: 600\r\n", "600;refresher=uac"),
            ("Supported: timer\r\nSession-Expires: 600;refresher=uas\r\n", "600;refresher=uas"),
            ("Supported: timer\r\nSession-Expires: 600 ; Refresher=UAC\r\n", "600;refresher=uac"),
            ("Supported: timer\r\nSession-Expires: 600\r\nMin-SE: 900\r\n", "900;refresher=uac"),
            ("Supported: timer\r\nSession-Expires: 99999999999\r\n", "86400;refresher=uac"),
            ("Supported: timer\r\nSession-Expires: soon\r\n", "1800;refresher=uac"),
        ] {
            assert_eq!(SessionExpires::agree(&request(headers)).to_string(), agreed, "{headers:?}");
        }
    }

    #[test]
    fn who_refreshes_does_so_in_the_middle_and_who_waits_hangs_up_before_the_end() {
        let base = Instant::now();
        let at = |seconds| base + Duration::from_secs(seconds);
        let mut ours = SessionTimer::start(600, true, base);
        assert_eq!(ours.poll_timeout(), at(300));
        assert_eq!(ours.handle_timeout(at(300)), Some(SessionDue::Refresh));
        assert_eq!(ours.handle_timeout(at(301)), None);
        ours.try_again(Duration::from_secs(3), at(301));
        assert_eq!(ours.handle_timeout(at(304)), Some(SessionDue::Refresh));
        assert_eq!(ours.handle_timeout(at(568)), Some(SessionDue::Expired));
        let mut theirs = SessionTimer::start(90, false, base);
        assert_eq!(theirs.handle_timeout(at(59)), None);
        assert_eq!(theirs.poll_timeout(), at(60));
        assert_eq!(theirs.handle_timeout(at(60)), Some(SessionDue::Expired));
    }

    #[test]
    fn one_that_knows_no_timers_is_there_as_long_as_it_says_anything() {
        let base = Instant::now();
        let at = |seconds| base + Duration::from_secs(seconds);
        let mut timer = SessionTimer::unasked(base);
        assert_eq!(timer.handle_timeout(at(900)), Some(SessionDue::Refresh));
        timer.refused(at(901));
        assert_eq!((timer.handle_timeout(at(1800)), timer.poll_timeout()), (None, at(1801)));
        assert_eq!(timer.handle_timeout(at(1801)), Some(SessionDue::Refresh));
        assert_eq!(timer.handle_timeout(at(901 + 1800 - 32)), Some(SessionDue::Expired));
    }

    fn request(headers: &str) -> Message {
        let text = format!(
            "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c;branch=z9hG4bK1\r\nFrom: <sip:d@e>;tag=1\r\nTo: <sip:a@b>\r\n\
             Call-ID: 1\r\nCSeq: 1 INVITE\r\n{headers}Content-Length: 0\r\n\r\n"
        );
        Message::parse(text.as_bytes()).expect("a well-formed request")
    }
}
