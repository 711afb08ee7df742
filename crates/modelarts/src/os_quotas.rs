//! ShowOsQuota: quota limits and usage of the project.

use modelarts_api::types::{ResourceQuota, ShowOsQuotaResponse};

use crate::{Limit, QuotaResourceType, request::request, view::view};

request! {
    /// Request for the quotas of the project: `GET /v1/{project_id}/quotas`.
    pub struct ShowOsQuota -> OsQuotas;

    /// Gets the quota limits and usage of the project (ShowOsQuota), for pools, networks and other resources.
    ///
    /// Requires no IAM action.
    pub fn show_os_quota();
}

view! {
    /// Quotas of the project: the response of ShowOsQuota.
    pub struct OsQuotas(ShowOsQuotaResponse) = [OsQuota] at quotas.resources;
}

impl OsQuotas {
    /// Returns the quota of a resource type.
    pub fn get(&self, resource_type: &QuotaResourceType) -> Option<&OsQuota> {
        self.iter().find(|quota| quota.resource_type() == resource_type)
    }
}

view! {
    /// Quota of one resource type: `quotas.resources[]` of ShowOsQuota.
    pub struct OsQuota(ResourceQuota);

    /// Resource type that the quota limits (`type`); empty if absent.
    pub fn resource_type(&self) -> &QuotaResourceType = type_;

    /// Maximum number of resources (`quota`, a number or a string).
    pub fn limit(&self) -> Option<Limit> = quota;

    /// Number of resources in use (`used`, a number or a string).
    pub fn used(&self) -> Option<i64> = used;

    pub fn remaining(&self);

    pub fn ratio(&self);
}

impl OsQuota {
    /// Number of further resources allowed: `quota` minus `used`, if both are known.
    pub fn remaining(&self) -> Option<Limit> {
        Some(self.limit()?.minus(self.used()?))
    }

    /// Share of the quota that is used up, if both are known; see [`Limit::ratio`].
    pub fn ratio(&self) -> Option<f64> {
        Some(self.limit()?.ratio(self.used()?))
    }
}
