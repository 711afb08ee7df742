//! What is read from the bodies of failures, in every shape that the service and its gateways use, and in none.

use super::*;
use proptest::{collection::vec, prelude::*};
use serde_json::Map;

/// The errors of calls with these responses, whose kind, status and body are checked.
fn failures(responses: &[(u16, Headers<'_>, Vec<u8>)]) -> Vec<Error> {
    let replies = responses.iter();
    let replies = replies.map(|(status, headers, body)| Reply::kept_alive(*status, headers, body));
    let server = FaultServer::sequence(replies.collect::<Vec<_>>());
    let runtime = runtime();
    let once = builder(server.url()).retry_policy(RetryPolicy::none());
    let client = runtime.block_on(once.build()).unwrap();
    let error = |(status, _, body): &(u16, Headers<'_>, Vec<u8>)| {
        let error = runtime.block_on(client.show_os_quota().into_future()).unwrap_err();
        let actual = (error.kind(), error.status(), error.attempts(), error.body());
        assert_eq!(actual, (Service, Some(*status), 1, Some(&body[..])));
        // Whatever the body holds, it can be printed.
        assert_eq!(printed(&error).len(), 4);
        error
    };
    responses.iter().map(error).collect()
}

/// Code, message and request id in a body, or a hyphen each.
const SHAPES: &str = r#"
c m -  {"error_code": "c", "error_msg": "m"}
c m r  {"error_code": "c", "error_msg": "m", "request_id": "r"}
c m r  {"errorCode": "c", "errorMsg": "m", "requestId": "r"}
c m -  {"code": "c", "message": "m"}
4 m -  {"code": 4, "message": "m"}
4 m -  {"error": {"code": 4, "message": "m", "title": "Forbidden"}}
c m r  {"error": {"code": "c", "message": "m", "request_id": "r"}}
c m r  {"request_id": "r", "error": {"error_code": "c", "error_msg": "m"}}
c m -  {"itemNotFound": {"message": "m", "code": "c"}}
c m -  {"error_code": "c", "error_msg": "m", "encoded_authorization_message": "e", "details": [{"code": "d"}]}
- m -  {"error_msg": "m"}
c - -  {"code": "c"}
- - r  {"error_code": null, "error_msg": null, "request_id": "r"}
- - -  {"error_code": ["c"], "error_msg": {"m": 1}}
- - -  {}
# In the order of the official SDKs:
c m -  {"code": "3", "message": "3", "error_code": "c", "error_msg": "m"}
c m -  {"errorCode": "c", "errorMsg": "m", "code": "3", "message": "3"}
# A complete pair takes precedence over half of an earlier one:
c m -  {"error_code": "1", "code": "c", "message": "m"}
c m -  {"error_code": "", "error_msg": "", "code": "c", "message": "m"}
"#;

#[test]
fn every_documented_shape_is_read() {
    for line in SHAPES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (expected, body) = line.split_once("  ").unwrap();
        let expected = expected.split(' ').map(|text| Some(text).filter(|text| *text != "-"));
        let [code, message, in_body] = expected.collect::<Vec<_>>().try_into().unwrap();
        let cases: [(Headers<'_>, _); 5] = [
            (&[], in_body),
            (&[("X-Request-Id", "h")], Some("h")),
            (&[("x-request-id", "h")], Some("h")),
            (&[("X-Request-Id", "")], in_body),
            (&[("X-Request-Id", "\u{e9}")], in_body),
        ];
        let errors = failures(&cases.map(|(headers, _)| (400, headers, body.into())));
        for (error, (_, request_id)) in errors.iter().zip(cases) {
            let actual = [error.code(), error.message(), error.request_id()];
            assert_eq!(actual, [code, message, request_id], "{line}");
        }
    }
}

#[test]
fn a_body_that_is_not_a_json_object_is_quoted_in_part() {
    let long = "word ".repeat(1000);
    let page = "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title></head>\r\n<body bgcolor=\"white\">\r\n\
        <center><h1>502 Bad Gateway</h1></center><hr><center>api-gateway</center>\r\n</body></html>\r\n";
    let cases = [
        ("no healthy upstream", Some("no healthy upstream")),
        ("  two\r\n\tlines\u{0} ", Some("two lines")),
        (
            "<h1>504 Gateway Time-out</h1>\n<hr/>nginx",
            Some("504 Gateway Time-out nginx"),
        ),
        (page, Some("502 Bad Gateway 502 Bad Gateway api-gateway")),
        ("a < b > c", Some("a c")),
        ("[\"listed\"]", Some("[\"listed\"]")),
        ("{\"error_code\": \"c\", \"err", Some("{\"error_code\": \"c\", \"err")),
        (&long, Some(&long[..200])),
        ("", None),
        (" \n", None),
        ("<html><body></body></html>", None),
        ("\0\0", None),
    ];
    let errors = failures(&cases.map(|(body, _)| (502, &[][..], body.into())));
    for (error, (body, message)) in errors.iter().zip(cases) {
        assert_eq!((error.code(), error.message()), (None, message), "{body:?}");
    }
}

/// Text of all kinds that is not empty.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z]{1,9}\\.[0-9]{4,8}", "\\PC{1,40}", any::<String>()]
        .prop_filter("empty", |text| !text.is_empty())
}

/// Any JSON, without depth that no parser accepts.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let known = prop::sample::select(vec!["error", "error_code", "message", "request_id"]);
    let key = prop_oneof![text(), known.prop_map(str::to_owned)];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key.clone(), inner), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Further fields, with other names than those that are read, and without objects that could be taken for an error.
