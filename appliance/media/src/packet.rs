//! A packet in the buffer that it came in, so that it can be changed and grow where it is.

/// A packet in a buffer that may be longer than it is: the room behind it takes what encryption adds.
#[derive(Debug)]
pub struct Packet<'a> {
    room: &'a mut [u8],
    length: usize,
}

impl<'a> Packet<'a> {
    /// The first `length` octets of a buffer; all of it when it is shorter.
    pub fn new(room: &'a mut [u8], length: usize) -> Self {
        let length = length.min(room.len());
        Self { room, length }
    }

    /// What it is made of now.
    pub fn bytes(&self) -> &[u8] {
        self.room.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        self.room.get_mut(..self.length).unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Cuts it off.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Takes octets out of the middle; what is behind them moves up.
    pub(crate) fn cut(&mut self, from: usize, count: usize) {
        let Some(behind) = from.checked_add(count).filter(|behind| *behind <= self.length) else { return };
        self.bytes_mut().copy_within(behind.., from);
        self.length -= count;
    }

    /// Puts octets behind it, when there is room.
    #[must_use]
    pub(crate) fn append(&mut self, bytes: &[u8]) -> bool {
        let rest = self.room.get_mut(self.length..).and_then(|rest| rest.get_mut(..bytes.len()));
        let Some(rest) = rest else { return false };
        rest.copy_from_slice(bytes);
        self.length += bytes.len();
        true
    }

    /// Whether it can grow by so many octets.
    pub(crate) fn has_room(&self, count: usize) -> bool {
        self.room.len().saturating_sub(self.length) >= count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_shrinks_where_it_is() {
        let mut room = *b"abcdef..";
        let mut packet = Packet::new(&mut room, 6);
        packet.cut(1, 2);
        assert_eq!(packet.bytes(), b"adef");
        assert!(packet.append(b"1234") && !packet.append(b"5"));
        assert_eq!((packet.bytes(), packet.has_room(0), packet.has_room(1)), (&b"adef1234"[..], true, false));
        packet.cut(4, 5);
        packet.truncate(9);
        assert_eq!(packet.len(), 8);
        packet.truncate(2);
        assert_eq!(packet.bytes(), b"ad");
        assert_eq!(Packet::new(&mut [], 5).bytes(), b"");
    }
}
