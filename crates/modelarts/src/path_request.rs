//! Requests to any path, for operations without a method of their own.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, header::CONTENT_TYPE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Request, Url};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Client, Error, ErrorKind, ResponseFuture,
    client::{
        call::Operation,
        interpret::{self, Decode},
    },
};

/// Request for any operation of the service, by method and path.
///
/// It is signed, retried and limited like every other call, and fails with the same [`Error`]. Awaiting it gives the
/// response as JSON; [`decode`](Self::decode) gives a type of your own instead, and [`bytes`](Self::bytes) the body as it
/// came.
///
/// The path is plain text, which is encoded for you. A segment in braces is a parameter: `{project_id}` is the project of
/// the client, and [`path_param`](Self::path_param) sets any other. Empty segments, `.`, `..`, and slashes in a parameter
/// are refused before anything is sent, and so is a query in the path.
///
/// Only GET and HEAD are retried whatever the failure. Any other method is retried only when the service is known not to
/// have acted on the request (no connection; status 429, or 503 with `Retry-After`), unless it is said to be
/// [`idempotent`](Self::idempotent).
///
/// ```no_run
/// # async fn example(client: modelarts::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let jobs = client.get("/v2/{project_id}/training-jobs").query("limit", 10).await?;
/// println!("{} jobs, request {:?}", jobs["total"], jobs.request_id());
///
/// #[derive(serde::Deserialize)]
/// struct Job {
///     kind: String,
/// }
/// let job = client.get("/v2/{project_id}/training-jobs/{job_id}").path_param("job_id", "8d4a");
/// let job = job.decode::<Job>().await?;
/// println!("{}", job.kind);
///
/// let stop = client.post("/v2/{project_id}/training-jobs/{job_id}/actions").path_param("job_id", "8d4a");
/// stop.json(&serde_json::json!({ "action_type": "terminate" })).idempotent().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a request is sent when it is awaited"]
pub struct PathRequest<T = Value> {
    client: Client,
    method: Cow<'static, str>,
    path: String,
    parameters: Vec<(String, String)>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Result<Option<Bytes>, String>,
    is_idempotent: bool,
    decode: Decode<T>,
}

/// Declares a function of both clients for each method.
macro_rules! methods {
    ($($name:ident $method:literal)*) => {
        impl Client {
            $(
                #[doc = concat!("Requests any path with ", $method, "; see [`PathRequest`].")]
                pub fn $name(&self, path: impl Into<String>) -> PathRequest {
                    self.request($method, path)
                }
            )*

            /// Requests any path with any method; see [`PathRequest`].
            pub fn request(&self, method: impl Into<Cow<'static, str>>, path: impl Into<String>) -> PathRequest {
                PathRequest {
                    client: self.clone(),
                    method: method.into(),
                    path: path.into(),
                    parameters: Vec::new(),
                    query: Vec::new(),
                    headers: Vec::new(),
                    body: Ok(None),
                    is_idempotent: false,
                    decode: json,
                }
            }
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            $(
                #[doc = concat!("Requests any path with ", $method, "; see [`PathRequest`].")]
                pub fn $name(&self, path: impl Into<String>) -> crate::blocking::Request<PathRequest> {
                    self.request_of(self.as_async().$name(path))
                }
            )*

            /// Requests any path with any method; see [`PathRequest`].
            pub fn request(
                &self,
                method: impl Into<Cow<'static, str>>,
                path: impl Into<String>,
            ) -> crate::blocking::Request<PathRequest> {
                self.request_of(self.as_async().request(method, path))
            }
        }
    };
}

methods! { get "GET" post "POST" put "PUT" patch "PATCH" delete "DELETE" }

