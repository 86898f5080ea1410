//! The kinds of media that are relayed (RFC 8866 §5.14), and where each comes to on our side.

use std::net::SocketAddr;

/// A kind of media that is relayed; a session has at most one line of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Sound over RTP.
    Audio,
    /// Pictures over RTP.
    Video,
    /// Facsimile as T.38 over UDPTL.
    Image,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Audio, Self::Video, Self::Image];

    /// Its place in [`Self::ALL`].
    pub fn index(self) -> u8 {
        match self {
            Self::Audio => 0,
            Self::Video => 1,
            Self::Image => 2,
        }
    }

    /// The media name of its lines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Image => "image",
        }
    }

    /// Whether a line's media name is of this kind.
    pub(crate) fn is_named(self, media: &str) -> bool {
        self.as_str().eq_ignore_ascii_case(media)
    }

    /// The kind whose line this one takes over when a session changes from speech to facsimile or back
    /// (RFC 3264 §8.3.3).
    pub(crate) fn replaces(self) -> Option<Self> {
        match self {
            Self::Audio => Some(Self::Image),
            Self::Image => Some(Self::Audio),
            Self::Video => None,
        }
    }
}

/// Where the streams of a leg come to on our side: RTP or UDPTL, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports([Option<SocketAddr>; 3]);

impl Ports {
    /// Sets the address of a kind.
    pub fn set(&mut self, kind: Kind, at: SocketAddr) {
        if let Some(place) = self.0.get_mut(usize::from(kind.index())) {
            *place = Some(at);
        }
    }

    /// The address of a kind; none when it has no port, which declines it.
    pub fn get(&self, kind: Kind) -> Option<SocketAddr> {
        self.0.get(usize::from(kind.index())).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_port() {
        let mut ports = Ports::default();
        let at = |port| SocketAddr::from(([192, 0, 2, 1], port));
        for (kind, port) in Kind::ALL.into_iter().zip([1, 2, 3]) {
            assert_eq!(ports.get(kind), None);
            ports.set(kind, at(port));
        }
        assert_eq!(Kind::ALL.map(|kind| ports.get(kind)), [1, 2, 3].map(|port| Some(at(port))));
        assert_eq!(Kind::ALL.map(|kind| usize::from(kind.index())), [0, 1, 2]);
    }
}
