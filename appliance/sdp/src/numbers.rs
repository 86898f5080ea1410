//! Payload numbers per leg: in offers, in answers, and in packets on their way (RFC 3264 §5.1, §6.1, §8.3.2).

use crate::{Format, Stream};

/// Numbers for new codecs: the dynamic ones, then those that are neither assigned nor like RTCP (RFC 3551 §6, RFC 5761
/// §4).
const FREE: [std::ops::RangeInclusive<u8>; 2] = [96..=127, 35..=63];

/// How payload numbers of packets from a telephone are rewritten on their way to another one: `told` is what we
/// described to it, `own` what it described itself (it may use either's numbers), `to` what the other one described.
///
/// Numbers that stay as they are are left out. A number whose codec the other telephone does not have, but gives to
/// another codec, becomes one that it does not know, so that it plays no noise (RFC 3550 §5.1).
pub fn payload_map(told: &Stream, own: &Stream, to: &Stream) -> Vec<(u8, u8)> {
    // A number means what it was told (RFC 3264 §5.1), unless it cannot send that; else what it says itself.
    let (can, cannot): (Vec<_>, Vec<_>) = partners(&told.formats, &to.formats)
        .partition(|(format, _)| own.formats.iter().any(|known| known.is_same_codec(format)));
    let all = can.into_iter().chain(partners(&own.formats, &to.formats)).chain(cannot);
    let mut nobodys = numbers().filter(|number| {
        ![told, own, to].iter().any(|stream| stream.formats.iter().any(|format| format.payload == *number))
    });
    let mut map: Vec<(u8, u8)> = Vec::with_capacity(told.formats.len() + own.formats.len());
    for (format, partner) in all {
        if map.iter().any(|(number, _)| *number == format.payload) {
            continue;
        }
        let is_another = || to.formats.iter().any(|other| other.payload == format.payload);
        let number = match partner {
            Some(partner) => Some(partner.payload),
            None if is_another() => nobodys.next(),
            None => None,
        };
        map.push((format.payload, number.unwrap_or(format.payload)));
    }
    map.retain(|(from, to)| from != to);
    map
}

/// Each format with the same codec among others. Of two that are the same codec to us each has its own partner, as long
/// as there are enough.
fn partners<'a>(
    formats: &'a [Format],
    others: &'a [Format],
) -> impl Iterator<Item = (&'a Format, Option<&'a Format>)> {
    let mut taken = Vec::with_capacity(formats.len());
    formats.iter().map(move |format| {
        let partner = counterpart(format, others, &taken).or_else(|| counterpart(format, others, &[]));
        taken.extend(partner.map(|partner| partner.payload));
        (format, partner)
    })
}

/// The formats as an offer to a leg in whose session `known` have been named: its own numbers for codecs that it has, for others
/// their number or, when it has that for something else, a free one. Without a free number a format is left out.
pub(crate) fn offered(formats: &[Format], known: &[Format]) -> Vec<Format> {
    let mut given: Vec<u8> = Vec::with_capacity(formats.len());
    let mut offered = Vec::with_capacity(formats.len());
    for format in formats {
        let is_free =
            |number: &u8| !given.contains(number) && !known.iter().any(|known| known.payload == *number);
        let theirs = counterpart(format, known, &given).map(|known| known.payload);
        let number = theirs.or_else(|| std::iter::once(format.payload).chain(numbers()).find(is_free));
        if let Some(number) = number {
            given.push(number);
            offered.push(format.numbered(number));
        }
    }
    offered
}

/// The formats of an answer that had been offered, in the order of the answer, by the offer's numbers.
pub(crate) fn answered(answer: &[Format], offer: &[Format]) -> Vec<Format> {
    let mut given: Vec<u8> = Vec::with_capacity(answer.len());
    let mut agreed = Vec::with_capacity(answer.len());
    for format in answer {
        if let Some(theirs) = counterpart(format, offer, &given) {
            given.push(theirs.payload);
            agreed.push(format.numbered(theirs.payload));
        }
    }
    agreed
}

/// The same codec among others, but for numbers that are taken: the one with the same parameters, else with the same
/// number, else the first.
fn counterpart<'a>(format: &Format, others: &'a [Format], taken: &[u8]) -> Option<&'a Format> {
    let same = others.iter().filter(|other| other.is_same_codec(format) && !taken.contains(&other.payload));
    same.min_by_key(|other| (other.fmtp != format.fmtp, other.payload != format.payload))
}

fn numbers() -> impl Iterator<Item = u8> {
    FREE.into_iter().flatten()
}
