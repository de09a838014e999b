//! States, beliefs, events and reasons of a ground story: fast, exact, and without any Python.

mod atlas;
mod explain;
mod fault;
mod program;
mod proving;
mod search;
mod state;
mod task;
mod transition;
mod world;

pub use atlas::{Atlas, NOWHERE, Rest, Tried};
pub use fault::{Fault, Outcome};
pub use program::lessons::Lesson;
pub use proving::{NEVER, Outlook, Projection};
pub use search::lives::Found;
pub use search::planner::{Progress, Quest, Step, Verdict};
pub use search::seeking::{Goal, Seeking, Sought};
pub use state::graph::Node;
pub use task::{Belief, Task, UNKNOWN};
pub use world::{Poll, World};
