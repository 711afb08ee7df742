//! The kinds of failure.

/// What kind of failure an [`Error`](crate::Error) is: how far the call got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as it was set up: no or an unknown region, no project, an endpoint that is no URL or
    /// is plain HTTP. Nothing was sent. The message says what to set.
    Configuration,
    /// A value can never be valid, such as a workspace id with a slash. Nothing was sent.
    InvalidInput,
    /// There are no credentials, or they cannot be used. The message lists what was tried.
    Credentials,
    /// No connection to the service: no such host, refused, TLS. The request was not received.
    Connect,
    /// An attempt took longer than its timeout, or the call longer than its deadline.
    Timeout,
    /// The connection broke off before the response was complete.
    Transport,
    /// The service, or the gateway before it, answered with an error status.
    Service,
    /// The response is not what the specs describe, beyond what is tolerated.
    Decode,
    /// The body is longer than the cap on bodies.
    BodyTooLarge,
}
