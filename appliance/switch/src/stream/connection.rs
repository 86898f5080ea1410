//! One connection, as its task holds it.

use std::ops::ControlFlow;

use sip::Flow;
use sip::framing::{Frame, refusal};
use tokio::sync::mpsc;

use super::{Intake, StreamEvent};

/// One connection that the SIP thread knows. When this is dropped it hears that the connection is over.
pub(crate) struct Connection {
    intake: Intake,
    flow: Flow,
    number: u64,
    /// For answers that the SIP thread has no part in; it alone decides how long the connection lasts.
    replies: mpsc::WeakSender<Vec<u8>>,
    outgoing: Option<mpsc::Receiver<Vec<u8>>>,
    is_told: bool,
}

impl Connection {
    pub(super) fn new(
        intake: Intake,
        flow: Flow,
        number: u64,
        replies: mpsc::WeakSender<Vec<u8>>,
        outgoing: mpsc::Receiver<Vec<u8>>,
    ) -> Self {
        Self { intake, flow, number, replies, outgoing: Some(outgoing), is_told: false }
    }

    /// What is to be written, in order; its end is the connection's. To be taken once.
    pub(super) fn take_outgoing(&mut self) -> mpsc::Receiver<Vec<u8>> {
        self.outgoing.take().unwrap_or_else(|| mpsc::channel(1).1)
    }

    /// Hands a message to the SIP thread, answers a ping, refuses what breaks the stream. Breaks off when nothing
    /// more is to be read.
    pub(super) async fn frame(&self, frame: Frame) -> ControlFlow<()> {
        match frame {
            Frame::Message(bytes) => self.message(bytes).await,
            Frame::Ping => self.reply(b"\r\n".to_vec()),
            Frame::Broken { message } => {
                self.intake.counters.sip_streams_broken.add(1);
                if let Some(answer) = refusal(&message, self.flow.remote) {
                    let _ = self.reply(answer);
                }
                ControlFlow::Break(())
            }
        }
    }

    pub(super) async fn message(&self, bytes: Vec<u8>) -> ControlFlow<()> {
        let Self { flow, number, .. } = *self;
        match self.intake.tell(StreamEvent::Message { flow, number, bytes }).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Writes something without the SIP thread; a full queue or a connection that ends breaks off.
    pub(super) fn reply(&self, bytes: Vec<u8>) -> ControlFlow<()> {
        let sent = self.replies.upgrade().is_some_and(|replies| replies.try_send(bytes).is_ok());
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Tells the SIP thread that nothing more comes; it ends what is to be written then.
    pub(super) async fn closed(&mut self) {
        self.is_told = true;
        let Self { flow, number, .. } = *self;
        // Without a SIP thread nobody needs to know.
        let _ = self.intake.tell(StreamEvent::Closed { flow, number }).await;
    }

    pub(super) fn flow(&self) -> Flow {
        self.flow
    }

    pub(super) fn cut(&self, why: &str) {
        self.intake.counters.sip_connections_cut.add(1);
        tracing::debug!(flow = %self.flow, why, "connection cut");
    }
}

impl Drop for Connection {
    /// A task that panicked, or was ended with its runtime, told nobody.
    fn drop(&mut self) {
        if !self.is_told {
            let Self { flow, number, .. } = *self;
            self.intake.tell_now(StreamEvent::Closed { flow, number });
        }
    }
}
