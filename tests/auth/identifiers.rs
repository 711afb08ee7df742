//! Identifiers that could lead a path astray are refused.

use modelarts::{InvalidIdentifier, ProjectId, WorkspaceId};
use proptest::prelude::*;

#[test]
fn what_the_service_uses_is_accepted() {
    for text in ["0", "0123456789abcdef0123456789abcdef", "a-b-C9", &"x".repeat(64)] {
        assert_eq!(ProjectId::new(text).unwrap().as_str(), text);
        assert_eq!(text.parse::<WorkspaceId>().unwrap().to_string(), text);
        assert_eq!(WorkspaceId::try_from(text.to_owned()).unwrap().as_ref(), text);
    }
}

#[test]
fn what_could_leave_its_segment_is_refused() {
    for text in [
        "", ".", "..", "/", "a/b", "%2F", "a%2fb", "a b", "a?b", "a#b", "a\\b", "a_b", "ä", "\u{ff10}", "a\n", "\0",
    ] {
        assert!(ProjectId::try_from(text).is_err(), "{text:?}");
        assert!(WorkspaceId::new(text).is_err(), "{text:?}");
    }
    assert!(ProjectId::new("x".repeat(65)).is_err());
}

#[test]
fn the_error_names_the_identifier_the_fault_and_the_form() {
    let message = |result: Result<WorkspaceId, InvalidIdentifier>| result.unwrap_err().to_string();
    let form = "(allowed: 1 to 64 ascii letters, digits and hyphens)";
    assert_eq!(
        message(WorkspaceId::new("")),
        format!("invalid workspace id: it is empty {form}")
    );
    assert_eq!(
        message(WorkspaceId::new("a/b")),
        format!("invalid workspace id: it has '/' at byte 1 {form}")
    );
    assert_eq!(
        message(WorkspaceId::new("x".repeat(65))),
        format!("invalid workspace id: it is 65 bytes long {form}")
    );
    assert_eq!(ProjectId::new("..").unwrap_err().identifier(), "project id");
}

proptest! {
    #[test]
    fn an_identifier_is_always_one_whole_segment(text in any::<String>()) {
        if let Ok(id) = ProjectId::new(&text) {
            let mut url = reqwest::Url::parse("https://example.com/").unwrap();
            url.set_path(&format!("/v2/{id}/pools"));
            prop_assert_eq!(url.path_segments().unwrap().collect::<Vec<_>>(), ["v2", text.as_str(), "pools"]);
        }
    }
}
