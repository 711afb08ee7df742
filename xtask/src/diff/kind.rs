//! The kinds of changes.

use serde::Serialize;

/// Declares the kinds of changes, each with the words that reports print for it.
macro_rules! kinds {
    ($($kind:ident = $words:literal,)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ChangeKind {
            $(#[doc = $words] $kind,)*
        }

        impl ChangeKind {
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
    ParameterAdded = "parameter added",
    ParameterRemoved = "parameter removed",
    ParameterRenamed = "parameter renamed (probably)",
    ParameterMoved = "parameter moved",
    FieldAdded = "field added",
    FieldRemoved = "field removed",
    FieldRenamed = "field renamed (probably)",
    FieldMoved = "field moved",
    TypeChanged = "type",
    TypeRenamed = "type renamed",
    TypeAdded = "type added",
    TypeRemoved = "type removed",
    MandatoryChanged = "mandatory",
    DefaultChanged = "default",
    ValueAdded = "value added",
    ValueRemoved = "value removed",
    VariantRenamed = "variant renamed",
    ValuesLost = "list lost on the page",
    ValuesFound = "list found again",
    MinimumChanged = "minimum",
    MaximumChanged = "maximum",
    LimitChanged = "limit",
    KeywordChanged = "keyword",
    WordsChanged = "words",
    TableLost = "table lost on the page",
    TableFound = "table found",
    BodyAdded = "body added",
    BodyRemoved = "body removed",
    ResponseAdded = "body described",
    ResponseRemoved = "body no longer described",
    MediaTypeAdded = "media type added",
    MediaTypeRemoved = "media type removed",
    StatusCodeAdded = "status added",
    StatusCodeRemoved = "status removed",
    MethodChanged = "method",
    PathChanged = "path",
    OperationRenamed = "operation renamed",
    OperationNew = "operation is new",
    OperationRemoved = "operation removed",
    ServerAdded = "server added",
    ServerRemoved = "server removed",
    SecurityAdded = "credentials added",
    SecurityRemoved = "credentials removed",
    ExampleAdded = "example added",
    ExampleRemoved = "example removed",
    ExampleChanged = "value",
    ExampleKeyUndocumented = "key of the example that no table has",
    ExampleInvalid = "example not valid against the spec",
    DefectAppeared = "defect appeared",
    DefectGone = "defect gone",
}
