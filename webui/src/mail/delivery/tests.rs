//! Mail servers that misbehave, played line by line. What real ones do is in the crate `tests`.

use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::Language;
use crate::mail::Trial;

/// What a server says to the greeting, and to each line or mail it gets; "-" is nothing, for ever.
const GOOD: [&str; 7] =
    ["220 hello", "250 hello", "250 sender", "250 recipient", "354 go on", "250 taken", "221 bye"];

#[tokio::test]
async fn a_mail_is_handed_over() {
    let (settings, heard) = play(&GOOD).await;
    send(&settings, &mail()).await.unwrap();
    let heard = heard.await.unwrap();
    assert_eq!(heard[0], "EHLO [127.0.0.1]");
    assert_eq!(heard[1..4], ["MAIL FROM:<pbx@example.org>", "RCPT TO:<anna@example.net>", "DATA"]);
    assert_eq!(format!("{}\r\n", heard[4]).into_bytes(), mail().message(&settings.from));
    assert_eq!(heard[5], "QUIT");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_falls_silent_is_left() {
    for step in 0..6 {
        let mut said = GOOD[..step].to_vec();
        said.push("-");
        let (result, heard) = deliver_by_a_pipe(&said).await;
        assert_eq!(result, Err(Error::TimedOut { host: "127.0.0.1".to_owned() }), "step {step}");
        // It was left when it owed an answer, with a good-bye where it was known by then.
        assert!((step..=step + 1).contains(&heard.len()), "step {step}: {heard:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_it_has_taken_is_sent_whatever_comes_after() {
    for last in [&["-"][..], &[], &["554 no"], &["garbage"]] {
        let said = [&GOOD[..6], last].concat();
        assert_eq!(deliver_by_a_pipe(&said).await.0, Ok(()), "{last:?}");
    }
}

#[tokio::test]
async fn a_refusal_tells_what_was_refused_in_the_servers_words() {
    let errors =
        [Error::Refused, Error::SenderRefused, Error::RecipientRefused, Error::Refused, Error::Refused];
    for (step, error) in [0, 2, 3, 4, 5].into_iter().zip(errors) {
        let mut said = GOOD[..step].to_vec();
        said.extend(["554-no\r\n554 never", "221 bye"]);
        let (settings, _heard) = play(&said).await;
        let expected = error(Reply { code: 554, text: "no never".to_owned() });
        assert_eq!(send(&settings, &mail()).await, Err(expected), "step {step}");
    }
}

#[tokio::test]
async fn who_breaks_off_or_speaks_something_else_has_taken_nothing() {
    for step in 0..6 {
        for odd in [None, Some("HTTP/1.1 400 Bad Request"), Some("\u{0}\u{1}")] {
            let mut said = GOOD[..step].to_vec();
            said.extend(odd);
            let (settings, _heard) = play(&said).await;
            let result = send(&settings, &mail()).await;
            assert_eq!(result, Err(Error::Broken { host: settings.host }), "step {step}, {odd:?}");
        }
    }
    // An answer that is good, but none to what was asked.
    for (step, odd) in [(4, "250 go on"), (5, "354 taken")] {
        let mut said = GOOD;
        said[step] = odd;
        let (settings, _heard) = play(&said).await;
        assert_eq!(send(&settings, &mail()).await, Err(Error::Broken { host: settings.host }), "{odd}");
    }
}

#[tokio::test]
async fn endless_lines_are_cut() {
    let endless = format!("220 {}", "x".repeat(2 * 1024 * 1024));
    let many = format!("220{}", "-x\r\n220".repeat(400_000));
    for said in [&endless, &many] {
        let (settings, _heard) = play(&[said]).await;
        assert_eq!(send(&settings, &mail()).await, Err(Error::Broken { host: settings.host }));
    }
}

#[tokio::test]
async fn answers_in_clear_behind_starttls_count_for_nothing() {
    let (settings, heard) =
        play(&["220 hello", "250-hello\r\n250 STARTTLS", "220 go on\r\n250 injected"]).await;
    let settings = Settings { security: Security::StartTls, ..settings };
    assert_eq!(send(&settings, &mail()).await, Err(Error::NoTls { host: settings.host }));
    assert_eq!(heard.await.unwrap()[1], "STARTTLS");
}

#[tokio::test]
async fn without_encryption_where_it_is_asked_for_nothing_is_sent() {
    let (settings, heard) = play(&GOOD).await;
    let settings = Settings { security: Security::StartTls, ..settings };
    assert_eq!(send(&settings, &mail()).await, Err(Error::NoTls { host: settings.host }));
    assert_eq!(heard.await.unwrap(), ["EHLO [127.0.0.1]"]);
    let (settings, _heard) = play(&GOOD).await;
    let settings = Settings { security: Security::Tls, ..settings };
    assert_eq!(send(&settings, &mail()).await, Err(Error::NoTls { host: settings.host }));
}

#[tokio::test]
async fn a_login_that_no_server_way_carries_is_told() {
    for offered in ["250 hello", "250-hello\r\n250 AUTH CRAM-MD5"] {
        let (settings, heard) = play(&["220 hello", offered, "221 bye"]).await;
        let settings = Settings { username: "anna".to_owned(), password: "secret".to_owned(), ..settings };
        assert_eq!(send(&settings, &mail()).await, Err(Error::NoLogin { host: settings.host }));
        assert!(!heard.await.unwrap().concat().contains("AUTH"));
    }
}

#[tokio::test]
async fn a_certificate_is_checked_for_its_name_its_time_and_its_issuer() {
    for (names, year, is_trusted, expected) in [
        (["127.0.0.1"], 4096, true, Ok(())),
        (["127.0.0.1"], 4096, false, Err(Distrust::UnknownIssuer)),
        (["mail.example.net"], 4096, true, Err(Distrust::OtherName)),
        (["127.0.0.1"], 2001, true, Err(Distrust::NotNow)),
    ] {
        let CertifiedKey { cert, signing_key } = certificate(&names, year);
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let tls =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![cert.der().clone()], key)
                .unwrap();
        let (settings, _heard) = play_by(&GOOD, Some(TlsAcceptor::from(Arc::new(tls)))).await;
        let trusted = if is_trusted { vec![cert.der().clone()] } else { vec![vec![1, 2, 3].into()] };
        let settings = Settings { security: Security::Tls, trusted, ..settings };
        let host = settings.host.clone();
        let expected = expected.map_err(|why| Error::CertificateNotTrusted { host, why });
        assert_eq!(send(&settings, &mail()).await, expected, "{names:?} {year} {is_trusted}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let (settings, heard) = play(&[]).await;
    heard.abort();
    assert!(heard.await.unwrap_err().is_cancelled());
    let Settings { host, port, .. } = settings.clone();
    assert_eq!(send(&settings, &mail()).await, Err(Error::CannotConnect { host, port }));
    for host in ["no-such-host.invalid", "", "a b", "[::1"] {
        let settings = Settings { host: host.to_owned(), ..settings.clone() };
        assert_eq!(send(&settings, &mail()).await, Err(Error::CannotResolve { host: host.to_owned() }));
    }
}

#[test]
fn the_password_is_not_written_to_the_log() {
    let settings = Settings { password: "s3cret".to_owned(), ..settings(25) };
    assert!(!format!("{settings:?}").contains("s3cret"));
}

/// The same without sockets, for time that is virtual; what it heard.
async fn deliver_by_a_pipe(said: &[&str]) -> (Result<(), Error>, Vec<String>) {
    let (near, far) = tokio::io::duplex(1024 * 1024);
    let said = said.iter().map(|said| (*said).to_owned()).collect();
    let heard = tokio::spawn(converse(far, said));
    let settings = settings(25);
    let end = SocketAddr::from(([127, 0, 0, 1], 25));
    let result = Server { settings: &settings }.deliver(near, end, end.ip(), &mail()).await;
    (result, heard.await.unwrap())
}

/// Plays a server that says these things; what it heard comes when the conversation ended.
async fn play(said: &[&str]) -> (Settings, JoinHandle<Vec<String>>) {
    play_by(said, None).await
}

async fn play_by(said: &[&str], tls: Option<TlsAcceptor>) -> (Settings, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = settings(listener.local_addr().unwrap().port());
    let said: Vec<String> = said.iter().map(|said| (*said).to_owned()).collect();
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        match tls {
            None => converse(stream, said).await,
            Some(tls) => match tls.accept(stream).await {
                Ok(stream) => converse(stream, said).await,
                Err(_) => Vec::new(),
            },
        }
    });
    (settings, heard)
}

async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, said: Vec<String>) -> Vec<String> {
    let (mut stream, mut heard) = (BufReader::new(stream), Vec::new());
    for (number, said) in said.into_iter().enumerate() {
        if number > 0 {
            let is_mail = heard.last().is_some_and(|last| last == "DATA");
            match listen(&mut stream, if is_mail { "\r\n.\r\n" } else { "\r\n" }).await {
                Some(line) => heard.push(line),
                None => return heard,
            }
        }
        if said == "-" {
            while let Some(line) = listen(&mut stream, "\r\n").await {
                heard.push(line);
            }
            return heard;
        }
        if stream.write_all(format!("{said}\r\n").as_bytes()).await.is_err() {
            return heard;
        }
        let _ = stream.flush().await;
    }
    heard
}

/// What comes before this end.
async fn listen(stream: &mut (impl AsyncBufReadExt + Unpin), end: &str) -> Option<String> {
    let mut heard = String::new();
    while !heard.ends_with(end) {
        if stream.read_line(&mut heard).await.ok()? == 0 {
            return None;
        }
    }
    heard.truncate(heard.len() - end.len());
    Some(heard)
}

fn certificate(names: &[&str], until_year: i32) -> CertifiedKey<rcgen::KeyPair> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut parameters = rcgen::CertificateParams::new(names).unwrap();
    parameters.not_before = rcgen::date_time_ymd(2000, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(until_year, 1, 1);
    let signing_key = rcgen::KeyPair::generate().unwrap();
    let cert = parameters.self_signed(&signing_key).unwrap();
    CertifiedKey { cert, signing_key }
}

fn settings(port: u16) -> Settings {
    Settings {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        username: String::new(),
        password: String::new(),
        from: "pbx@example.org".parse().unwrap(),
        trusted: Vec::new(),
    }
}

fn mail() -> Mail {
    let trial = Trial { office: "Büro Süd", server: "mail.example.net", from: "pbx@example.org" };
    Mail {
        to: "anna@example.net".parse().unwrap(),
        to_name: "Änna".to_owned(),
        from_name: "Büro Süd".to_owned(),
        letter: trial.letter(Language::De),
        id: [7; 16],
        written: jiff::Timestamp::from_second(1_790_000_000).unwrap(),
    }
}
