//! What was received: loss by extended sequence numbers and interarrival jitter (RFC 3550 §A.1, §A.3, §A.8).

use std::time::{Duration, Instant};

/// A sequence number this far ahead is a gap in the same stream (RFC 3550 §A.1).
const MAX_DROPOUT: u16 = 3000;
/// A sequence number this far behind came late (RFC 3550 §A.1).
const MAX_MISORDER: u16 = 100;
/// A greater difference between two packets is a new start of the sender, not jitter.
const MAX_DIFFERENCE_S: f64 = 3.0;

/// Counts of one leg's incoming RTP.
#[derive(Debug, Default)]
pub(crate) struct Reception {
    packets: u64,
    /// Lost by sources that have ended; a change of SSRC starts anew and sums up.
    lost_before: u64,
    source: Option<Source>,
    last: Option<Arrival>,
    jitter_s: f64,
}

/// One synchronisation source.
#[derive(Debug)]
struct Source {
    ssrc: u32,
    first: u64,
    /// The highest sequence number with its wraps counted.
    highest: u64,
    received: u64,
    /// After a wild jump: the number that would show that the sender has restarted.
    expected_after_jump: Option<u16>,
}

#[derive(Debug)]
struct Arrival {
    at: Instant,
    timestamp: u32,
    clock_hz: u32,
}

/// The fields of an RTP header that count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub(crate) ssrc: u32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) clock_hz: u32,
}

impl Reception {
    pub(crate) fn record(&mut self, header: Header, now: Instant) {
        self.packets += 1;
        match &mut self.source {
            Some(source) if source.ssrc == header.ssrc => {
                if !source.record(header.sequence) {
                    self.restart(header);
                }
            }
            Some(_) | None => self.restart(header),
        }
        self.measure_jitter(header, now);
    }

    /// Counts a packet that is not read.
    pub(crate) fn record_opaque(&mut self, now: Instant) {
        self.packets += 1;
        self.last = Some(Arrival { at: now, timestamp: 0, clock_hz: 0 });
    }

    pub(crate) fn packets(&self) -> u64 {
        self.packets
    }

    pub(crate) fn lost(&self) -> u64 {
        self.lost_before + self.source.as_ref().map_or(0, Source::lost)
    }

    pub(crate) fn jitter(&self) -> Duration {
        Duration::try_from_secs_f64(self.jitter_s).unwrap_or_default()
    }

    pub(crate) fn last_packet(&self) -> Option<Instant> {
        self.last.as_ref().map(|last| last.at)
    }

    fn restart(&mut self, header: Header) {
        self.lost_before = self.lost();
        self.source = Some(Source::new(header.ssrc, header.sequence));
        // The arrival stays as the time of the last packet; another clock makes it unfit for jitter.
        if let Some(last) = &mut self.last {
            last.clock_hz = 0;
        }
    }

    fn measure_jitter(&mut self, header: Header, now: Instant) {
        let Header { timestamp, clock_hz, .. } = header;
        let last = self.last.replace(Arrival { at: now, timestamp, clock_hz });
        let Some(last) = last.filter(|last| last.clock_hz == clock_hz && clock_hz != 0) else {
            return;
        };
        // The packets of one key press share a timestamp (RFC 4733 §2.5.1.1); they say nothing about the path.
        if last.timestamp == timestamp {
            return;
        }
        let arrived = now.saturating_duration_since(last.at).as_secs_f64();
        let sent = f64::from(timestamp.wrapping_sub(last.timestamp).cast_signed()) / f64::from(clock_hz);
        let difference = (arrived - sent).abs();
        if difference < MAX_DIFFERENCE_S {
            self.jitter_s += (difference - self.jitter_s) / 16.0;
        }
    }
}

impl Source {
    fn new(ssrc: u32, sequence: u16) -> Self {
        // One wrap ahead, so that a packet from before the first one does not go below zero.
        let first = (1 << 16) + u64::from(sequence);
        Self { ssrc, first, highest: first, received: 1, expected_after_jump: None }
    }

