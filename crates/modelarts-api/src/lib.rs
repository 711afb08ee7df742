#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod call;
mod generated;
mod hooks;
mod url;
pub mod wire;

pub use call::Call;
pub use generated::client::{ByteStream, Client, ClientInfo, Error, ResponseValue, builder, types};
pub use hooks::{BoxFuture, Sender, Transport};
