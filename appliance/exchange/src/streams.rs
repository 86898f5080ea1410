//! The sound of legs: a port each, where the telephone is, which two hear each other.

use std::net::{IpAddr, SocketAddr};

use calls::{Event, LegId};
use media::{Command, Form, Report, StreamId};
use model::{Cause, Now, Sound};
use sdp::{Kind, Ports, Session};

use crate::{Exchange, Output};

impl Exchange {
    /// Opens a leg's stream on an address of ours; none when all ports are in use.
    pub(crate) fn open_stream(&mut self, leg: LegId, local: IpAddr, now: Now) -> Option<Ports> {
        let port = self.ports.take(now.tick)?;
        let stream = stream_of(leg, Kind::Audio);
        let local = SocketAddr::new(local, port.get());
        self.streams.insert(stream, (port, local.ip()));
        self.outputs.push_back(Output::Media(Command::Open { stream, local, form: Form::Rtp }));
        let mut ports = Ports::default();
        ports.set(Kind::Audio, local);
        Some(ports)
    }

    /// Tells a leg's stream where its telephone is, after an offer or an answer.
    pub(crate) fn aim_stream(&mut self, leg: LegId, session: &Session, signalling: IpAddr) {
        let Some(audio) = session.stream(Kind::Audio) else { return };
        // One of our own ports is no telephone: two calls could send packets round for ever.
        if self.is_own_stream(audio.rtp) || self.is_own_stream(audio.rtcp) {
            self.counters.rtp_own_ports_refused += 1;
            return;
        }
        self.outputs.push_back(Output::Media(Command::Peer {
            stream: stream_of(leg, Kind::Audio),
            rtp: audio.rtp,
            rtcp: audio.rtcp,
            signalling,
            clocks: audio.clocks(),
            codec: audio.codec(),
        }));
    }

    fn is_own_stream(&self, address: SocketAddr) -> bool {
        self.streams
            .values()
            .any(|(port, ip)| *ip == address.ip() && [port.get(), port.rtcp()].contains(&address.port()))
    }

    /// Lets two legs hear each other.
    pub(crate) fn join_streams(&mut self, a: LegId, b: LegId) {
        self.outputs.push_back(Output::Media(Command::Join {
            a: stream_of(a, Kind::Audio),
            b: stream_of(b, Kind::Audio),
        }));
    }

    /// Ends a leg's stream; false when it has none.
    pub(crate) fn close_stream(&mut self, leg: LegId) -> bool {
        let stream = stream_of(leg, Kind::Audio);
        let open = self.streams.contains_key(&stream);
        if open {
            self.outputs.push_back(Output::Media(Command::Close { stream }));
        }
        open
    }

    /// Takes news of a stream.
    pub(crate) fn stream_event(&mut self, event: media::Event, now: Now) {
        match event {
            media::Event::Closed { stream, report } => {
                if let Some((port, _)) = self.streams.remove(&stream) {
                    self.ports.give_back(port, now.tick);
                }
                let leg = leg_of(stream);
                self.tell(leg.serial(), Event::SoundOver(leg, sound(report, now)), now);
            }
            media::Event::Failed { stream, local: _, is_taken, error: _ } => {
                self.counters.rtp_ports_failed += 1;
                if let Some((port, _)) = self.streams.remove(&stream) {
                    if is_taken {
                        self.ports.poison(port, now.tick);
                    } else {
                        self.ports.give_back(port, now.tick);
                    }
                }
                // A called telephone may already have our INVITE with that port in it: it must not ring on.
                let leg = leg_of(stream);
                self.cancel(leg, now);
                self.leg_failed(leg, Cause::NoCapacity, now);
                self.tell(leg.serial(), Event::SoundOver(leg, None), now);
            }
            // Nothing is expected of any stream yet.
            media::Event::Silent { stream: _ } => {}
        }
    }
}

/// A leg has a stream of each kind at most: the low two bits say which.
fn stream_of(leg: LegId, kind: Kind) -> StreamId {
    StreamId(leg.0 << 2 | u64::from(kind.index()))
}

fn leg_of(stream: StreamId) -> LegId {
    LegId(stream.0 >> 2)
}

/// The figures for the record; none when no packet came or went.
fn sound(report: Report, now: Now) -> Option<Sound> {
    if report.packets_received == 0 && report.packets_sent == 0 {
        return None;
    }
    let last_packet = report.last_packet.and_then(|at| {
        let ago = jiff::SignedDuration::try_from(now.tick.saturating_duration_since(at)).ok()?;
        now.wall.checked_sub(ago).ok()
    });
    Some(Sound {
        codec: report.codec,
        packets_received: report.packets_received,
        packets_sent: report.packets_sent,
        packets_lost: report.packets_lost,
        jitter_ms: report.jitter.as_secs_f32() * 1_000.0,
        mos: report.mos,
        silence_ms: u32::try_from(report.longest_silence.as_millis()).unwrap_or(u32::MAX),
        last_packet,
    })
}
