//! Sections of a page, by what they describe.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    examples::{Request, is_address, read_json, read_request},
    names::{label, numbered},
};
use crate::{
    blocks::{Block, Document, RawTable},
    defect::{DefectKind, Defects},
    vocabulary::{Column, Section, columns, is_header, method, section, status, status_line},
};

/// What the sections of a page hold.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) topic: Option<String>,
    pub(crate) method_line: Option<(&'static str, String)>,
    pub(crate) uri_tables: Vec<RawTable>,
    pub(crate) request_tables: Vec<RawTable>,
    pub(crate) requests: Vec<Request>,
    pub(crate) responses: Vec<Response>,
    pub(crate) status_codes: Vec<u16>,
    pub(crate) defects: Defects,
}

/// A response that is described, shown or listed.
#[derive(Default)]
pub(crate) struct Response {
    /// The oldest pages name no status.
    pub(crate) status: Option<u16>,
    pub(crate) tables: Vec<RawTable>,
    /// The examples, each with its name in defects.
    pub(crate) payloads: Vec<(String, Value)>,
}

/// The sections that every page has, by what may stand for them.
const EXPECTED: [(&str, [Section; 2]); 5] = [
    ("request", [Section::Request, Section::RequestBody]),
    ("response", [Section::Response; 2]),
    ("example request", [Section::ExampleRequest, Section::Samples]),
    ("example response", [Section::ExampleResponse, Section::Samples]),
    ("status codes", [Section::StatusCodes; 2]),
];

impl Page {
    /// Sorts the blocks of a page, and reports sections and examples that are missing.
    pub(crate) fn of(document: Document) -> Self {
        let mut sorter = Sorter::default();
        sorter.page.topic = document.topic;
        document.blocks.into_iter().for_each(|block| sorter.block(block));
        sorter.report_absent();
        for status in sorter.page.status_codes.clone() {
            sorter.response(Some(status));
        }
        sorter.page.method_line = sorter.page.method_line.or(sorter.fallback);
        sorter.page
    }
}

#[derive(Default)]
struct Sorter {
    page: Page,
    section: Option<Section>,
    /// Latest status within the section.
    status: Option<u16>,
    /// Whether the latest title within the samples announced a response.
    is_response: bool,
    /// A method and path outside of the section of the URI.
    fallback: Option<(&'static str, String)>,
    seen: Vec<Section>,
    /// Number of examples of requests, readable or not.
    shown_requests: usize,
    /// Number of examples of responses of each status, readable or not.
    shown_responses: HashMap<Option<u16>, usize>,
    /// Whether the section of status codes has a text, which may refer to another page.
    refers_to_status_codes: bool,
}

impl Sorter {
    fn block(&mut self, block: Block) {
        match block {
            Block::Heading(heading) => self.heading(&heading),
            Block::Paragraph(text) => self.line(text.as_str()),
            Block::Table(table) => self.table(table),
            Block::Code(code) => self.code(&code),
        }
    }

    fn heading(&mut self, heading: &str) {
        if let Some(status) = status_line(heading) {
            return self.status_begins(status);
        }
        let section = section(heading).unwrap_or(Section::Prose);
        self.section = Some(section);
        self.seen.push(section);
        self.status = None;
        self.is_response = false;
    }

    fn line(&mut self, line: &str) {
        if let Some(status) = status_line(line) {
            return self.status_begins(status);
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
                self.code(line);
            }
            Some(Section::StatusCodes) => self.refers_to_status_codes = true,
            Some(Section::ExampleRequest | Section::ExampleResponse) => {}
            _ => self.method_line(line),
        }
    }

    fn method_line(&mut self, line: &str) {
        if let Some((method, path)) = target_line(line) {
            let is_uri = self.section == Some(Section::Uri);
            let found = if is_uri {
                &mut self.page.method_line
            } else {
                &mut self.fallback
            };
            found.get_or_insert((method, path.to_owned()));
        }
    }

    fn status_begins(&mut self, status: u16) {
        self.status = Some(status);
        if self.section == Some(Section::Response) {
            self.response(self.status);
        }
    }

