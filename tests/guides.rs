//! The front page and the guides: their samples are the documentation tests of this package, since a package that is
//! published can include no file from outside its folder.

/// One item for each page, so that a failure names it.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    struct FrontPage;

    #[doc = include_str!("../docs/authentication.md")]
    struct Authentication;

    #[doc = include_str!("../docs/errors-and-retries.md")]
    struct ErrorsAndRetries;

    #[doc = include_str!("../docs/http-client.md")]
    struct HttpClient;

    #[doc = include_str!("../docs/open-enums-and-unknown-fields.md")]
    struct OpenEnumsAndUnknownFields;

    #[doc = include_str!("../docs/testing.md")]
    struct Testing;

    /// What is published with the specs.
    #[doc = include_str!("../openapi/dist/samples.md")]
    struct RequestSamples;
}
