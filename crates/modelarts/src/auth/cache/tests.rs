//! Credentials are renewed in time, and once for all callers that wait.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst},
    },
};

use futures_util::{FutureExt, future::join_all};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;

use super::{CachedCredentials, Outcome};
use crate::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Identity,
};

/// A provider whose access keys are the numbers of its requests, on a clock that stands still until it is moved.
struct Source {
    seconds: AtomicI64,
    lifetime: i64,
    asked: AtomicUsize,
    fails: AtomicBool,
    /// Each answer takes a permit.
    answers: Semaphore,
}

impl Source {
    /// A source that waits for more permits after so many answers, and a cache of its credentials.
    fn cached(lifetime: i64, answers: usize) -> (Arc<Self>, CachedCredentials) {
        let source = Arc::new(Self {
            seconds: AtomicI64::new(0),
            lifetime,
            asked: AtomicUsize::new(0),
            fails: AtomicBool::new(false),
            answers: Semaphore::new(answers),
        });
        let clock = source.clone();
        let cache = CachedCredentials::with_clock(Box::new(source.clone()), Box::new(move || clock.now()));
        (source, cache)
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(self.seconds.load(SeqCst))
    }

    fn advance(&self, minutes: i64) {
        self.advance_seconds(60 * minutes);
    }

    fn advance_seconds(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, SeqCst);
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

/// The number of the request that these credentials are from, or the error.
fn number(outcome: Outcome) -> Result<usize, String> {
    match &outcome.map_err(|error| error.to_string())?.identity {
        Identity::Keys(keys) => Ok(keys.access_key().parse().unwrap()),
        other => panic!("{other:?}"),
    }
}

/// The outcome of a call that does not wait.
fn get(cache: &CachedCredentials) -> Result<usize, String> {
    number(cache.get().now_or_never().expect("it waits"))
}

/// Calls that have begun and wait.
fn crowd(cache: &CachedCredentials, count: usize) -> Vec<Pin<Box<impl Future<Output = Outcome>>>> {
    let mut calls: Vec<_> = (0..count).map(|_| Box::pin(cache.get())).collect();
    assert!(calls.iter_mut().all(|call| call.as_mut().now_or_never().is_none()));
    calls
}

#[test]
fn renews_forty_minutes_before_expiry_or_in_the_last_quarter() {
    const DAY: i64 = 24 * 60;
    for (lifetime, steps) in [
        (DAY, [(0, 1), (DAY - 41, 1), (1, 2), (0, 2), (DAY - 41, 2), (1, 3)]),
        (20, [(0, 1), (14, 1), (1, 2), (0, 2), (14, 2), (1, 3)]),
    ] {
        let (source, cache) = Source::cached(lifetime, 3);
        assert_eq!(source.asked(), 0, "nothing is asked before credentials are needed");
        for (minutes, expected) in steps {
            source.advance(minutes);
            assert_eq!(get(&cache), Ok(expected));
        }
    }
}

#[test]
fn credentials_that_expired_are_an_error() {
    let error = get(&Source::cached(0, 1).1).unwrap_err();
    let expected = "source: its credentials expired at 1970-01-01T00:00:00Z, and it is 1970-01-01T00:00:00Z here";
    assert_eq!(error, expected);
}

#[test]
fn valid_credentials_outlive_a_failed_renewal() {
    let (source, cache) = Source::cached(100, 9);
    assert_eq!(get(&cache), Ok(1));
    source.fails.store(true, SeqCst);
    // A failed renewal is repeated, but not at every call.
    for (minutes, asked) in [(80, 2), (0, 2), (0, 2), (1, 3), (0, 3)] {
        source.advance(minutes);
        assert_eq!((get(&cache), source.asked()), (Ok(1), asked));
    }
    source.advance(19);
    assert_eq!(
        get(&cache).unwrap_err(),
        "source: failure 4",
        "expired keys are not used"
    );
    source.fails.store(false, SeqCst);
    source.advance(1);
    assert_eq!(get(&cache), Ok(5));
}

#[test]
fn a_source_that_fails_is_left_alone_for_longer_and_longer() {
    let (source, cache) = Source::cached(100, 99);
    source.fails.store(true, SeqCst);
    let mut seconds = Vec::new();
    for second in 0..100 {
        let asked = source.asked();
        assert!(get(&cache).is_err());
        if source.asked() > asked {
            seconds.push(second);
        }
        source.advance_seconds(1);
    }
    assert_eq!(seconds, [0, 1, 3, 7, 15, 31, 61, 91]);
    // A clock that is set back does not prolong the pause.
    source.advance(-600);
    assert_eq!((get(&cache).is_err(), source.asked()), (true, 9));
    source.fails.store(false, SeqCst);
    source.advance(1);
    assert_eq!(get(&cache), Ok(10));
}

#[test]
fn refused_credentials_that_the_source_gives_again_are_told_by_their_identity() {
    struct Fixed(AtomicUsize);
    impl CredentialsProvider for Fixed {
        fn name(&self) -> &str {
            "fixed"
        }

        fn provide(&self) -> CredentialsFuture<'_> {
            let number = self.0.fetch_add(1, SeqCst);
            // The third time there are others.
            let keys = Credentials::new(if number < 3 { "ak" } else { "other" }, "sk");
            Box::pin(async { Ok(keys) })
        }
    }
    let source = Arc::new(Fixed(AtomicUsize::new(0)));
    let seconds = Arc::new(AtomicI64::new(0));
    let clock = seconds.clone();
    let clock = move || Timestamp::UNIX_EPOCH + SignedDuration::from_secs(clock.load(SeqCst));
    let cache = CachedCredentials::with_clock(Box::new(source.clone()), Box::new(clock));
    let get = || cache.get().now_or_never().unwrap().unwrap();
    let refused = get();
    for (second, may_change, is_same, asked) in [
        (0, true, true, 2),
        (0, false, true, 2),
        (29, false, true, 2),
        (30, true, true, 3),
        (59, false, true, 3),
        (60, true, false, 4),
        (60, true, false, 4),
    ] {
        seconds.store(second, SeqCst);
        assert_eq!(cache.invalidate(&refused), may_change, "{second}");
        assert_eq!(Arc::ptr_eq(&refused, &get()), is_same, "{second}");
        assert_eq!(source.0.load(SeqCst), asked, "{second}");
    }
}

