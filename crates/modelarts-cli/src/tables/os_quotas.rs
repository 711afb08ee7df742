//! The quotas of a project.

use modelarts::OsQuotas;

use super::{
    ABSENT,
    bar::Usage,
    grid::{self, finish, grid},
};

pub(crate) fn render(quotas: &OsQuotas, width: u16) -> String {
    if quotas.is_empty() {
        return "The service reports no quotas for this project.\n".to_owned();
    }
    let mut table = grid(width, &["RESOURCE", "USED", "LIMIT", "LEFT", "USAGE"]);
    for quota in quotas {
        let resource = quota.resource_type().map_or(ABSENT, |resource| resource.as_str());
        let usage = Usage {
            used: quota.used(),
            limit: quota.limit(),
        };
        let [used, limit, left, bar] = usage.cells();
        table.add_row([grid::text(resource), used, limit, left, bar]);
    }
    finish(table, &[1, 2, 3, 4])
}
