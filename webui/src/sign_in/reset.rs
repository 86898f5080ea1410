//! A forgotten password: a link by mail, good once and for half an hour. The answer on the page is always the same.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use model::PortalUserId;

use super::token::{Token, TokenHash};

/// How long a link is good.
pub const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// Mails to one account in [`MAILS_SPAN`] that one place asks for; one more request is answered alike and sends nothing.
pub const MAILS_MAX: usize = 3;

/// Over which mails are counted.
pub const MAILS_SPAN: SignedDuration = SignedDuration::from_hours(1);

/// What the box keeps of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    /// By which it is found again.
    pub hash: TokenHash,
    /// Whose password it may set.
    pub account: PortalUserId,
    /// When it was made.
    pub made: Timestamp,
    /// Whether it was used.
    pub is_used: bool,
}

/// What the page says to a request: the same whether there is such an account or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer;

/// What follows from a request.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// For the page, at once: the mail is sent afterwards, so that it takes no longer either.
    pub answer: Answer,
    /// For the mail, and to be kept; `None` when nothing is sent.
    pub link: Option<(Token, Reset)>,
}

/// Why a link is not good. The page says the same for all of them; the log says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is more than [`LIFE`] old.
    Expired,
    /// There is no such link.
    Unknown,
    /// It was used before.
    Used,
}

/// Answers a request. `account` is the one with that address that may sign in, if there is one; `earlier` are the
/// moments at which links were made for it at the wish of this place.
pub fn ask(account: Option<PortalUserId>, earlier: &[Timestamp], random: [u8; 32], now: Timestamp) -> Asked {
    let lately = earlier.iter().filter(|made| now.duration_since(**made).abs() < MAILS_SPAN).count();
    let token = Token::new(random);
    let reset = |account| Reset { hash: token.hash(), account, made: now, is_used: false };
    let reset = account.filter(|_| lately < MAILS_MAX).map(reset);
    Asked { answer: Answer, link: reset.map(|reset| (token, reset)) }
}

/// Uses a link: says whose password it sets, and marks it as used. `kept` is the row with the hash of the link, if there
/// is one. With the new password all other links and all sessions of the account end.
pub fn spend(kept: Option<&mut Reset>, presented: &Token, now: Timestamp) -> Result<PortalUserId, Refused> {
    let Some(reset) = kept.filter(|reset| reset.hash == presented.hash()) else {
        return Err(Refused::Unknown);
    };
    if reset.is_used {
        return Err(Refused::Used);
    }
    // One from the future was made before the clock was set back: nobody knows how old it is.
    if !(SignedDuration::ZERO..LIFE).contains(&now.duration_since(reset.made)) {
        return Err(Refused::Expired);
    }
    reset.is_used = true;
    Ok(reset.account)
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the link is too old",
            Self::Unknown => "there is no such link",
            Self::Used => "the link was used before",
        })
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_once() {
        let (token, mut reset) = link();
        assert_eq!(spend(Some(&mut reset), &token, minute(1)), Ok(anna()));
        assert_eq!(spend(Some(&mut reset), &token, minute(2)), Err(Refused::Used));
    }

    #[test]
    fn a_link_is_good_for_half_an_hour() {
        for (at, expected) in
            [(0, Ok(anna())), (29, Ok(anna())), (30, Err(Refused::Expired)), (-1, Err(Refused::Expired))]
        {
            let (token, mut reset) = link();
            assert_eq!(spend(Some(&mut reset), &token, minute(at)), expected, "{at}");
            assert_eq!(reset.is_used, expected.is_ok());
        }
    }

    #[test]
    fn another_token_is_unknown() {
        let (token, mut reset) = link();
        assert_eq!(spend(None, &token, minute(0)), Err(Refused::Unknown));
        assert_eq!(spend(Some(&mut reset), &Token::new([8; 32]), minute(0)), Err(Refused::Unknown));
        assert!(!reset.is_used);
    }

    #[test]
    fn the_answer_tells_nobody_who_exists() {
        let (known, unknown) =
            (ask(Some(anna()), &[], [7; 32], minute(0)), ask(None, &[], [7; 32], minute(0)));
        assert_eq!(known.answer, unknown.answer);
        assert!(known.link.is_some() && unknown.link.is_none());
    }

    #[test]
    fn nobody_is_flooded_with_mails() {
        for (earlier, is_sent) in [
            (vec![], true),
            (vec![-1, -2], true),
            (vec![-1, -2, -3], false),
            (vec![-1, -2, -60], true),
            (vec![-1, -2, -59], false),
            (vec![1, 2, 3], false),
            (vec![-100, -200, -300], true),
        ] {
            let made: Vec<Timestamp> = earlier.iter().map(|at| minute(*at)).collect();
            let asked = ask(Some(anna()), &made, [7; 32], minute(0));
            assert_eq!(asked.link.is_some(), is_sent, "{earlier:?}");
        }
    }

    fn link() -> (Token, Reset) {
        ask(Some(anna()), &[], [7; 32], minute(0)).link.unwrap()
    }

    fn anna() -> PortalUserId {
        PortalUserId::new(1, [1; 10])
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }
}
