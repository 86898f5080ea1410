//! Messages whose very shape is wrong: lines missing, repeated, cut, glued, in a wrong order or with wrong ends.

use world::Xorshift;

/// Twists a good message.
pub(crate) fn twist(message: &[u8], dice: &mut Xorshift) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = message.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = dice.below(lines.len());
    let other = dice.below(lines.len());
    let mut end: &[u8] = b"\n";
    match dice.below(16) {
        0 | 1 => drop(lines.remove(at)),
        2 => {
            let line = lines[at].clone();
            lines.insert(at, line);
        }
        3 => {
            let line = lines[at].clone();
            lines.splice(at..at, vec![line; 140]);
        }
        4 => lines.swap(at, other),
        5 => lines.reverse(),
        // Line feeds alone, carriage returns alone, both twice.
        6 => lines.iter_mut().for_each(|line| line.retain(|byte| *byte != b'\r')),
        7 => end = b"",
        8 => end = b"\r\n",
        9 => lines.insert(at, b"\r".to_vec()),
        10 => lines[at].retain(|byte| *byte != b':'),
        11 => lines[at].splice(0..0, *b" \t").for_each(drop),
        12 => lines[at].insert(0, 0),
        13 => {
            let cut = dice.below(message.len());
            return message[..cut].to_vec();
        }
        14 => {
            let mut twice = message.to_vec();
            twice.extend_from_slice(message);
            return twice;
        }
        _ => lines[at].iter_mut().for_each(|byte| *byte |= 0x80),
    }
    lines.join(end)
}
