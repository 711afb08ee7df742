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
    sync::{Mutex, Semaphore},
    task::{JoinSet, yield_now},
};

use super::{CachedCredentials, Outcome};
use crate::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Identity,
};

/// A provider whose access keys are the numbers of its requests, on a clock that stands still until it is moved.
struct Source {
    minutes: AtomicI64,
    lifetime: i64,
    asked: AtomicUsize,
    fails: AtomicBool,
    /// Held by the only request there may be.
    request: Mutex<()>,
    /// Each answer takes a permit.
    answers: Semaphore,
}

impl Source {
    /// A source that waits for more permits after so many answers.
    fn new(lifetime: i64, answers: usize) -> Arc<Self> {
        Arc::new(Self {
            minutes: AtomicI64::new(0),
            lifetime,
            asked: AtomicUsize::new(0),
            fails: AtomicBool::new(false),
            request: Mutex::new(()),
            answers: Semaphore::new(answers),
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
}

impl CredentialsProvider for Source {
    fn name(&self) -> &str {
        "source"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, SeqCst) + 1;
            let _request = self.request.try_lock().expect("it is asked twice at once");
            self.answers.acquire().await.unwrap().forget();
            if self.fails.load(SeqCst) {
                let kind = CredentialsErrorKind::Unavailable;
                return Err(CredentialsError::new(kind, "source", format!("failure {number}")));
            }
            let expires_at = self.now() + SignedDuration::from_mins(self.lifetime);
            Ok(Credentials::new(number.to_string(), "sk").expires_at(expires_at))
        })
    }
}

/// Fails a test that hangs, instead of hanging with it.
async fn within_10_s<T>(work: impl Future<Output = T>) -> T {
    let finished = tokio::time::timeout(Duration::from_secs(10), work).await;
    finished.expect("it hangs")
}

/// The number of the request that these credentials are from.
fn number(outcome: Outcome) -> usize {
    match &outcome.unwrap().identity {
        Identity::Keys(keys) => keys.access_key().parse().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn get(cache: &CachedCredentials) -> usize {
    number(within_10_s(cache.get()).await)
}

/// Starts `count` callers, and returns when all of them wait.
async fn crowd(cache: &Arc<CachedCredentials>, count: usize) -> JoinSet<Outcome> {
    let waiting = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..count {
        let (cache, waiting) = (cache.clone(), waiting.clone());
        callers.spawn(async move {
            let mut call = pin!(cache.get());
            let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
            assert!(first.is_pending());
            waiting.fetch_add(1, SeqCst);
            call.await
        });
    }
    within_10_s(async {
        while waiting.load(SeqCst) < count {
            yield_now().await;
        }
    })
    .await;
    callers
}

#[tokio::test]
async fn renews_forty_minutes_before_expiry_or_in_the_last_quarter() {
    const DAY: i64 = 24 * 60;
    for (lifetime, steps) in [
        (DAY, [(0, 1), (DAY - 41, 1), (1, 2), (0, 2), (DAY - 41, 2), (1, 3)]),
        (20, [(0, 1), (14, 1), (1, 2), (0, 2), (14, 2), (1, 3)]),
    ] {
        let source = Source::new(lifetime, 3);
        let cache = source.cache();
        assert_eq!(source.asked(), 0, "nothing is asked before credentials are needed");
        for (minutes, expected) in steps {
            source.advance(minutes);
            assert_eq!(get(&cache).await, expected);
        }
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
    let error = Source::new(0, 1).cache().get().await.unwrap_err();
    let expected = "source: its credentials expired at 1970-01-01T00:00:00Z, and it is 1970-01-01T00:00:00Z here";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn valid_credentials_outlive_a_failed_renewal() {
    let source = Source::new(100, 9);
    let cache = source.cache();
    assert_eq!(get(&cache).await, 1);
    source.fails.store(true, SeqCst);
    // A failed renewal is repeated, but not at every call.
    for (minutes, asked) in [(80, 2), (0, 2), (0, 2), (1, 3), (0, 3)] {
        source.advance(minutes);
        assert_eq!((get(&cache).await, source.asked()), (1, asked));
    }
    source.advance(19);
    let error = cache.get().await.unwrap_err();
    assert_eq!(error.to_string(), "source: failure 4", "expired keys are not used");
    source.fails.store(false, SeqCst);
    assert_eq!(get(&cache).await, 5);
}

#[tokio::test]
async fn only_the_caller_that_renews_early_waits() {
    let source = Source::new(100, 1);
    let cache = source.cache();
    assert_eq!(get(&cache).await, 1);
    source.advance(80);
    let mut renewing = crowd(&cache, 1).await;
    assert_eq!(get(&cache).await, 1);
    source.answers.add_permits(1);
    assert_eq!(number(within_10_s(renewing.join_next()).await.unwrap().unwrap()), 2);
    assert_eq!(get(&cache).await, 2);
}

#[tokio::test]
async fn credentials_that_expire_during_a_failing_renewal_are_not_used() {
    let source = Source::new(100, 1);
    let cache = source.cache();
    assert_eq!(get(&cache).await, 1);
    source.advance(80);
    source.fails.store(true, SeqCst);
    let mut renewing = crowd(&cache, 1).await;
    source.advance(20);
    source.answers.add_permits(1);
    assert!(within_10_s(renewing.join_next()).await.unwrap().unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_share_one_result() {
    for fails in [false, true] {
        let source = Source::new(100, 0);
        source.fails.store(fails, SeqCst);
        let cache = source.cache();
        let callers = crowd(&cache, 1_000).await;
        source.answers.add_permits(1);
        for outcome in within_10_s(callers.join_all()).await {
            match outcome {
                Err(error) if fails => assert_eq!(error.reason(), "failure 1"),
                outcome => assert_eq!(number(outcome), 1),
            }
        }
        source.fails.store(false, SeqCst);
        source.answers.add_permits(1);
        let next = if fails { 2 } else { 1 };
        assert_eq!(get(&cache).await, next, "a failure is not kept for later callers");
    }
}

#[tokio::test]
async fn another_caller_takes_over_from_one_that_is_dropped() {
    let source = Source::new(100, 0);
    let cache = source.cache();
    let mut leader = crowd(&cache, 1).await;
    let mut followers = crowd(&cache, 10).await;
    assert_eq!(source.asked(), 1);
    leader.shutdown().await;
    let taken_over = async {
        while source.asked() < 2 {
            yield_now().await;
        }
    };
    within_10_s(taken_over).await;
    followers.shutdown().await;
    source.answers.add_permits(1);
    assert_eq!(get(&cache).await, source.asked());
}

#[tokio::test]
async fn another_caller_takes_over_an_early_renewal() {
    let source = Source::new(100, 1);
    let cache = source.cache();
    assert_eq!(get(&cache).await, 1);
    source.advance(80);
    crowd(&cache, 1).await.shutdown().await;
    source.answers.add_permits(1);
    assert_eq!(get(&cache).await, 3);
}

#[tokio::test]
async fn refused_credentials_are_dropped_once() {
    let source = Source::new(100, 2);
    let cache = source.cache();
    let refused = cache.get().await.unwrap();
    assert!(cache.invalidate(&refused));
    let renewed = within_10_s(cache.get()).await;
    assert_eq!(number(renewed.clone()), 2);
    // Another call that was refused with the old ones comes late.
    assert!(cache.invalidate(&refused));
    let kept = within_10_s(cache.get()).await;
    assert!(Arc::ptr_eq(&renewed.unwrap(), &kept.unwrap()));
}
