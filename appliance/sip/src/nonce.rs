//! Nonces that need no memory until they are used (RFC 7616 §3.3, §5.4): time, number and a keyed hash.

mod mac;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use mac::{MAC_LENGTH, Mac};

use crate::hex;

/// How long a nonce may be used.
pub const NONCE_LIFETIME: Duration = Duration::from_secs(300);

/// 131,072 used nonces, some 8 MB. When full the oldest is forgotten and with it every nonce that was
/// issued before it counts as expired: under load nonces live shorter, but none is ever accepted twice.
const MAX_USED: usize = 131_072;

const LENGTH: usize = 10 + MAC_LENGTH;

/// What a nonce in a request is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceState {
    /// Ours, not expired, first use of this count; the pair is used up now.
    Fresh,
    /// Expired, a pair seen before, issued to another address or before the last start: ask again with `stale=true`.
    Stale,
    /// Not in the form of our nonces.
    Foreign,
}

/// Issues nonces and accepts each pair of nonce and count once.
///
/// A nonce is bound to the address that asked, not to its port, since NATs change ports.
pub struct Nonces {
    mac: Mac,
    epoch: Instant,
    /// Makes two nonces of one millisecond differ, so that phones behind one address do not share one.
    next: Cell<u32>,
    /// Counts seen, by nonce; only of requests with a good digest. In order of issue, hence of expiry.
    used: BTreeMap<Issue, Window>,
    /// Nonces issued before this are expired, whatever their age.
    floor: Issue,
}

/// When a nonce was issued: milliseconds since the epoch, and a running number.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Issue {
    ms: u64,
    number: u32,
}

impl Nonces {
    /// Takes a secret key, new at every start, and the moment from which time is counted.
    pub fn new(key: [u8; 32], epoch: Instant) -> Nonces {
        Nonces {
            mac: Mac::new(&key),
            epoch,
            next: Cell::new(0),
            used: BTreeMap::new(),
            floor: Issue::default(),
        }
    }

    /// Makes a nonce for a challenge to `source`.
    pub fn issue(&self, source: IpAddr, now: Instant) -> String {
        let issue = Issue { ms: self.ms(now), number: self.next.get() };
        self.next.set(issue.number.wrapping_add(1));
        let mut bytes = [0; LENGTH];
        let (head, tail) = bytes.split_at_mut(10);
        head.copy_from_slice(&issue.to_bytes());
        tail.copy_from_slice(&self.mac.of(issue.to_bytes(), source));
        hex::encode(&bytes)
    }

    /// Judges a nonce and uses up its pair with `nc` (0 for a client without `qop`).
    ///
    /// Call this only after the digest was found right: a wrong one must not use up a pair.
    pub fn check(&mut self, nonce: &str, nc: u32, source: IpAddr, now: Instant) -> NonceState {
        let Some(bytes) = hex::decode::<LENGTH>(nonce) else {
            return NonceState::Foreign;
        };
        let (head, mac) = bytes.split_at(10);
        let issue = Issue::from_bytes(head);
        if !hex::same(&self.mac.of(issue.to_bytes(), source), mac) {
            return NonceState::Stale;
        }
        self.forget_expired(now);
        if issue < self.floor {
            return NonceState::Stale;
        }
        let window = self.used.entry(issue).or_default();
        let state = if window.take(nc) { NonceState::Fresh } else { NonceState::Stale };
        if self.used.len() > MAX_USED
            && let Some((oldest, _)) = self.used.pop_first()
        {
            self.floor = oldest.next();
        }
        state
    }

    /// Used nonces that are remembered.
    pub fn len(&self) -> usize {
        self.used.len()
    }

    /// Says whether no used nonce is remembered.
    pub fn is_empty(&self) -> bool {
        self.used.is_empty()
    }

    fn forget_expired(&mut self, now: Instant) {
        let lifetime = NONCE_LIFETIME.as_millis() as u64;
        let floor = Issue { ms: self.ms(now).saturating_sub(lifetime), number: 0 };
        self.floor = self.floor.max(floor);
        while let Some(entry) = self.used.first_entry()
            && *entry.key() < self.floor
        {
            entry.remove();
        }
    }

    fn ms(&self, now: Instant) -> u64 {
        now.saturating_duration_since(self.epoch).as_millis() as u64
    }
}

impl Issue {
    fn next(self) -> Issue {
        match self.number.checked_add(1) {
            Some(number) => Issue { number, ..self },
            None => Issue { ms: self.ms + 1, number: 0 },
        }
    }

    /// Six bytes of milliseconds are 8,900 years.
    fn to_bytes(self) -> [u8; 10] {
        let [_, _, a, b, c, d, e, f] = self.ms.to_be_bytes();
        let [g, h, i, j] = self.number.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j]
    }

    fn from_bytes(bytes: &[u8]) -> Issue {
        let (ms, number) = bytes.split_at_checked(6).unwrap_or_default();
        let join = |bytes: &[u8]| bytes.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        Issue { ms: join(ms), number: join(number) as u32 }
    }
}

/// The counts of one nonce: the highest and which of the 64 up to it were seen. One further below counts as seen.
#[derive(Clone, Copy, Default)]
struct Window {
    highest: u32,
    seen: u64,
}

impl Window {
    /// Says whether the count is new, and remembers it.
    fn take(&mut self, nc: u32) -> bool {
        if nc > self.highest {
            self.seen = self.seen.checked_shl(nc - self.highest).unwrap_or(0);
            self.highest = nc;
        }
        let Some(bit) = 1u64.checked_shl(self.highest - nc) else {
            return false;
        };
        let new = self.seen & bit == 0;
        self.seen |= bit;
        new
    }
}
