//! Lives, plans and counts of states.

pub(crate) mod attempts;
pub(crate) mod counting;
pub(crate) mod first;
pub(crate) mod lives;
pub(crate) mod planner;
pub(crate) mod seeking;
