//! What is read from the bodies of failures, in every shape that the service and its gateways use, and in none.

use std::sync::{Arc, Mutex};

use modelarts::{Client, Error, ErrorKind::Service, RetryPolicy};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

use super::{FaultServer, Reply, builder, printed};

/// A server that answers with what it is given, and a client of it.
struct Responder {
    reply: Arc<Mutex<Reply>>,
    _server: FaultServer,
    client: Client,
    runtime: Runtime,
}

impl Responder {
    fn start() -> Self {
        let reply = Arc::new(Mutex::new(Reply::nothing()));
        let next = reply.clone();
        let server = FaultServer::start(move |_, _| next.lock().unwrap().clone());
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let builder = builder(server.url()).retry_policy(RetryPolicy::none());
        let client = runtime.block_on(builder.build()).unwrap();
        Self {
            reply,
            _server: server,
            client,
            runtime,
        }
    }

    /// The error of a call with this response, whose kind, status and body are checked.
    fn fail(&self, status: u16, headers: &[(&str, &str)], body: &[u8]) -> Error {
        *self.reply.lock().unwrap() = Reply::kept_alive(status, headers, body);
        let call = self.client.show_os_quota().into_future();
        let error = self.runtime.block_on(call).unwrap_err();
        assert_eq!(
            (error.kind(), error.status(), error.attempts()),
            (Service, Some(status), 1)
        );
        assert_eq!(error.body(), Some(body));
        // Whatever the body holds, it can be printed.
        assert_eq!(printed(&error).len(), 4);
        error
    }
}

#[test]
fn every_documented_shape_is_read() {
    const NONE: Option<&str> = None;
    const C: Option<&str> = Some("c");
    const M: Option<&str> = Some("m");
    const R: Option<&str> = Some("r");
    let responder = Responder::start();
    for (code, message, request_id, body) in [
        (C, M, NONE, json!({"error_code": "c", "error_msg": "m"})),
        (C, M, R, json!({"error_code": "c", "error_msg": "m", "request_id": "r"})),
        (C, M, R, json!({"errorCode": "c", "errorMsg": "m", "requestId": "r"})),
        (C, M, NONE, json!({"code": "c", "message": "m"})),
        (Some("404"), M, NONE, json!({"code": 404, "message": "m"})),
        (
            Some("403"),
            M,
            NONE,
            json!({"error": {"code": 403, "message": "m", "title": "Forbidden"}}),
        ),
        (
            C,
            M,
            R,
            json!({"error": {"code": "c", "message": "m", "request_id": "r"}}),
        ),
        (
            C,
            M,
            R,
            json!({"request_id": "r", "error": {"error_code": "c", "error_msg": "m"}}),
        ),
        (C, M, NONE, json!({"itemNotFound": {"message": "m", "code": "c"}})),
        (
            C,
            M,
            NONE,
            json!({"error_code": "c", "error_msg": "m", "details": [{"code": "d"}]}),
        ),
        (
            C,
            M,
            NONE,
            json!({"error_code": "c", "error_msg": "m", "encoded_authorization_message": "e"}),
        ),
        // The order of the official SDKs.
        (
            C,
            M,
            NONE,
            json!({"code": "3", "message": "3", "error_code": "c", "error_msg": "m"}),
        ),
        (
            C,
            M,
            NONE,
            json!({"errorCode": "c", "errorMsg": "m", "code": "3", "message": "3"}),
        ),
        // A complete pair takes precedence over half of an earlier one.
        (C, M, NONE, json!({"error_code": "1", "code": "c", "message": "m"})),
        (
            C,
            M,
            NONE,
            json!({"error_code": "", "error_msg": "", "code": "c", "message": "m"}),
        ),
        (NONE, M, NONE, json!({"error_msg": "m"})),
        (C, NONE, NONE, json!({"code": "c"})),
        (
            NONE,
            NONE,
            R,
            json!({"error_code": null, "error_msg": null, "request_id": "r"}),
        ),
        (NONE, NONE, NONE, json!({"error_code": ["c"], "error_msg": {"m": 1}})),
        (NONE, NONE, NONE, json!({})),
    ] {
        for (headers, request_id) in [(&[][..], request_id), (&[("X-Request-Id", "h")], Some("h"))] {
            let error = responder.fail(400, headers, body.to_string().as_bytes());
            let actual = (error.code(), error.message(), error.request_id());
            assert_eq!(actual, (code, message, request_id), "{body}");
        }
    }
}

#[test]
fn a_body_that_is_not_a_json_object_is_quoted_in_part() {
    let long = "word ".repeat(1000);
    let responder = Responder::start();
    for (body, expected) in [
        ("no healthy upstream", Some("no healthy upstream")),
        ("  two\r\n\tlines\u{0} ", Some("two lines")),
        (
            "<h1>504 Gateway Time-out</h1>\n<hr/>nginx",
            Some("504 Gateway Time-out nginx"),
        ),
        ("a < b > c", Some("a c")),
        ("[\"listed\"]", Some("[\"listed\"]")),
        ("{\"error_code\": \"c\", \"err", Some("{\"error_code\": \"c\", \"err")),
        (long.as_str(), Some(&long[..200])),
        ("", None),
        (" \n", None),
        ("<html><body></body></html>", None),
        ("\0\0", None),
    ] {
        let error = responder.fail(502, &[], body.as_bytes());
        assert_eq!((error.code(), error.message()), (None, expected), "{body:?}");
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
        let responder = Responder::start();
        for (status, body) in bodies {
            let error = responder.fail(status, &[("X-Request-Id", "h")], &body);
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
        let responder = Responder::start();
        for (status, names, code, message, request_id, wrapped, mut fields) in bodies {
            fields.insert(names.0.to_owned(), code.clone());
            fields.insert(names.1.to_owned(), message.as_str().into());
            if let Some(request_id) = &request_id {
                fields.insert("request_id".to_owned(), request_id.as_str().into());
            }
            let body = match wrapped {
                Some(name) => json!({ name: fields }),
                None => Value::Object(fields),
            };
            let error = responder.fail(status, &[], body.to_string().as_bytes());
            let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
            prop_assert_eq!(error.request_id(), request_id.as_deref());
            prop_assert_eq!((error.code(), error.message()), (Some(code.as_str()), Some(message.as_str())));
        }
    }
}
