//! The command line.

use std::{env, time::Duration};

use clap::{
    ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum,
    builder::{FalseyValueParser, PossibleValuesParser, TypedValueParser},
};
use jiff::SignedDuration;
use modelarts::PoolStatusFilter;

use crate::{generated::Operation, output::Format};

/// What comes after the options of `--help`.
const CREDENTIALS: &str = "\
Credentials, the first that are there:
  HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK, and HUAWEICLOUD_SDK_SECURITY_TOKEN with temporary keys
  HW_ACCESS_KEY, HW_SECRET_KEY, HW_SECURITY_TOKEN; or the token HW_AUTH_TOKEN
  ~/.huaweicloud/credentials, or the file HUAWEICLOUD_SDK_CREDENTIALS_FILE, section [basic] or --profile
  the metadata service of a Huawei Cloud server, if HUAWEICLOUD_SDK_USE_METADATA=true

Exit status: 0 done, 1 the service or the network said no, 2 the command line or the configuration is wrong.";

/// See the resource pools, pool statistics and quotas of Huawei Cloud ModelArts.
#[derive(Parser)]
#[command(name = "modelarts", version, after_help = CREDENTIALS)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that may stand before and after the command.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Region of the service, as cn-north-4
    #[arg(
        long,
        global = true,
        value_name = "R",
        env = "HUAWEICLOUD_SDK_REGION",
        hide_env_values = true
    )]
    pub(crate) region: Option<String>,
    /// Project; looked up by the region where nothing names it
    #[arg(
        long,
        global = true,
        value_name = "P",
        env = "HUAWEICLOUD_SDK_PROJECT_ID",
        hide_env_values = true
    )]
    pub(crate) project_id: Option<String>,
    /// Base URL of the service, in place of that of the region
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "MODELARTS_ENDPOINT",
        hide_env_values = true
    )]
    pub(crate) endpoint: Option<String>,
    /// Profile of the credentials file; keys of the environment are then passed over
    #[arg(long, global = true, value_name = "NAME", env = "HW_PROFILE", hide_env_values = true)]
    pub(crate) profile: Option<String>,
    /// How to print: `table` for people, `json` as the service sent it [default: table on a terminal, else json]
    #[arg(
        long,
        global = true,
        value_name = "table|json",
        env = "MODELARTS_OUTPUT",
        hide_env_values = true,
        hide_possible_values = true
    )]
    pub(crate) output: Option<Format>,
    /// How long a call may take in all, as 30s or 1m30s
    #[arg(
        long,
        global = true,
        value_name = "DURATION",
        env = "MODELARTS_TIMEOUT",
        hide_env_values = true,
        default_value = "2m",
        value_parser = duration
    )]
    pub(crate) timeout: Duration,
    /// How many requests a call may send in all, the first included
    #[arg(
        long,
        global = true,
        value_name = "N",
        env = "MODELARTS_MAX_ATTEMPTS",
        hide_env_values = true,
        default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub(crate) max_attempts: u32,
    /// Show the payloads of the documentation, served on loopback: no account, no network, no settings but these
    #[arg(
        long,
        global = true,
        env = "MODELARTS_DEMO",
        hide_env_values = true,
        action = ArgAction::SetTrue,
        value_parser = FalseyValueParser::new()
    )]
    pub(crate) demo: bool,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the resource pools
    Pools(Pools),
    /// Count the pools by state
    PoolStatistics(PoolStatistics),
    /// Show what the project may have, and has
    OsQuotas,
    /// Show what a workspace may use, and uses
    WorkspaceQuotas(WorkspaceQuotas),
    /// Call every operation and report where the service departs from the specs
    ///
    /// The report names fields by JSON path and masks every value that could identify an account, so it can go into an
    /// issue as it is: Markdown on a terminal and with `--output table`, else JSON. Exit status 0 if the service agrees
    /// with the specs, 1 if it departs from them.
    Verify(Verify),
    /// Print a script that completes this command in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of this command, or of one of its commands
    #[command(hide = true)]
    Man {
        /// The command
        #[arg(value_name = "COMMAND")]
        of: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct Pools {
    /// Only the pools of this workspace [default: that of the service, 0]
    #[arg(long, value_name = "W")]
    pub(crate) workspace_id: Option<String>,
    /// Only pools in this state; without it, pools whose creation failed are left out
    #[arg(long, value_parser = status())]
    pub(crate) status: Option<PoolStatusFilter>,
    /// Only pools with this label, as os.modelarts/name=my-pool
    #[arg(long, value_name = "S")]
    pub(crate) label_selector: Option<String>,
}

#[derive(Args)]
pub(crate) struct PoolStatistics {
    /// Only the pools of this workspace [default: that of the service, 0]
    #[arg(long, value_name = "W")]
    pub(crate) workspace_id: Option<String>,
}

#[derive(Args)]
pub(crate) struct WorkspaceQuotas {
    /// The workspace; 0 is the default one
    #[arg(value_name = "WORKSPACE_ID", default_value = "0")]
    pub(crate) workspace_id: String,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// Only these operations, as ListPools [default: every operation]
    #[arg(value_name = "OPERATION", hide_possible_values = true, value_parser = operation())]
    pub(crate) operations: Vec<String>,
}

impl Arguments {
    /// Reads the command line and its variables. Where they are wrong, the process ends here.
    pub(crate) fn read() -> Self {
        let matches = Self::with_set_variables().get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// The command line, without the variables that are set to nothing: those count as not set, as they do in the
    /// library, since that is what a script leaves behind that has no value for one.
    fn with_set_variables() -> clap::Command {
        Self::command().mut_args(|argument| {
            let variable = argument.get_env().and_then(env::var_os);
            match variable.is_some_and(|value| value.to_string_lossy().trim().is_empty()) {
                true => argument.env(None::<&str>),
                false => argument,
            }
        })
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Table, Self::Json]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Self::Table => "table",
            Self::Json => "json",
        }))
    }
}

/// `30s`, `1m30s`, `2 minutes`: what jiff reads, as long as it is more than nothing.
fn duration(text: &str) -> Result<Duration, String> {
    let parsed: Result<SignedDuration, _> = text.parse();
    let duration = parsed.map_err(|_| "write it as 30s, 1m30s or 2m".to_owned())?;
    match Duration::try_from(duration) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("it must be longer than nothing".to_owned()),
    }
}

fn operation() -> PossibleValuesParser {
    PossibleValuesParser::new(Operation::ALL.iter().map(|operation| operation.id))
}

fn status() -> impl TypedValueParser<Value = PoolStatusFilter> {
    PossibleValuesParser::new(["created", "failed", "creating"]).try_map(|status| status.parse::<PoolStatusFilter>())
}
