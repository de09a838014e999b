//! The author's plans: shortest or found by the way, every act explained to all who have to agree, or a proof that there is
//! none (semantics 5 and 6; "How to search fast" in docs/engine.md says what each idea brings).
//!
//! An act is explained within a limit if a plan of at most so many acts explains it: a question is asked for one act ahead,
//! then for two, and so on. A round of the search fixes how far ahead anybody thinks, how long a question may take, and how
//! many states are looked at; what was not clear in one round is asked again in a later one with more patience. A round in
//! which all was clear, and that thought as far ahead as the limit, is a proof.

mod asking;
mod frontier;
mod novelty;
mod trimming;

use rustc_hash::FxHashMap;

use crate::fault::{Fault, Outcome};
use crate::program::Program;
use crate::state::graph::Node;
use crate::transition::world::World;

pub(crate) use asking::Answers;
use frontier::{End, Round};

/// After so many stages patience has no bound.
const STAGES: u32 = 16;

/// How long a question may take in a stage, in beginnings of plans, and how many states are looked at: first a glance, then
/// eight times as long and four times as many in each stage.
fn patience(stage: u32) -> (u64, usize) {
    match stage {
        0 => (30, 30),
        STAGES.. => (0, usize::MAX),
        _ => (100 << (3 * (stage - 1)), 300 << (2 * (stage - 1))),
    }
}

/// What is sought.
#[derive(Clone, Debug)]
pub struct Quest {
    /// The author's utility that is to be reached.
    pub goal: i64,
    /// The most acts.
    pub acts: usize,
    /// How many acts ahead anybody may think, at most; characters' own limits hold beside it.
    pub ahead: i64,
}

/// An act of a plan, and how many acts ahead those who agree to it need to think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub action: usize,
    pub ahead: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Plan(Vec<Step>),
    /// There is none within the limits.
    None,
    /// There may be one: time, memory or patience came to an end.
    Unknown,
}

/// Where a search stands, for whoever watches it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    pub stage: u32,
    pub ahead: i64,
    /// Acts of the longest beginning of a plan in this round.
    pub depth: usize,
    /// States that were looked at, all rounds together.
    pub expanded: u64,
    pub asked: u64,
    /// Bytes taken by the search itself, beside those of states and reasons.
    pub bytes: usize,
    /// The greatest utility of the author's that any plan so far comes to.
    pub best: i64,
}

impl World {
    /// The plan so far that comes to the greatest utility of the author's; empty if none is better than doing nothing.
    pub fn best_plan(&self) -> &[Step] {
        &self.best_plan
    }

    /// A plan for the author, found by the way: not always a shortest one, but one from which nothing can be left out.
    pub fn find_plan(&mut self, quest: &Quest) -> Outcome<Verdict> {
        let mut answers = Answers::default();
        loop {
            if let Some(verdict) = self.sweep(quest, &mut answers)? {
                return Ok(verdict);
            }
        }
    }

    /// All stages from the first. None: new ways are open, which are to be looked at with little patience first; a stage is
    /// left for them once it has cost as much as all before it.
    fn sweep(&mut self, quest: &Quest, answers: &mut Answers) -> Outcome<Option<Verdict>> {
        answers.has_opened = false;
        let begun = self.effort;
        let mut clear_up_to = -1;
        for stage in 0..=STAGES {
            let (patience, states) = patience(stage);
            let sweep = Some((begun, self.effort_on_questions));
            for ahead in clear_up_to.max(0).max(quest.ahead.min(1))..=quest.ahead {
                if ahead <= clear_up_to {
                    continue;
                }
                self.progress.stage = stage;
                self.progress.ahead = ahead;
                let Quest { goal, acts, .. } = *quest;
                let round = Round { goal, acts, ahead, patience, states, by_the_way: true, sweep };
                match self.search_round(&round, answers)? {
                    End::Plan(plan) => return Ok(Some(Verdict::Plan(self.reduced(plan, answers)?))),
                    End::None => clear_up_to = ahead,
                    End::Unknown => {}
                    End::Opened => return Ok(None),
                }
            }
            if clear_up_to == quest.ahead {
                return Ok(Some(Verdict::None));
            }
        }
        Ok(Some(Verdict::Unknown))
    }

    /// A shortest plan for the author, the first that A* comes to.
    pub fn shortest_plan(&mut self, quest: &Quest) -> Outcome<Verdict> {
        let Quest { goal, acts, ahead } = *quest;
        self.progress.ahead = ahead;
        let round = Round { goal, acts, ahead, patience: 0, states: usize::MAX, by_the_way: false, sweep: None };
        Ok(match self.search_round(&round, &mut Answers::default())? {
            End::Plan(plan) => Verdict::Plan(plan),
            End::None => Verdict::None,
            End::Unknown | End::Opened => Verdict::Unknown,
        })
    }

    /// The least number of acts after which the author's utility may be `goal`, if at most `most` may be enough.
    fn acts_to_goal(&mut self, node: Node, goal: i64, most: usize) -> Option<usize> {
        let Program { layout, author, .. } = &mut self.program;
        author.acts_to(layout, node, self.graph.words(node), 0, goal, most)
    }

    /// Whether the author's utility can't be `goal` in any state at all.
    pub fn is_beyond(&self, goal: i64) -> bool {
        self.program.utility.greatest < goal
    }
}

/// By state, what is remembered of it.
type ByNode<T> = FxHashMap<Node, T>;

/// The end of the patience for one question, told apart from the end of all memory.
fn is_impatience(fault: &Fault, left: Option<u64>) -> bool {
    *fault == Fault::BudgetEnded && left == Some(0)
}
