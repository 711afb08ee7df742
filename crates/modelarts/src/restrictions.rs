//! What a pool is barred from.

use std::fmt;

/// One bar on a pool: a bit of `spec.controlMode` (ListPools).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Restriction {
    /// Its billing cannot be changed to yearly/monthly; bit 1.
    BillingChange,
    /// Its flavors cannot be changed; bit 2.
    FlavorChange,
    /// Its service is restricted; bit 4.
    Service,
    /// It is frozen; bit 8.
    Frozen,
    /// It is frozen by public security and cannot be unsubscribed; bit 16.
    FrozenByPublicSecurity,
}

impl Restriction {
    /// Every restriction that is documented.
    pub const ALL: [Self; 5] = [
        Self::BillingChange,
        Self::FlavorChange,
        Self::Service,
        Self::Frozen,
        Self::FrozenByPublicSecurity,
    ];

    /// The bit that stands for it.
    #[must_use]
    pub const fn bit(self) -> i64 {
        match self {
            Self::BillingChange => 1,
            Self::FlavorChange => 2,
            Self::Service => 4,
            Self::Frozen => 8,
            Self::FrozenByPublicSecurity => 16,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::BillingChange => "billing change",
            Self::FlavorChange => "flavor change",
            Self::Service => "service",
            Self::Frozen => "frozen",
            Self::FrozenByPublicSecurity => "frozen by public security",
        }
    }
}

impl fmt::Display for Restriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// The bars on a pool, several at once where the service says so: `spec.controlMode` (ListPools).
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
    /// What a bit mask of the service means.
    #[must_use]
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    /// The bit mask.
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// Whether the pool is free of them.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn contains(self, restriction: Restriction) -> bool {
        self.0 & restriction.bit() != 0
    }

    /// Those that are documented. See [`Restrictions::unknown_bits`] for the rest.
    pub fn iter(self) -> impl Iterator<Item = Restriction> {
        Restriction::ALL
            .into_iter()
            .filter(move |restriction| self.contains(*restriction))
    }

    /// Bits that nothing documents.
    #[must_use]
    pub fn unknown_bits(self) -> i64 {
        Restriction::ALL
            .into_iter()
            .fold(self.0, |bits, restriction| bits & !restriction.bit())
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
