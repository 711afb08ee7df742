//! What each change means for users of the bindings: the rules, with their reasons.

use ChangeKind::*;
use Severity::{Additive, Breaking, Documentation};
use Side::{Any, Request, Response};
use When::*;

use super::change::{ChangeKind, Severity};

/// The side that a change is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// In a rule: either side. Of a change: neither, such as the path.
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

/// What a change of a kind means, where side and circumstances fit.
type Rule = (ChangeKind, Side, &'static [When], Severity, &'static str);

/// The first rule that fits decides, so that the special ones stand above the general ones.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    (ParameterAdded, Any, &[Mandatory], Breaking, "calls that do not send it are refused"),
    (ParameterAdded, Any, &[], Additive, "calls that do not send it work as before"),
    (ParameterRemoved, Any, &[], Breaking, "callers who set it get something else, and its setter goes"),
    (ParameterRenamed, Any, &[], Breaking, "the old name is no longer listened to"),
    (ParameterMoved, Any, &[], Breaking, "it is not listened to in the old place"),
    (FieldAdded, Request, &[Mandatory], Breaking, "requests that do not send it are refused"),
    (FieldAdded, Request, &[], Additive, "requests that do not send it work as before"),
    (FieldAdded, Any, &[], Additive, "unknown fields are kept already; now it can have a name"),
    (FieldRemoved, Request, &[], Breaking, "callers who set it get something else, and its setter goes"),
    (FieldRemoved, Any, &[], Breaking, "callers who read it find nothing"),
    (FieldRenamed, Any, &[], Breaking, "under the old name there is nothing any more"),
    (FieldMoved, Any, &[], Breaking, "in the old place there is nothing any more"),
    (TypeChanged, Any, &[Release], Breaking, "its Rust type changes"),
    (TypeChanged, Any, &[SameType], Documentation, "the words may mean one type, or one is not a type"),
    (TypeChanged, Request, &[], Breaking, "what was sent may be refused"),
    (TypeChanged, Any, &[], Breaking, "what comes may not decode, and its Rust type changes"),
    (TypeRenamed, Any, &[Release], Breaking, "the generated type has that name"),
    (TypeRenamed, Any, &[], Documentation, "names of types are not on the wire"),
    (TypeAdded, Any, &[], Additive, "there is one more generated type"),
    (TypeRemoved, Any, &[], Breaking, "the generated type is gone"),
    (MandatoryChanged, Response, &[Mandatory, Release], Additive, "it is certain to be there"),
    (MandatoryChanged, Response, &[Release], Breaking, "readers must expect its absence"),
    (MandatoryChanged, Any, &[Mandatory], Breaking, "calls that do not send it are refused"),
    (MandatoryChanged, Any, &[Unstated], Documentation, "one edition does not say whether it must be sent"),
    (MandatoryChanged, Any, &[], Additive, "it may be left out now"),
    (DefaultChanged, Any, &[Release], Breaking, "calls that leave it out do something else"),
    (DefaultChanged, Response, &[], Documentation, "a default is a rule for requests"),
    (DefaultChanged, Any, &[Unstated], Documentation, "one edition does not state it; the service need not differ"),
    (DefaultChanged, Any, &[], Breaking, "calls that leave it out do something else"),
    (ValueAdded, Request, &[], Additive, "what could be sent still can"),
    (ValueAdded, Response, &[Closed, Release], Breaking, "clients that know the closed list do not decode it"),
    (ValueAdded, Any, &[], Additive, "sets of values are open: an unknown one is kept as text"),
    (ValueRemoved, Any, &[Release], Breaking, "its variant of the generated enum is gone"),
    (ValueRemoved, Request, &[], Breaking, "the value may be refused"),
    (ValueRemoved, Any, &[], Documentation, "the value keeps its variant, for it may still come"),
    (VariantRenamed, Any, &[], Breaking, "code that names the variant does not compile"),
    (ValuesLost, Any, &[], Documentation, "the page lost them; the service did not"),
    (ValuesFound, Any, &[], Documentation, "the older page had lost them; compare them with the spec"),
    (MinimumChanged, Request, &[Narrower], Breaking, "values that were good may be refused"),
    (MinimumChanged, Request, &[Wider, Release], Additive, "values that were good still are"),
    (MinimumChanged, Response, &[Narrower, Release], Additive, "what comes was allowed before"),
    (MinimumChanged, Any, &[Release], Breaking, "what comes may be unexpected"),
    (MinimumChanged, Any, &[], Documentation, "the bindings do not check limits"),
    (MaximumChanged, Request, &[Narrower], Breaking, "values that were good may be refused"),
    (MaximumChanged, Request, &[Wider, Release], Additive, "values that were good still are"),
    (MaximumChanged, Response, &[Narrower, Release], Additive, "what comes was allowed before"),
    (MaximumChanged, Any, &[Release], Breaking, "what comes may be unexpected"),
    (MaximumChanged, Any, &[], Documentation, "the bindings do not check limits"),
    (LimitChanged, Request, &[Wider], Additive, "values that were good still are"),
    (LimitChanged, Response, &[Narrower], Additive, "what comes was allowed before"),
    (LimitChanged, Request, &[], Breaking, "values that were good may be refused"),
    (LimitChanged, Any, &[], Breaking, "what comes may be unexpected"),
    (KeywordChanged, Any, &[Helps], Additive, "generated code offers more"),
    (KeywordChanged, Request, &[Wider], Additive, "values that were good still are"),
    (KeywordChanged, Response, &[Narrower], Additive, "what comes was allowed before"),
    (KeywordChanged, Any, &[], Breaking, "it may decide what is sent, or what is generated"),
    (WordsChanged, Any, &[], Documentation, "it is for people alone"),
    (TableLost, Any, &[], Documentation, "the page still refers to the type; the service keeps its fields"),
    (TableFound, Any, &[], Additive, "fields that nobody had documented can have names"),
    (BodyAdded, Any, &[Mandatory], Breaking, "calls that do not send it are refused"),
    (BodyAdded, Any, &[], Additive, "calls that do not send it work as before"),
    (BodyRemoved, Any, &[], Breaking, "callers who send it get something else"),
    (ResponseAdded, Any, &[], Additive, "a body that was not described is"),
    (ResponseRemoved, Any, &[Success], Breaking, "what comes with success is not known any more"),
    (ResponseRemoved, Any, &[], Documentation, "every failure is read in one way, described or not"),
    (MediaTypeAdded, Any, &[], Additive, "what was sent or came before still does"),
    (MediaTypeRemoved, Any, &[], Breaking, "what was sent may be refused, and what came may not come"),
    (StatusCodeAdded, Any, &[Success, Release], Breaking, "calls return a type that can hold either"),
    (StatusCodeAdded, Any, &[], Additive, "any status is handled; now this one is named"),
    (StatusCodeRemoved, Any, &[Success], Breaking, "success may come with another status"),
    (StatusCodeRemoved, Any, &[Release], Additive, "any status is handled, named or not"),
    (StatusCodeRemoved, Any, &[], Documentation, "any status is handled, named or not"),
    (MethodChanged, Any, &[], Breaking, "calls go nowhere"),
    (PathChanged, Any, &[], Breaking, "calls go nowhere"),
    (OperationRenamed, Any, &[], Documentation, "the name is not on the wire; ours follows the vendor's"),
    (OperationNew, Any, &[], Additive, "there is one more operation to bind"),
    (OperationRemoved, Any, &[], Breaking, "calls go nowhere"),
    (ServerAdded, Any, &[], Additive, "calls may go there"),
    (ServerRemoved, Any, &[], Breaking, "calls can no longer go there"),
    (SecurityAdded, Any, &[], Additive, "what was carried still can be"),
    (SecurityRemoved, Any, &[], Breaking, "requests that carry it are refused"),
    (ExampleAdded, Any, &[Release], Additive, "the mock serves one more payload"),
    (ExampleRemoved, Any, &[Release], Breaking, "the mock no longer serves the payload"),
    (ExampleChanged, Any, &[Release], Additive, "the mock serves other values"),
    (ExampleAdded, Any, &[], Documentation, "an example shows, and promises nothing"),
    (ExampleRemoved, Any, &[], Documentation, "an example shows, and promises nothing"),
    (ExampleChanged, Any, &[], Documentation, "an example shows, and promises nothing"),
    (ExampleInvalid, Any, &[], Breaking, "the service may send what the bindings do not decode"),
    (ExampleKeyUndocumented, Any, &[], Additive, "unknown fields are kept already; it can have a name"),
    (DefectAppeared, Any, &[], Documentation, "the page is damaged; the service is not"),
    (DefectGone, Any, &[], Documentation, "the page was mended"),
];

