//! Collects the resource pools of several regions concurrently; a region that fails does not affect the others.
//!
//! ```console
//! $ cargo run --package modelarts --example collect_regions -- --demo cn-north-4=first af-south-1=second
//! ```
//!
//! A project belongs to one region, so each region comes with its own project. Without `--demo` it uses your
//! credentials, from the environment or a profile. The exit status is 0 if every region answered, and 1 otherwise.

use std::{fmt, process::ExitCode, time::Duration};

use clap::Parser;
use modelarts::{Client, ClientBuilder, Error, ProjectId, Region, RetryPolicy, auth::Environment};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use tokio::task::JoinSet;

/// Collects the resource pools of several regions.
#[derive(Parser)]
struct Arguments {
    /// Regions, and the project in each
    #[arg(required = true, value_name = "REGION=PROJECT_ID", value_parser = parse_target)]
    targets: Vec<Target>,
    /// Time limit for a region in seconds, including retries
    #[arg(long, default_value_t = 30)]
    deadline: u64,
    /// Use a mock on loopback for each region, which needs no account
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mocks: Vec<_> = arguments
        .targets
        .iter()
        .filter(|_| arguments.demo)
        .map(|_| MockModelArts::start())
        .collect();
    let environment = if arguments.demo {
        demo_environment(&arguments.targets, &mocks)
    } else {
        Environment::process()
    };
    let rows = collect(arguments.targets, &environment, Duration::from_secs(arguments.deadline)).await;
    println!("{:<16} {:>5} {:>9} {:>9}", "REGION", "POOLS", "AVAILABLE", "REQUESTED");
    for row in &rows {
        println!("{row}");
    }
    ExitCode::from(u8::from(rows.iter().any(|row| row.totals.is_err())))
}

pub(crate) type Target = (Region, ProjectId);

pub(crate) fn parse_target(text: &str) -> Result<Target, String> {
    let (region, project_id) = text.split_once('=').ok_or("expected REGION=PROJECT_ID")?;
    let project_id = ProjectId::new(project_id).map_err(|error| error.to_string())?;
    Ok((Region::new(region.to_owned()), project_id))
}

/// Outcome of one region.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) region: Region,
    pub(crate) totals: Result<Totals, Error>,
}

/// Number of pools in a region, and of their nodes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) pools: usize,
    pub(crate) available: i64,
    pub(crate) requested: i64,
}

/// Asks all regions concurrently and returns a row for each, in their order.
pub(crate) async fn collect(targets: Vec<Target>, environment: &Environment, deadline: Duration) -> Vec<Row> {
    let mut tasks = JoinSet::new();
    for (position, (region, project_id)) in targets.into_iter().enumerate() {
        let builder = Client::builder()
            .environment(environment.clone())
            .region(region.clone())
            .project_id(project_id)
            .retry_policy(RetryPolicy::new().deadline(deadline));
        tasks.spawn(async move {
            let totals = totals(builder).await;
            (position, Row { region, totals })
        });
    }
    let mut rows = tasks.join_all().await;
    rows.sort_by_key(|(position, _)| *position);
    rows.into_iter().map(|(_, row)| row).collect()
}

async fn totals(builder: ClientBuilder) -> Result<Totals, Error> {
    let pools = builder.build().await?.list_pools().await?;
    let available = pools.iter().flat_map(|pool| pool.available());
    let requested = pools.iter().flat_map(|pool| pool.requested());
    Ok(Totals {
        pools: pools.len(),
        available: available.map(|nodes| nodes.count()).sum(),
        requested: requested.map(|nodes| nodes.count()).sum(),
    })
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16} ", self.region.as_str())?;
        match &self.totals {
            Ok(totals) => write!(f, "{:>5} {:>9} {:>9}", totals.pools, totals.available, totals.requested),
            Err(error) => write!(f, "! {error}"),
        }
    }
}

/// An environment with the endpoint of a mock for each region. Every other mock denies access.
pub(crate) fn demo_environment(targets: &[Target], mocks: &[MockModelArts]) -> Environment {
    let mut variables = vec![
        ("HUAWEICLOUD_SDK_AK".to_owned(), "demo-access-key".to_owned()),
        ("HUAWEICLOUD_SDK_SK".to_owned(), "demo-secret-key".to_owned()),
    ];
    let answers = [payloads::LIST_POOLS_DOC_2025, payloads::ERROR_403].into_iter().cycle();
    for (((region, _), mock), answer) in targets.iter().zip(mocks).zip(answers) {
        mock.answer(Operation::LIST_POOLS, &answer);
        let region = region.as_str().to_ascii_uppercase().replace('-', "_");
        variables.push((format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{region}"), mock.url()));
    }
    Environment::fixed(variables)
}
