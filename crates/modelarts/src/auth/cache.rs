//! A cache of credentials that renews them before they expire.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock, RwLockWriteGuard},
};

use jiff::{SignedDuration, Timestamp};

use super::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, single_flight::SingleFlight};

/// How long before they expire credentials are renewed: the margin of the official SDKs for metadata keys.
const MARGIN: SignedDuration = SignedDuration::from_mins(40);

/// Short-lived credentials are renewed in this last part of their lifetime instead.
const PART_OF_LIFETIME: i32 = 4;

/// The pause after an early renewal that failed.
const PAUSE_AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(30);

/// The credentials of a provider, cached.
///
/// * Credentials are renewed 40 minutes before they expire, or in the last quarter of their lifetime if that is later.
///   Only the caller that renews them waits. If the renewal fails, the cached credentials serve until they expire, and
///   it is tried again every 30 seconds.
/// * However many callers wait, there is one request to the provider at a time, and all of them get its result, also an
///   error.
/// * Dropping the future of a caller is harmless at any point.
pub(crate) struct CachedCredentials {
    provider: Box<dyn CredentialsProvider>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Calls read it concurrently; only a renewal writes.
    entry: RwLock<Option<Entry>>,
    renewal: SingleFlight<CredentialsError>,
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
            entry: RwLock::new(None),
            renewal: SingleFlight::new(),
        }
    }

    /// Credentials that are valid now, from the cache or from the provider.
    ///
    /// # Errors
    ///
    /// That of the provider, if the cache has no valid credentials.
    pub(crate) async fn get(&self) -> Result<Arc<Credentials>, CredentialsError> {
        let now = (self.clock)();
        match self.valid(now) {
            Some(entry) if entry.is_fresh(now) => Ok(entry.credentials),
            Some(entry) => self.renew_early(entry).await,
            None => {
                let ready = || self.valid((self.clock)()).map(|entry| entry.credentials);
                self.renewal.run(ready, self.renew()).await
            }
        }
    }

    /// Removes `refused`, which the service did not accept, unless they have been replaced since: however many calls
    /// are refused at once, there is one renewal. Returns whether [`CachedCredentials::get`] may return others now.
    pub(crate) fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        let mut entry = self.write();
        match &*entry {
            Some(current) if Arc::ptr_eq(&current.credentials, refused) => {
                let may_change = self.provider.invalidate();
                if may_change {
                    *entry = None;
                }
                may_change
            }
            _ => true,
        }
    }

    /// Renews credentials that are still valid, unless another caller is doing so.
    async fn renew_early(&self, entry: Entry) -> Result<Arc<Credentials>, CredentialsError> {
        match self.renewal.try_run(self.renew()).await {
            None => Ok(entry.credentials),
            Some(Ok(renewed)) => Ok(renewed),
            Some(Err(error)) => {
                let now = (self.clock)();
                self.postpone(&entry, now);
                // The credentials may have expired during the attempt.
                if entry.is_valid(now) {
                    Ok(entry.credentials)
                } else {
                    Err(error)
                }
            }
        }
    }

    async fn renew(&self) -> Result<Arc<Credentials>, CredentialsError> {
        let credentials = self.provider.provide().await?;
        let entry = Entry::new(credentials, (self.clock)(), self.provider.name())?;
        let credentials = entry.credentials.clone();
        *self.write() = Some(entry);
        Ok(credentials)
    }

    fn postpone(&self, failed: &Entry, now: Timestamp) {
        if let Some(entry) = &mut *self.write()
            && Arc::ptr_eq(&entry.credentials, &failed.credentials)
        {
            entry.renew_at = now.checked_add(PAUSE_AFTER_FAILURE).ok();
        }
    }

    fn valid(&self, now: Timestamp) -> Option<Entry> {
        let entry = self.entry.read().unwrap_or_else(PoisonError::into_inner);
        entry.as_ref().filter(|entry| entry.is_valid(now)).cloned()
    }

    /// The entry is replaced in one assignment, so a poisoned lock is as good as any.
    fn write(&self) -> RwLockWriteGuard<'_, Option<Entry>> {
        self.entry.write().unwrap_or_else(PoisonError::into_inner)
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
