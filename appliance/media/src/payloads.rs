//! Payload numbers on their way from one leg to the other (RFC 3550 §5.1, RFC 3264 §6.1).

/// What each payload number becomes.
#[derive(Debug, Default)]
pub(crate) struct Payloads {
    /// By number; none while all stay as they are.
    table: Option<Box<[u8; 128]>>,
}

impl Payloads {
    /// Those pairs; numbers beyond 127 are none and are ignored.
    pub(crate) fn new(pairs: &[(u8, u8)]) -> Self {
        let mut table: Option<Box<[u8; 128]>> = None;
        for (from, to) in pairs.iter().filter(|(from, to)| from != to && *to < 128) {
            let table =
                table.get_or_insert_with(|| Box::new(std::array::from_fn(|number| (number & 0x7f) as u8)));
            if let Some(place) = table.get_mut(usize::from(*from)) {
                *place = *to;
            }
        }
        Self { table }
    }

    /// Changes the number in the header of an RTP packet; the marker bit stays.
    pub(crate) fn rewrite(&self, packet: &mut [u8]) {
        let (Some(table), Some(byte)) = (&self.table, packet.get_mut(1)) else { return };
        if let Some(number) = table.get(usize::from(*byte & 0x7f)) {
            *byte = *byte & 0x80 | number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_change_and_markers_stay() {
        for (pairs, before, after) in [
            (vec![], 96, 96),
            (vec![(96, 111)], 96, 111),
            (vec![(96, 111)], 0x80 | 96, 0x80 | 111),
            (vec![(96, 111)], 111, 111),
            (vec![(96, 97), (97, 96)], 96, 97),
            (vec![(96, 97), (97, 96)], 97, 96),
            (vec![(0, 127)], 0x80, 0xff),
            (vec![(96, 200), (200, 96)], 96, 96),
            (vec![(96, 111), (96, 112)], 96, 112),
        ] {
            let mut packet = [0x80, before, 1, 2];
            Payloads::new(&pairs).rewrite(&mut packet);
            assert_eq!(packet, [0x80, after, 1, 2], "{pairs:?}");
        }
    }

    #[test]
    fn a_packet_without_a_header_is_left_alone() {
        let payloads = Payloads::new(&[(0, 1)]);
        payloads.rewrite(&mut []);
        payloads.rewrite(&mut [0x80]);
    }
}
