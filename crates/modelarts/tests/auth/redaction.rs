//! No secret is shown by anything that can be printed.

use std::{error::Error, fmt::Debug};

use jiff::Timestamp;
use modelarts::{
    Client, ProjectId,
    auth::{
        AccessKeys, Credentials, CredentialsChain, CredentialsError, CredentialsErrorKind, CredentialsProvider,
        Environment, EnvironmentProvider, Identity, MetadataProvider, ProfileProvider, Secret,
        signer::{CanonicalRequest, SignableRequest},
    },
    raw::authorize,
};
use reqwest::{Method, Request, Url};

use super::loopback::Loopback;

/// Part of every secret below.
const MARKER: &str = "S3CR3T";

#[derive(Default)]
struct Printed(Vec<String>);

impl Printed {
    fn debug(&mut self, value: impl Debug) {
        self.0.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        for error in std::iter::successors(Some(error), |error| (**error).source()) {
            self.0.push(error.to_string());
            self.debug(error);
        }
    }
}

#[tokio::test]
async fn no_secret_is_printed() {
    let mut printed = Printed::default();
    let keys = AccessKeys::temporary("S3CR3T-ak", "S3CR3T-sk", "S3CR3T-st");
    let expired = Credentials::from(keys.clone()).expires_at(Timestamp::UNIX_EPOCH);
    let temporary = Credentials::from(keys.clone());
    let token = Credentials::from_token("S3CR3T-token").project_id(ProjectId::new("p").unwrap());
    let nowhere = Loopback::nowhere();
    let environment = Environment::fixed([
        ("HUAWEICLOUD_SDK_METADATA_ENDPOINT", nowhere.as_str()),
        ("HUAWEICLOUD_SDK_AK", "S3CR3T-ak"),
        ("HUAWEICLOUD_SDK_SK", "S3CR3T-sk"),
        ("HW_AUTH_TOKEN", "S3CR3T-token"),
    ]);
    printed.debug(Secret::new("S3CR3T"));
    printed.debug(&keys);
    printed.debug(Identity::Keys(keys));
    printed.debug([&expired, &temporary, &token]);
    printed.debug(&environment);
    printed.debug(EnvironmentProvider::new(environment.clone()));
    printed.debug(ProfileProvider::new(&environment));
    printed.debug(MetadataProvider::new(&environment));
    printed.debug(CredentialsChain::new(&environment));
    printed.debug(EnvironmentProvider::new(environment.clone()).provide().await);
    let io = std::io::Error::other("broken");
    let kind = CredentialsErrorKind::Unavailable;
    printed.error(&CredentialsError::with_source(kind, "vault", "no answer", io));
    printed.error(&ProjectId::new("S3CR3T/").unwrap_err());

    let builder = || Client::builder().environment(environment.clone()).region("cn-north-4");
    for credentials in [&expired, &temporary, &token] {
        let with = || builder().credentials(credentials.clone());
        printed.debug(with());
        printed.debug(with().project_id("p").build().await);
        match with().iam_endpoint(nowhere.as_str()).build().await {
            Ok(client) => printed.debug(client),
            Err(error) => printed.error(&error),
        }
    }

    for credentials in [&temporary, &token] {
        let mut request = Request::new(Method::GET, Url::parse("https://example.com/").unwrap());
        authorize(&mut request, credentials, None, Timestamp::UNIX_EPOCH).unwrap();
        assert!(request.headers().values().any(|value| value.is_sensitive()));
        printed.debug(&request);
        for broken in [
            Credentials::new("S3CR3T\n", "S3CR3T"),
            Credentials::from_token("S3CR3T\n"),
        ] {
            printed.error(&authorize(&mut request, &broken, None, Timestamp::UNIX_EPOCH).unwrap_err());
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

    assert!(printed.0.len() > 60, "{}", printed.0.len());
    for text in printed.0 {
        assert!(!text.contains(MARKER), "{text}");
    }
}
