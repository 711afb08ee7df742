//! Why there are no credentials.

use std::{borrow::Cow, error::Error, fmt, sync::Arc};

/// What kind of failure a [`CredentialsError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// The source is not set up at all. A chain goes on to its next source.
    NotConfigured,
    /// The source is set up wrongly, as an access key without its secret. A chain stops here: going on
    /// could silently act as somebody else. Asking again does not help until it is corrected.
    Invalid,
    /// The source did not answer, or not sensibly. Asking again later may help.
    Unavailable,
}

/// Why a source did not give credentials: the source, the reason, and for a chain every source tried.
///
/// Cheap to clone, so one failed attempt can answer everyone who waited for it. It never holds a secret,
/// provided that the reason given to its constructors does not.
#[derive(Clone)]
pub struct CredentialsError(Arc<Failure>);

struct Failure {
    kind: CredentialsErrorKind,
    provider: Cow<'static, str>,
    reason: Cow<'static, str>,
    tried: Vec<CredentialsError>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl CredentialsError {
    /// A failure of `provider`, for `reason`: a lower-case fragment, without any secret.
    pub fn new(
        kind: CredentialsErrorKind,
        provider: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::build(kind, provider.into(), reason.into(), Vec::new(), None)
    }

    /// As [`CredentialsError::new`], caused by `source`, which must not show a secret either.
    pub fn with_source(
        kind: CredentialsErrorKind,
        provider: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::build(kind, provider.into(), reason.into(), Vec::new(), Some(source.into()))
    }

    /// The failure of a chain whose sources failed as `tried` says, in their order.
    pub(super) fn exhausted(provider: &'static str, tried: Vec<CredentialsError>) -> Self {
        // What a caller can do depends on the source that stopped the search, which is the last one.
        let kind = tried.last().map_or(CredentialsErrorKind::NotConfigured, Self::kind);
        Self::build(kind, provider.into(), "no credentials found".into(), tried, None)
    }

    fn build(
        kind: CredentialsErrorKind,
        provider: Cow<'static, str>,
        reason: Cow<'static, str>,
        tried: Vec<CredentialsError>,
        source: Option<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self(Arc::new(Failure {
            kind,
            provider,
            reason,
            tried,
            source,
        }))
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.0.kind
    }

    /// The source that failed.
    pub fn provider(&self) -> &str {
        &self.0.provider
    }

    /// Why it failed, without the sources that a chain tried.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// For a chain: why each of the sources did not serve, in the order they were tried.
    pub fn tried(&self) -> &[CredentialsError] {
        &self.0.tried
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &*self.0;
        if failure.tried.is_empty() {
            return write!(f, "{}: {}", failure.provider, failure.reason);
        }
        write!(f, "{}, tried ", failure.reason)?;
        for (position, tried) in failure.tried.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{tried}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsError")
            .field("kind", &self.0.kind)
            .field("provider", &self.0.provider)
            .field("reason", &self.0.reason)
            .field("tried", &self.0.tried)
            .field("source", &self.0.source)
            .finish()
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
