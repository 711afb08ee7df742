//! The resource pools.

mod layout;
mod nodes;

use comfy_table::Cell;
use modelarts::{Pool, PoolList, PoolPhase};

use super::{
    ABSENT, ATTENTION,
    grid::{self, bad, detail, good, warn},
};
use crate::{clock::Clock, output::plain};

/// What was asked for, for the sentence that says that there is nothing.
pub(crate) struct Asked<'a> {
    pub(crate) workspace_id: Option<&'a str>,
    pub(crate) status: Option<String>,
    pub(crate) label_selector: Option<&'a str>,
}

pub(crate) fn render(pools: &PoolList, asked: &Asked<'_>, clock: &Clock, width: u16) -> String {
    if pools.is_empty() {
        return asked.nothing();
    }
    let mut text = layout::render(pools, clock, width);
    let remarks: Vec<_> = pools.iter().flat_map(remarks).collect();
    text.push_str(&detail(width, &remarks));
    text
}

impl Asked<'_> {
    fn nothing(&self) -> String {
        let mut sentence = "There are no pools".to_owned();
        if let Some(workspace_id) = self.workspace_id {
            sentence.push_str(&format!(" in workspace {workspace_id}"));
        }
        if let Some(status) = &self.status {
            sentence.push_str(&format!(" with status {status}"));
        }
        if let Some(selector) = self.label_selector {
            let and = if self.status.is_some() { "and" } else { "with" };
            sentence.push_str(&format!(" {and} label {}", plain(selector)));
        }
        sentence.push_str(".\n");
        if self.status.is_none() {
            sentence.push_str("Pools whose creation failed are listed with --status failed.\n");
        }
        sentence
    }
}

/// Whether somebody should look at the pool.
fn needs_attention(phase: &PoolPhase) -> bool {
    matches!(
        phase,
        PoolPhase::Abnormal | PoolPhase::Error | PoolPhase::CreationFailed | PoolPhase::ScalingFailed
    )
}

fn phase(pool: &Pool) -> Cell {
    match pool.phase() {
        None => Cell::new(ABSENT),
        Some(phase) if needs_attention(phase) => bad(grid::text(&format!("{ATTENTION}{phase}"))),
        Some(phase @ PoolPhase::Running) => good(grid::text(phase.as_str())),
        Some(phase) if phase.is_known() => warn(grid::text(phase.as_str())),
        Some(phase) => grid::text(phase.as_str()),
    }
}

/// What does not fit into a row: why a pool is as it is.
fn remarks(pool: &Pool) -> Vec<(String, String)> {
    let mut remarks = Vec::new();
    if !pool.message().is_empty() {
        remarks.push(plain(pool.message()));
    }
    let mut nodes = |flavors: &mut dyn Iterator<Item = &modelarts::FlavorCount>, state: &str| {
        for flavor in flavors.filter(|flavor| flavor.count() > 0) {
            remarks.push(format!("{} {} {state}", flavor.count(), plain(flavor.flavor())));
        }
    };
    nodes(&mut pool.creating(), "being created");
    nodes(&mut pool.deleting(), "being deleted");
    nodes(&mut pool.creation_failed(), "could not be created");
    if !pool.restrictions().is_empty() {
        remarks.push(format!("restricted: {}", pool.restrictions()));
    }
    let attention = pool.phase().is_some_and(needs_attention);
    let mark = if attention { ATTENTION } else { "" };
    let name = format!("{mark}{}", plain(pool.display_name()));
    remarks.into_iter().map(|remark| (name.clone(), remark)).collect()
}
