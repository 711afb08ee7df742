//! Kinds of failure.

/// Kind of an [`Error`](crate::Error): how far the call got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built with these settings, such as no region, no project or an invalid endpoint. The
    /// message says what to set.
    Configuration,
    /// An argument is invalid, such as a workspace id with a slash. Nothing was sent.
    InvalidInput,
    /// No usable credentials. The message lists the sources that were tried.
    Credentials,
    /// No connection to the service: unknown host, refused, or TLS. It received no request.
    Connect,
    /// An attempt exceeded its timeout, or the call its deadline.
    Timeout,
    /// The connection broke off before the response was complete, or the body was damaged.
    Transport,
    /// The service, or a gateway in front of it, answered with an error status.
    Service,
    /// The response departs from the specs, beyond what is tolerated.
    Decode,
    /// The response body is longer than the configured cap.
    BodyTooLarge,
}
