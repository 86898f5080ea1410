//! Mails as a mail server of another's making gets them, aiosmtpd, and as Python's reader of mails understands them:
//! with and without encryption and login, and refused in every way.

mod links;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use rcgen::CertifiedKey;
use rustls::pki_types::CertificateDer;
use serde_json::Value;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::{advance, pause, resume};
use webui::Language;
use webui::mail::outbox::{AGAIN_AFTER, MailServer, News, outbox};
use webui::mail::{Distrust, Error, Invitation, Mail, Reply, Security, Settings, Trial, send};

use crate::support::mail_server::{Login, Server};

const ANNA: Login<'static> = Login { username: "anna@example.net", password: "a \u{e4}\"\\ secret" };

#[test]
fn a_mail_arrives_whole_and_is_read_as_it_was_meant() {
    let mut server = Server::start(Security::None, None, None);
    for language in Language::ALL {
        let invitation = invitation(language);
        deliver(&server.settings(), &invitation).unwrap();
        let arrived = server.mail();
        let sent = invitation.message(&server.settings().from);
        assert!(
            octets(&arrived["octets"]) == sent,
            "{}",
            String::from_utf8_lossy(&octets(&arrived["octets"]))
        );
        assert_eq!(arrived["sender"], "pbx@example.org");
        assert_eq!(arrived["recipients"], serde_json::json!(["anna@xn--bro-hoa.example"]));
        assert_eq!(arrived["from"], serde_json::json!([["Büro „Süd“, GmbH & Co", "pbx@example.org"]]));
        assert_eq!(
            arrived["to"],
            serde_json::json!([["Müller, Änna Bcc: x@example.net", "anna@xn--bro-hoa.example"]])
        );
        assert_eq!(arrived["subject"], invitation.letter.subject);
        assert!(invitation.letter.subject.contains("Büro „Süd“"));
        assert_eq!(arrived["defects"], serde_json::json!([]));
        let kinds = ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"];
        assert_eq!(arrived["kinds"], serde_json::json!(kinds));
        assert_eq!(text(&arrived["text"]), invitation.letter.text);
        assert_eq!(text(&arrived["html"]), invitation.letter.html);
        assert_eq!(Some(octets(&arrived["picture"])), invitation.letter.picture);
        assert_eq!(arrived["picture_id"], serde_json::json!(["<picture>"]));
        assert!(invitation.letter.html.contains("cid:picture"));
    }
}

#[test]
fn a_mail_without_a_picture_has_text_and_html() {
    let mut server = Server::start(Security::None, None, None);
    let trial = trial("anna");
    deliver(&server.settings(), &trial).unwrap();
    let arrived = server.mail();
    assert_eq!(arrived["kinds"], serde_json::json!(["multipart/alternative", "text/plain", "text/html"]));
    assert_eq!(text(&arrived["text"]), trial.letter.text);
    assert_eq!(text(&arrived["html"]), trial.letter.html);
    assert_eq!(arrived["encrypted"], false);
    assert_eq!(arrived["login"], Value::Null);
}

#[test]
fn an_encrypted_way_with_a_login() {
    let certificate = certificate();
    for security in [Security::StartTls, Security::Tls] {
        let mut server = Server::start(security, Some(&certificate), Some(ANNA));
        deliver(&trusting(&server, &certificate), &trial("anna")).unwrap();
        let arrived = server.mail();
        assert_eq!(arrived["encrypted"], true);
        assert_eq!(arrived["login"], ANNA.username);
    }
}

#[test]
fn a_certificate_that_nobody_known_has_signed_gets_neither_login_nor_mail() {
    let certificate = certificate();
    for security in [Security::StartTls, Security::Tls] {
        let mut server = Server::start(security, Some(&certificate), Some(ANNA));
        let error = deliver(&server.settings(), &trial("stolen")).unwrap_err();
        let why = Distrust::UnknownIssuer;
        assert_eq!(error, Error::CertificateNotTrusted { host: "127.0.0.1".to_owned(), why });
        assert!(error.text(Language::En).contains("signed by nobody known"), "{}", error.text(Language::En));
        assert!(!error.is_temporary());
        // The first mail that the server gets is the one after it.
        deliver(&trusting(&server, &certificate), &trial("anna")).unwrap();
        assert_eq!(server.mail()["recipients"], serde_json::json!(["anna@example.net"]));
    }
}

#[test]
fn a_server_without_encryption_gets_no_mail_that_was_to_be_encrypted() {
    let server = Server::start(Security::None, None, None);
    for security in [Security::StartTls, Security::Tls] {
        let settings = Settings { security, ..server.settings() };
        let host = settings.host.clone();
        assert_eq!(deliver(&settings, &trial("anna")), Err(Error::NoTls { host }), "{security:?}");
    }
}

