//! The default chain, in every combination of its sources.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use modelarts::{
    Client, ClientBuilder, Error,
    auth::{
        Credentials, CredentialsChain, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
        Environment,
    },
};

use super::{
    keys_of,
    loopback::{Loopback, answer},
    within_10_s,
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Absent,
    Broken,
    Set,
}

use State::{Absent, Broken, Set};

fn metadata_service() -> Loopback {
    Loopback::start(|request| match request.method.as_str() {
        "PUT" => answer(404, &[], ""),
        _ => answer(
            200,
            &[],
            r#"{"credential": {"access": "metadata", "secret": "sk", "securitytoken": "token",
                "expires_at": "2999-01-01T00:00:00.000000Z"}}"#,
        ),
    })
}

/// An environment in which the sources of the default chain are in these states.
fn environment(home: &tempfile::TempDir, states: [State; 3], metadata_service: &Loopback) -> Environment {
    let [environment, profile, metadata] = states;
    let mut variables = match environment {
        Absent => vec![],
        Broken => vec![("HUAWEICLOUD_SDK_SK", "MARKER".to_owned())],
        Set => vec![
            ("HUAWEICLOUD_SDK_AK", "environment".to_owned()),
            ("HUAWEICLOUD_SDK_SK", "MARKER".to_owned()),
        ],
    };
    let file = home.path().join(".huaweicloud/credentials");
    let keys = match profile {
        Absent => None,
        Broken => Some("sk = MARKER"),
        Set => Some("ak = profile\nsk = MARKER"),
    };
    if let Some(keys) = keys {
        fs::create_dir(file.parent().unwrap()).unwrap();
        fs::write(&file, format!("[basic]\n{keys}\n[staging]\nak = staging\nsk = MARKER")).unwrap();
    }
    let endpoint = if metadata == Broken {
        Loopback::nowhere()
    } else {
        metadata_service.url()
    };
    variables.push(("HUAWEICLOUD_SDK_METADATA_ENDPOINT", endpoint));
    if metadata != Absent {
        variables.push(("HUAWEICLOUD_SDK_USE_METADATA", "TRUE".to_owned()));
    }
    Environment::fixed(variables).home(home.path())
}

#[tokio::test]
async fn the_first_source_that_is_set_up_decides() {
    let server = metadata_service();
    let states = [Absent, Broken, Set];
    let pairs = states.iter().flat_map(|first| states.map(|second| [*first, second]));
    let triples = pairs.flat_map(|[first, second]| states.map(|third| [first, second, third]));
    let names = ["environment", "profile", "metadata"];
    for states in triples {
        let home = tempfile::tempdir().unwrap();
        let chain = CredentialsChain::new(&environment(&home, states, &server));
        let outcome = chain.provide().await;
        let decides = states.iter().position(|state| *state != Absent);
        if let Some(position) = decides.filter(|position| states[*position] == Set) {
            assert_eq!(keys_of(&outcome.unwrap()).0, names[position], "{states:?}");
            assert_eq!(chain.name(), names[position], "{states:?}");
            continue;
        }
        let error = outcome.unwrap_err();
        let tried: Vec<&str> = error.tried().iter().map(CredentialsError::provider).collect();
        assert_eq!(tried, names[..decides.map_or(3, |position| position + 1)], "{states:?}");
        assert!(
            !format!("{error} {error:?}").contains("MARKER"),
            "{states:?}: {error:?}"
        );
        let is_configured = error.kind() != CredentialsErrorKind::NotConfigured;
        assert_eq!(is_configured, decides.is_some(), "{states:?}");
    }
}

#[tokio::test]
async fn when_no_source_serves_the_error_lists_them() {
    let chain = CredentialsChain::new(&super::nothing_set().home("/nonexistent/home"));
    assert_eq!(
        chain.provide().await.unwrap_err().to_string(),
        "no credentials found, tried environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, nor HW_ACCESS_KEY \
         and HW_SECRET_KEY, nor HW_AUTH_TOKEN is set; profile: /nonexistent/home/.huaweicloud/credentials does not \
         exist; metadata: not enabled (HUAWEICLOUD_SDK_USE_METADATA=true enables it)"
    );
}

/// The access key that a client signs with, by the request that a server on loopback gets.
async fn signs_with(builder: ClientBuilder, environment: &Environment) -> Result<String, Error> {
    let server = Loopback::start(|_| answer(200, &[], "{}"));
    let builder = builder.environment(environment.clone()).endpoint(server.url());
    let client = within_10_s(builder.project_id("p").build()).await?;
    within_10_s(client.show_os_quota().into_future()).await?;
    let authorization = server.requests()[0].header("Authorization").unwrap().to_owned();
    let (_, rest) = authorization.split_once("Access=").unwrap();
    Ok(rest.split(',').next().unwrap().to_owned())
}

#[tokio::test]
async fn the_builder_enables_and_disables_the_metadata_service() {
    let server = metadata_service();
    let home = tempfile::tempdir().unwrap();
    let [quiet, enabled] = [Absent, Set].map(|metadata| environment(&home, [Absent, Absent, metadata], &server));
    let disabled = || Client::builder().use_metadata(false);
    for (builder, environment) in [
        (Client::builder(), &quiet),
        (disabled(), &quiet),
        (disabled(), &enabled),
    ] {
        let error = signs_with(builder, environment).await.unwrap_err();
        assert!(error.is_credentials(), "{error}");
    }
    assert!(server.requests().is_empty());
    for (builder, environment) in [
        (Client::builder(), &enabled),
        (Client::builder().use_metadata(true), &quiet),
    ] {
        assert_eq!(signs_with(builder, environment).await.unwrap(), "metadata");
    }
}

#[tokio::test]
async fn a_named_profile_replaces_the_environment_variables() {
    let home = tempfile::tempdir().unwrap();
    let environment = environment(&home, [Set, Set, Set], &metadata_service());
    let profile = |name| signs_with(Client::builder().profile(name), &environment);
    assert_eq!(profile("staging").await.unwrap(), "staging");
    let error = profile("prod").await.unwrap_err().to_string();
    let start = "no credentials found, tried environment: skipped, since a profile was named; profile: ";
    assert!(error.starts_with(start), "{error}");
    assert!(error.ends_with("credentials has no section [prod]"), "{error}");
}

/// A source that is not configured when it is asked first.
struct Late(Arc<AtomicUsize>);

impl CredentialsProvider for Late {
    fn name(&self) -> &str {
        "late"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let error = CredentialsError::new(CredentialsErrorKind::NotConfigured, "late", "not yet");
        let is_first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
        let outcome = if is_first {
            Err(error)
        } else {
            Ok(Credentials::new("late", "sk"))
        };
        Box::pin(std::future::ready(outcome))
    }
}

#[tokio::test]
async fn the_source_that_served_first_stays() {
    let asked = Arc::new(AtomicUsize::new(0));
    let chain = CredentialsChain::from_providers([
        Box::new(Late(asked.clone())) as Box<dyn CredentialsProvider>,
        Box::new(Credentials::new("first", "sk")),
    ]);
    for _ in 0..3 {
        assert_eq!(keys_of(&chain.provide().await.unwrap()).0, "first");
    }
    let asked = asked.load(Ordering::SeqCst);
    assert_eq!(
        asked, 1,
        "a source that is configured later does not change the account"
    );
    assert!(!chain.invalidate(), "static credentials do not change");
}
