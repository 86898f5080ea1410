//! The two sides of a synchronisation, and the order of their writes.

use std::fmt;

use crate::Hlc;

/// Who wrote a value: the cloud, or the box of one epoch. (The tables call it `site`; it is not a building.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Replica(u32);

impl Replica {
    /// The cloud. Boxes have even numbers, so it never equals one.
    pub const CLOUD: Self = Self(1);

    /// The box of an epoch; a replaced or rolled-back box begins a new one. Before enrolment it is epoch 0.
    pub const fn of_box(epoch: u32) -> Self {
        Self(epoch.saturating_mul(2) & !1)
    }

    /// As it stands in the database; none for what cannot be one.
    pub fn from_stored(stored: i64) -> Option<Self> {
        u32::try_from(stored).ok().map(Self)
    }

    /// For the database.
    pub const fn stored(self) -> i64 {
        self.0 as i64
    }
}

impl fmt::Display for Replica {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::CLOUD => f.write_str("the cloud"),
            Self(number) => write!(f, "the box of epoch {}", number / 2),
        }
    }
}

/// When and by whom a value was written; the greater one stays. Equal moments are decided by the side, so that
/// both sides decide alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// When.
    pub hlc: Hlc,
    /// By whom.
    pub replica: Replica,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_later_write_stays_and_the_side_decides_a_tie() {
        let stamp = |ms, replica| Stamp { hlc: Hlc::at_ms(ms), replica };
        assert!(stamp(2, Replica::of_box(0)) > stamp(1, Replica::CLOUD));
        assert!(stamp(1, Replica::CLOUD) > stamp(1, Replica::of_box(0)));
    }

    #[test]
    fn says_who_in_words() {
        assert_eq!(Replica::CLOUD.to_string(), "the cloud");
        assert_eq!(Replica::of_box(3).to_string(), "the box of epoch 3");
    }

    proptest! {
        #[test]
        fn a_box_is_never_the_cloud(epoch: u32) {
            prop_assert_ne!(Replica::of_box(epoch), Replica::CLOUD);
        }

        #[test]
        fn survives_the_database(epoch: u32) {
            let replica = Replica::of_box(epoch);
            prop_assert_eq!(Replica::from_stored(replica.stored()), Some(replica));
        }
    }
}
