//! What a guesser tries instead of single characters, and how many guesses (as a power of ten) each takes.

use super::common::WORDS;
use super::{Weakness, cheapest};

/// Characters from which a pattern counts.
const PATTERN_MIN: usize = 3;

/// Rows of keys as on English, German and French keyboards; people run along them in both directions.
const ROWS: [&str; 8] = [
    "1234567890",
    "qwertyuiop",
    "qwertzuiopü",
    "azertyuiop",
    "asdfghjklöä",
    "qsdfghjklm",
    "yxcvbnm",
    "zxcvbnm",
];

/// A part of a password.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The power of ten of the guesses that it takes.
    pub(super) cost: f32,
    /// What it is.
    pub(super) weakness: Weakness,
}

impl Piece {
    /// One character that follows from nothing: ten guesses, as people do not choose evenly.
    pub(super) const SINGLE: Self = Self { cost: 1.0, weakness: Weakness::Simple };

    /// What these characters are as a whole, if anything; `folded` are they without case and disguise.
    pub(super) fn of(chars: &[char], folded: &[char], own: &[Vec<char>]) -> Option<Self> {
        // A disguise ("P@ssw0rd") doubles the guesses a few times.
        let disguise = if chars.iter().any(|c| !c.is_lowercase()) { 0.6 } else { 0.0 };
        let is_own = own.iter().any(|word| word == folded);
        let whole = match chars {
            [] => return None,
            [_] => return Some(Self::SINGLE),
            _ if is_own => Some(Self { cost: 0.5 + disguise, weakness: Weakness::OwnName }),
            _ => Self::pattern(chars, folded, disguise),
        };
        whole.or_else(|| Self::repeated(chars, folded, own))
    }

    fn pattern(chars: &[char], folded: &[char], disguise: f32) -> Option<Self> {
        if chars.len() < PATTERN_MIN {
            return None;
        }
        let length = (chars.len() as f32).log10();
        if is_date(chars) {
            return Some(Self { cost: if chars.len() == 4 { 2.0 } else { 4.5 }, weakness: Weakness::Date });
        }
        if is_common(folded) {
            return Some(Self { cost: 2.0 + disguise, weakness: Weakness::Common });
        }
        if is_row(chars) {
            return Some(Self { cost: 1.3 + length, weakness: Weakness::Keyboard });
        }
        is_counting(chars).then_some(Self { cost: 1.0 + length, weakness: Weakness::Sequence })
    }

    /// The same block several times: what the block takes, and how often.
    fn repeated(chars: &[char], folded: &[char], own: &[Vec<char>]) -> Option<Self> {
        if chars.len() < PATTERN_MIN {
            return None;
        }
        let period = (1..=chars.len() / 2).find(|period| {
            chars.len().is_multiple_of(*period) && chars[*period..] == chars[..chars.len() - period]
        })?;
        let block = cheapest(&chars[..period], &folded[..period], own);
        let once = block.iter().map(|(_, piece)| piece.cost).sum::<f32>();
        let cost = once + (chars.len() as f32 / period as f32).log10();
        let is_own = block.iter().any(|(_, piece)| piece.weakness == Weakness::OwnName);
        let weakness = if is_own { Weakness::OwnName } else { Weakness::Repeat };
        Some(Self { cost, weakness })
    }
}

/// A character without case and disguise.
pub(super) fn fold(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn is_common(folded: &[char]) -> bool {
    WORDS.iter().any(|word| word.chars().map(fold).eq(folded.iter().copied()))
}

fn is_row(chars: &[char]) -> bool {
    let lower = || chars.iter().flat_map(|c| c.to_lowercase());
    let (forth, back): (String, String) =
        (lower().collect(), chars.iter().rev().flat_map(|c| c.to_lowercase()).collect());
    ROWS.iter().any(|row| row.contains(&forth) || row.contains(&back))
}

/// Each character is the one after, or before, the last.
fn is_counting(chars: &[char]) -> bool {
    let steps = |pair: &[char]| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
    let first = steps(chars);
    first.abs() == 1 && chars.windows(2).all(|pair| steps(pair) == first)
}

/// A year, or day, month and year in any order, with or without signs between them.
fn is_date(chars: &[char]) -> bool {
    let digits: Vec<u32> = chars.iter().filter_map(|c| c.to_digit(10)).collect();
    let signs = chars.len() - digits.len();
    let is_sign = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ' ');
    if !matches!(signs, 0 | 2) || !chars.iter().all(is_sign) || chars.iter().any(|c| !c.is_ascii()) {
        return false;
    }
    let number =
        |from: usize, to: usize| digits[from..to].iter().fold(0, |number, digit| number * 10 + digit);
    let is_year = |at: usize| (1900..2100).contains(&number(at, at + 4));
    let is_day = |at: usize| {
        let (a, b) = (number(at, at + 2), number(at + 2, at + 4));
        (1..=31).contains(&a) && (1..=12).contains(&b) || (1..=12).contains(&a) && (1..=31).contains(&b)
    };
    match digits.len() {
        4 => signs == 0 && is_year(0),
        6 => is_day(0) || is_day(2),
        8 => is_year(0) && is_day(4) || is_day(0) && is_year(4),
        _ => false,
    }
}
