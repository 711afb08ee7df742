//! Collects the resource pools of several regions at once; a region that fails costs nothing but itself.
//!
//! ```console
//! $ cargo run --package modelarts --example collect_regions -- --demo cn-north-4=first af-south-1=second
//! ```
//!
//! A project belongs to one region, so each region is named with its own. Without `--demo` it uses your credentials,
//! from the environment or a profile. It ends with status 0 where every region answered, and with 1 where one did not.

use std::{fmt, process::ExitCode, str::FromStr, time::Duration};

use clap::Parser;
use modelarts::{Client, ClientBuilder, Error, ProjectId, Region, RetryPolicy, auth::Environment};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use tokio::task::JoinSet;

/// Collects the resource pools of several regions at once.
#[derive(Parser)]
struct Arguments {
    /// The regions, and the project in each.
    #[arg(required = true, value_name = "REGION=PROJECT_ID")]
    targets: Vec<Target>,
    /// Seconds that a region may take, retries included.
    #[arg(long, default_value_t = 30)]
    deadline: u64,
    /// Puts a mock on loopback in the place of each region, which needs no account.
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments {
        targets,
        deadline,
        demo,
    } = Arguments::parse();
    let mocks: Vec<_> = targets
        .iter()
        .filter(|_| demo)
        .map(|_| MockModelArts::start())
        .collect();
    let environment = match demo {
        true => demo_environment(&targets, &mocks),
        false => Environment::process(),
    };
    let rows = collect(targets, &environment, Duration::from_secs(deadline)).await;
    println!("{:<16} {:>5} {:>9} {:>9}", "REGION", "POOLS", "AVAILABLE", "REQUESTED");
    for row in &rows {
        println!("{row}");
    }
    match rows.iter().all(|row| row.outcome.is_ok()) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Where to collect.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) region: Region,
    pub(crate) project_id: ProjectId,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (region, project_id) = text.split_once('=').ok_or("write it as REGION=PROJECT_ID")?;
        Ok(Self {
            region: Region::new(region.to_owned()),
            project_id: ProjectId::new(project_id).map_err(|error| error.to_string())?,
        })
    }
}

/// What became of one region.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) region: Region,
    pub(crate) outcome: Result<Sums, Error>,
}

/// The pools of a region, and their nodes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) pools: usize,
    pub(crate) available: i64,
    pub(crate) requested: i64,
}

/// Asks all regions at once, and gives a row for each, in their order.
pub(crate) async fn collect(targets: Vec<Target>, environment: &Environment, deadline: Duration) -> Vec<Row> {
    let mut tasks = JoinSet::new();
    for (position, target) in targets.into_iter().enumerate() {
        let builder = Client::builder()
            .environment(environment.clone())
            .region(target.region.clone())
            .project_id(&target.project_id)
            .retry_policy(RetryPolicy::default().with_deadline(deadline));
        tasks.spawn(async move {
            let outcome = sums(builder).await;
            let region = target.region;
            (position, Row { region, outcome })
        });
    }
    let mut rows = tasks.join_all().await;
    rows.sort_by_key(|(position, _)| *position);
    rows.into_iter().map(|(_, row)| row).collect()
}

async fn sums(builder: ClientBuilder) -> Result<Sums, Error> {
    let pools = builder.build().await?.list_pools().await?;
    let available = pools.iter().flat_map(|pool| pool.available());
    let requested = pools.iter().flat_map(|pool| pool.requested());
    Ok(Sums {
        pools: pools.len(),
        available: available.map(|nodes| nodes.count()).sum(),
        requested: requested.map(|nodes| nodes.count()).sum(),
    })
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<16} ", self.region.as_str())?;
        match &self.outcome {
            Ok(sums) => write!(f, "{:>5} {:>9} {:>9}", sums.pools, sums.available, sums.requested),
            Err(error) => write!(f, "! {error}"),
        }
    }
}

/// An environment that leads each region to its mock. Every second one lets nobody in.
pub(crate) fn demo_environment(targets: &[Target], mocks: &[MockModelArts]) -> Environment {
    let keys = [
        ("HUAWEICLOUD_SDK_AK", "demo-access-key"),
        ("HUAWEICLOUD_SDK_SK", "demo-secret-key"),
    ];
    let mut variables: Vec<_> = keys.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let answers = [payloads::LIST_POOLS_DOC_2025, payloads::ERROR_403].into_iter().cycle();
    for ((target, mock), payload) in targets.iter().zip(mocks).zip(answers) {
        mock.answer(Operation::LIST_POOLS, &payload);
        let region = target.region.as_str().to_ascii_uppercase().replace('-', "_");
        variables.push((format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{region}"), mock.url()));
    }
    Environment::fixed(variables)
}
