//! The second factor: six digits from an authenticator app (TOTP, RFC 6238), each accepted once.

#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Totp};

/// Seconds for which an app shows a code.
const STEP_S: u64 = 30;

/// Steps by which the two clocks may differ.
const TOLERANCE: i64 = 1;

/// Steps in which two codes are looked for when neither is of now: 26 hours each way, so that a clock set to another
/// zone's time is found.
const SEARCH: i64 = 26 * 120;

/// Steps for which a wrong code is remembered, to be compared with the next: ten minutes.
const WRONG_FOR: i64 = 20;

/// What both sides know: 160 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

/// The span of half a minute that a code belongs to, counted since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(pub i64);

/// Why a code is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// This code and the one before it are both right, but for another time: one of the two clocks is wrong.
    Clock {
        /// How far the phone is ahead of the box, in seconds; negative when it is behind.
        phone_ahead_s: i64,
    },
    /// It is not six digits.
    Malformed,
    /// It was right, but it, or a later one, was used before: the next one is to be awaited.
    Used,
    /// It is wrong. Hand this in with the next one, so that a wrong clock can be told from a wrong code.
    Wrong(WrongCode),
}

/// A code that was wrong, and when. One alone is no sign of a wrong clock: to say so would tell a guesser that his code
/// will be right at another time.
#[derive(Clone, PartialEq, Eq)]
pub struct WrongCode {
    code: String,
    step: Step,
}

impl Secret {
    /// Makes a secret of random bytes.
    pub fn new(random: [u8; 20]) -> Self {
        Self(random)
    }

    /// The 20 bytes, to be kept sealed.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The secret for those who cannot scan: base32 in groups of four.
    pub fn text(&self) -> String {
        let text = self.base32();
        let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
        groups.join(" ")
    }

    /// What the QR code says: `otpauth://totp/issuer:login?secret=...`. A colon parts the two names, so they have none.
    pub fn uri(&self, issuer: &str, login: &str) -> String {
        let issuer = escaped(&issuer.replace(':', " "));
        let login = escaped(&login.replace(':', " "));
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_S}"
        )
    }

    /// The code of a step, as an app shows it.
    #[cfg(test)]
    pub(crate) fn code_at(&self, step: Step) -> String {
        step.code(&self.totp())
    }

    /// Says of which step a typed code is. `last` is the step of the last code accepted; the caller keeps the new one, and
    /// signs in only if nobody else has kept a step as late meanwhile, so that a code is used once. `earlier` is a code that was
    /// wrong a moment ago.
    pub fn check(
        &self,
        typed: &str,
        now: Timestamp,
        last: Option<Step>,
        earlier: Option<&WrongCode>,
    ) -> Result<Step, Refused> {
        let code = six_digits(typed).ok_or(Refused::Malformed)?;
        let totp = self.totp();
        let now = Step::at(now);
        // All are compared, so that the time taken tells nothing.
        let matching =
            (-TOLERANCE..=TOLERANCE).map(|by| now.by(by)).filter(|step| *step.code(&totp) == *code);
        let matching: Vec<Step> = matching.collect();
        // A step from the future was accepted before the clock was set back: it must not lock anybody out.
        let last = last.filter(|last| *last <= now.by(TOLERANCE));
        if let Some(step) = matching.iter().find(|step| last.is_none_or(|last| **step > last)) {
            return Ok(*step);
        }
        if !matching.is_empty() {
            return Err(Refused::Used);
        }
        let wrong = WrongCode { code, step: now };
        match earlier.and_then(|earlier| self.drift(earlier, &wrong)) {
            Some(steps) => Err(Refused::Clock { phone_ahead_s: steps * STEP_S as i64 }),
            None => Err(Refused::Wrong(wrong)),
        }
    }

    /// The drift in steps under which two different codes are both right, one after the other.
    fn drift(&self, earlier: &WrongCode, later: &WrongCode) -> Option<i64> {
        if earlier.code == later.code || !(0..=WRONG_FOR).contains(&(later.step.0 - earlier.step.0)) {
            return None;
        }
        let totp = self.totp();
        let is_right = |wrong: &WrongCode, by: i64| *wrong.step.by(by).code(&totp) == *wrong.code;
        let near = |by: i64| (by - TOLERANCE..=by + TOLERANCE).any(|by| is_right(earlier, by));
        (1..=SEARCH).flat_map(|by| [by, -by]).find(|by| is_right(later, *by) && near(*by))
    }

    /// As RFC 4648 §6 writes it; 20 bytes need no padding.
    fn base32(&self) -> String {
        totp_rs::Secret::from(self.0).to_base32()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(STEP_S)
            .with_secret(self.0)
            .build()
            .expect("20 bytes and six digits are what the RFC asks for")
    }
}

impl Step {
    /// The step of a moment; before 1970 it is the first.
    pub fn at(now: Timestamp) -> Self {
        Self(now.as_second().max(0) / STEP_S as i64)
    }

    fn by(self, steps: i64) -> Self {
        Self(self.0.saturating_add(steps).max(0))
    }

    fn code(self, totp: &Totp) -> String {
        totp.generate(u64::try_from(self.0).unwrap_or(0).saturating_mul(STEP_S)).to_string()
    }
}

/// The digits of a code as people type it: "123 456".
fn six_digits(typed: &str) -> Option<String> {
    // 32: so that nothing long is looked at.
    let code: String = typed.chars().take(32).filter(|c| !c.is_whitespace() && *c != '-').collect();
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

/// Escapes everything but the unreserved characters of RFC 3986 §2.3.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.trim().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a String takes everything");
        }
    }
    escaped
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl fmt::Debug for WrongCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrongCode(.., {:?})", self.step)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock { phone_ahead_s } if *phone_ahead_s < 0 => {
                write!(f, "the phone's clock is {} s behind the box's", -phone_ahead_s)
            }
            Self::Clock { phone_ahead_s } => {
                write!(f, "the phone's clock is {phone_ahead_s} s ahead of the box's")
            }
            Self::Malformed => f.write_str("a code is six digits"),
            Self::Used => f.write_str("the code was used before"),
            Self::Wrong(_) => f.write_str("the code is wrong"),
        }
    }
}

impl std::error::Error for Refused {}
