//! How full a quota is.

use comfy_table::Cell;
use modelarts::Limit;

use super::{
    ABSENT, ATTENTION,
    grid::{bad, good, number, warn},
};

/// How many characters a bar has.
const LENGTH: i64 = 16;
/// From this share on, in per cent, a quota is nearly used up.
const NEARLY: i64 = 90;

/// What is used of a limit.
#[derive(Clone, Copy)]
pub(super) struct Usage {
    pub(super) used: Option<i64>,
    pub(super) limit: Option<Limit>,
}

impl Usage {
    /// The cells used, limit and left, and the bar.
    pub(super) fn cells(self) -> [Cell; 4] {
        let left = self.limit.and_then(|limit| match (limit, self.used) {
            (Limit::Unlimited, _) => Some(Limit::Unlimited),
            (limit, used) => Some(limit.minus(used?)),
        });
        let shown = |value: Option<String>| number(value.unwrap_or(ABSENT.to_owned()));
        [
            shown(self.used.map(|used| used.to_string())),
            shown(self.limit.map(|limit| limit.to_string())),
            self.coloured(shown(left.map(|left| left.to_string()))),
            self.coloured(Cell::new(self.bar())),
        ]
    }

    fn bar(self) -> String {
        let Some(percent) = self.percent() else {
            return String::new();
        };
        let full = usize::try_from((percent * LENGTH / 100).clamp(0, LENGTH)).unwrap_or_default();
        let empty = usize::try_from(LENGTH).unwrap_or_default().saturating_sub(full);
        let mark = if percent >= 100 { ATTENTION } else { "" };
        format!("{}{} {mark}{percent}%", "█".repeat(full), "░".repeat(empty))
    }

    fn coloured(self, cell: Cell) -> Cell {
        match self.percent() {
            Some(percent) if percent >= 100 => bad(cell),
            Some(percent) if percent >= NEARLY => warn(cell),
            Some(_) => good(cell),
            None => cell,
        }
    }

    /// The share that is used, rounded down, so that 100 means that nothing is left.
    fn percent(self) -> Option<i64> {
        let (used, limit) = (self.used?, self.limit?.max()?);
        match limit {
            // Of nothing, all is used as soon as anything is.
            0 => Some(if used > 0 { 100 } else { 0 }),
            limit if limit < 0 => None,
            limit => i64::try_from(i128::from(used) * 100 / i128::from(limit)).ok(),
        }
    }
}
