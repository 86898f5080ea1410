//! How hard a password is to guess: a score for the meter, and what is weak about it.
//!
//! The cheapest way to put a password together from what guessers try first (own names, common words, rows of keys,
//! counting, repeating, dates) and from single characters tells how many guesses it stands. The large dictionaries of
//! other estimators are left out: they take megabytes of memory, and with at least twelve characters a word alone is
//! seldom what makes a password weak.

mod common;
mod pieces;
#[cfg(test)]
mod tests;

use pieces::Piece;

/// Characters of a password that are looked at; the rule allows fewer.
const CHARS_MAX: usize = 40;

/// Pieces of own words that are looked at.
const OWN_MAX: usize = 32;

/// Characters that a piece of an own word has at least to count.
const OWN_CHARS_MIN: usize = 3;

/// The powers of ten of guesses from which the score is 1, 2, 3 and 4.
const SCORES: [f32; 4] = [3.0, 6.0, 8.0, 10.0];

/// What the meter shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    /// From 0 (at once guessed) to 4 (out of reach).
    pub score: u8,
    /// What is weak about it; always there below 3, never above.
    pub reason: Option<Weakness>,
}

/// What makes a password easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// A word that many people use.
    Common,
    /// A date or a year.
    Date,
    /// A row of keys.
    Keyboard,
    /// A name of the one who chooses it, or of the office.
    OwnName,
    /// The same again and again.
    Repeat,
    /// It counts or spells: abc, 123.
    Sequence,
    /// Too little altogether.
    Simple,
}

/// Judges a password. `own` are words that a guesser tries first; parts of them count too.
pub fn of(password: &str, own: &[&str]) -> Strength {
    let chars: Vec<char> = password.chars().take(CHARS_MAX).collect();
    let own = own_pieces(own);
    let folded: Vec<char> = chars.iter().map(|c| pieces::fold(*c)).collect();
    let cheapest = cheapest(&chars, &folded, &own);
    let guesses = cheapest.iter().map(|(_, piece)| piece.cost).sum::<f32>();
    let score = SCORES.iter().filter(|from| guesses >= **from).count() as u8;
    let longest = cheapest.iter().max_by_key(|(chars, _)| *chars);
    let reason = longest.map_or(Weakness::Simple, |(_, piece)| piece.weakness);
    Strength { score, reason: (score < 3).then_some(reason) }
}

/// The pieces, each with its length in characters, that together cost least.
fn cheapest(chars: &[char], folded: &[char], own: &[Vec<char>]) -> Vec<(usize, Piece)> {
    // By end: what it costs to get there, and the last piece on the way.
    let mut best: Vec<(f32, usize, Piece)> = vec![(0.0, 0, Piece::SINGLE)];
    for end in 1..=chars.len() {
        let ways = (0..end).filter_map(|start| {
            let piece = Piece::of(&chars[start..end], &folded[start..end], own)?;
            Some((best[start].0 + piece.cost, start, piece))
        });
        let way = ways.min_by(|a, b| a.0.total_cmp(&b.0)).expect("a single character is a piece");
        best.push(way);
    }
    let mut end = chars.len();
    let mut found = Vec::new();
    while end > 0 {
        let (_, start, piece) = best[end];
        found.push((end - start, piece));
        end = start;
    }
    found
}

/// Takes own words apart: "anna.keller@weber.example" is four of them.
fn own_pieces(own: &[&str]) -> Vec<Vec<char>> {
    let words = own.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let words =
        words.filter(|word| (OWN_CHARS_MIN..=CHARS_MAX).contains(&word.chars().take(CHARS_MAX + 1).count()));
    words.take(OWN_MAX).map(|word| word.chars().map(pieces::fold).collect()).collect()
}
