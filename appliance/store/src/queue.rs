//! What waits for the writer thread, and what it does next.

use std::collections::VecDeque;
use std::sync::mpsc::SyncSender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::binding_queue::{BindingQueue, Taken as TakenBinding};
use crate::engine::Engine;
use crate::error::{Error, StorageError};
use crate::health::Health;
use crate::spool::{Spool, Taken as TakenRecord};

/// Changes that wait at most; each belongs to a caller that waits with it. Further ones are refused as busy.
pub(crate) const JOBS_MAX: usize = 256;
/// The longest pause between two tries, in first pauses.
const PAUSE_MAX: u32 = 15;
/// How long the writer thread sleeps when nothing is due; whoever brings something wakes it.
const IDLE: Duration = Duration::from_secs(3600);

/// Something for the writer thread to do.
pub(crate) type Job = Box<dyn FnOnce(&mut Engine) + Send>;
/// Whoever waits for everything to be on disk.
pub(crate) type FlushWaiter = SyncSender<Result<(), StorageError>>;

/// What the writer thread does next.
pub(crate) enum Task {
    /// Write what waits, then tell the waiters.
    Flush(Vec<TakenRecord>, Vec<TakenBinding>, Vec<FlushWaiter>),
    /// One change.
    Job(Job),
    /// Nothing more.
    Stop,
}

/// The queue, shared between callers and the writer thread.
pub(crate) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
    pace: Pace,
    retry_after: Duration,
}

/// How often the disk is bothered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Between two commits of records and bindings at least; what comes meanwhile shares the next.
    pub(crate) commit_every: Duration,
    /// How long refreshed bindings may wait.
    pub(crate) refresh_every: Duration,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) spool: Spool,
    pub(crate) bindings: BindingQueue,
    jobs: VecDeque<Job>,
    waiters: Vec<FlushWaiter>,
    /// No more changes are taken.
    closing: bool,
    /// The thread is gone.
    stopped: bool,
    /// Why the last write failed, and how often in a row.
    trouble: Option<(StorageError, u32)>,
    /// Not to be tried before.
    retry_at: Option<Instant>,
    /// When records and bindings were last written.
    flushed_at: Option<Instant>,
    /// Changes and records take turns.
    job_first: bool,
}

impl Queue {
    pub(crate) fn new(pace: Pace, retry_after: Duration) -> Self {
        Self { state: Mutex::default(), wake: Condvar::new(), pace, retry_after }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes the writer thread.
    pub(crate) fn tell<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let result = work(&mut self.lock());
        self.wake.notify_one();
        result
    }

    /// Lays something in to be written, and wakes the writer thread if it would come too late by itself.
    pub(crate) fn offer<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let now = Instant::now();
        let before = state.deadline(now, self.pace);
        let result = work(&mut state);
        let after = state.deadline(now, self.pace);
        drop(state);
        if after.is_some_and(|after| before.is_none_or(|before| after < before)) {
            self.wake.notify_one();
        }
        result
    }

    /// Waits for the next task.
    pub(crate) fn next(&self) -> Task {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if let Some(task) = state.next(now, self.pace) {
                return task;
            }
            let pause = state.deadline(now, self.pace).map_or(IDLE, |at| at.saturating_duration_since(now));
            let (woken, _) = self.wake.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner);
            state = woken;
        }
    }

    /// Notes that writing succeeded.
    pub(crate) fn succeeded(&self) {
        let mut state = self.lock();
        if state.trouble.take().is_some() {
            state.retry_at = None;
            tracing::info!("the database can be written again");
        }
    }

    /// Notes that writing failed, and when it is tried again.
    pub(crate) fn failed(&self, error: &StorageError) {
        let mut state = self.lock();
        let times = state.trouble.as_ref().map_or(0, |(_, times)| *times);
        if times == 0 {
            tracing::warn!(%error, "the database cannot be written; calls go on from memory");
        }
        state.trouble = Some((error.clone(), times.saturating_add(1)));
        state.retry_at = Some(Instant::now() + pause(self.retry_after, times));
    }
}

impl State {
    fn next(&mut self, now: Instant, pace: Pace) -> Option<Task> {
        let asked = !self.waiters.is_empty() || (self.closing && self.has_news() && self.trouble.is_none());
        let refresh = self.bindings.refresh_due(pace.refresh_every).is_some_and(|due| due <= now);
        let due = self.deadline(now, pace).is_some_and(|due| due <= now);
        let job_first = self.job_first && !self.jobs.is_empty();
        if (asked || due) && !job_first {
            self.job_first = true;
            self.flushed_at = Some(now);
            let bindings = self.bindings.batch(asked || refresh, now);
            return Some(Task::Flush(self.spool.batch(), bindings, std::mem::take(&mut self.waiters)));
        }
        self.job_first = false;
        if let Some(job) = self.jobs.pop_front() {
            return Some(Task::Job(job));
        }
        self.closing.then(|| {
            self.stopped = true;
            Task::Stop
        })
    }

