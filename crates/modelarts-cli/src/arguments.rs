//! The command line.

mod lists;
mod pools;
mod values;
mod view;

use std::{env, io, path::PathBuf, process, time::Duration};

use clap::{
    ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, builder::FalseyValueParser,
    parser::ValueSource,
};
use clap_complete::ArgValueCandidates;
use modelarts::WorkspaceId;

pub(crate) use self::{
    lists::{Events, ListCommand, NetworksCommand},
    pools::{OnePool, Period, PoolsCommand},
    view::View,
};
use crate::{
    completions,
    error::{CommandError, FAILED},
    generated::Operation,
    output::Format,
};

/// The end of `modelarts --help`.
const AFTER_HELP: &str = "\
Examples:
  modelarts --demo pools
  modelarts pools --region cn-north-4,ap-southeast-3 --status failed
  modelarts pools --output json | jq -r '.items[].metadata.name'
  modelarts api GET '/v2/{project_id}/training-jobs' -f limit=10

Credentials, in order of precedence (`modelarts whoami` says which are used):
  1. HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; with temporary keys also
     HUAWEICLOUD_SDK_SECURITY_TOKEN
  2. HW_ACCESS_KEY, HW_SECRET_KEY and HW_SECURITY_TOKEN, or HW_AUTH_TOKEN
  3. The file HUAWEICLOUD_SDK_CREDENTIALS_FILE or ~/.huaweicloud/credentials:
     the section of --profile or [basic]
  4. The metadata service of the server, if HUAWEICLOUD_SDK_USE_METADATA=true

Exit status:
  0  success
  1  a request failed, or `verify` found a departure from the specs
  2  invalid arguments or configuration
130  ended by Ctrl-C";

/// Resource pools, pool statistics and quotas of Huawei Cloud ModelArts, and signed calls of anything else.
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
    /// Region of the service, such as cn-north-4; several, separated by commas, are asked at once
    #[arg(long, short, global = true, env = "HUAWEICLOUD_SDK_REGION", value_delimiter = ',')]
    #[arg(value_parser = values::region, add = ArgValueCandidates::new(completions::regions))]
    pub(crate) region: Vec<String>,
    /// ID of the project [default: looked up in IAM by region]
    #[arg(long, global = true, env = "HUAWEICLOUD_SDK_PROJECT_ID")]
    pub(crate) project_id: Option<String>,
    /// Base URL of the service [default: derived from the region]
    #[arg(long, global = true, value_name = "URL", env = "MODELARTS_ENDPOINT")]
    pub(crate) endpoint: Option<String>,
    /// Profile of the credentials file, used instead of credentials in the environment
    #[arg(long, short, global = true, value_name = "NAME", env = "HW_PROFILE")]
    #[arg(add = ArgValueCandidates::new(completions::profiles))]
    pub(crate) profile: Option<String>,
    /// Output format: table is as wide as the terminal, wide has all columns, json is the response as received, name has
    /// ids alone [default: table; json for api and --query]
    #[arg(long, short, global = true, value_name = "FORMAT", env = "MODELARTS_OUTPUT")]
    #[arg(ignore_case = true)]
    pub(crate) output: Option<Format>,
    /// Time limit of a call, retries included, such as 30s, 1m30s, or a number of seconds
    #[arg(long, global = true, value_name = "DURATION", env = "MODELARTS_TIMEOUT")]
    #[arg(default_value = "2m", value_parser = values::duration)]
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
    /// List resource pools, or show what is in one
    #[command(visible_alias = "pool", args_conflicts_with_subcommands = true)]
    #[command(after_help = "\
Examples:
  modelarts pools --status failed
  modelarts pools -o wide --sort-by -age
  modelarts pools -o table -q 'items[].[metadata.name, status.phase]'
  modelarts pools --all-workspaces
  modelarts pools -o name | xargs -n 1 modelarts pools get
  modelarts pools --watch")]
    Pools {
        #[command(subcommand)]
        other: Option<PoolsCommand>,
        #[command(flatten)]
        filters: PoolFilters,
        #[command(flatten)]
        view: View,
    },
    /// Count resource pools by state
    #[command(visible_alias = "stats")]
    #[command(after_help = "\
