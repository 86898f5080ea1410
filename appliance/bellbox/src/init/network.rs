//! The network of a box without another system: the first card with a cable, an address by DHCP, the name servers.

use std::convert::Infallible;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rand::TryRng;
use rand::rngs::SysRng;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::sync::oneshot;

use super::dhcp::{Client, Lease, Output};
use super::netlink::Netlink;

/// Where the name servers are written; `/etc/resolv.conf` is a link to it.
pub(super) const RESOLV_CONF: &str = "/run/resolv.conf";

const CARDS: &str = "/sys/class/net";
/// `ARPHRD_ETHER`: radio cards are of this kind too, but have no carrier before somebody has signed in to a network.
const ETHERNET: &str = "1";
const CLIENT_PORT: u16 = 68;
const SERVER_PORT: u16 = 67;
/// How often the cable is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// An answer has 576 octets; a longer one has its options within these.
const DATAGRAM: usize = 4096;

/// A network card.
struct Card {
    name: String,
    index: u32,
    hardware: [u8; 6],
}

/// Starts the network's thread; it tells when there is an address for the first time.
pub(super) fn start(told: oneshot::Sender<()>) -> io::Result<()> {
    thread::Builder::new().name("network".to_owned()).spawn(move || serve(told)).map(drop)
}

fn serve(told: oneshot::Sender<()>) {
    let mut told = Some(told);
    loop {
        let Err(error) = serve_a_card(&mut told);
        tracing::warn!(%error, "the network is tried again");
        thread::sleep(LOOK * 5);
    }
}

/// Finds a card and serves it until something fails.
fn serve_a_card(told: &mut Option<oneshot::Sender<()>>) -> io::Result<Infallible> {
    let netlink = Netlink::open()?;
    let loopback = fs::read_to_string(Path::new(CARDS).join("lo/ifindex"))?;
    netlink.switch_on(number(&loopback)?)?;
    let card = plugged_card(&netlink)?;
    tracing::info!(card = card.name, "the network card");
    let socket = socket(&card)?;
    serve_card(&netlink, &card, &socket, told)
}

/// Switches all cards on and waits for one with a cable; the first by name, should several have one.
fn plugged_card(netlink: &Netlink) -> io::Result<Card> {
    let mut is_told = false;
    loop {
        let cards = cards()?;
        for card in &cards {
            netlink.switch_on(card.index)?;
        }
        if let Some(card) = cards.into_iter().find(Card::has_carrier) {
            return Ok(card);
        }
        if !is_told {
            tracing::warn!("no network card with a cable yet");
            is_told = true;
        }
        thread::sleep(LOOK);
    }
}

fn cards() -> io::Result<Vec<Card>> {
    let mut cards: Vec<Card> =
        fs::read_dir(CARDS)?.filter_map(|entry| Card::read(entry.ok()?.file_name().to_str()?)).collect();
    cards.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cards)
}

impl Card {
    fn read(name: &str) -> Option<Self> {
        let read = |file: &str| fs::read_to_string(Path::new(CARDS).join(name).join(file)).ok();
        let hardware = hardware(read("address")?.trim())?;
        let is_ethernet = read("type")?.trim() == ETHERNET && name != "lo";
        is_ethernet.then_some(Self {
            name: name.to_owned(),
            index: number(&read("ifindex")?).ok()?,
            hardware,
        })
    }

    /// Reading it fails while the card is off.
    fn has_carrier(&self) -> bool {
        fs::read_to_string(Path::new(CARDS).join(&self.name).join("carrier"))
            .is_ok_and(|carrier| carrier.trim() == "1")
    }
}

fn number(text: &str) -> io::Result<u32> {
    text.trim().parse().map_err(|_| io::Error::other("not a number"))
}

/// `52:54:00:12:34:56` in octets.
fn hardware(text: &str) -> Option<[u8; 6]> {
    let octets: Option<Vec<u8>> = text.split(':').map(|octet| u8::from_str_radix(octet, 16).ok()).collect();
    octets?.try_into().ok()
}

/// Sends and takes broadcasts on this card alone, with or without an address.
fn socket(card: &Card) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    socket.set_broadcast(true)?;
    socket.bind_device(Some(card.name.as_bytes()))?;
    socket.bind(&SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, CLIENT_PORT).into())?;
    Ok(socket.into())
}

fn serve_card(
    netlink: &Netlink,
    card: &Card,
    socket: &UdpSocket,
    told: &mut Option<oneshot::Sender<()>>,
) -> io::Result<Infallible> {
    let mut client = Client::new(card.hardware, SysRng.try_next_u64().map_err(io::Error::other)?);
    let clock = Instant::now();
    let mut buffer = [0; DATAGRAM];
    loop {
        client.handle_carrier(card.has_carrier(), clock.elapsed());
        client.handle_timeout(clock.elapsed());
        while let Some(output) = client.poll_output() {
            match output {
                Output::Send(to, message) => {
                    if let Err(error) = socket.send_to(&message, SocketAddrV4::new(to, SERVER_PORT)) {
                        tracing::debug!(%error, "a request for an address was not sent");
                    }
                }
                Output::Bound(lease) => {
                    take(netlink, card, &lease)?;
                    if let Some(told) = told.take() {
                        let _ = told.send(());
                    }
                }
                Output::Lost(lease) => {
                    tracing::warn!(address = %lease.address, "the address is lost");
                    // It may have gone with the card.
                    let _ = netlink.remove(card.index, lease.address, lease.prefix);
                }
            }
        }
        let wait = client.poll_timeout().map_or(LOOK, |at| at.saturating_sub(clock.elapsed()).min(LOOK));
        socket.set_read_timeout(Some(wait.max(Duration::from_millis(1))))?;
        match socket.recv(&mut buffer) {
            Ok(length) => {
                let datagram = buffer.get(..length).unwrap_or_default();
                client.handle_datagram(datagram, clock.elapsed());
            }
            Err(error) if is_pause(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Makes a lease true: address, route, name servers.
fn take(netlink: &Netlink, card: &Card, lease: &Lease) -> io::Result<()> {
    netlink.add(card.index, lease.address, lease.prefix)?;
    if let Some(router) = lease.router
        && let Err(error) = netlink.route_by(card.index, router)
    {
        tracing::warn!(%router, %error, "no way through this router");
    }
    let new = format!("{RESOLV_CONF}.new");
    fs::write(&new, resolv_conf(lease)).and_then(|()| fs::rename(&new, RESOLV_CONF))?;
    let (address, prefix, hours) = (lease.address, lease.prefix, lease.times[2].as_secs() / 3600);
    tracing::info!(%address, prefix, hours, "an address by DHCP");
    Ok(())
}

fn resolv_conf(lease: &Lease) -> String {
    lease.name_servers.iter().map(|server| format!("nameserver {server}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hardware_address_is_read() {
        assert_eq!(hardware("52:54:00:12:34:ff"), Some([0x52, 0x54, 0, 0x12, 0x34, 0xff]));
        for wrong in ["", "52:54:00:12:34", "52:54:00:12:34:56:78", "52:54:00:12:34:zz"] {
            assert_eq!(hardware(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn name_servers_are_written_one_a_line() {
        let lease = Lease {
            address: Ipv4Addr::new(192, 0, 2, 7),
            prefix: 24,
            router: None,
            name_servers: vec![Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)],
            server: Ipv4Addr::new(192, 0, 2, 1),
            times: [Duration::from_secs(60); 3],
        };
        assert_eq!(resolv_conf(&lease), "nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
    }
}
