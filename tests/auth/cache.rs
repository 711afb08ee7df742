//! Credentials are renewed in time, once, and whatever becomes of those who wait.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use modelarts::auth::{
    CachedCredentials, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
};
use tokio::{sync::Semaphore, task::JoinSet};

use super::{Clock, keys_of, within_10_s};

const START: &str = "2025-01-01T00:00:00Z";

/// Gives keys named after how often it was asked, each time for as long as it was told to.
#[derive(Clone)]
struct Source {
    clock: Clock,
    life_in_minutes: i64,
    asked: Arc<AtomicUsize>,
    at_once: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
    /// A permit is used up by every answer.
    answers: Arc<Semaphore>,
}

impl Source {
    fn new(clock: &Clock, life_in_minutes: i64) -> Self {
        Self {
            clock: clock.clone(),
            life_in_minutes,
            asked: Arc::default(),
            at_once: Arc::default(),
            fails: Arc::default(),
            answers: Arc::new(Semaphore::new(1_000_000)),
        }
    }

    /// Does not answer before it is told to, through `answers`.
    fn holding_back(mut self) -> Self {
        self.answers = Arc::new(Semaphore::new(0));
        self
    }

    fn cached(&self) -> Arc<CachedCredentials> {
        Arc::new(CachedCredentials::new(self.clone()).with_clock(self.clock.reader()))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    async fn until_asked(&self, times: usize) {
        while self.asked() < times {
            tokio::task::yield_now().await;
        }
    }
}

/// Counts who is inside, even when their future is dropped.
struct Inside<'a>(&'a AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl CredentialsProvider for Source {
    fn name(&self) -> &str {
        "source"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            assert_eq!(
                self.at_once.fetch_add(1, Ordering::SeqCst),
                0,
                "it is asked twice at once"
            );
            let _inside = Inside(&self.at_once);
            self.answers.acquire().await.unwrap().forget();
            if self.fails.load(Ordering::SeqCst) {
                return Err(CredentialsError::new(
                    CredentialsErrorKind::Unavailable,
                    "source",
                    format!("failure {asked}"),
                ));
            }
            let expires_at = self.clock.now() + jiff::SignedDuration::from_mins(self.life_in_minutes);
            Ok(Credentials::new(format!("ak{asked}"), "sk").with_expiry(expires_at))
        })
    }
}

async fn access_key(cache: &CachedCredentials) -> String {
    keys_of(&within_10_s(cache.get()).await.unwrap()).0.to_owned()
}

#[tokio::test]
async fn a_day_of_keys_is_renewed_forty_minutes_before_its_end() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 24 * 60);
    let cache = source.cached();
    assert_eq!(source.asked(), 0, "nothing is asked for before it is needed");
    assert_eq!(access_key(&cache).await, "ak1");
    clock.advance(24 * 60 - 41);
    assert_eq!(access_key(&cache).await, "ak1");
    clock.advance(1);
    assert_eq!(access_key(&cache).await, "ak2");
    assert_eq!(access_key(&cache).await, "ak2");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn short_lived_keys_are_renewed_in_their_last_quarter() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 20);
    let cache = source.cached();
    for (minutes, expected) in [(0, "ak1"), (14, "ak1"), (1, "ak2"), (14, "ak2"), (1, "ak3")] {
        clock.advance(minutes);
        assert_eq!(access_key(&cache).await, expected);
    }
}

#[tokio::test]
async fn credentials_without_an_end_are_asked_for_once() {
    let clock = Clock::at(START);
    let cache = CachedCredentials::new(Credentials::new("ak", "sk")).with_clock(clock.reader());
    let first = cache.get().await.unwrap();
    clock.advance(10 * 365 * 24 * 60);
    assert!(Arc::ptr_eq(&first, &cache.get().await.unwrap()));
    assert_eq!(cache.provider_name(), "explicit");
}

#[tokio::test]
async fn keys_that_still_serve_outlive_a_failed_renewal() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 100);
    let cache = source.cached();
    assert_eq!(access_key(&cache).await, "ak1");
    source.fails.store(true, Ordering::SeqCst);
    clock.advance(80);
    for _ in 0..10 {
        assert_eq!(access_key(&cache).await, "ak1");
    }
    assert_eq!(source.asked(), 2, "a failed renewal is not repeated at every call");
    clock.advance(1);
    assert_eq!(access_key(&cache).await, "ak1");
    assert_eq!(source.asked(), 3, "but it is repeated");
    clock.advance(19);
    let error = cache.get().await.unwrap_err();
    assert_eq!(error.to_string(), "source: failure 4", "expired keys are not served");
    source.fails.store(false, Ordering::SeqCst);
    assert_eq!(access_key(&cache).await, "ak5");
}

