//! Why no project was found.

use std::{error::Error, fmt, sync::Arc};

use crate::{
    ProjectId, Region,
    auth::{CredentialsError, bounded_body::BodyError, signer::SigningError},
};

/// What kind of failure a [`ProjectError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProjectErrorKind {
    /// A setting is wrong or missing: the environment's project, the region, or IAM's address.
    Invalid,
    /// The account has no project of the region's name.
    NoMatch,
    /// The account has several; one must be chosen with `project_id(..)`.
    Ambiguous,
    /// IAM answered with an error status.
    Refused,
    /// IAM did not answer in time.
    Timeout,
    /// IAM could not be reached, or the connection broke off.
    Connection,
    /// IAM's answer makes no sense.
    Malformed,
}

/// Why the project id could not be found: naming one with `project_id(..)` always helps.
///
/// Cheap to clone. What IAM sent is not part of it, since a gateway may repeat a request's secrets there.
#[derive(Clone)]
pub struct ProjectError(Box<Failure>);

#[derive(Clone)]
struct Failure {
    kind: ProjectErrorKind,
    message: String,
    status: Option<u16>,
    request_id: Option<Arc<str>>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl ProjectError {
    fn new(kind: ProjectErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Failure {
            kind,
            message,
            status: None,
            request_id: None,
            source: None,
        }))
    }

    fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    pub(super) fn with_request_id(mut self, request_id: Option<Arc<str>>) -> Self {
        self.0.request_id = request_id;
        self
    }

    pub(super) fn environment(error: CredentialsError) -> Self {
        Self::new(ProjectErrorKind::Invalid, "the environment names no valid project").caused_by(error)
    }

    pub(super) fn no_region() -> Self {
        Self::new(
            ProjectErrorKind::Invalid,
            "none is set, and without a region none can be looked up",
        )
    }

    pub(super) fn endpoint(problem: &str) -> Self {
        Self::new(
            ProjectErrorKind::Invalid,
            format!("the endpoint of iam cannot be used: {problem}"),
        )
    }

    pub(super) fn signing(error: SigningError) -> Self {
        Self::new(ProjectErrorKind::Invalid, "the request to iam cannot be signed").caused_by(error)
    }

    pub(super) fn transport(error: reqwest::Error) -> Self {
        let (kind, message) = if error.is_timeout() {
            (ProjectErrorKind::Timeout, "iam did not answer in time")
        } else {
            (ProjectErrorKind::Connection, "iam cannot be reached")
        };
        Self::new(kind, message).caused_by(error.without_url())
    }

    pub(super) fn unreadable(error: BodyError, request_id: Option<Arc<str>>) -> Self {
        let kind = match &error {
            BodyError::TooLong(_) => ProjectErrorKind::Malformed,
            BodyError::Transport(error) if error.is_timeout() => ProjectErrorKind::Timeout,
            BodyError::Transport(_) => ProjectErrorKind::Connection,
        };
        Self::new(kind, "iam's answer cannot be read")
            .caused_by(error)
            .with_request_id(request_id)
    }

    pub(super) fn refused(status: u16, request_id: Option<Arc<str>>) -> Self {
        let mut error = Self::new(ProjectErrorKind::Refused, format!("iam answered {status}"));
        error.0.status = Some(status);
        error.with_request_id(request_id)
    }

    pub(super) fn malformed(problem: &str) -> Self {
        Self::new(
            ProjectErrorKind::Malformed,
            format!("iam's answer makes no sense: {problem}"),
        )
    }

    pub(super) fn no_match(region: &Region) -> Self {
        Self::new(
            ProjectErrorKind::NoMatch,
            format!("the account has no project called {region:?}", region = region.as_str()),
        )
    }

    pub(super) fn ambiguous(region: &Region, ids: &[ProjectId]) -> Self {
        let ids: Vec<&str> = ids.iter().map(ProjectId::as_str).collect();
        let message = format!(
            "the account has {} projects for {:?}, and one must be chosen: {}",
            ids.len(),
            region.as_str(),
            ids.join(", ")
        );
        Self::new(ProjectErrorKind::Ambiguous, message)
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ProjectErrorKind {
        self.0.kind
    }

    /// What went wrong, without the request id.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The status IAM answered with, if it was not 200.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What IAM calls the request: its header `X-IAM-Trace-Id`, or else `X-Request-Id`.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Whether asking again may help: after a timeout, a lost connection, and the statuses 429, 500, 502,
    /// 503 and 504.
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ProjectErrorKind::Timeout | ProjectErrorKind::Connection => true,
            ProjectErrorKind::Refused => matches!(self.0.status, Some(429 | 500 | 502 | 503 | 504)),
            _ => false,
        }
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no project id: {}", self.0.message)?;
        if let Some(request_id) = &self.0.request_id {
            write!(f, " (request id {request_id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProjectError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("status", &self.0.status)
            .field("request_id", &self.0.request_id)
            .field("source", &self.0.source)
            .finish()
    }
}

impl Error for ProjectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
