//! The facts that a page states.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Defect, Type};

/// What one page of the API reference states about one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The vendor's name of the operation, such as `ListPools`, where the page carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The HTTP method, in capital letters.
    pub method: String,
    /// The path with its placeholders, such as `/v2/{project_id}/pools`.
    pub path: String,
    /// What is sent.
    pub request: Request,
    /// What comes back, in the order of the page.
    pub responses: Vec<Response>,
    /// The table of status codes, in its order.
    pub status_codes: Vec<u16>,
    /// The examples.
    pub examples: Examples,
    /// What is damaged, lost or at odds with itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<Defect>,
}

/// The request side of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The parameters of the path, the query, the header and the body.
    pub parameters: Vec<Parameter>,
    /// The tables of the types that the body nests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
}

/// A parameter and where it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Where it is sent.
    #[serde(rename = "in")]
    pub place: Place,
    /// The row of its table.
    #[serde(flatten)]
    pub field: Field,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A placeholder of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A key of the body.
    Body,
}

/// What comes back with one status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// The status; none on the oldest pages, which have one response for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The table of the body and those of the types that it nests, in the order of the page.
    pub tables: Vec<Table>,
}

/// The fields of one object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The documented name of the type, where the form of the page keeps captions. The body itself has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the object stands in the body, sorted: `""` is the body, `items[]` an element of its list, and
    /// `items[].metadata.labels` an object in there. Empty where the page does not tell, which is a defect.
    pub at: Vec<String>,
    /// The rows, in the order of the page.
    pub fields: Vec<Field>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The name, without escapes.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Whether it must be sent; tables of responses do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// The values that the page lists, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The default that the page states. "N/A" is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The least value or length that the page states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<String>,
    /// The greatest value or length that the page states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<String>,
}

/// The examples of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// What is sent.
    #[serde(default)]
    pub requests: Vec<RequestExample>,
    /// What comes back.
    #[serde(default)]
    pub responses: Vec<ResponseExample>,
}

/// An example of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestExample {
    /// The method, in capital letters.
    pub method: String,
    /// Path and query, without scheme and host.
    pub target: String,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// An example of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResponseExample {
    /// The status, where the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The payload. A broken one is a defect and is not recorded.
    pub payload: Value,
}
