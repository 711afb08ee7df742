//! ShowWorkspaceQuotas: quota limits and usage of a workspace.

use modelarts_api::types;

use crate::{Limit, Timestamp, WorkspaceId, request::request, view::view};

request! {
    /// Request for the quotas of a workspace: `GET /v1/{project_id}/workspaces/{workspace_id}/quotas`.
    pub struct ShowWorkspaceQuotas -> WorkspaceQuotas;

    /// Gets the quota limits and usage of a workspace (ShowWorkspaceQuotas). The default workspace is `0`.
    ///
    /// Requires the IAM action `modelarts:workspace:getQuotas`. An invalid id is reported when the request is awaited;
    /// nothing is sent then.
    pub fn show_workspace_quotas(workspace_id: id WorkspaceId);
}

view! {
    /// Quotas of a workspace: the response of ShowWorkspaceQuotas.
    pub struct WorkspaceQuotas(types::ShowWorkspaceQuotasResponse) = [WorkspaceQuota] at quotas;
}

impl WorkspaceQuotas {
    /// Returns the quota with this key (`resource`), such as `exemlProject.gpu_duration`.
    pub fn get(&self, resource: &str) -> Option<&WorkspaceQuota> {
        self.iter().find(|quota| quota.resource() == resource)
    }
}

view! {
    /// One quota of a workspace: `quotas[]` of ShowWorkspaceQuotas.
    pub struct WorkspaceQuota(types::WorkspaceQuota);

    /// Key of the quota (`resource`), such as `exemlProject.gpu_duration`; empty if absent.
    pub fn resource(&self) -> &str = resource;

    /// English name of the quota (`name_en`); empty if absent.
    pub fn name(&self) -> &str = name_en;

    /// English unit of limits and usage (`unit_en`), such as `minute`; empty if absent.
    pub fn unit(&self) -> &str = unit_en;

    /// Maximum usage (`quota`), in [`unit`](Self::unit)s.
    pub fn limit(&self) -> Option<Limit> = quota;

    /// Lowest value that the limit can be set to (`min_quota`), in [`unit`](Self::unit)s.
    pub fn lowest_limit(&self) -> Option<Limit> = min_quota;

    /// Highest value that the limit can be set to (`max_quota`), in [`unit`](Self::unit)s.
    pub fn highest_limit(&self) -> Option<Limit> = max_quota;

    /// Current usage (`used_quota`), in [`unit`](Self::unit)s. The service sends null if there is no limit.
    pub fn used(&self) -> Option<i64> = used_quota;

    pub fn remaining(&self);

    pub fn ratio(&self);

    /// Time of the last change of the quota, or else of the creation of the workspace (`update_time`).
    pub fn updated_at(&self) -> Option<Timestamp> = update_time;
}

impl WorkspaceQuota {
    /// Remaining usage: `Unlimited`, or `quota` minus `used_quota` if both are known.
    pub fn remaining(&self) -> Option<Limit> {
        match self.limit()? {
            Limit::Unlimited => Some(Limit::Unlimited),
            limit => Some(limit.minus(self.used()?)),
        }
    }

    /// Share of the quota that is used up, if it is known; see [`Limit::ratio`].
    pub fn ratio(&self) -> Option<f64> {
        match self.limit()? {
            Limit::Unlimited => Some(0.0),
            limit => Some(limit.ratio(self.used()?)),
        }
    }
}
