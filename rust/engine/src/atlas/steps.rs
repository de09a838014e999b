//! The steps of a state on their way into the atlas, and what has to be asked for them.

use crate::explain::explainer::Explainer;
use crate::fault::Outcome;
use crate::state::graph::Node;

/// The steps of one state while they are being found out.
#[derive(Default)]
pub(super) struct Steps {
    /// The number of an act or of an attempt in vain, the state that it leads to: another one.
    pub taken: Vec<(u32, Node)>,
    /// Action, the first character who has no reason for it, or does not believe in it; as many as there are characters where
    /// nobody is against it and it changes nothing, one more where something more urgent comes before it.
    pub refused: Vec<(u32, u32)>,
}

/// Whether a character has a reason for an act in the state in which it believes to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub believed: Node,
    pub action: u32,
    pub mind: u32,
}

impl Question {
    pub fn ask(self, explainer: &mut Explainer) -> Outcome<bool> {
        explainer.has_reason(self.believed, self.action as usize, explainer.planner(self.mind as usize), 0)
    }
}
