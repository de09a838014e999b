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

pub use atlas::{Atlas, NOWHERE, Rest, Tried};
pub use explain::explainer::Explainer;
pub use explain::foresight::Foreseen;
pub use fault::{Fault, Outcome};
pub use program::lessons::Lesson;
pub use proving::{NEVER, Outlook, Projection};
pub use search::lives::Found;
pub use search::plan::{Quest, Step, Verdict};
pub use search::searcher::Searcher;
pub use search::seeking::{Goal, Seeking, Sought};
pub use state::graph::Node;
pub use task::{Belief, Task, UNKNOWN};
pub use transition::polling::{Poll, Progress, Taken};
pub use transition::world::World;
