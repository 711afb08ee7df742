//! Collects the resource pools of several regions concurrently; a region that fails does not affect the others.
//!
//! ```console
//! $ cargo run --package modelarts --example collect_regions -- --demo cn-north-4=first af-south-1=second
//! ```
//!
//! A project belongs to one region, so each region comes with its own project. Without `--demo` it uses your
//! credentials, from the environment or a profile. The exit status is 0 if every region answered, and 1 otherwise.

use std::{collections::BTreeMap, process::ExitCode, time::Duration};

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
    let outcomes = collect(&targets, &environment, Duration::from_secs(deadline)).await;
    println!("{:<16} {:>5} {:>9} {:>9}", "REGION", "POOLS", "AVAILABLE", "REQUESTED");
    for ((region, _), outcome) in targets.iter().zip(&outcomes) {
        match outcome {
            Ok([pools, available, requested]) => {
                println!("{:<16} {pools:>5} {available:>9} {requested:>9}", region.as_str());
            }
            Err(error) => println!("{:<16} ! {error}", region.as_str()),
        }
    }
    ExitCode::from(u8::from(outcomes.iter().any(Result::is_err)))
}

pub(crate) type Target = (Region, ProjectId);

pub(crate) fn parse_target(text: &str) -> Result<Target, String> {
    let (region, project_id) = text.split_once('=').ok_or("expected REGION=PROJECT_ID")?;
    let project_id = ProjectId::new(project_id).map_err(|error| error.to_string())?;
    Ok((Region::new(region.to_owned()), project_id))
}

/// Number of pools, and of their available and requested nodes.
pub(crate) type Totals = [i64; 3];

/// Asks all regions concurrently. The outcomes are in the order of `targets`.
pub(crate) async fn collect(
    targets: &[Target],
    environment: &Environment,
    deadline: Duration,
) -> Vec<Result<Totals, Error>> {
    let mut tasks = JoinSet::new();
    for (position, (region, project_id)) in targets.iter().enumerate() {
        let builder = Client::builder()
            .environment(environment.clone())
            .region(region.clone())
            .project_id(project_id)
            .retry_policy(RetryPolicy::new().deadline(deadline));
        tasks.spawn(async move { (position, totals(builder).await) });
    }
    let outcomes: BTreeMap<_, _> = tasks.join_all().await.into_iter().collect();
    outcomes.into_values().collect()
}

async fn totals(builder: ClientBuilder) -> Result<Totals, Error> {
    let pools = builder.build().await?.list_pools().await?;
    let mut totals = [0; 3];
    for pool in &pools {
        totals[0] += 1;
        totals[1] += pool.node_count(modelarts::NodeState::Available);
        totals[2] += pool.requested_count();
    }
    Ok(totals)
}

/// An environment with the endpoint of a mock for each region. Every other mock denies access.
pub(crate) fn demo_environment(targets: &[Target], mocks: &[MockModelArts]) -> Environment {
    let mut variables = vec![
        ("HUAWEICLOUD_SDK_AK".to_owned(), "demo-access-key".to_owned()),
        ("HUAWEICLOUD_SDK_SK".to_owned(), "demo-secret-key".to_owned()),
    ];
    let answers = [payloads::LIST_POOLS_DOC_2025, payloads::ERROR_403].into_iter().cycle();
    for (((region, _), mock), answer) in targets.iter().zip(mocks).zip(answers) {
        mock.answer(Operation::LIST_POOLS, answer);
        let region = region.as_str().to_ascii_uppercase().replace('-', "_");
        variables.push((format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{region}"), mock.url()));
    }
    Environment::fixed(variables)
}
