//! The service's clock, as far as its refusals tell it.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use jiff::{SignedDuration, Timestamp};

use crate::head::NORMAL_SKEW;

/// The most that is corrected. A clock that is further off breaks more than signatures.
const MAX_SKEW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far this machine's clock is ahead of the service's, in seconds; zero until a refusal shows otherwise.
#[derive(Default)]
pub(super) struct ServiceClock(AtomicI64);

impl ServiceClock {
    pub(super) fn ahead(&self) -> SignedDuration {
        SignedDuration::from_secs(self.0.load(Relaxed))
    }

    /// The service's time, if this machine's clock is so far `ahead`.
    pub(super) fn time(ahead: SignedDuration) -> Timestamp {
        let now = Timestamp::now();
        now.checked_sub(ahead).unwrap_or(now)
    }

    /// Learns from the refusal of a signature that took the clock to be `assumed` ahead, by a service that shows it to
    /// be `seen` ahead. Returns whether that explains the refusal.
    pub(super) fn learn(&self, assumed: SignedDuration, seen: SignedDuration) -> bool {
        let is_explained = seen.saturating_sub(assumed).abs() > NORMAL_SKEW && seen.abs() <= MAX_SKEW;
        if is_explained {
            // A clock that has been set right needs no correction.
            let ahead = if seen.abs() > NORMAL_SKEW { seen.as_secs() } else { 0 };
            self.0.store(ahead, Relaxed);
        }
        is_explained
    }
}
