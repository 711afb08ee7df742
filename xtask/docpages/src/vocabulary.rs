//! Words that name the parts of a page, in English and Chinese.

/// A section of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Anything before the first relevant section, and sections of prose.
    Prose,
    /// The method, the path, and the parameters of path and query.
    Uri,
    /// The parameters of header and body.
    Request,
    /// The body, in older pages; the query, if there is none.
    RequestBody,
    Response,
    ExampleRequest,
    ExampleResponse,
    /// Examples of both, told apart by their titles.
    Samples,
    StatusCodes,
}

const HEADINGS: [(Section, &str); 9] = [
    (
        Section::Prose,
        "function|functions|constraints|debugging|authorization information|error codes|error code|feedback|\
         功能介绍|约束限制|调试|接口约束|授权信息|错误码",
    ),
    (Section::Uri, "uri"),
    (
        Section::Request,
        "request parameters|request message|request|请求参数|请求消息",
    ),
    (Section::RequestBody, "request body"),
    (
        Section::Response,
        "response parameters|response body|response message|response|响应参数|响应消息",
    ),
    (
        Section::ExampleRequest,
        "example requests|example request|request examples|request example|sample requests|sample request|请求示例",
    ),
    (
        Section::ExampleResponse,
        "example responses|example response|response examples|response example|sample responses|sample response|响应示例",
    ),
    (Section::Samples, "samples|sample|examples|example|示例"),
    (Section::StatusCodes, "status codes|status code|状态码|返回码|返回值"),
];

/// Looks up a word, in any case, in a table of words separated by bars.
fn named<T: Clone>(table: &[(T, &str)], word: &str) -> Option<T> {
    let word = word.trim();
    // A line of prose is longer than any word of a table.
    let mut entries = table.iter().filter(|_| word.len() < 40);
    let is_named = |words: &str| {
        words
            .as_bytes()
            .split(|byte| *byte == b'|')
            .any(|known| known.eq_ignore_ascii_case(word.as_bytes()))
    };
    entries
        .find(|(_, words)| is_named(words))
        .map(|(entry, _)| entry.clone())
}

pub(crate) fn section(heading: &str) -> Option<Section> {
    named(&HEADINGS, heading.trim().trim_end_matches([':', '：', '¶']))
}

/// The status of a line such as `Status code: 200`.
pub(crate) fn status_line(line: &str) -> Option<u16> {
    let line = line.trim();
    let rest = line
        .strip_prefix("状态码")
        .or_else(|| strip_prefix_ignoring_case(line, "status code"))?;
    let rest = rest.trim_start().strip_prefix([':', '：'])?.trim();
    status(rest.trim_end_matches('.'))
}

pub(crate) fn status(text: &str) -> Option<u16> {
    (text.len() == 3)
        .then(|| text.parse().ok())?
        .filter(|code| (100..600).contains(code))
}

pub(crate) fn mandatory(cell: &str) -> Option<bool> {
    let words = [(true, "yes|true|mandatory|是"), (false, "no|false|optional|否")];
    named(&words, cell.trim_end_matches('.'))
}

/// Whether a name is that of a header.
pub(crate) fn is_header(name: &str) -> bool {
    name.starts_with("X-")
        || name.contains('-') && name.starts_with(|c: char| c.is_ascii_uppercase())
        || name == "Authorization"
}

/// Whether a text means "none".
pub(crate) fn is_nothing(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '。' | '*' | ';'));
    named(&[((), "n/a|na|none|-|不涉及|无")], text).is_some()
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Mandatory,
    Type,
    Description,
    Status,
}

/// The columns of a table of fields or of status codes, by the words of its header.
pub(crate) fn columns<S: AsRef<str>>(header: &[S]) -> Option<Vec<Column>> {
    let columns: Vec<_> = header.iter().map(|word| column(word.as_ref())).collect::<Option<_>>()?;
    let (first, last) = (columns.first()?, columns.last()?);
    let is_repeated = columns
        .iter()
        .enumerate()
        .any(|(at, column)| columns.iter().skip(at + 1).any(|other| other == column));
    let is_known = matches!(first, Column::Name | Column::Status) && *last == Column::Description && !is_repeated;
    is_known.then_some(columns)
}

