//! Credentials are renewed in time, and once for all callers that wait.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst},
    },
    task::Poll,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
};

use super::CachedCredentials;
use crate::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Identity,
};

type Outcome = Result<Arc<Credentials>, CredentialsError>;

/// A provider whose keys are named after how often it was asked, on a clock that stands still until it is moved.
struct Source {
    minutes: AtomicI64,
    lifetime: i64,
    asked: AtomicUsize,
    at_once: AtomicUsize,
    fails: AtomicBool,
    /// Each answer takes a permit.
    answers: Semaphore,
}

impl Source {
    fn new(lifetime: i64) -> Arc<Self> {
        Self::answering(lifetime, 1_000)
    }

    /// A source that waits for more permits after this many answers.
    fn answering(lifetime: i64, times: usize) -> Arc<Self> {
        Arc::new(Self {
            minutes: AtomicI64::new(0),
            lifetime,
            asked: AtomicUsize::new(0),
            at_once: AtomicUsize::new(0),
            fails: AtomicBool::new(false),
            answers: Semaphore::new(times),
        })
    }

    fn cache(self: &Arc<Self>) -> Arc<CachedCredentials> {
        let clock = self.clone();
        let mut cache = CachedCredentials::new(Box::new(self.clone()));
        cache.clock = Box::new(move || clock.now());
        Arc::new(cache)
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(self.minutes.load(SeqCst))
    }

    fn advance(&self, minutes: i64) {
        self.minutes.fetch_add(minutes, SeqCst);
    }

    fn asked(&self) -> usize {
        self.asked.load(SeqCst)
    }

    async fn until_asked(&self, times: usize) {
        let asked = async {
            while self.asked() < times {
                tokio::task::yield_now().await;
            }
        };
        within_10_s(asked).await;
    }
}

/// Decrements the count of concurrent requests, also when their future is dropped.
struct Leave<'a>(&'a AtomicUsize);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

impl CredentialsProvider for Source {
    fn name(&self) -> &str {
        "source"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, SeqCst) + 1;
            assert_eq!(self.at_once.fetch_add(1, SeqCst), 0, "it is asked twice at once");
            let _leave = Leave(&self.at_once);
            self.answers.acquire().await.unwrap().forget();
            if self.fails.load(SeqCst) {
                let reason = format!("failure {number}");
                return Err(CredentialsError::new(
                    CredentialsErrorKind::Unavailable,
                    "source",
                    reason,
                ));
            }
            let expires_at = self.now() + SignedDuration::from_mins(self.lifetime);
            Ok(Credentials::new(format!("ak{number}"), "sk").expires_at(expires_at))
        })
    }
}

/// Fails a test that hangs, instead of hanging with it.
async fn within_10_s<T>(work: impl Future<Output = T>) -> T {
    let finished = tokio::time::timeout(Duration::from_secs(10), work).await;
    finished.expect("it hangs")
}

async fn access_key(cache: &CachedCredentials) -> String {
    access_key_of(&within_10_s(cache.get()).await.unwrap())
}

fn access_key_of(credentials: &Credentials) -> String {
    match &credentials.identity {
        Identity::Keys(keys) => keys.access_key().to_owned(),
        other => panic!("{other:?}"),
    }
}

fn spawn_get(cache: &Arc<CachedCredentials>) -> JoinHandle<Outcome> {
    let cache = cache.clone();
    tokio::spawn(async move { cache.get().await })
}

