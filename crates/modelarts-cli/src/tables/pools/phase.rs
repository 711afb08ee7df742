//! Lifecycle phase of a pool.

use comfy_table::Cell;
use modelarts::PoolPhase;

use crate::tables::grid::{ABSENT, ATTENTION, bad, good, text, warn};

/// Whether the phase calls for action.
pub(super) fn needs_attention(phase: &PoolPhase) -> bool {
    matches!(
        phase,
        PoolPhase::Abnormal | PoolPhase::Error | PoolPhase::CreationFailed | PoolPhase::ScalingFailed
    )
}

pub(super) fn cell(phase: Option<&PoolPhase>) -> Cell {
    match phase {
        None => text(ABSENT),
        Some(phase) if needs_attention(phase) => bad(text(format!("{ATTENTION}{phase}"))),
        Some(phase @ PoolPhase::Running) => good(text(phase.as_str())),
        Some(phase) if phase.is_known() => warn(text(phase.as_str())),
        Some(phase) => text(phase.as_str()),
    }
}
