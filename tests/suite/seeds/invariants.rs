//! What must hold when all is over, whatever a seed made.

use std::collections::BTreeMap;
use std::time::Duration;

use calls::{Order, Reply};
use model::{CallRecord, Cause};
use world::{Told, World};

use super::program::{NUMBERS, Played};

/// Nobody rings longer: the exchange gives up after a minute, and its CANCEL may get lost for a while.
const RINGS_AT_MOST: Duration = Duration::from_secs(60 + 35);

pub(crate) fn check(played: &mut Played) {
    let world = &mut played.world;
    nothing_is_left(world);
    assert!(world.records.len() <= played.attempts, "one record for one attempt at most");
    for record in world.records.values() {
        assert!(record.ended.is_some() && record.disposition.is_some(), "an open record {record:?}");
        assert!(record.legs.iter().all(|leg| leg.ended.is_some()), "an open leg {record:?}");
        // A telephone that sends the call on makes it ring anew, and those beside it as long.
        let redirected = record.legs.iter().filter(|leg| leg.cause == Some(Cause::Redirected)).count();
        let longest = 61 * (1 + redirected as u32);
        assert!(record.ring_s <= longest, "nobody rings for ever: {record:?}");
    }
    for number in NUMBERS {
        let phone = world.phone(number);
        assert!(phone.complaints.is_empty(), "{number} complains: {:#?}", phone.complaints);
        let is_deaf = !phone.is_strict && !played.is_calm;
        assert!(is_deaf || phone.rings_since().is_none(), "{number} rings for ever");
        assert!(is_deaf || !phone.is_busy(), "{number} is in a call for ever: {:?}", phone.seen);
        for told in phone.past.iter().filter(|told| told.answered.is_none()) {
            let lasted = told.ended.saturating_sub(told.began);
            assert!(is_deaf || lasted <= RINGS_AT_MOST, "{number} rang or called too long: {told:?}");
        }
    }
    records_tell_what_happened(world, played.is_calm);
}

fn nothing_is_left(world: &mut World) {
    assert_eq!(world.exchange.live_calls(), 0, "no call is left");
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    for (name, value) in snapshot.gauges {
        assert!(value == 0 || name.starts_with("flood_"), "{value} {name}");
    }
    assert_eq!(snapshot.bindings, 0, "no registration is left");
}

/// Compares each record with what the telephones of the call saw.
fn records_tell_what_happened(world: &World, is_calm: bool) {
    let mut tickets: BTreeMap<&str, usize> = BTreeMap::new();
    for record in world.records.values() {
        *tickets.entry(&record.legs[0].user_agent).or_default() += 1;
    }
    assert!(tickets.values().all(|count| *count == 1), "one record for one attempt: {tickets:?}");
    if !is_calm {
        return;
    }
    for phone in world.phones() {
        for told in phone.past.iter().filter(|told| told.is_caller && told.answered.is_some()) {
            assert!(tickets.contains_key(told.ticket.as_str()), "no record of {told:?}");
        }
    }
    for record in world.records.values() {
        let ticket = &record.legs[0].user_agent;
        let told = |is_caller| {
            let all = world.phones().iter().flat_map(|phone| &phone.past);
            all.filter(move |told| told.ticket == *ticket && told.is_caller == is_caller)
        };
        let caller: Vec<&Told> = told(true).collect();
        assert_eq!(caller.len(), 1, "one telephone called: {caller:?}");
        assert_eq!(record.answered.is_some(), caller[0].answered.is_some(), "{record:?} {caller:?}");
        let answering: Vec<&Told> = told(false).filter(|told| told.answered.is_some()).collect();
        if let (true, [callee]) = (record.answered.is_some(), answering.as_slice()) {
            sound_is_told(record, caller[0], callee);
        }
    }
}

/// The figures of the record are those of the telephones; a packet may be on its way when a call ends.
fn sound_is_told(record: &CallRecord, caller: &Told, callee: &Told) {
    let talked = caller.ended.saturating_sub(caller.answered.unwrap_or_default()).as_secs_f64();
    let recorded = f64::from(record.talk_s);
    assert!((recorded - talked).abs() < 1.5, "{recorded} s are recorded, {talked} s were talked: {caller:?}");
    let callees = record.legs.iter().skip(1).find(|leg| leg.answered.is_some()).expect("somebody answered");
    for (leg, told) in [(&record.legs[0], caller), (callees, callee)] {
        let (received, sent) =
            leg.sound.as_ref().map_or((0, 0), |sound| (sound.packets_received, sound.packets_sent));
        assert!(received.abs_diff(told.spoken) <= 2, "{received} came: {told:?} {leg:?}");
        assert!(sent.abs_diff(told.heard) <= 2, "{sent} went: {told:?} {leg:?}");
    }
}