#[test]
fn a_login_is_refused_in_the_servers_words() {
    let mut server = Server::start(Security::None, None, Some(ANNA));
    let right = server.settings();
    let wrong = Settings { password: "another".to_owned(), ..right.clone() };
    let error = deliver(&wrong, &trial("stolen")).unwrap_err();
    let Error::LoginRefused(reply) = &error else { panic!("{error:?}") };
    assert_eq!(reply.code, 535);
    assert!(error.text(Language::De).contains("535 5.7.8 Authentication credentials invalid"));
    assert!(!error.is_temporary());
    let nobody = Settings { username: String::new(), ..right.clone() };
    let error = deliver(&nobody, &trial("stolen")).unwrap_err();
    assert!(matches!(&error, Error::SenderRefused(Reply { code: 530, .. })), "{error:?}");
    deliver(&right, &trial("anna")).unwrap();
    assert_eq!(server.mail()["recipients"], serde_json::json!(["anna@example.net"]));
}

#[test]
fn sender_and_recipient_are_refused_in_the_servers_words() {
    let server = Server::start(Security::None, None, None);
    let reply = Reply { code: 550, text: "5.1.1 no such mailbox: nobody@example.net".to_owned() };
    assert_eq!(deliver(&server.settings(), &trial("nobody")), Err(Error::RecipientRefused(reply)));
    let stranger = Settings { from: "stranger@example.org".parse().unwrap(), ..server.settings() };
    let reply = Reply { code: 553, text: "5.1.8 this sender is not ours".to_owned() };
    assert_eq!(deliver(&stranger, &trial("anna")), Err(Error::SenderRefused(reply)));
}

#[test]
fn what_is_put_off_is_taken_a_minute_later_and_once() {
    let mut server = Server::start(Security::None, None, None);
    let settings = server.settings();
    runtime().block_on(async {
        let (tell, mut news) = unbounded_channel();
        let (handle, outbox) = outbox(Some(settings), MailServer, move |news| _ = tell.send(news));
        let task = tokio::spawn(outbox.run());
        handle.send(trial("later"), 1).unwrap();
        let error = Error::RecipientRefused(Reply { code: 451, text: "4.7.1 try again later".to_owned() });
        let [again_after, ..] = AGAIN_AFTER;
        assert_eq!(news.recv().await, Some(News::Waits { about: 1, error, again_after }));
        skip(again_after).await;
        assert_eq!(news.recv().await, Some(News::Sent { about: 1 }));
        handle.send(trial("anna"), 2).unwrap();
        assert_eq!(news.recv().await, Some(News::Sent { about: 2 }));
        drop(handle);
        task.await.unwrap();
    });
    for recipient in ["later@example.net", "anna@example.net"] {
        assert_eq!(server.mail()["recipients"], serde_json::json!([recipient]));
    }
}

#[test]
fn a_server_that_never_answers_is_left() {
    let mut server = Server::start(Security::None, None, None);
    let settings = server.settings();
    runtime().block_on(async {
        let host = settings.host.clone();
        let sent = tokio::spawn(async move { send(&settings, &trial("silence")).await });
        let server = tokio::task::spawn_blocking(move || {
            server.mail();
            server
        });
        let _server = server.await.unwrap();
        skip(Duration::from_secs(20)).await;
        assert_eq!(sent.await.unwrap(), Err(Error::TimedOut { host }));
    });
}

/// What waits for so much time to pass has waited.
async fn skip(time: Duration) {
    pause();
    advance(time).await;
    resume();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn deliver(settings: &Settings, mail: &Mail) -> Result<(), Error> {
    runtime().block_on(send(settings, mail))
}

fn trusting(server: &Server, certificate: &CertifiedKey<rcgen::KeyPair>) -> Settings {
    let der: CertificateDer<'static> = certificate.cert.der().clone();
    Settings { trusted: vec![der], ..server.settings() }
}

fn certificate() -> CertifiedKey<rcgen::KeyPair> {
    rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap()
}

fn invitation(language: Language) -> Mail {
    let until = date(2026, 12, 1).at(14, 5, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    let invitation = Invitation {
        office: "Büro „Süd“, GmbH & Co",
        name: "Änna <b>",
        inviter: "Señor Ñúñez, chef d’équipe",
        number: "201",
        link: "https://pbx.example.net/invitation/AAAA",
        softphone: "https://pbx.example.net/invitation/AAAA/linphone.xml",
        until: &until,
        support: ".\r\n.\r\nQUIT\r\n",
    };
    Mail {
        to: "anna@büro.example".parse().unwrap(),
        to_name: "Müller, Änna\r\nBcc: x@example.net".to_owned(),
        from_name: "Büro „Süd“, GmbH & Co".to_owned(),
        letter: invitation.letter(language).unwrap(),
        id: [language as u8; 16],
        written: Timestamp::from_second(1_790_000_000).unwrap(),
    }
}

fn trial(to: &str) -> Mail {
    let trial = Trial { office: "Büro", server: "mail.example.net", from: "pbx@example.org" };
    Mail {
        to: format!("{to}@example.net").parse().unwrap(),
        to_name: String::new(),
        from_name: "Büro".to_owned(),
        letter: trial.letter(Language::Fr),
        id: [9; 16],
        written: Timestamp::from_second(1_790_000_000).unwrap(),
    }
}

fn octets(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().unwrap()).unwrap()
}

/// Text travels with CR LF between its lines.
fn text(value: &Value) -> String {
    String::from_utf8(octets(value)).unwrap().replace("\r\n", "\n")
}
