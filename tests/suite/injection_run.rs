//! Somebody who wants to speak in a call of others, or to hear it, over real sockets: from elsewhere and from the telephone's own
//! address, before it, with it, after it and in its silence, with the right numbers and without, by RTP and by RTCP.

mod floods;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::thread;

use crate::support::conversation::{Connected, Conversation, SOURCES};
use crate::support::frame;
use crate::support::office::Account;
use crate::support::site::Site;
use crate::support::sound::Ports;

/// When the attack begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Before the telephone has sent anything.
    First,
    /// With its first packet.
    Together,
    /// When it has been speaking for half a second.
    Later,
    /// When it has said nothing for more than a second.
    InSilence,
}

/// From where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Elsewhere,
    /// Another port of the telephone's address: a neighbour behind its router, or another program on its machine.
    BesideIt,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    order: Order,
    place: Place,
    /// Whether it knows the telephone's SSRC and next number.
    knows: bool,
}

/// Packets that the other telephone heard and packets that the attacker got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Leaked {
    spoken: u64,
    overheard: u64,
}

/// What came of a case.
#[derive(Debug)]
struct Outcome {
    case: Case,
    /// Until the telephone has sent from its own port again.
    at_first: Leaked,
    /// From then on.
    afterwards: Leaked,
    /// Frames lost towards the telephone, and towards the other.
    lost: [u64; 2],
}

#[test]
fn into_plain_sound() {
    for Outcome { case, at_first, afterwards, lost } in play("injection", false) {
        println!("  {case:?}: {at_first:?}, then {afterwards:?}; lost {lost:?}");
        let Case { order, place, knows } = case;
        // In clear, one at the telephone's address is taken for it while the telephone itself has not sent from the port
        // that it described; and in its silence, when it goes on with its very numbers. It never outlasts the telephone.
        let may_pass = place == Place::BesideIt
            && (matches!(order, Order::First | Order::Together) || order == Order::InSilence && knows);
        if !may_pass {
            assert_eq!((at_first, lost[0]), (Leaked::default(), 0), "{case:?}");
        }
        assert_eq!((afterwards, lost[1]), (Leaked::default(), 0), "{case:?}");
    }
}

#[test]
fn into_encrypted_sound() {
    for Outcome { case, at_first, afterwards, lost } in play("injection-srtp", true) {
        let nothing = Leaked::default();
        assert_eq!((at_first, afterwards, lost), (nothing, nothing, [0, 0]), "{case:?}");
    }
}

/// Every case in a call of its own, all at once.
fn play(name: &str, encrypts: bool) -> Vec<Outcome> {
    let mut cases = Vec::new();
    for order in [Order::First, Order::Together, Order::Later, Order::InSilence] {
        for place in [Place::Elsewhere, Place::BesideIt] {
            cases.extend([false, true].map(|knows| Case { order, place, knows }));
        }
    }
    let site = Site::new(name);
    let accounts = Account::range(1_000, 2 * cases.len() as u32);
    site.load(&accounts);
    let exchange = site.start();
    let calls: Vec<Connected> =
        accounts.chunks(2).map(|pair| Connected::new(&site, pair, encrypts)).collect();
    let outcomes = thread::scope(|scope| {
        let cases: Vec<_> =
            cases.iter().zip(calls).map(|(case, call)| scope.spawn(|| case.play(call))).collect();
        cases.into_iter().map(|case| case.join().unwrap()).collect()
    });
    assert_eq!(site.counted("handler_panics_total"), 0);
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
    outcomes
}

impl Case {
    /// Half a second of packets to where the caller's are awaited, in this order; and the same again when the caller has spoken
    /// from its own port for more than a second, in which it has sent a report too.
    fn play(self, call: Connected) -> Outcome {
        let telephone = call.addresses()[0].ip();
        let mut attacker = Attacker::new(self, telephone, call.targets[0]);
        if self.order == Order::First {
            (0..25).for_each(|_| attacker.send(0));
        }
        let mut call = call.speak();
        match self.order {
            Order::First => {}
            Order::Together => attacker.goes_on(&mut call),
            Order::Later => {
                call.goes_on_for(25);
                attacker.goes_on(&mut call);
            }
            Order::InSilence => {
                call.goes_on_for(25);
                call.sounds[0].fall_silent(true);
                call.goes_on_for(65);
                attacker.goes_on(&mut call);
                call.sounds[0].fall_silent(false);
            }
        }
        call.goes_on_for(60);
        let at_first = attacker.leaked(&call);
        attacker.goes_on(&mut call);
        call.goes_on_for(5);
        let in_all = attacker.leaked(&call);
        let afterwards = Leaked {
            spoken: in_all.spoken - at_first.spoken,
            overheard: in_all.overheard - at_first.overheard,
        };
        let lost = call.end().map(|(lost, _)| lost);
        Outcome { case: self, at_first, afterwards, lost }
    }
}

/// One who pretends to be the caller.
struct Attacker {
    case: Case,
    sockets: [UdpSocket; 2],
    target: SocketAddr,
    overheard: u64,
    /// Of its own packets.
    number: u64,
}

impl Attacker {
    fn new(case: Case, telephone: IpAddr, target: SocketAddr) -> Self {
        let address = match case.place {
            Place::Elsewhere => Ipv4Addr::new(127, 98, 0, 1).into(),
            Place::BesideIt => telephone,
        };
        let sockets = Ports::new(address).into_sockets();
        for socket in &sockets {
            socket.set_nonblocking(true).unwrap();
        }
        Self { case, sockets, target, overheard: 0, number: 0 }
    }

    /// Sends a packet of sound and a report, as the next after so many of the caller's.
    fn send(&mut self, sent: u64) {
        self.number += 1;
        let (ssrc, number) =
            if self.case.knows { (SOURCES[0], sent + 1) } else { (0x6666_6666, self.number) };
        _ = self.sockets[0].send_to(&frame::forged(ssrc, number), self.target);
        // Reports have no numbers, and seconds lie between two: beside the telephone, with its SSRC, nothing in clear tells
        // whose one is.
        if !(self.case.knows && self.case.place == Place::BesideIt) {
            let above = SocketAddr::new(self.target.ip(), self.target.port() + 1);
            _ = self.sockets[1].send_to(&frame::forged_report(ssrc), above);
        }
        self.listen();
    }

    /// Half a second.
    fn goes_on(&mut self, call: &mut Conversation) {
        for _ in 0..25 {
            self.send(call.sounds[0].sent());
            call.goes_on_for(1);
        }
    }

    fn listen(&mut self) {
        let mut room = [0; 2_048];
        for socket in &self.sockets {
            while socket.recv(&mut room).is_ok() {
                self.overheard += 1;
            }
        }
    }

    fn leaked(&mut self, call: &Conversation) -> Leaked {
        self.listen();
        Leaked { spoken: call.sounds[1].heard().foreign, overheard: self.overheard }
    }
}
