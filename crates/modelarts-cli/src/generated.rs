//! What `cargo xtask generate` makes; see the header of each file.

#[rustfmt::skip]
mod calls;

#[rustfmt::skip]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "generated; the demo needs only some of it")]
mod operations;

#[rustfmt::skip]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "generated; the demo needs only some of it")]
pub(crate) mod payloads;

pub(crate) use calls::calls;

/// The bundled specs, as they are published.
pub(crate) const SPECS: &str = include_str!("generated/modelarts.openapi.json");

/// An example response of the specs.
#[allow(dead_code, reason = "generated code says more of a payload than is needed here")]
pub(crate) struct Payload {
    pub(crate) name: &'static str,
    pub(crate) operation: Option<&'static str>,
    pub(crate) status: u16,
    pub(crate) documented: bool,
    pub(crate) body: &'static str,
}

/// An operation of the service, and what it answers with.
#[allow(dead_code, reason = "generated code says more of an operation than is needed here")]
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) default: &'static Payload,
}