/// What a change means, and why.
pub fn judge(kind: ChangeKind, side: Side, when: &[When]) -> (Severity, &'static str) {
    let fits = |rule: &&Rule| {
        let (of, on, circumstances, ..) = rule;
        *of == kind && (*on == Any || *on == side) && circumstances.iter().all(|one| when.contains(one))
    };
    // The tests rule out a kind that no rule names.
    let unknown = (kind, Any, &[][..], Breaking, UNKNOWN);
    let (_, _, _, severity, why) = RULES.iter().find(fits).unwrap_or(&unknown);
    (*severity, why)
}

const UNKNOWN: &str = "no rule says what it means";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_rule_on_each_side() {
        for kind in ChangeKind::ALL {
            for side in [Request, Response, Any] {
                assert_ne!(judge(*kind, side, &[]).1, UNKNOWN, "{kind:?} {side:?}");
            }
        }
    }

    #[test]
    fn the_direction_decides() {
        let cases: [(ChangeKind, Side, &[When], Severity); 15] = [
            (FieldRemoved, Response, &[], Breaking),
            (FieldAdded, Response, &[], Additive),
            (FieldAdded, Request, &[Mandatory], Breaking),
            (ParameterAdded, Request, &[Mandatory], Breaking),
            (ParameterAdded, Request, &[], Additive),
            (ValueRemoved, Request, &[], Breaking),
            (ValueRemoved, Response, &[], Documentation),
            (ValueAdded, Request, &[Closed, Release], Additive),
            (ValueAdded, Response, &[Closed, Release], Breaking),
            (DefaultChanged, Request, &[], Breaking),
            (DefaultChanged, Response, &[], Documentation),
            (MaximumChanged, Request, &[Narrower], Breaking),
            (MaximumChanged, Response, &[Narrower], Documentation),
            (MandatoryChanged, Request, &[Mandatory, Release], Breaking),
            (MandatoryChanged, Response, &[Mandatory, Release], Additive),
        ];
        for (kind, side, when, severity) in cases {
            assert_eq!(judge(kind, side, when).0, severity, "{kind:?} {side:?} {when:?}");
        }
    }
}
