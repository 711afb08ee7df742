//! Credentials, their sources, and request signing.
//!
//! Credentials that are passed to the client are used alone. Otherwise the client uses the default
//! [`CredentialsChain`], which has the order of the official SDKs:
//!
//! 1. environment variables ([`EnvironmentProvider`]): `HUAWEICLOUD_SDK_AK` and related variables, then Terraform's
//!    `HW_ACCESS_KEY` and related variables, then the token `HW_AUTH_TOKEN`;
//! 2. the file `~/.huaweicloud/credentials` ([`ProfileProvider`]);
//! 3. the metadata service of an ECS, if enabled (`MetadataProvider`, feature `metadata`).
//!
//! Implement [`CredentialsProvider`] for any other source. The client caches credentials and renews them before they
//! expire, with one request to the source however many calls wait.
//!
//! No secret appears in `Debug` or `Display` output of this module, nor in its errors.

mod cache;
mod chain;
mod credentials;
pub(crate) mod environment;
mod error;
#[cfg(feature = "metadata")]
mod metadata;
mod profile;
mod provider;
mod secret;
pub mod signer;

pub(crate) use cache::CachedCredentials;
pub use chain::CredentialsChain;
pub use credentials::{AccessKeys, Credentials, Identity};
pub use environment::EnvironmentProvider;
pub use error::{CredentialsError, CredentialsErrorKind};
#[cfg(feature = "metadata")]
pub use metadata::MetadataProvider;
pub use profile::ProfileProvider;
pub use provider::{CredentialsFuture, CredentialsProvider};
pub use secret::Secret;

pub use crate::environment::Environment;
