//! DHCP messages: what a client writes, and what it reads of an answer (RFC 2131 §2, RFC 2132).

use std::net::Ipv4Addr;
use std::time::Duration;

/// The fixed part of a message, up to the options.
const FIXED: usize = 240;
const COOKIE: [u8; 4] = [99, 130, 83, 99];
/// Relays and old servers expect a BOOTP message's length at least.
const LENGTH_MIN: usize = 300;
/// Asks for answers by broadcast: a card without an address takes no other.
const BROADCAST_FLAG: [u8; 2] = [0x80, 0];

const PAD: u8 = 0;
const MASK: u8 = 1;
const ROUTER: u8 = 3;
const NAME_SERVER: u8 = 6;
const ADDRESS: u8 = 50;
const LEASE: u8 = 51;
const OVERLOAD: u8 = 52;
const KIND: u8 = 53;
const SERVER: u8 = 54;
const WANTED: u8 = 55;
const SIZE_MAX: u8 = 57;
const RENEWAL: u8 = 58;
const REBINDING: u8 = 59;
const CLIENT: u8 = 61;
const END: u8 = 255;

/// More name servers are not used by anyone.
const NAME_SERVERS_MAX: usize = 3;
/// A server that lends for less is asked again no sooner than this.
const LEASE_MIN: u32 = 60;

/// What a client sends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Asked {
    /// DHCPDISCOVER.
    Discover,
    /// DHCPREQUEST for an offered address, of this server.
    Select { address: Ipv4Addr, server: Ipv4Addr },
    /// DHCPREQUEST for the address it had before (INIT-REBOOT).
    Again { address: Ipv4Addr },
    /// DHCPREQUEST for a longer time with the address that it has.
    Renew { address: Ipv4Addr },
}

/// What a server says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// DHCPOFFER.
    Offer,
    /// DHCPACK.
    Ack,
    /// DHCPNAK.
    Nak,
}

/// An address and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lease {
    /// The address of the box.
    pub(crate) address: Ipv4Addr,
    /// How many bits of it are the network's.
    pub(crate) prefix: u8,
    /// The way to everywhere else.
    pub(crate) router: Option<Ipv4Addr>,
    /// Who answers look-ups.
    pub(crate) name_servers: Vec<Ipv4Addr>,
    /// Who lent it.
    pub(crate) server: Ipv4Addr,
    /// After how long it is renewed, anybody is asked to renew it, it ends.
    pub(crate) times: [Duration; 3],
}

/// An answer to this client.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) kind: Kind,
    /// None when it refuses.
    pub(super) lease: Option<Lease>,
}

/// Writes a message of the card with this hardware address.
pub(super) fn write(asked: Asked, transaction: u32, seconds: u16, card: [u8; 6]) -> Vec<u8> {
    let held = if let Asked::Renew { address } = asked { address } else { Ipv4Addr::UNSPECIFIED };
    let flags = if held.is_unspecified() { BROADCAST_FLAG } else { [0; 2] };
    // BOOTREQUEST, Ethernet, six octets of address, no relay passed.
    let mut message = vec![1, 1, 6, 0];
    message.extend(transaction.to_be_bytes());
    message.extend(seconds.to_be_bytes());
    message.extend(flags);
    message.extend(held.octets());
    // Your address, the server's, the relay's: not ours to say.
    message.extend([0; 12]);
    message.extend(card);
    // The rest of the hardware address, names of server and file.
    message.resize(FIXED - COOKIE.len(), 0);
    message.extend(COOKIE);
    let kind = if asked == Asked::Discover { 1 } else { 3 };
    option(&mut message, KIND, &[kind]);
    let [a, b, c, d, e, f] = card;
    option(&mut message, CLIENT, &[1, a, b, c, d, e, f]);
    match asked {
        Asked::Select { address, server } => {
            option(&mut message, ADDRESS, &address.octets());
            option(&mut message, SERVER, &server.octets());
        }
        Asked::Again { address } => option(&mut message, ADDRESS, &address.octets()),
        Asked::Discover | Asked::Renew { .. } => {}
    }
    option(&mut message, SIZE_MAX, &1500_u16.to_be_bytes());
    option(&mut message, WANTED, &[MASK, ROUTER, NAME_SERVER, LEASE, RENEWAL, REBINDING]);
    message.push(END);
    message.resize(message.len().max(LENGTH_MIN), PAD);
    message
}

