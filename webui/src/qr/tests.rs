//! Codes are read again by another's decoder, from the pictures that people get to see.

use std::io::Read;

use flate2::Crc;
use flate2::read::ZlibDecoder;

use super::*;

const LINK: &str =
    "https://bellbox.example.net/invitation/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8/linphone.xml";

#[test]
fn what_it_holds_is_read_from_the_png() {
    for text in ["7", LINK, "https://büro.example/ä?x=1&y=2", &"x".repeat(1_000)] {
        for dot_px in [3, 8] {
            let (edge, pixels) = read_png(&Code::of(text).unwrap().png(dot_px));
            assert_eq!(scan(edge, |x, y| pixels[y * edge + x]), text, "{dot_px} pixels a dot");
        }
    }
}

#[test]
fn what_it_holds_is_read_from_the_svg() {
    let code = Code::of(LINK).unwrap();
    let (edge, dark) = read_svg(&code.svg());
    assert_eq!(edge, code.dots() as usize);
    assert_eq!(scan(edge * 4, |x, y| if dark[y / 4 * edge + x / 4] { 0 } else { 255 }), LINK);
}

#[test]
fn four_dots_around_it_are_white() {
    let code = Code::of(LINK).unwrap();
    let edge = code.dots();
    for at in 0..edge {
        for quiet in (0..4).chain(edge - 4..edge) {
            assert!(!code.is_dark(at, quiet) && !code.is_dark(quiet, at));
        }
    }
    assert!(code.is_dark(4, 4) && code.is_dark(edge - 5, 4) && code.is_dark(4, edge - 5));
}

#[test]
fn the_svg_is_one_well_formed_element_without_style_or_script() {
    let svg = Code::of(LINK).unwrap().svg();
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                names.push(element.name().as_ref().to_owned());
            }
            _ => {}
        }
    }
    assert_eq!(names, ["svg", "path", "path"]);
    assert!(!svg.contains("style") && !svg.contains("example"));
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    assert_eq!(Code::of(&"x".repeat(3_000)).unwrap_err(), TooLong { octets: 3_000 });
}

#[test]
fn dots_have_a_size_within_bounds() {
    let code = Code::of("7").unwrap();
    for (asked, drawn) in [(0, 1), (1, 1), (16, 16), (255, 16)] {
        assert_eq!(read_png(&code.png(asked)).0, code.dots() as usize * drawn);
    }
}

/// Reads it as a scanner does, from grey pixels.
fn scan(edge: usize, grey: impl Fn(usize, usize) -> u8) -> String {
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(edge, edge, grey);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

/// The edge in pixels and each pixel's grey.
fn read_png(file: &[u8]) -> (usize, Vec<u8>) {
    let mut rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
        let (content, after) = rest[4..].split_at(4 + length);
        let mut checksum = Crc::new();
        checksum.update(content);
        assert_eq!(checksum.sum().to_be_bytes(), after[..4]);
        chunks.push(content.split_at(4));
        rest = &after[4..];
    }
    let kinds: Vec<&[u8]> = chunks.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [&b"IHDR"[..], b"IDAT", b"IEND"]);
    let header = chunks[0].1;
    assert_eq!(header[..4], header[4..8]);
    assert_eq!(header[8..], [1, 0, 0, 0, 0]);
    let edge = u32::from_be_bytes(header[..4].try_into().unwrap()) as usize;
    let mut rows = Vec::new();
    ZlibDecoder::new(chunks[1].1).read_to_end(&mut rows).unwrap();
    let row_octets = edge.div_ceil(8) + 1;
    assert_eq!(rows.len(), edge * row_octets);
    let mut pixels = Vec::new();
    for row in rows.chunks(row_octets) {
        assert_eq!(row[0], 0);
        pixels.extend((0..edge).map(|x| if row[1 + x / 8] & (0x80 >> (x % 8)) == 0 { 0 } else { 255 }));
    }
    (edge, pixels)
}

/// The edge in dots and whether each is dark.
fn read_svg(svg: &str) -> (usize, Vec<bool>) {
    let (_, rest) = svg.split_once("viewBox=\"0 0 ").unwrap();
    let edge: usize = rest.split(' ').next().unwrap().parse().unwrap();
    let mut dark = vec![false; edge * edge];
    let (_, path) = svg.rsplit_once(" d=\"").unwrap();
    for run in path.split('"').next().unwrap().split('M').skip(1) {
        let numbers: Vec<usize> =
            run.split([' ', 'h', 'v', 'z', '-']).filter_map(|number| number.parse().ok()).collect();
        let [x, y, length, 1, back] = numbers[..] else { panic!("{run}") };
        assert_eq!(length, back);
        dark[y * edge + x..][..length].fill(true);
    }
    (edge, dark)
}
