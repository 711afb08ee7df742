//! The kinds of changes, and what each means for users of the bindings: the rules, with their reasons.

use std::fmt;

use ChangeKind::*;
use Severity::{Additive, Breaking, Documentation};
use Side::{Request, Response};
use When::*;
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

/// The side that a change is on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// Neither, such as the path.
    #[default]
    Any,
}

/// What else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It must be sent, or is always there, now.
    Mandatory,
    /// One of the two documents states nothing.
    Unstated,
    /// Less is allowed than before.
    Narrower,
    /// More is allowed than before.
    Wider,
    /// Both words may mean one Rust type, or one of them is not a type.
    SameType,
    /// It is about a status of success.
    Success,
    /// The list of values is one that the service is certain to keep to.
    Closed,
    /// It only adds to what generated code offers.
    Helps,
    /// Both documents are contracts, whose names and keywords decide what is generated.
    Release,
}

/// What a change means, and why.
#[rustfmt::skip]
pub fn judge(kind: ChangeKind, side: Side, when: &[When]) -> (Severity, &'static str) {
    let is = |circumstance| when.contains(&circumstance);
    match kind {
        ParameterAdded | BodyAdded if is(Mandatory) => (Breaking, "calls that do not send it are refused"),
        ParameterAdded | BodyAdded => (Additive, "calls that do not send it work as before"),
        ParameterRemoved => (Breaking, "callers who set it get something else, and its setter goes"),
        ParameterRenamed => (Breaking, "the old name is no longer listened to"),
        ParameterMoved => (Breaking, "it is not listened to in the old place"),
        FieldAdded if side == Request && is(Mandatory) => (Breaking, "requests that do not send it are refused"),
        FieldAdded if side == Request => (Additive, "requests that do not send it work as before"),
        FieldAdded => (Additive, "unknown fields are kept already; now it can have a name"),
        FieldRemoved if side == Request => (Breaking, "callers who set it get something else, and its setter goes"),
        FieldRemoved => (Breaking, "callers who read it find nothing"),
        FieldRenamed => (Breaking, "under the old name there is nothing any more"),
        FieldMoved => (Breaking, "in the old place there is nothing any more"),
        TypeChanged if is(Release) => (Breaking, "its Rust type changes"),
        TypeChanged if is(SameType) => (Documentation, "the words may mean one type, or one is not a type"),
        TypeChanged if side == Request => (Breaking, "what was sent may be refused"),
        TypeChanged => (Breaking, "what comes may not decode, and its Rust type changes"),
        TypeRenamed if is(Release) => (Breaking, "the generated type has that name"),
        TypeRenamed => (Documentation, "names of types are not on the wire"),
        TypeAdded => (Additive, "there is one more generated type"),
        TypeRemoved => (Breaking, "the generated type is gone"),
        MandatoryChanged if side == Response && is(Mandatory) && is(Release) => (Additive, "it is certain to be there"),
        MandatoryChanged if side == Response && is(Release) => (Breaking, "readers must expect its absence"),
        MandatoryChanged if is(Mandatory) => (Breaking, "calls that do not send it are refused"),
        MandatoryChanged if is(Unstated) => (Documentation, "one edition does not say whether it must be sent"),
        MandatoryChanged => (Additive, "it may be left out now"),
        DefaultChanged if is(Release) => (Breaking, "calls that leave it out do something else"),
        DefaultChanged if side == Response => (Documentation, "a default is a rule for requests"),
        DefaultChanged if is(Unstated) => (Documentation, "one edition does not state it; the service need not differ"),
        DefaultChanged => (Breaking, "calls that leave it out do something else"),
        ValueAdded if side == Request => (Additive, "what could be sent still can"),
        ValueAdded if side == Response && is(Closed) && is(Release) => (Breaking, "clients that know the closed list do not decode it"),
        ValueAdded => (Additive, "sets of values are open: an unknown one is kept as text"),
        ValueRemoved if is(Release) => (Breaking, "its variant of the generated enum is gone"),
        ValueRemoved if side == Request => (Breaking, "the value may be refused"),
        ValueRemoved => (Documentation, "the value keeps its variant, for it may still come"),
        VariantRenamed => (Breaking, "code that names the variant does not compile"),
        ValuesLost => (Documentation, "the page lost them; the service did not"),
        ValuesFound => (Documentation, "the older page had lost them; compare them with the spec"),
        MinimumChanged | MaximumChanged if side == Request && is(Narrower) => (Breaking, "values that were good may be refused"),
        MinimumChanged | MaximumChanged if !is(Release) => (Documentation, "the bindings do not check limits"),
        KeywordChanged if is(Helps) => (Additive, "generated code offers more"),
        MinimumChanged | MaximumChanged | LimitChanged | KeywordChanged if side == Request && is(Wider) => (Additive, "values that were good still are"),
        MinimumChanged | MaximumChanged | LimitChanged | KeywordChanged if side == Response && is(Narrower) => (Additive, "what comes was allowed before"),
        LimitChanged if side == Request => (Breaking, "values that were good may be refused"),
        MinimumChanged | MaximumChanged | LimitChanged => (Breaking, "what comes may be unexpected"),
        KeywordChanged => (Breaking, "it may decide what is sent, or what is generated"),
        WordsChanged => (Documentation, "it is for people alone"),
        TableLost => (Documentation, "the page still refers to the type; the service keeps its fields"),
        TableFound => (Additive, "fields that nobody had documented can have names"),
        BodyRemoved => (Breaking, "callers who send it get something else"),
        ResponseAdded => (Additive, "a body that was not described is"),
        ResponseRemoved if is(Success) => (Breaking, "what comes with success is not known any more"),
        ResponseRemoved => (Documentation, "every failure is read in one way, described or not"),
        MediaTypeAdded => (Additive, "what was sent or came before still does"),
        MediaTypeRemoved => (Breaking, "what was sent may be refused, and what came may not come"),
        StatusCodeAdded if is(Success) && is(Release) => (Breaking, "calls return a type that can hold either"),
        StatusCodeAdded => (Additive, "any status is handled; now this one is named"),
        StatusCodeRemoved if is(Success) => (Breaking, "success may come with another status"),
        StatusCodeRemoved if is(Release) => (Additive, "any status is handled, named or not"),
        StatusCodeRemoved => (Documentation, "any status is handled, named or not"),
        MethodChanged | PathChanged | OperationRemoved => (Breaking, "calls go nowhere"),
        OperationRenamed => (Documentation, "the name is not on the wire; ours follows the vendor's"),
        OperationNew => (Additive, "there is one more operation to bind"),
        ServerAdded => (Additive, "calls may go there"),
        ServerRemoved => (Breaking, "calls can no longer go there"),
        SecurityAdded => (Additive, "what was carried still can be"),
        SecurityRemoved => (Breaking, "requests that carry it are refused"),
        ExampleAdded | ExampleRemoved | ExampleChanged if !is(Release) => (Documentation, "an example shows, and promises nothing"),
        ExampleAdded => (Additive, "the mock serves one more payload"),
        ExampleRemoved => (Breaking, "the mock no longer serves the payload"),
        ExampleChanged => (Additive, "the mock serves other values"),
        ExampleInvalid => (Breaking, "the service may send what the bindings do not decode"),
        ExampleKeyUndocumented => (Additive, "unknown fields are kept already; it can have a name"),
        DefectAppeared => (Documentation, "the page is damaged; the service is not"),
        DefectGone => (Documentation, "the page was mended"),
    }
}
