//! Nothing that can be printed prints a secret.

use std::{error::Error, fmt::Debug};

use jiff::Timestamp;
use modelarts::{
    ProjectId, Region,
    auth::{
        AccessKeys, CachedCredentials, Credentials, CredentialsChain, CredentialsError, CredentialsErrorKind,
        CredentialsProvider, Environment, EnvironmentProvider, Identity, MetadataProvider, ProfileProvider, Secret,
        signer::{CanonicalRequest, SignableRequest},
    },
    raw::{ProjectResolver, authorize},
};
use reqwest::{Method, Request, Url};

use super::loopback::{Loopback, client};

/// Part of every secret below.
const MARKER: &str = "S3CR3T";

#[derive(Default)]
struct Printed(Vec<String>);

impl Printed {
    fn debug(&mut self, value: impl Debug) {
        self.0.push(format!("{value:?}"));
        self.0.push(format!("{value:#?}"));
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.0.push(error.to_string());
            self.debug(error);
            next = error.source();
        }
    }
}

#[tokio::test]
async fn no_secret_is_printed() {
    let mut printed = Printed::default();
    let keys = AccessKeys::new("S3CR3T-ak", "S3CR3T-sk").with_security_token("S3CR3T-st");
    let temporary = Credentials::from(keys.clone()).with_expiry(Timestamp::UNIX_EPOCH);
    let token = Credentials::from_token("S3CR3T-token").with_project_id(ProjectId::new("p").unwrap());
    let nowhere = Loopback::nowhere();
    let environment = Environment::fixed([
        ("HUAWEICLOUD_SDK_METADATA_ENDPOINT", nowhere.as_str()),
        ("HUAWEICLOUD_SDK_AK", "S3CR3T-ak"),
        ("HUAWEICLOUD_SDK_SK", "S3CR3T-sk"),
        ("HW_AUTH_TOKEN", "S3CR3T-token"),
    ]);
    printed.debug(Secret::new("S3CR3T"));
    printed.debug(&keys);
    printed.debug(Identity::Keys(keys.clone()));
    printed.debug(&temporary);
    printed.debug(&token);
    printed.debug(&environment);
    printed.debug(EnvironmentProvider::new(environment.clone()));
    printed.debug(ProfileProvider::new(environment.clone()));
    printed.debug(MetadataProvider::new(&environment));
    printed.debug(CredentialsChain::builder().with_environment(environment.clone()));
    printed.debug(
        CredentialsChain::builder()
            .with_environment(environment.clone())
            .build(),
    );
    printed.debug(EnvironmentProvider::new(environment.clone()).provide().await);

    let cache = CachedCredentials::new(temporary.clone());
    printed.error(&cache.get().await.unwrap_err());
    printed.debug(&cache);
    let cache = CachedCredentials::new(token.clone());
    printed.debug(cache.get().await);
    printed.debug(&cache);

    let resolver =
        ProjectResolver::new(client(), Region::new("cn-north-4"), environment).with_iam_endpoint(Some(nowhere));
    printed.error(&resolver.resolve(&temporary, Timestamp::now()).await.unwrap_err());
    printed.debug(&resolver);

    for credentials in [&temporary, &token] {
        let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
        authorize(&mut request, credentials, None, Timestamp::UNIX_EPOCH).unwrap();
        let (_, unprinted): (Vec<_>, Vec<_>) = request.headers().values().partition(|value| !value.is_sensitive());
        assert!(!unprinted.is_empty());
        printed.debug(&request);
        let broken = [
            AccessKeys::new("S3CR3T\n", "S3CR3T").into(),
            Credentials::from_token("S3CR3T\n"),
        ];
        for credentials in &broken {
            printed.error(&authorize(&mut request, credentials, None, Timestamp::UNIX_EPOCH).unwrap_err());
        }
        printed.debug(&request);
    }
    let canonical = CanonicalRequest::new(SignableRequest {
        method: "GET",
        path: "/",
        query: vec![],
        headers: vec![("X-Security-Token", "S3CR3T")],
        body: b"",
    });
    printed.debug(canonical.unwrap());
    printed.error(&ProjectId::new("S3CR3T/").unwrap_err());
    let io = std::io::Error::other("broken");
    printed.error(&CredentialsError::with_source(
        CredentialsErrorKind::Unavailable,
        "vault",
        "no answer",
        io,
    ));

    assert!(printed.0.len() > 50);
    for text in printed.0 {
        assert!(!text.contains(MARKER), "{text}");
    }
}
