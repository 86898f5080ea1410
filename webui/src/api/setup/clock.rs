//! The box's clock, set in the first run: a board without a battery begins in 1970. Only a time that can be is taken, for
//! one decades away would be in certificates and in all that is kept.

use axum::http::Method;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::admit;

/// When this program was made, or a little before: it never ran earlier than that. Moved on with each release.
const MADE: Date = date(2026, 11, 1);
/// Until when it runs at the very most: fifteen years later.
const UNTIL: Date = date(2041, 11, 1);

/// What the box's clock is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedClock {
    /// What stands on the box's console.
    #[schema(max_length = 64)]
    code: String,
    /// The time; one before the program was made, or fifteen years after it, is refused.
    #[schema(value_type = String, format = DateTime)]
    now: Timestamp,
}

/// The route that sets it.
pub(super) fn route() -> Route {
    Route::new(Method::PUT, "/setup/clock", "setup_clock", Access::Everybody, Gives::Nothing, set)
        .takes(Body::Json(schema::<WantedClock>))
        .about("Sets the box's clock, which codes of authenticator apps need. Needs the code of its console.")
}

fn set(ask: &Ask<'_>) -> Outcome {
    let wanted: WantedClock = ask.json()?;
    admit(ask, &wanted.code)?;
    if !can_be_now(wanted.now) {
        return Err(Refusal::field("/now", Fact::ClockImpossible { from: MADE, until: UNTIL }));
    }
    let Some(set) = &ask.api.machine.set_clock else {
        return Err(Fact::ClockNotSet { why: "EPERM".to_owned() }.into());
    };
    set(wanted.now).map_err(|why| Fact::ClockNotSet { why })?;
    Ok(Answer::nothing())
}

/// Whether a clock can say that while this program runs: not before it was made, nor fifteen years after that.
pub fn can_be_now(now: Timestamp) -> bool {
    (MADE..UNTIL).contains(&now.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_time_that_can_be_is_taken() {
        for (now, can_be) in [
            ("1970-01-01T00:00:00Z", false),
            ("2026-10-31T23:59:59Z", false),
            ("2026-11-01T00:00:00Z", true),
            ("2041-10-31T23:59:59Z", true),
            ("2041-11-01T00:00:00Z", false),
            ("9999-12-30T00:00:00Z", false),
        ] {
            assert_eq!(can_be_now(now.parse().unwrap()), can_be, "{now}");
        }
    }
}
