//! The default chain, in every combination of its sources.

use modelarts::auth::{CredentialsChain, ProfileProvider};

use super::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Absent,
    Broken,
    Set,
}

use State::{Absent, Broken, Set};

fn metadata_service() -> FaultServer {
    let keys = r#"{"access": "metadata", "secret": "sk", "securitytoken": "t", "expires_at": "2999-01-01T00:00:00Z"}"#;
    metadata::service((404, ""), (200, keys))
}

/// An environment in which the sources of the default chain are in these states.
fn environment(home: &TempDir, states: [State; 3], metadata_service: &FaultServer) -> Environment {
    let mut variables = vec![];
    let [environment, profile, metadata] = states;
    if environment == Set {
        variables.push(("HUAWEICLOUD_SDK_AK", "environment".to_owned()));
    }
    if environment != Absent {
        variables.push(("HUAWEICLOUD_SDK_SK", "MARKER".to_owned()));
    }
    if profile != Absent {
        let access_key = if profile == Set { "ak = profile" } else { "" };
        let staging = "[staging]\nak = staging\nsk = MARKER";
        write_profiles(home, format!("[basic]\n{access_key}\nsk = MARKER\n{staging}"));
    }
    if metadata != Absent {
        variables.push(("HUAWEICLOUD_SDK_USE_METADATA", "TRUE".to_owned()));
    }
    let endpoint = match metadata {
        Broken => ClosedPort::new().url(),
        _ => metadata_service.url(),
    };
    variables.push(("HUAWEICLOUD_SDK_METADATA_ENDPOINT", endpoint));
    Environment::fixed(variables).home(home.path())
}

#[tokio::test]
async fn the_first_source_that_is_set_up_decides() {
    let server = metadata_service();
    let names = ["environment", "profile", "metadata"];
    for case in 0..27 {
        let states = [case / 9, case / 3 % 3, case % 3].map(|state| [Absent, Broken, Set][state]);
        let home = TempDir::new().unwrap();
        let chain = CredentialsChain::new(&environment(&home, states, &server));
        let outcome = chain.provide().await;
        let decides = states.iter().position(|state| *state != Absent);
        match decides.filter(|position| states[*position] == Set) {
            Some(position) => {
                assert_eq!(keys_of(&outcome.unwrap()).0, names[position], "{states:?}");
                assert_eq!(chain.name(), names[position], "{states:?}");
            }
            None => {
                let error = outcome.unwrap_err();
                let tried: Vec<&str> = error.tried().iter().map(CredentialsError::provider).collect();
                assert_eq!(tried, names[..decides.map_or(3, |position| position + 1)], "{states:?}");
                assert!(!format!("{error} {error:?}").contains("MARKER"), "{error:?}");
                let is_configured = error.kind() != CredentialsErrorKind::NotConfigured;
                assert_eq!(is_configured, decides.is_some(), "{states:?}");
            }
        }
    }
}

#[tokio::test]
async fn when_no_source_serves_the_error_lists_them() {
    let chain = CredentialsChain::new(&nothing_set().home("/nonexistent/home"));
    assert_eq!(
        chain.provide().await.unwrap_err().to_string(),
        "no credentials found, tried environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, nor HW_ACCESS_KEY \
         and HW_SECRET_KEY, nor HW_AUTH_TOKEN is set; profile: /nonexistent/home/.huaweicloud/credentials does not \
         exist; metadata: not enabled (HUAWEICLOUD_SDK_USE_METADATA=true enables it)"
    );
}

/// The access key that a client signs with.
async fn signs_with(builder: ClientBuilder, environment: &Environment) -> Result<String, Error> {
    let server = FaultServer::always(success());
    let builder = builder.environment(environment.clone()).endpoint(server.url());
    call_with(builder.project_id("p")).await?;
    let sent = server.requests()[0].header("Authorization").unwrap().to_owned();
    let (_, access_key) = sent.split_once("Access=").unwrap();
    Ok(access_key.split(',').next().unwrap().to_owned())
}

#[tokio::test]
async fn the_builder_enables_and_disables_the_metadata_service() {
    for (variable, setting, is_asked) in [
        (Absent, None, false),
        (Absent, Some(false), false),
        (Absent, Some(true), true),
        (Set, None, true),
        (Set, Some(false), false),
    ] {
        let (home, server) = (TempDir::new().unwrap(), metadata_service());
        let environment = environment(&home, [Absent, Absent, variable], &server);
        let builder = match setting {
            Some(setting) => Client::builder().use_metadata(setting),
            None => Client::builder(),
        };
        match signs_with(builder, &environment).await {
            Ok(access_key) => assert!(is_asked && access_key == "metadata"),
            Err(error) => assert!(!is_asked && error.is_credentials(), "{error}"),
        }
        assert_eq!(server.count() > 0, is_asked);
    }
}

#[tokio::test]
async fn a_named_profile_replaces_the_environment_variables() {
    let home = TempDir::new().unwrap();
    let environment = environment(&home, [Set, Set, Set], &metadata_service());
    let profile = |name| signs_with(Client::builder().profile(name), &environment);
    assert_eq!(profile("staging").await.unwrap(), "staging");
    let error = profile("prod").await.unwrap_err().to_string();
    let start = "no credentials found, tried environment: skipped, since a profile was named; profile: ";
    assert!(error.starts_with(start), "{error}");
    assert!(error.ends_with("credentials has no section [prod]"), "{error}");
}

#[tokio::test]
async fn the_source_that_served_first_stays() {
    let home = TempDir::new().unwrap();
    let chain = CredentialsChain::from_providers([
        Box::new(ProfileProvider::new(&nothing_set().home(home.path()))) as Box<dyn CredentialsProvider>,
        Box::new(Credentials::new("first", "sk")),
    ]);
    assert_eq!(keys_of(&chain.provide().await.unwrap()).0, "first");
    // A source that is set up later does not change the account.
    write_profiles(&home, "[basic]\nak = later\nsk = sk\n");
    assert_eq!(keys_of(&chain.provide().await.unwrap()).0, "first");
    assert!(!chain.invalidate(), "static credentials do not change");
}
