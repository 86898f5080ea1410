//! Mean opinion score by a simplified E-model (ITU-T G.107, G.113 appendix I).
//!
//! R = 93.2 - Id - Ie. The default R of G.107 is 93.2 for a call without network impairments.
//!
//! Id, of delay: d is 40 ms (packetisation, look-ahead and a small playout buffer) plus twice the jitter, which
//! a playout buffer adds. Id = 0.024 d + 0.11 (d - 177.3) where d is above 177.3 ms. The path's own delay is not
//! known to the box and left out, hence the score is an upper estimate.
//!
//! Ie, of loss: Ie = base + (95 - base) * P / (P + B), P the loss in percent, B the codec's robustness (G.113:
//! G.711 with concealment base 0, B 25.1; G.729A base 11, B 19.0). Every other codec is counted as G.711.
//!
//! MOS = 1 + 0.035 R + 7e-6 R (R - 60) (100 - R), between 1.0 and 4.5.

use std::time::Duration;

/// Estimates the score; none without packets.
pub(crate) fn estimate(codec: &str, received: u64, lost: u64, jitter: Duration) -> Option<f32> {
    if received == 0 {
        return None;
    }
    let delay_ms = 40.0 + 2.0 * jitter.as_secs_f64() * 1000.0;
    let delay_impairment = 0.024 * delay_ms + 0.11 * (delay_ms - 177.3).max(0.0);
    // Counts of packets stay far below where f64 is exact.
    let loss_percent = 100.0 * lost as f64 / (received as f64 + lost as f64);
    let (base, robustness) = if codec.starts_with("G729") { (11.0, 19.0) } else { (0.0, 25.1) };
    let loss_impairment = base + (95.0 - base) * loss_percent / (loss_percent + robustness);
    let r = (93.2 - delay_impairment - loss_impairment).clamp(0.0, 100.0);
    let mos = 1.0 + 0.035 * r + 7e-6 * r * (r - 60.0) * (100.0 - r);
    Some(mos.clamp(1.0, 4.5) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_with_loss_and_jitter() {
        for (codec, received, lost, jitter_ms, expected) in [
            ("PCMA/8000", 1000, 0, 0, 4.390),
            ("PCMA/8000", 990, 10, 0, 4.303),
            ("PCMA/8000", 950, 50, 0, 3.883),
            ("PCMA/8000", 500, 500, 0, 1.568),
            ("PCMA/8000", 1000, 0, 20, 4.369),
            ("PCMA/8000", 1000, 0, 300, 1.488),
            ("G729/8000", 1000, 0, 0, 4.07),
            ("PCMA/8000", 1, u64::MAX / 2, 10_000, 1.0),
        ] {
            let mos = estimate(codec, received, lost, Duration::from_millis(jitter_ms)).unwrap();
            assert!((mos - expected).abs() < 0.001, "{codec} {received} {lost} {jitter_ms}: {mos}");
        }
    }

    #[test]
    fn says_nothing_without_packets() {
        assert_eq!(estimate("PCMA/8000", 0, 0, Duration::ZERO), None);
    }
}
