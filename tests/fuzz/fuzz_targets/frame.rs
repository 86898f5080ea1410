//! Any bytes on a connection: cut into frames the same way in whatever pieces they come, and taken by the whole exchange;
//! the first byte says which transport. A WebSocket's payload comes as it is.

#![no_main]

use std::net::SocketAddr;

use sip::framing::{Frame, Frames, refusal};
use sip::{Flow, Transport};
use world::{EXCHANGE, World};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let transport = [Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss][usize::from(*kind) % 4];
    let flow = Flow { transport, local: EXCHANGE, remote: SocketAddr::from(([10, 0, 0, 66], 5_060)) };
    let mut world = World::new(1, &["201"]);
    world.connect(flow);
    if matches!(transport, Transport::Ws | Transport::Wss) {
        world.receive(flow, bytes);
    } else {
        let whole = frames(&[bytes]);
        let cut = usize::from(*kind >> 2) % bytes.len().max(1);
        let pieces: Vec<&[u8]> = bytes[..cut].chunks(1).chain([&bytes[cut..]]).collect();
        assert_eq!(whole, frames(&pieces), "the pieces make a difference");
        for frame in whole {
            match frame {
                Frame::Message(message) => world.receive(flow, &message),
                Frame::Ping => {}
                Frame::Broken { message } => _ = refusal(&message, flow.remote),
            }
        }
    }
    let options = format!(
        "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/{transport} 10.0.0.66:5060;branch=z9hG4bKalive{kind}\r\n\
         From: <sip:x@y>;tag=1\r\nTo: <sip:10.0.0.1>\r\nCall-ID: alive\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\
         Content-Length: 0\r\n\r\n"
    );
    let other = Flow { remote: SocketAddr::from(([10, 0, 0, 67], 5_060)), ..flow };
    world.connect(other);
    world.receive(other, options.as_bytes());
    assert!(world.last_sent().starts_with("SIP/2.0 200 "), "{}", world.last_sent());
});

fn frames(pieces: &[&[u8]]) -> Vec<Frame> {
    let mut frames = Frames::new();
    let mut found = Vec::new();
    for piece in pieces {
        frames.push(piece);
        found.extend(std::iter::from_fn(|| frames.poll()));
    }
    // What was read of a broken head depends on when it broke.
    for frame in &mut found {
        if let Frame::Broken { message } = frame {
            message.clear();
        }
    }
    found
}
