//! Batches over real sockets on the loopback interface.

use std::net::UdpSocket;
use std::os::fd::AsFd;

use super::*;

#[test]
fn a_wildcard_socket_hears_and_says_which_address_was_reached() {
    for (wildcard, reached, phone) in [
        ("0.0.0.0:0", "127.0.0.2", "127.0.0.1:0"),
        ("0.0.0.0:0", "127.0.0.1", "127.0.0.3:0"),
        ("[::]:0", "::1", "[::1]:0"),
    ] {
        let (ours, phone) = (bind(wildcard), bind(phone));
        ask_for_own_address(ours.as_fd(), ours.local_addr().unwrap()).unwrap();
        let reached = SocketAddr::new(reached.parse().unwrap(), ours.local_addr().unwrap().port());
        phone.send_to(b"hello", reached).unwrap();

        let mut batch = ReceiveBatch::new(4, 1500);
        wait_for(&ours);
        assert_eq!(batch.receive(ours.as_fd()).unwrap(), (1, false));
        let datagram = batch.datagrams().next().unwrap();
        let own = OwnAddress { ip: reached.ip(), interface: 0 };
        assert_eq!((datagram.bytes, datagram.to), (&b"hello"[..], Some(own)));
        assert_eq!(datagram.source, phone.local_addr().unwrap());

        let answer = Outgoing { bytes: b"answer".to_vec(), to: datagram.source, from: datagram.to };
        assert_eq!(send(ours.as_fd(), &[answer]).unwrap(), 1);
        let mut room = [0; 100];
        let (length, source) = phone.recv_from(&mut room).unwrap();
        assert_eq!((&room[..length], source), (&b"answer"[..], reached));
    }
}

#[test]
fn many_go_and_come_in_one_call_and_no_more_than_fit() {
    let (ours, phone) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
    let messages: Vec<Outgoing> = (0..40u8).map(|number| to(&phone, vec![number; 3])).collect();
    assert_eq!(send(ours.as_fd(), &messages).unwrap(), MAX_SLOTS);
    assert_eq!(send(ours.as_fd(), &messages[MAX_SLOTS..]).unwrap(), 8);
    let mut batch = ReceiveBatch::new(16, 100);
    let mut numbers = Vec::new();
    // Few at first, then as many as there is room for, until the socket is empty.
    for expected in [(2, true), (16, true), (16, true), (6, false)] {
        assert_eq!(batch.receive(phone.as_fd()).unwrap(), expected);
        numbers.extend(batch.datagrams().map(|datagram| datagram.bytes[0]));
    }
    assert_eq!(numbers, (0..40).collect::<Vec<u8>>());
    let error = batch.receive(phone.as_fd()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    assert_eq!(batch.datagrams().count(), 0);
}

#[test]
fn what_does_not_fit_is_left_out() {
    let (ours, phone) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
    let messages = [vec![1; 10], vec![2; 101], Vec::new(), vec![3; 100]].map(|bytes| to(&phone, bytes));
    assert_eq!(send(ours.as_fd(), &messages).unwrap(), 4);
    let mut batch = ReceiveBatch::new(8, 100);
    let mut lengths = Vec::new();
    for expected in [(2, true), (2, false)] {
        assert_eq!(batch.receive(phone.as_fd()).unwrap(), expected);
        lengths.extend(batch.datagrams().map(|datagram| datagram.bytes.len()));
    }
    assert_eq!(lengths, [10, 0, 100]);
}

#[test]
fn an_error_is_about_the_first_message() {
    let ours = bind("127.0.0.1:0");
    let phone = bind("127.0.0.1:0");
    let mut foreign = to(&phone, vec![1]);
    foreign.from = Some(OwnAddress { ip: "192.0.2.1".parse().unwrap(), interface: 0 });
    assert!(send(ours.as_fd(), &[foreign, to(&phone, vec![2])]).is_err());
    let mut broadcast = to(&phone, vec![1]);
    broadcast.to = "255.255.255.255:9".parse().unwrap();
    assert_eq!(send(ours.as_fd(), &[to(&phone, vec![2]), broadcast]).unwrap(), 1);
}

fn bind(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind(address).unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    socket
}

/// Waits until something is there to be received.
fn wait_for(socket: &UdpSocket) {
    socket.peek_from(&mut [0; 1]).unwrap();
}

fn to(phone: &UdpSocket, bytes: Vec<u8>) -> Outgoing {
    Outgoing { bytes, to: phone.local_addr().unwrap(), from: None }
}
