//! The error of credentials and their sources.

use std::{borrow::Cow, error::Error, fmt, sync::Arc};

use crate::ErrorKind;

/// Kind of a [`CredentialsError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// The source is not set up. A chain continues with its next source.
    NotConfigured,
    /// The source is set up incorrectly, such as an access key without its secret key. A chain stops here, because
    /// continuing could mean acting as a different user. Trying again does not help.
    Invalid,
    /// The source did not answer, or its answer cannot be used. Trying again later may help.
    Unavailable,
}

/// Error of a source of credentials: the source, the reason and, for a chain, every source that was tried.
///
/// It is cheap to clone, since one failed attempt answers every caller that waited for it. It holds no secret, provided
/// that the reason passed to its constructors holds none.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    kind: CredentialsErrorKind,
    provider: Cow<'static, str>,
    reason: Cow<'static, str>,
    tried: Arc<[Self]>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl CredentialsError {
    /// An error of `provider`. The reason is a lower-case fragment without any secret.
    pub fn new(
        kind: CredentialsErrorKind,
        provider: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            kind,
            provider: provider.into(),
            reason: reason.into(),
            tried: Arc::default(),
            source: None,
        }
    }

    /// Like [`CredentialsError::new`], with the error that caused it, which must not show a secret either.
    pub fn with_source(
        kind: CredentialsErrorKind,
        provider: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        let mut error = Self::new(kind, provider, reason);
        error.source = Some(source.into().into());
        error
    }

    /// The error of a chain, with those of its sources in the order they were tried.
    pub(super) fn exhausted(provider: &'static str, tried: Vec<Self>) -> Self {
        // What a caller can do depends on the source that stopped the search.
        let kind = tried.last().map_or(CredentialsErrorKind::NotConfigured, Self::kind);
        let mut error = Self::new(kind, provider, "no credentials found");
        error.tried = tried.into();
        error
    }

    /// The kind of error.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.kind
    }

    /// Name of the source that failed.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Why it failed, without the sources that a chain tried.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The errors of the sources that a chain tried, in their order.
    pub fn tried(&self) -> &[Self] {
        &self.tried
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tried.is_empty() {
            return write!(f, "{}: {}", self.provider, self.reason);
        }
        let tried: Vec<String> = self.tried.iter().map(ToString::to_string).collect();
        write!(f, "{}, tried {}", self.reason, tried.join("; "))
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}

impl From<CredentialsError> for crate::Error {
    fn from(error: CredentialsError) -> Self {
        Self::new(ErrorKind::Credentials, error.to_string()).with_source(error)
    }
}
