//! A chain of sources, tried in order.

use std::{fmt, sync::OnceLock};

use super::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Environment,
    EnvironmentProvider, ProfileProvider,
};

/// Name of a chain of which no source has served yet.
const NAME: &str = "chain";

/// The variable that enables the metadata service.
const USE_METADATA: &str = "HUAWEICLOUD_SDK_USE_METADATA";

/// Sources of credentials, tried in order until one is set up.
///
/// A source that is not set up is skipped. One that is set up and fails ends the search with an error, since continuing
/// could mean acting as a different user. After the first success only that source is asked, so that the account of a
/// client never changes.
///
/// ```
/// use modelarts::auth::{CredentialsChain, Environment, EnvironmentProvider, ProfileProvider};
///
/// // The file first, then the environment.
/// let reversed = CredentialsChain::from_providers([
///     Box::new(ProfileProvider::default()) as _,
///     Box::new(EnvironmentProvider::new(Environment::process())) as _,
/// ]);
/// # let _ = reversed;
/// ```
pub struct CredentialsChain {
    sources: Vec<Source>,
    serving: OnceLock<usize>,
}

/// A provider, or why a source is left out, for the error that lists every source.
type Source = Result<Box<dyn CredentialsProvider>, CredentialsError>;

impl CredentialsChain {
    /// The default chain: environment variables, the credentials file, and the metadata service if
    /// `HUAWEICLOUD_SDK_USE_METADATA=true` enables it.
    pub fn new(environment: &Environment) -> Self {
        Self::configured(environment, None, None)
    }

    /// A chain of exactly these sources, in this order.
    pub fn from_providers(providers: impl IntoIterator<Item = Box<dyn CredentialsProvider>>) -> Self {
        Self::from_sources(providers.into_iter().map(Ok).collect())
    }

    /// The default chain, where a named profile replaces the environment variables, and `use_metadata` the variable
    /// that enables the metadata service.
    pub(crate) fn configured(environment: &Environment, profile: Option<String>, use_metadata: Option<bool>) -> Self {
        let file = ProfileProvider::new(environment);
        let (variables, file): (Source, _) = match profile {
            Some(profile) => (
                skipped("environment", "skipped, since a profile was named"),
                file.profile(profile),
            ),
            None => (Ok(Box::new(EnvironmentProvider::new(environment.clone()))), file),
        };
        let metadata = match use_metadata {
            Some(true) => metadata(environment),
            Some(false) => skipped("metadata", "disabled"),
            None if environment.is_enabled(USE_METADATA) => metadata(environment),
            None => skipped("metadata", "not enabled (HUAWEICLOUD_SDK_USE_METADATA=true enables it)"),
        };
        Self::from_sources(vec![variables, Ok(Box::new(file)), metadata])
    }

    fn from_sources(sources: Vec<Source>) -> Self {
        Self {
            sources,
            serving: OnceLock::new(),
        }
    }

    fn serving(&self) -> Option<&dyn CredentialsProvider> {
        let source = self.sources.get(*self.serving.get()?)?;
        source.as_deref().ok()
    }

    async fn search(&self) -> Result<Credentials, CredentialsError> {
        if let Some(provider) = self.serving() {
            return provider.provide().await;
        }
        let mut tried = Vec::with_capacity(self.sources.len());
        for (position, source) in self.sources.iter().enumerate() {
            let outcome = match source {
                Ok(provider) => provider.provide().await,
                Err(error) => Err(error.clone()),
            };
            match outcome {
                Ok(credentials) => {
                    // A concurrent search may have set it already, which is as good.
                    let _ = self.serving.set(position);
                    return Ok(credentials);
                }
                Err(error) => {
                    let is_last = error.kind() != CredentialsErrorKind::NotConfigured;
                    tried.push(error);
                    if is_last {
                        break;
                    }
                }
            }
        }
        Err(CredentialsError::exhausted(NAME, tried))
    }
}

fn skipped(name: &'static str, reason: &'static str) -> Source {
    let kind = CredentialsErrorKind::NotConfigured;
    Err(CredentialsError::new(kind, name, reason))
}

#[cfg(feature = "metadata")]
fn metadata(environment: &Environment) -> Source {
    Ok(Box::new(super::MetadataProvider::new(environment)))
}

#[cfg(not(feature = "metadata"))]
fn metadata(_: &Environment) -> Source {
    let reason = "enabled, but this crate is built without its feature `metadata`";
    skipped("metadata", reason)
}

impl CredentialsProvider for CredentialsChain {
    fn name(&self) -> &str {
        self.serving().map_or(NAME, CredentialsProvider::name)
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.search())
    }

    fn invalidate(&self) -> bool {
        self.serving().is_none_or(CredentialsProvider::invalidate)
    }
}

impl fmt::Debug for CredentialsChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.sources.iter().map(|source| match source {
            Ok(provider) => provider.name(),
            Err(error) => error.provider(),
        });
        f.write_str("CredentialsChain")?;
        f.debug_list().entries(names).finish()
    }
}