Examples:
  modelarts pool-statistics
  modelarts stats --workspace-id 0 --query statistics.status.failed")]
    PoolStatistics {
        /// Only pools of this workspace [default: the service's default, workspace 0]
        #[arg(long, value_name = "ID")]
        workspace_id: Option<WorkspaceId>,
        #[command(flatten)]
        view: View,
    },
    /// Show quota limits and usage of the project
    #[command(visible_aliases = ["quotas", "oq"], after_help = "\
Examples:
  modelarts os-quotas --sort-by -usage
  modelarts quotas -o csv > quotas.csv")]
    OsQuotas {
        #[command(flatten)]
        view: View,
    },
    /// Show quota limits and usage of a workspace
    #[command(visible_alias = "wq")]
    #[command(after_help = "\
Examples:
  modelarts workspace-quotas
  modelarts wq ccd05d1a553b4e188ea878e7dcb85e47 -o wide")]
    WorkspaceQuotas {
        /// ID of the workspace
        #[arg(default_value = "0")]
        workspace_id: WorkspaceId,
        #[command(flatten)]
        view: View,
    },
    #[command(flatten)]
    Lists(ListCommand),
    /// Call any operation of the service, signed and retried like the others
    #[command(after_help = "\
Examples:
  modelarts api GET '/v2/{project_id}/training-jobs' -f limit=10
  modelarts api GET '/v2/{project_id}/training-jobs' -q 'items[].metadata.name' -o name
  modelarts api POST '/v1/{project_id}/workspaces' -f name=team-a
  modelarts api PATCH '/v2/{project_id}/pools/pool-1' --input change.json")]
    Api(Api),
    /// Show which credentials, project, region and endpoint are used, without their secrets
    #[command(after_help = "\
Examples:
  modelarts whoami
  modelarts whoami --profile staging -o json")]
    Whoami,
    /// Compare the service's responses with the API specs
    ///
    /// Calls every operation, or those named, and reports unknown fields, unknown values, different types and missing
    /// fields by JSON path. Values are reported by shape only, so the report can be pasted into an issue. It is
    /// Markdown, or JSON with `--output json`.
    ///
    /// Exits with status 0 if the responses agree with the specs, 1 if they depart from them or a call fails.
    #[command(after_help = "\
Examples:
  modelarts verify --region cn-north-4
  modelarts verify ListPools -o json")]
    Verify {
        /// Only these operations, such as ListPools [default: all]
        #[arg(value_name = "OPERATION", hide_possible_values = true, ignore_case = true)]
        #[arg(value_parser = values::one_of(Operation::ALL.iter().map(|operation| operation.id)))]
        operations: Vec<String>,
    },
    /// Print the completion script of a shell: commands, options, regions, profiles and ids of pools
    #[command(after_help = "\
Examples:
  echo 'source <(modelarts completions bash)' >> ~/.bashrc
  echo 'source <(modelarts completions zsh)' >> ~/.zshrc
  modelarts completions fish > ~/.config/fish/completions/modelarts.fish")]
    Completions {
        /// Shell to print the script for
        #[arg(ignore_case = true, value_parser = values::one_of(["bash", "elvish", "fish", "powershell", "zsh"]))]
        shell: String,
    },
    /// Print a manual page, or write all of them into a folder
    #[command(after_help = "\
Examples:
  modelarts man | man -l -
  modelarts man pools
  modelarts man --to ~/.local/share/man/man1")]
    Man {
        /// Command to print the page of
        command: Vec<String>,
        /// Existing folder to write all pages into
        #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
        to: Option<PathBuf>,
    },
}

/// Status of pools in whatever status.
const ALL: &str = "all";

