//! What a command shows: the answers of one region or of several, in the format that is wanted.

use std::{io, process::ExitCode};

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
#[derive(Clone)]
pub(crate) struct Shown {
    /// JSON.
    pub(crate) body: Vec<u8>,
    /// The command's own table, if it is wanted.
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
        if !self.is_table() {
            return Self::ask_for_body(request).await;
        }
        let response = request.decode::<T>().await?;
        Ok(Shown::new(Vec::new(), Some(table(response.into_inner()))))
    }

    /// Sends a request whose response has no table of its own.
    pub(crate) async fn ask_for_body(request: PathRequest) -> Result<Shown, CommandError> {
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
        let View {
            watch,
            sort_by,
            no_headers,
            ..
        } = self.view;
        let (option, hint) = match (watch, sort_by, no_headers) {
            _ if !self.format.is_document() => return Ok(()),
            (Some(_), ..) => ("--watch", ""),
            (_, Some(_), _) => ("--sort-by", ", or sort with --query 'sort_by(..)'"),
            (.., true) => ("--no-headers", ""),
            _ => return Ok(()),
        };
        let text = format!("{option} is for tables, and the output is json or yaml");
        Err(CommandError::misuse(text, &format!("add --output table{hint}")))
    }

    /// Prints answers to standard output, and errors to standard error.
    fn print(self, answers: Answers, chosen: Option<Format>) -> Result<ExitCode, CommandError> {
        let has_answer = answers.iter().any(|(_, answer)| answer.is_ok());
        let errors = errors(&answers);
        if let Some(error) = CommandError::common(&errors).filter(|_| !has_answer) {
            return Err(error);
        }
        if self.format.is_document() {
            self.print_document(self.document(&answers)?)
                .map_err(CommandError::printing)?;
        } else if has_answer {
            self.print_table(&self.table(&answers)?)
                .map_err(CommandError::printing)?;
        }
        let statuses: Vec<_> = errors.iter().map(|error| error.report(chosen)).collect();
        Ok(ExitCode::from(match statuses.iter().min() {
            None => 0,
            Some(_) if has_answer => FAILED,
            Some(status) => *status,
        }))
    }

    /// JSON of all answers, or what the query selects of it.
    fn document(self, answers: &Answers) -> Result<Document, CommandError> {
        let document = document::join(answers);
        self.view
            .query
            .as_ref()
            .map_or(Ok(document.clone()), |query| document.select(query))
    }

    /// The table of all answers, sorted.
    pub(crate) fn table(self, answers: &Answers) -> Result<Table, CommandError> {
        let tables = answers.iter().filter_map(|(region, answer)| {
            let table = answer.as_ref().ok()?.table.clone()?;
            Some(region.as_ref().map_or(table.clone(), |region| table.of_region(region)))
        });
        let mut table = match tables.reduce(Table::join) {
            Some(table) => table,
            None => from_json(&self.document(answers)?.value().map_err(CommandError::printing)?),
        };
        if let Some(column) = &self.view.sort_by {
            table.sort(column)?;
        }
        Ok(table)
    }

    fn print_document(self, document: Document) -> io::Result<()> {
        match self.format {
            Format::Yaml => output::print(document.yaml()?.as_bytes()),
            _ => output::print(&document.json()),
        }
    }

    fn print_table(self, table: &Table) -> io::Result<()> {
        match self.format {
            Format::Csv => output::print(&table.csv(!self.view.no_headers)?),
            Format::Name => output::print(table.names().as_bytes()),
            _ if table.is_empty() => output::print_remark(&table.empty),
            _ => output::print_styled(&self.text(table)),
        }
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
