//! The atlas: all states that lives of a story pass, and the explained acts between them, breadth first and exact.
//!
//! States are numbered in the order in which they are found, acts ascending and after them what is tried in vain, so that the same story has the same numbers
//! however many threads work and however often it was stopped on the way.

mod asking;
mod graph;
mod journal;
mod keeping;
mod kept;
mod packed;
mod pool;
mod questions;
mod shipping;
mod steps;
mod ways;

pub use graph::{Atlas, NOWHERE, Tried};
pub use pool::Rest;
