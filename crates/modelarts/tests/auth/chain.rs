//! The default chain: every combination of its sources, and what it says when none serves.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use modelarts::auth::{
    Credentials, CredentialsChain, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};

use super::{
    keys_of,
    loopback::{Loopback, answer},
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Absent,
    Broken,
    Set,
}

const STATES: [State; 3] = [State::Absent, State::Broken, State::Set];

const METADATA_KEYS: &str = r#"{"credential": {"access": "metadata", "secret": "sk", "securitytoken": "token",
    "expires_at": "2999-01-01T00:00:00.000000Z"}}"#;

fn metadata_service() -> Loopback {
    Loopback::start(|request| match request.method.as_str() {
        "PUT" => answer(404, &[], ""),
        _ => answer(200, &[], METADATA_KEYS),
    })
}

#[tokio::test]
async fn every_combination_serves_from_the_first_source_that_is_set_up() {
    let server = metadata_service();
    for environment in STATES {
        for profile in STATES {
            for metadata in STATES {
                let case = format!("{environment:?} {profile:?} {metadata:?}");
                let home = tempfile::tempdir().unwrap();
                let chain = set_up(&home, environment, profile, metadata, &server.url());
                let served = chain.provide().await;
                let sources = [
                    ("environment", environment),
                    ("profile", profile),
                    ("metadata", metadata),
                ];
                let decides = sources.iter().position(|(_, state)| *state != State::Absent);
                match decides.map(|position| sources[position]) {
                    Some((name, State::Set)) => {
                        assert_eq!(keys_of(&served.unwrap()).0, name, "{case}");
                        assert_eq!(chain.name(), name, "{case}");
                    }
                    _ => {
                        let error = served.unwrap_err();
                        let tried: Vec<&str> = error.tried().iter().map(CredentialsError::provider).collect();
                        let names = sources.map(|(name, _)| name);
                        assert_eq!(tried, names[..decides.map_or(3, |position| position + 1)], "{case}");
                        assert!(!format!("{error} {error:?}").contains("MARKER"), "{case}: {error:?}");
                        assert_eq!(
                            error.kind() == CredentialsErrorKind::NotConfigured,
                            decides.is_none(),
                            "{case}"
                        );
                    }
                }
            }
        }
    }
}

fn set_up(
    home: &tempfile::TempDir,
    environment: State,
    profile: State,
    metadata: State,
    server: &str,
) -> CredentialsChain {
    let mut variables = match environment {
        State::Absent => vec![],
        State::Broken => vec![("HUAWEICLOUD_SDK_SK", "MARKER".to_owned())],
        State::Set => {
            vec![
                ("HUAWEICLOUD_SDK_AK", "environment".to_owned()),
                ("HUAWEICLOUD_SDK_SK", "MARKER".to_owned()),
            ]
        }
    };
    let nowhere = Loopback::nowhere();
    variables.push((
        "HUAWEICLOUD_SDK_METADATA_ENDPOINT",
        if metadata == State::Set { server.into() } else { nowhere },
    ));
    if metadata != State::Absent {
        variables.push(("HUAWEICLOUD_SDK_USE_METADATA", "true".to_owned()));
    }
    if profile != State::Absent {
        let section = if profile == State::Set {
            "[basic]\nak = profile\nsk = MARKER\n"
        } else {
            "[basic]\nsk = MARKER\n"
        };
        fs::create_dir(home.path().join(".huaweicloud")).unwrap();
        fs::write(home.path().join(".huaweicloud/credentials"), section).unwrap();
    }
    let environment = Environment::fixed(variables).with_home(home.path());
    CredentialsChain::builder().with_environment(environment).build()
}

#[tokio::test]
async fn when_nothing_serves_the_error_says_what_was_tried() {
    let endpoint = [("HUAWEICLOUD_SDK_METADATA_ENDPOINT", Loopback::nowhere())];
    let environment = Environment::fixed(endpoint).with_home("/nonexistent/home");
    let error = CredentialsChain::builder()
        .with_environment(environment)
        .build()
        .provide()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials found, tried environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, nor HW_ACCESS_KEY \
         and HW_SECRET_KEY, nor HW_AUTH_TOKEN is set; profile: /nonexistent/home/.huaweicloud/credentials does not \
         exist; metadata: not asked for (HUAWEICLOUD_SDK_USE_METADATA=true does)"
    );
}

#[tokio::test]
async fn metadata_is_asked_only_when_wanted() {
    let server = metadata_service();
    let endpoint = ("HUAWEICLOUD_SDK_METADATA_ENDPOINT", server.url());
    let quiet = Environment::fixed([endpoint.clone()]);
    let loud = Environment::fixed([endpoint, ("HUAWEICLOUD_SDK_USE_METADATA", "TRUE".to_owned())]);
    let builder = |environment: &Environment| CredentialsChain::builder().with_environment(environment.clone());
    let refused = [
        builder(&quiet).build(),
        builder(&quiet).with_metadata(false).build(),
        builder(&loud).with_metadata(false).build(),
    ];
    for chain in refused {
        assert!(chain.provide().await.is_err());
    }
    assert!(server.requests().is_empty());
    for chain in [builder(&loud).build(), builder(&quiet).with_metadata(true).build()] {
        assert_eq!(keys_of(&chain.provide().await.unwrap()).0, "metadata");
    }
}

#[tokio::test]
async fn a_named_profile_goes_before_the_environment() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "[staging]\nak = staging\nsk = sk\n").unwrap();
    let nowhere = Loopback::nowhere();
    let environment = Environment::fixed([
        ("HUAWEICLOUD_SDK_METADATA_ENDPOINT", nowhere.as_str()),
        ("HUAWEICLOUD_SDK_AK", "environment"),
        ("HUAWEICLOUD_SDK_SK", "sk"),
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file.to_str().unwrap()),
    ]);
    let chain = |profile: &str| {
        CredentialsChain::builder()
            .with_environment(environment.clone())
            .with_profile(profile)
            .build()
    };
    assert_eq!(keys_of(&chain("staging").provide().await.unwrap()).0, "staging");
    let error = chain("prod").provide().await.unwrap_err();
    assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
    assert!(
        error
            .to_string()
            .contains("environment: not looked at, since a profile was named"),
        "{error}"
    );
}

/// Fails once as if not set up, and serves after that.
struct Late(Arc<AtomicUsize>);

impl CredentialsProvider for Late {
    fn name(&self) -> &str {
        "late"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let asked = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            match asked {
                0 => Err(CredentialsError::new(
                    CredentialsErrorKind::NotConfigured,
                    "late",
                    "not yet",
                )),
                _ => Ok(Credentials::new("late", "sk")),
            }
        })
    }
}

#[tokio::test]
async fn the_source_that_served_stays_the_source() {
    let asked = Arc::new(AtomicUsize::new(0));
    let chain = CredentialsChain::of([
        Box::new(Late(asked.clone())) as Box<dyn CredentialsProvider>,
        Box::new(Credentials::new("first", "sk")),
    ]);
    for _ in 0..3 {
        assert_eq!(keys_of(&chain.provide().await.unwrap()).0, "first");
    }
    assert_eq!(
        asked.load(Ordering::SeqCst),
        1,
        "a source that turns up later does not change the account"
    );
    assert!(!chain.invalidate(), "explicit credentials do not change");
}
