//! ListNetworks and ShowNetwork: networks that pools are created in.

use modelarts_api::types::{self, ListNetworksResponse};

use crate::{
    NetworkId, NetworkPhase, Timestamp, WorkspaceId,
    paging::{Position, paginated},
    request::request,
    view::{or_empty, view},
};

request! {
    /// Request for the networks of the project: `GET /v1/{project_id}/networks`.
    pub struct ListNetworks -> NetworkList;

    /// Lists the networks of workspace `0`, or of another one, by pages (ListNetworks).
    ///
    /// Awaiting it gives one page, of 500 networks at most; [`items`](ListNetworks::items) goes on to the last. Requires
    /// the IAM action `modelarts:network:list`.
    pub fn list_networks();

    /// Restricts the list to a workspace (`workspaceId`). The default is workspace `0`.
    ///
    /// An invalid id is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(id WorkspaceId);

    /// Restricts the list to networks with these labels (`labelSelector`), such as `os.modelarts/name=my-network`.
    pub fn label_selector(text String);

    /// Maximum number of networks on a page (`limit`).
    pub fn limit(value i64);

    /// Begins with the page of this token (`continue`), which is in `metadata` of the page before.
    pub fn continue_(text String);
}

paginated! {
    ListNetworks -> NetworkList of Network by Token(continue_);
    |_request, page| Position::after_token(page.raw().metadata.as_deref())
}

view! {
    /// A page of networks: the response of ListNetworks.
    NetworkList(ListNetworksResponse) = [Network] at items
}

request! {
    /// Request for one network: `GET /v1/{project_id}/networks/{network_name}`.
    pub struct ShowNetwork -> Network;

    /// Gets a network (ShowNetwork).
    ///
    /// Requires the IAM action `modelarts:network:get`. An invalid id is reported when the request is awaited; nothing is
    /// sent then.
    pub fn show_network(network_name: id NetworkId);
}

view! {
    /// A network: the response of ShowNetwork, and `items[]` of ListNetworks.
    Network(types::Network): id display_name phase cidr workspace_id description created_at
}

impl Network {
    /// Id of the network (`metadata.name`), which the service assigns; empty if absent.
    pub fn id(&self) -> &str {
        self.metadata()
            .and_then(|metadata| metadata.name.as_deref())
            .unwrap_or_default()
    }

    /// Name for people: the label `os.modelarts/name`, or else the id.
    pub fn display_name(&self) -> &str {
        self.label("os.modelarts/name").unwrap_or_else(|| self.id())
    }

    /// Returns the label with this key (`metadata.labels`), documented or not.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.metadata()?.labels.as_ref()?.get(key)
    }

    /// Lifecycle phase (`status.phase`); empty if absent.
    pub fn phase(&self) -> &NetworkPhase {
        or_empty!(
            self.raw().status.as_ref().and_then(|status| status.phase.as_ref()),
            NetworkPhase
        )
    }

    /// Address range in CIDR notation (`spec.cidr`); empty if absent.
    pub fn cidr(&self) -> &str {
        self.raw()
            .spec
            .as_ref()
            .and_then(|spec| spec.cidr.as_deref())
            .unwrap_or_default()
    }

    /// Id of the workspace: the label `os.modelarts/workspace.id`.
    pub fn workspace_id(&self) -> Option<&str> {
        self.label("os.modelarts/workspace.id")
    }

    /// Description: the annotation `os.modelarts/description`; empty if absent.
    pub fn description(&self) -> &str {
        let annotations = self.metadata().and_then(|metadata| metadata.annotations.as_ref());
        annotations
            .and_then(|annotations| annotations.os_modelarts_description.as_ref())
            .map_or("", |description| description.as_str())
    }

    /// Time of creation (`metadata.creationTimestamp`).
    pub fn created_at(&self) -> Option<Timestamp> {
        self.metadata()?.creation_timestamp.as_deref()?.parse().ok()
    }

    fn metadata(&self) -> Option<&types::NetworkMetadata> {
        self.raw().metadata.as_deref()
    }
}
