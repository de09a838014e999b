//! What becomes of a state: by acts, by triggers, by what somebody comes to believe.

pub(crate) mod beginning;
pub(crate) mod idle;
pub(crate) mod known;
pub(crate) mod successors;
pub(crate) mod surprise;
pub(crate) mod triggers;
pub(crate) mod world;
