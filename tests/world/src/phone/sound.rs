//! What a virtual telephone says and hears.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::conversation::Stage;
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
        let Some(call) = self.call.as_mut().filter(|_| packet.to == self.sound_address) else { return };
        // What was sent to the call before is none of this one's.
        if !call.session.sources.contains(&packet.from) {
            return;
        }
        call.heard += 1;
        let number = packet.bytes.get(1).map_or(0, |octet| octet & 0x7f);
        if !call.session.numbers.contains(&number) {
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
        let (Some(line), Some(_)) = (told.line("audio"), own.line("audio")) else { return };
        let direction = call.session.direction.answering(line.direction);
        let (Some(to), true) = (line.target(), direction.sends) else { return };
        // Its favourite among those that the other side describes, under the other side's number.
        let mut codecs = self.manners.codecs.iter();
        let Some(number) = codecs.find_map(|name| line.number_of(name)) else { return };
        self.spoken = self.spoken.wrapping_add(1);
        call.spoken += 1;
        let mut bytes = vec![0x80, number];
        bytes.extend(self.spoken.to_be_bytes());
        bytes.extend((u32::from(self.spoken) * 160).to_be_bytes());
        bytes.extend([0, 0, 0, voice]);
        bytes.extend([voice; 160]);
        self.sounds.push_back(Packet { from: self.sound_address, to, bytes });
        if let (Some(video), true) =
            (told.line("video").and_then(super::description::MediaLine::target), self.manners.has_video)
            && self.spoken.is_multiple_of(5)
        {
            let from = SocketAddr::new(self.sound_address.ip(), self.sound_address.port() + 2);
            let mut bytes =
                vec![0x80, told.line("video").and_then(|line| line.number_of("H264/90000")).unwrap_or(97)];
            bytes.extend(self.spoken.to_be_bytes());
            bytes.extend([0, 0, 0, 9, 1, 0, 0, voice, 5, 5, 5, 5]);
            self.sounds.push_back(Packet { from, to: video, bytes });
        }
    }

    /// The next frame that it said.
    pub(crate) fn poll_sound(&mut self) -> Option<Packet> {
        self.sounds.pop_front()
    }
}
