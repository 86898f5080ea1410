//! What stays of a call: the record, its segments and legs.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{CallId, ContactMethodId, LineId};

/// The record of one attempt. A row opens with the attempt and is closed at its end; one that a crash left
/// open is closed as [`Disposition::Interrupted`] at the next start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Its key, made at the attempt.
    pub id: CallId,
    /// When the INVITE came.
    pub started: Timestamp,
    /// When somebody answered.
    pub answered: Option<Timestamp>,
    /// When it was over; none while it lives.
    pub ended: Option<Timestamp>,
    /// Who called.
    pub caller: Party,
    /// Who was called; after an answer, who answered.
    pub callee: Party,
    /// Exactly what was dialled.
    pub dialled: String,
    /// How it ended; none while it lives.
    pub disposition: Option<Disposition>,
    /// Which side hung up or gave up; none while it lives.
    pub hung_up_by: Option<HungUpBy>,
    /// From the attempt to the answer or the end, whole seconds.
    pub ring_s: u32,
    /// From the answer to the end, whole seconds; 0 when nobody answered.
    pub talk_s: u32,
    /// Why it went where it went, rule by rule.
    pub trace: Vec<TraceStep>,
    /// The stages that it went through, in order.
    pub segments: Vec<Segment>,
    /// Each telephone's part of it; the caller's first.
    pub legs: Vec<LegRecord>,
}

/// One end of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Party {
    /// The line, when it is one of ours.
    pub line: Option<LineId>,
    /// The contact method, when it is one of ours.
    pub contact_method: Option<ContactMethodId>,
    /// The name as presented to the other side.
    pub name: String,
    /// The number as presented to the other side.
    pub number: String,
    /// The number in E.164 with a plus, where it has one.
    pub e164: Option<String>,
}

impl CallRecord {
    /// Between whom it was, as the office sees it.
    pub fn direction(&self) -> CallDirection {
        match (self.caller.line, self.callee.line) {
            (None, _) => CallDirection::Inbound,
            (Some(_), Some(_)) => CallDirection::Internal,
            (Some(_), None) => CallDirection::Outbound,
        }
    }
}

/// From where to where a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CallDirection {
    /// From somebody who has no line of the office.
    Inbound,
    /// From one line of the office to another.
    Internal,
    /// From a line to what is none: outside, or to a number that nobody has.
    Outbound,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// Somebody answered.
    Answered,
    /// Everybody who was called was busy.
    Busy,
    /// The caller gave up before an answer.
    Cancelled,
    /// Declined at the telephone.
    Declined,
    /// It could not be connected; [`LegRecord::cause`] says why.
    Failed,
    /// The program or the box stopped in the middle.
    Interrupted,
    /// It rang, and nobody answered in time.
    NoAnswer,
    /// Nothing has that number.
    UnknownNumber,
    /// The line is known but none of its telephones could be reached.
    Unreachable,
}

impl Disposition {
    /// The word in the database and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Busy => "busy",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::NoAnswer => "no-answer",
            Self::UnknownNumber => "unknown-number",
            Self::Unreachable => "unreachable",
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HungUpBy {
    /// The exchange itself: no answer in time, no sound, shut-down.
    Box,
    /// The one who was called.
    Callee,
    /// The one who called.
    Caller,
}

/// One stage of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// Which stage.
    pub kind: SegmentKind,
    /// When it began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started: Timestamp,
    /// When it was over; none while it lasts.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub ended: Option<Timestamp>,
    /// What was reached in it, for people: a number or a name.
    pub target: String,
}

/// The stages that calls go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// Telephones ring.
    Ringing,
    /// Two talk.
    Talking,
}

/// One telephone's part of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegRecord {
    /// Whether the telephone called or was called.
    pub direction: LegDirection,
    /// The account, when it is one of ours.
    pub contact_method: Option<ContactMethodId>,
    /// The SIP username, or the address, by which people know it.
    pub account: String,
    /// Number presented to it (to a called one: the caller's; from a calling one: its own).
    pub presented: String,
    /// What it dialled, or what was dialled to reach it.
    pub dialled: String,
    /// The number presented, in E.164 with a plus, where it has one.
    pub e164: Option<String>,
    /// What it said it is (User-Agent), at most 128 characters.
    pub user_agent: String,
    /// When the leg began.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started: Timestamp,
    /// When it answered, or was answered.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub answered: Option<Timestamp>,
    /// When it was over.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub ended: Option<Timestamp>,
    /// Whole seconds until the answer or the end.
    pub ring_s: u32,
    /// Whole seconds from the answer to the end.
    pub talk_s: u32,
    /// Who ended the leg.
    pub hung_up_by: Option<HungUpBy>,
    /// Why it ended.
    pub cause: Option<Cause>,
    /// What its sound was like; none when there was none.
    pub sound: Option<Sound>,
}

/// Whether a telephone called or was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LegDirection {
    /// It called us.
    Caller,
    /// We called it.
    Callee,
}

/// Why a leg ended, in words of call control; `exchange` translates from and to SIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Another telephone of the same line answered first.
    AnsweredElsewhere,
    /// It is busy.
    Busy,
    /// The caller gave up.
    Cancelled,
    /// Its user declined.
    Declined,
    /// It may not do this.
    Forbidden,
    /// The program stopped in the middle.
    Interrupted,
    /// A limit of ours is reached: calls, ports, contacts.
    NoCapacity,
    /// It rang and nobody answered in time.
    NoAnswer,
    /// Nothing has that number.
    NotFound,
    /// No codec in common, or a session that cannot be.
    NotAcceptable,
    /// Its sound stopped, and nobody had put the call on hold.
    NoSound,
    /// It did not answer our messages at all.
    NoResponse,
    /// A normal hang-up.
    Normal,
    /// It sent the call on to somebody else.
    Redirected,
    /// It answered with an error of its own.
    Refused,
    /// Too many people at once: the caller may try again.
    Overloaded,
    /// It is not registered or does not answer its keep-alives.
    Unreachable,
}

/// What the sound of one leg was like, as the box saw it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sound {
    /// The codec, as in SDP: "PCMA/8000".
    pub codec: String,
    /// RTP packets that came from the telephone.
    pub packets_received: u64,
    /// RTP packets that were sent to it.
    pub packets_sent: u64,
    /// Packets from it that never came.
    pub packets_lost: u64,
    /// Interarrival jitter (RFC 3550 §6.4.1), milliseconds.
    pub jitter_ms: f32,
    /// Mean opinion score estimated from loss and jitter, 1.0 to 4.5; none without packets.
    pub mos: Option<f32>,
    /// The longest time without a packet while the leg lived, milliseconds.
    pub silence_ms: u32,
    /// When the last packet came.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_packet: Option<Timestamp>,
}

/// One line of the explanation why a call went where it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TraceStep {
    /// The rule that was looked at: "number", "contacts".
    pub rule: String,
    /// What it decided, for people.
    pub decision: String,
}
