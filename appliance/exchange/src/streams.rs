//! The streams of legs: ports of their own, where the telephone is, which two hear each other.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use calls::{Event, LegId};
use media::{Command, Form, Report, StreamId};
use model::{Cause, Now, Sound};
use sdp::{Direction, Kind, Session, payload_map};

use crate::{Exchange, Output};

impl Exchange {
    /// Opens a leg's stream of this kind on an address of ours, if it has none; false when all ports are in use.
    pub(crate) fn open_stream(&mut self, leg: LegId, kind: Kind, local: IpAddr, now: Now) -> bool {
        let stream = stream_of(leg, kind);
        if self.leg(leg).is_none_or(|leg| leg.session.ports.get(kind).is_some()) {
            return self.streams.contains_key(&stream);
        }
        let Some(port) = self.ports.take(now.tick) else { return false };
        let local = SocketAddr::new(local, port.get());
        self.streams.insert(stream, (port, local.ip()));
        let form = if kind == Kind::Image { Form::Opaque } else { Form::Rtp };
        self.outputs.push_back(Output::Media(Command::Open { stream, local, form }));
        if let Some(leg) = self.leg_mut(leg) {
            leg.session.ports.set(kind, local);
        }
        true
    }

    /// The kinds of streams that a leg's telephone offers; sound when its offer is to come later.
    pub(crate) fn kinds_offered(&self, leg: LegId) -> Vec<Kind> {
        match self.leg(leg).and_then(|leg| leg.session.remote.as_ref()) {
            Some(offer) => offer.streams().map(|stream| stream.kind).collect(),
            None => vec![Kind::Audio],
        }
    }

    /// Tells a leg's streams where its telephone is, after an offer or an answer.
    pub(crate) fn aim_streams(&mut self, leg: LegId) {
        let Some(party) = self.leg(leg) else { return };
        let signalling = party.dialog.as_ref().map_or(party.flow, |dialog| dialog.flow).remote.ip();
        let Some(session) = &party.session.remote else { return };
        let streams: Vec<_> = session.streams().cloned().collect();
        let told = party.session.told.clone();
        for mut one in streams {
            if one.kind == Kind::Image {
                // Facsimile is any octets: they go to the telephone itself and not to whoever it names, which could be
                // any service anywhere.
                (one.rtp, one.rtcp) = (at(signalling, one.rtp), at(signalling, one.rtcp));
            }
            // It may send by its own numbers and by those that it was told.
            let mut clocks = one.clocks();
            clocks.extend(told.iter().filter_map(|told| told.stream(one.kind)).flat_map(sdp::Stream::clocks));
            let stream = stream_of(leg, one.kind);
            if !self.streams.contains_key(&stream) {
                continue;
            }
            // One of our own ports is no telephone: two calls could send packets round for ever.
            if self.is_own_stream(one.rtp) || self.is_own_stream(one.rtcp) {
                self.counters.rtp_own_ports_refused += 1;
                continue;
            }
            let Some(party) = self.leg(leg) else { return };
            let protection = party.session.protection(one.kind, stream);
            let codec = party.session.codec(one.kind).unwrap_or_else(|| one.codec());
            self.outputs.push_back(Output::Media(protection));
            self.outputs.push_back(Output::Media(Command::Peer {
                stream,
                rtp: one.rtp,
                rtcp: one.rtcp,
                registered: Some(signalling),
                networks: Vec::new(),
                clocks,
                codec,
            }));
        }
    }

    fn is_own_stream(&self, address: SocketAddr) -> bool {
        self.streams
            .values()
            .any(|(port, ip)| *ip == address.ip() && [port.get(), port.rtcp()].contains(&address.port()))
    }

