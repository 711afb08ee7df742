//! `whoami`: what the settings come to.

use modelarts::{
    Region,
    auth::{Credentials, CredentialsChain, CredentialsProvider, Environment, Identity, ProfileProvider},
};
use serde_json::json;

use crate::{answer::Answer, arguments::Global, error::CommandError, table::from_json, target::Target};

/// What `client` was built from. Asks the source of credentials once more, and nobody else.
pub(crate) async fn identify(global: &Global, target: Target<'_>) -> Result<Answer, CommandError> {
    let Target { client, presentation } = target;
    let environment = Environment::process();
    let provider: Box<dyn CredentialsProvider> = match &global.profile {
        _ if global.demo => Box::new(Credentials::new("demo-access-key", "")),
        Some(profile) => Box::new(ProfileProvider::new(&environment).profile(profile.trim())),
        None => Box::new(CredentialsChain::new(&environment)),
    };
    let credentials = provider.provide().await.map_err(modelarts::Error::from)?;
    let (kind, access_key) = match &credentials.identity {
        Identity::Keys(keys) if keys.security_token().is_some() => ("temporary access keys", Some(keys.access_key())),
        Identity::Keys(keys) => ("access keys", Some(keys.access_key())),
        _ => ("token", None),
    };
    let identified = json!({
        "credentials": kind,
        "source": source(provider.name(), global, &environment),
        "access_key": access_key.map(masked),
        "expires_at": credentials.expires_at.map(|moment| moment.to_string()),
        "project_id": client.project_id().as_str(),
        "region": client.region().map(Region::as_str),
        "endpoint": client.endpoint(),
    });
    Ok(match presentation.is_table() {
        true => Answer::of_table(from_json(&identified)),
        false => Answer::of_json(format!("{identified:#}\n")),
    })
}

/// Where a provider found credentials, as one would look for them.
fn source(provider: &str, global: &Global, environment: &Environment) -> String {
    match provider {
        _ if global.demo => "--demo".to_owned(),
        "environment" => {
            let variables = ["HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY", "HW_AUTH_TOKEN"].into_iter();
            let variable = variables.into_iter().find(|name| environment.get(name).is_some());
            format!("environment variable {}", variable.unwrap_or_default())
        }
        "profile" => {
            let file = environment.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE");
            let file = file.unwrap_or_else(|| "~/.huaweicloud/credentials".to_owned());
            format!(
                "{file}, section [{}]",
                global.profile.as_deref().unwrap_or("basic").trim()
            )
        }
        "metadata" => "metadata service of this server".to_owned(),
        other => other.to_owned(),
    }
}

/// The last four characters of an id.
fn masked(id: &str) -> String {
    let shown = id.char_indices().rev().nth(3).filter(|(at, _)| *at > 3);
    format!("****{}", shown.map_or("", |(at, _)| id.get(at..).unwrap_or_default()))
}
