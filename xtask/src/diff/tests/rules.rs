use crate::diff::{
    ChangeKind::{self, *},
    Severity::{self, *},
    Side::{self, *},
    rules::{
        When::{self, *},
        judge,
    },
};

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
