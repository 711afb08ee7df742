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
    providers: Vec<Box<dyn CredentialsProvider>>,
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
            providers: providers.into_iter().collect(),
            serving: OnceLock::new(),
        }
    }

    /// The default chain, where a named profile replaces the environment variables, and `use_metadata` the variable
    /// that enables the metadata service.
    pub(crate) fn configured(environment: &Environment, profile: Option<String>, use_metadata: Option<bool>) -> Self {
        let file = ProfileProvider::new(environment);
        let (environment_provider, file): (Box<dyn CredentialsProvider>, _) = match profile {
            Some(profile) => (
                Skipped::boxed("environment", "skipped, since a profile was named"),
                file.profile(profile),
            ),
            None => (Box::new(EnvironmentProvider::new(environment.clone())), file),
        };
        let metadata = match use_metadata {
            Some(true) => metadata(environment),
            Some(false) => Skipped::boxed("metadata", "disabled"),
            None if environment.is_enabled(USE_METADATA) => metadata(environment),
            None => Skipped::boxed("metadata", "not enabled (HUAWEICLOUD_SDK_USE_METADATA=true enables it)"),
        };
        Self::from_providers([environment_provider, Box::new(file), metadata])
    }

    fn serving(&self) -> Option<&dyn CredentialsProvider> {
        self.providers.get(*self.serving.get()?).map(AsRef::as_ref)
    }

    async fn search(&self) -> Result<Credentials, CredentialsError> {
        if let Some(provider) = self.serving() {
            return provider.provide().await;
        }
        let mut tried = Vec::with_capacity(self.providers.len());
        for (position, provider) in self.providers.iter().enumerate() {
            match provider.provide().await {
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

#[cfg(feature = "metadata")]
fn metadata(environment: &Environment) -> Box<dyn CredentialsProvider> {
    Box::new(super::MetadataProvider::new(environment))
}

#[cfg(not(feature = "metadata"))]
fn metadata(_: &Environment) -> Box<dyn CredentialsProvider> {
    Skipped::boxed(
        "metadata",
        "enabled, but this crate is built without its feature `metadata`",
    )
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
        let names = self.providers.iter().map(|provider| provider.name());
        f.debug_list().entries(names).finish()
    }
}

/// A source that is left out, for the error that lists every source.
struct Skipped {
    name: &'static str,
    reason: &'static str,
}

impl Skipped {
    fn boxed(name: &'static str, reason: &'static str) -> Box<dyn CredentialsProvider> {
        Box::new(Self { name, reason })
    }
}

impl CredentialsProvider for Skipped {
    fn name(&self) -> &str {
        self.name
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let kind = CredentialsErrorKind::NotConfigured;
        let error = CredentialsError::new(kind, self.name, self.reason);
        Box::pin(std::future::ready(Err(error)))
    }
}
