//! SIP over WebSocket, with a client of the crate tokio-tungstenite.

use axum::extract::{ConnectInfo, Request};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocket;
use tokio_tungstenite::tungstenite::{self, Message};

use super::*;
use crate::Ends;

#[test]
fn text_and_binary_frames_carry_a_message_each() {
    let office = Office::start();
    let mut browser = browser(&office, Some("sip")).unwrap();
    let text = message("text", "");
    browser.send(Message::text(text.clone())).unwrap();
    assert_eq!(browser.read().unwrap(), Message::text(text));
    let mut latin = message("latin", "").into_bytes();
    latin.extend(b"\xfc");
    browser.send(Message::binary(latin.clone())).unwrap();
    assert_eq!(browser.read().unwrap(), Message::binary(latin));
    let body = "without Content-Length the frame is the message";
    browser.send(Message::text(body)).unwrap();
    assert_eq!(browser.read().unwrap(), Message::text(body));

    let remote = browser.get_ref().local_addr().unwrap();
    browser.close(None).unwrap();
    assert!(office.bench.seen().starts_with(&format!("closed wss {remote} from ")));
}

#[test]
fn pings_of_both_kinds_are_answered() {
    let office = Office::start();
    let mut browser = browser(&office, Some("xmpp, sip")).unwrap();
    browser.send(Message::Ping("here?".into())).unwrap();
    assert_eq!(browser.read().unwrap(), Message::Pong("here?".into()));
    browser.send(Message::text("\r\n")).unwrap();
    browser.send(Message::text("\r\n\r\n")).unwrap();
    assert_eq!(browser.read().unwrap(), Message::text("\r\n"));
}

#[test]
fn another_subprotocol_is_refused() {
    let office = Office::start();
    for protocol in [None, Some("xmpp")] {
        let Err(tungstenite::Error::Http(response)) = browser(&office, protocol) else {
            panic!("{protocol:?} is no SIP")
        };
        assert_eq!(response.status(), 400);
    }
}

#[test]
fn a_frame_longer_than_a_message_can_be_ends_the_connection() {
    let office = Office::start();
    let mut browser = browser(&office, Some("sip")).unwrap();
    let _ = browser.send(Message::text("x".repeat(70_000)));
    assert!(std::iter::from_fn(|| Some(browser.read())).take(5).any(|read| read.is_err()));
    assert!(office.bench.seen().starts_with("closed wss "));
}

#[test]
fn a_browser_that_says_nothing_is_cut() {
    let office = Office::with(StreamLimits { message: Duration::from_millis(50), ..StreamLimits::default() });
    let mut browser = browser(&office, Some("sip")).unwrap();
    assert!(browser.read().is_err());
    assert!(office.bench.seen().starts_with("closed wss "));
}

/// A web server with the handler, and a browser that is connected to it.
fn browser(office: &Office, protocol: Option<&str>) -> Result<WebSocket<TcpStream>, tungstenite::Error> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let local = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    let ends = move |mut request: Request| async move {
        let ConnectInfo(remote) = *request.extensions().get::<ConnectInfo<SocketAddr>>().unwrap();
        request.extensions_mut().insert(Ends { local, remote });
        request
    };
    let router = office.bench.handle.web_socket().layer(axum::middleware::map_request(ends));
    office.runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    let mut request = format!("ws://{local}/ws").into_client_request().unwrap();
    if let Some(protocol) = protocol {
        request.headers_mut().insert("Sec-WebSocket-Protocol", protocol.parse().unwrap());
    }
    match tungstenite::client(request, office.connect(local)) {
        Ok((socket, response)) => {
            assert_eq!(response.headers()["Sec-WebSocket-Protocol"], "sip");
            Ok(socket)
        }
        Err(tungstenite::HandshakeError::Failure(error)) => Err(error),
        Err(tungstenite::HandshakeError::Interrupted(_)) => panic!("no answer in time"),
    }
}
