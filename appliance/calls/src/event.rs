//! What a call is told, and what it asks for.

use model::{CallRecord, Cause, Sound};

use crate::Callee;

/// One telephone's part of a call. The upper bits number the call, the lowest byte its legs from 0, the
/// caller: whoever holds a leg's id knows its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegId(pub u64);

impl LegId {
    /// The caller's leg of the call with this serial number.
    pub const fn caller(serial: u64) -> Self {
        Self(serial << 8)
    }

    /// The leg of a call by its place, 0 for the caller.
    pub const fn new(serial: u64, index: u8) -> Self {
        Self((serial << 8) | index as u64)
    }

    /// The serial number of the call.
    pub const fn serial(self) -> u64 {
        self.0 >> 8
    }

    /// The place among the call's legs, 0 for the caller.
    pub const fn index(self) -> usize {
        (self.0 & 0xff) as usize
    }
}

/// Something that happened to a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A called telephone answered.
    Answered(LegId),
    /// A called telephone cannot or will not take the call, or a leg broke.
    Failed(LegId, Cause),
    /// The caller gave up before an answer.
    GaveUp,
    /// Somebody hung up.
    HungUp(LegId),
    /// An administrator or the program itself ends the call.
    Ordered(Cause),
    /// A called telephone, or what stands before it, already sends sound for the caller to hear.
    Progressing(LegId),
    /// A called telephone sent the call on: these are called in its place; at least one.
    Redirected(LegId, Vec<Callee>),
    /// A called telephone rings.
    Ringing(LegId),
    /// No sound has come from a leg for a long time, although it should.
    Silent(LegId),
    /// The sound of a leg is over; these are its figures, none when there was no sound.
    SoundOver(LegId, Option<Sound>),
}

/// Something that a call wants done, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Tell the caller that this leg answered, and join their sound.
    Answer(LegId),
    /// Stop a telephone from ringing, and say why.
    Cancel(LegId, Cause),
    /// Call a telephone.
    Dial(LegId),
    /// End an answered leg, and say why.
    HangUp(LegId, Cause),
    /// Let the caller hear this leg, which has not answered yet.
    Progress(LegId),
    /// Write the record as it now stands; closed when its end is set.
    Record(Box<CallRecord>),
    /// Tell the caller why there will be no call.
    Reject(Cause),
    /// Tell the caller that it rings.
    Ring,
}
