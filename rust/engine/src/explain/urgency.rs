//! Acts that come before all others (semantics 8.4): where one of them can follow, nothing less urgent does. It is a filter over
//! the steps of lives; what people plan, and what they think that others would do, is without it.

use crate::explain::explainer::Explainer;
use crate::explain::turns::Turn;
use crate::fault::{Outcome, tried};
use crate::state::graph::Node;

impl Explainer {
    /// Whose turn it is, as `urgent` acts can follow, each with whether one who is played consents to it.
    fn turn_of(&self, urgent: impl Iterator<Item = (usize, bool)>) -> Turn {
        let (mut most, mut own) = (0, false);
        for (action, is_own) in urgent {
            if is_own {
                own = true;
            } else {
                most = most.max(self.world.program().urgency(action));
            }
        }
        match (most, own) {
            (0, false) => Turn::Anyone,
            (0, true) => Turn::Played,
            (most, _) => Turn::Urgent(most),
        }
    }

    /// Whether one of those in `free` consents to an act.
    fn is_own(&self, action: usize, free: &[usize]) -> bool {
        self.world.consenting(action).iter().any(|mind| free.contains(mind))
    }

    /// What may follow on a state in which there is no ending.
    pub(crate) fn turn(&mut self, node: Node, free: &[usize], budget: u64) -> Outcome<Turn> {
        if self.world.program().urgent.is_empty() {
            return Ok(Turn::Anyone);
        }
        if let Some((known, minds, turn)) = &self.last_turn.0
            && (*known, minds.as_slice()) == (node, free)
        {
            return Ok(*turn);
        }
        let mut urgent = vec![];
        for place in 0..self.world.program().urgent.len() {
            let action = self.world.program().urgent[place];
            if self.world.is_possible(node, action)?
                && self.world.doubting(node, action, free)?.is_none()
                && self.is_agreed(node, action, free, budget)?
                && self.world.act(node, action, None)? != node
            {
                urgent.push((action, self.is_own(action, free)));
            }
        }
        let turn = self.turn_of(urgent.into_iter());
        self.last_turn.0 = Some((node, free.to_vec(), turn));
        Ok(turn)
    }

    /// Whether an act that is explained is held back.
    pub(crate) fn is_held(&self, action: usize, free: &[usize], turn: Turn) -> bool {
        match turn {
            Turn::Anyone => false,
            Turn::Urgent(least) => self.world.program().urgency(action) < least,
            Turn::Played => !self.is_own(action, free),
        }
    }

    /// What those in `free` try in vain in a state, where nothing holds them back.
    pub(crate) fn open_attempts(&mut self, node: Node, free: &[usize]) -> Outcome<Vec<(u32, Node)>> {
        match self.turn(node, free, 0)? {
            Turn::Urgent(_) => Ok(vec![]),
            Turn::Anyone | Turn::Played => self.world.attempts(node, free),
        }
    }

    /// Of acts that are explained in a state, those that nothing holds back: none but these may be urgent there.
    pub(super) fn retain_open(&mut self, node: Node, acts: &mut Vec<u32>, free: &[usize]) -> Outcome<Turn> {
        if self.world.program().urgent.is_empty() {
            return Ok(Turn::Anyone);
        }
        let mut urgent = vec![];
        for &action in acts.iter() {
            let action = action as usize;
            // That one can't be worked out is said when it is done.
            if self.world.program().urgency(action) > 0
                && tried(self.world.act(node, action, None))?.is_ok_and(|after| after != node)
            {
                urgent.push((action, self.is_own(action, free)));
            }
        }
        let turn = self.turn_of(urgent.into_iter());
        acts.retain(|&action| !self.is_held(action as usize, free, turn));
        Ok(turn)
    }

    /// Whose turn it is, as these acts are all that can follow, each with another state that it leads to.
    pub(crate) fn turn_of_steps(&self, steps: &[(u32, Node)], free: &[usize]) -> Turn {
        if self.world.program().urgent.is_empty() {
            return Turn::Anyone;
        }
        let acts = steps.iter().map(|&(action, _)| action as usize);
        let urgent = acts.filter(|&action| self.world.program().urgency(action) > 0);
        self.turn_of(urgent.map(|action| (action, self.is_own(action, free))))
    }
}
