//! What the vendor's own SDKs do with the payloads that the vendor's pages show.
//!
//! Recorded facts, not a run: the Java SDK is not in the package registries that this check uses.

/// One operation: the payload, then what each SDK makes of it.
pub struct Fact {
    /// The operation whose documented payload was decoded.
    pub operation: &'static str,
    /// What the models and mapper settings of the Java SDK make of it.
    pub java: &'static str,
    /// What the Python SDK makes of it.
    pub python: &'static str,
}

/// The Java SDK that was tried.
pub const JAVA: &str = "Java, huaweicloud-sdk-java-v3 3.1.212";
/// The Python SDK that was tried.
pub const PYTHON: &str = "Python, huaweicloudsdkmodelarts 3.1.219";

/// The operations that were tried.
pub const FACTS: &[Fact] = &[
    Fact {
        operation: "ListPools",
        java: "throws: `available` is an array, and the model wants an object",
        python: "no error; `available` becomes an empty object, and its data is lost",
    },
    Fact {
        operation: "ShowPoolStatistics",
        java: "decodes; loses `deleting`",
        python: "decodes; loses `deleting`",
    },
    Fact {
        operation: "ShowOsQuota",
        java: "throws: `quota` is a number, and the model wants text",
        python: "decodes; the number 15 becomes the text \"15\"",
    },
    Fact {
        operation: "ShowWorkspaceQuotas",
        java: "decodes",
        python: "decodes",
    },
];
