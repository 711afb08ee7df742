//! What each change means for users of the bindings: the rules, with their reasons.

use ChangeKind::{
    DefaultChanged, DefectAppeared, DefectGone, ExampleAdded, ExampleChanged, ExampleInvalid, ExampleKeyUndocumented,
    ExampleRemoved, FieldAdded, FieldMoved, FieldRemoved, FieldRenamed, MandatoryChanged, MaximumChanged,
    MethodChanged, MinimumChanged, OperationNew, OperationRenamed, ParameterAdded, ParameterMoved, ParameterRemoved,
    ParameterRenamed, PathChanged, ResponseAdded, ResponseRemoved, StatusCodeAdded, StatusCodeRemoved, TableFound,
    TableLost, TypeChanged, TypeRenamed, ValueAdded, ValueRemoved, ValuesFound, ValuesLost,
};
use Impact::{Additive, Breaking, Documentation};
use Side::{Any, Request, Response};

use super::{ChangeKind, Impact};

/// The side that a change is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// In a rule: either side. Of a change: neither, such as the path.
    Any,
}

/// What else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// In a rule: whatever the circumstance. Of a change: nothing else decides.
    Always,
    /// It must be sent, now.
    Mandatory,
    /// One of the two editions states nothing.
    Unstated,
    /// Less is allowed than before.
    Narrower,
    /// Both words may mean one Rust type, or one of them is no type.
    SameType,
    /// It is about a status of failure.
    Failure,
}

struct Rule {
    kind: ChangeKind,
    side: Side,
    when: When,
    impact: Impact,
    why: &'static str,
}

const fn rule(kind: ChangeKind, side: Side, when: When, impact: Impact, why: &'static str) -> Rule {
    Rule {
        kind,
        side,
        when,
        impact,
        why,
    }
}

/// The first rule that fits decides, so that the special ones stand above the general ones.
#[rustfmt::skip]
const RULES: [Rule; 48] = [
    rule(ParameterAdded, Any, When::Mandatory, Breaking, "calls that do not send it are refused"),
    rule(ParameterAdded, Any, When::Always, Additive, "calls that do not send it work as before"),
    rule(ParameterRemoved, Any, When::Always, Breaking, "callers who set it get something else, and its setter goes"),
    rule(ParameterRenamed, Any, When::Always, Breaking, "the old name is no longer listened to"),
    rule(ParameterMoved, Any, When::Always, Breaking, "it is not listened to in the old place"),
    rule(FieldAdded, Request, When::Mandatory, Breaking, "requests that do not send it are refused"),
    rule(FieldAdded, Request, When::Always, Additive, "requests that do not send it work as before"),
    rule(FieldAdded, Response, When::Always, Additive, "unknown fields are kept already; now it can have a name"),
    rule(FieldRemoved, Request, When::Always, Breaking, "callers who set it get something else, and its setter goes"),
    rule(FieldRemoved, Response, When::Always, Breaking, "callers who read it find nothing"),
    rule(FieldRenamed, Any, When::Always, Breaking, "under the old name there is nothing any more"),
    rule(FieldMoved, Any, When::Always, Breaking, "in the old place there is nothing any more"),
    rule(TypeChanged, Any, When::SameType, Documentation, "the words may mean one type, or one is no type"),
    rule(TypeChanged, Request, When::Always, Breaking, "what was sent may be refused"),
    rule(TypeChanged, Response, When::Always, Breaking, "what comes may not decode, and its Rust type changes"),
    rule(TypeRenamed, Any, When::Always, Documentation, "names of types are not on the wire"),
    rule(MandatoryChanged, Any, When::Mandatory, Breaking, "calls that do not send it are refused"),
    rule(MandatoryChanged, Any, When::Unstated, Documentation, "one edition does not say whether it must be sent"),
    rule(MandatoryChanged, Any, When::Always, Additive, "it may be left out now"),
    rule(DefaultChanged, Response, When::Always, Documentation, "a default is a rule for requests"),
    rule(DefaultChanged, Any, When::Unstated, Documentation, "one edition does not state it; the service need not differ"),
    rule(DefaultChanged, Any, When::Always, Breaking, "calls that leave it out do something else"),
    rule(ValueAdded, Request, When::Always, Additive, "what could be sent still can"),
    rule(ValueAdded, Response, When::Always, Additive, "sets of values are open: an unknown one is kept as text"),
    rule(ValueRemoved, Request, When::Always, Breaking, "the value may be refused"),
    rule(ValueRemoved, Response, When::Always, Documentation, "the value keeps its variant, for it may still come"),
    rule(ValuesLost, Any, When::Always, Documentation, "the page lost them; the service did not"),
    rule(ValuesFound, Any, When::Always, Documentation, "the older page had lost them; compare them with the spec"),
    rule(MinimumChanged, Request, When::Narrower, Breaking, "values that were good may be refused"),
    rule(MinimumChanged, Any, When::Always, Documentation, "the bindings do not check limits"),
    rule(MaximumChanged, Request, When::Narrower, Breaking, "values that were good may be refused"),
    rule(MaximumChanged, Any, When::Always, Documentation, "the bindings do not check limits"),
    rule(TableLost, Any, When::Always, Documentation, "the page still refers to the type; the service keeps its fields"),
    rule(TableFound, Any, When::Always, Additive, "fields that nobody had documented can have names"),
    rule(ResponseAdded, Any, When::Always, Additive, "a body that was not described is"),
    rule(ResponseRemoved, Any, When::Failure, Documentation, "every failure is read in one way, described or not"),
    rule(ResponseRemoved, Any, When::Always, Breaking, "what comes with success is not known any more"),
    rule(StatusCodeAdded, Any, When::Always, Additive, "any status is handled; now this one is named"),
    rule(StatusCodeRemoved, Any, When::Failure, Documentation, "any status is handled, named or not"),
    rule(StatusCodeRemoved, Any, When::Always, Breaking, "success may come with another status"),
    rule(MethodChanged, Any, When::Always, Breaking, "calls go to nowhere"),
    rule(PathChanged, Any, When::Always, Breaking, "calls go to nowhere"),
    rule(OperationRenamed, Any, When::Always, Documentation, "the name is not on the wire; ours follows the vendor's"),
    rule(OperationNew, Any, When::Always, Additive, "there is one more operation to bind"),
    rule(ExampleInvalid, Any, When::Always, Breaking, "the service may send what the bindings do not decode"),
    rule(ExampleKeyUndocumented, Any, When::Always, Additive, "unknown fields are kept already; it can have a name"),
    rule(DefectAppeared, Any, When::Always, Documentation, "the page is damaged; the service is not"),
    rule(DefectGone, Any, When::Always, Documentation, "the page was mended"),
];

