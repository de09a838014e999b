//! The world: its states, and what becomes of them by acts, by triggers, by what somebody comes to believe.

pub(crate) mod arrivals;
pub(crate) mod attempts;
pub(crate) mod beginning;
pub(crate) mod events;
pub(crate) mod hoping;
pub(crate) mod idle;
pub(crate) mod known;
pub(crate) mod outcomes;
pub(crate) mod polling;
pub(crate) mod steps;
pub(crate) mod successors;
pub(crate) mod surprise;
pub(crate) mod triggers;
pub(crate) mod world;
