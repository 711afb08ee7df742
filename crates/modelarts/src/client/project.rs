//! The lookup of a project by the name of its region, in IAM.

use std::{fmt::Display, time::Duration};

use jiff::{SignedDuration, Timestamp};
use modelarts_api::wire::Extra;
use reqwest::{Client, Method, Request, StatusCode, Url};
use serde_json::Value;

use super::{
    bounded_body::{self, BodyError},
    clock::ServiceClock,
};
use crate::{
    Error, ErrorKind, ProjectId, Region,
    auth::{Credentials, signer::authorization::authorize},
    head::ResponseHead,
    redact::redact_id,
};

/// Timeout of the request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The cap on answers, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// An error in finding the project. Setting one with `project_id(..)` always helps.
pub(super) fn unresolved(kind: ErrorKind, reason: impl Display) -> Error {
    let reason = format!("no project id is set, and it cannot be looked up: {reason}");
    Error::new(kind, reason)
}

/// The only project of `region` in the account of `credentials` (`KeystoneListProjects`, `GET /v3/projects?name=`).
///
/// Errors omit the answer, since a gateway may repeat a request's secrets in it.
pub(super) async fn look_up(
    iam: Url,
    region: &Region,
    credentials: &Credentials,
    clock: &ServiceClock,
    http: &Client,
) -> Result<ProjectId, Error> {
    let url = url(iam, region);
    let project = ask(http, &url, region, credentials, Timestamp::now()).await;
    let seen = project.as_ref().err().and_then(Error::refused_clock_ahead);
    match seen.filter(|seen| clock.learn(SignedDuration::ZERO, *seen)) {
        Some(ahead) => ask(http, &url, region, credentials, ServiceClock::time(ahead)).await,
        None => project,
    }
}

/// Asks once, signed with this time.
async fn ask(
    http: &Client,
    url: &Url,
    region: &Region,
    credentials: &Credentials,
    time: Timestamp,
) -> Result<ProjectId, Error> {
    let mut request = Request::new(Method::GET, url.clone());
    *request.timeout_mut() = Some(TIMEOUT);
    authorize(&mut request, credentials, None, time).map_err(|error| {
        unresolved(ErrorKind::Configuration, "the request to iam cannot be signed").with_source(error)
    })?;
    let mut response = http.execute(request).await.map_err(unreachable)?;
    let mut head = ResponseHead::new(&response, credentials);
    if let Some(id) = response.headers().get("x-iam-trace-id").and_then(|id| id.to_str().ok()) {
        head.request_id = Some(redact_id(id.to_owned(), credentials));
    }
    let project = if response.status() == StatusCode::OK {
        let body = bounded_body::read(&mut response, MAX_BODY).await;
        body.map_err(unreadable).and_then(|body| only_project(region, &body))
    } else {
        Err(unresolved(ErrorKind::Service, "iam answered"))
    };
    project.map_err(|error| error.with_head(Some(head)))
}

fn url(mut iam: Url, region: &Region) -> Url {
    let path = format!("{}/v3/projects", iam.path().trim_end_matches('/'));
    iam.set_path(&path);
    iam.query_pairs_mut().append_pair("name", region.as_str());
    iam
}

/// The project in an answer, if it is the only one.
fn only_project(region: &Region, body: &[u8]) -> Result<ProjectId, Error> {
    let malformed = |problem| {
        let reason = format!("the answer of iam cannot be used: {problem}");
        unresolved(ErrorKind::Decode, reason)
    };
    let answer = str::from_utf8(body).ok().and_then(|text| text.parse::<Extra>().ok());
    let answer = answer.ok_or_else(|| malformed("it is not a json object"))?;
    let projects = answer.get("projects").and_then(Value::as_array);
    let projects = projects.ok_or_else(|| malformed("it has no list of projects"))?.iter();
    let ids = projects.map(|project| ProjectId::new(project.get("id").and_then(Value::as_str).unwrap_or_default()));
    let ids: Result<Vec<ProjectId>, _> = ids.collect();
    let ids = ids.map_err(|_| malformed("it has a project without a valid id"))?;
    let listed: Vec<&str> = ids.iter().map(ProjectId::as_str).collect();
    let (region, count, listed) = (region.as_str(), ids.len(), listed.join(", "));
    let reason = match ids.as_slice() {
        [only] => return Ok(only.clone()),
        [] => format!("the account has no project called {region:?}"),
        _ => format!("the account has {count} projects for {region:?}, and one must be set: {listed}"),
    };
    Err(unresolved(ErrorKind::Configuration, reason))
}

fn unreachable(error: reqwest::Error) -> Error {
    let (kind, reason) = if error.is_timeout() {
        (ErrorKind::Timeout, "iam did not answer in time")
    } else {
        (ErrorKind::Connect, "iam cannot be reached")
    };
    unresolved(kind, reason).with_source(error.without_url())
}

fn unreadable(error: BodyError) -> Error {
    let kind = match &error {
        BodyError::TooLong(_) | BodyError::Damaged(_) => ErrorKind::Decode,
        BodyError::Transport(error) if error.is_timeout() => ErrorKind::Timeout,
        BodyError::Transport(_) => ErrorKind::Connect,
    };
    unresolved(kind, "the answer of iam cannot be read").with_source(error)
}
