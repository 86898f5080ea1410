//! The lengths of the timers (RFC 3261 §17, table 4).

use std::time::{Duration, Instant};

/// The round trip that is reckoned with.
pub const T1: Duration = Duration::from_millis(500);
/// The longest pause between two sendings.
pub const T2: Duration = Duration::from_secs(4);
/// How long a message may stay in the network.
pub const T4: Duration = Duration::from_secs(5);
/// 64*T1, the length of timers B, D, F, H, J, L and M: the other side is gone or has what it needs.
pub const TIMEOUT: Duration = Duration::from_secs(32);
/// An INVITE about which neither side said anything for so long is given up: telephones ring for less,
/// and nothing may stay in the tables for ever.
pub const SILENCE: Duration = Duration::from_secs(600);

/// When a message is sent again: pauses double up to T2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resend {
    /// When next.
    pub(crate) at: Instant,
    pause: Duration,
}

impl Resend {
    /// Begins after T1.
    pub(crate) fn starting(now: Instant) -> Resend {
        Resend { at: now + T1, pause: T1 }
    }

    /// Nothing is sent again where it cannot get lost.
    pub(super) fn unless(reliable: bool, now: Instant) -> Option<Resend> {
        (!reliable).then(|| Resend::starting(now))
    }

    /// Says whether it is time, and sets the next one: by doubling up to `longest`.
    pub(crate) fn is_due(&mut self, now: Instant, longest: Duration) -> bool {
        if now < self.at {
            return false;
        }
        self.pause = (self.pause * 2).min(longest);
        self.at = now + self.pause;
        true
    }
}

/// The time until a leftover is thrown away: none where nothing can be resent to it.
pub(super) fn linger(reliable: bool, time: Duration, now: Instant) -> Option<Instant> {
    (!reliable).then(|| now + time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let base = Instant::now();
        let mut resend = Resend::starting(base);
        let mut sent = Vec::new();
        for ms in 0..20_000 {
            if resend.is_due(base + Duration::from_millis(ms), T2) {
                sent.push(ms);
            }
        }
        assert_eq!(sent, [500, 1500, 3500, 7500, 11500, 15500, 19500]);
    }
}
