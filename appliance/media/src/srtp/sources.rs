//! What is known of each source under one key (RFC 3711 §3.2.3), found quickly and never endless.

/// The most sources under one key; further ones are refused until there is another key. To forget one would open the way
/// to old packets of it, or encrypt two with one keystream.
pub(crate) const MAX_SOURCES: usize = 64;

/// Sources by their SSRC. A telephone has one or two, so they are searched one by one, the last one first.
#[derive(Debug)]
pub(crate) struct Sources<T> {
    /// At most [`MAX_SOURCES`]; room for four is there from the start.
    known: Vec<(u32, T)>,
    last: usize,
}

impl<T> Sources<T> {
    pub(crate) fn new() -> Self {
        Self { known: Vec::with_capacity(4), last: 0 }
    }

    pub(crate) fn get(&mut self, ssrc: u32) -> Option<&mut T> {
        if self.known.get(self.last).is_none_or(|(known, _)| *known != ssrc) {
            self.last = self.known.iter().position(|(known, _)| *known == ssrc)?;
        }
        self.known.get_mut(self.last).map(|(_, source)| source)
    }

    pub(crate) fn is_full(&self) -> bool {
        self.known.len() >= MAX_SOURCES
    }

    /// Adds one that is not known yet; nothing when it is full.
    pub(crate) fn add(&mut self, ssrc: u32, source: T) {
        if !self.is_full() {
            self.last = self.known.len();
            self.known.push((ssrc, source));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_each_source_and_no_more_than_its_bound() {
        let mut sources = Sources::new();
        assert_eq!(sources.get(0), None);
        for ssrc in 0..70 {
            assert_eq!(sources.is_full(), ssrc >= 64);
            sources.add(ssrc, 2 * ssrc);
        }
        for ssrc in [0, 63, 63, 7] {
            assert_eq!(sources.get(ssrc).copied(), Some(2 * ssrc));
        }
        assert_eq!(sources.get(64), None);
        assert_eq!(sources.get(7).copied(), Some(14));
    }
}
