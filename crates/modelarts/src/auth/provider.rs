//! The seam between the client and wherever credentials come from.

use std::{future::Future, pin::Pin, sync::Arc};

use super::{Credentials, CredentialsError};

/// What [`CredentialsProvider::provide`] returns.
pub type CredentialsFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// A source of credentials.
///
/// The client keeps what it was given until shortly before it expires, so `provide` may be slow, and is
/// called by one caller at a time. Dropping its future must be harmless.
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
    /// What errors and logs call this source, as `environment`.
    fn name(&self) -> &str;

    /// Gets credentials, from the source itself rather than from memory.
    fn provide(&self) -> CredentialsFuture<'_>;

    /// The service refused what [`CredentialsProvider::provide`] gave last: whatever is kept in memory
    /// must be dropped. The answer says whether asking again may give different credentials.
    fn invalidate(&self) -> bool {
        true
    }
}

/// Credentials that are given in so many words, and so cannot change.
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

impl<P: CredentialsProvider + ?Sized> CredentialsProvider for Arc<P> {
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

impl<P: CredentialsProvider + ?Sized> CredentialsProvider for Box<P> {
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
