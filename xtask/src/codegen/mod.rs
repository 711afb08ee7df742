//! Generates Rust from the bundle: the raw client, the typed mock with its payloads, and calls of every operation.
//!
//! progenitor writes the client. These parts of it are replaced whole, each for a reason that `benches/decode.rs` of
//! `modelarts-api` or callgrind has measured:
//!
//! | in place of | stands | because |
//! |---|---|---|
//! | `derive(Deserialize)` | `wire/decode.rs`, and a table of fields for each type (`objects.rs`) | 100 pools decode in 64 % of the time, with a tenth of the instruction cache misses |
//! | `String`, nested objects by value | `Box<str>`, `Box<Object>` | most fields are absent, and memory is what most of the time goes to |
//! | closed enumerations | `open_enum!` | an unlisted value would cost the whole response |
//! | the tail of `send` | `crate::call::send` | the wrapper sends requests itself: a hook can neither fail with its own error nor cap the body |
//! | `Client` with its URL as text | `client.rs` | parsing the URL once saves a third of the instructions that make a request; progenitor's constructor may panic |
//! | the header `api-version` | nothing | the service does not know it, and a signature would cover it |
//! | builders of types, `prelude` | nothing | three quarters of the code, for responses that nobody builds |

mod calls;
mod client;
mod header;
mod open_enums;
mod open_maps;
mod operations;
mod payloads;
mod progenitor;
mod split_send;
mod syntax;
mod type_names;
mod view;

use anyhow::Result;

use crate::{
    artefact::Artefact,
    spec::{Bundle, Specs},
};
use view::GeneratorView;

/// Folders of generated code. A file in them that is not generated any more is removed.
pub const GENERATED: [&str; 5] = [
    "crates/modelarts-api/src/generated",
    "crates/modelarts-api/tests/generated",
    "crates/modelarts-httpmock/src/generated",
    "crates/modelarts-cli/src/generated",
    "tests/generated",
];

/// Every generated Rust file.
pub fn artefacts(specs: &Specs, bundle: &Bundle) -> Result<Vec<Artefact>> {
    let view = GeneratorView::new(bundle)?;
    let mut client = syn::parse2(progenitor::client(&view, bundle)?)?;
    let objects = client::shape(&mut client, specs)?;
    type_names::check(&client, bundle, &view)?;
    let mut mock = syn::parse2(progenitor::httpmock(&view, bundle)?)?;
    syntax::tidy_docs(&mut mock);

    let header = header::rust(&header::digest(specs)?);
    let operations = syntax::print(&operations::file(specs, bundle)?);
    let payloads = syntax::print(&payloads::file(specs)?);
    let [api, api_tests, httpmock, cli, tests] = GENERATED;
    let files = [
        (api, "client.rs", syntax::print(&client)),
        (api, "objects.rs", syntax::print(&objects)),
        (api, "open_enums.rs", open_enums::file(bundle)?),
        (api, "open_maps.rs", syntax::print(&open_maps::file(bundle)?)),
        (httpmock, "mocks.rs", syntax::print(&mock)),
        (httpmock, "operations.rs", operations.clone()),
        (httpmock, "payloads.rs", payloads.clone()),
        // For the demo of the command, which must not depend on a mock server.
        (cli, "operations.rs", operations),
        (cli, "payloads.rs", payloads),
        (cli, "calls.rs", syntax::print(&calls::of_wrapper(bundle)?)),
        (tests, "calls.rs", syntax::print(&calls::of_raw_client(bundle)?)),
        (api_tests, "raw_types.rs", syntax::print(&calls::raw_types(bundle)?)),
        (api_tests, "open_enums.rs", open_enums::names(bundle)?),
    ];
    let files = files.into_iter().map(|(folder, name, code)| Artefact {
        path: format!("{folder}/{name}").into(),
        content: format!("{header}{code}"),
    });
    Ok(files.collect())
}
