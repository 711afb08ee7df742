//! Restrictions of a pool.

use std::fmt;

/// Restriction of a pool: one bit of `spec.controlMode` (ListPools).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Restriction {
    /// Billing cannot be changed to yearly/monthly; bit 1.
    BillingChange,
    /// Flavors cannot be changed; bit 2.
    FlavorChange,
    /// The service is restricted; bit 4.
    Service,
    /// The pool is frozen; bit 8.
    Frozen,
    /// The pool is frozen by public security and cannot be unsubscribed; bit 16.
    FrozenByPublicSecurity,
}

impl Restriction {
    /// All documented restrictions.
    pub const ALL: [Self; 5] = [
        Self::BillingChange,
        Self::FlavorChange,
        Self::Service,
        Self::Frozen,
        Self::FrozenByPublicSecurity,
    ];

    /// Bit of the restriction.
    pub const fn bit(self) -> i64 {
        match self {
            Self::BillingChange => 1,
            Self::FlavorChange => 2,
            Self::Service => 4,
            Self::Frozen => 8,
            Self::FrozenByPublicSecurity => 16,
        }
    }
}

impl fmt::Display for Restriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::BillingChange => "billing change",
            Self::FlavorChange => "flavor change",
            Self::Service => "service",
            Self::Frozen => "frozen",
            Self::FrozenByPublicSecurity => "frozen by public security",
        })
    }
}

/// Restrictions of a pool: the bit mask `spec.controlMode` (ListPools).
///
/// ```
/// use modelarts::{Restriction, Restrictions};
///
/// let restrictions = Restrictions::from_bits(10);
/// assert!(restrictions.contains(Restriction::Frozen));
/// assert_eq!(restrictions.to_string(), "flavor change, frozen");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Restrictions(i64);

impl Restrictions {
    /// Converts a bit mask of the service.
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    /// Bit mask, as the service sent it.
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// Whether there are no restrictions.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `restriction` applies.
    pub const fn contains(self, restriction: Restriction) -> bool {
        self.0 & restriction.bit() != 0
    }

    /// Returns an iterator over the documented restrictions that apply. See [`unknown_bits`](Self::unknown_bits) for
    /// others.
    pub fn iter(self) -> impl Iterator<Item = Restriction> {
        let all = Restriction::ALL.into_iter();
        all.filter(move |restriction| self.contains(*restriction))
    }

    /// Bits without a documented meaning.
    pub fn unknown_bits(self) -> i64 {
        self.iter().fold(self.0, |bits, restriction| bits & !restriction.bit())
    }
}

impl fmt::Display for Restrictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        let mut separator = "";
        for restriction in self.iter() {
            write!(f, "{separator}{restriction}")?;
            separator = ", ";
        }
        match self.unknown_bits() {
            0 => Ok(()),
            unknown => write!(f, "{separator}bits {unknown:#x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Restriction, Restrictions};

    #[test]
    fn known_and_unknown_bits_are_told_apart() {
        for (bits, known, unknown, text) in [
            (0, 0, 0, "none"),
            (9, 2, 0, "billing change, frozen"),
            (32, 0, 32, "bits 0x20"),
            (4 + 32 + 64, 1, 96, "service, bits 0x60"),
        ] {
            let restrictions = Restrictions::from_bits(bits);
            assert_eq!((restrictions.bits(), restrictions.iter().count()), (bits, known));
            assert_eq!(
                (restrictions.unknown_bits(), restrictions.to_string().as_str()),
                (unknown, text)
            );
        }
        assert!(Restrictions::default().is_empty());
        let restrictions = Restrictions::from_bits(9);
        assert!(restrictions.contains(Restriction::Frozen) && !restrictions.contains(Restriction::Service));
        assert!(
            restrictions
                .iter()
                .eq([Restriction::BillingChange, Restriction::Frozen])
        );
        assert!(Restrictions::from_bits(31).iter().eq(Restriction::ALL));
    }
}
