//! A client, set up from the command line.

use modelarts::{Client, ClientBuilder, RetryPolicy};

use crate::{arguments::Global, demo, error::CommandError, spinner::Spinner};

/// Builds a client from the global options, and the spinner to show while it is waited for.
pub(crate) async fn open(global: &Global) -> Result<(Client, Spinner), CommandError> {
    let spinner = Spinner::new(global.max_attempts);
    let observer = spinner.clone();
    let policy = RetryPolicy::default()
        .max_attempts(global.max_attempts)
        .deadline(global.timeout);
    let builder = Client::builder()
        .retry_policy(policy)
        .on_retry(move |retry| observer.retry(retry));
    let builder = match global.demo {
        true => demo::start(builder).await,
        false => Ok(configure(builder, global)),
    };
    let builder = builder.map_err(|error| CommandError::system("cannot start the demo", error))?;
    let client = spinner.wait(builder.build()).await;
    let client = client.map_err(|error| CommandError::client(&error, None))?;
    Ok((client, spinner))
}

/// Applies the options; the library reads the environment and the profile for the rest.
///
/// White space around them is dropped: secret stores often leave a line break at the end.
fn configure(mut builder: ClientBuilder, global: &Global) -> ClientBuilder {
    if let Some(region) = &global.region {
        builder = builder.region(region.trim().to_owned());
    }
    if let Some(project_id) = &global.project_id {
        builder = builder.project_id(project_id.trim());
    }
    if let Some(endpoint) = &global.endpoint {
        builder = builder.endpoint(endpoint.trim());
    }
    if let Some(profile) = &global.profile {
        builder = builder.profile(profile.trim());
    }
    builder
}
