//! Pools, statistics and quotas of a mock that serves the documented payloads: no account, nothing beyond loopback.
//!
//! `--endpoint URL` calls another mock instead, such as one that serves the published spec.

use std::error::Error;

use modelarts::{Client, PoolStatusFilter, auth::Credentials};
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
        println!("  {} is {} ({})", pool.display_name(), pool.phase(), pool.id());
        println!("    created    {}", text(pool.created_at()));
        let job_types: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
        println!("    job types  {}", job_types.join(", "));
        for flavor in pool.requested() {
            println!("    requested  {} x{}", flavor.flavor(), flavor.count());
        }
        for flavor in pool.available() {
            let zones = flavor
                .zones()
                .iter()
                .map(|zone| format!("{} x{}", zone.zone(), zone.count()));
            let zones = zones.collect::<Vec<_>>().join(", ");
            println!("    available  {} x{} ({zones})", flavor.flavor(), flavor.count());
        }
        println!("    restricted {}", pool.restrictions());
    }

    println!("\nShowPoolStatistics");
    let statistics = client.show_pool_statistics().await?;
    println!("  created    {}", text(statistics.created()));
    println!("  creating   {}", text(statistics.creating()));
    println!("  deleting   {}", text(statistics.deleting()));
    println!("  failed     {}", text(statistics.failed()));
    println!("  pending    {}", text(statistics.pending()));
    println!("  counted at {}", text(statistics.counted_at()));

    println!("\nShowOsQuota");
    for quota in &client.show_os_quota().await? {
        let resource_type = quota.resource_type();
        println!("  {resource_type:<9} {} of {}", text(quota.used()), text(quota.limit()));
    }

    println!("\nShowWorkspaceQuotas (workspace 0)");
    for quota in &client.show_workspace_quotas("0").await? {
        println!("  {} ({})", quota.resource(), quota.name());
        println!("    {} of {} {}", text(quota.used()), text(quota.limit()), quota.unit());
        println!("    the limit can be set up to {}", text(quota.highest_limit()));
        println!("    changed {}", text(quota.updated_at()));
    }
    Ok(())
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or("-".to_owned(), |value| value.to_string())
}
