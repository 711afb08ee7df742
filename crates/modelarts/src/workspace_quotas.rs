//! ShowWorkspaceQuotas: what a workspace may use, and uses.

use modelarts_api::types;

use crate::{
    Limit, Timestamp, WorkspaceId,
    request::request,
    view::{list_view, view},
};

request! {
    /// A request for the quotas of a workspace: `GET /v1/{project_id}/workspaces/{workspace_id}/quotas`.
    pub struct ShowWorkspaceQuotas -> WorkspaceQuotas;

    /// Asks for the quotas of a workspace (ShowWorkspaceQuotas). The default workspace has the id `0`.
    ///
    /// Needs the action `modelarts:workspace:getQuotas`. An id that cannot be one is reported when the request is
    /// awaited; nothing is sent then.
    pub fn show_workspace_quotas(workspace_id: id WorkspaceId);
}

view! {
    /// The quotas of a workspace: the response of ShowWorkspaceQuotas.
    WorkspaceQuotas(types::ShowWorkspaceQuotasResponse)
}

list_view!(WorkspaceQuotas of WorkspaceQuota(types::WorkspaceQuota));

impl WorkspaceQuotas {
    /// The quota with this key (`resource`), such as `exemlProject.gpu_duration`, where the service sent it.
    #[must_use]
    pub fn get(&self, resource: &str) -> Option<&WorkspaceQuota> {
        self.iter().find(|quota| quota.resource() == resource)
    }

    fn elements(&self) -> &[types::WorkspaceQuota] {
        self.raw().quotas.as_deref().unwrap_or_default()
    }

    fn into_elements(self) -> Vec<types::WorkspaceQuota> {
        self.into_raw().quotas.unwrap_or_default()
    }
}

view! {
    /// One quota of a workspace: `quotas[]` of ShowWorkspaceQuotas.
    WorkspaceQuota(types::WorkspaceQuota)
}

impl WorkspaceQuota {
    /// The key of the quota (`resource`), such as `exemlProject.gpu_duration`; empty where it is absent.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.raw().resource.as_deref().unwrap_or_default()
    }

    /// Its name in English (`name_en`); empty where it is absent.
    #[must_use]
    pub fn name(&self) -> &str {
        self.raw().name_en.as_deref().unwrap_or_default()
    }

    /// The unit of its numbers in English (`unit_en`), such as `minute`; empty where it is absent.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.raw().unit_en.as_deref().unwrap_or_default()
    }

    /// How much may be used (`quota`), in [`WorkspaceQuota::unit`].
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        self.raw().quota.map(Limit::from_wire)
    }

    /// The least that the limit can be set to (`min_quota`).
    #[must_use]
    pub fn lowest_limit(&self) -> Option<Limit> {
        self.raw().min_quota.map(Limit::from_wire)
    }

    /// The most that the limit can be set to (`max_quota`).
    #[must_use]
    pub fn highest_limit(&self) -> Option<Limit> {
        self.raw().max_quota.map(Limit::from_wire)
    }

    /// How much is used (`used_quota`). The service sends null where there is no limit.
    #[must_use]
    pub fn used(&self) -> Option<i64> {
        self.raw().used_quota
    }

    /// How much is left: `Unlimited`, or `quota` less `used_quota` where both are known.
    #[must_use]
    pub fn remaining(&self) -> Option<Limit> {
        match self.limit()? {
            Limit::Unlimited => Some(Limit::Unlimited),
            limit => Some(limit.minus(self.used()?)),
        }
    }

    /// When the quota was last changed, or else when the workspace was created (`update_time`).
    #[must_use]
    pub fn updated_at(&self) -> Option<Timestamp> {
        Timestamp::from_milliseconds(self.raw().update_time?)
    }
}
