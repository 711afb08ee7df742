//! What differs between two editions of a page.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One fact that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The container: `query`, `request body`, `response 200 items[].metadata.labels`, `status codes`,
    /// `example response 200`. Places are those of the older edition, which are the ones that the spec knows.
    pub location: String,
    /// The parameter, the field or the key in there.
    pub name: String,
    /// What the older edition states.
    pub before: Option<String>,
    /// What the newer edition states.
    pub after: Option<String>,
    /// What it means for users of the bindings.
    pub impact: Impact,
    /// Why it means that.
    pub why: String,
    /// What else goes with it, such as an example that still shows a removed field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A parameter of the path, the query or the header is new.
    ParameterAdded,
    /// A parameter of the path, the query or the header is gone.
    ParameterRemoved,
    /// A parameter has another name. Probable, since no page says so.
    ParameterRenamed,
    /// A parameter is sent in another place.
    ParameterMoved,
    /// A field of a body is new.
    FieldAdded,
    /// A field of a body is gone.
    FieldRemoved,
    /// A field of a body has another name. Probable, since no page says so.
    FieldRenamed,
    /// A field of a body stands in another table.
    FieldMoved,
    /// The type is another one.
    TypeChanged,
    /// The type has another name and the same fields.
    TypeRenamed,
    /// What must be sent is another.
    MandatoryChanged,
    /// The default is another one.
    DefaultChanged,
    /// A value is listed that was not.
    ValueAdded,
    /// A value is no longer listed.
    ValueRemoved,
    /// The newer page announces its values, or the statuses, and has lost their list.
    ValuesLost,
    /// The newer page has the list of values that the older one had lost.
    ValuesFound,
    /// The least value or length is another one.
    MinimumChanged,
    /// The greatest value or length is another one.
    MaximumChanged,
    /// The newer page refers to a type and has lost its table.
    TableLost,
    /// The newer page has a table that the older one lacked.
    TableFound,
    /// A status has a body table that it had not.
    ResponseAdded,
    /// A status has no body table any more.
    ResponseRemoved,
    /// A status is new.
    StatusCodeAdded,
    /// A status is gone.
    StatusCodeRemoved,
    /// The method is another one.
    MethodChanged,
    /// The path is another one.
    PathChanged,
    /// The vendor's name of the operation is another one.
    OperationRenamed,
    /// No spec knows the operation.
    OperationNew,
    /// An example is new.
    ExampleAdded,
    /// An example is gone.
    ExampleRemoved,
    /// A key or a value of an example is another one.
    ExampleChanged,
    /// The example has a key that no table has.
    ExampleKeyUndocumented,
    /// The example is no longer valid against the spec.
    ExampleInvalid,
    /// The page has a defect that the older edition has not.
    DefectAppeared,
    /// The page no longer has a defect of the older edition.
    DefectGone,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 35] = [
        Self::ParameterAdded,
        Self::ParameterRemoved,
        Self::ParameterRenamed,
        Self::ParameterMoved,
        Self::FieldAdded,
        Self::FieldRemoved,
        Self::FieldRenamed,
        Self::FieldMoved,
        Self::TypeChanged,
        Self::TypeRenamed,
        Self::MandatoryChanged,
        Self::DefaultChanged,
        Self::ValueAdded,
        Self::ValueRemoved,
        Self::ValuesLost,
        Self::ValuesFound,
        Self::MinimumChanged,
        Self::MaximumChanged,
        Self::TableLost,
        Self::TableFound,
        Self::ResponseAdded,
        Self::ResponseRemoved,
        Self::StatusCodeAdded,
        Self::StatusCodeRemoved,
        Self::MethodChanged,
        Self::PathChanged,
        Self::OperationRenamed,
        Self::OperationNew,
        Self::ExampleAdded,
        Self::ExampleRemoved,
        Self::ExampleChanged,
        Self::ExampleKeyUndocumented,
        Self::ExampleInvalid,
        Self::DefectAppeared,
        Self::DefectGone,
    ];

    /// A few words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ParameterAdded => "parameter added",
            Self::ParameterRemoved => "parameter removed",
            Self::ParameterRenamed => "parameter renamed (probably)",
            Self::ParameterMoved => "parameter moved",
            Self::FieldAdded => "field added",
            Self::FieldRemoved => "field removed",
            Self::FieldRenamed => "field renamed (probably)",
            Self::FieldMoved => "field moved",
            Self::TypeChanged => "type",
            Self::TypeRenamed => "type renamed",
            Self::MandatoryChanged => "mandatory",
            Self::DefaultChanged => "default",
            Self::ValueAdded => "value added",
            Self::ValueRemoved => "value removed",
            Self::ValuesLost => "list lost on the page",
            Self::ValuesFound => "list found again",
            Self::MinimumChanged => "minimum",
            Self::MaximumChanged => "maximum",
            Self::TableLost => "table lost on the page",
            Self::TableFound => "table found",
            Self::ResponseAdded => "body described",
            Self::ResponseRemoved => "body no longer described",
            Self::StatusCodeAdded => "status added",
            Self::StatusCodeRemoved => "status removed",
            Self::MethodChanged => "method",
            Self::PathChanged => "path",
            Self::OperationRenamed => "operation renamed",
            Self::OperationNew => "operation is new",
            Self::ExampleAdded => "example added",
            Self::ExampleRemoved => "example removed",
            Self::ExampleChanged => "value",
            Self::ExampleKeyUndocumented => "key of the example that no table has",
            Self::ExampleInvalid => "example not valid against the spec",
            Self::DefectAppeared => "defect appeared",
            Self::DefectGone => "defect gone",
        }
    }
}

/// What a change means for users of the bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    /// Code that was right may fail, or the bindings may.
    Breaking,
    /// There is more than before, and what worked still works.
    Additive,
    /// Only what is written about the service is another.
    Documentation,
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        })
    }
}
