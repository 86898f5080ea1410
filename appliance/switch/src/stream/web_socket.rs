//! SIP over WebSocket (RFC 7118), for telephones in browsers: one message a frame, text or binary, at `/ws`.

use std::net::{IpAddr, SocketAddr};
use std::ops::ControlFlow;

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use sip::{Flow, MAX_MESSAGE, Transport};
use tokio::time::{Instant, timeout, timeout_at};

use super::gate::Pass;
use super::{Connection, Intake, StreamLimits};

/// The name of SIP among the protocols within WebSocket (RFC 7118 §4.1).
const SUBPROTOCOL: &str = "sip";

/// The two ends of the connection that a request came by; the web server puts it among the request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// Our own address.
    pub local: SocketAddr,
    /// The far address.
    pub remote: SocketAddr,
}

/// The route for a web server that speaks TLS (`wss`) or does not (`ws`).
pub(crate) fn router(intake: Intake, transport: Transport) -> Router {
    Router::new().route("/ws", any(upgrade)).with_state((intake, transport))
}

async fn upgrade(
    State((intake, transport)): State<(Intake, Transport)>,
    Extension(Ends { local, remote }): Extension<Ends>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    if !offers.flat_map(|value| value.split(',')).any(|offer| offer.trim() == SUBPROTOCOL) {
        return (StatusCode::BAD_REQUEST, "the WebSocket subprotocol here is sip\n").into_response();
    }
    let Some(pass) = intake.enter(remote.ip()) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many connections\n").into_response();
    };
    // In a URI and a Via an address is written in one way.
    let canonical = |address: SocketAddr| match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::new(ip.into(), address.port()),
        IpAddr::V6(_) => address,
    };
    let flow = Flow { transport, local: canonical(local), remote: canonical(remote) };
    // What is to be written is bounded as for streams; a longer message than SIP allows ends the connection.
    upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_MESSAGE + 1)
        .max_frame_size(MAX_MESSAGE + 1)
        .on_upgrade(move |socket| open(socket, intake, flow, pass))
}

async fn open(socket: WebSocket, intake: Intake, flow: Flow, _pass: Pass) {
    let limits = intake.limits;
    if let Ok(connection) = intake.open(flow).await {
        serve(socket, connection, limits).await;
    }
}

async fn serve(mut socket: WebSocket, mut connection: Connection, limits: StreamLimits) {
    let mut outgoing = connection.take_outgoing();
    // Until when the first message must be there; a later one is whole when it is seen.
    let mut first_by = Some(Instant::now() + limits.message);
    let mut idle_by = Instant::now() + limits.idle;
    loop {
        let by = first_by.map_or(idle_by, |by| by.min(idle_by));
        tokio::select! {
            received = timeout_at(by, socket.recv()) => {
                let bytes = match received {
                    Ok(Some(Ok(Message::Text(text)))) => text.as_bytes().to_vec(),
                    Ok(Some(Ok(Message::Binary(bytes)))) => bytes.to_vec(),
                    // A ping is answered by axum.
                    Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => Vec::new(),
                    Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => break,
                    Err(_) => {
                        connection.cut("silent for too long");
                        break;
                    }
                };
                idle_by = Instant::now() + limits.idle;
                if let ControlFlow::Break(()) = take(bytes, &connection, &mut first_by).await {
                    break;
                }
            }
            bytes = outgoing.recv() => {
                let Some(bytes) = bytes else {
                    let _ = timeout(limits.write, socket.send(Message::Close(None))).await;
                    break;
                };
                if !matches!(timeout(limits.write, socket.send(message(bytes))).await, Ok(Ok(()))) {
                    connection.cut("it does not read");
                    break;
                }
            }
        }
    }
    tracing::debug!(flow = %connection.flow(), "WebSocket ended");
    connection.closed().await;
}

/// Some telephones in browsers keep their way open by line ends in a frame, as others do on a stream.
async fn take(bytes: Vec<u8>, connection: &Connection, first_by: &mut Option<Instant>) -> ControlFlow<()> {
    if bytes == b"\r\n\r\n" {
        return connection.reply(b"\r\n".to_vec());
    }
    if bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
        return ControlFlow::Continue(());
    }
    *first_by = None;
    connection.message(bytes).await
}

/// A frame of text, unless a header or body is in another encoding than UTF-8.
fn message(bytes: Vec<u8>) -> Message {
    match String::from_utf8(bytes) {
        Ok(text) => Message::Text(text.into()),
        Err(error) => Message::Binary(error.into_bytes().into()),
    }
}
