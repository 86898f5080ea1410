//! Certificates made, kept, renewed and believed.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, ServerConfig, ServerConnection,
    SignatureScheme, SupportedCipherSuite,
};

use super::*;

#[test]
fn is_made_once_and_then_kept() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let second = open(directory.path(), &names(&["box"]), now()).unwrap();
    assert_eq!(first.ecdsa.certificate, second.ecdsa.certificate);
    assert_eq!(first.rsa.certificate, second.rsa.certificate);
    for (file, mode) in [(CA_FILE, 0o644), (CA_KEY_FILE, 0o600), (SERVER_FILE, 0o600), (RSA_FILE, 0o600)] {
        let found = fs::metadata(directory.path().join(file)).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{file}");
    }
}

#[test]
fn a_new_name_gets_a_new_certificate_of_the_same_authority() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let second = open(directory.path(), &names(&["box", "bell"]), now()).unwrap();
    assert_ne!(first.ecdsa.certificate, second.ecdsa.certificate);
    assert_eq!(first.ecdsa.authority, second.ecdsa.authority);
    for leaf in [&second.ecdsa, &second.rsa] {
        let facts = Facts::of(&leaf.certificate, Some(&leaf.authority)).unwrap();
        assert!(facts.ours);
        assert_eq!(facts.names, names(&["box", "bell"]));
    }
    assert_ne!(first.rsa.certificate, second.rsa.certificate);
    assert_eq!(first.rsa.key, second.rsa.key, "a key that is costly to make is kept");
    assert_ne!(first.ecdsa.key, second.ecdsa.key);
}

#[test]
fn lives_a_year_and_is_renewed_in_its_last_third() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let facts = Facts::of(&first.ecdsa.certificate, None).unwrap();
    let days = (facts.not_after.as_second() - facts.not_before.as_second()) / 86_400;
    assert!((390..=398).contains(&days), "{days}");
    let later = Timestamp::from_second(now().as_second() + 300 * 86_400).unwrap();
    let second = open(directory.path(), &names(&["box"]), later).unwrap();
    assert_ne!(first.ecdsa.certificate, second.ecdsa.certificate);
    assert_eq!(first.ecdsa.authority, second.ecdsa.authority);
}

#[test]
fn an_authority_keeps_out_of_the_year_2038_while_it_can() {
    for (made, until) in
        [("2026-11-22T12:00:00Z", "2037-12-31T00:00:00Z"), ("2030-01-01T00:00:00Z", "2050-01-01T00:00:00Z")]
    {
        let directory = tempfile::tempdir().unwrap();
        let leaf = open(directory.path(), &names(&["box"]), made.parse().unwrap()).unwrap();
        assert_eq!(
            Facts::of(&leaf.ecdsa.authority, None).unwrap().not_after,
            until.parse().unwrap(),
            "{made}"
        );
    }
}

#[test]
fn a_renewed_authority_vouches_for_what_the_old_one_signed() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let later = "2034-01-01T00:00:00Z".parse().unwrap();
    let second = open(directory.path(), &names(&["box"]), later).unwrap();
    assert_ne!(first.ecdsa.authority, second.ecdsa.authority);
    assert!(Facts::of(&first.ecdsa.certificate, Some(&second.ecdsa.authority)).unwrap().ours);
    assert!(Facts::of(&second.ecdsa.certificate, Some(&first.ecdsa.authority)).unwrap().ours);
}

#[test]
fn damaged_files_are_made_anew() {
    for damaged in [CA_FILE, CA_KEY_FILE, SERVER_FILE, RSA_FILE] {
        let directory = tempfile::tempdir().unwrap();
        open(directory.path(), &names(&["box"]), now()).unwrap();
        fs::write(directory.path().join(damaged), "-----BEGIN CERTIFICATE-----\nAAAA\n").unwrap();
        let leaf = open(directory.path(), &names(&["box"]), now()).unwrap();
        assert!(handshake(&leaf, &leaf.ecdsa.authority, "box"), "{damaged}");
        let published = fs::read(directory.path().join(CA_FILE)).unwrap();
        assert_eq!(CertificateDer::from_pem_slice(&published).unwrap(), leaf.ecdsa.authority, "{damaged}");
    }
}

#[test]
fn a_directory_that_cannot_be_written_is_no_reason_to_stop() {
    let leaf = open(Path::new("/proc/nowhere"), &names(&["box"]), now()).unwrap();
    assert!(handshake(&leaf, &leaf.ecdsa.authority, "box"));
}

#[test]
fn whoever_trusts_the_authority_trusts_the_box_under_its_names_only() {
    let directory = tempfile::tempdir().unwrap();
    let leaf = open(directory.path(), &names(&["box"]), now()).unwrap();
    assert!(handshake(&leaf, &leaf.ecdsa.authority, "box"));
    assert!(handshake(&leaf, &leaf.ecdsa.authority, "192.0.2.1"));
    assert!(!handshake(&leaf, &leaf.ecdsa.authority, "elsewhere"));
    let other = tempfile::tempdir().unwrap();
    let stranger = open(other.path(), &names(&["box"]), now()).unwrap();
    assert!(!handshake(&leaf, &stranger.ecdsa.authority, "box"));
}

