//! Whether a login whose password was right may come in now and from here, and what it is asked for next.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{PortalUser, SecondFactor};

use super::allow_list::AllowList;
use super::period::{Period, Status};

/// Why a login may not come in, though its password was right. Its owner may learn it; a stranger gets no further than
/// the password, and learns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Its allow-list does not hold this address.
    Address(IpAddr),
    /// Today is not among its days.
    Status(Status),
    /// Its allow-list cannot be read; that denies everybody rather than nobody.
    UnreadableAllowList,
}

/// What comes after a right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A password of its own, instead of the one that it was given.
    ChangePassword,
    /// The code of its authenticator app, or a recovery code.
    Code,
    /// Nothing: the session is opened.
    Open,
    /// The QR code is scanned and a code confirms it.
    ScanKey,
}

/// Says whether a login may come in. To be asked at each sign-in, and again of a session whose login was changed. `office`
/// is the office's zone, for logins without one of their own.
pub fn admit(user: &PortalUser, office: &TimeZone, address: IpAddr, now: Timestamp) -> Result<(), Denied> {
    match status(user, office, now) {
        Status::Active => {}
        status @ (Status::Expired | Status::NotYetActive) => return Err(Denied::Status(status)),
    }
    let list = AllowList::parse(&user.allow_list).map_err(|_| Denied::UnreadableAllowList)?;
    if list.allows(address) { Ok(()) } else { Err(Denied::Address(address.to_canonical())) }
}

/// The status in the list of portal users (F-21 to F-23).
pub fn status(user: &PortalUser, office: &TimeZone, now: Timestamp) -> Status {
    // A row whose days contradict each other lets nobody in.
    Period::new(user.activation, user.expiration)
        .map_or(Status::Expired, |period| period.status(&zone(user, office), now))
}

/// The zone that a login lives in: its own, or the office's where it has none or one that nobody knows.
pub fn zone(user: &PortalUser, office: &TimeZone) -> TimeZone {
    match user.timezone.as_str() {
        "" => office.clone(),
        name => TimeZone::get(name).unwrap_or_else(|_| office.clone()),
    }
}

/// What an admitted login is asked for next; `is_confirmed` says that its code was right already.
pub fn next(user: &PortalUser, is_confirmed: bool) -> Next {
    match user.second_factor {
        SecondFactor::Activated if !is_confirmed => Next::Code,
        SecondFactor::Pending if !is_confirmed => Next::ScanKey,
        SecondFactor::Activated | SecondFactor::Disabled | SecondFactor::Pending
            if user.must_change_password =>
        {
            Next::ChangePassword
        }
        SecondFactor::Activated | SecondFactor::Disabled | SecondFactor::Pending => Next::Open,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::{AssignedRole, PortalUserId, Role};

    use super::*;

    #[test]
    fn a_login_comes_in_on_its_days_and_from_its_addresses() {
        let day = date(2026, 11, 23);
        let (yesterday, tomorrow) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
        let contradiction = (Some(tomorrow), Some(yesterday));
        for (days, list, expected) in [
            ((None, None), vec![], Ok(())),
            ((Some(day), Some(day)), vec![], Ok(())),
            ((None, Some(yesterday)), vec![], Err(Denied::Status(Status::Expired))),
            ((Some(tomorrow), None), vec![], Err(Denied::Status(Status::NotYetActive))),
            (contradiction, vec![], Err(Denied::Status(Status::Expired))),
            ((None, None), vec!["192.0.2.0/24"], Ok(())),
            ((None, None), vec!["198.51.100.0/24"], Err(Denied::Address(ip("192.0.2.1")))),
            ((None, None), vec!["192.0.2.0/24", "x"], Err(Denied::UnreadableAllowList)),
            // The days come first: an expired login learns nothing of its list.
            ((None, Some(yesterday)), vec!["198.51.100.0/24"], Err(Denied::Status(Status::Expired))),
        ] {
            let (activation, expiration) = days;
            let allow_list = list.iter().map(|entry| (*entry).to_owned()).collect();
            let user = PortalUser { activation, expiration, allow_list, ..user() };
            assert_eq!(
                admit(&user, &TimeZone::UTC, ip("::ffff:192.0.2.1"), noon()),
                expected,
                "{days:?} {list:?}"
            );
        }
    }

    #[test]
    fn a_login_lives_in_its_own_zone() {
        let tonga = TimeZone::get("Pacific/Tongatapu").unwrap();
        for (timezone, expected) in [
            ("", Status::Expired),
            ("Nowhere/Town", Status::Expired),
            ("Europe/Berlin", Status::Active),
            ("Pacific/Tongatapu", Status::Expired),
        ] {
            let user =
                PortalUser { timezone: timezone.into(), expiration: Some(date(2026, 11, 23)), ..user() };
            assert_eq!(status(&user, &tonga, noon()), expected, "{timezone:?}");
        }
    }

    #[test]
    fn a_code_comes_before_a_new_password() {
        use SecondFactor::{Activated, Disabled, Pending};
        for (second_factor, must_change_password, is_confirmed, expected) in [
            (Disabled, false, false, Next::Open),
            (Disabled, true, false, Next::ChangePassword),
            (Pending, true, false, Next::ScanKey),
            (Pending, true, true, Next::ChangePassword),
            (Pending, false, true, Next::Open),
            (Activated, false, false, Next::Code),
            (Activated, true, false, Next::Code),
            (Activated, true, true, Next::ChangePassword),
            (Activated, false, true, Next::Open),
        ] {
            let user = PortalUser { second_factor, must_change_password, ..user() };
            assert_eq!(
                next(&user, is_confirmed),
                expected,
                "{second_factor:?} {must_change_password} {is_confirmed}"
            );
        }
    }

    fn user() -> PortalUser {
        PortalUser::new(PortalUserId::new(1, [1; 10]), "anna", AssignedRole::BuiltIn(Role::User))
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn noon() -> Timestamp {
        "2026-11-23T12:00:00Z".parse().unwrap()
    }
}
