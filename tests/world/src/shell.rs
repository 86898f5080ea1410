//! What the shell does for the exchange, virtually: sends, opens streams, puts records on a disk.

use std::net::SocketAddr;
use std::time::Duration;

use exchange::Output;
use media::{Form, Kind, StreamId};
use model::CallRecord;
use rand::RngExt;
use sip::Flow;

use crate::World;
use crate::network::Packet;

impl World {
    /// Does what the exchange and the telephones want.
    pub(crate) fn drain(&mut self) {
        loop {
            let mut gone = Vec::new();
            while let Some(output) = self.exchange.poll_output() {
                gone.extend(self.output(output));
            }
            for index in 0..self.phones.len() {
                self.send_from(index);
            }
            if gone.is_empty() {
                return;
            }
            for flow in gone {
                self.exchange.handle_closed(flow, self.now);
            }
        }
    }

    /// Does one thing for the exchange; the flow whose connection is found to be gone.
    fn output(&mut self, output: Output) -> Option<Flow> {
        match output {
            Output::BadCredentials { source, username } => self.bad_credentials.push((source, username)),
            Output::Binding { change, ticket } => {
                self.bindings.push(change);
                self.save_registration(ticket);
            }
            Output::Media(command) => self.command(command),
            Output::Reachable { .. } => {}
            Output::Record(record) => self.record(*record),
            Output::Disconnect { flow } => self.closed_by_exchange(flow.remote),
            Output::Transmit { flow, bytes } => {
                self.write_down(&flow, &bytes, "is told");
                let packet = Packet { from: flow.local, to: flow.remote, bytes };
                self.note(&packet);
                if flow.transport.is_reliable() {
                    let is_sent = self.send_stream(flow.remote, false, packet.bytes, flow.transport);
                    return (!is_sent).then_some(flow);
                }
                self.network.send(packet, self.weather, self.now.tick, &mut self.dice);
            }
        }
        None
    }

    /// Sends what a telephone has to say.
    fn send_from(&mut self, index: usize) {
        while let Some((flow, bytes)) = self.phones[index].poll_transmit() {
            self.write_down(&flow, &bytes, "says");
            if flow.transport.is_reliable() {
                self.send_stream(flow.local, true, bytes, flow.transport);
            } else {
                let packet = Packet { from: flow.local, to: flow.remote, bytes };
                self.network.send(packet, self.weather, self.now.tick, &mut self.dice);
            }
        }
        while let Some(packet) = self.phones[index].poll_sound() {
            self.network.send_sound(packet, self.weather, self.now.tick);
        }
    }

    fn command(&mut self, command: media::Command) {
        let event = match &command {
            media::Command::Open { stream, local, .. } if self.taken_ports.contains(&local.port()) => {
                Some(media::Event::Failed {
                    stream: *stream,
                    local: *local,
                    is_taken: true,
                    error: "taken".to_owned(),
                })
            }
            media::Command::Open { stream, local, form } => {
                self.sockets.insert(*local, (*stream, Kind::Rtp));
                if *form == Form::Rtp {
                    let rtcp = SocketAddr::new(local.ip(), local.port() + 1);
                    self.sockets.insert(rtcp, (*stream, Kind::Rtcp));
                }
                self.relay.handle_command(command, self.now.tick)
            }
            media::Command::Close { stream } => {
                self.sockets.retain(|_, (open, _)| open != stream);
                self.relay.handle_command(command, self.now.tick)
            }
            _ => self.relay.handle_command(command, self.now.tick),
        };
        if let Some(event) = event {
            self.exchange.handle_media(event, self.now);
        }
    }

    fn record(&mut self, record: CallRecord) {
        if record.ended.is_some() && !self.disk_stalls {
            let at = self.now.tick + Duration::from_millis(self.dice.random_range(0..30));
            self.commits.insert((at, record.id), ());
        }
        self.records.insert(record.id, record);
    }

    fn save_registration(&mut self, ticket: Option<u64>) {
        if !self.disk_stalls {
            let at = self.now.tick + Duration::from_millis(self.dice.random_range(0..5));
            self.registrations.extend(ticket.map(|ticket| (at, ticket)));
        }
    }

    pub(crate) fn socket_of(&self, stream: StreamId, kind: Kind) -> SocketAddr {
        let found = self.sockets.iter().find(|(_, open)| **open == (stream, kind));
        found.map(|(address, _)| *address).expect("a stream that forwards is open")
    }

    /// Keeps a message for whoever wants to read a run.
    fn write_down(&mut self, flow: &Flow, bytes: &[u8], how: &str) {
        if self.keeps_journal {
            let at = self.now.tick.duration_since(self.began);
            let phone = if how == "says" { flow.local } else { flow.remote };
            self.journal.push(format!("-- {at:?} {phone} {how}\n{}", String::from_utf8_lossy(bytes)));
        }
    }

    fn note(&mut self, packet: &Packet) {
        let first = packet.bytes.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let at = self.now.tick.duration_since(self.began);
        self.diary.push(format!("{at:?} to {}: {}", packet.to, String::from_utf8_lossy(first)));
        self.sent.push(packet.clone());
    }
}
