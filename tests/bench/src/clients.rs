//! The clients that are compared: `modelarts`, and what one would write by hand.

use std::time::Duration;

use anyhow::Result;
use modelarts::{Client, auth::Credentials};
use modelarts_api::{Call, builder::ListPools, types::ListPoolsResponse};
use reqwest::{header, redirect::Policy};

/// The client of this project, set up as its documentation says. The server reads the project as the size of the list.
pub async fn modelarts(url: &str, pools: &str, in_flight: Option<usize>) -> Result<Client> {
    let keys = Credentials::new("BENCHACCESSKEY000000", "benchsecretkey0000000000000000000000000");
    let mut builder = Client::builder().endpoint(url).project_id(pools).credentials(keys);
    if let Some(in_flight) = in_flight {
        builder = builder.max_in_flight(in_flight);
    }
    Ok(builder.build().await?)
}

/// Bare `reqwest`: no signature, no deadline for the whole call, no retries, no limit on the body.
#[derive(Clone)]
pub struct Bare {
    http: reqwest::Client,
    url: String,
}

impl Bare {
    pub fn new(url: &str, pools: &str) -> Result<Self> {
        let builder = reqwest::Client::builder().user_agent("bare").redirect(Policy::none());
        let http = builder.timeout(Duration::from_secs(30)).build()?;
        let url = format!("{url}/v2/{pools}/pools");
        Ok(Self { http, url })
    }

    pub async fn list_pools(&self) -> Result<ListPoolsResponse> {
        let request = self.http.get(&self.url).header(header::ACCEPT, "application/json");
        let response = request.send().await?.error_for_status()?;
        Ok(ListPools::decode(response.text().await?)?)
    }
}
