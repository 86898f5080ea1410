//! A call with sound between two telephones of our own, over plain RTP or with the caller's leg encrypted: what goes on while the
//! exchange is attacked.

use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use super::end::End;
use super::message::Message;
use super::office::Account;
use super::phone::{Phone, describe, fresh};
use super::site::Site;
use super::sound::{Heard, Ports, Sound};
use super::srtp::{CRYPTO, Srtp};
use super::talk::Dialog;

/// What the two call themselves in their packets (SSRC), the caller first.
pub(crate) const SOURCES: [u32; 2] = [0x1111_1111, 0x2222_2222];
/// After the last word what is still on its way comes within this time, or is lost.
const LINGER: Duration = Duration::from_secs(2);

/// How long an attack lasts, in frames of sound: `BELLBOX_ATTACK_S` seconds, three where it is not set.
pub(crate) fn frames() -> u64 {
    let seconds = std::env::var("BELLBOX_ATTACK_S").ok().and_then(|text| text.parse::<u64>().ok());
    seconds.unwrap_or(3) * 50
}

/// An answered call whose telephones have not sent a packet yet.
pub(crate) struct Connected {
    caller: Phone,
    callee: Phone,
    dialog: Dialog,
    ports: [Ports; 2],
    /// Where the exchange awaits the sound of each.
    pub(crate) targets: [SocketAddr; 2],
    srtp: Option<Srtp>,
}

/// A call in which both speak.
pub(crate) struct Conversation {
    pub(crate) caller: Phone,
    callee: Phone,
    dialog: Dialog,
    pub(crate) sounds: [Sound; 2],
    /// Where the exchange awaits the sound of each.
    pub(crate) targets: [SocketAddr; 2],
}

impl Connected {
    /// Registers the telephones of two accounts, and the first calls the second. Where it encrypts, the second does not.
    pub(crate) fn new(site: &Site, accounts: &[Account], encrypts: bool) -> Self {
        let [mut caller, mut callee] = [&accounts[0], &accounts[1]].map(|account| Phone::new(site, account));
        let ports = [caller.address(), callee.address()].map(Ports::new);
        caller.description = match encrypts {
            false => describe(ports[0].rtp(), "RTP/AVP", ""),
            true => describe(ports[0].rtp(), "RTP/SAVP", &format!("{CRYPTO}\r\n")),
        };
        callee.description = describe(ports[1].rtp(), "RTP/AVP", "");
        for phone in [&mut caller, &mut callee] {
            assert_eq!(phone.register().unwrap().status(), 200);
        }
        let ringing = caller.dial(&accounts[1].number, &fresh()).unwrap();
        let invite = callee.called().unwrap();
        callee.answer(&invite).unwrap();
        let (answer, dialog) = caller.connected(&ringing).unwrap();
        assert_eq!(answer.status(), 200, "{answer}");
        let targets = [&answer, &invite].map(target);
        let srtp = encrypts.then(|| Srtp::answered(&answer.to_string()));
        Self { caller, callee, dialog, ports, targets, srtp }
    }

    /// Where each awaits sound.
    pub(crate) fn addresses(&self) -> [SocketAddr; 2] {
        [self.ports[0].rtp(), self.ports[1].rtp()]
    }

    /// Where sound goes out and comes in, each connected to its port of the exchange, and what the caller encrypts with. The
    /// telephones are silent from now on.
    pub(crate) fn into_sockets(self) -> ([UdpSocket; 2], Option<Srtp>) {
        let sockets = self.ports.map(|ports| {
            let [rtp, _] = ports.into_sockets();
            rtp
        });
        for (socket, target) in sockets.iter().zip(self.targets) {
            socket.connect(target).unwrap();
        }
        (sockets, self.srtp)
    }

    /// Both begin to speak.
    pub(crate) fn speak(self) -> Conversation {
        let Self { caller, callee, dialog, ports: [one, other], targets, srtp } = self;
        let [first, second] = SOURCES;
        let sounds =
            [one.speak(targets[0], [first, second], srtp), other.speak(targets[1], [second, first], None)];
        Conversation { caller, callee, dialog, sounds, targets }
    }
}

impl Conversation {
    /// Waits until one of them has spoken so many more frames, and with it the other unless it is silent.
    pub(crate) fn goes_on_for(&mut self, frames: u64) {
        let until = self.sounds.each_ref().map(|sound| sound.sent() + frames);
        while self.sounds.iter().zip(until).all(|(sound, until)| sound.sent() < until) {
            // What comes meanwhile is OPTIONS, which is answered.
            _ = self.caller.next_within(Duration::from_millis(20));
            _ = self.callee.unread();
        }
    }

    /// Attacks while the call goes on for [`frames`]; each attack has a thread and goes on until the end.
    pub(crate) fn attacked<A, T>(&mut self, attacks: Vec<A>) -> Vec<T>
    where
        A: FnOnce(&End) -> T + Send,
        T: Send,
    {
        let end = End::default();
        thread::scope(|scope| {
            let end = &end;
            let attacks: Vec<_> =
                attacks.into_iter().map(|attack| scope.spawn(move || attack(end))).collect();
            self.goes_on_for(frames());
            end.come();
            attacks.into_iter().map(|attack| attack.join().unwrap()).collect()
        })
    }

    /// Both fall silent, what is on its way comes, the caller hangs up. How many frames were lost towards each, and what it heard.
    pub(crate) fn end(mut self) -> [(u64, Heard); 2] {
        for sound in &self.sounds {
            sound.fall_silent(true);
        }
        let deadline = Instant::now() + LINGER;
        while self.lost() != [0, 0] && Instant::now() < deadline {
            _ = self.caller.next_within(Duration::from_millis(20));
        }
        let [to_caller, to_callee] = self.lost();
        let [caller, callee] = self.sounds.each_ref().map(Sound::heard);
        let bye = self.caller.bye(&mut self.dialog);
        assert_eq!(self.caller.transact(&bye).unwrap().status(), 200);
        self.callee.hung_up().unwrap();
        [(to_caller, caller), (to_callee, callee)]
    }

    /// Frames that have not come, towards the caller and towards the callee.
    fn lost(&self) -> [u64; 2] {
        let [caller, callee] = &self.sounds;
        [(callee, caller), (caller, callee)].map(|(from, to)| from.sent().saturating_sub(to.heard().frames))
    }
}

/// Where the exchange awaits sound by this description.
fn target(message: &Message) -> SocketAddr {
    let text = message.to_string();
    let after = |begin: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(begin));
        line.and_then(|rest| rest.split(' ').next())
            .unwrap_or_else(|| panic!("no {begin} in {text}"))
            .to_owned()
    };
    SocketAddr::new(after("c=IN IP4 ").parse().unwrap(), after("m=audio ").parse().unwrap())
}
