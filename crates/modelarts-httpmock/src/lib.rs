#![doc = include_str!("../README.md")]

mod generated;
mod mock;
mod paged_list;
mod payload;
mod reply;
mod signature;

pub use generated::mocks::{MockServerExt, operations};
pub use generated::payloads;
pub use httpmock;
pub use mock::{Answer, MockModelArts};
pub use payload::{Operation, Payload};
pub use reply::{REQUEST_ID, Reply};
