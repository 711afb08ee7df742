//! Sections of a page, by what they describe.

use super::examples::is_address;
use crate::{
    blocks::{Block, Document, RawTable},
    vocabulary::{Column, Section, columns, is_header, method, section, status, status_line},
};

/// The blocks of a page, by what they describe.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) topic: Option<String>,
    pub(crate) method_line: Option<(&'static str, String)>,
    pub(crate) uri_tables: Vec<RawTable>,
    pub(crate) request_tables: Vec<RawTable>,
    pub(crate) responses: Vec<(Option<u16>, Vec<RawTable>)>,
    pub(crate) status_codes: Vec<u16>,
    /// Whether the section of status codes has a text, which may refer to another page.
    pub(crate) refers_to_status_codes: bool,
    pub(crate) example_requests: Vec<String>,
    pub(crate) example_responses: Vec<(Option<u16>, String)>,
    pub(crate) absent: Vec<&'static str>,
}

/// The sections that every page has, by what may stand for them.
const EXPECTED: [(&str, [Section; 2]); 5] = [
    ("request", [Section::Request, Section::RequestBody]),
    ("response", [Section::Response; 2]),
    ("example request", [Section::ExampleRequest, Section::Samples]),
    ("example response", [Section::ExampleResponse, Section::Samples]),
    ("status codes", [Section::StatusCodes; 2]),
];

impl Parts {
    pub(crate) fn of(document: Document) -> Self {
        let mut sorter = Sorter::default();
        sorter.parts.topic = document.topic;
        document.blocks.into_iter().for_each(|block| sorter.block(block));
        let mut parts = sorter.parts;
        parts.method_line = parts.method_line.or(sorter.fallback);
        let is_absent =
            |(_, sections): &&(_, [Section; 2])| !sections.iter().any(|section| sorter.seen.contains(section));
        parts.absent = EXPECTED.iter().filter(is_absent).map(|(name, _)| *name).collect();
        parts
    }
}

#[derive(Default)]
struct Sorter {
    parts: Parts,
    section: Option<Section>,
    /// Latest status within the section.
    status: Option<u16>,
    /// Whether the latest title within the samples announced a response.
    is_response: bool,
    /// A method and path outside of the section of the URI.
    fallback: Option<(&'static str, String)>,
    seen: Vec<Section>,
}

impl Sorter {
    fn block(&mut self, block: Block) {
        match block {
            Block::Heading(heading) => self.heading(&heading),
            Block::Paragraph(text) => self.line(text.as_str()),
            Block::Table(table) => self.table(table),
            Block::Code(code) => self.code(code),
        }
    }

    fn heading(&mut self, heading: &str) {
        if let Some(status) = status_line(heading) {
            self.status_begins(status);
            return;
        }
        let section = section(heading).unwrap_or(Section::Prose);
        self.section = Some(section);
        self.seen.push(section);
        self.status = None;
        self.is_response = false;
    }

    fn line(&mut self, line: &str) {
        if let Some(status) = status_line(line) {
            self.status_begins(status);
            return;
        }
        match self.section {
            Some(Section::Samples) => {
                let line = line.to_lowercase();
                let names = |words: [&str; 2]| line.len() < 60 && words.iter().any(|word| line.contains(word));
                let is_response = names(["response", "响应"]);
                if is_response || names(["request", "请求"]) {
                    self.is_response = is_response;
                }
            }
            Some(Section::ExampleRequest) if target_line(line).is_some() || is_address(line) && !line.contains(' ') => {
                self.code(line.to_owned());
            }
            Some(Section::StatusCodes) => self.parts.refers_to_status_codes = true,
            Some(Section::ExampleRequest | Section::ExampleResponse) => {}
            _ => self.method_line(line),
        }
    }

    fn method_line(&mut self, line: &str) {
        let Some((method, path)) = target_line(line) else {
            return;
        };
        let found = (method, path.to_owned());
        if self.section == Some(Section::Uri) {
            self.parts.method_line.get_or_insert(found);
        } else {
            self.fallback.get_or_insert(found);
        }
    }

    fn status_begins(&mut self, status: u16) {
        self.status = Some(status);
        if self.section == Some(Section::Response) {
            self.response(None);
        }
    }

    /// Begins the response of the status, or adds a table to it.
    fn response(&mut self, table: Option<RawTable>) {
        let (status, responses) = (self.status, &mut self.parts.responses);
        match responses.iter_mut().find(|(other, _)| *other == status) {
            Some((_, tables)) => tables.extend(table),
            None => responses.push((status, table.into_iter().collect())),
        }
    }

    fn table(&mut self, table: RawTable) {
        if columns(&table.header).is_some_and(|columns| columns.contains(&Column::Status)) {
            let cells = table.rows.iter().filter_map(|row| Some(row.cells.first()?.joined()));
            let codes = cells.filter_map(|cell| status(cell.as_str().get(..3)?));
            return self.parts.status_codes.extend(codes);
        }
        match self.section {
            Some(Section::Uri) => self.parts.uri_tables.push(table),
            Some(Section::RequestBody) if self.is_query(&table) => self.parts.uri_tables.push(table),
            Some(Section::Request | Section::RequestBody) => self.parts.request_tables.push(table),
            Some(Section::Response) => self.response(Some(table)),
            _ => {}
        }
    }

    /// Whether a table of the body lists the query, since the operation has no body.
    fn is_query(&self, table: &RawTable) -> bool {
        let is_get = self
            .parts
            .method_line
            .as_ref()
            .is_some_and(|(method, _)| *method == "GET");
        let mut names = table.rows.iter().filter_map(|row| Some(row.cells.first()?.joined()));
        is_get && !names.any(|name| is_header(name.as_str()))
    }

    fn code(&mut self, code: String) {
        match self.section {
            Some(Section::Samples) if self.is_response => self.parts.example_responses.push((self.status, code)),
            Some(Section::ExampleRequest | Section::Samples) => self.parts.example_requests.push(code),
            Some(Section::ExampleResponse) => self.parts.example_responses.push((self.status, code)),
            _ => code.lines().take(3).for_each(|line| self.method_line(line)),
        }
    }
}

/// The method and the path or address of a line such as `GET /v2/{project_id}/pools`.
fn target_line(line: &str) -> Option<(&'static str, &str)> {
    let (method, rest) = method(line)?;
    let target = rest.split_whitespace().next()?;
    (target.starts_with('/') || target.starts_with("http")).then_some((method, target))
}
