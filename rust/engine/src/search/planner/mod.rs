//! The author's plans: shortest or found by the way, every act explained to all who have to agree, or a proof that there is
//! none (semantics 5 and 6; "How to search fast" in docs/engine.md says what each idea brings).
//!
//! An act is explained within a limit if a plan of at most so many acts explains it: a question is asked for one act ahead,
//! then for two, and so on. A round of the search fixes how far ahead anybody thinks, how long a question may take, and how
//! many states are looked at; what was not clear in one round is asked again in a later one with more patience. A round in
//! which all was clear, and that thought as far ahead as the limit, is a proof.

mod asking;
mod frontier;
mod trimming;

use crate::fault::Outcome;
use crate::search::plan::{Quest, Verdict};
use crate::search::searcher::Searcher;

use asking::Answers;
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

impl Searcher {
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
        let begun = self.explainer.effort();
        let mut clear_up_to = -1;
        for stage in 0..=STAGES {
            let (patience, states) = patience(stage);
            let sweep = Some((begun, self.explainer.effort_on_questions()));
            for ahead in clear_up_to.max(0).max(quest.ahead.min(1))..=quest.ahead {
                if ahead <= clear_up_to {
                    continue;
                }
                self.progress_mut().stage = stage;
                self.progress_mut().ahead = ahead;
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
        self.progress_mut().ahead = ahead;
        let round = Round { goal, acts, ahead, patience: 0, states: usize::MAX, by_the_way: false, sweep: None };
        Ok(match self.search_round(&round, &mut Answers::default())? {
            End::Plan(plan) => Verdict::Plan(plan),
            End::None => Verdict::None,
            End::Unknown | End::Opened => Verdict::Unknown,
        })
    }
}
