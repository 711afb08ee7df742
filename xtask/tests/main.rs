//! What the specs, the tasks on them and the pages that they are held against promise, a module for each.
//!
//! One program, so that it links once.

mod program;

mod cli;
mod compat;
mod coverage;
mod docs_check;
mod drafts;
mod events;
mod mutations;
mod specs;
mod tasks;
