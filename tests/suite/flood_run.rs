//! Floods by UDP over real sockets while a call is up: its sound is whole, registered telephones are answered, a flood is
//! answered with less than half as much again as it sends, and the memory is what it was.

mod capacity;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::support::conversation::frames;
use crate::support::end::End;
use crate::support::flooder::{Flooded, Template, flood, from_sockets, request, stun};
use crate::support::phone::{Phone, describe};
use crate::support::process::allow_files;
use crate::support::scene::Scene;

/// More than the exchange remembers sources.
const MANY: u32 = 5_000;
/// What is answered in a second to one who has sent next to nothing.
const FREE_OCTETS: u64 = 2_048;

#[test]
fn registers_from_one_stranger() {
    floods("flood-stranger", vec![stranger()], |to| request("REGISTER", to, "", ""));
}

#[test]
fn registers_from_more_addresses_than_are_remembered() {
    allow_files(2 * u64::from(MANY));
    floods("flood-many", strangers(MANY), |to| request("REGISTER", to, "", ""));
}

#[test]
fn registers_from_the_telephones_own_address() {
    let scene = Scene::new("flood-own", "");
    let own = vec![scene.site.address().into()];
    floods_in(scene, own, |to| request("REGISTER", to, "", ""));
}

#[test]
fn invites_without_credentials() {
    floods("flood-invite", vec![stranger()], |to| request("INVITE", to, "", &offer()));
}

#[test]
fn invites_with_wrong_credentials() {
    let headers = "Authorization: Digest username=\"u201\", realm=\"example-ltd\", nonce=\"00000000\", uri=\"sip:202@here\", \
                   response=\"00000000000000000000000000000000\", algorithm=MD5\r\n";
    floods("flood-guess", strangers(100), |to| request("INVITE", to, headers, &offer()));
}

#[test]
fn questions_without_an_end() {
    floods("flood-options", vec![stranger()], |to| request("OPTIONS", to, "", ""));
}

#[test]
fn stun_without_an_end() {
    floods("flood-stun", vec![stranger()], |_| stun());
}

/// Whoever forges a telephone's address and port, or has gone mad itself, is one source, with the share of one telephone.
#[test]
fn registers_in_the_name_of_a_registered_telephone() {
    let mut scene = Scene::new("flood-name", "");
    let mut phone = Phone::new(&scene.site, &scene.accounts[3]);
    assert_eq!(phone.register().unwrap().status(), 200);
    let (to, own) = (scene.site.sip(), [phone.socket().try_clone().unwrap()]);
    own[0].set_nonblocking(true).unwrap();
    let attack = |end: &End| from_sockets(request("REGISTER", to, "", ""), &own, end);
    tell(&scene.conversation.attacked(vec![attack]));
    assert!(scene.site.counted("sip_flood_dropped_total") > 1_000);
    scene.end();
}

/// From these addresses by two threads at once.
fn floods(name: &str, from: Vec<IpAddr>, message: impl Fn(SocketAddr) -> Template) {
    floods_in(Scene::new(name, ""), from, message);
}

fn floods_in(mut scene: Scene, from: Vec<IpAddr>, message: impl Fn(SocketAddr) -> Template) {
    let to = scene.site.sip();
    let attack = |from: &[IpAddr]| {
        let (message, from) = (message(to), from.to_vec());
        move |end: &End| flood(message, &from, to, end)
    };
    let (one, other) = if from.len() == 1 { (&from[..], &from[..]) } else { from.split_at(from.len() / 2) };
    let flooded = scene.conversation.attacked(vec![attack(one), attack(other)]);
    tell(&flooded);
    let sum = |count: fn(&Flooded) -> u64| flooded.iter().map(count).sum::<u64>();
    let (octets_in, octets_out) = (sum(|one| one.octets_in), sum(|one| one.octets_out));
    let free = FREE_OCTETS * (frames() / 50 + 2) * from.len() as u64;
    assert!(octets_out <= (octets_in * 3 / 2).max(free), "{octets_out} out for {octets_in} in");
    assert!(octets_out > 0, "the first are answered");
    let (sent, reached) = (sum(|one| one.datagrams), scene.site.counted("sip_datagrams_total"));
    println!("  {reached} of {sent} datagrams reached it");
    assert!(reached - scene.site.counted("sip_flood_dropped_total") < sent, "it does not take them all");
    scene.end();
}

fn tell(flooded: &[Flooded]) {
    for one in flooded {
        println!("  {} a second: {one:?}", one.rate());
    }
}

fn stranger() -> IpAddr {
    Ipv4Addr::new(127, 99, 0, 1).into()
}

fn strangers(count: u32) -> Vec<IpAddr> {
    (0..count).map(|number| Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 99, 1, 0)) + number).into()).collect()
}

fn offer() -> String {
    describe(SocketAddr::new(stranger(), 40_000), "RTP/AVP", "")
}
