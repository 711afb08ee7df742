//! ShowOsConfig: what the project may configure in pools and networks.

use modelarts_api::types::ShowOsConfigResponse;

use crate::request::request;

request! {
    /// Request for what the project may configure: `GET /v1/{project_id}/os-user-config`.
    pub struct ShowOsConfig -> ShowOsConfigResponse;

    /// Gets what the project may choose from in pools and networks, and how many of each it may have (ShowOsConfig).
    ///
    /// The response has the generated type. Requires no IAM action.
    pub fn show_os_config();
}
