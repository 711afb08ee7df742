//! From options to a client.

use modelarts::{Client, RetryPolicy};

use crate::{arguments::Global, demo::Demo, failure::Failure, spinner::Spinner};

/// A client, and what must live as long.
pub(crate) struct Connection {
    pub(crate) client: Client,
    spinner: Spinner,
    _demo: Option<Demo>,
}

impl Connection {
    /// Sets up a client as the options say.
    pub(crate) async fn open(global: &Global) -> Result<Self, Failure> {
        let spinner = Spinner::new(global.max_attempts);
        crate::interrupt::end_at_ctrl_c(spinner.clone());
        let observer = spinner.clone();
        let policy = RetryPolicy::default()
            .max_attempts(global.max_attempts)
            .deadline(global.timeout);
        let mut builder = Client::builder()
            .retry_policy(policy)
            .on_retry(move |retry| observer.retry(retry));
        let demo = match global.demo {
            true => Some(
                Demo::start()
                    .await
                    .map_err(|error| Failure::system("cannot start the demo", error))?,
            ),
            false => None,
        };
        builder = match &demo {
            Some(demo) => demo.configure(builder),
            None => configure(builder, global),
        };
        spinner.start();
        let built = builder.build().await;
        if built.is_err() {
            spinner.stop();
        }
        Ok(Self {
            client: built.map_err(|error| Failure::client(error, None))?,
            spinner,
            _demo: demo,
        })
    }

    /// Waits for a call, or several.
    pub(crate) async fn wait<T>(&self, call: impl Future<Output = T>) -> T {
        let outcome = call.await;
        self.spinner.stop();
        outcome
    }

    /// The failure of a call.
    pub(crate) fn failure(&self, error: modelarts::Error) -> Failure {
        Failure::client(error, Some(self.client.endpoint()))
    }
}

/// What the options say; the library looks at the environment and the profile for the rest.
fn configure(mut builder: modelarts::ClientBuilder, global: &Global) -> modelarts::ClientBuilder {
    if let Some(region) = set(&global.region) {
        builder = builder.region(region.to_owned());
    }
    if let Some(project_id) = set(&global.project_id) {
        builder = builder.project_id(project_id);
    }
    if let Some(endpoint) = set(&global.endpoint) {
        builder = builder.endpoint(endpoint);
    }
    if let Some(profile) = set(&global.profile) {
        builder = builder.profile(profile);
    }
    builder
}

/// A setting, without the white space around it. A secret store often leaves a line break at the end.
fn set(option: &Option<String>) -> Option<&str> {
    option.as_deref().map(str::trim)
}
