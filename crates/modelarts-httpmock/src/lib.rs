//! A ModelArts on loopback for tests.
//!
//! [`MockModelArts::start`] is a working service in one line: each operation answers with the payload that the vendor
//! documents for it. [`MockModelArts::answer`] makes an operation answer with something else, and for everything beyond
//! that there are typed mocks of each operation on the underlying server ([`MockServerExt`]).
//!
//! ```
//! use modelarts_httpmock::{MockModelArts, Operation, payloads};
//!
//! let mock = MockModelArts::start();
//! // Point the client under test at `mock.url()`. To see how it takes being throttled:
//! mock.answer(Operation::LIST_POOLS, &payloads::ERROR_429_APIG_0308);
//! ```

mod generated;
mod mock;
mod payload;

pub use generated::mocks::{MockServerExt, operations};
pub use generated::payloads;
pub use httpmock;
pub use mock::{MockModelArts, REQUEST_ID};
pub use payload::{Operation, Payload};
