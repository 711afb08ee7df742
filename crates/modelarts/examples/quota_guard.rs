//! Fails if a quota is nearly used up, for pipelines that should not start what they cannot finish.
//!
//! ```console
//! $ cargo run --package modelarts --example quota_guard -- --demo --threshold 60
//! ```
//!
//! It prints the quotas of the project (ShowOsQuota) and of one workspace (ShowWorkspaceQuotas). The exit status is 0 if
//! all are below the threshold, 1 if one has reached it, and 2 if that is unknown. Without `--demo` it uses your
//! credentials, in the region of `HUAWEICLOUD_SDK_REGION`.

use std::{fmt, process::ExitCode};

use clap::{Parser, value_parser};
use modelarts::{Client, ClientBuilder, Error, Limit, WorkspaceId, auth::Credentials};
use modelarts_httpmock::MockModelArts;

/// Fails if a quota is nearly used up.
#[derive(Parser)]
struct Arguments {
    /// Percentage of a quota from which the guard fails
    #[arg(long, default_value_t = 90, value_parser = value_parser!(u8).range(1..=100))]
    threshold: u8,
    /// Workspace whose quotas are checked, too
    #[arg(long, default_value = "0")]
    workspace: WorkspaceId,
    /// Use a mock on loopback, which needs no account
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mock = arguments.demo.then(MockModelArts::start);
    let builder = match &mock {
        Some(mock) => Client::builder()
            .endpoint(mock.url())
            .project_id("demo-project")
            .credentials(Credentials::new("demo-access-key", "demo-secret-key")),
        None => Client::builder(),
    };
    let usages = usages(builder, &arguments.workspace).await.unwrap_or_else(|error| {
        eprintln!("quota_guard: {error}");
        Vec::new()
    });
    for usage in &usages {
        let mark = match usage.verdict(arguments.threshold) {
            Verdict::Below => ' ',
            Verdict::Unknown => '?',
            Verdict::Reached => '!',
        };
        println!("{mark} {usage}");
    }
    match verdict(&usages, arguments.threshold) {
        Verdict::Below => ExitCode::SUCCESS,
        Verdict::Reached => ExitCode::FAILURE,
        Verdict::Unknown => ExitCode::from(2),
    }
}

/// Usage of one quota.
#[derive(Debug)]
pub(crate) struct Usage {
    name: String,
    unit: String,
    used: Option<i64>,
    limit: Option<Limit>,
}

/// Gets the usage of every quota of the project and of the workspace.
pub(crate) async fn usages(builder: ClientBuilder, workspace: &WorkspaceId) -> Result<Vec<Usage>, Error> {
    let client = builder.build().await?;
    let (project, workspace) = tokio::try_join!(client.show_os_quota(), client.show_workspace_quotas(workspace))?;
    let project = project.iter().map(|quota| Usage {
        name: quota.resource_type().to_string(),
        unit: String::new(),
        used: quota.used(),
        limit: quota.limit(),
    });
    let workspace = workspace.iter().map(|quota| Usage {
        name: quota.resource().to_owned(),
        unit: quota.unit().to_owned(),
        used: quota.used(),
        limit: quota.limit(),
    });
    Ok(project.chain(workspace).collect())
}

/// Relation of usage to the threshold, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Below,
    /// The service did not say.
    Unknown,
    Reached,
}

/// The worst verdict.
pub(crate) fn verdict(usages: &[Usage], threshold: u8) -> Verdict {
    let verdicts = usages.iter().map(|usage| usage.verdict(threshold));
    verdicts.max().unwrap_or(Verdict::Unknown)
}

impl Usage {
    fn verdict(&self, threshold: u8) -> Verdict {
        match (self.used, self.limit) {
            (_, Some(Limit::Unlimited)) => Verdict::Below,
            // A product of two numbers of the service may need more bits than they.
            (Some(used), Some(Limit::Max(max))) => {
                match i128::from(used) * 100 < i128::from(max) * i128::from(threshold) {
                    true => Verdict::Below,
                    false => Verdict::Reached,
                }
            }
            _ => Verdict::Unknown,
        }
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = self.used.map_or("?".to_owned(), |used| used.to_string());
        let limit = self.limit.map_or("?".to_owned(), |limit| limit.to_string());
        let line = format!("{:<28} {used:>6} of {limit:>9} {}", self.name, self.unit);
        f.write_str(line.trim_end())
    }
}
