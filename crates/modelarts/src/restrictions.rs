//! Restrictions of a pool.

use std::fmt;

use serde::{Serialize, Serializer};

/// Restriction of a pool: one bit of `spec.controlMode` (ListPools).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Restriction {
    /// Billing cannot be changed to yearly/monthly; bit 1.
    BillingChange = 1,
    /// Flavors cannot be changed; bit 2.
    FlavorChange = 2,
    /// The service is restricted; bit 4.
    Service = 4,
    /// The pool is frozen; bit 8.
    Frozen = 8,
    /// The pool is frozen by public security and cannot be unsubscribed; bit 16.
    FrozenByPublicSecurity = 16,
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
        self as i64
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

    /// A text for each restriction.
    fn parts(self) -> Vec<String> {
        let unknown = Some(self.unknown_bits()).filter(|bits| *bits != 0);
        let known = self.iter().map(|restriction| restriction.to_string());
        known.chain(unknown.map(|bits| format!("bits {bits:#x}"))).collect()
    }
}

/// The parts of [`Display`](fmt::Display), as an array.
impl Serialize for Restrictions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts().serialize(serializer)
    }
}

impl fmt::Display for Restrictions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        f.write_str(&self.parts().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Restriction, Restrictions};

    #[test]
    fn known_and_unknown_bits_are_told_apart() {
        use Restriction::{BillingChange, Frozen, Service};
        for (bits, known, unknown, text) in [
            (0, &[][..], 0, "none"),
            (9, &[BillingChange, Frozen], 0, "billing change, frozen"),
            (32, &[], 32, "bits 0x20"),
            (4 + 32 + 64, &[Service], 96, "service, bits 0x60"),
            (
                31,
                &Restriction::ALL,
                0,
                "billing change, flavor change, service, frozen, frozen by public security",
            ),
        ] {
            let restrictions = Restrictions::from_bits(bits);
            assert_eq!((restrictions.bits(), restrictions.unknown_bits()), (bits, unknown));
            assert_eq!((restrictions.is_empty(), &*restrictions.to_string()), (bits == 0, text));
            assert!(restrictions.iter().eq(known.iter().copied()));
        }
    }
}
