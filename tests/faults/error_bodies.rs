//! What is read from the bodies of failures, in every shape that the service and its gateways use, and in none.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use modelarts::{Client, Error, ErrorKind, RetryPolicy};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use super::{FaultServer, Reply, builder, facts, printed};

/// A server that answers with what it is given, and a client of it.
struct Service {
    reply: Arc<Mutex<Reply>>,
    _server: FaultServer,
    client: Client,
    runtime: Runtime,
}

impl Service {
    fn start() -> Self {
        let reply = Arc::new(Mutex::new(Reply::nothing()));
        let next = reply.clone();
        let server = FaultServer::start(move |_, _| next.lock().unwrap().clone());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let once = RetryPolicy::none().with_deadline(Duration::from_secs(20));
        let client = runtime
            .block_on(builder(server.url()).retry_policy(once).build())
            .unwrap();
        Self {
            reply,
            _server: server,
            client,
            runtime,
        }
    }

    /// The error of a call that is answered with this, whose kind, status and body are checked.
    fn fail(&self, status: u16, headers: &[(&str, &str)], body: &[u8]) -> Error {
        *self.reply.lock().unwrap() = Reply::kept_alive(status, headers, body);
        let error = self
            .runtime
            .block_on(self.client.show_os_quota().into_future())
            .unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(status)));
        assert_eq!(error.body(), Some(body));
        // Whatever the body holds, it can be shown.
        assert_eq!(printed(&error).len(), 4);
        error
    }
}

#[test]
fn every_documented_shape_is_read() {
    // The body, and the code, the message and the request id in it.
    let cases = [
        (json!({"error_code": "c", "error_msg": "m"}), Some("c"), Some("m"), None),
        (
            json!({"error_code": "c", "error_msg": "m", "request_id": "r"}),
            Some("c"),
            Some("m"),
            Some("r"),
        ),
        (
            json!({"errorCode": "c", "errorMsg": "m", "requestId": "r"}),
            Some("c"),
            Some("m"),
            Some("r"),
        ),
        (json!({"code": "c", "message": "m"}), Some("c"), Some("m"), None),
        (json!({"code": 404, "message": "m"}), Some("404"), Some("m"), None),
        (
            json!({"error": {"code": 403, "message": "m", "title": "Forbidden"}}),
            Some("403"),
            Some("m"),
            None,
        ),
        (
            json!({"error": {"code": "c", "message": "m", "request_id": "r"}}),
            Some("c"),
            Some("m"),
            Some("r"),
        ),
        (
            json!({"request_id": "r", "error": {"error_code": "c", "error_msg": "m"}}),
            Some("c"),
            Some("m"),
            Some("r"),
        ),
        (
            json!({"itemNotFound": {"message": "m", "code": "c"}}),
            Some("c"),
            Some("m"),
            None,
        ),
        (
            json!({"error_code": "c", "error_msg": "m", "encoded_authorization_message": "e", "details": [{"code": "d"}]}),
            Some("c"),
            Some("m"),
            None,
        ),
        // The official order, where there are several.
        (
            json!({"code": "3", "message": "3", "error_code": "1", "error_msg": "1"}),
            Some("1"),
            Some("1"),
            None,
        ),
        (
            json!({"errorCode": "2", "errorMsg": "2", "code": "3", "message": "3"}),
            Some("2"),
            Some("2"),
            None,
        ),
        // A complete pair says more than half of an earlier one.
        (
            json!({"error_code": "1", "code": "3", "message": "3"}),
            Some("3"),
            Some("3"),
            None,
        ),
        (
            json!({"error_code": "", "error_msg": "", "code": "3", "message": "3"}),
            Some("3"),
            Some("3"),
            None,
        ),
        (json!({"error_msg": "m"}), None, Some("m"), None),
        (json!({"code": "c"}), Some("c"), None, None),
        (
            json!({"error_code": null, "error_msg": null, "request_id": "r"}),
            None,
            None,
            Some("r"),
        ),
        (json!({"error_code": ["c"], "error_msg": {"m": 1}}), None, None, None),
        (json!({}), None, None, None),
    ];
    let service = Service::start();
    for (body, code, message, request_id) in cases {
        let error = service.fail(400, &[], body.to_string().as_bytes());
        assert_eq!(
            (error.code(), error.message(), error.request_id()),
            (code, message, request_id),
            "{body}"
        );
        let error = service.fail(400, &[("X-Request-Id", "h")], body.to_string().as_bytes());
        assert_eq!(
            (error.code(), error.message(), error.request_id()),
            (code, message, Some("h")),
            "{body}"
        );
    }
}

