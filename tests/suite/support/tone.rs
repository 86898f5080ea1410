//! Tones: written as WAV files for one telephone to play, measured in what another one heard.

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

/// What G.711 runs at.
pub(crate) const NARROW_HZ: u32 = 8_000;

/// What G.722 runs at.
pub(crate) const WIDE_HZ: u32 = 16_000;

/// They are longer than any call here: whoever plays one again leaves a seam.
pub(crate) const LENGTH_S: u32 = 60;

/// The tones are played at half of full scale.
const AMPLITUDE: f64 = 0.5;

/// Sound as it was heard.
pub(crate) struct Recording {
    samples: Vec<i16>,
    rate_hz: u32,
}

/// Writes so many seconds of a sine as 16-bit mono PCM.
pub(crate) fn write(path: &Path, hz: u32, seconds: u32, rate_hz: u32) {
    let samples = sine(f64::from(hz), seconds * rate_hz, rate_hz).samples;
    let length = u32::try_from(samples.len() * 2).unwrap();
    let mut wav = Vec::with_capacity(44 + samples.len() * 2);
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(length + 36).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&rate_hz.to_le_bytes());
    wav.extend_from_slice(&(rate_hz * 2).to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&length.to_le_bytes());
    wav.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    fs::write(path, wav).unwrap();
}

fn sine(hz: f64, samples: u32, rate_hz: u32) -> Recording {
    let sample =
        |n: u32| AMPLITUDE * f64::from(i16::MAX) * (TAU * hz * f64::from(n) / f64::from(rate_hz)).sin();
    Recording { samples: (0..samples).map(|n| sample(n).round() as i16).collect(), rate_hz }
}

/// Reads a 16-bit mono WAV file. A recorder that is still open may have left its lengths
/// unset, so the data reaches to the end of the file.
pub(crate) fn read(path: &Path) -> Recording {
    let wav = fs::read(path).unwrap();
    assert!(wav.starts_with(b"RIFF") && wav[8..].starts_with(b"WAVE"), "{} is no WAV file", path.display());
    let format = chunk(&wav, b"fmt ");
    assert_eq!(&wav[format..format + 4], b"\x01\0\x01\0", "PCM, mono in {}", path.display());
    let rate_hz = u32::from_le_bytes(wav[format + 4..format + 8].try_into().unwrap());
    let (samples, _) = wav[chunk(&wav, b"data")..].as_chunks::<2>();
    Recording { samples: samples.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect(), rate_hz }
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
pub(crate) fn measure(recording: &Recording, hz: u32) -> Heard {
    let Recording { samples, rate_hz } = recording;
    let settled = &samples[samples.len() / 2..];
    // Whole tenths of a second, so that every tone in question fits a whole number of times.
    let tenth = *rate_hz as usize / 10;
    let length = settled.len() / tenth * tenth;
    assert!(length >= 5 * tenth, "only {} samples were heard", samples.len());
    let settled: Vec<f64> = settled[..length].iter().map(|sample| f64::from(*sample)).collect();
    let count = length as f64;
    let energy: f64 = settled.iter().map(|sample| sample * sample).sum();
    let power = goertzel(&settled, TAU * f64::from(hz) / f64::from(*rate_hz));
    let amplitude = 2.0 * power.sqrt() / count;
    Heard {
        share: if energy > 0.0 { 2.0 * power / (energy * count) } else { 0.0 },
        level: amplitude / (AMPLITUDE * f64::from(i16::MAX)),
    }
}

/// The squared magnitude of one frequency (Goertzel 1958).
fn goertzel(samples: &[f64], angle: f64) -> f64 {
    let turn = 2.0 * angle.cos();
    let (last, before) =
        samples.iter().fold((0.0, 0.0), |(last, before), sample| (sample + turn * last - before, last));
    last * last + before * before - turn * last * before
}

#[test]
fn a_tone_is_told_from_another_and_from_silence() {
    for rate_hz in [NARROW_HZ, WIDE_HZ] {
        let mut tone = sine(440.0, 2 * rate_hz, rate_hz);
        let heard = measure(&tone, 440);
        assert!(heard.share > 0.999 && (heard.level - 1.0).abs() < 0.001, "{heard:?}");
        let other = measure(&tone, 1_000);
        assert!(other.share < 0.001 && other.level < 0.001, "{other:?}");
        tone.samples.iter_mut().for_each(|sample| *sample /= 10);
        assert!((measure(&tone, 440).level - 0.1).abs() < 0.001);
        tone.samples.fill(0);
        assert!(measure(&tone, 440).share < 0.001);
    }
}
