//! States, beliefs, events and reasons of a ground story: fast, exact, and without any Python.

mod atlas;
mod attempts;
mod bounds;
mod census;
mod circle;
mod condition;
mod draft;
mod fault;
mod forecast;
mod graph;
mod layout;
mod lessons;
mod listing;
mod open;
mod places;
mod planner;
mod program;
mod readers;
mod reasons;
mod rows;
mod search;
mod sets;
mod shadow;
mod successors;
mod task;
mod triggers;
mod world;

pub use atlas::{Atlas, NOWHERE, Rest, Tried};
pub use fault::{Fault, Outcome};
pub use graph::Node;
pub use lessons::Lesson;
pub use planner::{Progress, Quest, Step, Verdict};
pub use search::Found;
pub use task::{Belief, Task, UNKNOWN};
pub use world::{Poll, World};
