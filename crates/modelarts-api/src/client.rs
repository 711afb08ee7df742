//! The client, whose operations are generated.

use progenitor_client::{Error, QueryParam};
use reqwest::Url;
use serde::Serialize;

use crate::{Sender, types::ErrorBody};

/// Time limit of a request of [`Client::new`], connecting included.
#[cfg(not(target_arch = "wasm32"))]
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

/// Client of ModelArts, with a method for each operation.
#[derive(Clone, Debug)]
pub struct Client {
    /// The base URL, parsed once: parsing a host takes a third of what a request takes to make.
    base: Result<Url, String>,
    /// Path of the base URL, which the generated code writes before that of an operation.
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) sender: Sender,
}

impl Client {
    /// Creates a client for `base_url`, which may have a path, with a reqwest client of its own.
    ///
    /// A request may take 30 seconds, and redirects are not followed. Use [`Client::new_with_client`] for other
    /// settings. In a browser (`wasm32`) the browser decides both.
    ///
    /// # Errors
    ///
    /// If reqwest cannot be set up, for example without a TLS backend.
    pub fn new(base_url: &str, sender: Sender) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let http = http.timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
        Ok(Self::new_with_client(base_url, http.build()?, sender))
    }

    /// Creates a client for `base_url`, which may have a path, with a given reqwest client.
    ///
    /// An invalid `base_url` is an error of the first call.
    #[must_use]
    pub fn new_with_client(base_url: &str, client: reqwest::Client, sender: Sender) -> Self {
        let base = parse_base(base_url);
        let path = base.as_ref().map_or("", |base| base.path().trim_end_matches('/'));
        Self {
            baseurl: path.to_owned(),
            base,
            client,
            sender,
        }
    }

    /// URL of a path, which begins with that of the base URL, and of the parameters of a query.
    #[allow(clippy::result_large_err, reason = "the error of `send`, which is not boxed")]
    pub(crate) fn url<const N: usize>(
        &self,
        path: &str,
        query: [Result<String, Error<ErrorBody>>; N],
    ) -> Result<Url, Error<ErrorBody>> {
        let base = self.base.as_ref();
        let base =
            base.map_err(|error| Error::InvalidRequest(format!("the base URL of the client is invalid: {error}")))?;
        let mut url = base.clone();
        url.set_path(path);
        let mut text = String::new();
        for parameter in query {
            let parameter = parameter?;
            if !parameter.is_empty() {
                text.extend([if text.is_empty() { "" } else { "&" }, &parameter]);
            }
        }
        if !text.is_empty() {
            url.set_query(Some(&text));
        }
        Ok(url)
    }
}

/// A parameter of a query, encoded as a form: empty if it is absent, and several pairs if it has several values.
#[allow(clippy::result_large_err, reason = "the error of `send`, which is not boxed")]
pub(crate) fn query(name: &str, value: &impl Serialize) -> Result<String, Error<ErrorBody>> {
    let parameter = QueryParam::new(name, value);
    serde_urlencoded::to_string(parameter).map_err(|error| Error::InvalidRequest(error.to_string()))
}

fn parse_base(text: &str) -> Result<Url, String> {
    let base = Url::parse(text).map_err(|error| error.to_string())?;
    if base.cannot_be_a_base() {
        Err("it has no host".to_owned())
    } else if base.query().or(base.fragment()).is_some() {
        Err("it has a query or a fragment".to_owned())
    } else {
        Ok(base)
    }
}
