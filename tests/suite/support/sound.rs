//! The sound of one telephone over real sockets: a frame of G.711 every 20 ms with a report now and then (RFC 3550, RFC 3551),
//! and a count of what is heard of the other telephone.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::frame;
use super::srtp::Srtp;

const FRAME: Duration = Duration::from_millis(20);
const FRAMES_A_REPORT: u64 = 50;
/// Later than this a telephone's own buffer has nothing left to play.
const SLOW: Duration = Duration::from_millis(100);

/// A pair of ports, the even one for RTP, that nothing speaks through yet.
pub(crate) struct Ports {
    rtp: UdpSocket,
    rtcp: UdpSocket,
}

/// One telephone that speaks and listens until it is dropped.
pub(crate) struct Sound {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What one telephone has heard.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heard {
    /// Frames of the other telephone, each once.
    pub(crate) frames: u64,
    /// Of these, those that came behind a later one.
    pub(crate) late: u64,
    /// Of these, those that took too long to be played. They tell of this machine too, and are printed only.
    pub(crate) slow: u64,
    /// Frames that had come before.
    pub(crate) repeated: u64,
    pub(crate) reports: u64,
    /// Whatever the other telephone did not send.
    pub(crate) foreign: u64,
    /// The number of the newest frame.
    newest: u64,
    /// Which of the 64 frames up to the newest have come.
    window: u64,
}

#[derive(Default)]
struct Shared {
    is_over: AtomicBool,
    is_silent: AtomicBool,
    sent: AtomicU64,
    heard: Mutex<Heard>,
}

impl Ports {
    pub(crate) fn new(own: IpAddr) -> Self {
        loop {
            let rtp = UdpSocket::bind((own, 0)).unwrap();
            let port = rtp.local_addr().unwrap().port();
            if port.is_multiple_of(2)
                && let Ok(rtcp) = UdpSocket::bind((own, port + 1))
            {
                return Self { rtp, rtcp };
            }
        }
    }

    pub(crate) fn rtp(&self) -> SocketAddr {
        self.rtp.local_addr().unwrap()
    }

    /// The two sockets, for whoever speaks otherwise.
    pub(crate) fn into_sockets(self) -> [UdpSocket; 2] {
        [self.rtp, self.rtcp]
    }

    /// Begins to speak to this port of the exchange and the one above, as the first of these sources; the other telephone is
    /// the second.
    pub(crate) fn speak(self, to: SocketAddr, [own, other]: [u32; 2], srtp: Option<Srtp>) -> Sound {
        self.rtcp.set_nonblocking(true).unwrap();
        let shared = Arc::new(Shared::default());
        let speaker = Speaker { ports: self, to, own, other, srtp, shared: Arc::clone(&shared) };
        let thread = Some(thread::spawn(move || speaker.run()));
        Sound { shared, thread }
    }
}

impl Sound {
    /// Says nothing, or speaks again; it listens all the while.
    pub(crate) fn fall_silent(&self, is_silent: bool) {
        self.shared.is_silent.store(is_silent, Ordering::Relaxed);
    }

    /// How many frames it has sent.
    pub(crate) fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn heard(&self) -> Heard {
        *self.shared.heard.lock().unwrap()
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// What the thread of a telephone's sound owns.
struct Speaker {
    ports: Ports,
    to: SocketAddr,
    own: u32,
    other: u32,
    srtp: Option<Srtp>,
    shared: Arc<Shared>,
}

impl Speaker {
    fn run(mut self) {
        let mut due = Instant::now();
        while !self.shared.is_over.load(Ordering::Relaxed) {
            let left = due.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                self.listen(left);
                continue;
            }
            due += FRAME;
            self.listen_to_reports();
            if !self.shared.is_silent.load(Ordering::Relaxed) {
                self.say();
            }
        }
    }

    fn say(&mut self) {
        let number = self.shared.sent.load(Ordering::Relaxed) + 1;
        if number % FRAMES_A_REPORT == 1 {
            let above = SocketAddr::new(self.to.ip(), self.to.port() + 1);
            let report = self.sealed(frame::report(self.own), true);
            _ = self.ports.rtcp.send_to(&report, above);
        }
        let frame = self.sealed(frame::sound(self.own, number), false);
        self.ports.rtp.send_to(&frame, self.to).unwrap();
        self.shared.sent.store(number, Ordering::Relaxed);
    }

    /// Takes one packet, if one comes in this time.
    fn listen(&mut self, time: Duration) {
        let mut room = [0; 2_048];
        self.ports.rtp.set_read_timeout(Some(time)).unwrap();
        let Ok(length) = self.ports.rtp.recv(&mut room) else { return };
        let packet = self.opened(room[..length].to_vec(), false);
        let read = packet.and_then(|packet| frame::read_sound(&packet, self.other));
        self.shared.heard.lock().unwrap().frame(read);
    }

    fn listen_to_reports(&mut self) {
        let mut room = [0; 2_048];
        while let Ok(length) = self.ports.rtcp.recv(&mut room) {
            let packet = self.opened(room[..length].to_vec(), true);
            let is_the_others = packet.is_some_and(|packet| packet == frame::report(self.other));
            let mut heard = self.shared.heard.lock().unwrap();
            if is_the_others {
                heard.reports += 1;
            } else {
                heard.foreign += 1;
            }
        }
    }

    fn sealed(&mut self, mut packet: Vec<u8>, is_rtcp: bool) -> Vec<u8> {
        if let Some(srtp) = &mut self.srtp {
            srtp.seal(&mut packet, is_rtcp);
        }
        packet
    }

    fn opened(&mut self, mut packet: Vec<u8>, is_rtcp: bool) -> Option<Vec<u8>> {
        let is_authentic = self.srtp.as_mut().is_none_or(|srtp| srtp.open(&mut packet, is_rtcp));
        is_authentic.then_some(packet)
    }
}

impl Heard {
    /// Counts a frame with this number that took so long, or one that the other telephone has not made.
    fn frame(&mut self, read: Option<(u64, Duration)>) {
        let Some((number, time)) = read else {
            self.foreign += 1;
            return;
        };
        let ahead = number.saturating_sub(self.newest);
        let behind = self.newest.saturating_sub(number);
        if ahead > 0 {
            self.window = if ahead < 64 { self.window << ahead } else { 0 };
            self.newest = number;
        }
        let bit = if behind < 64 { 1 << behind } else { 0 };
        if self.window & bit != 0 {
            self.repeated += 1;
            return;
        }
        self.window |= bit;
        self.frames += 1;
        self.late += u64::from(behind > 0);
        self.slow += u64::from(time > SLOW);
    }
}
