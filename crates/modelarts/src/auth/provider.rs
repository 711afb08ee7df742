//! The interface between the client and sources of credentials.

use std::{ops::Deref, pin::Pin};

use super::{Credentials, CredentialsError};

/// The future of [`CredentialsProvider::provide`].
pub type CredentialsFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials.
///
/// The client caches credentials until shortly before they expire, so `provide` may be slow. It is called by one caller
/// at a time. Dropping its future must be harmless.
///
/// ```
/// use modelarts::auth::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider};
///
/// struct Vault;
///
/// impl CredentialsProvider for Vault {
///     fn name(&self) -> &str {
///         "vault"
///     }
///
///     fn provide(&self) -> CredentialsFuture<'_> {
///         Box::pin(async {
///             let token = std::fs::read_to_string("/run/vault/token").map_err(|error| {
///                 let kind = CredentialsErrorKind::Unavailable;
///                 CredentialsError::with_source(kind, "vault", "the token file cannot be read", error)
///             })?;
///             Ok(Credentials::from_token(token.trim()))
///         })
///     }
/// }
/// # fn assert_provider(_: impl CredentialsProvider) {}
/// # assert_provider(Vault);
/// ```
pub trait CredentialsProvider: Send + Sync {
    /// Name of the source in errors and logs, such as `environment`.
    fn name(&self) -> &str;

    /// Gets credentials from the source itself, not from a cache.
    fn provide(&self) -> CredentialsFuture<'_>;

    /// Called when the service refused the credentials that [`CredentialsProvider::provide`] returned last. Drops what
    /// is cached, and returns whether `provide` may return different credentials now.
    fn invalidate(&self) -> bool {
        true
    }
}

/// Static credentials, which never change.
impl CredentialsProvider for Credentials {
    fn name(&self) -> &str {
        "explicit"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn invalidate(&self) -> bool {
        false
    }
}

/// A provider behind a pointer, such as `Arc<dyn CredentialsProvider>`.
impl<P> CredentialsProvider for P
where
    P: Deref<Target: CredentialsProvider> + Send + Sync,
{
    fn name(&self) -> &str {
        (**self).name()
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        (**self).provide()
    }

    fn invalidate(&self) -> bool {
        (**self).invalidate()
    }
}
