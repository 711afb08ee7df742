#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod call;
mod client;
mod generated;
mod transport;
pub mod wire;

pub use call::Call;
pub use client::Client;
pub use generated::client::{builder, types};
pub use progenitor_client::{ByteStream, Error, ResponseValue};
pub use transport::{BoxFuture, Sender, Transport};
