//! Fails when a quota is nearly used up: for a pipeline that should not begin what cannot be finished.
//!
//! ```console
//! $ cargo run --package modelarts --example quota_guard -- --demo --threshold 60
//! ```
//!
//! It looks at the quotas of the project (ShowOsQuota) and of one workspace (ShowWorkspaceQuotas), prints them, and
//! ends with status 0 where all have room, 1 where one is used to the threshold or beyond, and 2 where that cannot be
//! told. Without `--demo` it uses your credentials, in the region that `HUAWEICLOUD_SDK_REGION` names.

use std::{
    fmt,
    process::{ExitCode, Termination},
};

use clap::{Parser, value_parser};
use modelarts::{Client, ClientBuilder, Error, Limit, WorkspaceId, auth::Credentials};
use modelarts_httpmock::MockModelArts;

/// Fails when a quota is nearly used up.
#[derive(Parser)]
struct Arguments {
    /// From how many percent of a quota on the guard fails.
    #[arg(long, default_value_t = 90, value_parser = value_parser!(u8).range(1..=100))]
    threshold: u8,
    /// The workspace whose quotas count too.
    #[arg(long, default_value = "0")]
    workspace: WorkspaceId,
    /// Asks a mock on loopback, which needs no account.
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
    match usages(builder, &arguments.workspace).await {
        Ok(usages) => {
            for usage in &usages {
                let mark = match usage.verdict(arguments.threshold) {
                    Verdict::Room => ' ',
                    Verdict::Unknown => '?',
                    Verdict::NearlyUsedUp => '!',
                };
                println!("{mark} {usage}");
            }
            verdict(&usages, arguments.threshold).report()
        }
        Err(error) => {
            eprintln!("quota_guard: {error}");
            Verdict::Unknown.report()
        }
    }
}

/// How much of one quota is used.
#[derive(Debug)]
pub(crate) struct Usage {
    name: String,
    unit: String,
    used: Option<i64>,
    limit: Option<Limit>,
}

/// The usage of every quota, of the project and of the workspace.
pub(crate) async fn usages(builder: ClientBuilder, workspace: &WorkspaceId) -> Result<Vec<Usage>, Error> {
    let client = builder.build().await?;
    let (of_project, of_workspace) = tokio::try_join!(client.show_os_quota(), client.show_workspace_quotas(workspace))?;
    let of_project = of_project.iter().map(|quota| Usage {
        name: quota.resource_type().map_or("?", |kind| kind.as_str()).to_owned(),
        unit: String::new(),
        used: quota.used(),
        limit: quota.limit(),
    });
    let of_workspace = of_workspace.iter().map(|quota| Usage {
        name: quota.resource().to_owned(),
        unit: quota.unit().to_owned(),
        used: quota.used(),
        limit: quota.limit(),
    });
    Ok(of_project.chain(of_workspace).collect())
}

/// What the guard finds, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// There is room.
    Room,
    /// The service did not say: not a reason to go on.
    Unknown,
    /// The threshold is reached.
    NearlyUsedUp,
}

impl Termination for Verdict {
    fn report(self) -> ExitCode {
        match self {
            Self::Room => ExitCode::SUCCESS,
            Self::NearlyUsedUp => ExitCode::FAILURE,
            Self::Unknown => ExitCode::from(2),
        }
    }
}

/// The worst that is found.
pub(crate) fn verdict(usages: &[Usage], threshold: u8) -> Verdict {
    let verdicts = usages.iter().map(|usage| usage.verdict(threshold));
    verdicts.max().unwrap_or(Verdict::Unknown)
}

impl Usage {
    fn verdict(&self, threshold: u8) -> Verdict {
        match (self.used, self.limit) {
            (_, Some(Limit::Unlimited)) => Verdict::Room,
            // Numbers of the service are multiplied, so the product may need more bits than they.
            (Some(used), Some(Limit::Max(most)))
                if i128::from(used) * 100 < i128::from(most) * i128::from(threshold) =>
            {
                Verdict::Room
            }
            (Some(_), Some(Limit::Max(_))) => Verdict::NearlyUsedUp,
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
