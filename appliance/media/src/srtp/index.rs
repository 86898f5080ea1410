//! Packet indices: the rollover counter as it is guessed (RFC 3711 §3.3.1) and the replay list (§3.3.2).

/// How far behind the newest packet one is still known: 2.5 s of sound.
pub(crate) const WINDOW: u64 = 128;
/// The last index of RTP: a rollover counter of 32 bits above the sequence number.
pub(crate) const LAST_RTP_INDEX: u64 = (1 << 48) - 1;

/// Which indices of a source have been there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    highest: u64,
    /// Bit n: that the index `highest - n` was there.
    seen: u128,
}

impl Window {
    /// Begins with a first packet.
    pub(crate) fn new(index: u64) -> Self {
        Self { highest: index, seen: 1 }
    }

    pub(crate) fn highest(&self) -> u64 {
        self.highest
    }

    /// Whether it is newer than all before.
    pub(crate) fn is_newest(&self, index: u64) -> bool {
        index > self.highest
    }

    /// Whether it is too old to know.
    pub(crate) fn is_too_old(&self, index: u64) -> bool {
        self.highest.saturating_sub(index) >= WINDOW
    }

    /// Whether it was not there yet, as far as that is known.
    pub(crate) fn is_fresh(&self, index: u64) -> bool {
        match self.highest.checked_sub(index) {
            None => true,
            Some(behind) => behind < WINDOW && self.seen >> behind & 1 == 0,
        }
    }

    /// Notes a packet.
    pub(crate) fn note(&mut self, index: u64) {
        if let Some(ahead) = index.checked_sub(self.highest) {
            self.seen = if ahead < WINDOW { self.seen << ahead | 1 } else { 1 };
            self.highest = index;
        } else if let Some(behind) = self.highest.checked_sub(index).filter(|behind| *behind < WINDOW) {
            self.seen |= 1 << behind;
        }
    }
}

/// The index that is nearest to the highest one and has this sequence number; none before the first and after the
/// last.
pub(crate) fn guess(highest: u64, sequence: u16) -> Option<u64> {
    // The low 16 bits are the sequence number.
    let (rollover, last) = (highest >> 16, (highest & 0xffff) as u16);
    let rollover = if last < 0x8000 && sequence > last + 0x8000 {
        rollover.checked_sub(1)?
    } else if last >= 0x8000 && sequence < last - 0x8000 {
        rollover + 1
    } else {
        rollover
    };
    Some(rollover << 16 | u64::from(sequence)).filter(|index| *index <= LAST_RTP_INDEX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rollover_counter_is_guessed() {
        for (highest, sequence, index) in [
            (0, 1, Some(1)),
            (0, 0x8000, Some(0x8000)),
            (0, 0x8001, None),
            (5, 0xffff, None),
            (0xffff, 0, Some(0x1_0000)),
            (0x1_0000, 0xffff, Some(0xffff)),
            (0x1_0000, 0x8000, Some(0x1_8000)),
            (0x1_0000, 0x8001, Some(0x8001)),
            (0x1_8000, 0, Some(0x1_0000)),
            (0x1_8001, 0, Some(0x2_0000)),
            (0x1_ffff, 0x7fff, Some(0x1_7fff)),
            (0x1_ffff, 0x7ffe, Some(0x2_7ffe)),
            (0x2_7fff, 0xffff, Some(0x2_ffff)),
            (0x2_7ffe, 0xffff, Some(0x1_ffff)),
            (LAST_RTP_INDEX, 0, None),
            (LAST_RTP_INDEX, 0xfffe, Some(LAST_RTP_INDEX - 1)),
        ] {
            assert_eq!(guess(highest, sequence), index, "{highest:x} {sequence:x}");
        }
    }

    #[test]
    fn each_index_is_fresh_once() {
        let mut window = Window::new(1000);
        for (index, fresh) in [
            (1000, false),
            (999, true),
            (873, true),
            (872, false),
            (1001, true),
            (1001, false),
            (999, false),
            (874, true),
            (873, false),
            (1128, true),
            (1001, false),
            (1000, false),
            (1002, true),
            (5000, true),
            (4873, true),
            (4872, false),
            (0, false),
        ] {
            assert_eq!(window.is_fresh(index), fresh, "{index}");
            if fresh {
                window.note(index);
            }
        }
        assert_eq!(window.highest(), 5000);
    }

    #[test]
    fn it_agrees_with_a_list_of_all() {
        let (mut window, mut all, mut state) =
            (Window::new(500), std::collections::BTreeSet::from([500]), 7u64);
        for _ in 0..100_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let highest = *all.last().unwrap();
            let index = (highest + (state >> 40) % 300).saturating_sub(200);
            let fresh = !all.contains(&index) && highest.saturating_sub(index) < WINDOW;
            assert_eq!(window.is_fresh(index), fresh, "{index} {highest}");
            if fresh {
                window.note(index);
                all.insert(index);
            }
        }
    }
}
