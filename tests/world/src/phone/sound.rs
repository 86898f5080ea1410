//! What a virtual telephone says and hears.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::conversation::Stage;
use super::description::{Description, MediaLine};
use super::session::EVENTS;
use super::{Phone, Policy};
use crate::network::Packet;

impl Phone {
    /// The octet that is its voice.
    pub fn voice(&self) -> u8 {
        match self.address.ip() {
            std::net::IpAddr::V4(ip) => ip.octets()[3],
            std::net::IpAddr::V6(ip) => ip.octets()[15],
        }
    }

    /// Whether a packet to here is for this telephone.
    pub(crate) fn hears_at(&self, to: SocketAddr) -> bool {
        to.ip() == self.sound_address.ip()
            && (0..6).contains(&to.port().wrapping_sub(self.sound_address.port()))
    }

    pub(crate) fn handle_sound(&mut self, packet: &Packet, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        match packet.to.port().wrapping_sub(self.sound_address.port()) {
            0 => {}
            2 => return self.seen_frames += 1,
            4 => return self.faxed += 1,
            _ => return,
        }
        // What was sent to the call before is none of this one's.
        if !call.session.sources.contains(&packet.from) {
            return;
        }
        call.heard += 1;
        let number = packet.bytes.get(1).map_or(0, |octet| octet & 0x7f);
        // A packet or two may be under way with the numbers of before when they change.
        call.strange += u32::from(!call.session.numbers.contains(&number));
        if call.strange == 3 {
            let known = &call.session.numbers;
            self.complaints.push(format!("sound with payload number {number}, {known:?} were described"));
        }
        // What was on its way when the hold was answered may still come.
        if call.silent_since.is_some_and(|since| now > since + Duration::from_millis(50)) {
            self.complaints.push("sound although it holds".to_owned());
        }
        if call.stage == Stage::Talking {
            self.heard += 1;
            self.heard_from = packet.bytes.get(12).copied();
        }
    }

    /// Speaks when a frame of sound is due: G.711 whose every octet is the telephone's own.
    pub(super) fn speak(&mut self, now: Instant) {
        let Some(due) = self.next_frame.filter(|due| *due <= now) else { return };
        self.next_frame = None;
        let voice = self.voice();
        if self.policy == Policy::Dead {
            return;
        }
        let Some(call) = self.call.as_mut().filter(|call| !matches!(call.stage, Stage::Leaving(_))) else {
            return;
        };
        let Some((own, told)) = &call.session.standing else { return };
        self.next_frame = Some(due.max(now) + self.manners.frame);
        let here = self.sound_address;
        self.spoken = self.spoken.wrapping_add(1);
        let pictures =
            if self.spoken.is_multiple_of(3) { pictures(own, told, here, self.spoken) } else { Vec::new() };
        let (Some(line), Some(own)) = (told.line("audio"), own.line("audio")) else {
            return self.sounds.extend(pictures);
        };
        self.sounds.extend(pictures);
        let direction = call.session.direction.answering(line.direction);
        let (Some(to), true) = (line.target(), direction.sends) else { return };
        // Its favourite among those that the other side describes, under the other side's number.
        let mut codecs = self.manners.codecs.iter();
        let Some(number) = codecs.find_map(|name| line.number_of(name)) else { return };
        // Now and then a key is pressed.
        let key = line
            .number_of(EVENTS)
            .filter(|_| own.number_of(EVENTS).is_some() && self.spoken.is_multiple_of(4));
        let number = key.unwrap_or(number);
        call.spoken += 1;
        call.numbered = call.numbered.wrapping_add(1);
        let mut bytes = vec![0x80, number];
        bytes.extend(call.numbered.to_be_bytes());
        bytes.extend((u32::from(call.numbered) * 160).to_be_bytes());
        bytes.extend([0, 0, 0, voice]);
        bytes.extend([voice; 160]);
        self.sounds.push_back(Packet { from: here, to, bytes });
    }

    /// The next frame that it said.
    pub(crate) fn poll_sound(&mut self) -> Option<Packet> {
        self.sounds.pop_front()
    }
}

/// A frame of video where both describe it, a packet of a fax where both describe that.
fn pictures(own: &Description, told: &Description, here: SocketAddr, number: u16) -> Vec<Packet> {
    let from = |offset| SocketAddr::new(here.ip(), here.port() + offset);
    let mut packets = Vec::new();
    if let (Some(line), Some(_)) = (told.line("video"), own.line("video"))
        && let (Some(to), Some(payload)) = (line.target(), line.number_of("H264/90000"))
    {
        let mut bytes = vec![0x80, payload];
        bytes.extend(number.to_be_bytes());
        bytes.extend([0, 0, 0, 9, 1, 0, 0, 7, 5, 5, 5, 5]);
        packets.push(Packet { from: from(2), to, bytes });
    }
    if let (Some(to), Some(_)) = (told.line("image").and_then(MediaLine::target), own.line("image")) {
        // UDPTL, which is no RTP: its first octets are a number of their own (RFC 3362).
        let mut bytes = number.to_be_bytes().to_vec();
        bytes.extend([6, 0xc0, 1, 0x80, 0, 0, 0xff]);
        packets.push(Packet { from: from(4), to, bytes });
    }
    packets
}
