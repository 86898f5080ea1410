//! What the caller is answered and hears, for everything that can become of a call. This table is the code and
//! the test's table at once (`tests/suite/caller_hears.rs` plays each row).

use model::Cause;

/// What the caller hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hears {
    /// The tone of a busy line, made by the telephone at a 486, 600 or 603.
    BusyTone,
    /// The telephone's tone, or its display, for a call that cannot be connected.
    ErrorTone,
    /// Nothing: who gave up or hung up hears no more of it.
    Nothing,
    /// The ringing tone, made by the telephone at a 180.
    RingingTone,
    /// The other side, or what it plays.
    Voice,
}

/// One row: what happened, what is answered to the caller's INVITE, what the caller hears.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// What happened.
    pub event: Event,
    /// The status of the response.
    pub status: u16,
    /// Its reason phrase.
    pub reason: &'static str,
    /// What the caller hears then.
    pub hears: Hears,
}

/// What can become of a call, seen by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody answered.
    Answered,
    /// It ended without an answer, for this cause.
    Ended(Cause),
    /// Somebody can already be heard, who has not answered.
    Progresses,
    /// At least one telephone rings.
    Rings,
}

/// The table. Each [`Cause`] has a row.
pub const OUTCOMES: &[Outcome] = &[
    row(Event::Rings, 180, "Ringing", Hears::RingingTone),
    row(Event::Progresses, 183, "Session Progress", Hears::Voice),
    row(Event::Answered, 200, "OK", Hears::Voice),
    row(Event::Ended(Cause::AnsweredElsewhere), 487, "Request Terminated", Hears::Nothing),
    row(Event::Ended(Cause::Busy), 486, "Busy Here", Hears::BusyTone),
    row(Event::Ended(Cause::Cancelled), 487, "Request Terminated", Hears::Nothing),
    row(Event::Ended(Cause::Declined), 603, "Decline", Hears::BusyTone),
    row(Event::Ended(Cause::Forbidden), 403, "Forbidden", Hears::ErrorTone),
    row(Event::Ended(Cause::Interrupted), 503, "Service Unavailable", Hears::ErrorTone),
    row(Event::Ended(Cause::NoAnswer), 480, "No Answer", Hears::ErrorTone),
    row(Event::Ended(Cause::NoCapacity), 503, "Service Unavailable", Hears::ErrorTone),
    row(Event::Ended(Cause::NoResponse), 480, "Telephone Does Not Respond", Hears::ErrorTone),
    row(Event::Ended(Cause::Normal), 487, "Request Terminated", Hears::Nothing),
    row(Event::Ended(Cause::NotAcceptable), 488, "Not Acceptable Here", Hears::ErrorTone),
    row(Event::Ended(Cause::NoSound), 480, "Temporarily Unavailable", Hears::Nothing),
    row(Event::Ended(Cause::NotFound), 404, "Not Found", Hears::ErrorTone),
    row(Event::Ended(Cause::Overloaded), 503, "Service Unavailable", Hears::ErrorTone),
    row(Event::Ended(Cause::Redirected), 480, "Temporarily Unavailable", Hears::ErrorTone),
    row(Event::Ended(Cause::Refused), 500, "Call Refused", Hears::ErrorTone),
    row(Event::Ended(Cause::Unreachable), 480, "Temporarily Unavailable", Hears::ErrorTone),
];

const fn row(event: Event, status: u16, reason: &'static str, hears: Hears) -> Outcome {
    Outcome { event, status, reason, hears }
}

/// The row of an event.
pub fn outcome(event: Event) -> &'static Outcome {
    OUTCOMES.iter().find(|outcome| outcome.event == event).expect("each event has a row, which a test holds")
}

/// Why a called telephone does not take the call, by its final response (RFC 3261 §21).
pub fn cause_of(status: u16) -> Cause {
    match status {
        408 => Cause::NoResponse,
        415 | 488 | 606 => Cause::NotAcceptable,
        404 | 410 | 480 | 604 => Cause::Unreachable,
        486 | 600 => Cause::Busy,
        487 => Cause::Cancelled,
        503 => Cause::Overloaded,
        603 | 607 => Cause::Declined,
        _ => Cause::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_one_row() {
        for cause in ALL {
            let rows = OUTCOMES.iter().filter(|outcome| outcome.event == Event::Ended(cause)).count();
            assert_eq!(rows, 1, "{cause:?}");
        }
        assert_eq!(OUTCOMES.len(), ALL.len() + 3);
    }

    #[test]
    fn a_final_response_becomes_a_cause() {
        for (status, cause) in
            [(486, Cause::Busy), (603, Cause::Declined), (302, Cause::Refused), (699, Cause::Refused)]
        {
            assert_eq!(cause_of(status), cause, "{status}");
        }
    }

    /// A new cause stops the build here, and then needs a row.
    const ALL: [Cause; 17] = {
        let all = [
            Cause::AnsweredElsewhere,
            Cause::Busy,
            Cause::Cancelled,
            Cause::Declined,
            Cause::Forbidden,
            Cause::Interrupted,
            Cause::NoAnswer,
            Cause::NoCapacity,
            Cause::NoResponse,
            Cause::Normal,
            Cause::NotAcceptable,
            Cause::NoSound,
            Cause::NotFound,
            Cause::Overloaded,
            Cause::Redirected,
            Cause::Refused,
            Cause::Unreachable,
        ];
        match all[0] {
            Cause::AnsweredElsewhere
            | Cause::Busy
            | Cause::Cancelled
            | Cause::Declined
            | Cause::Forbidden
            | Cause::Interrupted
            | Cause::NoAnswer
            | Cause::NoCapacity
            | Cause::NoResponse
            | Cause::Normal
            | Cause::NotAcceptable
            | Cause::NoSound
            | Cause::NotFound
            | Cause::Overloaded
            | Cause::Redirected
            | Cause::Refused
            | Cause::Unreachable => {}
        }
        all
    };
}
