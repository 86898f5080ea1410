//! A square PNG file (ISO/IEC 15948) in black and white, one bit a pixel.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

/// Writes a picture whose edges have so many pixels.
pub(super) fn write(edge_px: u32, is_dark: impl Fn(u32, u32) -> bool) -> Vec<u8> {
    let mut header = [edge_px.to_be_bytes(), edge_px.to_be_bytes()].concat();
    // One bit a pixel, grey, deflate, the one set of filters there is, not interlaced.
    header.extend([1, 0, 0, 0, 0]);
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &compressed(&rows(edge_px, is_dark)));
    chunk(&mut file, *b"IEND", &[]);
    file
}

/// Each row begins with its filter, none, and ends at a whole octet.
fn rows(edge_px: u32, is_dark: impl Fn(u32, u32) -> bool) -> Vec<u8> {
    let mut rows = Vec::with_capacity(edge_px as usize * (edge_px as usize / 8 + 2));
    for y in 0..edge_px {
        rows.push(0);
        for first in (0..edge_px).step_by(8) {
            let octet = (first..first + 8).fold(0, |octet, x| {
                let is_white = x < edge_px && !is_dark(x, y);
                octet << 1 | u8::from(is_white)
            });
            rows.push(octet);
        }
    }
    rows
}

fn compressed(rows: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(rows).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

/// Length, kind, content and a checksum over the latter two.
fn chunk(file: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len()).expect("a picture of some kilobytes");
    let mut checksum = Crc::new();
    checksum.update(&kind);
    checksum.update(content);
    file.extend(length.to_be_bytes());
    file.extend(kind);
    file.extend(content);
    file.extend(checksum.sum().to_be_bytes());
}
