//! A chain of sources, tried in order.

use std::{fmt, future::ready, sync::OnceLock};

use super::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Environment,
    EnvironmentProvider, ProfileProvider,
};

/// Name of a chain of which no source has served yet.
const NAME: &str = "chain";

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
    sources: Vec<Box<dyn CredentialsProvider>>,
    /// The source that served first.
    serving: OnceLock<usize>,
}

impl CredentialsChain {
    /// The default chain: environment variables, the credentials file, and the metadata service if
    /// `HUAWEICLOUD_SDK_USE_METADATA=true` enables it.
    pub fn new(environment: &Environment) -> Self {
        Self::configured(environment, None, None)
    }

    /// A chain of exactly these sources, in this order.
    pub fn from_providers(providers: impl IntoIterator<Item = Box<dyn CredentialsProvider>>) -> Self {
        Self {
            sources: providers.into_iter().collect(),
            serving: OnceLock::new(),
        }
    }

    /// The default chain, where a named profile replaces the environment variables, and `use_metadata` the variable
    /// that enables the metadata service.
    pub(crate) fn configured(environment: &Environment, profile: Option<String>, use_metadata: Option<bool>) -> Self {
        let mut file = ProfileProvider::new(environment);
        let variables: Box<dyn CredentialsProvider> = match profile {
            Some(profile) => {
                file = file.profile(profile);
                skipped("environment", "skipped, since a profile was named")
            }
            None => Box::new(EnvironmentProvider::new(environment.clone())),
        };
        let metadata = match use_metadata {
            Some(false) => skipped("metadata", "disabled"),
            None if !environment.is_enabled("HUAWEICLOUD_SDK_USE_METADATA") => {
                let reason = "not enabled (HUAWEICLOUD_SDK_USE_METADATA=true enables it)";
                skipped("metadata", reason)
            }
            #[cfg(feature = "metadata")]
            _ => Box::new(super::MetadataProvider::new(environment)),
            #[cfg(not(feature = "metadata"))]
            _ => {
                let reason = "enabled, but this crate is built without its feature `metadata`";
                skipped("metadata", reason)
            }
        };
        Self::from_providers([variables, Box::new(file), metadata])
    }

    fn serving(&self) -> Option<&dyn CredentialsProvider> {
        self.sources.get(*self.serving.get()?).map(|source| &**source)
    }

    async fn search(&self) -> Result<Credentials, CredentialsError> {
        if let Some(provider) = self.serving() {
            return provider.provide().await;
        }
        let mut tried = Vec::new();
        for (position, source) in self.sources.iter().enumerate() {
            match source.provide().await {
                Ok(credentials) => {
                    // A concurrent search may have set it already, which is as good.
                    let _ = self.serving.set(position);
                    return Ok(credentials);
                }
                Err(error) => tried.push(error),
            }
            if tried.last().map(CredentialsError::kind) != Some(CredentialsErrorKind::NotConfigured) {
                break;
            }
        }
        Err(CredentialsError::exhausted(NAME, tried))
    }
}

/// Stands in for a source that is left out, so that the error which lists all sources says why.
struct Skipped(CredentialsError);

impl CredentialsProvider for Skipped {
    fn name(&self) -> &str {
        self.0.provider()
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(ready(Err(self.0.clone())))
    }
}

fn skipped(name: &'static str, reason: &'static str) -> Box<dyn CredentialsProvider> {
    let kind = CredentialsErrorKind::NotConfigured;
    Box::new(Skipped(CredentialsError::new(kind, name, reason)))
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
        f.write_str("CredentialsChain")?;
        let names = self.sources.iter().map(|source| source.name());
        f.debug_list().entries(names).finish()
    }
}
