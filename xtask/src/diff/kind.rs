//! The kinds of changes, and how severe they are.

use std::fmt;

use serde::Serialize;

/// What a change means for users of the bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Only what is written about the service is different.
    Documentation,
    /// There is more than before, and what worked still works.
    Additive,
    /// Code that worked may fail, or may no longer compile.
    Breaking,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        })
    }
}

/// Declares the kinds of changes, each with the words that reports print for it.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $words:literal,)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ChangeKind {
            $($(#[$doc])* $kind,)*
        }

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// A few words for people.
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$kind => $words,)*
                }
            }
        }
    };
}

kinds! {
    /// A parameter of the path, the query or the header is new.
    ParameterAdded = "parameter added",
    /// A parameter of the path, the query or the header is gone.
    ParameterRemoved = "parameter removed",
    /// A parameter has another name. Probable, since no page says so.
    ParameterRenamed = "parameter renamed (probably)",
    /// A parameter is sent in another place.
    ParameterMoved = "parameter moved",
    /// A field of a body is new.
    FieldAdded = "field added",
    /// A field of a body is gone.
    FieldRemoved = "field removed",
    /// A field of a body has another name. Probable, since no page says so.
    FieldRenamed = "field renamed (probably)",
    /// A field of a body stands in another table.
    FieldMoved = "field moved",
    /// The type is different.
    TypeChanged = "type",
    /// The type has another name and the same fields.
    TypeRenamed = "type renamed",
    /// A type of a contract is new.
    TypeAdded = "type added",
    /// A type of a contract is gone.
    TypeRemoved = "type removed",
    /// Whether it must be sent, or is always there, is different.
    MandatoryChanged = "mandatory",
    /// The default is different.
    DefaultChanged = "default",
    /// A value is listed that was not.
    ValueAdded = "value added",
    /// A value is no longer listed.
    ValueRemoved = "value removed",
    /// The variant of the generated enum for a value has another name.
    VariantRenamed = "variant renamed",
    /// The newer page announces its values, or the statuses, and has lost their list.
    ValuesLost = "list lost on the page",
    /// The newer page has the list of values that the older one had lost.
    ValuesFound = "list found again",
    /// The least value or length is different.
    MinimumChanged = "minimum",
    /// The greatest value or length is different.
    MaximumChanged = "maximum",
    /// Another limit on the value is different, such as a pattern.
    LimitChanged = "limit",
    /// Another keyword of a contract is different.
    KeywordChanged = "keyword",
    /// A text of a contract reads differently.
    WordsChanged = "words",
    /// The newer page refers to a type and has lost its table.
    TableLost = "table lost on the page",
    /// The newer page has a table that the older one lacked.
    TableFound = "table found",
    /// The operation takes a body that it did not take.
    BodyAdded = "body added",
    /// The operation takes no body any more.
    BodyRemoved = "body removed",
    /// A status has a body table that it had not.
    ResponseAdded = "body described",
    /// A status has no body table any more.
    ResponseRemoved = "body no longer described",
    /// A response has a media type that it had not.
    MediaTypeAdded = "media type added",
    /// A response has a media type no longer.
    MediaTypeRemoved = "media type removed",
    /// A status is new.
    StatusCodeAdded = "status added",
    /// A status is gone.
    StatusCodeRemoved = "status removed",
    /// The method is different.
    MethodChanged = "method",
    /// The path is different.
    PathChanged = "path",
    /// The vendor's name of the operation is different.
    OperationRenamed = "operation renamed",
    /// No contract has the operation.
    OperationNew = "operation is new",
    /// An operation is gone.
    OperationRemoved = "operation removed",
    /// An address of the service is new.
    ServerAdded = "server added",
    /// An address of the service is gone.
    ServerRemoved = "server removed",
    /// Requests may carry other credentials.
    SecurityAdded = "credentials added",
    /// Requests may no longer carry these credentials.
    SecurityRemoved = "credentials removed",
    /// An example is new.
    ExampleAdded = "example added",
    /// An example is gone.
    ExampleRemoved = "example removed",
    /// A key or a value of an example is different.
    ExampleChanged = "value",
    /// The example has a key that no table has.
    ExampleKeyUndocumented = "key of the example that no table has",
    /// The example is no longer valid against the contract.
    ExampleInvalid = "example not valid against the spec",
    /// The page has a defect that the older edition has not.
    DefectAppeared = "defect appeared",
    /// The page no longer has a defect of the older edition.
    DefectGone = "defect gone",
}
