//! Section `api`: how many requests of the interface a second of processor time answers, and what an import takes.
//!
//! All requests come one after the other by one connection, so TLS is set up once; what a request costs that does
//! nothing is the first figure.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::figures::Table;
use super::https_client::Client;
use super::office::{Office, PHONES};
use super::options::Options;
use super::server::Server;
use super::udp;

const SECTION: &str = "api";
/// Where the office of a bench has its page.
const WEB: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 28_443);
/// How long the page may take to be there.
const PATIENCE: Duration = Duration::from_secs(60);
/// People that come to the thousand of the office: with them it is a large one.
const PEOPLE: u32 = 2_000;

/// Measures it.
pub(crate) fn run(options: &Options, table: &mut Table) {
    let (people, times) = if options.short { (60, 20) } else { (PEOPLE, 1_000) };
    for _ in 0..options.rounds {
        measure(people, times, table);
    }
}

fn measure(people: u32, times: u32, table: &mut Table) {
    let office = Office::new();
    let token = token(office.command(&[], &["token", "create", "bench"]));
    let ca = office.data().join("ca.pem");
    let server = Server::bellbox(office, &[]);
    // Telephones are served before the page has its certificate.
    let began = Instant::now();
    while !ca.exists() || std::net::TcpStream::connect(WEB).is_err() {
        assert!(began.elapsed() < PATIENCE, "the page does not come: {}", server.log());
        udp::wait(&[], Duration::from_millis(5));
    }
    let mut client = Client::connect(WEB, &ca, &token).unwrap();

    let file = file(people);
    let (began, before) = (Instant::now(), server.cpu());
    ask(&mut client, "POST", "/api/v1/people-import?merge=skip&consent=true", file.as_bytes());
    let (seconds, used) = (began.elapsed().as_secs_f64(), (server.cpu() - before).total());
    table.add(SECTION, &format!("import of {people} people"), "bellbox", "s", seconds);
    table.add(SECTION, &format!("import of {people} people, processor time"), "bellbox", "s", used);

    let all = ask(&mut client, "GET", "/api/v1/people?limit=1&sort=number", b"");
    assert_eq!(all["total"], people + PHONES, "{all}");
    let id = all["items"][0]["id"].as_str().unwrap().to_owned();
    let one = format!("/api/v1/people/{id}");
    for (what, path) in [
        ("nothing: the name of the office", "/api/v1/front"),
        ("one of the people", one.as_str()),
        ("a hundred of them, by last name", "/api/v1/people?sort=last_name&limit=100"),
        ("a hundred of a department, by number", "/api/v1/people?department=Sales&sort=number&limit=100"),
        ("those whose texts hold a word", "/api/v1/people?q=berg&limit=20"),
    ] {
        let before = server.cpu();
        for _ in 0..times {
            ask(&mut client, "GET", path, b"");
        }
        add(table, &format!("read {what}"), times, (server.cpu() - before).total());
    }
    // Each is on disk before it is answered, and tells telephones' side of a new directory.
    let times = times / 5;
    let before = server.cpu();
    for n in 0..times {
        let body = format!("{{\"department\": \"Sales {n}\"}}");
        ask(&mut client, "PATCH", &one, body.as_bytes());
    }
    add(table, "change one of the people", times, (server.cpu() - before).total());
    let before = server.cpu();
    for n in 0..times {
        let body = format!("{{\"department\": \"Service {n}\"}}");
        ask(&mut client, "PATCH", &one, body.as_bytes());
        ask(&mut client, "GET", "/api/v1/people?sort=last_name&limit=100", b"");
    }
    add(table, "change one of the people and read a hundred", times, (server.cpu() - before).total());
}

fn add(table: &mut Table, what: &str, times: u32, cpu_s: f64) {
    table.add(
        SECTION,
        &format!("{what}, in a second of processor time"),
        "bellbox",
        "1/s",
        f64::from(times) / cpu_s,
    );
}

fn ask(client: &mut Client, method: &str, path: &str, body: &[u8]) -> Value {
    let (status, answer) = client.ask(method, path, body).unwrap();
    let text = String::from_utf8_lossy(&answer);
    assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
    serde_json::from_slice(&answer).unwrap_or(Value::Null)
}

/// A token that may read and change people.
fn token(mut command: Command) -> String {
    let output = command.args(["--permission", "people-write"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text.lines().last().unwrap_or_default().trim().to_owned()
}

/// A file of people, each with a number.
fn file(people: u32) -> String {
    let mut file = "First name,Last name,Email,Department,Job title,Number\n".to_owned();
    for n in 0..people {
        let department = ["Sales", "Service", "Workshop"][n as usize % 3];
        let number = 10_000 + n;
        _ = writeln!(file, "Person {n},Lindberg {n},person{n}@example.com,{department},Clerk,{number}");
    }
    file
}
