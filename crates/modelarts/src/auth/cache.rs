//! A cache of credentials that renews them before they expire.

use std::{
    fmt,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, WeakShared},
};
use jiff::{SignedDuration, Timestamp};

use super::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider};

/// How long before they expire credentials are renewed: the margin of the official SDKs for metadata keys.
const MARGIN: SignedDuration = SignedDuration::from_mins(40);

/// Short-lived credentials are renewed in this last part of their lifetime instead.
const PART_OF_LIFETIME: i32 = 4;

/// The longest pause after a renewal that failed, and the one after a renewal that changed nothing.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_secs(30);

type Outcome = Result<Arc<Credentials>, CredentialsError>;

/// The credentials of a provider, cached.
///
/// * Credentials are renewed 40 minutes before they expire, or in the last quarter of their lifetime if that is later.
///   Only the caller that renews them waits. If the renewal fails, the cached credentials serve until they expire.
/// * A source that failed is left alone for a second, then two, and up to 30: callers without credentials get the error
///   again. So is one, for 30 seconds, that gave the credentials again which the service had refused.
/// * However many callers wait, there is one request to the provider at a time, and all of them get its result. They
///   share an error too: a thousand callers that tried in turn would wait for a thousand timeouts.
/// * Dropping the future of a caller is harmless at any point. The request goes on as long as any caller waits for it.
pub(crate) struct CachedCredentials(Arc<Cache>);

struct Cache {
    provider: Box<dyn CredentialsProvider>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    entry: Option<Entry>,
    /// The request that callers wait for, and drive.
    renewal: Option<WeakShared<BoxFuture<'static, Outcome>>>,
    /// The last renewal, if it failed.
    failure: Option<Failure>,
    /// When a refusal renews nothing, since the last one did not help.
    unchanged: Option<Range<Timestamp>>,
}

struct Failure {
    error: CredentialsError,
    /// Number of failures in a row.
    count: u32,
    /// When the source is not asked again.
    pause: Range<Timestamp>,
}

struct Entry {
    credentials: Arc<Credentials>,
    /// When a renewal is due; `None` if the credentials do not expire.
    renew_at: Option<Timestamp>,
    /// The service refused them, so they serve no more.
    is_refused: bool,
}

/// A pause from `now` on. A clock that is set back ends it, too.
fn pause(now: Timestamp, length: SignedDuration) -> Range<Timestamp> {
    now..now.checked_add(length).unwrap_or(now)
}

impl CachedCredentials {
    /// An empty cache. The provider is first asked by [`CachedCredentials::get`].
    pub(crate) fn new(provider: Box<dyn CredentialsProvider>) -> Self {
        Self::with_clock(provider, Box::new(Timestamp::now))
    }

    fn with_clock(provider: Box<dyn CredentialsProvider>, clock: Box<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self(Arc::new(Cache {
            provider,
            clock,
            state: Mutex::default(),
        }))
    }

    pub(crate) async fn get(&self) -> Outcome {
        let renewal = {
            let mut state = self.0.lock();
            let now = (self.0.clock)();
            let running = state.renewal.as_ref().and_then(WeakShared::upgrade);
            let failure = state.failure.as_ref().filter(|failure| failure.pause.contains(&now));
            if let Some(entry) = state.entry.as_ref().filter(|entry| entry.is_valid(now)) {
                let is_fresh = entry.renew_at.is_none_or(|renew_at| now < renew_at);
                if is_fresh || running.is_some() || failure.is_some() {
                    return Ok(entry.credentials.clone());
                }
            }
            if let Some(failure) = failure {
                return Err(failure.error.clone());
            }
            running.unwrap_or_else(|| {
                let renewal = self.0.clone().renew().boxed().shared();
                state.renewal = renewal.downgrade();
                renewal
            })
        };
        renewal.await.or_else(|error| {
            let (state, now) = (self.0.lock(), (self.0.clock)());
            // An early renewal may fail, but the credentials may have expired during the attempt.
            let entry = state.entry.as_ref().filter(|entry| entry.is_valid(now));
            entry.map(|entry| entry.credentials.clone()).ok_or(error)
        })
    }

    /// Gives up `refused`, which the service did not accept, unless they have been replaced since: however many calls
    /// are refused at once, there is one renewal. Returns whether [`CachedCredentials::get`] may return others now; if
    /// it returns these again, the source has no others.
    pub(crate) fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        let mut state = self.0.lock();
        let now = (self.0.clock)();
        let State { entry, unchanged, .. } = &mut *state;
        let Some(entry) = entry.as_mut().filter(|entry| Arc::ptr_eq(&entry.credentials, refused)) else {
            return true;
        };
        let is_pause = unchanged.as_ref().is_some_and(|pause| pause.contains(&now));
        entry.is_refused |= !is_pause && self.0.provider.invalidate();
        entry.is_refused
    }
}

impl Cache {
    async fn renew(self: Arc<Self>) -> Outcome {
        let provided = self.provider.provide().await;
        let now = (self.clock)();
        let entry = provided.and_then(|credentials| Entry::new(credentials, now, self.provider.name()));
        let mut state = self.lock();
        state.renewal = None;
        match entry {
            Ok(mut entry) => {
                let refused = state.entry.take().filter(|last| last.is_refused);
                let again = refused.filter(|last| last.credentials.secrets() == entry.credentials.secrets());
                state.unchanged = again.as_ref().map(|_| pause(now, LONGEST_PAUSE));
                if let Some(Entry { credentials, .. }) = again {
                    entry.credentials = credentials;
                }
                state.failure = None;
                Ok(state.entry.insert(entry).credentials.clone())
            }
            Err(error) => {
                let count = state.failure.as_ref().map_or(0, |failure| failure.count);
                let length = SignedDuration::from_secs(1_i64 << count.min(5)).min(LONGEST_PAUSE);
                state.failure = Some(Failure {
                    error: error.clone(),
                    count: count.saturating_add(1),
                    pause: pause(now, length),
                });
                Err(error)
            }
        }
    }

    /// No panic can leave the state half-changed, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// An entry for `credentials` received at `now`, or an error if they have expired.
    fn new(credentials: Credentials, now: Timestamp, provider: &str) -> Result<Self, CredentialsError> {
        let mut renew_at = None;
        if let Some(expires_at) = credentials.expires_at {
            let lifetime = expires_at.duration_since(now);
            if !lifetime.is_positive() {
                let reason = format!("its credentials expired at {expires_at}, and it is {now} here");
                let kind = CredentialsErrorKind::Unavailable;
                return Err(CredentialsError::new(kind, provider.to_owned(), reason));
            }
            let margin = MARGIN.min(lifetime / PART_OF_LIFETIME);
            renew_at = Some(expires_at.checked_sub(margin).unwrap_or(expires_at));
        }
        Ok(Self {
            credentials: Arc::new(credentials),
            renew_at,
            is_refused: false,
        })
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        !self.is_refused && self.credentials.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

impl fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CachedCredentials")
            .field(&self.0.provider.name())
            .finish()
    }
}

#[cfg(test)]
mod tests;