#[derive(Args)]
pub(crate) struct PoolFilters {
    /// Only pools of this workspace [default: the service's default, workspace 0]; with --status all, of several
    #[arg(long = "workspace-id", value_name = "ID", value_delimiter = ',')]
    pub(crate) workspace_ids: Vec<WorkspaceId>,
    /// Pools of every workspace that you have access to, in every status
    #[arg(long, conflicts_with_all = ["workspace_ids", "status"])]
    pub(crate) all_workspaces: bool,
    /// Only pools in this status [default: all but those whose creation failed]
    #[arg(long, ignore_case = true, value_parser = values::one_of(["created", "failed", "creating", ALL]))]
    pub(crate) status: Option<String>,
    /// Only pools with this label, such as os.modelarts/name=my-pool
    #[arg(long, short = 'l', value_name = "KEY=VALUE")]
    pub(crate) label_selector: Option<String>,
}

#[derive(Args)]
pub(crate) struct Api {
    /// HTTP method
    #[arg(ignore_case = true, value_parser = values::one_of(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]))]
    pub(crate) method: String,
    /// Path, in which {project_id} stands for the project
    pub(crate) path: String,
    /// Parameter of the query; without --input, of the JSON body of POST, PUT and PATCH, as a string
    #[arg(long = "field", short = 'f', value_name = "KEY=VALUE", value_parser = values::pair)]
    pub(crate) fields: Vec<(String, String)>,
    /// File with the JSON body, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) view: View,
}

/// The command line, in which a variable set to nothing counts as unset, as it does in the library: scripts leave such
/// variables behind.
pub(crate) fn command() -> clap::Command {
    Arguments::command().mut_args(|argument| {
        let variable = argument.get_env().and_then(env::var_os);
        match variable.is_some_and(|value| value.to_string_lossy().trim().is_empty()) {
            true => argument.env(None::<&str>),
            false => argument.hide_env_values(true),
        }
    })
}

impl Arguments {
    /// Reads the command line and environment variables; exits the process if they are invalid or ask for help.
    pub(crate) fn read() -> Self {
        let read = || {
            let matches = command().try_get_matches()?;
            refuse_settings_of_the_demo(&matches)?;
            Self::from_arg_matches(&matches)
        };
        read().unwrap_or_else(|error: clap::Error| match error.print() {
            Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => process::exit(FAILED.into()),
            _ => process::exit(error.exit_code()),
        })
    }
}

/// The demo is one place with one account. Settings of the environment are no concern of it; options are.
fn refuse_settings_of_the_demo(matches: &ArgMatches) -> Result<(), clap::Error> {
    let is_given = |option: &&str| matches.value_source(option) == Some(ValueSource::CommandLine);
    let refused = ["region", "project_id", "endpoint", "profile"]
        .into_iter()
        .find(is_given);
    match refused.filter(|_| matches.get_flag("demo")) {
        None => Ok(()),
        Some(option) => Err(Arguments::command().error(
            clap::error::ErrorKind::ArgumentConflict,
            format!(
                "--demo cannot honour --{}: it serves examples of one project",
                option.replace('_', "-")
            ),
        )),
    }
}

impl PoolFilters {
    /// Whether pools in every status are wanted.
    pub(crate) fn is_for_all(&self) -> bool {
        self.all_workspaces || self.status.as_deref() == Some(ALL)
    }

    /// Refuses filters that the service does not combine.
    pub(crate) fn check(&self) -> Result<(), CommandError> {
        let refuse = |text: &str, hint| Err(CommandError::misuse(text.to_owned(), hint));
        match self {
            _ if self.workspace_ids.len() > 1 && !self.is_for_all() => refuse(
                "the service lists one workspace at a time",
                "to list several, add --status all",
            ),
            Self {
                label_selector: Some(_),
                ..
            } if self.is_for_all() => refuse(
                "--label-selector cannot be used with --status all or --all-workspaces",
                "name one status, or filter with --query",
            ),
            _ => Ok(()),
        }
    }
}
