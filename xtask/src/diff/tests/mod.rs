//! What other tests could not tell apart: pairs, types and the rules themselves.

mod examples;
mod pairing;
mod rows;
mod rules;
mod types;
