//! A relayed packet costs no allocation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use media::{Command, Form, Kind, Relay, StreamId};

#[test]
fn a_relayed_packet_allocates_nothing() {
    let (mut relay, now) = (Relay::new(2), Instant::now());
    let (a, b) = (StreamId(1), StreamId(2));
    for (stream, port) in [(a, 10_000), (b, 10_002)] {
        let local = ([192, 0, 2, 1], port).into();
        relay.handle_command(Command::Open { stream, local, form: Form::Rtp }, now);
        let (rtp, rtcp) = (([192, 0, 2, 10], port).into(), ([192, 0, 2, 10], port + 1).into());
        let (signalling, clocks, codec) = ([192, 0, 2, 10].into(), vec![(8, 8000)], String::new());
        relay.handle_command(Command::Peer { stream, rtp, rtcp, signalling, clocks, codec }, now);
    }
    relay.handle_command(Command::Join { a, b }, now);
    relay.handle_command(Command::Payloads { stream: a, to: vec![(8, 96)] }, now);
    relay.handle_command(Command::Expect { stream: a, within: Some(Duration::from_secs(30)) }, now);
    let mut packet = [0x80; 172];
    let before = ALLOCATIONS.get();
    for number in 0..1000u16 {
        packet[1] = 8;
        packet[2..4].copy_from_slice(&number.to_be_bytes());
        let forward = relay.handle_packet(a, Kind::Rtp, &mut packet, ([192, 0, 2, 10], 10_000).into(), now);
        assert_eq!((forward.map(|forward| forward.stream), packet[1]), (Some(b), 96));
        // A stranger costs none either.
        relay.handle_packet(a, Kind::Rtp, &mut packet, ([203, 0, 113, 1], 10_000).into(), now);
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts can be had no other way")]
// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the promises of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `System` with that layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