#[tokio::test]
async fn nobody_waits_for_an_early_renewal_but_the_one_who_makes_it() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 100).holding_back();
    source.answers.add_permits(1);
    let cache = source.cached();
    assert_eq!(access_key(&cache).await, "ak1");
    clock.advance(80);
    let renewing = tokio::spawn({
        let cache = cache.clone();
        async move { access_key(&cache).await }
    });
    within_10_s(source.until_asked(2)).await;
    assert_eq!(access_key(&cache).await, "ak1");
    source.answers.add_permits(1);
    assert_eq!(renewing.await.unwrap(), "ak2");
    assert_eq!(access_key(&cache).await, "ak2");
}

#[tokio::test]
async fn keys_that_expire_during_a_failing_renewal_are_not_served() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 100).holding_back();
    source.answers.add_permits(1);
    let cache = source.cached();
    assert_eq!(access_key(&cache).await, "ak1");
    clock.advance(80);
    source.fails.store(true, Ordering::SeqCst);
    let renewing = tokio::spawn({
        let cache = cache.clone();
        async move { cache.get().await }
    });
    within_10_s(source.until_asked(2)).await;
    clock.advance(20);
    source.answers.add_permits(1);
    assert!(within_10_s(renewing).await.unwrap().is_err());
}

#[tokio::test]
async fn credentials_that_are_given_expired_are_an_error() {
    let clock = Clock::at(START);
    let error = Source::new(&clock, 0).cached().get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "source: it gave credentials that expired at 2025-01-01T00:00:00Z, and it is 2025-01-01T00:00:00Z here"
    );
}

/// Starts `count` calls, and waits until all of them wait for the source.
async fn crowd(
    cache: &Arc<CachedCredentials>,
    source: &Source,
    count: usize,
) -> JoinSet<Result<Arc<Credentials>, CredentialsError>> {
    let arrived = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..count {
        let (cache, arrived) = (cache.clone(), arrived.clone());
        callers.spawn(async move {
            arrived.fetch_add(1, Ordering::SeqCst);
            cache.get().await
        });
    }
    within_10_s(async {
        source.until_asked(1).await;
        while arrived.load(Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
        // The last to arrive has counted itself, and may be a step away from the queue still.
        tokio::time::sleep(Duration::from_millis(20)).await;
    })
    .await;
    callers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_cost_one_renewal() {
    let source = Source::new(&Clock::at(START), 100).holding_back();
    let cache = source.cached();
    let callers = crowd(&cache, &source, 1_000).await;
    source.answers.add_permits(1);
    for result in within_10_s(callers.join_all()).await {
        assert_eq!(keys_of(&result.unwrap()).0, "ak1");
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_share_one_failure() {
    let source = Source::new(&Clock::at(START), 100).holding_back();
    source.fails.store(true, Ordering::SeqCst);
    let cache = source.cached();
    let callers = crowd(&cache, &source, 1_000).await;
    source.answers.add_permits(1);
    for result in within_10_s(callers.join_all()).await {
        assert_eq!(result.unwrap_err().reason(), "failure 1");
    }
    source.fails.store(false, Ordering::SeqCst);
    source.answers.add_permits(1);
    assert_eq!(
        access_key(&cache).await,
        "ak2",
        "a failure is not kept for those who come later"
    );
}

#[tokio::test]
async fn dropping_whoever_asks_hands_the_task_on() {
    let source = Source::new(&Clock::at(START), 100).holding_back();
    let cache = source.cached();
    let leader = tokio::spawn({
        let cache = cache.clone();
        async move { cache.get().await }
    });
    within_10_s(source.until_asked(1)).await;
    let mut followers = crowd(&cache, &source, 10).await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    within_10_s(source.until_asked(2)).await;
    // Everybody else goes away too, whoever of them it is that asks by now.
    followers.shutdown().await;
    source.answers.add_permits(1);
    assert!(access_key(&cache).await.starts_with("ak"));
    assert_eq!(source.at_once.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn dropping_whoever_renews_early_hands_the_task_on() {
    let clock = Clock::at(START);
    let source = Source::new(&clock, 100).holding_back();
    source.answers.add_permits(1);
    let cache = source.cached();
    assert_eq!(access_key(&cache).await, "ak1");
    clock.advance(80);
    let mut renewal = Box::pin(cache.get());
    assert!(
        tokio::time::timeout(Duration::from_millis(1), &mut renewal)
            .await
            .is_err()
    );
    drop(renewal);
    source.answers.add_permits(1);
    assert_eq!(access_key(&cache).await, "ak3");
}

#[tokio::test]
async fn refused_credentials_are_dropped_once() {
    let source = Source::new(&Clock::at(START), 100);
    let cache = source.cached();
    let refused = cache.get().await.unwrap();
    assert!(cache.invalidate(&refused));
    let renewed = cache.get().await.unwrap();
    assert_eq!(keys_of(&renewed).0, "ak2");
    // Another call that was refused with the old ones comes late.
    assert!(cache.invalidate(&refused));
    assert!(Arc::ptr_eq(&renewed, &cache.get().await.unwrap()));
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn explicit_credentials_are_not_asked_for_again() {
    let cache = CachedCredentials::new(Credentials::new("ak", "sk"));
    let given = cache.get().await.unwrap();
    assert!(!cache.invalidate(&given), "another attempt could not go better");
}
