//! Quotas of a project.

use modelarts::OsQuotas;

use super::{
    grid::{self, ABSENT, finish, grid},
    usage,
};

pub(crate) fn render(quotas: &OsQuotas, width: u16) -> String {
    if quotas.is_empty() {
        return "No quotas found for this project.\n".to_owned();
    }
    let mut table = grid(width, &["RESOURCE", "USED", "LIMIT", "LEFT", "USAGE"]);
    for quota in quotas {
        let resource = quota.resource_type().map_or(ABSENT, |resource| resource.as_str());
        let mut row = vec![grid::text(resource)];
        row.extend(usage::cells(quota.used(), quota.limit()));
        table.add_row(row);
    }
    finish(table, &[1, 2, 3, 4])
}
