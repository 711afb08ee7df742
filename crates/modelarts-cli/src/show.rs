//! What a command shows: the answers of one region or of several, in the format that is wanted.

use std::process::ExitCode;

use futures_util::future::join_all;
use modelarts::{Client, PathRequest};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{
    arguments::{Global, View},
    connection,
    document::{self, Document},
    error::{CommandError, FAILED},
    output::{self, Format},
    spinner::Spinner,
    table::{Table, from_json},
    watch,
};

/// The answer of a region.
pub(crate) struct Shown {
    /// JSON.
    pub(crate) body: Vec<u8>,
    /// Made only if it is wanted.
    pub(crate) table: Option<Table>,
    /// What is missing from it.
    pub(crate) failures: Vec<CommandError>,
}

/// How answers are shown.
#[derive(Clone, Copy)]
pub(crate) struct Shape<'a> {
    pub(crate) format: Format,
    pub(crate) view: &'a View,
}

impl Shown {
    pub(crate) fn new(body: Vec<u8>, table: Option<Table>) -> Self {
        let failures = Vec::new();
        Self { body, table, failures }
    }
}

impl Shape<'_> {
    /// Whether answers become tables of their command, rather than JSON or what a query selects of it.
    pub(crate) fn is_table(self) -> bool {
        self.view.query.is_none() && !self.format.is_document()
    }

    /// Sends a request. Its response is decoded only for a table.
    pub(crate) async fn ask<T: DeserializeOwned + Send + 'static>(
        self,
        request: PathRequest,
        table: impl FnOnce(T) -> Table,
    ) -> Result<Shown, CommandError> {
        if self.is_table() {
            let response = request.decode::<T>().await?;
            return Ok(Shown::new(Vec::new(), Some(table(response.into_inner()))));
        }
        let response = request.decode::<IgnoredAny>().await?;
        Ok(Shown::new(response.body().to_vec(), None))
    }
}

/// Asks every region at once, and prints the answers. Each failure is reported beside its region.
pub(crate) async fn show(
    global: &Global,
    view: &View,
    default: Format,
    ask: impl AsyncFn(&Client, Shape<'_>) -> Result<Shown, CommandError>,
) -> Result<ExitCode, CommandError> {
    let default = if view.query.is_some() { Format::Json } else { default };
    let shape = Shape {
        format: global.output.unwrap_or(default),
        view,
    };
    shape.check()?;
    let regions = global.regions()?;
    let spinner = Spinner::new(global.max_attempts);
    let clients = regions
        .iter()
        .map(|region| connection::open(global, region.as_deref(), &spinner));
    let clients: Vec<_> = spinner.wait(join_all(clients)).await;
    let ask = async || {
        let answers = regions.iter().zip(&clients).map(async |(region, client)| {
            let answer = match client {
                Ok(client) => ask(client, shape).await,
                Err(error) => Err(error.clone()),
            };
            let region = region.clone().filter(|_| regions.len() > 1);
            (region.clone(), answer.map_err(|error| error.in_region(region)))
        });
        spinner.wait(join_all(answers)).await
    };
    match view.watch {
        Some(interval) => watch::watch(interval, shape, ask).await,
        None => shape.print(ask().await, global.output),
    }
}

/// Answers, each with the region if it is one of several.
pub(crate) type Answers = Vec<(Option<String>, Result<Shown, CommandError>)>;

/// Everything that failed.
pub(crate) fn errors(answers: &Answers) -> Vec<CommandError> {
    let failures = answers.iter().flat_map(|(_, answer)| match answer {
        Ok(shown) => shown.failures.as_slice(),
        Err(error) => std::slice::from_ref(error),
    });
    failures.cloned().collect()
}

impl Shape<'_> {
    /// Refuses options that the format cannot honour.
    fn check(self) -> Result<(), CommandError> {
        let is_tabular = !self.format.is_document();
        let refuse = |option: &str, hint: &str| {
            Err(CommandError::misuse(
                format!("{option} is for tables, and the output is json or yaml"),
                hint,
            ))
        };
        match self.view {
            _ if is_tabular => Ok(()),
            View { watch: Some(_), .. } => refuse("--watch", "add --output table"),
            View { sort_by: Some(_), .. } => {
                refuse("--sort-by", "add --output table, or sort with --query 'sort_by(..)'")
            }
            View { no_headers: true, .. } => refuse("--no-headers", "add --output table, csv or wide"),
            _ => Ok(()),
        }
    }

    /// Prints answers to standard output, and errors to standard error.
    fn print(self, answers: Answers, chosen: Option<Format>) -> Result<ExitCode, CommandError> {
        let has_answer = answers.iter().any(|(_, answer)| answer.is_ok());
        let errors = errors(&answers);
        if let Some(error) = CommandError::common(&errors).filter(|_| !has_answer) {
            return Err(error);
        }
        match () {
            () if !self.is_table() => self.print_document(document::join(&answers))?,
            () if has_answer => self.print_table(self.table(answers)?)?,
            () => {}
        }
        let statuses: Vec<_> = errors.iter().map(|error| error.report(chosen)).collect();
        Ok(ExitCode::from(match statuses.iter().min() {
            None => 0,
            Some(_) if has_answer => FAILED,
            Some(status) => *status,
        }))
    }

    /// The tables of all regions that answered as one, sorted.
    pub(crate) fn table(self, answers: Answers) -> Result<Table, CommandError> {
        let tables = answers
            .into_iter()
            .filter_map(|(region, answer)| Some((region, answer.ok()?.table?)));
        let mut tables: Vec<(Option<String>, Table)> = tables.collect();
        let mut table = match tables.pop() {
            Some((None, only)) => only,
            last => {
                tables.extend(last);
                let tables = tables
                    .into_iter()
                    .map(|(region, table)| (region.unwrap_or_default(), table));
                Table::join(tables.collect())
            }
        };
        self.sort(&mut table)?;
        Ok(table)
    }

    fn sort(self, table: &mut Table) -> Result<(), CommandError> {
        self.view.sort_by.as_ref().map_or(Ok(()), |column| table.sort(column))
    }

    fn print_document(self, document: Document) -> Result<(), CommandError> {
        let document = match &self.view.query {
            Some(query) => document.select(query)?,
            None => document,
        };
        match self.format {
            Format::Json => output::print(&document.json()),
            Format::Yaml => output::print(document.yaml()?.as_bytes()),
            _ => {
                let mut table = from_json(&document.value()?);
                self.sort(&mut table)?;
                return self.print_table(table);
            }
        }
        .map_err(CommandError::printing)
    }

    fn print_table(self, table: Table) -> Result<(), CommandError> {
        let has_headers = !self.view.no_headers;
        match self.format {
            Format::Csv => output::print(
                &table
                    .csv(has_headers)
                    .map_err(|error| CommandError::printing(error.into()))?,
            ),
            Format::Name => output::print(table.names().as_bytes()),
            _ if table.is_empty() => output::print_remark(&table.empty),
            _ => output::print_styled(&self.text(&table)),
        }
        .map_err(CommandError::printing)
    }

    /// The table as text; on a terminal with what is said below it.
    pub(crate) fn text(self, table: &Table) -> String {
        let width = output::width();
        let mut text = table.text(self.format, width, !self.view.no_headers);
        if output::is_terminal() {
            text.push_str(&table.below(self.format, width));
        }
        text
    }
}