    /// Lets two legs hear and see each other as they have agreed to. `talking`: both have answered, so that
    /// silence is a fault unless one of them is on hold.
    pub(crate) fn connect(&mut self, a: LegId, b: LegId, talking: bool) {
        self.aim_streams(a);
        self.aim_streams(b);
        let (Some(one), Some(other)) = (self.leg(a), self.leg(b)) else { return };
        let (Some(from), Some(to)) = (&one.session.remote, &other.session.remote) else { return };
        // Where silence ends no call it still shows in the record, as that of a held telephone does not.
        let silence = self.settings.silence.unwrap_or(Duration::MAX);
        let within = (talking && !is_held(from) && !is_held(to)).then_some(silence);
        let mut commands = Vec::new();
        for kind in Kind::ALL {
            let (x, y) = (stream_of(a, kind), stream_of(b, kind));
            if !self.streams.contains_key(&x) || !self.streams.contains_key(&y) {
                continue;
            }
            let agreed = |leg: &crate::calling::Leg| {
                let told = leg.session.told.as_ref()?.stream(kind)?.clone();
                Some((told, leg.session.remote.as_ref()?.stream(kind)?.clone()))
            };
            let (Some((told_a, own_a)), Some((told_b, own_b))) = (agreed(one), agreed(other)) else {
                commands.push(Command::Part { stream: x });
                commands.push(Command::Part { stream: y });
                commands.extend([x, y].map(|stream| Command::Expect { stream, within: None }));
                continue;
            };
            // Who holds hears nothing more from the moment at which it said so.
            commands.push(Command::Mute { stream: x, mute: !own_a.direction.receives() });
            commands.push(Command::Mute { stream: y, mute: !own_b.direction.receives() });
            commands.push(Command::Payloads { stream: x, to: payload_map(&told_a, &own_a, &own_b) });
            commands.push(Command::Payloads { stream: y, to: payload_map(&told_b, &own_b, &own_a) });
            commands.push(Command::Join { a: x, b: y });
            let within = within.filter(|_| kind == Kind::Audio);
            commands.extend([x, y].map(|stream| Command::Expect { stream, within }));
        }
        self.outputs.extend(commands.into_iter().map(Output::Media));
    }

    /// Ends a leg's streams; false when it has none.
    pub(crate) fn close_streams(&mut self, leg: LegId) -> bool {
        let mut any = false;
        for kind in Kind::ALL {
            let stream = stream_of(leg, kind);
            if self.streams.contains_key(&stream) {
                any = true;
                self.outputs.push_back(Output::Media(Command::Close { stream }));
            }
        }
        any
    }

    /// Takes news of a stream.
    pub(crate) fn stream_event(&mut self, event: media::Event, now: Now) {
        match event {
            media::Event::Closed { stream, report } => {
                if let Some((port, _)) = self.streams.remove(&stream) {
                    self.ports.give_back(port, now.tick);
                }
                let leg = leg_of(stream);
                if kind_of(stream) == Some(Kind::Audio) {
                    self.tell(leg.serial(), Event::SoundOver(leg, sound(report, now)), now);
                } else {
                    self.settle(leg.serial());
                }
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
                // A called telephone may already have our INVITE with that port in it: it must not ring on. Pictures
                // and fax that stay away end no call.
                let leg = leg_of(stream);
                if kind_of(stream) == Some(Kind::Audio) {
                    self.cancel(leg, now);
                    self.leg_failed(leg, Cause::NoCapacity, now);
                    self.tell(leg.serial(), Event::SoundOver(leg, None), now);
                }
            }
            media::Event::Silent { stream } => {
                let leg = leg_of(stream);
                self.tell(leg.serial(), Event::Silent(leg), now);
            }
        }
    }
}

/// Whether a telephone has put the call on hold, or has no sound at all: then none is expected.
fn is_held(session: &Session) -> bool {
    session.stream(Kind::Audio).is_none_or(|audio| audio.direction != Direction::SendRecv)
}

/// The same port at another address; one that takes nothing stays so.
fn at(ip: IpAddr, address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { address } else { SocketAddr::new(ip, address.port()) }
}

/// A leg has a stream of each kind at most: the low two bits say which.
fn stream_of(leg: LegId, kind: Kind) -> StreamId {
    StreamId(leg.0 << 2 | u64::from(kind.index()))
}

fn leg_of(stream: StreamId) -> LegId {
    LegId(stream.0 >> 2)
}

fn kind_of(stream: StreamId) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| u64::from(kind.index()) == stream.0 & 3)
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
