//! Credentials from environment variables.

use modelarts::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, Environment, EnvironmentProvider,
    Identity,
};

use super::keys_of;

async fn provide(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
    EnvironmentProvider::new(Environment::fixed(variables.iter().copied()))
        .provide()
        .await
}

#[tokio::test]
async fn the_official_names_come_before_terraforms() {
    let terraform = [
        ("HW_ACCESS_KEY", "hw-ak"),
        ("HW_SECRET_KEY", "hw-sk"),
        ("HW_SECURITY_TOKEN", "hw-token"),
        ("HW_PROJECT_ID", "hw-project"),
        ("HW_REGION_NAME", "hw-region"),
    ];
    let credentials = provide(&terraform).await.unwrap();
    assert_eq!(keys_of(&credentials), ("hw-ak", "hw-sk", Some("hw-token")));
    assert_eq!(credentials.project_id().unwrap().as_str(), "hw-project");
    assert_eq!(credentials.region().unwrap().as_str(), "hw-region");

    let both = [
        &terraform[..],
        &[("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", "sk")],
    ]
    .concat();
    let credentials = provide(&both).await.unwrap();
    assert_eq!(
        keys_of(&credentials),
        ("ak", "sk", None),
        "the token of one family is not the other's"
    );
    assert_eq!(credentials.project_id().unwrap().as_str(), "hw-project");
}

#[tokio::test]
async fn every_setting_of_the_official_sdks_is_read() {
    let credentials = provide(&[
        ("HUAWEICLOUD_SDK_AK", "ak"),
        ("HUAWEICLOUD_SDK_SK", "sk with = # % \" inside\n"),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "project"),
        ("HUAWEICLOUD_SDK_REGION", "region"),
        ("HW_PROJECT_ID", "other"),
        ("HW_REGION_NAME", "other"),
    ])
    .await
    .unwrap();
    assert_eq!(keys_of(&credentials), ("ak", "sk with = # % \" inside", Some("token")));
    assert_eq!(credentials.project_id().unwrap().as_str(), "project");
    assert_eq!(credentials.region().unwrap().as_str(), "region");
}

#[tokio::test]
async fn a_token_serves_when_there_are_no_keys() {
    let token = ("HW_AUTH_TOKEN", "token");
    let credentials = provide(&[token]).await.unwrap();
    assert!(matches!(credentials.identity(), Identity::Token(token) if token.expose() == "token"));
    let credentials = provide(&[token, ("HW_ACCESS_KEY", "ak"), ("HW_SECRET_KEY", "sk")])
        .await
        .unwrap();
    assert_eq!(keys_of(&credentials), ("ak", "sk", None));
}

#[tokio::test]
async fn half_a_pair_is_an_error_that_says_so() {
    let halves = [
        ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
        ("HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_AK"),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_AK"),
        ("HW_ACCESS_KEY", "HW_SECRET_KEY"),
        ("HW_SECRET_KEY", "HW_ACCESS_KEY"),
        ("HW_SECURITY_TOKEN", "HW_ACCESS_KEY"),
    ];
    for (set, missing) in halves {
        let error = provide(&[(set, "MARKER")]).await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        assert_eq!(
            error.to_string(),
            format!("environment: {set} is set, but {missing} is not")
        );
    }
    // The other family is no help: it may be somebody else's.
    let mixed = [
        ("HUAWEICLOUD_SDK_AK", "ak"),
        ("HW_SECRET_KEY", "sk"),
        ("HW_ACCESS_KEY", "ak"),
    ];
    assert_eq!(provide(&mixed).await.unwrap_err().kind(), CredentialsErrorKind::Invalid);
}

#[tokio::test]
async fn nothing_or_emptiness_is_not_configured() {
    for variables in [&[][..], &[("HUAWEICLOUD_SDK_AK", ""), ("HUAWEICLOUD_SDK_SK", "  ")][..]] {
        let error = provide(variables).await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::NotConfigured);
        assert_eq!(
            error.to_string(),
            "environment: neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, nor HW_ACCESS_KEY and HW_SECRET_KEY, \
             nor HW_AUTH_TOKEN is set"
        );
    }
}

#[tokio::test]
async fn a_bad_project_id_is_named_by_its_variable() {
    let keys = [
        ("HUAWEICLOUD_SDK_AK", "ak"),
        ("HUAWEICLOUD_SDK_SK", "sk"),
        ("HW_PROJECT_ID", "../x"),
    ];
    let message = provide(&keys).await.unwrap_err().to_string();
    assert!(
        message.starts_with("environment: HW_PROJECT_ID: invalid project id: it has '.' at byte 0"),
        "{message}"
    );
}
