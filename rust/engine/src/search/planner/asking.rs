//! Whether an act is explained, asked for ever more acts ahead, and remembered.

use rustc_hash::FxHashMap;

use crate::explain::answers::{ENDLESS, Planner};
use crate::fault::{Fault, Outcome};
use crate::search::searcher::Searcher;
use crate::state::graph::Node;

/// What is known of an act in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Explained {
    /// By plans of so many acts.
    Within(i64),
    No,
    /// Nobody had the patience to find out.
    Unclear,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The number of acts ahead for which it is explained, plus one.
    within: u32,
    /// It is not explained for fewer acts ahead than this.
    refuted: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Answers {
    known: FxHashMap<(Node, u32), Known>,
    /// By state, act, and acts ahead: the patience that was not enough.
    unclear: FxHashMap<(Node, u32, u32), u64>,
    /// Whether an act has turned out to be explained of which that had been unclear.
    pub(super) has_opened: bool,
}

impl Answers {
    pub fn bytes(&self) -> usize {
        self.known.capacity() * (8 + size_of::<Known>() + 1)
            + self.unclear.capacity() * (size_of::<((Node, u32, u32), u64)>() + 1)
    }
}

impl Searcher {
    /// Whether everybody who consents to an act in a state has a reason of at most `ahead` acts. `patience`: how many
    /// beginnings of plans each question may look at, 0 = no bound.
    pub(crate) fn explained_within(
        &mut self,
        node: Node,
        action: usize,
        ahead: i64,
        patience: u64,
        answers: &mut Answers,
    ) -> Outcome<Explained> {
        if self.world().consenting(action).is_empty() {
            return Ok(Explained::Within(0));
        }
        let known = answers.known.entry((node, action as u32)).or_default();
        let last = ahead as u32;
        // Also if more acts ahead than are asked for: nobody is asked twice.
        if known.within > 0 {
            return Ok(Explained::Within(i64::from(known.within - 1)));
        }
        if known.refuted > last {
            return Ok(Explained::No);
        }
        let mut unclear = false;
        let mut now = *known;
        for acts in now.refuted.max(1)..=last {
            let tried = answers.unclear.get(&(node, action as u32, acts)).copied();
            if patience != 0 && tried.is_some_and(|tried| patience <= tried) {
                unclear = true;
                continue;
            }
            self.progress_mut().asked += 1;
            match self.has_reasons(node, action, i64::from(acts), patience)? {
                Some(true) => {
                    now.within = acts + 1;
                    answers.has_opened |= unclear || tried.is_some();
                    break;
                }
                Some(false) if !unclear => now.refuted = acts + 1,
                Some(false) => {}
                None => {
                    unclear = true;
                    answers.unclear.insert((node, action as u32, acts), patience);
                }
            }
        }
        answers.known.insert((node, action as u32), now);
        Ok(match now.within {
            0 if unclear => Explained::Unclear,
            0 => Explained::No,
            within => Explained::Within(i64::from(within - 1)),
        })
    }

    /// None: the patience was not enough.
    fn has_reasons(&mut self, node: Node, action: usize, acts: i64, patience: u64) -> Outcome<Option<bool>> {
        for place in 0..self.world().consenting(action).len() {
            let mind = self.world().consenting(action)[place];
            let own = self.explainer.planner(mind);
            let planner = Planner { ahead: if own.ahead == ENDLESS { acts } else { own.ahead.min(acts) }, ..own };
            let believed = self.world().belief(node, mind);
            match self.explainer.has_reason(believed, action, planner, patience) {
                Ok(true) => {}
                Ok(false) => return Ok(Some(false)),
                Err(fault) if is_impatience(&fault, self.explainer.left()) => return Ok(None),
                Err(fault) => return Err(fault),
            }
        }
        Ok(Some(true))
    }
}

/// The end of the patience for one question, told apart from the end of all memory.
fn is_impatience(fault: &Fault, left: Option<u64>) -> bool {
    *fault == Fault::BudgetEnded && left == Some(0)
}