/// Examples bind nobody.
const EXAMPLES: [ChangeKind; 3] = [ExampleAdded, ExampleRemoved, ExampleChanged];

/// What a change means, and why.
pub(super) fn of(kind: ChangeKind, side: Side, when: When) -> (Impact, &'static str) {
    let fits = |rule: &&Rule| {
        rule.kind == kind && (rule.side == Any || rule.side == side) && (rule.when == When::Always || rule.when == when)
    };
    match RULES.iter().find(fits) {
        Some(rule) => (rule.impact, rule.why),
        None if EXAMPLES.contains(&kind) => (Documentation, "an example shows, and promises nothing"),
        // Only a kind that no rule names comes here, which the tests rule out.
        None => (Breaking, "nobody has thought about it yet"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, Impact, Side, When, of};

    #[test]
    fn every_kind_has_a_rule_on_each_side_where_it_occurs() {
        for kind in ChangeKind::ALL {
            for side in [Side::Request, Side::Response] {
                let (_, why) = of(kind, side, When::Always);
                assert_ne!(why, "nobody has thought about it yet", "{kind:?} {side:?}");
            }
        }
    }

    #[test]
    fn the_direction_decides() {
        let rules = [
            (ChangeKind::FieldRemoved, Side::Response, When::Always, Impact::Breaking),
            (ChangeKind::FieldAdded, Side::Response, When::Always, Impact::Additive),
            (ChangeKind::FieldAdded, Side::Request, When::Mandatory, Impact::Breaking),
            (
                ChangeKind::ParameterAdded,
                Side::Request,
                When::Mandatory,
                Impact::Breaking,
            ),
            (
                ChangeKind::ParameterAdded,
                Side::Request,
                When::Always,
                Impact::Additive,
            ),
            (ChangeKind::ValueRemoved, Side::Request, When::Always, Impact::Breaking),
            (
                ChangeKind::ValueRemoved,
                Side::Response,
                When::Always,
                Impact::Documentation,
            ),
            (
                ChangeKind::DefaultChanged,
                Side::Request,
                When::Always,
                Impact::Breaking,
            ),
            (
                ChangeKind::DefaultChanged,
                Side::Response,
                When::Always,
                Impact::Documentation,
            ),
            (
                ChangeKind::MaximumChanged,
                Side::Request,
                When::Narrower,
                Impact::Breaking,
            ),
            (
                ChangeKind::MaximumChanged,
                Side::Response,
                When::Narrower,
                Impact::Documentation,
            ),
        ];
        for (kind, side, when, impact) in rules {
            assert_eq!(of(kind, side, when).0, impact, "{kind:?} {side:?} {when:?}");
        }
    }
}
