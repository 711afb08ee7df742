//! How pages are read, a module for each part of that.
//!
//! One program, so that it links once.

mod descriptions;
mod forms;
mod layouts;
mod markup;
mod placement;
mod robustness;
mod siblings;
mod types;
mod yaml;
