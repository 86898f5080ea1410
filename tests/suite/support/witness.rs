//! A registered telephone that asks something now and then, OPTIONS and REGISTER in turn, and counts answers: what the others in
//! the office notice of an attack.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::phone::Phone;

/// Between two questions: often enough to be counted, and far from a flood.
const PAUSE: Duration = Duration::from_millis(40);

/// One that asks until it is told to stop.
pub(crate) struct Witness {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<Answers>,
}

/// What it saw.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answers {
    pub(crate) asked: usize,
    pub(crate) answered: usize,
    /// How often it had to say something again, for nothing came within half a second.
    pub(crate) said_again: usize,
}

impl Witness {
    /// Begins to ask; the telephone is registered first.
    pub(crate) fn start(mut phone: Phone) -> Self {
        assert_eq!(phone.register().unwrap().status(), 200);
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let (mut answers, before) = (Answers::default(), phone.sent_again);
            while !over.load(Ordering::Relaxed) {
                let answer = if answers.asked % 4 == 3 { phone.register() } else { phone.ping() };
                answers.asked += 1;
                answers.answered += usize::from(answer.is_ok_and(|answer| answer.status() == 200));
                _ = phone.next_within(PAUSE);
            }
            answers.said_again = phone.sent_again - before;
            answers
        });
        Self { is_over, thread }
    }

    /// Stops, and says what it saw.
    pub(crate) fn stop(self) -> Answers {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}
