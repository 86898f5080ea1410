//! Crowds of connections over real sockets, while a call is up: 2,000 idle ones by TCP and 2,000 by TLS, from one address and from
//! many, 2,000 to the page, and handshakes without an end. Each address has its bound, telephones log in beside them by TCP, TLS
//! and WebSocket, and nothing is left.

mod rude;

use std::io::{ErrorKind, Read as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::browser::Browser;
use crate::support::end::End;
use crate::support::phone::Phone;
use crate::support::process::{allow_files, open_files};
use crate::support::scene::Scene;
use crate::support::site::Site;
use crate::support::stream::{Line, connect, secure};

/// Idle connections of each transport, R9 of the design's bars.
const IDLE: usize = 2_000;
/// What one address may have at once, TCP and TLS together; and to the page.
const OF_AN_ADDRESS: usize = 256;
const OF_AN_ADDRESS_TO_THE_PAGE: usize = 32;
/// Connections of telephones in all.
const IN_ALL: usize = 4_096;
/// What they may leave in memory, 16 kB each.
const LEFT_KB: u64 = 4_096 * 16;
/// Between two logins.
const PAUSE: Duration = Duration::from_millis(100);

/// What one of them did while the call went on.
#[derive(Clone, Copy, Debug)]
enum Done {
    /// Connections of which so many are still open.
    Held(usize),
    Handshakes(usize),
    /// Logins that were tried and that succeeded, and the most files that the program had open meanwhile.
    Logins {
        tried: usize,
        done: usize,
        files: usize,
    },
}

type Attack = Box<dyn FnOnce(&End) -> Done + Send>;

#[test]
fn idle_connections_from_one_address() {
    let mut scene = scene("crowd-one");
    let open = crowd(&mut scene, &[Ipv4Addr::new(127, 97, 0, 1).into()]);
    assert!(open <= OF_AN_ADDRESS, "{open} are open");
    let refused = scene.site.counted("sip_connections_refused_total") as usize;
    assert!(refused >= 2 * IDLE - OF_AN_ADDRESS, "{refused} were refused");
    scene.end();
}

#[test]
fn idle_connections_from_many_addresses() {
    let mut scene = scene("crowd-many");
    let from: Vec<IpAddr> = (1..=20).map(|host| Ipv4Addr::new(127, 97, 1, host).into()).collect();
    scene.growth_kb = LEFT_KB;
    crowd(&mut scene, &from);
    // Those of TLS come to the exchange with their handshake, which none of them begins.
    assert!(scene.site.counted("sip_connections_total") as usize >= IDLE, "it was a crowd");
    assert_eq!(scene.site.counted("sip_connections_refused_total"), 0);
    scene.end();
}

#[test]
fn idle_connections_to_the_page() {
    let mut scene = scene("crowd-page");
    let attack = hold(&[Ipv4Addr::new(127, 97, 2, 1).into()], scene.site.web());
    let open = beside(&mut scene, vec![attack]);
    assert!(open <= OF_AN_ADDRESS_TO_THE_PAGE, "{open} are open");
    scene.end();
}

#[test]
fn handshakes_without_an_end() {
    let mut scene = scene("crowd-handshakes");
    let attacks = [1, 2].map(|host| shake_hands(&scene.site, Ipv4Addr::new(127, 97, 3, host).into()));
    beside(&mut scene, attacks.into());
    scene.end();
}

fn scene(name: &str) -> Scene {
    allow_files(4 * IDLE as u64);
    Scene::new(name, "")
}

/// The crowd comes from these addresses, by TCP and TLS alike. How many of it are open at the end.
fn crowd(scene: &mut Scene, from: &[IpAddr]) -> usize {
    let attacks = [scene.site.sip(), scene.site.tls()].map(|to| hold(from, to));
    beside(scene, attacks.into())
}

/// Telephones log in beside these attacks, all of them. How many connections of the attackers are open at the end.
fn beside(scene: &mut Scene, mut attacks: Vec<Attack>) -> usize {
    let before = open_files(scene.exchange.id());
    attacks.push(log_in(scene));
    let (mut open, mut shaken) = (0, 0);
    for done in scene.conversation.attacked(attacks) {
        println!("  {done:?}");
        match done {
            Done::Held(held) => open += held,
            Done::Handshakes(done) => shaken += done,
            Done::Logins { tried, done, files } => {
                assert!(tried > 0 && done == tried, "{done} of {tried} telephones could log in");
                assert!(files <= before + IN_ALL + 64, "{before} files became {files}");
            }
        }
    }
    println!("  {open} are open, {shaken} handshakes were done");
    open
}

/// Connects from these addresses in turn and says nothing.
fn hold(from: &[IpAddr], to: SocketAddr) -> Attack {
    let from = from.to_vec();
    Box::new(move |end| {
        let connected = from.iter().cycle().take(IDLE).filter_map(|from| connect(*from, to).ok());
        let mut connections: Vec<TcpStream> = connected.collect();
        while !end.comes_before(Instant::now() + PAUSE) {}
        connections.retain_mut(is_open);
        Done::Held(connections.len())
    })
}

fn is_open(connection: &mut TcpStream) -> bool {
    connection.set_nonblocking(true).unwrap();
    matches!(connection.read(&mut [0; 16]), Err(error) if error.kind() == ErrorKind::WouldBlock)
}

/// Connects by TLS, and closes as soon as that has cost the exchange its signature.
fn shake_hands(site: &Arc<Site>, from: IpAddr) -> Attack {
    let site = Arc::clone(site);
    Box::new(move |end| {
        let mut done = 0;
        while !end.has_come() {
            let Ok(mut connection) = secure(&site, from, site.tls()) else { continue };
            done += usize::from(connection.conn.complete_io(&mut connection.sock).is_ok());
        }
        Done::Handshakes(done)
    })
}

/// Registers telephones again and again from an address of their own, on new connections and one by TLS on the connection that it
/// has had from the beginning.
fn log_in(scene: &Scene) -> Attack {
    let (site, process) = (Arc::clone(&scene.site), scene.exchange.id());
    let mut phones = [3, 4, 5, 6].map(|place| Phone::new(&site, &scene.accounts[place]));
    let home = Ipv4Addr::LOCALHOST.into();
    let mut lasting = Line::new(secure(&site, home, site.tls()).unwrap(), "TLS");
    assert_eq!(lasting.register(&mut phones[3]).unwrap(), 200);
    Box::new(move |end| {
        let (mut tried, mut done, mut files) = (0, 0, 0);
        while !end.comes_before(Instant::now() + PAUSE) {
            let [tcp, tls, browser, registered] = &mut phones;
            let by_tcp = connect(home, site.sip()).and_then(|stream| Line::new(stream, "TCP").register(tcp));
            let by_tls =
                secure(&site, home, site.tls()).and_then(|stream| Line::new(stream, "TLS").register(tls));
            let mut page = Browser::connect(&site);
            let challenge = page.transact(&browser.register_request(None));
            let by_web_socket = page.transact(&browser.register_request(Some(&challenge))).status();
            let as_before = lasting.register(registered);
            for status in [by_tcp, by_tls, Ok(by_web_socket), as_before] {
                tried += 1;
                match status {
                    Ok(200) => done += 1,
                    other => println!("  {other:?}"),
                }
            }
            files = files.max(open_files(process));
        }
        Done::Logins { tried, done, files }
    })
}
