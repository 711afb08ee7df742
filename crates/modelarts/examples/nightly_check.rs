//! Checks pools and quotas of several regions, and reports what needs attention.
//!
//! ```console
//! $ cargo run --package modelarts --example nightly_check -- --demo cn-north-4 af-south-1
//! ```
//!
//! The exit status is 0 if nothing does, 1 if something does, and 2 if that is unknown for a region. Without `--demo` it
//! uses your credentials, and looks up the project of each region; `HUAWEICLOUD_SDK_PROJECT_ID` must not be set.

use std::process::ExitCode;

use clap::Parser;
use futures_util::future::join_all;
use modelarts::{Client, Error, HttpClient, NodeState, PoolPhase, Region, WorkspaceId, auth::Environment};
use modelarts_httpmock::{MockModelArts, Operation, payloads};

/// Checks pools and quotas of several regions, and reports what needs attention.
#[derive(Parser)]
struct Arguments {
    /// Regions to check
    #[arg(required = true)]
    regions: Vec<Region>,
    /// Workspaces whose pools are checked
    #[arg(long, default_value = "0", value_delimiter = ',')]
    workspaces: Vec<WorkspaceId>,
    /// Share of a quota from which it needs attention
    #[arg(long, default_value_t = 0.9)]
    threshold: f64,
    /// Use a mock on loopback for each region, which needs no account
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mocks: Vec<_> = arguments.regions.iter().filter(|_| arguments.demo).map(demo).collect();
    // One for all, so that the certificates of the operating system are loaded once.
    let http = HttpClient::new().user_agent("nightly-check/1.0");
    let checks = arguments.regions.iter().enumerate().map(|(index, region)| {
        let environment = mocks.get(index).map(|mock| Environment::fixed(mock.environment()));
        let builder = Client::builder().environment(environment.unwrap_or_default());
        let builder = builder.region(region.clone()).http_client(http.clone());
        let arguments = &arguments;
        async move { check(&builder.build().await?, &arguments.workspaces, arguments.threshold).await }
    });
    let mut status = 0;
    for (region, outcome) in arguments.regions.iter().zip(join_all(checks).await) {
        match outcome {
            Ok(findings) if findings.is_empty() => println!("{region}: all is well"),
            Ok(findings) => {
                findings.iter().for_each(|finding| println!("{region}: {finding}"));
                status = status.max(1);
            }
            Err(error) => {
                eprintln!("{region}: unknown, {error}");
                status = 2;
            }
        }
    }
    ExitCode::from(status)
}

/// What needs attention in the region of a client.
pub(crate) async fn check(client: &Client, workspaces: &[WorkspaceId], threshold: f64) -> Result<Vec<String>, Error> {
    let mut findings = Vec::new();
    for pool in client.list_all_pools(workspaces).await?.complete()? {
        let name = pool.display_name();
        if !matches!(pool.phase(), PoolPhase::Running | PoolPhase::Creating) {
            findings.push(
                format!("pool {name} is {}. {}", pool.phase(), pool.message())
                    .trim_end()
                    .to_owned(),
            );
        }
        let missing = pool.requested_count() - pool.node_count(NodeState::Available);
        if missing > 0 {
            findings.push(format!("pool {name} lacks {missing} nodes"));
        }
    }
    for quota in &client.show_os_quota().await? {
        if let Some(ratio) = quota.ratio().filter(|ratio| *ratio >= threshold) {
            findings.push(format!(
                "quota of {} is used to {:.0} %",
                quota.resource_type(),
                ratio * 100.0
            ));
        }
    }
    Ok(findings)
}

/// A mock for a region. One of them denies access.
fn demo(region: &Region) -> MockModelArts {
    let mock = MockModelArts::start();
    if region.as_str().starts_with("af-") {
        mock.answer(Operation::LIST_POOLS, payloads::ERROR_403);
    }
    mock
}
