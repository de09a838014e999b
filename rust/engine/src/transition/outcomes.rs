//! What events make of nodes, remembered.

use crate::state::graph::{Cause, Node};
use crate::state::pending::ANYONE;

/// What events make of nodes, where that is simple: what a mind makes of an event is the same in many states. Keeps the latest.
#[derive(Debug)]
pub(crate) struct Outcomes(Vec<Option<(Cause, u32, Node)>>);

impl Outcomes {
    pub fn new() -> Outcomes {
        Outcomes(vec![None; 1 << 15])
    }

    fn place(&self, cause: Cause, owner: u32) -> usize {
        let key = u64::from(cause.event) << 32 | u64::from(cause.node);
        let mixed = (key ^ u64::from(owner ^ ANYONE) << 45).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize % self.0.len()
    }

    /// `owner`: in whose mind, or `ANYONE` for what is the same in all of them.
    pub fn recall(&self, cause: Cause, owner: u32) -> Option<Node> {
        self.0[self.place(cause, owner)].filter(|known| (known.0, known.1) == (cause, owner)).map(|known| known.2)
    }

    pub fn remember(&mut self, cause: Cause, owner: u32, closed: Node) {
        let place = self.place(cause, owner);
        self.0[place] = Some((cause, owner, closed));
    }
}
