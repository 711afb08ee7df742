//! A cache of credentials that renews them before they expire.

use std::{
    fmt,
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

/// The pause after an early renewal that failed.
const PAUSE_AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(30);

type Outcome = Result<Arc<Credentials>, CredentialsError>;

/// The credentials of a provider, cached.
///
/// * Credentials are renewed 40 minutes before they expire, or in the last quarter of their lifetime if that is later.
///   Only the caller that renews them waits. If the renewal fails, the cached credentials serve until they expire, and
///   it is tried again every 30 seconds.
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
}

struct Entry {
    credentials: Arc<Credentials>,
    /// When a renewal is due; `None` if the credentials do not expire.
    renew_at: Option<Timestamp>,
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
            if let Some(entry) = state.entry.as_ref().filter(|entry| entry.is_valid(now)) {
                let is_fresh = entry.renew_at.is_none_or(|renew_at| now < renew_at);
                if is_fresh || running.is_some() {
                    return Ok(entry.credentials.clone());
                }
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

    /// Removes `refused`, which the service did not accept, unless they have been replaced since: however many calls
    /// are refused at once, there is one renewal. Returns whether [`CachedCredentials::get`] may return others now.
    pub(crate) fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        let mut state = self.0.lock();
        let is_cached = |entry: &Entry| Arc::ptr_eq(&entry.credentials, refused);
        if !state.entry.as_ref().is_some_and(is_cached) {
            return true;
        }
        let may_change = self.0.provider.invalidate();
        if may_change {
            state.entry = None;
        }
        may_change
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
            Ok(entry) => Ok(state.entry.insert(entry).credentials.clone()),
            Err(error) => {
                if let Some(entry) = &mut state.entry {
                    entry.renew_at = now.checked_add(PAUSE_AFTER_FAILURE).ok();
                }
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
        })
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        self.credentials.expires_at.is_none_or(|expires_at| now < expires_at)
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
