//! Credentials from environment variables.

use modelarts::auth::EnvironmentProvider;

use super::*;

/// Variables, where `SDK` stands for the prefix of the official SDKs, and what comes of them.
const OUTCOMES: &str = r#"
    SDK_AK=a SDK_SK=s#%"\n SDK_SECURITY_TOKEN=t SDK_PROJECT_ID=p SDK_REGION=r | a s#%" t p r
    HW_ACCESS_KEY=a HW_SECRET_KEY=s HW_SECURITY_TOKEN=t HW_PROJECT_ID=p HW_REGION_NAME=r | a s t p r
    SDK_AK=a SDK_SK=s= SDK_PROJECT_ID=p SDK_REGION=r HW_ACCESS_KEY=b HW_SECRET_KEY=b HW_SECURITY_TOKEN=b HW_PROJECT_ID=b HW_REGION_NAME=b | a s= - p r
    SDK_AK=a SDK_SK=s HW_ACCESS_KEY=b HW_SECRET_KEY=b HW_SECURITY_TOKEN=b HW_PROJECT_ID=p HW_REGION_NAME=r | a s - p r
    SDK_AK=a SDK_SK=s HW_AUTH_TOKEN=iam | a s - - -
    HW_ACCESS_KEY=a HW_SECRET_KEY=s HW_AUTH_TOKEN=iam | a s - - -
    HW_AUTH_TOKEN=iam | iam - -
    SDK_AK=MARKER | Invalid: environment: SDK_AK is set, but SDK_SK is not
    SDK_SK=MARKER | Invalid: environment: SDK_SK is set, but SDK_AK is not
    SDK_SECURITY_TOKEN=MARKER | Invalid: environment: SDK_SECURITY_TOKEN is set, but SDK_AK is not
    HW_ACCESS_KEY=MARKER | Invalid: environment: HW_ACCESS_KEY is set, but HW_SECRET_KEY is not
    HW_SECRET_KEY=MARKER | Invalid: environment: HW_SECRET_KEY is set, but HW_ACCESS_KEY is not
    HW_SECURITY_TOKEN=MARKER | Invalid: environment: HW_SECURITY_TOKEN is set, but HW_ACCESS_KEY is not
    SDK_AK=a HW_ACCESS_KEY=b HW_SECRET_KEY=b | Invalid: environment: SDK_AK is set, but SDK_SK is not
    SDK_AK= SDK_SK=\n | NotConfigured: environment: neither SDK_AK and SDK_SK, nor HW_ACCESS_KEY and HW_SECRET_KEY, nor HW_AUTH_TOKEN is set
    NOTHING=1 | NotConfigured: environment: neither SDK_AK and SDK_SK, nor HW_ACCESS_KEY and HW_SECRET_KEY, nor HW_AUTH_TOKEN is set
    SDK_AK=a SDK_SK=s HW_PROJECT_ID=../x | Invalid: environment: HW_PROJECT_ID: invalid project id: it has '.' at byte 0
"#;

/// The official names come before Terraform's, keys before a token, and the two families are never mixed in keys.
#[tokio::test]
async fn variables_are_read_in_order_and_half_a_pair_is_an_error() {
    for [variables, expected] in rows(OUTCOMES) {
        let variables = variables.replace("SDK_", "HUAWEICLOUD_SDK_").replace("\\n", "\n");
        let pairs = variables.split(' ').filter_map(|variable| variable.split_once('='));
        let outcome = match EnvironmentProvider::new(Environment::fixed(pairs)).provide().await {
            Ok(credentials) => {
                let (identity, token) = match &credentials.identity {
                    Identity::Token(token) => (token.expose().to_owned(), String::new()),
                    _ => {
                        let (access, secret, token) = keys_of(&credentials);
                        (format!("{access} {secret}"), format!(" {}", token.unwrap_or("-")))
                    }
                };
                let project_id = credentials.project_id.as_ref().map_or("-", |id| id.as_str());
                let region = credentials.region.as_ref().map_or("-", |region| region.as_str());
                format!("{identity}{token} {project_id} {region}")
            }
            Err(error) => format!("{:?}: {error}", error.kind()).replace("HUAWEICLOUD_SDK_", "SDK_"),
        };
        assert!(outcome.starts_with(expected), "{variables}: {outcome}");
    }
}
