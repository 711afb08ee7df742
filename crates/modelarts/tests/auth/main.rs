//! Credentials, signing, projects and regions.

mod cache;
mod chain;
mod environment;
mod identifiers;
mod loopback;
mod metadata;
mod profile;
mod project;
mod redaction;
pub(crate) mod reference;
mod regions;
mod signing_properties;
mod signing_vectors;
mod wire;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;

/// A clock that stands still until it is moved.
#[derive(Clone)]
struct Clock(Arc<AtomicI64>);

impl Clock {
    fn at(time: &str) -> Self {
        let time: Timestamp = time.parse().unwrap();
        Self(Arc::new(AtomicI64::new(time.as_second())))
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }

    fn advance(&self, minutes: i64) {
        self.0.fetch_add(60 * minutes, Ordering::SeqCst);
    }

    fn reader(&self) -> impl Fn() -> Timestamp + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }
}

/// Fails a test that hangs, instead of hanging with it.
async fn within_10_s<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), work)
        .await
        .expect("it hangs")
}

/// The keys inside credentials, as `(ak, sk, security token)`.
fn keys_of(credentials: &modelarts::auth::Credentials) -> (&str, &str, Option<&str>) {
    match credentials.identity() {
        modelarts::auth::Identity::Keys(keys) => (
            keys.access_key(),
            keys.secret_key().expose(),
            keys.security_token().map(|token| token.expose()),
        ),
        other => panic!("keys were expected, not {other:?}"),
    }
}
