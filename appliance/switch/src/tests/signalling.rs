//! SIP datagrams, letters from other threads, panics, start and stop.

use super::*;

#[test]
fn a_wildcard_socket_answers_from_the_address_it_was_reached_at() {
    let bench = Bench::start(&["0.0.0.0:0", "[::]:0"]);
    let ports: Vec<u16> = bench.handle.addresses().iter().map(SocketAddr::port).collect();
    for (reached, phone_at) in [
        (SocketAddr::new(ip("127.0.0.1"), ports[0]), "127.0.0.1:0"),
        (SocketAddr::new(ip("127.0.0.9"), ports[0]), "127.0.0.1:0"),
        (SocketAddr::new(ip("::1"), ports[1]), "[::1]:0"),
    ] {
        let phone = phone(phone_at);
        phone.send_to(b"hello", reached).unwrap();
        assert_eq!(hear(&phone), ("hello".to_owned(), reached));
    }
}

#[test]
fn a_message_leaves_through_the_socket_that_fits_its_path() {
    let bench = Bench::start(&["127.0.0.1:0", "0.0.0.0:0", "127.0.0.3:0"]);
    let ports: Vec<u16> = bench.handle.addresses().iter().map(SocketAddr::port).collect();
    let remote = bench.phone.local_addr().unwrap();
    for (local, leaves_from) in [
        (SocketAddr::new(ip("127.0.0.3"), ports[2]), SocketAddr::new(ip("127.0.0.3"), ports[2])),
        (SocketAddr::new(ip("127.0.0.4"), ports[1]), SocketAddr::new(ip("127.0.0.4"), ports[1])),
        // Registered at an address that the box had before a restart.
        (SocketAddr::new(ip("192.0.2.1"), ports[1]), SocketAddr::new(ip("127.0.0.1"), ports[1])),
    ] {
        let flow = Flow { transport: sip::Transport::Udp, local, remote };
        bench.script.send(Output::Transmit { flow, bytes: b"ping".to_vec() }).unwrap();
        bench.say("go");
        let heard = [hear(&bench.phone), hear(&bench.phone)];
        assert!(heard.contains(&("ping".to_owned(), leaves_from)), "{local}: {heard:?}");
    }
    assert_eq!(bench.counter("sip_send_errors_total"), 0);
}

#[test]
fn what_cannot_be_sent_is_counted_and_the_next_leaves() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let local = bench.handle.addresses()[0];
    let to = |remote: &str| Flow { transport: sip::Transport::Udp, local, remote: at(remote) };
    let transmit = |flow| Output::Transmit { flow, bytes: b"lost".to_vec() };
    // Broadcast is not allowed; for IPv6 there is no socket.
    let ipv6 = Flow { local: at("[::1]:5060"), ..to("[::1]:5060") };
    bench.put_out([transmit(to("255.255.255.255:5060")), transmit(ipv6)]);
    assert_eq!(bench.counter("sip_send_errors_total"), 2);
}

#[test]
fn a_flood_is_answered_to_the_last_datagram() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    for round in 0..20 {
        for number in 0..50 {
            bench.say(&format!("{round} {number}"));
        }
        for number in 0..50 {
            assert_eq!(hear(&bench.phone).0, format!("{round} {number}"));
        }
    }
}

#[test]
fn a_panic_ends_one_message_only() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    bench.say("before");
    bench.say("panic");
    bench.say("after");
    assert_eq!(hear(&bench.phone).0, "before");
    assert_eq!(hear(&bench.phone).0, "after");
    assert_eq!(bench.handle.order(Order::HangUp(CallId::from_bytes([0; 16]))), Err(crate::Busy));
    assert_eq!(bench.counter("handler_panics_total"), 2);
}

#[test]
fn timers_run_when_they_are_due() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    for _ in 0..3 {
        bench.say("timer");
        assert_eq!(bench.seen(), "timer");
    }
}

#[test]
fn letters_reach_the_machine() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    bench.handle.directory(real::directory());
    assert_eq!(bench.seen(), "directory with 2 lines");
    let id = CallId::new(1, [0; 10]);
    bench.handle.committed(id);
    assert_eq!(bench.seen(), format!("committed {id}"));
    bench.handle.registered(7);
    assert_eq!(bench.seen(), "registered 7");
    assert_eq!(bench.handle.order(Order::ShutDown), Ok(Reply::Done));
}

#[test]
fn registrations_reach_the_sink() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let username = "u201".parse().unwrap();
    let change = BindingChange::Removed { username, contact: "sip:u201@192.0.2.1".to_owned() };
    bench.put_out([Output::Binding { change: change.clone(), ticket: None }]);
    assert_eq!(bench.seen(), format!("{change:?}"));
}

#[test]
fn an_address_in_use_is_named() {
    let taken = phone("127.0.0.1:0").local_addr().unwrap();
    let holder = UdpSocket::bind(taken).unwrap();
    let error = Bench::start_with(&[&taken.to_string()], 1).err().unwrap();
    assert!(matches!(&error, StartError::Bind { address, .. } if *address == taken), "{error}");
    assert_eq!(error.to_string(), format!("SIP address {taken}/UDP: Address already in use (os error 98)"));
    drop(holder);
}

#[test]
fn after_stop_everything_is_free_and_orders_are_refused() {
    let bench = Bench::start_with(&["127.0.0.1:0"], 3).unwrap();
    let address = bench.handle.addresses()[0];
    let other = bench.handle.clone();
    bench.handle.stop();
    other.stop();
    assert_eq!(other.order(Order::Snapshot), Err(crate::Busy));
    UdpSocket::bind(address).unwrap();
}
