//! Workspaces.

use anstyle::Style;
use modelarts::{Workspace, WorkspaceStatus};

use crate::{
    clock::Clock,
    output::plain,
    table::{Cell, Layouts, Table, good, warn},
};

pub(crate) fn rows<'a>(workspaces: impl IntoIterator<Item = &'a Workspace>, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("ID", Layouts::All),
        ("NAME", Layouts::All),
        ("STATUS", Layouts::All),
        ("ACCESS", Layouts::All),
        ("OWNER", Layouts::Wide),
        ("DESCRIPTION", Layouts::Wide),
        ("CREATED", Layouts::Wide),
        ("CHANGED", Layouts::Wide),
        ("AGE", Layouts::People),
        ("NOTES", Layouts::Wide),
    ]);
    "No workspaces found.".clone_into(&mut table.empty);
    for workspace in workspaces {
        let info = workspace.status_info();
        let cells = [
            Cell::text(workspace.id()),
            Cell::text(workspace.name()).styled(Style::new().bold()),
            status(workspace.status()),
            Cell::text(workspace.auth_type().as_str()),
            Cell::text(workspace.owner()),
            Cell::text(workspace.description()),
            clock.time(workspace.created_at()),
            clock.time(workspace.updated_at()),
            clock.age(workspace.created_at()),
            Cell::text(info),
        ];
        table.add(
            cells,
            Some(info)
                .filter(|info| !info.is_empty())
                .map(plain)
                .into_iter()
                .collect(),
        );
    }
    table
}

fn status(status: &WorkspaceStatus) -> Cell {
    match status {
        WorkspaceStatus::CreateFailed | WorkspaceStatus::DeleteFailed => Cell::attention(status.as_str()),
        WorkspaceStatus::Normal => Cell::text(status.as_str()).styled(good()),
        status if status.is_known() => Cell::text(status.as_str()).styled(warn()),
        status => Cell::text(status.as_str()),
    }
}
