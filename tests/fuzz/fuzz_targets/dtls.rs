//! Any bytes as datagrams of a handshake, between, instead of and as damage to those of a telephone that means well:
//! strangers hear nothing, nothing passes in clear, and undisturbed it comes through.

#![no_main]

#[path = "../handshake.rs"]
mod handshake;

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use dimpl::{Config, Dtls, DtlsCertificate, Output};
use handshake::{Scene, certificates};
use media::DtlsRole;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [first, bytes @ ..] = bytes else { return };
    let mut phone = Phone::new(*first);
    let mut scene = Scene::new(if first & 1 == 0 { DtlsRole::Passive } else { DtlsRole::Active }, None);
    // Each begins as far into the handshake as the first octet says.
    for _ in 0..first >> 4 {
        phone.says(&scene);
        if let Some(datagram) = phone.waiting.pop_front() {
            scene.give(&datagram, scene.phone);
        } else if let Some(datagram) = scene.heard() {
            phone.takes(&datagram, &scene);
        }
    }
    let mut bytes = bytes;
    // To come through is costly, and tried by some only.
    let mut is_disturbed = first & 4 == 0;
    while let [manner, length, rest @ ..] = bytes {
        let (given, after) = rest.split_at(rest.len().min((*length).into()));
        bytes = after;
        phone.says(&scene);
        match manner & 7 {
            0 => {
                scene.give(given, scene.phone);
                is_disturbed = true;
            }
            1 => {
                let waits = scene.heard();
                scene.give(given, scene.stranger);
                assert!(waits.is_some() || scene.heard().is_none());
                is_disturbed |= waits.is_some();
            }
            2 => {
                // The telephone's next datagram with damage, which is said in pairs: where, and how.
                let Some(mut datagram) = phone.waiting.pop_front() else { continue };
                for pair in given.chunks_exact(2) {
                    let place = usize::from(pair[0]) % datagram.len();
                    datagram[place] ^= pair[1];
                }
                scene.give(&datagram, scene.phone);
                is_disturbed = true;
            }
            3 => {
                scene.now += Duration::from_millis(u64::from(*length) * 100);
                scene.relay.handle_timeout(scene.now);
                is_disturbed = true;
            }
            4 => {
                let Some(datagram) = phone.waiting.pop_front() else { continue };
                scene.give(&datagram, scene.phone);
            }
            _ => {
                let Some(datagram) = scene.heard() else { continue };
                phone.takes(&datagram, &scene);
            }
        }
    }
    if !is_disturbed {
        for _ in 0..40 {
            phone.says(&scene);
            while let Some(datagram) = phone.waiting.pop_front() {
                scene.give(&datagram, scene.phone);
            }
            while let Some(datagram) = scene.heard() {
                phone.takes(&datagram, &scene);
            }
        }
        assert!(scene.has_keys());
    } else {
        scene.has_keys();
    }
});

struct Phone {
    dtls: Dtls,
    waiting: VecDeque<Vec<u8>>,
}

impl Phone {
    fn new(manner: u8) -> Self {
        let (certificate, private_key) = certificates()[1].clone();
        let certificate = DtlsCertificate { certificate, private_key };
        static CONFIG: OnceLock<Arc<Config>> = OnceLock::new();
        let config = Arc::clone(CONFIG.get_or_init(Arc::default));
        let now = Instant::now();
        let mut dtls = match manner & 3 {
            2 => Dtls::new_13(config, certificate, now),
            _ => Dtls::new_12(config, certificate, now),
        };
        dtls.set_active(manner & 1 == 0);
        Self { dtls, waiting: VecDeque::new() }
    }

    fn takes(&mut self, datagram: &[u8], scene: &Scene) {
        let _ = self.dtls.handle_timeout(scene.now).and_then(|()| self.dtls.handle_packet(datagram));
    }

    fn says(&mut self, scene: &Scene) {
        let _ = self.dtls.handle_timeout(scene.now);
        let mut room = [0; 2048];
        loop {
            match self.dtls.poll_output(&mut room) {
                Output::Packet(packet) => self.waiting.push_back(packet.to_vec()),
                Output::Timeout(_) => return,
                _ => {}
            }
        }
    }
}
