//! States and the minds in them: the graph, how nodes come into it, and how equal ones come to be one; and states packed, where
//! they are too many for that.

pub(crate) mod chunks;
pub(crate) mod closed;
pub(crate) mod cycles;
pub(crate) mod graph;
pub(crate) mod interning;
pub(crate) mod pairs;
pub(crate) mod pending;
#[cfg(test)]
pub(crate) mod plans;
pub(crate) mod taken;
