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
    WorkspaceQuotas(types::ShowWorkspaceQuotasResponse) = [WorkspaceQuota] at quotas
}

impl WorkspaceQuotas {
    /// Returns the quota with this key (`resource`), such as `exemlProject.gpu_duration`.
    pub fn get(&self, resource: &str) -> Option<&WorkspaceQuota> {
        self.iter().find(|quota| quota.resource() == resource)
    }
}

view! {
    /// One quota of a workspace: `quotas[]` of ShowWorkspaceQuotas.
    WorkspaceQuota(types::WorkspaceQuota):
        resource name unit limit lowest_limit highest_limit used remaining ratio updated_at
}

impl WorkspaceQuota {
    /// Key of the quota (`resource`), such as `exemlProject.gpu_duration`; empty if absent.
    pub fn resource(&self) -> &str {
        self.raw().resource.as_deref().unwrap_or_default()
    }

    /// English name of the quota (`name_en`); empty if absent.
    pub fn name(&self) -> &str {
        self.raw().name_en.as_deref().unwrap_or_default()
    }

    /// English unit of limits and usage (`unit_en`), such as `minute`; empty if absent.
    pub fn unit(&self) -> &str {
        self.raw().unit_en.as_deref().unwrap_or_default()
    }

    /// Maximum usage (`quota`), in [`unit`](Self::unit)s.
    pub fn limit(&self) -> Option<Limit> {
        self.raw().quota.map(Limit::from_wire)
    }

    /// Lowest value that the limit can be set to (`min_quota`), in [`unit`](Self::unit)s.
    pub fn lowest_limit(&self) -> Option<Limit> {
        self.raw().min_quota.map(Limit::from_wire)
    }

    /// Highest value that the limit can be set to (`max_quota`), in [`unit`](Self::unit)s.
    pub fn highest_limit(&self) -> Option<Limit> {
        self.raw().max_quota.map(Limit::from_wire)
    }

    /// Current usage (`used_quota`), in [`unit`](Self::unit)s. The service sends null if there is no limit.
    pub fn used(&self) -> Option<i64> {
        self.raw().used_quota
    }

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

    /// Time of the last change of the quota, or else of the creation of the workspace (`update_time`).
    pub fn updated_at(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.raw().update_time?).ok()
    }
}
