//! Streams, however they are cut.

use super::*;

const REGISTER: &str = "REGISTER sip:pbx SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\n\
                        To: <sip:a@h>\r\nCall-ID: c\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";

#[test]
fn two_messages_and_the_pings_between_them_are_found_however_the_stream_is_cut() {
    let one = message("Content-Length: 5", "a\r\n\r\n");
    let two = message("l:\r\n 3 ", "xyz");
    let stream = format!("\r\n{one}\r\n\r\n\r\n\r\n{two}\r\n\n{REGISTER}\r\n\r\n");
    let expected = [&one, "ping", "ping", &two, REGISTER, "ping"];
    for cut in 0..stream.len() {
        let (front, back) = stream.as_bytes().split_at(cut);
        assert_eq!(frames(&[front, back]), expected, "cut at {cut}");
    }
    let each: Vec<&[u8]> = stream.as_bytes().chunks(1).collect();
    assert_eq!(frames(&each), expected, "octet by octet");
}

#[test]
fn a_single_line_end_is_no_ping_and_is_not_within_a_message() {
    let mut stream = Frames::new();
    stream.push(b"\r\n");
    assert_eq!((stream.poll(), stream.is_within_message()), (None, false));
    stream.push(b"R");
    assert_eq!((stream.poll(), stream.is_within_message()), (None, true));
    stream.push(&REGISTER.as_bytes()[1..]);
    assert_eq!(stream.poll(), Some(Frame::Message(REGISTER.into())));
    assert_eq!((stream.poll(), stream.is_within_message()), (None, false));
}

#[test]
fn line_feeds_alone_end_lines() {
    let message = message("Content-Length: 2", "hi").replace("\r\n", "\n");
    assert_eq!(frames(&[message.as_bytes(), message.as_bytes()]), [message.clone(), message]);
}

#[test]
fn without_one_usable_length_the_stream_is_broken() {
    for header in [
        "X: 1",
        "Content-Length: -1",
        "Content-Length: 5x",
        "Content-Length:",
        "Content-Length: 65537",
        "Content-Length: 99999999999999999999999",
        "Content-Length: 0\r\nContent-Length: 0",
        "Content-Length: 0\r\nl: 5",
    ] {
        let (good, bad) = (message("l: 0", ""), message(header, ""));
        let stream = format!("{good}{bad}{good}");
        let mut cut = Frames::new();
        cut.push(stream.as_bytes());
        assert_eq!(cut.poll(), Some(Frame::Message(good.into())));
        let Some(Frame::Broken { message }) = cut.poll() else { panic!("{header}") };
        assert_eq!(String::from_utf8_lossy(&message), bad);
        let answer = String::from_utf8(refusal(&message, remote()).expect(header)).unwrap();
        assert!(answer.starts_with("SIP/2.0 400 "), "{header}: {answer}");
        cut.push(b"\r\n\r\n");
        assert_eq!(cut.poll(), None, "nothing comes after it");
    }
}

#[test]
fn heads_and_bodies_have_a_limit() {
    let most = 64 * 1024;
    let body = "b".repeat(most);
    let largest = message(&format!("Content-Length: {most}"), &body);
    assert_eq!(frames(&[largest.as_bytes()]), [largest]);

    let padding = most - message("Content-Length: 0\r\nX: ", "").len();
    let fits = message(&format!("Content-Length: 0\r\nX: {}", "x".repeat(padding)), "");
    assert_eq!(fits.len(), most);
    assert_eq!(frames(&[fits.as_bytes()]), [fits]);
    let more = message(&format!("Content-Length: 0\r\nX: {}", "x".repeat(padding + 1)), "");
    assert_eq!(frames(&[more.as_bytes()]), ["broken"]);

    let mut endless = Frames::new();
    endless.push(REGISTER.trim_end().as_bytes());
    for pushed in 0.. {
        assert!(pushed < 70, "a head without end is given up");
        endless.push(&[b'x'; 1024]);
        if let Some(frame) = endless.poll() {
            let Frame::Broken { message } = frame else { panic!("{frame:?}") };
            let answer = refusal(&message, remote()).unwrap();
            assert!(answer.starts_with(b"SIP/2.0 513 "));
            break;
        }
    }
}

#[test]
fn an_answer_that_breaks_a_stream_is_not_answered() {
    assert_eq!(refusal(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP h\r\n\r\n", remote()), None);
    assert_eq!(refusal(b"\x16\x03\x01", remote()), None);
    assert_eq!(refusal(b"", remote()), None);
}

#[test]
fn tls_in_the_clear_is_given_up_at_once() {
    assert_eq!(frames(&[b"\r\n\x16", b"\x03\x01\x02"]), ["broken"]);
}

#[test]
fn random_octets_break_nothing_but_the_stream() {
    let alphabet = b"\r\n\r\n \tl: 0:al\0\xff";
    let mut state = 7_u32;
    for _ in 0..20_000 {
        let mut stream = Frames::new();
        for _ in 0..4 {
            let mut some = [0; 12];
            for octet in &mut some {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *octet = alphabet[(state >> 24) as usize % alphabet.len()];
            }
            stream.push(&some);
            while stream.poll().is_some() {}
        }
        assert!(stream.bytes.len() <= 48);
    }
}

fn message(length: &str, body: &str) -> String {
    REGISTER.replace("Content-Length: 0", length) + body
}

fn frames(pieces: &[&[u8]]) -> Vec<String> {
    let mut stream = Frames::new();
    let mut found = Vec::new();
    for piece in pieces {
        stream.push(piece);
        while let Some(frame) = stream.poll() {
            found.push(match frame {
                Frame::Message(message) => String::from_utf8(message).unwrap(),
                Frame::Ping => "ping".to_owned(),
                Frame::Broken { .. } => "broken".to_owned(),
            });
        }
    }
    found
}

fn remote() -> SocketAddr {
    "192.0.2.1:40000".parse().unwrap()
}
