//! ShowOsQuota: what a project may have, and has.

use std::future::IntoFuture;

use modelarts_api::types::{ResourceQuota, ShowOsQuotaResponse};

use crate::{
    Client, Limit, QuotaResourceType, ResponseFuture,
    view::{list_view, view},
};

const OPERATION: &str = "ShowOsQuota";

/// A request for the quotas of the project: `GET /v1/{project_id}/quotas`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ShowOsQuota {
    client: Client,
}

impl Client {
    /// Asks for the project's quotas of pools, networks and the like (ShowOsQuota).
    ///
    /// Needs no action of an identity policy.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn show_os_quota(&self) -> ShowOsQuota {
        ShowOsQuota { client: self.clone() }
    }
}

impl IntoFuture for ShowOsQuota {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = ResponseFuture<OsQuotas>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let call = self.client.call(OPERATION, |raw, project_id| async move {
                raw.show_os_quota().project_id(project_id.as_str()).send().await
            });
            Ok(call.await?.map(OsQuotas::from))
        })
    }
}

view! {
    /// The project's quotas: the response of ShowOsQuota.
    OsQuotas(ShowOsQuotaResponse)
}

list_view!(OsQuotas of OsQuota(ResourceQuota));

impl OsQuotas {
    /// The quota of one kind of resource, where the service sent it.
    #[must_use]
    pub fn get(&self, resource_type: &QuotaResourceType) -> Option<&OsQuota> {
        self.iter().find(|quota| quota.resource_type() == Some(resource_type))
    }

    fn elements(&self) -> &[ResourceQuota] {
        let quotas = self.raw().quotas.as_ref();
        quotas
            .and_then(|quotas| quotas.resources.as_deref())
            .unwrap_or_default()
    }

    fn into_elements(self) -> Vec<ResourceQuota> {
        self.into_raw()
            .quotas
            .and_then(|quotas| quotas.resources)
            .unwrap_or_default()
    }
}

view! {
    /// The quota of one kind of resource: `quotas.resources[]` of ShowOsQuota.
    OsQuota(ResourceQuota)
}

impl OsQuota {
    /// What is counted (`type`).
    #[must_use]
    pub fn resource_type(&self) -> Option<&QuotaResourceType> {
        self.raw().type_.as_ref()
    }

    /// How many there may be (`quota`), whether it came as a number or as a string.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        self.raw().quota.map(|quota| Limit::from_wire(quota.get()))
    }

    /// How many there are (`used`), whether it came as a number or as a string.
    #[must_use]
    pub fn used(&self) -> Option<i64> {
        self.raw().used.map(|used| used.get())
    }

    /// How many more there may be: `quota` less `used`, where both are known.
    #[must_use]
    pub fn remaining(&self) -> Option<Limit> {
        Some(self.limit()?.minus(self.used()?))
    }
}
