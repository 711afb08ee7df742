//! All four operations against a mock that serves the documented payloads: no account, no network beyond loopback.
//!
//! `--endpoint URL` has another mock called instead, such as one that serves the published spec.

use std::error::Error;

use modelarts::{Client, Limit, Pool, PoolStatusFilter, auth::Credentials};
use modelarts_httpmock::MockModelArts;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = MockModelArts::start();
    let mut arguments = std::env::args().skip(1);
    let endpoint = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => mock.url(),
        (Some("--endpoint"), Some(url)) => url,
        _ => return Err("the only argument is --endpoint URL".into()),
    };
    let client = Client::builder()
        .endpoint(endpoint)
        .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
        .credentials(Credentials::new("demo-access-key", "demo-secret-key"))
        .build()
        .await?;
    println!(
        "a mock of ModelArts serves the documented payloads at {}",
        client.endpoint()
    );

    println!("\nListPools");
    for pool in client.list_pools().status(PoolStatusFilter::Created).await? {
        print_pool(&pool);
    }

    println!("\nShowPoolStatistics");
    let statistics = client.show_pool_statistics().await?;
    for (state, count) in [
        ("created", statistics.created()),
        ("creating", statistics.creating()),
        ("deleting", statistics.deleting()),
        ("failed", statistics.failed()),
        ("pending", statistics.pending()),
    ] {
        println!(
            "  {state:<9} {}",
            count.map_or("-".to_owned(), |count| count.to_string())
        );
    }
    if let Some(counted_at) = statistics.counted_at() {
        println!("  counted at {counted_at}");
    }

    println!("\nShowOsQuota");
    for quota in &client.show_os_quota().await? {
        let name = quota
            .resource_type()
            .map_or("-", |resource_type| resource_type.as_str());
        println!("  {name:<9} {}", usage(quota.used(), quota.limit(), ""));
    }

    println!("\nShowWorkspaceQuotas (workspace 0)");
    for quota in &client.show_workspace_quotas("0").await? {
        println!("  {} ({})", quota.resource(), quota.name());
        println!("    {}", usage(quota.used(), quota.limit(), quota.unit()));
        if let Some(highest) = quota.highest_limit() {
            println!("    the limit can be set up to {highest}");
        }
        if let Some(updated_at) = quota.updated_at() {
            println!("    changed {updated_at}");
        }
    }
    Ok(())
}

fn print_pool(pool: &Pool) {
    let phase = pool.phase().map_or("-", |phase| phase.as_str());
    println!("  {} is {phase} ({})", pool.display_name(), pool.id());
    if let Some(created_at) = pool.created_at() {
        println!("    created    {created_at}");
    }
    let job_types: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    println!("    job types  {}", job_types.join(", "));
    for flavor in pool.requested() {
        println!("    requested  {} x{}", flavor.flavor(), flavor.count());
    }
    for flavor in pool.available() {
        let zones: Vec<_> = flavor
            .zones()
            .map(|zone| format!("{} x{}", zone.zone(), zone.count()))
            .collect();
        println!(
            "    available  {} x{} ({})",
            flavor.flavor(),
            flavor.count(),
            zones.join(", ")
        );
    }
    println!("    restricted {}", pool.restrictions());
}

fn usage(used: Option<i64>, limit: Option<Limit>, unit: &str) -> String {
    let used = used.map_or("-".to_owned(), |used| used.to_string());
    let limit = limit.map_or("-".to_owned(), |limit| limit.to_string());
    format!("{used} of {limit} {unit}").trim_end().to_owned()
}
