//! Damage of every kind, from a seed.

use world::Xorshift;

/// What grammars trip over.
const DICTIONARY: &[&[u8]] = &[
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\r\n ",
    b"\0",
    b"\"",
    b"\\",
    b"<",
    b">",
    b";",
    b",",
    b":",
    b"=",
    b"@",
    b"?",
    b"%",
    b"%0",
    b"%00",
    b"[",
    b"]",
    b":::",
    b"*",
    b"\xff",
    b"\xc3",
    b"\t",
    b" ",
    b"  ",
    b";;",
    b";=",
    b",,",
    b"SIP/2.0",
    b"sip:",
    b"sips:",
    b"tel:",
    b"4294967296",
    b"2147483648",
    b"18446744073709551616",
    b"-1",
    b"65536",
    b"0",
    b";rport",
    b";received=",
    b";branch=",
    b";tag=",
    b"l: 5\r\n",
    b"Via: SIP/2.0/UDP a\r\n",
    b"v: ",
    b"To: ",
    b"m: *\r\n",
    b"CSeq: 1 ACK\r\n",
    b"/",
    b"SIP / 2.0 / UDP",
];

/// Puts a damaged seed into the buffer: one to eight blows, now and then none.
pub(crate) fn message(dice: &mut Xorshift, seeds: &[Vec<u8>], out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(dice.one_of::<Vec<u8>>(seeds));
    let blows = dice.below(9).min(dice.below(9));
    for _ in 0..blows {
        blow(dice, seeds, out);
    }
}

fn blow(dice: &mut Xorshift, seeds: &[Vec<u8>], out: &mut Vec<u8>) {
    if out.is_empty() {
        out.extend_from_slice(dice.one_of::<Vec<u8>>(seeds));
    }
    let at = dice.below(out.len());
    let end = at + 1 + dice.below((out.len() - at).min(64));
    match dice.below(12) {
        0 => out[at] ^= 1 << dice.below(8),
        1 => out[at] = dice.number() as u8,
        2 | 3 => put(out, at, at, dice.one_of::<&[u8]>(DICTIONARY)),
        4 => put(out, at, end.min(out.len()), dice.one_of::<&[u8]>(DICTIONARY)),
        5 => drop(out.drain(at..end)),
        6 => {
            let part = out[at..end].to_vec();
            put(out, at, at, &part);
        }
        7 => {
            let other = dice.one_of::<Vec<u8>>(seeds);
            let from = dice.below(other.len());
            let to = from + dice.below((other.len() - from).min(200));
            put(out, at, at, &other[from..to]);
        }
        8 => {
            let other = dice.one_of::<Vec<u8>>(seeds);
            out.truncate(at);
            out.extend_from_slice(&other[dice.below(other.len())..]);
        }
        9 => digits(dice, out, at),
        10 => line(dice, out, at),
        _ if dice.below(50) == 0 => {
            // Past the limits of a line and of a message.
            let part = vec![out[at]; 1 + dice.below(70_000)];
            put(out, at, at, &part);
        }
        _ => out.truncate(end),
    }
}

fn put(out: &mut Vec<u8>, start: usize, end: usize, part: &[u8]) {
    out.splice(start..end, part.iter().copied());
}

/// Changes the next number: lengths, ports, sequence numbers.
fn digits(dice: &mut Xorshift, out: &mut Vec<u8>, at: usize) {
    let Some(start) = out.iter().skip(at).position(u8::is_ascii_digit).map(|found| at + found) else {
        return;
    };
    let length = out.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
    let number = dice.number() >> dice.below(64);
    put(out, start, start + length, number.to_string().as_bytes());
}

/// Doubles the line there, or takes it out.
fn line(dice: &mut Xorshift, out: &mut Vec<u8>, at: usize) {
    let start = out.iter().take(at).rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
    let end = out.iter().skip(at).position(|byte| *byte == b'\n').map_or(out.len(), |found| at + found + 1);
    if dice.coin() {
        let line = out[start..end].to_vec();
        put(out, start, start, &line);
    } else {
        out.drain(start..end);
    }
}