#[tokio::test]
async fn only_the_caller_that_renews_early_waits() {
    for (minutes, fails, expected) in [
        (0, false, Ok(2)),
        (0, true, Ok(1)),
        // The credentials expire during the renewal.
        (20, true, Err("source: failure 2".to_owned())),
    ] {
        let (source, cache) = Source::cached(100, 1);
        assert_eq!(get(&cache), Ok(1));
        source.advance(80);
        let renewing = crowd(&cache, 1);
        assert_eq!(get(&cache), Ok(1));
        source.advance(minutes);
        source.fails.store(fails, SeqCst);
        source.answers.add_permits(1);
        assert_eq!(
            join_all(renewing).await.into_iter().map(number).collect::<Vec<_>>(),
            [expected]
        );
        assert_eq!(source.asked(), 2);
    }
}

#[tokio::test]
async fn a_thousand_callers_share_one_result() {
    for (fails, shared, next) in [(false, Ok(1), 1), (true, Err("source: failure 1".to_owned()), 2)] {
        let (source, cache) = Source::cached(100, 0);
        source.fails.store(fails, SeqCst);
        let mut callers = crowd(&cache, 1_000);
        // The others go on with the request that the first one made.
        drop(callers.remove(0));
        // One that is not polled for a while holds nobody up.
        let idle = callers.pop();
        source.answers.add_permits(2);
        for outcome in join_all(callers).await {
            assert_eq!(number(outcome), shared);
        }
        source.fails.store(false, SeqCst);
        source.advance_seconds(1);
        assert_eq!(get(&cache), Ok(next), "a failure is not kept for long");
        drop(idle);
    }
}

#[test]
fn a_request_ends_with_the_last_caller_that_waits_for_it() {
    for (permits, callers) in [(0, 10), (1, 1)] {
        let (source, cache) = Source::cached(100, permits);
        if permits == 1 {
            assert_eq!(get(&cache), Ok(1));
            source.advance(80);
        }
        drop(crowd(&cache, callers));
        source.answers.add_permits(1);
        assert_eq!(get(&cache), Ok(permits + 2));
    }
}

#[test]
fn refused_credentials_are_dropped_once_if_there_may_be_others() {
    let (_, cache) = Source::cached(100, 2);
    let refused = cache.get().now_or_never().unwrap().unwrap();
    assert!(cache.invalidate(&refused));
    assert_eq!(get(&cache), Ok(2));
    // Another call that was refused with the old ones comes late.
    assert!(cache.invalidate(&refused));
    assert_eq!(get(&cache), Ok(2));
    let fixed = CachedCredentials::new(Box::new(Credentials::new("7", "sk")));
    let refused = fixed.get().now_or_never().unwrap().unwrap();
    assert!(!fixed.invalidate(&refused));
    assert!(Arc::ptr_eq(&refused, &fixed.get().now_or_never().unwrap().unwrap()));
}