#[test]
fn replaced_while_it_runs_it_cuts_no_connection() {
    let directory = tempfile::tempdir().unwrap();
    let first = open(directory.path(), &names(&["box"]), now()).unwrap();
    let certificates = Certificates::new(&first).unwrap();
    let config = Arc::new(server_config(Arc::clone(&certificates)).unwrap());
    let mut before = (client(&first.ecdsa.authority, "box"), server(&config));
    assert!(shake(&mut before.0, &mut before.1));
    assert!(!certificates.replace(&first).unwrap());
    let second = open(directory.path(), &names(&["box", "bell"]), now()).unwrap();
    assert!(certificates.replace(&second).unwrap());

    before.0.writer().write_all(b"still here").unwrap();
    assert!(pass(&mut before.0, &mut before.1));
    let mut heard = [0; 10];
    before.1.reader().read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"still here");
    let mut after = (client(&first.ecdsa.authority, "bell"), server(&config));
    assert!(shake(&mut after.0, &mut after.1), "new connections get the new one");
}

#[test]
fn each_client_gets_the_certificate_that_it_can_check() {
    use rustls::crypto::aws_lc_rs::cipher_suite as suite;
    let directory = tempfile::tempdir().unwrap();
    let leaves = open(directory.path(), &names(&["box"]), now()).unwrap();
    let (ecdsa, rsa) = (&leaves.ecdsa, &leaves.rsa);
    let old = [SignatureScheme::RSA_PKCS1_SHA256, SignatureScheme::RSA_PSS_SHA256];
    let new = [SignatureScheme::ECDSA_NISTP256_SHA256];
    let both = [old[0], old[1], new[0]];
    let tls12 =
        [suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    let tls13 = [suite::TLS13_AES_128_GCM_SHA256];
    for (name, suites, schemes, expected) in [
        ("TLS 1.2 with RSA alone", &tls12[..1], &both[..], rsa),
        ("TLS 1.2 with ECDSA alone", &tls12[1..], &both, ecdsa),
        ("TLS 1.2 with both", &tls12, &both, ecdsa),
        ("TLS 1.2 with suites for both that checks RSA alone", &tls12, &old, rsa),
        ("TLS 1.3 with RSA alone", &tls13, &old, rsa),
        ("TLS 1.3 with ECDSA alone", &tls13, &new, ecdsa),
        ("TLS 1.3 with both", &tls13, &both, ecdsa),
    ] {
        let given = given(&leaves, suites, schemes);
        assert!(given.as_ref() == Some(&expected.certificate), "{name}");
    }
    let neither = given(&leaves, &tls12[1..], &old);
    assert_eq!(neither, None);
}

/// The certificate that a client with these cipher suites and signatures is given, and checks as that of "box".
fn given(
    leaves: &Leaves,
    suites: &[SupportedCipherSuite],
    schemes: &[SignatureScheme],
) -> Option<CertificateDer<'static>> {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let provider = CryptoProvider { cipher_suites: suites.to_vec(), ..provider };
    let version = match suites {
        [SupportedCipherSuite::Tls13(_), ..] => &rustls::version::TLS13,
        _ => &rustls::version::TLS12,
    };
    let mut roots = RootCertStore::empty();
    roots.add(leaves.ecdsa.authority.clone()).unwrap();
    let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(provider.clone()));
    let inner = inner.build().unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(provider)).with_protocol_versions(&[version]);
    // The authority's signature is checked whatever the client offers: such telephones know more than they say.
    let verifier = Arc::new(Offers { inner, schemes: schemes.to_vec() });
    let client = client.unwrap().dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    let name = ServerName::try_from("box").unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let config = Arc::new(server_config(Certificates::new(leaves).unwrap()).unwrap());
    shake(&mut client, &mut server(&config))
        .then(|| client.peer_certificates().unwrap()[0].clone().into_owned())
}

/// Checks as rustls does, but offers these signatures alone.
#[derive(Debug)]
struct Offers {
    inner: Arc<WebPkiServerVerifier>,
    schemes: Vec<SignatureScheme>,
}

impl ServerCertVerifier for Offers {
    fn verify_server_cert(
        &self,
        end: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.inner.verify_server_cert(end, others, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

/// Whether a client that trusts `authority` and asks for `name` is content; no socket is needed.
fn handshake(leaves: &Leaves, authority: &CertificateDer<'static>, name: &str) -> bool {
    let config = Arc::new(server_config(Certificates::new(leaves).unwrap()).unwrap());
    shake(&mut client(authority, name), &mut server(&config))
}

fn client(authority: &CertificateDer<'static>, name: &str) -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone()).unwrap();
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    ClientConnection::new(Arc::new(client), name).unwrap()
}

fn server(config: &Arc<ServerConfig>) -> ServerConnection {
    ServerConnection::new(Arc::clone(config)).unwrap()
}

/// Whether the handshake succeeds.
fn shake(client: &mut ClientConnection, server: &mut ServerConnection) -> bool {
    while client.is_handshaking() {
        if !pass(client, server) {
            return false;
        }
    }
    true
}

/// Carries what each has to say to the other; whether both are content with it.
fn pass(client: &mut ClientConnection, server: &mut ServerConnection) -> bool {
    let mut wire = Vec::new();
    client.write_tls(&mut wire).unwrap();
    server.read_tls(&mut wire.as_slice()).unwrap();
    if server.process_new_packets().is_err() {
        return false;
    }
    let mut wire = Vec::new();
    server.write_tls(&mut wire).unwrap();
    client.read_tls(&mut wire.as_slice()).unwrap();
    client.process_new_packets().is_ok()
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
