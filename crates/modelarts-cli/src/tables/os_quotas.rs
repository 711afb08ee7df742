//! Quotas of a project.

use modelarts::OsQuotas;

use super::{
    grid::{finish, grid, text},
    usage,
};

pub(crate) fn render(quotas: &OsQuotas, width: u16) -> String {
    if quotas.is_empty() {
        return "No quotas found for this project.\n".to_owned();
    }
    let mut table = grid(width, "RESOURCE USED LIMIT LEFT USAGE");
    for quota in quotas {
        let [used, limit, left, bar] = usage::cells(quota.used(), quota.limit());
        let resource = text(quota.resource_type().map_or("", |resource| resource.as_str()));
        table.add_row([resource, used, limit, left, bar]);
    }
    finish(table, &[1, 2, 3, 4])
}
