//! Credentials kept in memory, and renewed before they expire.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock, RwLockWriteGuard},
};

use jiff::{SignedDuration, Timestamp};

use super::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, single_flight::SingleFlight};

/// How long before they expire credentials are renewed: what the official SDKs use for metadata keys.
const EARLY: SignedDuration = SignedDuration::from_mins(40);

/// Short-lived credentials are renewed in the last quarter of their life instead, or the early renewal
/// of keys that live for half an hour would begin before they do.
const SHARE_OF_LIFE: i32 = 4;

/// How long an early renewal that failed is left alone while the credentials at hand still serve.
const PAUSE_AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(30);

/// Any provider, asked only when needed.
///
/// * Credentials that expire are renewed 40 minutes before, or in the last quarter of their life if that
///   is later. Until they expire nobody waits but the one caller that renews; if the renewal fails, the
///   credentials at hand go on serving, and it is tried again every 30 seconds.
/// * However many callers wait, the provider is asked by one at a time, and all of them get its answer,
///   an error too.
/// * Dropping a caller's future at any point does no harm.
///
/// ```no_run
/// use modelarts::auth::{CachedCredentials, ProfileProvider};
///
/// # async fn example() -> Result<(), modelarts::auth::CredentialsError> {
/// let cached = CachedCredentials::new(ProfileProvider::default());
/// let credentials = cached.get().await?; // from the file
/// let again = cached.get().await?; // from memory
/// # Ok(())
/// # }
/// ```
pub struct CachedCredentials {
    provider: Box<dyn CredentialsProvider>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Every call reads it at the same time as others; a renewal alone writes.
    held: RwLock<Option<Held>>,
    renewal: SingleFlight<CredentialsError>,
}

#[derive(Clone)]
struct Held {
    credentials: Arc<Credentials>,
    /// From when on a renewal is tried; absent when the credentials do not expire.
    renew_at: Option<Timestamp>,
}

impl Held {
    /// Notes `credentials` that were just given, or refuses those that are of no use any more.
    fn new(credentials: Credentials, now: Timestamp, provider: &str) -> Result<Self, CredentialsError> {
        let mut renew_at = None;
        if let Some(expires_at) = credentials.expires_at() {
            let left = expires_at.duration_since(now);
            if !left.is_positive() {
                let reason = format!("it gave credentials that expired at {expires_at}, and it is {now} here");
                let kind = CredentialsErrorKind::Unavailable;
                return Err(CredentialsError::new(kind, provider.to_owned(), reason));
            }
            let early = EARLY.min(left / SHARE_OF_LIFE);
            renew_at = Some(expires_at.checked_sub(early).unwrap_or(expires_at));
        }
        Ok(Self {
            credentials: Arc::new(credentials),
            renew_at,
        })
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.renew_at.is_none_or(|renew_at| now < renew_at)
    }

    fn is_usable(&self, now: Timestamp) -> bool {
        self.credentials.expires_at().is_none_or(|expires_at| now < expires_at)
    }
}

impl CachedCredentials {
    /// Keeps what `provider` gives. It is not asked before the first call of [`CachedCredentials::get`].
    pub fn new(provider: impl CredentialsProvider + 'static) -> Self {
        Self {
            provider: Box::new(provider),
            clock: Box::new(Timestamp::now),
            held: RwLock::new(None),
            renewal: SingleFlight::new(),
        }
    }

    /// Tells the time by `clock` instead of by the system.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// What the provider calls itself.
    pub fn provider_name(&self) -> &str {
        self.provider.name()
    }

    /// Credentials that are good now: those at hand, or else from the provider.
    ///
    /// # Errors
    ///
    /// The provider's, when there are no credentials at hand that have not expired.
    pub async fn get(&self) -> Result<Arc<Credentials>, CredentialsError> {
        let now = (self.clock)();
        match self.usable(now) {
            Some(held) if held.is_fresh(now) => Ok(held.credentials),
            Some(held) => self.renew_early(held).await,
            None => {
                let ready = || self.usable((self.clock)()).map(|held| held.credentials);
                self.renewal.run(ready, self.renew()).await
            }
        }
    }

    /// The service refused `refused`: drops them, unless they have been replaced meanwhile, so that any
    /// number of calls refused at once cost one renewal. The answer says whether getting credentials again
    /// may help; for those that were given explicitly, or come from the environment, it cannot.
    pub fn invalidate(&self, refused: &Arc<Credentials>) -> bool {
        let mut held = self.write();
        match &*held {
            Some(current) if Arc::ptr_eq(&current.credentials, refused) => {
                let may_change = self.provider.invalidate();
                if may_change {
                    *held = None;
                }
                may_change
            }
            _ => true,
        }
    }

    /// Renews credentials that still serve, if nobody is doing so already.
    async fn renew_early(&self, held: Held) -> Result<Arc<Credentials>, CredentialsError> {
        match self.renewal.try_run(self.renew()).await {
            None => Ok(held.credentials),
            Some(Ok(renewed)) => Ok(renewed),
            Some(Err(error)) => {
                let now = (self.clock)();
                self.postpone(&held, now);
                // The attempt may have taken longer than the credentials had left.
                if held.is_usable(now) {
                    Ok(held.credentials)
                } else {
                    Err(error)
                }
            }
        }
    }

    async fn renew(&self) -> Result<Arc<Credentials>, CredentialsError> {
        let credentials = self.provider.provide().await?;
        let held = Held::new(credentials, (self.clock)(), self.provider.name())?;
        let credentials = held.credentials.clone();
        *self.write() = Some(held);
        Ok(credentials)
    }

    fn postpone(&self, failed: &Held, now: Timestamp) {
        if let Some(held) = &mut *self.write()
            && Arc::ptr_eq(&held.credentials, &failed.credentials)
        {
            held.renew_at = now.checked_add(PAUSE_AFTER_FAILURE).ok();
        }
    }

    fn usable(&self, now: Timestamp) -> Option<Held> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|held| held.is_usable(now)).cloned()
    }

    /// What is held is replaced in one assignment, so a poisoned lock is as good as any.
    fn write(&self) -> RwLockWriteGuard<'_, Option<Held>> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCredentials")
            .field("provider", &self.provider.name())
            .finish_non_exhaustive()
    }
}
