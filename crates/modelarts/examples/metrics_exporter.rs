//! Exports resource pools and quotas as metrics for Prometheus.
//!
//! ```console
//! $ cargo run --package modelarts --example metrics_exporter -- --demo --once
//! ```
//!
//! Without `--once` it serves them over HTTP. Without `--demo` it uses your credentials, in the region of
//! `HUAWEICLOUD_SDK_REGION`.

use std::{error::Error, fmt::Write, net::SocketAddr};

use clap::Parser;
use modelarts::{Client, NodeState, WorkspaceId, auth::Environment};
use modelarts_httpmock::MockModelArts;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Exports resource pools and quotas as metrics for Prometheus.
#[derive(Parser)]
struct Arguments {
    /// Address to serve the metrics at
    #[arg(long, default_value = "127.0.0.1:9464")]
    listen: SocketAddr,
    /// Workspaces whose pools are exported
    #[arg(long, default_value = "0", value_delimiter = ',')]
    workspaces: Vec<WorkspaceId>,
    /// Print the metrics once, instead of serving them
    #[arg(long)]
    once: bool,
    /// Use a mock on loopback, which needs no account
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mock = arguments.demo.then(MockModelArts::start);
    let environment = mock.as_ref().map(|mock| Environment::fixed(mock.environment()));
    let builder = Client::builder().environment(environment.unwrap_or_default());
    let client = builder.build().await?;
    if arguments.once {
        print!("{}", metrics(&client, &arguments.workspaces).await);
        return Ok(());
    }
    let listener = TcpListener::bind(arguments.listen).await?;
    println!("serving http://{}/metrics", listener.local_addr()?);
    loop {
        let (mut stream, _) = listener.accept().await?;
        let body = metrics(&client, &arguments.workspaces).await;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close";
        let response = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        // Any request is one for the metrics, and who hangs up early does not want them.
        if stream.read(&mut [0; 4096]).await.is_ok() {
            let _ = stream.write_all(response.as_bytes()).await;
        }
    }
}

/// All metrics. What could not be read is missing, and counted as a failure: it must not look like a pool that is gone.
pub(crate) async fn metrics(client: &Client, workspaces: &[WorkspaceId]) -> String {
    let (pools, quotas) = tokio::join!(client.list_all_pools(workspaces), client.show_os_quota());
    let mut failures = Vec::new();
    let mut text = String::new();
    match pools {
        Ok(all) => {
            for pool in &all.pools {
                let (id, name, phase) = (pool.id(), pool.display_name(), pool.phase());
                gauge(
                    &mut text,
                    "pool_info",
                    &[("pool", id), ("name", name), ("phase", phase.as_str())],
                    1,
                );
                gauge(
                    &mut text,
                    "pool_nodes_requested",
                    &[("pool", id)],
                    pool.requested_count(),
                );
                for state in NodeState::ALL {
                    let labels = [("pool", id), ("state", state.as_str())];
                    gauge(&mut text, "pool_nodes", &labels, pool.node_count(state));
                }
            }
            failures.extend(all.failures.into_iter().map(|(_, error)| error));
        }
        Err(error) => failures.push(error),
    }
    match quotas {
        Ok(quotas) => {
            for quota in &quotas {
                if let Some(ratio) = quota.ratio() {
                    gauge(
                        &mut text,
                        "quota_used_ratio",
                        &[("resource", quota.resource_type().as_str())],
                        ratio,
                    );
                }
            }
        }
        Err(error) => failures.push(error),
    }
    for error in &failures {
        eprintln!("metrics_exporter: {error}");
    }
    gauge(&mut text, "scrape_failures", &[], failures.len());
    text
}

fn gauge(text: &mut String, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
    let labels = labels.iter().map(|(name, value)| format!("{name}={value:?}"));
    let labels = labels.collect::<Vec<_>>().join(",");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "modelarts_{name}{{{labels}}} {value}");
}