/// Declares the settings of a request, for both clients.
macro_rules! settings {
    ($(
        $(#[$documentation:meta])*
        $name:ident($this:ident $(, $argument:ident: $type:ty)*) $set:block
    )*) => {
        impl<T> PathRequest<T> {
            $(
                $(#[$documentation])*
                pub fn $name(mut self $(, $argument: $type)*) -> Self {
                    let $this = &mut self;
                    $set;
                    self
                }
            )*
        }

        #[cfg(feature = "blocking")]
        impl<T> crate::blocking::Request<PathRequest<T>> {
            $(
                $(#[$documentation])*
                pub fn $name(self $(, $argument: $type)*) -> Self {
                    self.map(|request| request.$name($($argument),*))
                }
            )*
        }
    };
}

settings! {
    /// Sets a parameter of the path, such as `job_id` for `{job_id}`.
    path_param(this, name: impl Into<String>, value: impl ToString) {
        this.parameters.push((name.into(), value.to_string()));
    }

    /// Adds a parameter of the query.
    query(this, name: impl Into<String>, value: impl ToString) {
        this.query.push((name.into(), value.to_string()));
    }

    /// Adds a header. Those of the signature are always set by the client.
    header(this, name: impl Into<String>, value: impl Into<String>) {
        this.headers.push((name.into(), value.into()));
    }

    /// Sets the body to a value as JSON.
    json(this, body: &(impl Serialize + ?Sized)) {
        this.body = match serde_json::to_vec(body) {
            Ok(body) => Ok(Some(body.into())),
            Err(error) => Err(format!("the body cannot be written as json: {error}")),
        };
    }

    /// Sets the body to these bytes. They are sent as `application/json` unless [`header`](Self::header) sets another
    /// `Content-Type`.
    body(this, body: impl Into<Bytes>) {
        this.body = Ok(Some(body.into()));
    }

    /// Allows the request to be sent twice, so that it is retried like a GET.
    idempotent(this) {
        this.is_idempotent = true;
    }
}

impl<T> PathRequest<T> {
    /// Decodes the response as `U`. An empty body is decoded like `null`.
    pub fn decode<U: DeserializeOwned>(self) -> PathRequest<U> {
        self.with_decode(json)
    }

    /// Leaves the body of the response as it is, for anything but JSON.
    pub fn bytes(self) -> PathRequest<Bytes> {
        self.with_decode(|body| (body.clone(), Ok(body)))
    }

    fn with_decode<U>(self, decode: Decode<U>) -> PathRequest<U> {
        PathRequest {
            client: self.client,
            method: self.method,
            path: self.path,
            parameters: self.parameters,
            query: self.query,
            headers: self.headers,
            body: self.body,
            is_idempotent: self.is_idempotent,
            decode,
        }
    }

    /// The request, or what is wrong with it.
    fn build(&self) -> Result<Request, String> {
        let method = Method::from_bytes(self.method.as_bytes());
        let method = method.map_err(|_| format!("{:?} is no method of http", self.method))?;
        let url = format!("{}{}", self.client.endpoint(), self.encoded_path()?);
        let mut url = Url::parse(&url).map_err(|error| format!("the path does not make a url: {error}"))?;
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        let mut request = Request::new(method, url);
        if let Some(body) = self.body.clone()? {
            *request.body_mut() = Some(body.into());
            let json = HeaderValue::from_static("application/json");
            request.headers_mut().insert(CONTENT_TYPE, json);
        }
        for (name, value) in &self.headers {
            let invalid = |_| format!("the header {name:?} cannot be sent");
            let header: HeaderName = name.parse().map_err(|_| invalid(()))?;
            let value: HeaderValue = value.parse().map_err(|_| invalid(()))?;
            request.headers_mut().insert(header, value);
        }
        Ok(request)
    }

    /// The path with its parameters.
    fn encoded_path(&self) -> Result<String, String> {
        let path = &self.path;
        if let Some(unexpected) = path.find(['?', '#']).and_then(|at| path.get(at..=at)) {
            return Err(format!("the path has {unexpected:?}; give parameters with `query(..)`"));
        }
        let segments = path.strip_prefix('/').ok_or("the path does not begin with a slash")?;
        let mut unused: Vec<&str> = self.parameters.iter().map(|(name, _)| name.as_str()).collect();
        let mut encoded = String::with_capacity(path.len());
        for segment in segments.split('/') {
            let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let value = match name {
                None => segment,
                Some("project_id") => self.client.project_id().as_str(),
                Some(name) => {
                    unused.retain(|unused| *unused != name);
                    let mut parameters = self.parameters.iter();
                    let value = parameters.find_map(|(of, value)| (of == name).then_some(value.as_str()));
                    value.ok_or_else(|| format!("the path needs {segment}; set it with `path_param({name:?}, ..)`"))?
                }
            };
            if matches!(value, "" | "." | "..") || value.contains(['/', '\\']) {
                return Err(format!("{value:?} cannot be a segment of the path"));
            }
            encoded.push('/');
            encoded.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        }
        match unused.first() {
            Some(name) => Err(format!("the path has no {{{name}}}")),
            None => Ok(encoded),
        }
    }
}

impl<T: Send + 'static> IntoFuture for PathRequest<T> {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = ResponseFuture<T>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let operation = Operation {
                name: format!("{} {}", self.method, self.path).into(),
                is_idempotent: self.is_idempotent,
                decode: self.decode,
            };
            let invalid = |reason| Error::new(ErrorKind::InvalidInput, reason);
            self.client.run(operation, || self.build().map_err(invalid)).await
        })
    }
}

#[cfg(feature = "blocking")]
impl<T> crate::blocking::Request<PathRequest<T>> {
    /// Decodes the response as `U`. An empty body is decoded like `null`.
    pub fn decode<U: DeserializeOwned>(self) -> crate::blocking::Request<PathRequest<U>> {
        self.map(PathRequest::decode)
    }

    /// Leaves the body of the response as it is, for anything but JSON.
    pub fn bytes(self) -> crate::blocking::Request<PathRequest<Bytes>> {
        self.map(PathRequest::bytes)
    }
}

/// Omits headers and body, which may hold secrets.
impl<T> fmt::Debug for PathRequest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PathRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("parameters", &self.parameters)
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}

/// Decodes JSON. Writes are often answered without a body.
fn json<T: DeserializeOwned>(body: Bytes) -> (Bytes, Result<T, (String, String)>) {
    interpret::json(body, |body| match body.json() {
        text if text.trim_ascii().is_empty() => serde_json::from_str("null"),
        text => serde_json::from_str(text),
    })
}
