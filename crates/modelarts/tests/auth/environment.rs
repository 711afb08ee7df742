//! Credentials from environment variables.

use modelarts::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, Environment, EnvironmentProvider,
    Identity,
};

use super::keys_of;

const SDK: [(&str, &str); 5] = [
    ("HUAWEICLOUD_SDK_AK", "ak"),
    ("HUAWEICLOUD_SDK_SK", "sk with = # % \" inside\n"),
    ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token"),
    ("HUAWEICLOUD_SDK_PROJECT_ID", "project"),
    ("HUAWEICLOUD_SDK_REGION", "region"),
];

const TERRAFORM: [(&str, &str); 5] = [
    ("HW_ACCESS_KEY", "hw-ak"),
    ("HW_SECRET_KEY", "hw-sk"),
    ("HW_SECURITY_TOKEN", "hw-token"),
    ("HW_PROJECT_ID", "hw-project"),
    ("HW_REGION_NAME", "hw-region"),
];

const TOKEN: (&str, &str) = ("HW_AUTH_TOKEN", "iam-token");

async fn provide(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
    let environment = Environment::fixed(variables.iter().copied());
    EnvironmentProvider::new(environment).provide().await
}

#[tokio::test]
async fn the_official_names_come_before_terraforms_and_keys_before_a_token() {
    let sdk = ("ak", "sk with = # % \" inside", Some("token"));
    let terraform = ("hw-ak", "hw-sk", Some("hw-token"));
    let pair = |security_token| (sdk.0, sdk.1, security_token);
    let cases = [
        (SDK.to_vec(), sdk, "project", "region"),
        (TERRAFORM.to_vec(), terraform, "hw-project", "hw-region"),
        ([SDK, TERRAFORM].concat(), sdk, "project", "region"),
        // The token is that of the same family, while the project and the region may be those of the other.
        ([&SDK[..2], &TERRAFORM].concat(), pair(None), "hw-project", "hw-region"),
        ([&SDK[..], &[TOKEN]].concat(), sdk, "project", "region"),
        (
            [&TERRAFORM[..], &[TOKEN]].concat(),
            terraform,
            "hw-project",
            "hw-region",
        ),
    ];
    for (variables, keys, project_id, region) in cases {
        let credentials = provide(&variables).await.unwrap();
        assert_eq!(keys_of(&credentials), keys);
        assert_eq!(credentials.project_id.unwrap().as_str(), project_id);
        assert_eq!(credentials.region.unwrap().as_str(), region);
    }
    let credentials = provide(&[TOKEN]).await.unwrap();
    assert!(matches!(credentials.identity, Identity::Token(token) if token.expose() == TOKEN.1));
}

#[tokio::test]
async fn half_a_pair_is_an_error_that_says_so() {
    for (set, missing) in [
        ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
        ("HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_AK"),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HUAWEICLOUD_SDK_AK"),
        ("HW_ACCESS_KEY", "HW_SECRET_KEY"),
        ("HW_SECRET_KEY", "HW_ACCESS_KEY"),
        ("HW_SECURITY_TOKEN", "HW_ACCESS_KEY"),
    ] {
        let error = provide(&[(set, "MARKER")]).await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        assert_eq!(
            error.to_string(),
            format!("environment: {set} is set, but {missing} is not")
        );
    }
    // The other family may belong to a different user.
    let mixed = [SDK[0], TERRAFORM[0], TERRAFORM[1]];
    assert_eq!(provide(&mixed).await.unwrap_err().kind(), CredentialsErrorKind::Invalid);
}

#[tokio::test]
async fn no_or_empty_variables_are_not_configured() {
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
async fn an_invalid_project_is_named_by_its_variable() {
    let variables = [SDK[0], SDK[1], ("HW_PROJECT_ID", "../x")];
    let message = provide(&variables).await.unwrap_err().to_string();
    let start = "environment: HW_PROJECT_ID: invalid project id: it has '.' at byte 0";
    assert!(message.starts_with(start), "{message}");
}
