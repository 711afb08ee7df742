//! Runs progenitor, and turns its panics into errors that name the operation and the file.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Once,
};

use anyhow::{Result, anyhow, bail};
use openapiv3::{OpenAPI, ReferenceOr};
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TypeImpl};
use serde_json::json;

use super::view::GeneratorView;
use crate::spec::{Bundle, reachable};

/// Crate that the code of the mock refers to.
const API_CRATE: &str = "modelarts_api";

/// The raw client.
pub fn client(view: &GeneratorView, bundle: &Bundle) -> Result<TokenStream> {
    guarded(view, bundle, |document| generator(view).generate_tokens(document))
}

/// The typed mock of the same operations.
pub fn httpmock(view: &GeneratorView, bundle: &Bundle) -> Result<TokenStream> {
    guarded(view, bundle, |document| generator(view).httpmock(document, API_CRATE))
}

fn generator(view: &GeneratorView) -> Generator {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_derive("PartialEq");
    for (name, path) in &view.replacements {
        settings.with_replacement(name, path, [TypeImpl::Display, TypeImpl::FromStr].into_iter());
    }
    Generator::new(&settings)
}

/// Runs `generate`. If it fails, runs it again for each operation alone, to name the one that is the cause.
fn guarded(
    view: &GeneratorView,
    bundle: &Bundle,
    generate: impl Fn(&OpenAPI) -> std::result::Result<TokenStream, progenitor::Error>,
) -> Result<TokenStream> {
    let attempt = |document: &OpenAPI| -> Result<TokenStream> {
        match silently(|| generate(document)) {
            Ok(result) => result.map_err(|error| anyhow!("{error}")),
            Err(panic) => bail!("the generator panicked: {panic}"),
        }
    };
    let whole = match attempt(&view.document) {
        Ok(tokens) => return Ok(tokens),
        Err(error) => error,
    };
    for (operation, document) in single_operations(&view.document)? {
        if let Err(error) = attempt(&document) {
            let file = bundle.origins.get(&operation).map_or("openapi", String::as_str);
            bail!("{file}: progenitor cannot generate operation {operation}: {error}");
        }
    }
    Err(whole.context("progenitor cannot generate the bundle, though each operation alone is fine"))
}

/// A document for each operation, with the components that it refers to.
fn single_operations(document: &OpenAPI) -> Result<Vec<(String, OpenAPI)>> {
    let whole = serde_json::to_value(document)?;
    let mut found = Vec::new();
    for (path, item) in &document.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for id in item.iter().filter_map(|(_, operation)| operation.operation_id.clone()) {
            let mut single = whole.clone();
            single["paths"] = json!({ path: whole["paths"][path] });
            let reached = reachable(&whole, &whole["paths"][path]);
            for (kind, components) in single["components"].as_object_mut().into_iter().flatten() {
                if let Some(components) = components.as_object_mut() {
                    components.retain(|name, _| reached.contains(&*format!("/components/{kind}/{name}")));
                }
            }
            found.push((id, serde_json::from_value(single)?));
        }
    }
    Ok(found)
}

/// Calls `work`, with panics caught and not printed.
///
/// The panic hook is global, so it is set once and silent for the calling thread alone: tests run in parallel, and the
/// panic of a failing test must be printed.
fn silently<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    static HOOK: Once = Once::new();
    thread_local! { static QUIET: Cell<bool> = const { Cell::new(false) } }
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned())
    })
}
