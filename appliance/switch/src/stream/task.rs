//! The task of one TCP or TLS connection: reads messages, writes messages, and ends in time.

use std::ops::ControlFlow;

use sip::framing::Frames;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::{Connection, StreamLimits};

/// Bytes that are read at once: a message, mostly.
const ROOM: usize = 2_048;
/// Bytes that are still taken, and thrown away, from one whose stream is broken: a connection that is closed with
/// something unread is reset, and the answer is lost with it.
const THROWN_AWAY: usize = 256 * 1_024;

/// Why nothing more is read.
enum End {
    /// The other end closed, or the network did.
    Gone,
    /// It broke the stream, or the SIP thread is over.
    Refused,
    /// It was too slow, or silent for too long.
    Slow(&'static str),
}

/// Serves a connection until either end is tired of it.
pub(super) async fn serve<S>(stream: S, mut connection: Connection, limits: StreamLimits)
where
    S: AsyncRead + AsyncWrite,
{
    let (mut reader, mut writer) = tokio::io::split(stream);
    let outgoing = connection.take_outgoing();
    let end = {
        let mut writing = std::pin::pin!(write(&mut writer, outgoing, limits));
        let end = tokio::select! {
            end = read(&mut reader, &connection, limits) => end,
            written = &mut writing => {
                if written.is_break() {
                    connection.cut("it does not read");
                }
                return connection.closed().await;
            }
        };
        if let End::Slow(why) = end {
            connection.cut(why);
        }
        // What is to be written ends with the SIP thread's knowing.
        connection.closed().await;
        let _ = timeout(limits.write, writing).await;
        end
    };
    match end {
        End::Gone | End::Slow(_) => {}
        End::Refused => {
            let _ = timeout(limits.write, throw_away(&mut reader)).await;
        }
    }
}

async fn read<S>(reader: &mut ReadHalf<S>, connection: &Connection, limits: StreamLimits) -> End
where
    S: AsyncRead + AsyncWrite,
{
    let mut frames = Frames::new();
    let mut room = [0; ROOM];
    // Until when the message that is due, the first or one that has begun, must be whole.
    let mut whole_by = Some(Instant::now() + limits.message);
    loop {
        let idle_by = Instant::now() + limits.idle;
        let by = whole_by.map_or(idle_by, |by| by.min(idle_by));
        let count = match timeout_at(by, reader.read(&mut room)).await {
            Ok(Ok(0) | Err(_)) => return End::Gone,
            Ok(Ok(count)) => count,
            Err(_) if whole_by.is_some() => return End::Slow("no whole message in time"),
            Err(_) => return End::Slow("silent for too long"),
        };
        frames.push(room.get(..count).unwrap_or_default());
        while let Some(frame) = frames.poll() {
            if matches!(frame, sip::framing::Frame::Message(_)) {
                whole_by = None;
            }
            if let ControlFlow::Break(()) = connection.frame(frame).await {
                return End::Refused;
            }
        }
        if frames.is_within_message() && whole_by.is_none() {
            whole_by = Some(Instant::now() + limits.message);
        }
    }
}

/// Writes until the SIP thread ends it; breaks off when the other end does not take it.
async fn write<S>(
    writer: &mut WriteHalf<S>,
    mut outgoing: mpsc::Receiver<Vec<u8>>,
    limits: StreamLimits,
) -> ControlFlow<()>
where
    S: AsyncRead + AsyncWrite,
{
    while let Some(bytes) = outgoing.recv().await {
        let written = async {
            writer.write_all(&bytes).await?;
            writer.flush().await
        };
        if !matches!(timeout(limits.write, written).await, Ok(Ok(()))) {
            return ControlFlow::Break(());
        }
    }
    let _ = timeout(limits.write, writer.shutdown()).await;
    ControlFlow::Continue(())
}

async fn throw_away<S>(reader: &mut ReadHalf<S>)
where
    S: AsyncRead + AsyncWrite,
{
    let mut rest = reader.take(THROWN_AWAY as u64);
    let _ = tokio::io::copy(&mut rest, &mut tokio::io::sink()).await;
}
