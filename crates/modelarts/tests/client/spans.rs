//! The tracing span of a call, and its events.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{self, Attributes, Id},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

use super::*;

/// The fields of a span or an event, by name.
type Fields = BTreeMap<&'static str, String>;

struct Recorder<'a>(&'a mut Fields);

impl Visit for Recorder<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

/// The spans of this crate by id, and its events.
type Recorded = (BTreeMap<u64, Fields>, Vec<Fields>);

#[derive(Clone, Default)]
struct Recording(Arc<Mutex<Recorded>>);

impl Recording {
    /// Records everything on this thread, as long as the guard lives.
    fn start() -> (Self, DefaultGuard) {
        let recording = Self::default();
        let guard = tracing::subscriber::set_default(Registry::default().with(recording.clone()));
        (recording, guard)
    }

    /// The fields of the spans without the elapsed time, which is checked, and of the events.
    fn finish(&self) -> (Vec<Fields>, Vec<Fields>) {
        let (mut spans, events) = std::mem::take(&mut *self.0.lock().unwrap());
        for span in spans.values_mut() {
            let elapsed = span.remove("elapsed_ms").unwrap();
            assert!(elapsed.parse::<u64>().unwrap() < 60_000);
        }
        (spans.into_values().collect(), events)
    }
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("modelarts")
}

impl<S: Subscriber> Layer<S> for Recording {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        let metadata = attributes.metadata();
        if is_ours(metadata) {
            let names: BTreeSet<&str> = metadata.fields().iter().map(|field| field.name()).collect();
            let all = ["attempt", "elapsed_ms", "operation", "region", "request_id", "status"];
            assert_eq!((metadata.name(), names), ("modelarts", BTreeSet::from(all)));
            let mut fields = Fields::default();
            attributes.record(&mut Recorder(&mut fields));
            self.0.lock().unwrap().0.insert(id.into_u64(), fields);
        }
    }

    fn on_record(&self, id: &Id, values: &span::Record<'_>, _: Context<'_, S>) {
        if let Some(fields) = self.0.lock().unwrap().0.get_mut(&id.into_u64()) {
            values.record(&mut Recorder(fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if is_ours(event.metadata()) {
            let mut fields = Fields::default();
            event.record(&mut Recorder(&mut fields));
            let names = ["message", "kind", "code", "wait"];
            assert!(fields.keys().all(|name| names.contains(name)), "{fields:?}");
            let (spans, events) = &mut *self.0.lock().unwrap();
            let span = event.parent().and_then(|span| spans.get(&span.into_u64()));
            assert!(span.is_some(), "an event outside the span of its call");
            events.push(fields);
        }
    }
}

fn fields(fields: &[(&'static str, &str)]) -> Fields {
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
    fields.collect()
}

#[tokio::test]
async fn a_call_has_one_span_whatever_its_attempts() {
    let unavailable = Reply::complete(503, &[("X-Request-Id", "first")], "out of order");
    let server = FaultServer::sequence([unavailable, Reply::reset(), success()]);
    let client = builder(server.url()).region("cn-north-4").build().await.unwrap();
    let (recording, _guard) = Recording::start();
    client.show_os_quota().await.unwrap();
    let (spans, events) = recording.finish();
    let expected = fields(&[
        ("attempt", "3"),
        ("operation", "ShowOsQuota"),
        ("region", "cn-north-4"),
        ("request_id", REQUEST_ID),
        ("status", "200"),
    ]);
    assert_eq!(spans, [expected]);
    let messages: Vec<&str> = events.iter().map(|event| event["message"].as_str()).collect();
    assert_eq!(messages, ["trying again", "trying again", "done"]);
    assert_eq!(events[0]["kind"], "Service");
}

#[tokio::test]
async fn a_failure_is_recorded_in_the_span_and_in_an_event() {
    let server = FaultServer::always(Reply::complete(404, WITH_ID, "no such thing"));
    let client = client(&server).await;
    let (recording, _guard) = Recording::start();
    client.list_pools().await.unwrap_err();
    let (spans, events) = recording.finish();
    let call = [("attempt", "1"), ("operation", "ListPools")];
    let response = [("request_id", REQUEST_ID), ("status", "404")];
    assert_eq!(spans, [fields(&[call, response].concat())]);
    // Without the message, which is the beginning of the body if that is not JSON.
    assert_eq!(events, [fields(&[("message", "failed"), ("kind", "Service")])]);
}

#[tokio::test]
async fn without_a_response_there_is_neither_status_nor_request_id() {
    let client = builder(ClosedPort::new().url()).build().await.unwrap();
    let (recording, _guard) = Recording::start();
    client.show_pool_statistics().await.unwrap_err();
    let expected = fields(&[("attempt", "3"), ("operation", "ShowPoolStatistics")]);
    assert_eq!(recording.finish().0, [expected]);
}

#[tokio::test]
async fn concurrent_calls_have_a_span_each() {
    let server = FaultServer::always(success());
    let client = client(&server).await;
    let (recording, _guard) = Recording::start();
    let (first, second) = tokio::join!(client.show_os_quota().into_future(), client.list_pools().into_future());
    assert!(first.is_ok() && second.is_ok());
    let spans = recording.finish().0;
    let operations: BTreeSet<&str> = spans.iter().map(|span| span["operation"].as_str()).collect();
    assert_eq!(operations, BTreeSet::from(["ListPools", "ShowOsQuota"]));
    assert_eq!(spans.len(), 2);
}
