//! What whoever listens with `tracing` is told of a call.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{self, Attributes, Id},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{Layer, Registry, layer::Context, layer::SubscriberExt};

use super::{FaultServer, REQUEST_ID, Reply, WITH_ID, builder, reply::Step, server::Nowhere, success};

/// All the fields that the span of a call has.
const FIELDS: [&str; 6] = ["attempt", "elapsed_ms", "operation", "region", "request_id", "status"];

/// The fields of a span or an event, by name.
#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

/// What this crate told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Record>>);

#[derive(Default)]
struct Record {
    /// By their ids.
    spans: BTreeMap<u64, Fields>,
    events: Vec<Fields>,
}

impl Told {
    /// Listens to everything on this thread, as long as the guard lives.
    fn listen() -> (Self, DefaultGuard) {
        let told = Self::default();
        let guard = tracing::subscriber::set_default(Registry::default().with(told.clone()));
        (told, guard)
    }

    fn spans(&self) -> Vec<BTreeMap<&'static str, String>> {
        let told = self.0.lock().unwrap();
        told.spans.values().map(|fields| fields.0.clone()).collect()
    }

    fn events(&self) -> Vec<BTreeMap<&'static str, String>> {
        let told = self.0.lock().unwrap();
        told.events.iter().map(|fields| fields.0.clone()).collect()
    }
}

fn ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("modelarts")
}

impl<S: Subscriber> Layer<S> for Told {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if ours(attributes.metadata()) {
            let names: BTreeSet<&str> = attributes
                .metadata()
                .fields()
                .iter()
                .map(|field| field.name())
                .collect();
            assert_eq!(names, BTreeSet::from(FIELDS));
            assert_eq!(attributes.metadata().name(), "modelarts");
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            self.0.lock().unwrap().spans.insert(id.into_u64(), fields);
        }
    }

    fn on_record(&self, id: &Id, values: &span::Record<'_>, _: Context<'_, S>) {
        if let Some(fields) = self.0.lock().unwrap().spans.get_mut(&id.into_u64()) {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if ours(event.metadata()) {
            let mut fields = Fields::default();
            event.record(&mut fields);
            let mut told = self.0.lock().unwrap();
            assert!(
                event
                    .parent()
                    .is_some_and(|span| told.spans.contains_key(&span.into_u64())),
                "an event outside the span of its call"
            );
            told.events.push(fields);
        }
    }
}

/// The fields of a span, but for the time it took, which is checked to be there.
fn of(mut span: BTreeMap<&'static str, String>) -> Vec<(&'static str, String)> {
    let elapsed = span.remove("elapsed_ms").unwrap();
    assert!(elapsed.parse::<u64>().unwrap() < 60_000);
    span.into_iter().collect()
}

fn fields<const N: usize>(fields: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    fields.map(|(name, value)| (name, value.to_owned())).into()
}

#[tokio::test]
async fn a_call_has_one_span_whatever_its_attempts() {
    let server = FaultServer::sequence([
        Reply::complete(503, &[("X-Request-Id", "first")], "out of order"),
        Reply::nothing().then(Step::Reset),
        success(),
    ]);
    let client = builder(server.url()).region("cn-north-4").build().await.unwrap();
    let (told, _guard) = Told::listen();
    client.show_os_quota().await.unwrap();
    let spans = told.spans();
    assert_eq!(spans.len(), 1);
    let expected = fields([
        ("attempt", "3"),
        ("operation", "ShowOsQuota"),
        ("region", "cn-north-4"),
        ("request_id", REQUEST_ID),
        ("status", "200"),
    ]);
    assert_eq!(of(spans[0].clone()), expected);
    let events = told.events();
    let messages: Vec<&str> = events.iter().map(|event| event["message"].as_str()).collect();
    assert_eq!(messages, ["trying again", "trying again", "done"]);
    assert_eq!(events[0]["kind"], "Service");
    for event in events {
        assert!(
            event
                .keys()
                .all(|name| ["message", "kind", "code", "wait"].contains(name)),
            "{event:?}"
        );
    }
}

#[tokio::test]
async fn a_failure_is_told_in_the_span_and_in_an_event() {
    let server = FaultServer::always(Reply::complete(404, WITH_ID, "no such thing"));
    let client = builder(server.url()).build().await.unwrap();
    let (told, _guard) = Told::listen();
    client.list_pools().await.unwrap_err();
    let expected = fields([
        ("attempt", "1"),
        ("operation", "ListPools"),
        ("request_id", REQUEST_ID),
        ("status", "404"),
    ]);
    assert_eq!(told.spans().into_iter().map(of).collect::<Vec<_>>(), [expected]);
    let events = told.events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["message"], "failed");
    assert_eq!(events[0]["kind"], "Service");
    // The message of a body that is no JSON is the beginning of the body.
    assert!(!format!("{events:?}").contains("no such thing"), "{events:?}");
}

#[tokio::test]
async fn without_a_response_there_is_neither_status_nor_request_id() {
    let nowhere = Nowhere::new();
    let client = builder(nowhere.url()).build().await.unwrap();
    let (told, _guard) = Told::listen();
    client.show_pool_statistics().await.unwrap_err();
    let expected = fields([("attempt", "3"), ("operation", "ShowPoolStatistics")]);
    assert_eq!(told.spans().into_iter().map(of).collect::<Vec<_>>(), [expected]);
}

#[tokio::test]
async fn calls_at_once_have_a_span_each() {
    let server = FaultServer::always(success());
    let client = builder(server.url()).build().await.unwrap();
    let (told, _guard) = Told::listen();
    let (first, second) = tokio::join!(client.show_os_quota().into_future(), client.list_pools().into_future());
    assert!(first.is_ok() && second.is_ok());
    let spans = told.spans();
    let operations: BTreeSet<&str> = spans.iter().map(|span| span["operation"].as_str()).collect();
    assert_eq!(
        (spans.len(), operations),
        (2, BTreeSet::from(["ListPools", "ShowOsQuota"]))
    );
}
