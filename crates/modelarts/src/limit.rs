//! Limits that may be unlimited.

use std::fmt;

use serde::{Serialize, Serializer};

/// Upper bound of a quota.
///
/// The service writes -1 for no limit. This is documented for ShowWorkspaceQuotas and assumed for ShowOsQuota, whose page
/// does not say. The larger of two limits is the one that allows more.
///
/// ```
/// use modelarts::Limit;
///
/// let limit = Limit::from_wire(8);
/// assert_eq!(limit.minus(6), Limit::Max(2));
/// assert!(Limit::from_wire(-1) > limit, "unlimited is more than any maximum");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// At most this many.
    Max(i64),
    /// No limit; -1 on the wire.
    Unlimited,
}

impl Limit {
    /// Converts a number of the service.
    pub const fn from_wire(number: i64) -> Self {
        match number {
            -1 => Self::Unlimited,
            max => Self::Max(max),
        }
    }

    /// Maximum, or `None` if unlimited.
    pub const fn max(self) -> Option<i64> {
        match self {
            Self::Unlimited => None,
            Self::Max(max) => Some(max),
        }
    }

    /// Whether there is no limit.
    pub const fn is_unlimited(self) -> bool {
        matches!(self, Self::Unlimited)
    }

    /// What remains of the limit after `used`; negative if more is used than allowed.
    #[must_use = "this returns a new limit"]
    pub const fn minus(self, used: i64) -> Self {
        match self {
            Self::Unlimited => Self::Unlimited,
            Self::Max(max) => Self::Max(max.saturating_sub(used)),
        }
    }

    /// Share of the limit that `used` takes up: 0 if unlimited, 1 if nothing remains, more if more is used than allowed.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
    pub fn ratio(self, used: i64) -> f64 {
        match self {
            Self::Unlimited => 0.0,
            // Nothing remains of no allowance.
            Self::Max(..=0) => 1.0,
            Self::Max(max) => used as f64 / max as f64,
        }
    }
}

/// A number, or the text `unlimited`.
impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unlimited => serializer.serialize_str("unlimited"),
            Self::Max(max) => serializer.serialize_i64(*max),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => f.pad("unlimited"),
            Self::Max(max) => fmt::Display::fmt(max, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limit::{self, Max, Unlimited};

    #[test]
    fn unlimited_is_minus_one_the_largest_and_a_word() {
        assert_eq!([-1, 0, -2].map(Limit::from_wire), [Unlimited, Max(0), Max(-2)]);
        assert_eq!((Unlimited.max(), Max(3).max()), (None, Some(3)));
        assert!(Unlimited.is_unlimited() && !Max(-2).is_unlimited());
        assert!(Max(i64::MAX) < Unlimited && Max(1) < Max(2));
        assert_eq!(format!("{Unlimited:>9}|{:>3}", Max(7)), "unlimited|  7");
        assert_eq!((Unlimited.minus(5), Max(5).minus(6)), (Unlimited, Max(-1)));
        assert_eq!(Max(i64::MIN).minus(i64::MAX), Max(i64::MIN));
        assert_eq!(
            [Unlimited, Max(8), Max(2), Max(0)].map(|limit| limit.ratio(4)),
            [0.0, 0.5, 2.0, 1.0]
        );
    }
}
