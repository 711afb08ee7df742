//! The payloads through the wrapper, over HTTP: what each view makes of what the service sends.

mod building;
mod meaning;
mod requests;
mod views;

use modelarts::{Client, RetryPolicy, auth::Credentials};
use modelarts_httpmock::MockModelArts;

pub(crate) const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/// A client of the mock that tries once.
pub(crate) async fn client_of(mock: &MockModelArts) -> Client {
    Client::builder()
        .endpoint(mock.url())
        .project_id(PROJECT_ID)
        .credentials(Credentials::new("access-key", "secret-key"))
        .retry_policy(RetryPolicy::none())
        .build()
        .await
        .unwrap()
}

/// Compares with the snapshot of that name, in the one folder of snapshots.
pub(crate) fn assert_same(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(format!("wrapper__{name}"), text));
}