/// Starts `count` callers, and returns when all of them wait.
async fn crowd(cache: &Arc<CachedCredentials>, count: usize) -> JoinSet<Outcome> {
    let waiting = Arc::new(Semaphore::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..count {
        let (cache, waiting) = (cache.clone(), waiting.clone());
        callers.spawn(async move {
            let mut call = pin!(cache.get());
            let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
            assert!(first.is_pending());
            waiting.add_permits(1);
            call.await
        });
    }
    let all = waiting.acquire_many(count.try_into().unwrap());
    within_10_s(all).await.unwrap().forget();
    callers
}

#[tokio::test]
async fn renews_forty_minutes_before_expiry_or_in_the_last_quarter() {
    const DAY: i64 = 24 * 60;
    for (lifetime, steps) in [
        (
            DAY,
            vec![
                (0, "ak1"),
                (DAY - 41, "ak1"),
                (1, "ak2"),
                (0, "ak2"),
                (DAY - 41, "ak2"),
                (1, "ak3"),
            ],
        ),
        (20, vec![(0, "ak1"), (14, "ak1"), (1, "ak2"), (14, "ak2"), (1, "ak3")]),
    ] {
        let source = Source::new(lifetime);
        let cache = source.cache();
        assert_eq!(source.asked(), 0, "nothing is asked before credentials are needed");
        for (minutes, expected) in steps {
            source.advance(minutes);
            assert_eq!(access_key(&cache).await, expected);
        }
        assert_eq!(source.asked(), 3);
    }
}

#[tokio::test]
async fn static_credentials_are_kept() {
    let cache = CachedCredentials::new(Box::new(Credentials::new("ak", "sk")));
    let first = cache.get().await.unwrap();
    assert!(Arc::ptr_eq(&first, &cache.get().await.unwrap()));
    assert!(!cache.invalidate(&first), "another attempt could not succeed");
    assert!(Arc::ptr_eq(&first, &cache.get().await.unwrap()));
}

#[tokio::test]
async fn credentials_that_expired_are_an_error() {
    let error = Source::new(0).cache().get().await.unwrap_err();
    let expected = "source: its credentials expired at 1970-01-01T00:00:00Z, and it is 1970-01-01T00:00:00Z here";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn valid_credentials_outlive_a_failed_renewal() {
    let source = Source::new(100);
    let cache = source.cache();
    assert_eq!(access_key(&cache).await, "ak1");
    source.fails.store(true, SeqCst);
    source.advance(80);
    for _ in 0..10 {
        assert_eq!(access_key(&cache).await, "ak1");
    }
    assert_eq!(source.asked(), 2, "a failed renewal is not repeated at every call");
    source.advance(1);
    assert_eq!(access_key(&cache).await, "ak1");
    assert_eq!(source.asked(), 3, "but it is repeated");
    source.advance(19);
    let error = cache.get().await.unwrap_err();
    assert_eq!(error.to_string(), "source: failure 4", "expired keys are not used");
    source.fails.store(false, SeqCst);
    assert_eq!(access_key(&cache).await, "ak5");
}

#[tokio::test]
async fn only_the_caller_that_renews_early_waits() {
    let source = Source::answering(100, 1);
    let cache = source.cache();
    assert_eq!(access_key(&cache).await, "ak1");
    source.advance(80);
    let renewing = spawn_get(&cache);
    source.until_asked(2).await;
    assert_eq!(access_key(&cache).await, "ak1");
    source.answers.add_permits(1);
    assert_eq!(access_key_of(&within_10_s(renewing).await.unwrap().unwrap()), "ak2");
    assert_eq!(access_key(&cache).await, "ak2");
}

#[tokio::test]
async fn credentials_that_expire_during_a_failing_renewal_are_not_used() {
    let source = Source::answering(100, 1);
    let cache = source.cache();
    assert_eq!(access_key(&cache).await, "ak1");
    source.advance(80);
    source.fails.store(true, SeqCst);
    let renewing = spawn_get(&cache);
    source.until_asked(2).await;
    source.advance(20);
    source.answers.add_permits(1);
    assert!(within_10_s(renewing).await.unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_share_one_result() {
    for fails in [false, true] {
        let source = Source::answering(100, 0);
        source.fails.store(fails, SeqCst);
        let cache = source.cache();
        let callers = crowd(&cache, 1_000).await;
        source.answers.add_permits(1);
        for outcome in within_10_s(callers.join_all()).await {
            match outcome {
                Ok(credentials) => assert!(!fails && access_key_of(&credentials) == "ak1"),
                Err(error) => assert!(fails && error.reason() == "failure 1"),
            }
        }
        assert_eq!(source.asked(), 1);
        source.fails.store(false, SeqCst);
        source.answers.add_permits(1);
        let next = if fails { "ak2" } else { "ak1" };
        assert_eq!(
            access_key(&cache).await,
            next,
            "a failure is not cached for later callers"
        );
    }
}

#[tokio::test]
async fn another_caller_takes_over_from_one_that_is_dropped() {
    let source = Source::answering(100, 0);
    let cache = source.cache();
    let leader = spawn_get(&cache);
    source.until_asked(1).await;
    let mut followers = crowd(&cache, 10).await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    source.until_asked(2).await;
    // All others are dropped too, whichever of them asks by now.
    followers.shutdown().await;
    source.answers.add_permits(1);
    assert_eq!(access_key(&cache).await, "ak3");
    assert_eq!(source.at_once.load(SeqCst), 0);
}

#[tokio::test]
async fn another_caller_takes_over_an_early_renewal() {
    let source = Source::answering(100, 1);
    let cache = source.cache();
    assert_eq!(access_key(&cache).await, "ak1");
    source.advance(80);
    crowd(&cache, 1).await.shutdown().await;
    source.answers.add_permits(1);
    assert_eq!(access_key(&cache).await, "ak3");
}

#[tokio::test]
async fn refused_credentials_are_dropped_once() {
    let source = Source::new(100);
    let cache = source.cache();
    let refused = cache.get().await.unwrap();
    assert!(cache.invalidate(&refused));
    let renewed = cache.get().await.unwrap();
    assert_eq!(access_key_of(&renewed), "ak2");
    // Another call that was refused with the old ones comes late.
    assert!(cache.invalidate(&refused));
    assert!(Arc::ptr_eq(&renewed, &cache.get().await.unwrap()));
    assert_eq!(source.asked(), 2);
}