    /// The response of a status, which is added to the others if need be.
    #[expect(clippy::indexing_slicing, reason = "the response was found or added at the index")]
    fn response(&mut self, status: Option<u16>) -> &mut Response {
        let responses = &mut self.page.responses;
        let at = responses.iter().position(|response| response.status == status);
        let at = at.unwrap_or_else(|| {
            responses.push(Response {
                status,
                ..Response::default()
            });
            responses.len() - 1
        });
        &mut responses[at]
    }

    fn table(&mut self, table: RawTable) {
        if columns(&table.header).is_some_and(|columns| columns.contains(&Column::Status)) {
            let codes = table.names().filter_map(|name| status(name.get(..3)?));
            return self.page.status_codes.extend(codes);
        }
        match self.section {
            Some(Section::Uri) => self.page.uri_tables.push(table),
            Some(Section::RequestBody) if self.is_query(&table) => self.page.uri_tables.push(table),
            Some(Section::Request | Section::RequestBody) => self.page.request_tables.push(table),
            Some(Section::Response) => self.response(self.status).tables.push(table),
            _ => {}
        }
    }

    /// Whether a table of the body lists the query, since the operation has no body.
    fn is_query(&self, table: &RawTable) -> bool {
        let is_get = matches!(self.page.method_line, Some(("GET", _)));
        is_get && !table.names().any(|name| is_header(&name))
    }

    fn code(&mut self, code: &str) {
        match self.section {
            Some(Section::Samples) if self.is_response => self.example_response(code),
            Some(Section::ExampleRequest | Section::Samples) => {
                self.shown_requests += 1;
                let at = numbered("example request", " ", self.shown_requests);
                read_request(code, &at, &mut self.page.requests, &mut self.page.defects);
            }
            Some(Section::ExampleResponse) => self.example_response(code),
            _ => code.lines().take(3).for_each(|line| self.method_line(line)),
        }
    }

    fn example_response(&mut self, code: &str) {
        let count = self.shown_responses.entry(self.status).or_default();
        *count += 1;
        let at = numbered(&label("example response", self.status), " ", *count);
        let Some(payload) = read_json(code.trim(), &at, &mut self.page.defects) else {
            return;
        };
        // An example without a status is one of success.
        let statuses = self.page.responses.iter().map(|response| response.status);
        let mut successes = statuses.filter(|status| is_success(*status));
        let success = successes.next().filter(|_| successes.next().is_none()).flatten();
        self.response(self.status.or(success)).payloads.push((at, payload));
    }

    /// Reports missing sections and examples.
    fn report_absent(&mut self) {
        let mut report = |kind, at: &str, detail| self.page.defects.add(kind, at, detail);
        for (name, sections) in EXPECTED {
            if !sections.iter().any(|section| self.seen.contains(section)) {
                report(DefectKind::SectionAbsent, name, "the section is missing");
            } else if name == "status codes" && self.page.status_codes.is_empty() && !self.refers_to_status_codes {
                report(DefectKind::TableAbsent, name, "the section has no table");
            } else if name == "example request" && self.shown_requests == 0 {
                report(DefectKind::ExampleAbsent, name, "the page has no such example");
            } else if name == "example response" && !self.shown_responses.keys().any(|status| is_success(*status)) {
                let mut described = self.page.responses.iter().map(|response| response.status);
                let success = described.find(|status| is_success(*status)).flatten();
                report(
                    DefectKind::ExampleAbsent,
                    &label(name, success),
                    "the page has no such example",
                );
            }
        }
    }
}

/// The method and the path or address of a line such as `GET /v2/{project_id}/pools`.
fn target_line(line: &str) -> Option<(&'static str, &str)> {
    let (method, rest) = method(line)?;
    let target = rest.split_whitespace().next()?;
    (target.starts_with('/') || target.starts_with("http")).then_some((method, target))
}

fn is_success(status: Option<u16>) -> bool {
    status.is_none_or(|status| status < 300)
}
