//! Several sources, tried in order.

use std::{fmt, sync::OnceLock};

use super::{
    CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Environment, EnvironmentProvider,
    ProfileProvider,
};

/// What the chain calls itself.
const NAME: &str = "chain";

/// The variable that asks for the metadata service.
const USE_METADATA: &str = "HUAWEICLOUD_SDK_USE_METADATA";

/// Sources of credentials, tried in order until one is set up.
///
/// A source that is not set up is passed over. One that is set up but fails ends the search with an error:
/// to go on could mean to act silently as somebody else. The source that served first is the only one
/// asked from then on, so the account that a client acts for does not change under it.
///
/// ```
/// use modelarts::auth::{CredentialsChain, Environment, EnvironmentProvider, ProfileProvider};
///
/// // What a client looks through unless it is told otherwise, but for one profile.
/// let usual = CredentialsChain::builder().with_profile("staging").build();
///
/// // The file first, and the environment where there is none.
/// let reversed = CredentialsChain::of([
///     Box::new(ProfileProvider::default()) as _,
///     Box::new(EnvironmentProvider::new(Environment::process())) as _,
/// ]);
/// # let _ = (usual, reversed);
/// ```
pub struct CredentialsChain {
    links: Vec<Link>,
    serving: OnceLock<usize>,
}

enum Link {
    Provider(Box<dyn CredentialsProvider>),
    /// A source that is known to exist and was left out, for the error when nothing else serves.
    LeftOut(CredentialsError),
}

impl CredentialsChain {
    /// Exactly these sources, in this order.
    pub fn of(providers: impl IntoIterator<Item = Box<dyn CredentialsProvider>>) -> Self {
        Self::from_links(providers.into_iter().map(Link::Provider).collect())
    }

    /// The default chain: environment, profile, and the metadata service where it is asked for.
    pub fn builder() -> ChainBuilder {
        ChainBuilder::default()
    }

    fn from_links(links: Vec<Link>) -> Self {
        Self {
            links,
            serving: OnceLock::new(),
        }
    }

    fn serving(&self) -> Option<&dyn CredentialsProvider> {
        match self.links.get(*self.serving.get()?)? {
            Link::Provider(provider) => Some(provider.as_ref()),
            Link::LeftOut(_) => None,
        }
    }

    async fn search(&self) -> Result<super::Credentials, CredentialsError> {
        if let Some(provider) = self.serving() {
            return provider.provide().await;
        }
        let mut tried = Vec::with_capacity(self.links.len());
        for (position, link) in self.links.iter().enumerate() {
            let error = match link {
                Link::LeftOut(error) => error.clone(),
                Link::Provider(provider) => match provider.provide().await {
                    Ok(credentials) => {
                        // Whoever was first has decided it; a second answer at the same moment is as good.
                        let _ = self.serving.set(position);
                        return Ok(credentials);
                    }
                    Err(error) => error,
                },
            };
            let goes_on = error.kind() == CredentialsErrorKind::NotConfigured;
            tried.push(error);
            if !goes_on {
                break;
            }
        }
        Err(CredentialsError::exhausted(NAME, tried))
    }
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
        let names = self.links.iter().map(|link| match link {
            Link::Provider(provider) => provider.name(),
            Link::LeftOut(error) => error.provider(),
        });
        f.write_str("CredentialsChain")?;
        f.debug_list().entries(names).finish()
    }
}

/// What the default chain consists of.
#[derive(Clone, Debug, Default)]
pub struct ChainBuilder {
    environment: Environment,
    profile: Option<String>,
    metadata: Option<bool>,
}

impl ChainBuilder {
    /// Reads settings from `environment` instead of from the process's own.
    #[must_use]
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Reads the profile of this name from the credentials file. The environment's credentials are then
    /// passed over, since naming a profile says whose credentials are meant.
    #[must_use]
    pub fn with_profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Whether to ask the metadata service of an ECS when nothing else is set up. Without a word here,
    /// `HUAWEICLOUD_SDK_USE_METADATA=true` asks for it. It is off by default, since anywhere but on an ECS
    /// asking costs seconds. It needs the feature `metadata`.
    #[must_use]
    pub fn with_metadata(mut self, metadata: bool) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Puts the chain together. Nothing is read before it is asked for credentials.
    pub fn build(self) -> CredentialsChain {
        let profile = ProfileProvider::new(self.environment.clone());
        let mut links = Vec::with_capacity(3);
        match self.profile {
            Some(name) => {
                links.push(left_out("environment", "not looked at, since a profile was named"));
                links.push(Link::Provider(Box::new(profile.with_profile(name))));
            }
            None => {
                links.push(Link::Provider(Box::new(EnvironmentProvider::new(
                    self.environment.clone(),
                ))));
                links.push(Link::Provider(Box::new(profile)));
            }
        }
        links.push(match self.metadata {
            Some(true) => metadata(&self.environment),
            Some(false) => left_out("metadata", "turned off"),
            None if self.environment.is_enabled(USE_METADATA) => metadata(&self.environment),
            None => left_out("metadata", "not asked for (HUAWEICLOUD_SDK_USE_METADATA=true does)"),
        });
        CredentialsChain::from_links(links)
    }
}

fn left_out(provider: &'static str, reason: &'static str) -> Link {
    Link::LeftOut(CredentialsError::new(
        CredentialsErrorKind::NotConfigured,
        provider,
        reason,
    ))
}

#[cfg(feature = "metadata")]
fn metadata(environment: &Environment) -> Link {
    Link::Provider(Box::new(super::MetadataProvider::new(environment)))
}

#[cfg(not(feature = "metadata"))]
fn metadata(_: &Environment) -> Link {
    left_out(
        "metadata",
        "asked for, but the feature `metadata` of this crate is not enabled",
    )
}
