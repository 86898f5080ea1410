//! The SIP thread's way to the media threads: it binds the sockets of a new stream itself, so that the port is
//! ours before a message that names it leaves, and hands everything on without waiting.

use std::io;
use std::net::SocketAddr;

use media::{Command, Event, Form, Report, StreamId};

use crate::counters::Counters;
use crate::outbox::Outbox;
use crate::sockets::Pair;

/// What a media thread is told.
#[derive(Debug)]
pub(crate) enum MediaOrder {
    /// A new stream with its sockets, which are bound.
    Open { stream: StreamId, local: SocketAddr, form: Form, pair: Pair },
    /// Anything else.
    Command(Command),
}

/// The media threads, as the SIP thread sees them.
#[derive(Default)]
pub(crate) struct MediaOrders {
    outboxes: Vec<Outbox<MediaOrder>>,
}

impl MediaOrders {
    /// Adds a thread.
    pub(crate) fn add(&mut self, outbox: Outbox<MediaOrder>) {
        self.outboxes.push(outbox);
    }

    /// Hands a command to the thread of its call. What cannot be done is told at once.
    pub(crate) fn send(&mut self, command: Command, counters: &Counters) -> Option<Event> {
        let stream = command.stream();
        let order = match command {
            Command::Open { stream, local, form } => match Pair::bind(local, form) {
                Ok(pair) => MediaOrder::Open { stream, local, form, pair },
                Err(error) => return Some(failed(stream, local, &error)),
            },
            other => MediaOrder::Command(other),
        };
        let Some(outbox) = outbox_of(&mut self.outboxes, stream) else {
            return refused(order);
        };
        outbox.push(order).err().and_then(|order| {
            counters.rtp_orders_dropped.add(1);
            refused(order)
        })
    }

    /// Wakes the threads that have something to do.
    pub(crate) fn flush(&mut self) {
        for outbox in &mut self.outboxes {
            outbox.flush();
        }
    }

    /// Whether orders wait for room, so that [`Self::flush`] must be called again soon.
    pub(crate) fn is_waiting(&self) -> bool {
        self.outboxes.iter().any(Outbox::is_waiting)
    }
}

impl Drop for MediaOrders {
    /// The media threads end with the SIP thread, however that ended.
    fn drop(&mut self) {
        self.outboxes.drain(..).for_each(Outbox::end);
    }
}

/// All streams of a call have the same thread: the low two bits of a stream tell its kind, eight more the leg.
fn outbox_of(outboxes: &mut [Outbox<MediaOrder>], stream: StreamId) -> Option<&mut Outbox<MediaOrder>> {
    let place = (stream.0 >> 10).checked_rem(outboxes.len() as u64)?;
    outboxes.get_mut(usize::try_from(place).ok()?)
}

/// What follows from an order that no thread took: a stream that is to open fails, one that is to close is over
/// for the exchange, without figures.
fn refused(order: MediaOrder) -> Option<Event> {
    match order {
        MediaOrder::Open { stream, local, .. } => {
            Some(failed(stream, local, &io::Error::other("the media thread does not keep up")))
        }
        MediaOrder::Command(Command::Close { stream }) => {
            Some(Event::Closed { stream, report: Report::default() })
        }
        MediaOrder::Command(_) => None,
    }
}

fn failed(stream: StreamId, local: SocketAddr, error: &io::Error) -> Event {
    tracing::warn!(%local, %error, "no sound through this port");
    let is_taken = error.kind() == io::ErrorKind::AddrInUse;
    Event::Failed { stream, local, is_taken, error: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use mio::{Poll, Token, Waker};

    use super::*;

    #[test]
    fn a_thread_that_does_not_keep_up_fails_streams_and_ends_them() {
        let poll = Poll::new().unwrap();
        let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
        let (sender, _orders) = sync_channel(1);
        let (mut media, counters) = (MediaOrders::default(), Counters::default());
        media.add(Outbox::new(sender, waker, 0));
        let (stream, local) = (StreamId(1), "127.27.0.1:10000".parse().unwrap());
        assert_eq!(media.send(Command::Part { stream }, &counters), None);
        let refused = media.send(Command::Open { stream, local, form: Form::Rtp }, &counters);
        assert!(matches!(refused, Some(Event::Failed { stream: StreamId(1), .. })), "{refused:?}");
        // Its port is free again.
        assert!(Pair::bind(local, Form::Rtp).is_ok());
        let ended = media.send(Command::Close { stream }, &counters);
        assert_eq!(ended, Some(Event::Closed { stream, report: Report::default() }));
        assert_eq!(media.send(Command::Part { stream }, &counters), None);
        assert_eq!(counters.rtp_orders_dropped.get(), 3);
    }
}