#[test]
fn what_is_no_json_object_is_told_by_its_beginning() {
    let long = "word ".repeat(1000);
    let cases = [
        ("no healthy upstream", "no healthy upstream"),
        ("  two\r\n\tlines\u{0} ", "two lines"),
        (
            "<h1>504 Gateway Time-out</h1>\n<hr/>nginx",
            "504 Gateway Time-out nginx",
        ),
        ("a < b > c", "a c"),
        ("[\"listed\"]", "[\"listed\"]"),
        ("{\"error_code\": \"c\", \"err", "{\"error_code\": \"c\", \"err"),
        (long.as_str(), &long[..200]),
    ];
    let service = Service::start();
    for (body, expected) in cases {
        let error = service.fail(502, &[], body.as_bytes());
        assert_eq!((error.code(), error.message()), (None, Some(expected)), "{body}");
    }
    for body in ["", " \n", "<html><body></body></html>", "\0\0"] {
        assert_eq!(service.fail(502, &[], body.as_bytes()).message(), None, "{body:?}");
    }
}

/// Text that is not empty, of all kinds.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z]{1,9}\\.[0-9]{4,8}",
        "\\PC{1,40}",
        any::<String>().prop_filter("empty", |text| !text.is_empty())
    ]
}

/// Any JSON, without depth that no parser takes.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let key = prop_oneof![
        text(),
        prop::sample::select(vec!["error", "error_code", "message", "request_id"]).prop_map(str::to_owned)
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key.clone(), inner), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Fields beside those that are read: under names that none of them has, without objects that could be taken for them.
fn besides() -> impl Strategy<Value = Map<String, Value>> {
    let value = prop_oneof![
        Just(Value::Null),
        text().prop_map(Value::from),
        vec(text(), 0..3).prop_map(Value::from)
    ];
    vec(("x_[a-z]{1,8}", value), 0..5).prop_map(|pairs| pairs.into_iter().collect())
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![400..=600_u16, 300..=303_u16].prop_filter("tells of renewals", |status| *status != 401)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn whatever_the_body_holds_status_and_request_id_survive(
        bodies in vec((status(), prop_oneof![
            vec(any::<u8>(), 0..400),
            any::<String>().prop_map(String::into_bytes),
            anything().prop_map(|value| value.to_string().into_bytes()),
            (0..3000_usize).prop_map(|depth| "{\"error\":".repeat(depth).into_bytes()),
            (0..3000_usize).prop_map(|depth| ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes()),
        ]), 32),
    ) {
        let service = Service::start();
        for (status, body) in bodies {
            let error = service.fail(status, &[("X-Request-Id", "h")], &body);
            prop_assert_eq!(facts(&error), (ErrorKind::Service, Some(status), Some("h"), 1));
            if let Some(message) = error.message() {
                prop_assert!(!message.is_empty());
            }
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
            besides(),
        ), 32),
    ) {
        let service = Service::start();
        for (status, names, code, message, request_id, wrapped, mut fields) in bodies {
            fields.insert(names.0.to_owned(), code.clone());
            fields.insert(names.1.to_owned(), message.as_str().into());
            if let Some(request_id) = &request_id {
                fields.insert("request_id".to_owned(), request_id.as_str().into());
            }
            let mut body = Value::Object(fields);
            if let Some(name) = wrapped {
                body = json!({ name: body });
            }
            let error = service.fail(status, &[], body.to_string().as_bytes());
            let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
            prop_assert_eq!(facts(&error), (ErrorKind::Service, Some(status), request_id.as_deref(), 1));
            prop_assert_eq!((error.code(), error.message()), (Some(code.as_str()), Some(message.as_str())));
        }
    }
}
