#![doc = include_str!("../README.md")]

mod generated;
mod mock;
mod payload;

pub use generated::mocks::{MockServerExt, operations};
pub use generated::payloads;
pub use httpmock;
pub use mock::{Answer, MockModelArts, REQUEST_ID};
pub use payload::{Operation, Payload};
