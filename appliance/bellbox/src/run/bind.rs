//! Takes the ports, and says in words why one cannot be had.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use anyhow::{anyhow, bail};
use exchange::{FloodLimits, Settings};
use jiff::Timestamp;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use store::Store;
use switch::{DtlsIdentity, StartError, StreamLimits, Transport};

use super::sink::StoreSink;
use crate::certificate::{self, Names};
use crate::config::Config;
use crate::control::client;
use crate::ports::{self, Protocol};

/// Files that are open without any telephone: database, listening sockets, connections of web and control.
const FILES_WITHOUT_CALLS: u64 = 512;
/// Of the others at most this part is for connections of telephones, each of which is a file too.
const SHARE_OF_CONNECTIONS: u64 = 4;
/// Two telephones, each with a socket for sound and one for its reports.
const FILES_A_CALL: u64 = 4;

/// Lets the program open as many files as the system allows, and says when that is too few for the calls wanted.
pub(super) fn raise_open_files(calls: usize) {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, ..limit };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, limit = limit.current, "the number of open files cannot be raised");
    }
    // No maximum is no limit.
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let possible = calls_with(files);
    if possible < calls as u64 {
        tracing::warn!(files, calls, possible, "too few files may be open for as many calls (ulimit -n)");
    }
}

fn calls_with(files: u64) -> u64 {
    let free = files.saturating_sub(FILES_WITHOUT_CALLS);
    (free - connections_with(files)) / FILES_A_CALL
}

/// Connections of telephones: as many as the switch takes, fewer where few files may be open.
fn connections_with(files: u64) -> u64 {
    let share = files.saturating_sub(FILES_WITHOUT_CALLS) / SHARE_OF_CONNECTIONS;
    share.min(StreamLimits::default().connections as u64)
}

fn stream_limits() -> StreamLimits {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let connections = usize::try_from(connections_with(files)).unwrap_or(usize::MAX);
    StreamLimits { connections, ..StreamLimits::default() }
}

/// Takes the web server's port.
pub(super) fn web(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| {
        let words = ports::explain(Protocol::Tcp, address, &error);
        anyhow!("{words}; another address: `[web] https` in the settings")
    })
}

/// An error of the start, or, where a program that runs with this data explains it, that one. Nothing is looked at
/// before something failed.
pub(super) fn or_running(error: anyhow::Error, data: &Path) -> anyhow::Error {
    match client::process(data) {
        Some(pid) => anyhow!("Bellbox already runs with the data in {} (pid {pid})", data.display()),
        None => error,
    }
}