/// What a column holds, by the word of its header.
pub(crate) fn column(word: &str) -> Option<Column> {
    named(
        &[
            (Column::Name, "parameter|name|parameter name|参数|参数名称|名称"),
            (Column::Mandatory, "mandatory|required|是否必选|是否必须"),
            (Column::Type, "type|parameter type|参数类型|类型"),
            (Column::Description, "description|描述|说明"),
            (Column::Status, "status code|code|状态码|返回值"),
        ],
        word,
    )
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caption {
    pub(crate) number: Option<u32>,
    pub(crate) of: CaptionOf,
}

/// Content of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CaptionOf {
    Path,
    Query,
    RequestHeader,
    ResponseHeader,
    /// The body, of the request or of the response.
    Body,
    /// Parameters of any kind: the caption says no more than the section.
    Unsaid,
    Named(String),
}

const CAPTIONS: [(CaptionOf, &str); 6] = [
    (CaptionOf::Path, "path parameters|path parameter|路径参数"),
    (CaptionOf::Query, "query parameters|query parameter|query参数"),
    (
        CaptionOf::RequestHeader,
        "request header parameters|header parameters|请求header参数",
    ),
    (CaptionOf::ResponseHeader, "response header parameters|响应header参数"),
    (
        CaptionOf::Body,
        "request body parameters|response body parameters|body parameters|请求body参数|响应body参数",
    ),
    (
        CaptionOf::Unsaid,
        "|parameters|parameter|parameter description|parameter descriptions|uri parameters|request parameters|\
         response parameters|status codes|status code|参数说明|参数描述|状态码",
    ),
];

impl Caption {
    /// Reads a caption such as `Table 3 Response body parameters`.
    pub(crate) fn read(text: &str) -> Self {
        let (number, title) = number(text);
        let title = title.trim().trim_end_matches([':', '：', '.']).trim();
        let of = named(&CAPTIONS, title).unwrap_or_else(|| CaptionOf::Named(type_name(title).to_owned()));
        Self { number, of }
    }
}

/// The number that a text such as `Table 3` or `see Table 3.` names, where it names one table.
pub(crate) fn table_reference(text: &str) -> Option<u32> {
    let mut numbers = ["Table ", "表"]
        .iter()
        .flat_map(|word| text.match_indices(word))
        .filter_map(|(at, _)| {
            let (number, _) = number(text.get(at..)?);
            number
        });
    let first = numbers.next()?;
    numbers.all(|other| other == first).then_some(first)
}

fn number(text: &str) -> (Option<u32>, &str) {
    let text = text.trim_start();
    let Some(rest) = strip_prefix_ignoring_case(text, "table").or_else(|| text.strip_prefix('表')) else {
        return (None, text);
    };
    let rest = rest.trim_start();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match rest.get(..digits).map(str::parse) {
        Some(Ok(number)) => (Some(number), rest.get(digits..).unwrap_or_default()),
        _ => (None, text),
    }
}

/// Whether a line begins like the caption of a table.
pub(crate) fn is_caption(line: &str) -> bool {
    number(line).0.is_some()
}

/// Older captions say `quotas parameters` where newer ones say `quotas`.
fn type_name(title: &str) -> &str {
    [" parameters", " parameter", "参数"]
        .iter()
        .find_map(|suffix| title.strip_suffix(suffix))
        .map_or(title, str::trim)
}

pub(crate) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The method at the beginning of a line, and what follows it after a space.
pub(crate) fn method(line: &str) -> Option<(&'static str, &str)> {
    let (word, rest) = line.trim_start().split_once(char::is_whitespace)?;
    METHODS
        .into_iter()
        .find(|method| *method == word)
        .map(|method| (method, rest.trim()))
}
