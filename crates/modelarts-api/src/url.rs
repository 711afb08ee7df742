//! The URL of a request: the base of the client, the path of the operation, and a query.

use std::borrow::Cow;

use reqwest::Url;
use serde::Serialize;

/// The base URL of a client, which is read once: of all that makes a request, reading a host takes the longest.
#[derive(Clone, Debug)]
pub(crate) struct Base(Result<Url, String>);

impl Base {
    pub(crate) fn of(text: &str) -> Self {
        let base = Url::parse(text).map_err(|error| error.to_string());
        Self(base.and_then(|base| {
            if base.cannot_be_a_base() {
                Err("it has no host".to_owned())
            } else if base.query().or(base.fragment()).is_some() {
                Err("it has a query or a fragment".to_owned())
            } else {
                Ok(base)
            }
        }))
    }

    /// The URL of a path, which begins with a slash.
    pub(crate) fn join(&self, path: &str) -> Result<Url, String> {
        let base = self.0.as_ref();
        let base = base.map_err(|error| format!("the base URL of the client is none: {error}"))?;
        let mut url = base.clone();
        match base.path().trim_end_matches('/') {
            "" => url.set_path(path),
            stem => url.set_path(&format!("{stem}{path}")),
        }
        Ok(url)
    }
}

/// A query, in the form that is signed: all is escaped but letters, digits, and `-`, `_`, `.`, `~`.
#[derive(Debug, Default)]
pub(crate) struct Query(String);

impl Query {
    /// Adds a parameter, unless it has no value.
    pub(crate) fn add(&mut self, parameter: &impl Serialize) -> Result<(), String> {
        let text = serde_urlencoded::to_string(parameter).map_err(|error| error.to_string())?;
        if text.is_empty() {
            return Ok(());
        }
        if !self.0.is_empty() {
            self.0.push('&');
        }
        // A form writes a space, a star and a tilde in its own way; a plus that stands for itself is escaped in both.
        let signs = [("+", "%20"), ("*", "%2A"), ("%7E", "~")];
        let differing = signs.iter().filter(|(form, _)| text.contains(form));
        let text = differing.fold(Cow::from(&text), |text, (form, signed)| {
            text.replace(form, signed).into()
        });
        self.0.push_str(&text);
        Ok(())
    }

    /// The URL with the query.
    pub(crate) fn of(self, mut url: Url) -> Url {
        if !self.0.is_empty() {
            url.set_query(Some(&self.0));
        }
        url
    }
}
