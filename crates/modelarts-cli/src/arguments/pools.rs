//! Commands about resource pools, beside their list.

use std::time::Duration;

use clap::{Args, Subcommand};
use clap_complete::ArgValueCandidates;
use modelarts::{MetricPeriod, MetricStatistic, PoolId, WorkloadPhase, WorkloadType};

use super::{values, view::View};
use crate::completions;

#[derive(Subcommand)]
pub(crate) enum PoolsCommand {
    /// Show one resource pool in all its details
    #[command(after_help = "\
Examples:
  modelarts pools get auto-pool-os-86c13962597848eeb29c5861153a391f
  modelarts pools get auto-pool-os-86c13962597848eeb29c5861153a391f -q status.phase")]
    Get(OnePool),
    /// List the nodes of a resource pool, and how much of each is taken
    #[command(after_help = "\
Examples:
  modelarts pools nodes pool-1 --sort-by -cpu
  modelarts pools nodes pool-1 -o wide --watch")]
    Nodes(OnePool),
    /// List the workloads that run in a resource pool or wait for it
    #[command(after_help = "\
Examples:
  modelarts pools workloads pool-1 --status queue
  modelarts pools workloads pool-1 --type train,notebook -o wide")]
    Workloads {
        /// Only workloads of these types, separated by commas
        #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', ignore_case = true)]
        #[arg(value_parser = values::one_of(WorkloadType::VALUES.iter().copied()))]
        types: Vec<String>,
        /// Only workloads in this state
        #[arg(long, value_name = "STATE", ignore_case = true, value_parser = values::one_of(WorkloadPhase::VALUES.iter().copied()))]
        status: Option<String>,
        #[command(flatten)]
        one: OnePool,
    },
    /// Count the workloads of a resource pool by type and state
    #[command(after_help = "\
Examples:
  modelarts pools workload-statistics pool-1
  modelarts pools workload-statistics pool-1 -o wide")]
    WorkloadStatistics(OnePool),
    /// Show how a resource pool was used: the latest, the least and the greatest value of each metric
    #[command(after_help = "\
Examples:
  modelarts pools monitor pool-1
  modelarts pools monitor pool-1 --last 24h --period 300")]
    Monitor {
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        one: OnePool,
    },
    /// Show how much of every resource pool is in use at present
    #[command(after_help = "\
Examples:
  modelarts pools usage
  modelarts pools usage --sort-by -cpu -o wide")]
    Usage {
        #[command(flatten)]
        view: View,
    },
}

#[derive(Args)]
pub(crate) struct OnePool {
    /// ID of the pool
    #[arg(add = ArgValueCandidates::new(completions::pools))]
    pub(crate) id: PoolId,
    #[command(flatten)]
    pub(crate) view: View,
}

#[derive(Args)]
pub(crate) struct Period {
    /// Length of the period up to now, in whole minutes
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = values::duration)]
    pub(crate) last: Duration,
    /// Seconds from one value to the next
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = values::one_of(MetricPeriod::VALUES.iter().copied()))]
    pub(crate) period: String,
    /// What each value says about those within its time
    #[arg(long, default_value = "maximum", ignore_case = true)]
    #[arg(value_parser = values::one_of(MetricStatistic::VALUES.iter().copied()))]
    pub(crate) statistic: String,
}