/// Starts the switch on the addresses that this machine can have: one of an address family that it does not speak is
/// left out with a warning, anything else stops the start.
pub(super) fn switch(
    config: &Config,
    names: &Names,
    store: &Store,
    sink: StoreSink,
) -> anyhow::Result<switch::Handle> {
    let (mut udp, mut tcp, mut tls) = (config.sip.udp.clone(), config.sip.tcp(), config.sip.tls());
    let identity = certificate::identity(Timestamp::now()).inspect_err(|error| {
        tracing::error!("{error:#}: telephones in browsers have no sound");
    });
    let identity = identity.ok();
    let bindings = store.bindings().unwrap_or_else(|error| {
        tracing::error!(%error, "registrations cannot be read: telephones must register again");
        Vec::new()
    });
    sink.restored(&bindings);
    loop {
        let wanted = switch::Config {
            udp: udp.clone(),
            tcp: tcp.clone(),
            tls: tls.clone(),
            streams: stream_limits(),
            media_threads: config.rtp.threads,
            identity: identity.clone(),
            settings: Settings {
                fingerprint: identity.as_ref().map(DtlsIdentity::fingerprint),
                ..settings(config, names)
            },
        };
        let started = switch::start(wanted, store.directory(), bindings.clone(), Box::new(sink.clone()));
        match started {
            Ok(switch) => return Ok(switch),
            Err(StartError::Bind { transport, address, error }) => {
                let (protocol, list) = match transport {
                    Transport::Udp => (Protocol::Udp, &mut udp),
                    Transport::Tcp => (Protocol::Tcp, &mut tcp),
                    Transport::Tls | Transport::Ws | Transport::Wss => (Protocol::Tcp, &mut tls),
                };
                let words = ports::explain(protocol, address, &error);
                if !can_do_without(list, address, &error) {
                    let key = transport.as_lower_str();
                    bail!("{words}; another address: `[sip] {key}` in the settings");
                }
                tracing::warn!("{words}: it is left out");
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Takes an address out of the list if the machine does not speak its protocol and others are left.
fn can_do_without(list: &mut Vec<SocketAddr>, address: SocketAddr, error: &io::Error) -> bool {
    list.retain(|other| *other != address);
    ports::is_off_here(address, error) && !list.is_empty()
}

fn settings(config: &Config, names: &Names) -> Settings {
    let limits = &config.sip.limits;
    Settings {
        domain: domain(&config.sip.domain, names),
        rtp_ports: config.rtp.ports.clone(),
        silence: config.rtp.silence(),
        max_calls: limits.calls.get(),
        max_transactions: limits.transactions.get(),
        limits: FloodLimits { per_source: limits.per_source.get(), in_all: limits.in_all.get() },
        ..Settings::default()
    }
}

/// The names that the installer gave, else those that the machine has.
fn domain(given: &[String], names: &Names) -> Vec<String> {
    if given.is_empty() {
        let addresses = names.addresses.iter().map(ToString::to_string);
        names.hosts.iter().cloned().chain(addresses).collect()
    } else {
        given.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_on_without_ipv6_but_not_without_anything() {
        let off = || io::Error::from_raw_os_error(libc::EAFNOSUPPORT);
        let v6: SocketAddr = "[::]:5060".parse().unwrap();
        let mut both = vec!["0.0.0.0:5060".parse().unwrap(), v6];
        assert!(can_do_without(&mut both, v6, &off()));
        assert_eq!(both, ["0.0.0.0:5060".parse().unwrap()]);
        assert!(!can_do_without(&mut vec![v6], v6, &off()));
        let taken = io::Error::from_raw_os_error(libc::EADDRINUSE);
        assert!(!can_do_without(&mut vec!["0.0.0.0:5060".parse().unwrap(), v6], v6, &taken));
    }

    #[test]
    fn a_call_takes_four_files() {
        assert_eq!((calls_with(1024), calls_with(100), calls_with(512 + 4 * 4_096)), (96, 0, 3_072));
    }

    #[test]
    fn connections_leave_most_files_to_calls() {
        assert_eq!([1024, 100, 1_048_576].map(connections_with), [128, 0, 4_096]);
    }

    #[test]
    fn the_machines_own_names_hold_where_none_is_given() {
        let mut names = Names::default();
        names.hosts.insert("box".to_owned());
        names.addresses.insert("192.0.2.1".parse().unwrap());
        assert_eq!(domain(&[], &names), ["box", "192.0.2.1"]);
        assert_eq!(domain(&["office.example".to_owned()], &names), ["office.example"]);
    }

    #[test]
    fn a_taken_web_port_is_told_with_its_holder() {
        let held = TcpListener::bind("127.0.0.1:0").unwrap();
        let words = web(held.local_addr().unwrap()).unwrap_err().to_string();
        assert!(words.contains(" is taken by "), "{words}");
        assert!(words.ends_with("; another address: `[web] https` in the settings"), "{words}");
    }

    #[test]
    fn a_program_with_the_same_data_explains_a_failed_start() {
        let data = tempfile::tempdir().unwrap();
        let told = || or_running(anyhow!("TCP is taken"), data.path()).to_string();
        assert_eq!(told(), "TCP is taken");
        let _running = std::os::unix::net::UnixListener::bind(data.path().join("control.sock")).unwrap();
        let (us, data) = (std::process::id(), data.path().display());
        assert_eq!(told(), format!("Bellbox already runs with the data in {data} (pid {us})"));
    }

    #[test]
    fn settings_and_exchange_have_the_same_defaults() {
        let (ours, theirs) = (settings(&Config::default(), &Names::default()), Settings::default());
        assert_eq!(ours.rtp_ports, theirs.rtp_ports);
        assert_eq!((ours.max_calls, ours.max_transactions), (theirs.max_calls, theirs.max_transactions));
        assert_eq!(ours.limits, theirs.limits);
    }
}
