//! Clients, set up from the command line.

use std::env;

use modelarts::{Client, ClientBuilder, HttpClient, Region, RetryPolicy};

use crate::{arguments::Global, demo, error::CommandError, spinner::Spinner};

/// Likeness from which a region that is known may be the one that was meant, between 0 and 1.
const ALIKE: f64 = 0.8;

impl Global {
    /// The regions to ask; `None` for one that the environment, a profile or the endpoint decides.
    pub(crate) fn regions(&self) -> Result<Vec<Option<String>>, CommandError> {
        let mut regions: Vec<Option<String>> = Vec::new();
        for region in self.region.iter().filter(|_| !self.demo) {
            if !regions.iter().flatten().any(|known| known == region) {
                regions.push(Some(region.clone()));
            }
        }
        for (option, value) in [("--endpoint", &self.endpoint), ("--project-id", &self.project_id)] {
            if regions.len() > 1 && value.is_some() {
                let text = format!("{option} is of one region, and --region has {}", regions.len());
                let hint = "leave it out, and the variable that stands for it: each region has its own";
                return Err(CommandError::misuse(text, hint));
            }
        }
        if regions.is_empty() {
            regions.push(None);
        }
        Ok(regions)
    }
}

/// Builds a client for a region from the global options. Clients of several regions share `http`.
pub(crate) async fn open(
    global: &Global,
    region: Option<&str>,
    http: &HttpClient,
    spinner: &Spinner,
) -> Result<Client, CommandError> {
    if let Some(region) = region.filter(|_| global.endpoint.is_none()) {
        check(region)?;
    }
    let observer = spinner.clone();
    let policy = RetryPolicy::default()
        .max_attempts(global.max_attempts)
        .deadline(global.timeout);
    let builder = Client::builder()
        .http_client(http.clone())
        .retry_policy(policy)
        .on_retry(move |retry| observer.retry(retry));
    let builder = match global.demo {
        true => demo::start(builder).await,
        false => Ok(configure(builder, global, region)),
    };
    let builder = builder.map_err(|error| CommandError::system("cannot start the demo", error))?;
    Ok(builder.build().await?)
}

/// Refuses a region whose endpoint nobody knows.
fn check(region: &str) -> Result<(), CommandError> {
    // The library reads this variable.
    let name = region.to_ascii_uppercase().replace('-', "_");
    let variable = env::var_os(format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{name}"));
    if variable.is_some() || Region::new(region.to_owned()).modelarts_endpoint().is_some() {
        return Ok(());
    }
    let known: Vec<_> = Region::KNOWN.iter().map(|(id, _)| *id).collect();
    let likeness = |id: &&str| strsim::jaro_winkler(region, id);
    let nearest = known
        .iter()
        .copied()
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    let hint = match nearest.filter(|id| likeness(id) >= ALIKE) {
        Some(id) => format!("did you mean {id}? For any other, set its URL with --endpoint"),
        None => format!(
            "known regions: {}; for any other, set its URL with --endpoint",
            known.join(", ")
        ),
    };
    Err(CommandError::misuse(
        format!("no endpoint is known for the region \"{region}\""),
        &hint,
    ))
}

/// Applies the options; the library reads the environment and the profile for the rest.
///
/// White space around them is dropped: secret stores often leave a line break at the end.
fn configure(mut builder: ClientBuilder, global: &Global, region: Option<&str>) -> ClientBuilder {
    if let Some(region) = region {
        builder = builder.region(region.to_owned());
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
