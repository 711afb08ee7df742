//! The command line.

use std::{env, time::Duration};

use clap::{
    ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand,
    builder::{FalseyValueParser, PossibleValuesParser, TypedValueParser},
};
use jiff::SignedDuration;
use modelarts::PoolStatusFilter;

use crate::{generated::Operation, output::Format};

/// The end of `modelarts --help`.
const AFTER_HELP: &str = "\
Examples:
  modelarts --demo pools
  modelarts pools --region cn-north-4 --status failed
  modelarts pools --output json | jq -r '.items[].metadata.name'

Credentials, in order of precedence:
  1. HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; with temporary keys also
     HUAWEICLOUD_SDK_SECURITY_TOKEN
  2. HW_ACCESS_KEY, HW_SECRET_KEY and HW_SECURITY_TOKEN, or HW_AUTH_TOKEN
  3. The file HUAWEICLOUD_SDK_CREDENTIALS_FILE or ~/.huaweicloud/credentials:
     the section of --profile or [basic]
  4. The metadata service of the server, if HUAWEICLOUD_SDK_USE_METADATA=true

Exit status:
  0  success
  1  a request failed, or `verify` found a departure from the specs
  2  invalid arguments or configuration";

/// Show resource pools, pool statistics and quotas of Huawei Cloud ModelArts.
#[derive(Parser)]
#[command(name = "modelarts", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options accepted before and after the command.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Region of the service, such as cn-north-4
    #[arg(long, global = true, env = "HUAWEICLOUD_SDK_REGION")]
    pub(crate) region: Option<String>,
    /// ID of the project [default: looked up in IAM by region]
    #[arg(long, global = true, env = "HUAWEICLOUD_SDK_PROJECT_ID")]
    pub(crate) project_id: Option<String>,
    /// Base URL of the service [default: derived from the region]
    #[arg(long, global = true, value_name = "URL", env = "MODELARTS_ENDPOINT")]
    pub(crate) endpoint: Option<String>,
    /// Profile of the credentials file, used instead of credentials in the environment
    #[arg(long, global = true, value_name = "NAME", env = "HW_PROFILE")]
    pub(crate) profile: Option<String>,
    /// Output format; json is the response as received [default: table on a terminal, json otherwise]
    #[arg(long, global = true, value_name = "FORMAT", env = "MODELARTS_OUTPUT")]
    pub(crate) output: Option<Format>,
    /// Time limit of a call, retries included, such as 30s or 1m30s
    #[arg(long, global = true, value_name = "DURATION", env = "MODELARTS_TIMEOUT")]
    #[arg(default_value = "2m", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// Number of requests a call may send, the first included
    #[arg(long, global = true, value_name = "N", env = "MODELARTS_MAX_ATTEMPTS")]
    #[arg(default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_attempts: u32,
    /// Use documented example responses, served locally: needs no account and no network
    #[arg(long, global = true, env = "MODELARTS_DEMO")]
    #[arg(action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) demo: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List resource pools
    Pools(Pools),
    /// Count resource pools by state
    PoolStatistics {
        /// Only pools of this workspace [default: the service's default, workspace 0]
        #[arg(long, value_name = "ID")]
        workspace_id: Option<String>,
    },
    /// Show quota limits and usage of the project
    OsQuotas,
    /// Show quota limits and usage of a workspace
    WorkspaceQuotas {
        /// ID of the workspace
        #[arg(default_value = "0")]
        workspace_id: String,
    },
    /// Compare the service's responses with the API specs
    ///
    /// Calls every operation, or those named, and reports unknown fields, unknown values, different types and missing
    /// fields by JSON path. Values are reported by shape only, so the report can be pasted into an issue. It is
    /// Markdown on a terminal and with `--output table`, JSON otherwise.
    ///
    /// Exits with status 0 if the responses agree with the specs, 1 if they depart from them or a call fails.
    Verify {
        /// Only these operations, such as ListPools [default: all]
        #[arg(value_name = "OPERATION", hide_possible_values = true)]
        #[arg(value_parser = PossibleValuesParser::new(Operation::ALL.iter().map(|operation| operation.id)))]
        operations: Vec<String>,
    },
    /// Generate a completion script for a shell
    Completions {
        /// Shell to generate the script for
        shell: clap_complete::Shell,
    },
    /// Print the manual page of modelarts or one of its commands
    #[command(hide = true)]
    Man {
        /// Command to print the page of
        command: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct Pools {
    /// Only pools of this workspace [default: the service's default, workspace 0]
    #[arg(long, value_name = "ID")]
    pub(crate) workspace_id: Option<String>,
    /// Only pools in this state [default: all but those whose creation failed]
    #[arg(long, value_parser = status())]
    pub(crate) status: Option<PoolStatusFilter>,
    /// Only pools with this label, such as os.modelarts/name=my-pool
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) label_selector: Option<String>,
}

impl Arguments {
    /// Reads the command line and environment variables; exits the process if they are invalid.
    ///
    /// A variable set to nothing counts as unset, as it does in the library: scripts leave such variables behind.
    pub(crate) fn read() -> Self {
        let command = Self::command().mut_args(|argument| {
            let variable = argument.get_env().and_then(env::var_os);
            match variable.is_some_and(|value| value.to_string_lossy().trim().is_empty()) {
                true => argument.env(None::<&str>),
                false => argument.hide_env_values(true),
            }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}

/// Parses durations such as `30s`, `1m30s` and `2 minutes`.
fn duration(text: &str) -> Result<Duration, String> {
    let parsed: SignedDuration = text.parse().map_err(|_| "write it as 30s, 1m30s or 2m".to_owned())?;
    match Duration::try_from(parsed) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("it must be greater than zero".to_owned()),
    }
}

fn status() -> impl TypedValueParser<Value = PoolStatusFilter> {
    PossibleValuesParser::new(["created", "failed", "creating"]).try_map(|status| status.parse::<PoolStatusFilter>())
}
