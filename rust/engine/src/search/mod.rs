//! Lives, plans and counts of states.

pub(crate) mod counting;
pub(crate) mod first;
pub(crate) mod lives;
pub(crate) mod novelty;
pub(crate) mod plan;
pub(crate) mod planner;
pub(crate) mod searcher;
pub(crate) mod seeking;
