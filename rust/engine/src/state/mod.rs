//! States and the minds in them: the graph, how nodes come into it, and how equal ones come to be one.

pub(crate) mod cycles;
pub(crate) mod graph;
pub(crate) mod interning;
pub(crate) mod pending;