fn other_fields() -> impl Strategy<Value = Map<String, Value>> {
    let texts = vec(text(), 0..3).prop_map(Value::from);
    let value = prop_oneof![Just(Value::Null), text().prop_map(Value::from), texts];
    vec(("x_[a-z]{1,8}", value), 0..5).prop_map(|pairs| pairs.into_iter().collect())
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![400..=600_u16, 300..=303_u16].prop_filter("renews credentials", |status| *status != 401)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn status_and_request_id_survive_whatever_the_body_holds(
        bodies in vec((status(), prop_oneof![
            vec(any::<u8>(), 0..400),
            any::<String>().prop_map(String::into_bytes),
            any_json().prop_map(|value| value.to_string().into_bytes()),
            (0..3000_usize).prop_map(|depth| "{\"error\":".repeat(depth).into_bytes()),
            (0..3000_usize).prop_map(|depth| ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes()),
        ]), 32),
    ) {
        let headers: Headers<'_> = &[("X-Request-Id", "h")];
        let responses: Vec<_> = bodies.into_iter().map(|(status, body)| (status, headers, body)).collect();
        for error in failures(&responses) {
            prop_assert_eq!(error.request_id(), Some("h"));
            prop_assert!(error.message().is_none_or(|message| !message.is_empty()));
        }
    }

    #[test]
    fn code_message_and_request_id_are_found_in_every_shape(
        bodies in vec((
            status(),
            prop::sample::select(vec![("error_code", "error_msg"), ("errorCode", "errorMsg"), ("code", "message")]),
            prop_oneof![text().prop_map(Value::from), any::<i64>().prop_map(Value::from)],
            text(),
            prop::option::of(text()),
            prop::option::of("[a-z_]{1,12}"),
            other_fields(),
        ), 32),
    ) {
        let responses = bodies.iter().map(|(status, names, code, message, request_id, wrapped, fields)| {
            let mut fields = fields.clone();
            fields.insert(names.0.to_owned(), code.clone());
            fields.insert(names.1.to_owned(), message.as_str().into());
            if let Some(request_id) = request_id {
                fields.insert("request_id".to_owned(), request_id.as_str().into());
            }
            let body = match wrapped {
                Some(name) => json!({ name: fields }),
                None => Value::Object(fields),
            };
            (*status, &[][..], body.to_string().into_bytes())
        });
        let errors = failures(&responses.collect::<Vec<_>>());
        for (error, (_, _, code, message, request_id, ..)) in errors.iter().zip(&bodies) {
            let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
            prop_assert_eq!(error.request_id(), request_id.as_deref());
            prop_assert_eq!((error.code(), error.message()), (Some(code.as_str()), Some(message.as_str())));
        }
    }
}
