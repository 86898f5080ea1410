//! Pictures of people.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AvatarId, PersonId};

/// The picture of a person, who has at most one.
#[derive(Clone, PartialEq, Eq)]
pub struct Avatar {
    /// Its key.
    pub id: AvatarId,
    /// Whose.
    pub person: PersonId,
    /// Of what kind.
    pub media_type: ImageType,
    /// The file, at most [`Avatar::BYTES_MAX`].
    pub image: Vec<u8>,
}

/// All of a picture but the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AvatarInfo {
    /// Its key.
    pub id: AvatarId,
    /// Whose.
    pub person: PersonId,
    /// Of what kind.
    pub media_type: ImageType,
    /// How large its file is.
    pub bytes: u32,
}

/// The kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImageType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
}

impl Avatar {
    /// Bytes of a file at most, 32 KiB: 128 pixels square have less.
    pub const BYTES_MAX: usize = 32 * 1024;
}

impl fmt::Debug for Avatar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, person, media_type, image } = self;
        write!(f, "Avatar({id} of {person}, {}, {} bytes)", media_type.as_str(), image.len())
    }
}

impl ImageType {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    /// As in the header of a response: "image/png".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// By its first bytes; none when it is none of them.
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        for (bytes, expected) in [
            (&b"\xff\xd8\xff\xe0"[..], Some(ImageType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n...", Some(ImageType::Png)),
            (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Some(ImageType::Webp)),
            (b"RIFF\x10\x00\x00\x00WAVE", None),
            (b"\x89PNG", None),
            (b"<svg onload=alert(1)>", None),
            (b"", None),
        ] {
            assert_eq!(ImageType::of_file(bytes), expected, "{bytes:?}");
        }
        for kind in ImageType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
