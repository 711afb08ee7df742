//! The two clients that are compared: `modelarts`, and what people would write by hand.

use anyhow::Result;
use modelarts::{Client, auth::Credentials};
use modelarts_api::types::ListPoolsResponse;
use reqwest::header::{ACCEPT, HeaderValue};

/// The client of this project, as its documentation says to set it up.
pub async fn modelarts(url: &str, project: &str, in_flight: Option<usize>) -> Result<Client> {
    let keys = Credentials::new("BENCHACCESSKEY000000", "benchsecretkey0000000000000000000000000");
    let mut builder = Client::builder().endpoint(url).project_id(project).credentials(keys);
    if let Some(in_flight) = in_flight {
        builder = builder.max_in_flight(in_flight);
    }
    Ok(builder.build().await?)
}

/// Bare `reqwest`: no signature, no deadline of the whole call, no retries, no cap on the body.
#[derive(Clone)]
pub struct Bare {
    http: reqwest::Client,
    url: String,
}

impl Bare {
    pub fn new(url: &str, project: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent("bare")
            .timeout(std::time::Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let url = format!("{url}/v2/{project}/pools");
        Ok(Self { http, url })
    }

    pub async fn list_pools(&self) -> Result<ListPoolsResponse> {
        let request = self.http.get(&self.url);
        let request = request.header(ACCEPT, HeaderValue::from_static("application/json"));
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}
