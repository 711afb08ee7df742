//! How responses are asked for and printed.

use std::{io, process::ExitCode};

use crate::{
    answer::{Answers, errors},
    arguments::View,
    document::Document,
    error::{CommandError, FAILED},
    output::{self, Format},
    table::{Table, from_json},
};

/// A format, with what else was said about the output.
#[derive(Clone, Copy)]
pub(crate) struct Presentation<'a> {
    pub(crate) format: Format,
    pub(crate) view: &'a View,
}

impl Presentation<'_> {
    /// Whether answers become tables of their command, rather than JSON or what a query selects of it.
    pub(crate) fn is_table(self) -> bool {
        self.view.query.is_none() && !self.format.is_document()
    }

    /// Refuses options that the format cannot honour.
    pub(crate) fn check(self) -> Result<(), CommandError> {
        let view = self.view;
        let options = [
            ("--watch", view.watch.is_some()),
            ("--sort-by", view.sort_by.is_some()),
            ("--no-headers", view.no_headers),
        ];
        let mut refused = options.into_iter().filter(|_| self.format.is_document());
        match refused.find(|(_, is_given)| *is_given) {
            None => Ok(()),
            Some((option, _)) => Err(CommandError::misuse(
                format!("{option} is for tables, and the output is json or yaml"),
                "add --output table; --query 'sort_by(..)' sorts json",
            )),
        }
    }

    /// Prints answers to standard output, and errors to standard error.
    pub(crate) fn print(self, answers: Answers, chosen: Option<Format>) -> Result<ExitCode, CommandError> {
        let has_answer = answers.iter().any(|(_, answer)| answer.is_ok());
        let errors = errors(&answers);
        if let Some(error) = CommandError::common(&errors).filter(|_| !has_answer) {
            return Err(error);
        }
        let printed = match self.format {
            Format::Json => self.document(&answers)?.print_json(),
            Format::Yaml => self.document(&answers)?.print_yaml(),
            _ if has_answer => self.print_table(&self.table(answers)?),
            _ => Ok(()),
        };
        printed.map_err(CommandError::printing)?;
        let statuses: Vec<_> = errors.iter().map(|error| error.report(chosen)).collect();
        Ok(ExitCode::from(match statuses.iter().min() {
            None => 0,
            Some(_) if has_answer => FAILED,
            Some(status) => *status,
        }))
    }

    /// JSON of all answers, or what the query selects of it.
    fn document(self, answers: &Answers) -> Result<Document, CommandError> {
        let document = Document::of(answers);
        match &self.view.query {
            Some(query) => document.select(query),
            None => Ok(document),
        }
    }

    /// The table of all answers, sorted.
    pub(crate) fn table(self, mut answers: Answers) -> Result<Table, CommandError> {
        let mut tables = Vec::new();
        for (region, answer) in &mut answers {
            let table = answer.as_mut().ok().and_then(|answer| answer.table.take());
            tables.extend(table.map(|table| match region {
                Some(region) => table.of_region(region),
                None => table,
            }));
        }
        let mut table = match tables.into_iter().reduce(Table::join) {
            Some(table) => table,
            None => from_json(&self.document(&answers)?.value().map_err(CommandError::printing)?),
        };
        if let Some(column) = &self.view.sort_by {
            table.sort(column)?;
        }
        Ok(table)
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
