//! Addresses as the kernel writes them: sockaddr, and the own address in a control message.

use std::mem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ptr;

/// Room for one control message with the larger of the two packet infos.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct Control(pub(super) [u8; 64]);

/// An own address: what a datagram came to, or leaves from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnAddress {
    pub(crate) ip: IpAddr,
    /// The interface's index; it matters for link-local addresses only (RFC 4007 §6).
    pub(crate) interface: u32,
}

pub(super) fn empty_name() -> libc::sockaddr_storage {
    // SAFETY: an address of zeros is one of the unspecified family.
    unsafe { mem::zeroed() }
}

pub(super) fn write_name(name: &mut libc::sockaddr_storage, address: SocketAddr) -> libc::socklen_t {
    match address {
        SocketAddr::V4(address) => {
            // SAFETY: the storage is made to hold any socket address.
            let to = unsafe { &mut *ptr::from_mut(name).cast::<libc::sockaddr_in>() };
            to.sin_family = libc::AF_INET as _;
            to.sin_port = address.port().to_be();
            to.sin_addr = in_addr(*address.ip());
            size_of::<libc::sockaddr_in>() as _
        }
        SocketAddr::V6(address) => {
            // SAFETY: the storage is made to hold any socket address.
            let to = unsafe { &mut *ptr::from_mut(name).cast::<libc::sockaddr_in6>() };
            to.sin6_family = libc::AF_INET6 as _;
            to.sin6_port = address.port().to_be();
            to.sin6_addr = libc::in6_addr { s6_addr: address.ip().octets() };
            to.sin6_scope_id = address.scope_id();
            size_of::<libc::sockaddr_in6>() as _
        }
    }
}

pub(super) fn read_name(header: &libc::msghdr) -> Option<SocketAddr> {
    let length = header.msg_namelen as usize;
    // SAFETY: `receive` let it point to a whole sockaddr_storage, which is alive.
    let family = unsafe { (*header.msg_name.cast::<libc::sockaddr_storage>()).ss_family };
    match i32::from(family) {
        libc::AF_INET if length >= size_of::<libc::sockaddr_in>() => {
            // SAFETY: the family and the length say that it is one.
            let from = unsafe { *header.msg_name.cast::<libc::sockaddr_in>() };
            let ip = Ipv4Addr::from(from.sin_addr.s_addr.to_ne_bytes());
            Some(SocketAddrV4::new(ip, u16::from_be(from.sin_port)).into())
        }
        libc::AF_INET6 if length >= size_of::<libc::sockaddr_in6>() => {
            // SAFETY: the family and the length say that it is one.
            let from = unsafe { *header.msg_name.cast::<libc::sockaddr_in6>() };
            let ip = Ipv6Addr::from(from.sin6_addr.s6_addr);
            Some(SocketAddrV6::new(ip, u16::from_be(from.sin6_port), 0, from.sin6_scope_id).into())
        }
        _ => None,
    }
}

pub(super) fn write_own_address(header: &mut libc::msghdr, control: &mut Control, from: OwnAddress) {
    match from.ip {
        IpAddr::V4(ip) => {
            let info = libc::in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: in_addr(ip), ipi_addr: in_addr(ip) };
            write_control(header, control, libc::IPPROTO_IP, libc::IP_PKTINFO, info);
        }
        IpAddr::V6(ip) => {
            let ipi6_addr = libc::in6_addr { s6_addr: ip.octets() };
            let info = libc::in6_pktinfo { ipi6_addr, ipi6_ifindex: from.interface };
            write_control(header, control, libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, info);
        }
    }
}

/// Puts one control message of a plain C type into the buffer and the buffer into the header.
fn write_control<T: Copy>(header: &mut libc::msghdr, control: &mut Control, level: i32, kind: i32, info: T) {
    const { assert!(size_of::<T>() + size_of::<libc::cmsghdr>() <= size_of::<Control>()) };
    let length = size_of::<T>() as u32;
    header.msg_control = control.0.as_mut_ptr().cast();
    // SAFETY: it only computes.
    header.msg_controllen = unsafe { libc::CMSG_SPACE(length) } as _;
    // SAFETY: the buffer is aligned for a cmsghdr and, as asserted, longer than it and the info together.
    unsafe {
        let message = libc::CMSG_FIRSTHDR(header);
        (*message).cmsg_level = level;
        (*message).cmsg_type = kind;
        (*message).cmsg_len = libc::CMSG_LEN(length) as _;
        libc::CMSG_DATA(message).cast::<T>().write_unaligned(info);
    }
}

pub(super) fn read_own_address(header: &libc::msghdr) -> Option<OwnAddress> {
    // SAFETY: control and its length are as the kernel left them in the buffer that `receive` gave.
    let message = unsafe { libc::CMSG_FIRSTHDR(header).as_ref() }?;
    let holds = |size: usize| {
        // SAFETY: it only computes.
        message.cmsg_len as usize >= unsafe { libc::CMSG_LEN(size as u32) } as usize
    };
    // SAFETY: the address follows the header that was just read.
    let data = unsafe { libc::CMSG_DATA(message) };
    let own = match (message.cmsg_level, message.cmsg_type) {
        (libc::IPPROTO_IP, libc::IP_PKTINFO) if holds(size_of::<libc::in_pktinfo>()) => {
            // SAFETY: level, type and length say that it is one.
            let info = unsafe { data.cast::<libc::in_pktinfo>().read_unaligned() };
            let ip = Ipv4Addr::from(info.ipi_spec_dst.s_addr.to_ne_bytes());
            OwnAddress { ip: ip.into(), interface: 0 }
        }
        (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) if holds(size_of::<libc::in6_pktinfo>()) => {
            // SAFETY: level, type and length say that it is one.
            let info = unsafe { data.cast::<libc::in6_pktinfo>().read_unaligned() };
            let ip = Ipv6Addr::from(info.ipi6_addr.s6_addr);
            let interface = if ip.is_unicast_link_local() { info.ipi6_ifindex } else { 0 };
            OwnAddress { ip: ip.into(), interface }
        }
        _ => return None,
    };
    let is_own = !own.ip.is_unspecified() && !own.ip.is_multicast();
    is_own.then_some(own)
}

fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) }
}
