//! One line in, one line out: a transaction's life under virtual time.
//!
//! Input is `TIME WORDS | TIME WORDS | end`, in milliseconds; `tcp` alone says that the transport is reliable, `end`
//! lets the timers run until the machine has none. Output is what it did and which states it came to.

use std::fmt::Debug;
use std::time::{Duration, Instant};

pub(super) trait Machine: Debug {
    /// Feeds one input (`["timer"]` when time passed) and names what it causes; nothing is empty.
    fn input(&mut self, words: &[&str], reliable: bool, now: Instant) -> &'static str;
    fn due(&self) -> Option<Instant>;
}

pub(super) fn check<M: Machine>(new: impl FnOnce(Instant) -> M, input: &str, output: &str) {
    let base = Instant::now();
    let mut run = Run { machine: new(base), base, reliable: false, log: Vec::new() };
    for step in input.split('|').map(str::trim) {
        match step {
            "tcp" => run.reliable = true,
            "end" => run.pass_time(None),
            step => {
                let words: Vec<&str> = step.split_whitespace().collect();
                let at = base + Duration::from_millis(words[0].parse().unwrap());
                run.pass_time(Some(at));
                run.input(&words[1..], at);
            }
        }
    }
    assert_eq!(run.log.join(", "), output, "for {input}");
}

struct Run<M> {
    machine: M,
    base: Instant,
    reliable: bool,
    log: Vec<String>,
}

impl<M: Machine> Run<M> {
    fn pass_time(&mut self, until: Option<Instant>) {
        while let Some(due) = self.machine.due()
            && until.is_none_or(|until| due < until)
        {
            self.input(&["timer"], due);
        }
    }

    fn input(&mut self, words: &[&str], now: Instant) {
        let ms = (now - self.base).as_millis();
        let before = self.state();
        let action = self.machine.input(words, self.reliable, now);
        if !action.is_empty() {
            self.log.push(format!("{ms} {action}"));
        }
        let after = self.state();
        if before != after {
            self.log.push(format!("{ms} {after}"));
        }
    }

    /// The name of the state, without its timers.
    fn state(&self) -> String {
        let text = format!("{:?}", self.machine);
        text.split([' ', '{']).next().unwrap_or_default().to_lowercase()
    }
}