fn option(message: &mut Vec<u8>, code: u8, value: &[u8]) {
    message.push(code);
    message.push(u8::try_from(value.len()).unwrap_or(u8::MAX));
    message.extend(value);
}

/// Reads an answer to this transaction of this card; anything else is none.
pub(super) fn read(datagram: &[u8], transaction: u32, card: [u8; 6]) -> Option<Answer> {
    let fixed = datagram.get(..FIXED)?;
    let is_ours = fixed.starts_with(&[2, 1, 6])
        && fixed.get(4..8)? == transaction.to_be_bytes()
        && fixed.get(28..34)? == card
        && fixed.ends_with(&COOKIE);
    if !is_ours {
        return None;
    }
    let options = Options::of(datagram)?;
    let kind = match options.first(KIND)? {
        [2] => Kind::Offer,
        [5] => Kind::Ack,
        [6] => return Some(Answer { kind: Kind::Nak, lease: None }),
        _ => return None,
    };
    let address = address(fixed.get(16..20)?)?;
    let is_host = !(address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_loopback());
    if !is_host {
        return None;
    }
    let list = |code| options.first(code).unwrap_or_default().chunks_exact(4).filter_map(self::address);
    let server = list(SERVER).next()?;
    let prefix = list(MASK).next().and_then(prefix).unwrap_or_else(|| natural_prefix(address));
    Some(Answer {
        kind,
        lease: Some(Lease {
            address,
            prefix,
            router: list(ROUTER).next(),
            name_servers: list(NAME_SERVER).take(NAME_SERVERS_MAX).collect(),
            server,
            times: options.times()?,
        }),
    })
}

fn address(octets: &[u8]) -> Option<Ipv4Addr> {
    Some(Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?))
}

/// The bits of a mask, if they are in one piece.
fn prefix(mask: Ipv4Addr) -> Option<u8> {
    let bits = u32::from(mask);
    let ones = bits.leading_ones();
    (ones == bits.count_ones() && ones > 0).then(|| u8::try_from(ones).unwrap_or(32))
}

/// What a network was before masks were told.
fn natural_prefix(address: Ipv4Addr) -> u8 {
    match address.octets() {
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        _ => 24,
    }
}

/// The options of an answer: in their field, and where it says so in those of file and server name (option 52).
struct Options<'a>(Vec<(u8, &'a [u8])>);

impl<'a> Options<'a> {
    /// None when they are damaged. A datagram has at most 64 KiB, and each option takes one octet of it at least.
    fn of(datagram: &'a [u8]) -> Option<Self> {
        let mut options = Self(Vec::new());
        options.add(datagram.get(FIXED..)?)?;
        let overload = options.first(OVERLOAD).and_then(<[u8]>::first).copied().unwrap_or(0);
        if overload & 1 != 0 {
            options.add(datagram.get(108..236)?)?;
        }
        if overload & 2 != 0 {
            options.add(datagram.get(44..108)?)?;
        }
        Some(options)
    }

    fn add(&mut self, mut field: &'a [u8]) -> Option<()> {
        loop {
            match field {
                // Some servers leave the end mark out.
                [] | [END, ..] => return Some(()),
                [PAD, rest @ ..] => field = rest,
                [code, length, rest @ ..] => {
                    let (value, rest) = rest.split_at_checked(usize::from(*length))?;
                    self.0.push((*code, value));
                    field = rest;
                }
                [_] => return None,
            }
        }
    }

    fn first(&self, code: u8) -> Option<&'a [u8]> {
        self.0.iter().find(|(it, _)| *it == code).map(|(_, value)| *value)
    }

    fn seconds(&self, code: u8) -> Option<u32> {
        Some(u32::from_be_bytes(self.first(code)?.try_into().ok()?))
    }

    /// When to renew, when to ask anybody, when it ends; half and seven eighths where the server does not say, or says
    /// something that is not in this order (RFC 2131 §4.4.5).
    fn times(&self) -> Option<[Duration; 3]> {
        let end = self.seconds(LEASE)?.max(LEASE_MIN);
        let rebinding = self.seconds(REBINDING).filter(|it| (2..=end).contains(it));
        let rebinding = rebinding.unwrap_or(end - end / 8);
        let renewal = self.seconds(RENEWAL).filter(|it| (1..=rebinding).contains(it));
        let renewal = renewal.unwrap_or((end / 2).min(rebinding));
        Some([renewal, rebinding, end].map(|seconds| Duration::from_secs(seconds.into())))
    }
}
