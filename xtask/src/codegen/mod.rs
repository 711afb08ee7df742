//! From the bundle to Rust: the raw client, the open enums and maps, the typed mock and the payloads it serves, and
//! what tests need to go over all operations.

mod calls;
mod client;
mod halves;
mod header;
mod objects;
mod open_enums;
mod open_maps;
mod operations;
mod payloads;
mod progenitor;
mod syntax;
mod type_names;
mod url;
mod view;

use anyhow::Result;

use crate::{
    artefact::Artefact,
    spec::{Bundle, Specs},
};
use view::GeneratorView;

/// Where generated code lives. Files here that no run makes are removed.
pub const GENERATED: [&str; 4] = [
    "crates/modelarts-api/src/generated",
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
    let [api, httpmock, cli, tests] = GENERATED;
    let files = [
        (api, "client.rs", syntax::print(&client)),
        (api, "objects.rs", objects::file(&objects)?),
        (api, "open_enums.rs", open_enums::file(bundle)?),
        (api, "open_maps.rs", syntax::print(&open_maps::file(bundle)?)),
        (httpmock, "mocks.rs", syntax::print(&mock)),
        (httpmock, "operations.rs", operations.clone()),
        (httpmock, "payloads.rs", payloads.clone()),
        // The command's demo serves them too, and must not pull in a mock server to do so.
        (cli, "operations.rs", operations),
        (cli, "payloads.rs", payloads),
        (cli, "calls.rs", syntax::print(&calls::of_wrapper(bundle)?)),
        (tests, "calls.rs", syntax::print(&calls::of_raw_client(bundle)?)),
        (tests, "open_enums.rs", open_enums::names(bundle)?),
    ];
    let files = files.into_iter().map(|(folder, name, code)| Artefact {
        path: format!("{folder}/{name}").into(),
        content: format!("{header}{code}"),
    });
    Ok(files.collect())
}
