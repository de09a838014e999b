//! What may happen in a state, as far as there is patience to think about it. Patience is counted in steps, so that what
//! comes out is the same on every machine: an act that is tried in a mind is one.

use crate::explain::explainer::Explainer;
use crate::explain::turns::Turn;
use crate::fault::{Fault, Outcome};
use crate::state::graph::Node;

/// What a life can go on with, as far as was found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Acts that would be done, ascending; what they lead to is not worked out.
    pub acts: Vec<u32>,
    /// Attempts in vain, as `moves` gives them.
    pub attempts: Vec<(u32, Node)>,
    /// Whether there was patience enough for every question.
    pub is_whole: bool,
}

impl Explainer {
    /// Forgets all that was found out about reasons: from now on steps of thought are counted from none, and each question
    /// takes as many as it would had nothing else ever been asked.
    pub fn forget_reasons(&mut self) {
        self.reasons.forget();
        self.last_turn.forget();
        self.abstraction.forget_ways();
        self.note_bytes();
    }

    /// Forgets all that was found out about states, but not the states, and gives the memory back.
    pub fn forget_ways(&mut self) {
        self.last_turn.forget();
        self.reasons = Default::default();
        self.abstraction.forget();
        self.reachability.forget();
        self.world.forget_steps();
        self.note_bytes();
    }

    /// Forgets all states, too, and gives their memory back.
    pub fn forget_states(&mut self) {
        self.last_turn.forget();
        self.reasons = Default::default();
        self.abstraction.forget();
        self.reachability.forget();
        self.world.forget_states();
        self.note_bytes();
    }

    /// Steps of thought since reasons were forgotten.
    pub fn thought(&self) -> u64 {
        self.reasons.thought
    }

    /// What `moves` gives, and acts that leave the state as it is; but an act is left out where somebody's reason for it would
    /// take more than `each` steps, or all together more than `most` since reasons were forgotten.
    pub fn foresee(&mut self, node: Node, free: &[usize], each: u64, most: u64) -> Outcome<Foreseen> {
        let mut foreseen = Foreseen { is_whole: true, ..Foreseen::default() };
        if self.world.ending(node)?.is_some() {
            return Ok(foreseen);
        }
        for place in self.world.steps(node)?.places() {
            let action = self.world.action_at(place);
            if self.world.doubting(node, action, free)?.is_some() {
                continue;
            }
            match self.agreed(node, action, free, each, most)? {
                None => foreseen.is_whole = false,
                Some(false) => {}
                Some(true) => foreseen.acts.push(action as u32),
            }
        }
        if !matches!(self.retain_open(node, &mut foreseen.acts, free)?, Turn::Urgent(_)) {
            foreseen.attempts = self.world.attempts(node, free)?;
        }
        Ok(foreseen)
    }

    /// Whether everybody who consents to an act, and is not in `free`, has a reason for it; None: there was no patience to say.
    fn agreed(&mut self, node: Node, action: usize, free: &[usize], each: u64, most: u64) -> Outcome<Option<bool>> {
        let mut is_known = true;
        for place in 0..self.world.consenting(action).len() {
            let mind = self.world.consenting(action)[place];
            if free.contains(&mind) {
                continue;
            }
            self.reasons.patience = Some(self.reasons.thought.saturating_add(each).min(most));
            let found = self.has_reason(self.world.belief(node, mind), action, self.planner(mind), 0);
            let is_impatient = self.reasons.is_impatient();
            self.reasons.patience = None;
            match found {
                Ok(true) => {}
                Ok(false) => return Ok(Some(false)),
                Err(Fault::BudgetEnded) if is_impatient => is_known = false,
                Err(fault) => return Err(fault),
            }
        }
        Ok(is_known.then_some(true))
    }
}
