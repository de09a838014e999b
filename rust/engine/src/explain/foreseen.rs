//! What has been found out about how acts go on in plans that hope for something, or are made to learn something.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::state::graph::Node;
use crate::state::taken::by_table;
use crate::transition::hoping::Opening;

/// What has been found out about how acts go on in plans.
#[derive(Debug, Default)]
pub(super) struct Foreseen {
    pub openings: FxHashMap<(Node, u32, u32), Arc<[Opening]>>,
    /// By what an act is done in, the act and the planner: where it leads, and what it gains.
    pub outcomes: FxHashMap<(Node, u32, u32), (Node, i128)>,
}

impl Foreseen {
    pub fn bytes(&self) -> usize {
        by_table(&self.openings) + by_table(&self.outcomes)
    }
}
