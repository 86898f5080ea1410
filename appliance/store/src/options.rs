//! What a store is told from outside: the clock, randomness, and for tests haste and faults.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;

use crate::queue::Pace;

/// Tells civil time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Fills bytes with randomness that nobody can guess.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
/// Asked before each commit; an error stands for the disk's.
pub type Fault = Arc<dyn Fn() -> Option<rusqlite::Error> + Send + Sync>;

/// How a store is opened; the default is right for everything but tests.
#[derive(Clone)]
pub struct Options {
    /// Civil time, for ids, stamps and the audit log.
    pub clock: Clock,
    /// The source of ids, keys, secrets and tokens.
    pub random: Random,
    /// Whether commits wait for the disk. Only a test that kills nothing may say no.
    pub durable: bool,
    /// The shortest time between two commits of call records and bindings; what comes meanwhile shares the next.
    pub commit_every: Duration,
    /// How often refreshed bindings are written.
    pub refresh_every: Duration,
    /// The first pause after a failed commit; it doubles up to fifteen times this.
    pub retry_after: Duration,
    /// Makes commits fail, in tests.
    pub fault: Option<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Arc::new(Timestamp::now),
            random: Arc::new(system_random),
            durable: true,
            commit_every: Duration::from_millis(50),
            refresh_every: Duration::from_secs(60),
            retry_after: Duration::from_secs(1),
            fault: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("durable", &self.durable)
            .field("commit_every", &self.commit_every)
            .field("refresh_every", &self.refresh_every)
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

impl Options {
    pub(crate) fn pace(&self) -> Pace {
        Pace { commit_every: self.commit_every, refresh_every: self.refresh_every }
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Milliseconds since 1970, 0 before it.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.now().as_millisecond()).unwrap_or(0)
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }
}

fn system_random(bytes: &mut [u8]) {
    SysRng.try_fill_bytes(bytes).expect("the kernel's random source does not fail once the system is up");
}
