//! Tones: written as WAV files for one telephone to play, measured in what another one heard.

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

/// What G.711 runs at.
const RATE_HZ: u32 = 8_000;

/// The tones are played at half of full scale.
const AMPLITUDE: f64 = 0.5;

/// Writes so many seconds of a sine as 16-bit mono PCM.
pub(crate) fn write(path: &Path, hz: u32, seconds: u32) {
    let samples = sine(f64::from(hz), seconds * RATE_HZ);
    let length = u32::try_from(samples.len() * 2).unwrap();
    let mut wav = Vec::with_capacity(44 + samples.len() * 2);
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(length + 36).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&RATE_HZ.to_le_bytes());
    wav.extend_from_slice(&(RATE_HZ * 2).to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&length.to_le_bytes());
    wav.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    fs::write(path, wav).unwrap();
}

fn sine(hz: f64, samples: u32) -> Vec<i16> {
    let sample =
        |n: u32| AMPLITUDE * f64::from(i16::MAX) * (TAU * hz * f64::from(n) / f64::from(RATE_HZ)).sin();
    (0..samples).map(|n| sample(n).round() as i16).collect()
}

/// Reads the samples of a 16-bit mono WAV file at 8 kHz. A recorder that is still open may have left its lengths
/// unset, so the data reaches to the end of the file.
pub(crate) fn read(path: &Path) -> Vec<i16> {
    let wav = fs::read(path).unwrap();
    assert!(wav.starts_with(b"RIFF") && wav[8..].starts_with(b"WAVE"), "{} is no WAV file", path.display());
    let format = chunk(&wav, b"fmt ");
    assert_eq!(
        &wav[format..format + 8],
        b"\x01\0\x01\0\x40\x1f\0\0",
        "PCM, mono, 8,000 Hz in {}",
        path.display()
    );
    let (samples, _) = wav[chunk(&wav, b"data")..].as_chunks::<2>();
    samples.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect()
}

/// Where the contents of a chunk begin.
fn chunk(wav: &[u8], name: &[u8; 4]) -> usize {
    let at = wav.windows(4).position(|window| window == name).expect("a WAV file has this chunk");
    at + 8
}

/// What one tone is among all that was heard.
#[derive(Debug)]
pub(crate) struct Heard {
    /// The tone's part of the whole energy, 0 to 1.
    pub(crate) share: f64,
    /// The tone's amplitude as a part of the amplitude that [`write`] gives it.
    pub(crate) level: f64,
}

/// Looks for a tone in the second half of what was heard, when the call has settled.
pub(crate) fn measure(samples: &[i16], hz: u32) -> Heard {
    let settled = &samples[samples.len() / 2..];
    // Whole tenths of a second, so that every tone in question fits a whole number of times.
    let length = settled.len() / 800 * 800;
    assert!(length >= 4_000, "only {} samples were heard", samples.len());
    let settled: Vec<f64> = settled[..length].iter().map(|sample| f64::from(*sample)).collect();
    let count = length as f64;
    let energy: f64 = settled.iter().map(|sample| sample * sample).sum();
    let power = goertzel(&settled, f64::from(hz));
    let amplitude = 2.0 * power.sqrt() / count;
    Heard {
        share: if energy > 0.0 { 2.0 * power / (energy * count) } else { 0.0 },
        level: amplitude / (AMPLITUDE * f64::from(i16::MAX)),
    }
}

/// The squared magnitude of one frequency (Goertzel 1958).
fn goertzel(samples: &[f64], hz: f64) -> f64 {
    let turn = 2.0 * (TAU * hz / f64::from(RATE_HZ)).cos();
    let (last, before) =
        samples.iter().fold((0.0, 0.0), |(last, before), sample| (sample + turn * last - before, last));
    last * last + before * before - turn * last * before
}

#[test]
fn a_tone_is_told_from_another_and_from_silence() {
    let heard = measure(&sine(440.0, 16_000), 440);
    assert!(heard.share > 0.999 && (heard.level - 1.0).abs() < 0.001, "{heard:?}");
    let other = measure(&sine(440.0, 16_000), 1_000);
    assert!(other.share < 0.001 && other.level < 0.001, "{other:?}");
    assert!(measure(&[0; 16_000], 440).share < 0.001);
    let quiet: Vec<i16> = sine(440.0, 16_000).iter().map(|sample| sample / 10).collect();
    assert!((measure(&quiet, 440).level - 0.1).abs() < 0.001);
}