    /// When something is to be written, or tried again; now for what may be written at once.
    fn deadline(&self, now: Instant, pace: Pace) -> Option<Instant> {
        let is_wanted = self.has_news() || self.trouble.is_some();
        let news = is_wanted.then_some(now);
        let wanted = [news, self.bindings.refresh_due(pace.refresh_every)].into_iter().flatten().min()?;
        let paced = self.flushed_at.map(|at| at + pace.commit_every);
        [paced, self.retry_at].into_iter().flatten().chain([wanted]).max()
    }

    fn has_news(&self) -> bool {
        !self.spool.is_empty() || self.bindings.is_urgent()
    }

    /// Takes a job in, or gives back how many wait.
    pub(crate) fn push_job(&mut self, job: Job) -> Result<(), usize> {
        if self.jobs.len() >= JOBS_MAX {
            return Err(self.jobs.len());
        }
        self.jobs.push_back(job);
        Ok(())
    }

    /// Asks for everything to be written at once, also during a pause.
    pub(crate) fn push_waiter(&mut self, waiter: FlushWaiter) {
        self.waiters.push(waiter);
    }

    pub(crate) fn close(&mut self) {
        self.closing = true;
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// What a stop would lose, as an error.
    pub(crate) fn lost(&self) -> Result<(), Error> {
        match &self.trouble {
            Some((error, _)) if self.has_news() => Err(error.clone().into()),
            _ => Ok(()),
        }
    }

    pub(crate) fn health(&self) -> Health {
        Health {
            writable: self.trouble.is_none(),
            last_error: self.trouble.as_ref().map(|(error, _)| error.to_string()),
            records_waiting: self.spool.len(),
            records_dropped: self.spool.dropped(),
            bindings_waiting: self.bindings.len(),
            bindings_dropped: self.bindings.dropped(),
        }
    }
}

/// How long to wait after so many failures in a row.
fn pause(first: Duration, times: u32) -> Duration {
    first * 2_u32.saturating_pow(times).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use model::BindingChange;

    use super::*;
    use crate::bindings::sample;

    const PACE: Pace =
        Pace { commit_every: Duration::from_millis(50), refresh_every: Duration::from_secs(60) };

    fn binding(state: &mut State, name: &str, now: Instant) {
        state.bindings.push(BindingChange::Changed(sample(name, 1)), None, now, 9);
    }

    fn is_flush(task: Option<&Task>, bindings: usize) -> bool {
        matches!(task, Some(Task::Flush(_, taken, _)) if taken.len() == bindings)
    }

    #[test]
    fn the_first_change_is_written_at_once_and_the_next_ones_together() {
        let (mut state, start) = (State::default(), Instant::now());
        binding(&mut state, "a", start);
        let Some(Task::Flush(_, taken, _)) = state.next(start, PACE) else { panic!("nothing is written") };
        state.bindings.committed(&taken);
        for (name, ms) in [("b", 1), ("c", 30)] {
            let now = start + Duration::from_millis(ms);
            binding(&mut state, name, now);
            assert_eq!(state.deadline(now, PACE), Some(start + PACE.commit_every));
            assert!(state.next(now, PACE).is_none());
        }
        assert!(is_flush(state.next(start + PACE.commit_every, PACE).as_ref(), 2));
    }

    #[test]
    fn who_asks_and_who_stops_wait_for_no_pace() {
        let (mut state, now) = (State::default(), Instant::now());
        state.flushed_at = Some(now);
        binding(&mut state, "a", now);
        state.push_waiter(std::sync::mpsc::sync_channel(1).0);
        assert!(is_flush(state.next(now, PACE).as_ref(), 1));
        state.close();
        assert!(is_flush(state.next(now, PACE).as_ref(), 1));
    }

    #[test]
    fn after_a_failure_the_pause_counts() {
        let (mut state, now) = (State::default(), Instant::now());
        binding(&mut state, "a", now);
        state.retry_at = Some(now + Duration::from_secs(2));
        assert!(state.next(now + PACE.commit_every, PACE).is_none());
        assert_eq!(state.deadline(now, PACE), state.retry_at);
    }

    #[test]
    fn pauses_grow_to_fifteen_seconds() {
        let pauses = [0, 1, 2, 3, 4, 5, 100].map(|times| pause(Duration::from_secs(1), times).as_secs());
        assert_eq!(pauses, [1, 2, 4, 8, 15, 15, 15]);
    }
}
