//! The command line: tasks and their options.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::root;

/// Lints the OpenAPI specs and generates everything that is derived from them.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct CommandLine {
    /// The workspace to work on
    #[arg(long, global = true, value_name = "DIR", default_value_os_t = root().to_owned(), hide_default_value = true, hide_short_help = true)]
    pub root: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// Every task.
#[derive(Subcommand)]
pub enum Task {
    /// Generate the raw client, the typed mock and the published spec from openapi/*.yaml
    Generate {
        /// Write nothing; fail with a diff where a generated file is stale
        #[arg(long)]
        check: bool,
        /// Another folder of contracts, such as one of drafts, whose gaps are no error
        #[arg(long, value_name = "FOLDER", requires = "out", conflicts_with = "check")]
        specs: Option<PathBuf>,
        /// The folder to generate into, with what is needed to compile the bindings and to test the examples there
        #[arg(long, value_name = "FOLDER", requires = "specs")]
        out: Option<PathBuf>,
    },
    /// Generate, then ask a mock that serves the documented payloads for pools, statistics and quotas
    Demo,
    /// Check the specs against every rule and report all findings
    Lint {
        /// Another folder of contracts
        #[arg(long, value_name = "FOLDER")]
        specs: Option<PathBuf>,
    },
    /// Read documentation pages: record their facts, and prove that the specs cover them
    #[command(subcommand)]
    Docs(Docs),
    /// Check that generators, linters and servers of other languages agree with the published spec
    Conformance {
        /// Only these, separated by commas; prints their rows and leaves docs/conformance.md alone
        #[arg(long, value_enum, value_delimiter = ',', value_name = "NAMES")]
        only: Vec<Subject>,
        /// Write nothing; fail with a diff where docs/conformance.md is stale
        #[arg(long, conflicts_with = "only")]
        check: bool,
    },
    /// Run the benchmarks and print what they measure; docs/performance.md has the figures
    Bench {
        /// The benchmarks to run; all if none is named
        #[arg(value_enum)]
        benchmarks: Vec<Benchmark>,
    },
    /// Run a fuzz target with cargo-fuzz on a nightly toolchain
    Fuzz {
        /// The target
        target: String,
        /// Options of libFuzzer, such as -max_total_time=60
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Generate, then try the reference page in Chromium (needs chromium, node and npm)
    PageTest,
    /// Tell what changed in the specs since a revision, and whether the versions reflect it
    ///
    /// Exit status 1 says that a version is too low, 2 that nothing could be compared.
    Compat {
        /// The revision to compare with: a tag, a branch or a commit
        #[arg(long, value_name = "GIT-REV")]
        base: String,
        /// For whom to write
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// What is done with documentation pages.
#[derive(Subcommand)]
pub enum Docs {
    /// Write the facts of a page to openapi/pages/<Operation>/<edition>.yaml; exit 2 for a page that cannot be read
    Record {
        /// The page: reStructuredText, HTML, or the text of either
        page: PathBuf,
        /// The edition that it is: an id of openapi/provenance/sources.yaml
        #[arg(long, value_name = "NAME")]
        edition: String,
    },
    /// Prove that the specs cover every recorded page, or explain each difference
    Coverage,
    /// Write the contracts, payloads and provenance of pages whose operations have none; exit 0 for complete drafts, 1 for questions, 2 for a page that cannot be read
    Draft {
        /// The pages: reStructuredText, HTML, or the text of either; of a folder, all in it
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
        /// The folder of contracts to write to, which is made if need be [default: openapi]
        #[arg(long, value_name = "FOLDER")]
        into: Option<PathBuf>,
        /// The edition of the pages: an id of provenance/sources.yaml
        #[arg(long, value_name = "NAME")]
        edition: Option<String>,
        /// For whom to write
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Count how many pages can be drafted, and how they contradict themselves
    Survey {
        /// The pages; of a folder, all in it
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
    },
    /// Say what pages state otherwise than a recorded edition; exit 0 for nothing, 1 for something, 2 for a page that cannot be read
    Check {
        /// The pages: reStructuredText, HTML, or the text of either
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
        /// The recorded edition to compare with [default: the closest one]
        #[arg(long, value_name = "EDITION")]
        against: Option<String>,
        /// For whom to write
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// For whom a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// People
    #[default]
    Text,
    /// Programs
    Json,
}

/// A folder of `conformance/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// openapi-typescript, openapi-zod-client and the TypeScript compiler
    Typescript,
    /// openapi-python-client and datamodel-code-generator
    Python,
    /// OpenAPI Generator and the Go toolchain
    Go,
    /// OpenAPI Generator and the JDK
    Java,
    /// OpenAPI Generator and Ruby with Typhoeus
    Ruby,
    /// OpenAPI Generator and PHP
    Php,
    /// OpenAPI Generator and cargo
    Rust,
    /// OpenAPI Generator and Mono with Json.NET
    Csharp,
    /// OpenAPI Generator and the Kotlin compiler
    Kotlin,
    /// The programs of docs/other-languages.md and the published samples, which call our mock
    Calls,
    /// Redocly, Spectral, openapi-spec-validator, Scalar's parser, vacuum and the validator of OpenAPI Generator
    Linters,
    /// openapi-overlays-js, which applies the errata
    Overlay,
    /// openapi-to-postmanv2 and newman
    Postman,
    /// npm and build, which make packages of the published folder
    Packages,
    /// Prism, which serves the spec to our client
    Prism,
    /// Schemathesis, which calls our mock
    Schemathesis,
}

impl Subject {
    /// The name of the folder.
    #[must_use]
    pub fn folder(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// A benchmark, and a section of docs/performance.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Benchmark {
    /// Decoding a list of pools, against reading it and keeping nothing
    Decode,
    /// Signing a request, against hashing alone
    Signing,
    /// A call, against bare reqwest
    Calls,
    /// Many calls at once
    Concurrency,
    /// Memory of a call at its peak, and after many calls
    Memory,
}
