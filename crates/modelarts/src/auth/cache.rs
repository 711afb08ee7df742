//! A cache of credentials that renews them before they expire.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

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
/// * Dropping the future of a caller is harmless at any point. If it was the one that renewed, the next one does.
pub(crate) struct CachedCredentials {
    provider: Box<dyn CredentialsProvider>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Calls read it concurrently; only a renewal writes.
    state: RwLock<State>,
    /// Held during a renewal.
    renewal: Mutex<()>,
}

#[derive(Default)]
struct State {
    entry: Option<Entry>,
    failures: u64,
    last_failure: Option<CredentialsError>,
}

#[derive(Clone)]
struct Entry {
    credentials: Arc<Credentials>,
    /// When a renewal is due; `None` if the credentials do not expire.
    renew_at: Option<Timestamp>,
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

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.renew_at.is_none_or(|renew_at| now < renew_at)
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        self.credentials.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

impl CachedCredentials {
    /// An empty cache. The provider is first asked by [`CachedCredentials::get`].
    pub(crate) fn new(provider: Box<dyn CredentialsProvider>) -> Self {
        Self {
            provider,
            clock: Box::new(Timestamp::now),
            state: RwLock::default(),
            renewal: Mutex::default(),
        }
    }

    /// Credentials that are valid now, from the cache or from the provider.
    ///
    /// # Errors
    ///
    /// The error of the provider, if the cache has no valid credentials.
    pub(crate) async fn get(&self) -> Outcome {
        let now = (self.clock)();
        match self.valid(now) {
            Some(entry) if entry.is_fresh(now) => Ok(entry.credentials),
            Some(entry) => self.renew_early(entry).await,
            None => self.renew_once().await,
        }
    }

    /// Removes `refused`, which the service did not accept, unless they have been replaced since: however many calls
    /// are refused at once, there is one renewal. Returns whether [`CachedCredentials::get`] may return others now.
    pub(crate) fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        let mut state = self.write();
        match &state.entry {
            Some(entry) if Arc::ptr_eq(&entry.credentials, refused) => {
                let may_change = self.provider.invalidate();
                if may_change {
                    state.entry = None;
                }
                may_change
            }
            _ => true,
        }
    }

    /// Renews credentials that are still valid, unless another caller is doing so.
    async fn renew_early(&self, entry: Entry) -> Outcome {
        let Ok(_renewal) = self.renewal.try_lock() else {
            return Ok(entry.credentials);
        };
        let outcome = self.renew().await;
        let now = (self.clock)();
        if outcome.is_err() {
            self.postpone(&entry, now);
        }
        match outcome {
            // The credentials may have expired during the attempt.
            Err(_) if entry.is_valid(now) => Ok(entry.credentials),
            outcome => outcome,
        }
    }

    /// Renews credentials, or waits for the caller that does and takes its result.
    async fn renew_once(&self) -> Outcome {
        let failures_before = self.read().failures;
        let _renewal = self.renewal.lock().await;
        if let Some(entry) = self.valid((self.clock)()) {
            return Ok(entry.credentials);
        }
        let failure = {
            let state = self.read();
            state.last_failure.clone().filter(|_| state.failures != failures_before)
        };
        match failure {
            Some(failure) => Err(failure),
            None => self.renew().await,
        }
    }

    async fn renew(&self) -> Outcome {
        let provided = self.provider.provide().await;
        let entry = provided.and_then(|provided| Entry::new(provided, (self.clock)(), self.provider.name()));
        let mut state = self.write();
        match entry {
            Ok(entry) => Ok(state.entry.insert(entry).credentials.clone()),
            Err(error) => {
                state.failures += 1;
                state.last_failure = Some(error.clone());
                Err(error)
            }
        }
    }

    fn postpone(&self, failed: &Entry, now: Timestamp) {
        let mut state = self.write();
        let entry = state.entry.as_mut();
        if let Some(entry) = entry.filter(|entry| Arc::ptr_eq(&entry.credentials, &failed.credentials)) {
            entry.renew_at = now.checked_add(PAUSE_AFTER_FAILURE).ok();
        }
    }

    fn valid(&self, now: Timestamp) -> Option<Entry> {
        let state = self.read();
        state.entry.as_ref().filter(|entry| entry.is_valid(now)).cloned()
    }

    /// No panic can leave the state half-changed, so a poisoned lock is as good as any.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCredentials")
            .field("provider", &self.provider.name())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
