//! Options of commands that show a response.

use std::time::Duration;

use clap::Args;

use super::values;

/// Options of commands that show a response.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Output options")]
pub(crate) struct View {
    /// Show only what this JMESPath expression selects from the response
    #[arg(long, short, value_name = "JMESPATH", value_parser = values::query)]
    pub(crate) query: Option<String>,
    /// Sort the table by a column, such as age, or by -age downwards
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub(crate) sort_by: Option<String>,
    /// Leave out the names of the columns
    #[arg(long)]
    pub(crate) no_headers: bool,
    /// Show the table again and again, by default every 5 seconds, and mark what changed
    #[arg(long, short, value_name = "INTERVAL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "5s", value_parser = values::duration)]
    pub(crate) watch: Option<Duration>,
}
