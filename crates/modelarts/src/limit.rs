//! Limits that may be none.

use std::fmt;

/// How much of something is allowed.
///
/// The service writes -1 for no limit. The page of ShowWorkspaceQuotas says so; that ShowOsQuota does the same is our
/// reading, since no page says otherwise. A limit is more than another where it allows more.
///
/// ```
/// use modelarts::Limit;
///
/// let limit = Limit::from_wire(8);
/// assert_eq!(limit.minus(6), Limit::Max(2));
/// assert!(Limit::from_wire(-1) > limit, "no limit allows more than any");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// At most so much.
    Max(i64),
    /// As much as one likes; -1 on the wire.
    Unlimited,
}

impl Limit {
    /// What a number of the service means.
    #[must_use]
    pub const fn from_wire(number: i64) -> Self {
        match number {
            -1 => Self::Unlimited,
            most => Self::Max(most),
        }
    }

    /// The limit as a number, where there is one.
    #[must_use]
    pub const fn max(self) -> Option<i64> {
        match self {
            Self::Unlimited => None,
            Self::Max(most) => Some(most),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_unlimited(self) -> bool {
        matches!(self, Self::Unlimited)
    }

    /// What is left when `used` is used: `Unlimited`, or a number that is negative where more is used than allowed.
    #[must_use]
    pub const fn minus(self, used: i64) -> Self {
        match self {
            Self::Unlimited => Self::Unlimited,
            Self::Max(most) => Self::Max(most.saturating_sub(used)),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.pad("unlimited"),
            Self::Max(most) => fmt::Display::fmt(most, f),
        }
    }
}
