//! Commands that list what comes in pages: networks, events, flavors, workspaces.

use clap::{Args, Subcommand};
use clap_complete::ArgValueCandidates;
use modelarts::{EventType, NetworkId, WorkspaceId};

use super::{values, view::View};
use crate::completions;

/// A command that lists what comes in pages.
#[derive(Subcommand)]
pub(crate) enum ListCommand {
    /// List the networks that pools are created in, or show one
    #[command(visible_alias = "network", args_conflicts_with_subcommands = true)]
    #[command(after_help = "\
Examples:
  modelarts networks
  modelarts networks -l os.modelarts/name=my-network -o json
  modelarts networks get network-7a03-86c13962597848eeb29c5861153a391f")]
    Networks {
        #[command(subcommand)]
        one: Option<NetworksCommand>,
        /// Only networks of this workspace [default: the service's default, workspace 0]
        #[arg(long, value_name = "ID")]
        workspace_id: Option<WorkspaceId>,
        /// Only networks with this label, such as os.modelarts/name=my-network
        #[arg(long, short = 'l', value_name = "KEY=VALUE")]
        label_selector: Option<String>,
        #[command(flatten)]
        view: View,
    },
    /// List what happened to a resource pool
    #[command(after_help = "\
Examples:
  modelarts events auto-pool-os-86c13962597848eeb29c5861153a391f
  modelarts events auto-pool-os-86c13962597848eeb29c5861153a391f --type warning --sort-by -last")]
    Events(Events),
    /// List the flavors that nodes of pools can have
    #[command(
        visible_alias = "flavor",
        after_help = "\
Examples:
  modelarts flavors --sort-by cpu
  modelarts flavors -l os.modelarts.flavor/baremetal=true -o wide"
    )]
    Flavors {
        /// Only flavors with this label, such as os.modelarts.flavor/baremetal=true
        #[arg(long, short = 'l', value_name = "KEY=VALUE")]
        label_selector: Option<String>,
        #[command(flatten)]
        view: View,
    },
    /// List the workspaces of the project
    #[command(visible_aliases = ["workspace", "ws"], after_help = "\
Examples:
  modelarts workspaces
  modelarts workspaces --accessible -o name")]
    Workspaces {
        /// Only workspaces whose name resembles this one
        #[arg(long)]
        name: Option<String>,
        /// Only workspaces that you have access to
        #[arg(long)]
        accessible: bool,
        #[command(flatten)]
        view: View,
    },
}

#[derive(Args)]
pub(crate) struct Events {
    /// ID of the pool
    #[arg(add = ArgValueCandidates::new(completions::pools))]
    pub(crate) pool: String,
    /// Only events of this severity
    #[arg(long = "type", ignore_case = true, value_name = "TYPE", value_parser = values::one_of(EventType::VALUES.iter().copied()))]
    pub(crate) event_type: Option<String>,
    #[command(flatten)]
    pub(crate) view: View,
}

#[derive(Subcommand)]
pub(crate) enum NetworksCommand {
    /// Show one network in all its details
    #[command(after_help = "\
Examples:
  modelarts networks get network-7a03-86c13962597848eeb29c5861153a391f
  modelarts networks get network-7a03-86c13962597848eeb29c5861153a391f -q status.phase")]
    Get {
        /// ID of the network
        id: NetworkId,
        #[command(flatten)]
        view: View,
    },
}
