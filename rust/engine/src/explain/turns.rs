//! Whose turn it is in a life, where some acts come before others (semantics 8.4).

use crate::state::graph::Node;

/// What may follow on a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Turn {
    /// All that is explained.
    #[default]
    Anyone,
    /// Acts that are as urgent as this.
    Urgent(u8),
    /// What those do or try who are played: one of theirs is urgent.
    Played,
}

/// What was found out last: of one state all is asked at once.
#[derive(Debug, Default)]
pub(super) struct LastTurn(pub Option<(Node, Vec<usize>, Turn)>);

impl LastTurn {
    pub fn forget(&mut self) {
        self.0 = None;
    }
}
