//! Certificates made, kept, renewed and believed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection};

use super::*;

#[test]
fn is_made_once_and_then_kept() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let second = open(directory.path(), &names(&["box"]), now()).unwrap();
    assert_eq!(first.certificate, second.certificate);
    for (file, mode) in [(CA_FILE, 0o644), (CA_KEY_FILE, 0o600), (SERVER_FILE, 0o600)] {
        let found = fs::metadata(directory.path().join(file)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{file}");
    }
}

#[test]
fn a_new_name_gets_a_new_certificate_of_the_same_authority() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let second = open(directory.path(), &names(&["box", "bell"]), now()).unwrap();
    assert_ne!(first.certificate, second.certificate);
    assert_eq!(first.authority, second.authority);
    let facts = Facts::of(&second.certificate, Some(&second.authority)).unwrap();
    assert!(facts.ours);
    assert_eq!(facts.names, names(&["box", "bell"]));
}

#[test]
fn lives_a_year_and_is_renewed_in_its_last_third() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let facts = Facts::of(&first.certificate, None).unwrap();
    let days = (facts.not_after.as_second() - facts.not_before.as_second()) / 86_400;
    assert!((390..=398).contains(&days), "{days}");
    let later = Timestamp::from_second(now().as_second() + 300 * 86_400).unwrap();
    let second = open(directory.path(), &names(&["box"]), later).unwrap();
    assert_ne!(first.certificate, second.certificate);
    assert_eq!(first.authority, second.authority);
}

#[test]
fn an_authority_keeps_out_of_the_year_2038_while_it_can() {
    for (made, until) in
        [("2026-11-22T12:00:00Z", "2037-12-31T00:00:00Z"), ("2030-01-01T00:00:00Z", "2050-01-01T00:00:00Z")]
    {
        let directory = tempfile::tempdir().unwrap();
        let leaf = open(directory.path(), &names(&["box"]), made.parse().unwrap()).unwrap();
        assert_eq!(Facts::of(&leaf.authority, None).unwrap().not_after, until.parse().unwrap(), "{made}");
    }
}

#[test]
fn a_renewed_authority_vouches_for_what_the_old_one_signed() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let later = "2034-01-01T00:00:00Z".parse().unwrap();
    let second = open(directory.path(), &names(&["box"]), later).unwrap();
    assert_ne!(first.authority, second.authority);
    assert!(Facts::of(&first.certificate, Some(&second.authority)).unwrap().ours);
    assert!(Facts::of(&second.certificate, Some(&first.authority)).unwrap().ours);
}

#[test]
fn damaged_files_are_made_anew() {
    for damaged in [CA_FILE, CA_KEY_FILE, SERVER_FILE] {
        let directory = tempfile::tempdir().unwrap();
        open(directory.path(), &names(&["box"]), now()).unwrap();
        fs::write(directory.path().join(damaged), "-----BEGIN CERTIFICATE-----\nAAAA\n").unwrap();
        let leaf = open(directory.path(), &names(&["box"]), now()).unwrap();
        assert!(handshake(&leaf, &leaf.authority, "box"), "{damaged}");
        let published = fs::read(directory.path().join(CA_FILE)).unwrap();
        assert_eq!(CertificateDer::from_pem_slice(&published).unwrap(), leaf.authority, "{damaged}");
    }
}

#[test]
fn a_directory_that_cannot_be_written_is_no_reason_to_stop() {
    let leaf = open(Path::new("/proc/nowhere"), &names(&["box"]), now()).unwrap();
    assert!(handshake(&leaf, &leaf.authority, "box"));
}

#[test]
fn whoever_trusts_the_authority_trusts_the_box_under_its_names_only() {
    let directory = tempfile::tempdir().unwrap();
    let leaf = open(directory.path(), &names(&["box"]), now()).unwrap();
    assert!(handshake(&leaf, &leaf.authority, "box"));
    assert!(handshake(&leaf, &leaf.authority, "192.0.2.1"));
    assert!(!handshake(&leaf, &leaf.authority, "elsewhere"));
    let other = tempfile::tempdir().unwrap();
    let stranger = open(other.path(), &names(&["box"]), now()).unwrap();
    assert!(!handshake(&leaf, &stranger.authority, "box"));
}

#[test]
fn replaced_while_it_runs() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let certificates = Certificates::new(&first).unwrap();
    assert!(!certificates.replace(&first).unwrap());
    let second = open(directory.path(), &names(&["box", "bell"]), now()).unwrap();
    assert!(certificates.replace(&second).unwrap());
}

/// Whether a client that trusts `authority` and asks for `name` is content; no socket is needed.
fn handshake(leaf: &Leaf, authority: &CertificateDer<'static>, name: &str) -> bool {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone()).unwrap();
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let server = server_config(Certificates::new(leaf).unwrap()).unwrap();
    let mut server = ServerConnection::new(Arc::new(server)).unwrap();
    while client.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        if server.process_new_packets().is_err() {
            return false;
        }
        let mut wire = Vec::new();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        if client.process_new_packets().is_err() {
            return false;
        }
    }
    true
}

fn names(hosts: &[&str]) -> Names {
    Names {
        hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        addresses: ["192.0.2.1".parse().unwrap()].into(),
    }
}

fn now() -> Timestamp {
    // The clients of these tests look at the real clock.
    Timestamp::now()
}
