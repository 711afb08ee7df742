#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod generated;
mod hooks;
pub mod wire;

pub use generated::client::{ByteStream, Client, ClientInfo, Error, ResponseValue, builder, types};
pub use hooks::{BoxFuture, Sender, Transport};
