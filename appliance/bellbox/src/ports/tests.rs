//! Tables as kernels print them, and who holds a port.

use std::net::{TcpListener, UdpSocket};

use super::*;

// As a little-endian machine prints them, which all that we build for are.
const UDP: &str = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  101: 0100007F:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000   105        0 41234 2 0000000000000000 0
  102: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 555 2 0000000000000000 0
  rubbish
  103: XX:1 00000000:0000 07 0:0 0:0 0 0 0 1
";
const UDP6: &str = "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  104: 000080FE00000000FF00000012345678:13C4 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     7        0 777 2 0000000000000000 0
";
const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 999 1 0000000000000000 100 0 0 10 0
   1: 0100007F:20FB 0100007F:D2C2 01 00000000:00000000 00:00000000 00000000  1000        0 1000 1 0000000000000000 20 4 30 10 -1
";

#[test]
#[cfg(target_endian = "little")]
fn reads_the_kernels_tables() {
    assert_eq!(
        table::parse(UDP, false),
        [entry("127.0.0.1:5060", 105, 41234), entry("0.0.0.0:5353", 0, 555)]
    );
    assert_eq!(table::parse(UDP6, false), [entry("[fe80::ff:7856:3412]:5060", 7, 777)]);
    assert_eq!(table::parse(TCP, true), [entry("0.0.0.0:8443", 1000, 999)]);
    assert_eq!(table::parse("", true), []);
}

#[test]
fn finds_what_stands_in_the_way() {
    let entries = [
        entry("0.0.0.0:5060", 0, 1),
        entry("127.0.0.1:5060", 0, 2),
        entry("[::1]:5060", 0, 3),
        entry("[::]:80", 0, 4),
    ];
    for (address, inode) in [
        ("127.0.0.1:5060", Some(2)),
        ("192.0.2.1:5060", Some(1)),
        ("0.0.0.0:5060", Some(1)),
        ("[::1]:5060", Some(3)),
        ("0.0.0.0:80", Some(4)),
        ("0.0.0.0:81", None),
    ] {
        assert_eq!(blocking(&entries, address.parse().unwrap()).map(|entry| entry.inode), inode, "{address}");
    }
}

#[test]
fn names_the_program_that_holds_a_port() {
    let us = std::process::id();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = udp.local_addr().unwrap();
    let error = UdpSocket::bind(address).unwrap_err();
    let words = explain(Protocol::Udp, address, &error);
    assert!(words.starts_with(&format!("UDP {address} is taken by ")), "{words}");
    assert!(words.ends_with(&format!(" (pid {us})")), "{words}");

    let tcp = TcpListener::bind("[::1]:0").or_else(|_| TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = tcp.local_addr().unwrap();
    let error = TcpListener::bind(address).unwrap_err();
    assert!(explain(Protocol::Tcp, address, &error).ends_with(&format!(" (pid {us})")));
}

#[test]
fn says_what_else_may_be_wrong() {
    let address: SocketAddr = "[::]:443".parse().unwrap();
    for (code, words) in [
        (libc::EADDRNOTAVAIL, "TCP [::]:443: this machine does not have the address ::"),
        (libc::EACCES, "TCP [::]:443: ports below 1024 need root or the capability CAP_NET_BIND_SERVICE"),
        (libc::EAFNOSUPPORT, "TCP [::]:443: IPv6 is off in this machine's kernel"),
    ] {
        assert_eq!(explain(Protocol::Tcp, address, &io::Error::from_raw_os_error(code)), words);
    }
}

#[test]
fn ipv6_switched_off_is_no_reason_to_stop() {
    let off = io::Error::from_raw_os_error(libc::EAFNOSUPPORT);
    let not_here = io::Error::from_raw_os_error(libc::EADDRNOTAVAIL);
    assert!(is_off_here("[2001:db8::1]:5060".parse().unwrap(), &off));
    assert!(is_off_here("[::]:5060".parse().unwrap(), &not_here));
    assert!(!is_off_here("[2001:db8::1]:5060".parse().unwrap(), &not_here));
}

fn entry(local: &str, uid: u32, inode: u64) -> Entry {
    Entry { local: local.parse().unwrap(), uid, inode }
}
