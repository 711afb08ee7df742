//! Who a call is made as: credentials, where they come from, and how a request is signed with them.
//!
//! What is handed to the client comes first and alone. Otherwise credentials are looked for in the order of the
//! official SDKs ([`CredentialsChain`]):
//!
//! 1. the environment: `HUAWEICLOUD_SDK_AK` and its kin, then Terraform's `HW_ACCESS_KEY` and its kin, else the
//!    token `HW_AUTH_TOKEN` ([`EnvironmentProvider`]);
//! 2. the file `~/.huaweicloud/credentials` ([`ProfileProvider`]);
//! 3. the metadata service of an ECS, only when it is asked for (`MetadataProvider`, feature `metadata`).
//!
//! Anything else is a [`CredentialsProvider`] of your own. Whatever the source, credentials are kept and
//! renewed by [`CachedCredentials`], which asks its source once however many calls wait.
//!
//! No secret appears in the `Debug` or `Display` of anything here, nor in any error.

pub(crate) mod bounded_body;
mod cache;
mod chain;
mod credentials;
pub(crate) mod environment;
mod error;
#[cfg(feature = "metadata")]
mod metadata;
mod profile;
pub(crate) mod project;
mod provider;
mod secret;
pub mod signer;
mod single_flight;
mod variables;

pub use cache::CachedCredentials;
pub use chain::{ChainBuilder, CredentialsChain};
pub use credentials::{AccessKeys, Credentials, Identity};
pub use environment::EnvironmentProvider;
pub use error::{CredentialsError, CredentialsErrorKind};
#[cfg(feature = "metadata")]
pub use metadata::MetadataProvider;
pub use profile::ProfileProvider;
pub use project::{ProjectError, ProjectErrorKind};
pub use provider::{CredentialsFuture, CredentialsProvider};
pub use secret::Secret;
pub use variables::Environment;

/// The library of the times in this module.
pub use jiff;
