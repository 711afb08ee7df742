//! Workspaces.

use anstyle::Style;
use modelarts::{Workspace, WorkspaceStatus};

use super::note;
use crate::{
    clock::Clock,
    table::{Cell, List, Table, good, warn},
};

pub(crate) fn rows(workspaces: &[&Workspace], clock: &Clock) -> Table {
    List::new(workspaces.iter().copied(), "No workspaces found.")
        .all("ID", Workspace::id)
        .all("NAME", |workspace| {
            Cell::from(workspace.name()).styled(Style::new().bold())
        })
        .all("STATUS", |workspace| status(workspace.status()))
        .all("ACCESS", |workspace| workspace.auth_type().as_str())
        .wide("OWNER", Workspace::owner)
        .wide("DESCRIPTION", Workspace::description)
        .wide("CREATED", |workspace| clock.time(workspace.created_at()))
        .wide("CHANGED", |workspace| clock.time(workspace.updated_at()))
        .people("AGE", |workspace| clock.age(workspace.created_at()))
        .wide("NOTES", Workspace::status_info)
        .noted(|workspace| note(workspace.status_info()))
}

fn status(status: &WorkspaceStatus) -> Cell {
    let text = Cell::from(status.as_str());
    match status {
        WorkspaceStatus::CreateFailed | WorkspaceStatus::DeleteFailed => Cell::attention(status.as_str()),
        WorkspaceStatus::Normal => text.styled(good()),
        status if status.is_known() => text.styled(warn()),
        _ => text,
    }
}
