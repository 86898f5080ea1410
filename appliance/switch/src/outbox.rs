//! The sending end of a bounded channel that never waits: what the receiver is too slow for stays here, in
//! order, up to a bound.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};

use mio::Waker;

/// Sends to one thread without ever waiting for it.
pub(crate) struct Outbox<T> {
    sender: SyncSender<T>,
    waker: Arc<Waker>,
    /// What did not fit into the channel, oldest first; at most `limit`, beyond which pushing fails.
    waiting: VecDeque<T>,
    limit: usize,
    /// Whether something was sent since the receiver was last woken.
    is_fresh: bool,
}

impl<T> Outbox<T> {
    pub(crate) fn new(sender: SyncSender<T>, waker: Arc<Waker>, limit: usize) -> Self {
        Self { sender, waker, waiting: VecDeque::new(), limit, is_fresh: false }
    }

    /// Sends or keeps the item; gives it back when there is no room. Nobody is woken before [`Self::flush`].
    pub(crate) fn push(&mut self, item: T) -> Result<(), T> {
        self.send_waiting();
        let item = if self.waiting.is_empty() { self.try_send(item) } else { Some(item) };
        match item {
            Some(item) if self.waiting.len() >= self.limit => Err(item),
            Some(item) => {
                self.waiting.push_back(item);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Sends what waits as far as there is room, and wakes the receiver once for all that was sent.
    pub(crate) fn flush(&mut self) {
        self.send_waiting();
        if self.is_fresh {
            self.is_fresh = false;
            if let Err(error) = self.waker.wake() {
                tracing::warn!(%error, "a thread could not be woken");
            }
        }
    }

    /// Ends the channel and wakes the receiver, so that it sees the end.
    pub(crate) fn end(self) {
        let Self { sender, waker, .. } = self;
        drop(sender);
        if let Err(error) = waker.wake() {
            tracing::warn!(%error, "a thread could not be woken to end");
        }
    }

    /// Whether something waits for room, so that [`Self::flush`] must be called again soon.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn send_waiting(&mut self) {
        while let Some(item) = self.waiting.pop_front() {
            if let Some(item) = self.try_send(item) {
                self.waiting.push_front(item);
                return;
            }
        }
    }

    /// Gives the item back when the channel is full. To a receiver that has ended, everything is sent.
    fn try_send(&mut self, item: T) -> Option<T> {
        match self.sender.try_send(item) {
            Ok(()) => {
                self.is_fresh = true;
                None
            }
            Err(TrySendError::Full(item)) => Some(item),
            Err(TrySendError::Disconnected(_)) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use mio::{Poll, Token};

    use super::*;

    #[test]
    fn keeps_order_and_says_when_it_is_full() {
        let poll = Poll::new().unwrap();
        let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
        let (sender, receiver) = sync_channel(2);
        let mut outbox = Outbox::new(sender, waker, 2);
        for number in 1..=4 {
            assert_eq!(outbox.push(number), Ok(()));
        }
        assert_eq!(outbox.push(5), Err(5));
        assert!(outbox.is_waiting());
        assert_eq!(receiver.try_recv(), Ok(1));
        assert_eq!(outbox.push(6), Ok(()));
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [2, 3]);
        outbox.flush();
        assert!(!outbox.is_waiting());
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [4, 6]);
    }

    #[test]
    fn a_receiver_that_has_ended_takes_everything() {
        let poll = Poll::new().unwrap();
        let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
        let (sender, receiver) = sync_channel(1);
        drop(receiver);
        let mut outbox = Outbox::new(sender, waker, 1);
        assert_eq!((outbox.push(1), outbox.push(2), outbox.push(3)), (Ok(()), Ok(()), Ok(())));
    }
}
