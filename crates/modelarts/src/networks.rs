//! ListNetworks and ShowNetwork: networks that pools are created in.

use modelarts_api::types::{self, ListNetworksResponse};

use crate::{
    NetworkId, NetworkPhase, Timestamp, WorkspaceId,
    field::field,
    paging::{Position, paginated},
    request::request,
    view::view,
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
    pub struct NetworkList(ListNetworksResponse) = [Network] at items;
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
    pub struct Network(types::Network);

    /// Id of the network (`metadata.name`), which the service assigns; empty if absent.
    pub fn id(&self) -> &str = metadata.name;

    pub fn display_name(&self);

    /// Lifecycle phase (`status.phase`); empty if absent.
    pub fn phase(&self) -> &NetworkPhase = status.phase;

    /// Address range in CIDR notation (`spec.cidr`); empty if absent.
    pub fn cidr(&self) -> &str = spec.cidr;

    /// Id of the workspace: the label `os.modelarts/workspace.id`.
    pub fn workspace_id(&self) -> Option<&str> = metadata.labels.os_modelarts_workspace_id;

    /// Description: the annotation `os.modelarts/description`; empty if absent.
    pub fn description(&self) -> &str = metadata.annotations.os_modelarts_description;

    /// Time of creation (`metadata.creationTimestamp`).
    pub fn created_at(&self) -> Option<Timestamp> = metadata.creation_timestamp;
}

impl Network {
    /// Name for people: the label `os.modelarts/name`, or else the id.
    pub fn display_name(&self) -> &str {
        self.label("os.modelarts/name").unwrap_or_else(|| self.id())
    }

    /// Returns the label with this key (`metadata.labels`), documented or not.
    pub fn label(&self, key: &str) -> Option<&str> {
        field!(self, metadata.labels)?.get(key)
    }
}
