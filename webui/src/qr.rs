//! QR codes (ISO/IEC 18004) for pages, as SVG, and for mails, whose readers show no SVG, as PNG.

mod png;

use std::fmt::{self, Write};

use qrcodegen::{QrCode, QrCodeEcc};

/// White around a code, in dots: less than four, and scanners do not find it (ISO/IEC 18004 §6.3.8).
const QUIET_DOTS: i32 = 4;

/// The most pixels that a dot is drawn with.
const DOT_PX_MAX: u8 = 16;

/// A QR code, of which a seventh may be dirty or hidden and it is still read.
#[derive(Clone)]
pub struct Code(QrCode);

/// A text that no QR code holds: about 2,300 octets are the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// How long it is, in octets.
    pub octets: usize,
}

impl Code {
    /// Makes the smallest code that holds the text.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium);
        code.map(Self).map_err(|_| TooLong { octets: text.len() })
    }

    /// Returns the length of an edge in dots, the white around the code included.
    pub fn dots(&self) -> u32 {
        (self.0.size() + 2 * QUIET_DOTS).unsigned_abs()
    }

    /// Writes it as an SVG element without a size of its own, dark on white whatever the page's colours are.
    pub fn svg(&self) -> String {
        let dots = self.dots();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {dots} {dots}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{dots}v{dots}H0z\"/><path d=\""
        );
        for y in 0..dots {
            let mut x = 0;
            while x < dots {
                let run = (x..dots).take_while(|&x| self.is_dark(x, y)).count();
                if run > 0 {
                    // Writing to a String does not fail.
                    let _ = write!(svg, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run as u32 + 1;
            }
        }
        svg.push_str("\"/></svg>");
        svg
    }

    /// Writes it as a PNG file whose dots are so many pixels wide, sixteen at most.
    pub fn png(&self, dot_px: u8) -> Vec<u8> {
        let dot_px = u32::from(dot_px.clamp(1, DOT_PX_MAX));
        png::write(self.dots() * dot_px, |x, y| self.is_dark(x / dot_px, y / dot_px))
    }

    /// Whether the dot is dark, counted from the corner of the white around the code.
    fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = |at: u32| at.cast_signed() - QUIET_DOTS;
        self.0.get_module(inside(x), inside(y))
    }
}

impl fmt::Debug for Code {
    // What it holds may open an account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({} dots)", self.dots())
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} octets are too many for a QR code", self.octets)
    }
}

impl std::error::Error for TooLong {}

#[cfg(test)]
mod tests;
