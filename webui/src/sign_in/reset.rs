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

/// What the box keeps of a link that was not used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    /// By which it is found again.
    pub hash: TokenHash,
    /// Whose password it may set.
    pub account: PortalUserId,
    /// When it was made.
    pub made: Timestamp,
}

/// Why a link is not good. The page says the same for all of them; the log says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is more than [`LIFE`] old.
    Expired,
    /// There is no such link, or no longer.
    Unknown,
}

/// What follows from a request: the token for the mail, and what is kept of it; `None` when nothing is sent. `account` is the
/// one with that address that may sign in, if there is one; `earlier` are the moments at which links were made for it at
/// the wish of this place.
pub fn ask(
    account: Option<PortalUserId>,
    earlier: &[Timestamp],
    random: [u8; 32],
    now: Timestamp,
) -> Option<(Token, Reset)> {
    let lately = earlier.iter().filter(|made| now.duration_since(**made).abs() < MAILS_SPAN).count();
    let account = account.filter(|_| lately < MAILS_MAX)?;
    let token = Token::new(random);
    let reset = Reset { hash: token.hash(), account, made: now };
    Some((token, reset))
}

/// Whose password a link sets. `kept` is the row with the hash of the link, if there is one. Whoever keeps the rows takes
/// away a link that is used, with all others of the account.
pub fn check(kept: Option<&Reset>, presented: &Token, now: Timestamp) -> Result<PortalUserId, Refused> {
    let reset = kept.filter(|reset| reset.hash == presented.hash()).ok_or(Refused::Unknown)?;
    // One from the future was made before the clock was set back: nobody knows how old it is.
    if !(SignedDuration::ZERO..LIFE).contains(&now.duration_since(reset.made)) {
        return Err(Refused::Expired);
    }
    Ok(reset.account)
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the link is too old",
            Self::Unknown => "there is no such link",
        })
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_half_an_hour() {
        for (at, expected) in
            [(0, Ok(anna())), (29, Ok(anna())), (30, Err(Refused::Expired)), (-1, Err(Refused::Expired))]
        {
            let (token, reset) = link();
            assert_eq!(check(Some(&reset), &token, minute(at)), expected, "{at}");
        }
    }

    #[test]
    fn another_token_is_unknown() {
        let (token, reset) = link();
        assert_eq!(check(None, &token, minute(0)), Err(Refused::Unknown));
        assert_eq!(check(Some(&reset), &Token::new([8; 32]), minute(0)), Err(Refused::Unknown));
    }

    #[test]
    fn nobody_gets_a_link_to_no_account() {
        assert_eq!(ask(None, &[], [7; 32], minute(0)), None);
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
            assert_eq!(asked.is_some(), is_sent, "{earlier:?}");
        }
    }

    fn link() -> (Token, Reset) {
        ask(Some(anna()), &[], [7; 32], minute(0)).unwrap()
    }

    fn anna() -> PortalUserId {
        PortalUserId::new(1, [1; 10])
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }
}
