//! Why somebody acts, and what shows quickly that nobody would.

pub(crate) mod abstraction;
pub(crate) mod answers;
pub(crate) mod bounds;
pub(crate) mod explainer;
pub(crate) mod foreseen;
pub(crate) mod foresight;
pub(crate) mod hopes;
pub(crate) mod reasons;
mod relaxed_events;
mod relaxed_front;
mod relaxed_numbers;
pub(crate) mod relaxed_reachability;
pub(crate) mod relevance;
pub(crate) mod turns;
pub(crate) mod urgency;
pub(crate) mod value_rows;