    /// Whether the sequence number belongs to what came before; if not, the sender has restarted.
    fn record(&mut self, sequence: u16) -> bool {
        // The low 16 bits are the number on the wire.
        let ahead = sequence.wrapping_sub((self.highest & 0xffff) as u16);
        if ahead < MAX_DROPOUT {
            self.highest += u64::from(ahead);
        } else if ahead <= u16::MAX - MAX_MISORDER {
            // Two in a row after a jump are a restart; one alone is ignored (RFC 3550 §A.1).
            let restarted = self.expected_after_jump == Some(sequence);
            self.expected_after_jump = Some(sequence.wrapping_add(1));
            return !restarted;
        }
        self.expected_after_jump = None;
        self.received += 1;
        true
    }

    fn lost(&self) -> u64 {
        (self.highest - self.first + 1).saturating_sub(self.received)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_gaps_late_packets_and_wraps() {
        for (what, sequence, lost) in [
            ("none", vec![1, 2, 3], 0),
            ("one gap", vec![1, 2, 5, 6], 2),
            ("a late one fills its gap", vec![1, 3, 2, 4], 0),
            ("over the wrap", vec![65534, 65535, 0, 1], 0),
            ("a gap over the wrap", vec![65534, 1, 2], 2),
            ("late over the wrap", vec![65534, 0, 65535, 1], 0),
            ("doubles are no gain", vec![1, 1, 1], 0),
            ("before the first one", vec![10, 8, 9, 11], 0),
            ("one wild number is ignored", vec![1, 2, 30_000, 3, 4], 0),
            ("two wild ones in a row restart", vec![1, 3, 30_000, 30_001, 30_003], 2),
        ] {
            let mut reception = Reception::default();
            let now = Instant::now();
            for number in &sequence {
                reception.record(header(7, *number, 0), now);
            }
            assert_eq!(reception.lost(), lost, "{what}");
            assert_eq!(reception.packets(), sequence.len() as u64, "{what}");
        }
    }

    #[test]
    fn another_source_starts_anew_and_losses_sum_up() {
        let mut reception = Reception::default();
        let now = Instant::now();
        for (ssrc, number) in [(1, 10), (1, 12), (2, 40_000), (2, 40_003), (1, 13)] {
            reception.record(header(ssrc, number, 0), now);
        }
        assert_eq!(reception.lost(), 1 + 2);
    }

    #[test]
    fn a_steady_stream_has_no_jitter() {
        assert_eq!(jitter_of(&[0, 20, 40, 60, 80]), Duration::ZERO);
    }

    #[test]
    fn jitter_is_a_sixteenth_of_each_difference() {
        // Differences 10 and 10 ms: 10/16, then + (10 - 10/16) / 16.
        let expected: f64 = 0.010 / 16.0 + (0.010 - 0.010 / 16.0) / 16.0;
        let jitter = jitter_of(&[0, 30, 40]).as_secs_f64();
        assert!((jitter - expected).abs() < 1e-6, "{jitter}");
    }

    #[test]
    fn a_jump_of_timestamps_is_no_jitter() {
        let mut reception = Reception::default();
        let now = Instant::now();
        reception.record(header(1, 1, 0), now);
        reception.record(header(1, 2, 0x7fff_ffff), now);
        reception.record(header(1, 3, 0x8000_00a0), now + Duration::from_millis(20));
        assert_eq!(reception.jitter().as_millis(), 0);
    }

    #[test]
    fn key_presses_do_not_count_as_jitter() {
        let mut reception = Reception::default();
        let now = Instant::now();
        for number in 0..10u16 {
            reception.record(header(1, number, 8000), now + Duration::from_millis(20) * u32::from(number));
        }
        assert_eq!(reception.jitter(), Duration::ZERO);
    }

    fn jitter_of(arrivals_ms: &[u64]) -> Duration {
        let mut reception = Reception::default();
        let start = Instant::now();
        for (number, arrival) in (0u16..).zip(arrivals_ms) {
            let now = start + Duration::from_millis(*arrival);
            reception.record(header(1, number, 160 * u32::from(number)), now);
        }
        reception.jitter()
    }

    fn header(ssrc: u32, sequence: u16, timestamp: u32) -> Header {
        Header { ssrc, sequence, timestamp, clock_hz: 8000 }
    }
}
