//! What is asked about reasons, and what has been found out about them.

use rustc_hash::FxHashMap;

use crate::explain::foreseen::Foreseen;
use crate::fault::{Fault, Outcome};
use crate::state::graph::Node;
use crate::state::taken::{by_table, growing};
use crate::task::UNKNOWN;

/// Levels of thought from here on mean: no limit.
pub const UNLIMITED: i64 = 1 << 20;
/// As a number of acts: no limit.
pub const ENDLESS: i64 = -1;

/// Beyond so many acts their number is not looked at.
const DEPTH: i64 = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub believed: Node,
    pub action: u32,
    pub mind: u32,
    pub ahead: i32,
    pub deep: i32,
}

/// What is known of a question.
pub(super) enum Answer {
    None,
    /// The act alone, or a plan that is not remembered.
    Single,
    Plan(Question),
}

/// Plans that are being made for one question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planner {
    pub mind: usize,
    /// Greatest number of acts, the first included.
    pub ahead: i64,
    /// Levels of thought that are left.
    pub deep: i64,
}

impl Planner {
    /// What is left after some acts.
    pub(crate) fn after(self, acts: i64) -> Planner {
        Planner { ahead: if self.ahead == ENDLESS { ENDLESS } else { self.ahead - acts }, ..self }
    }
}

pub(super) fn question(believed: Node, action: usize, planner: Planner) -> Question {
    Question {
        believed,
        action: action as u32,
        mind: planner.mind as u32,
        ahead: planner.ahead.min(i64::from(i32::MAX)) as i32,
        deep: planner.deep.min(UNLIMITED) as i32,
    }
}

/// Section 6: at the level after the last a plan has one act, and there is none below.
pub(crate) fn longest(ahead: i64, deep: i64) -> i64 {
    match deep {
        0.. => ahead,
        -1 if ahead == ENDLESS => 1,
        -1 => ahead.min(1),
        _ => 0,
    }
}

/// What has been found out about reasons.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    pub answers: FxHashMap<Question, Option<Box<[u32]>>>,
    pub asking: Vec<Question>,
    pub cycles: u64,
    /// Beginnings of plans that may still be tried, if that is limited.
    pub left: Option<u64>,
    pub bounds: Bounds,
    /// How acts go on in plans that hope for something.
    pub foreseen: Foreseen,
    /// How often an act was left out because it can't matter.
    pub left_out: u64,
    /// Steps of thought that were taken since all this was forgotten.
    pub thought: u64,
    /// So many of them may be taken at most.
    pub patience: Option<u64>,
}

impl Reasons {
    /// Begins to look for an answer, unless it is known. What it gives is for `end`.
    pub fn begin(&mut self, question: Question) -> Result<u64, Answer> {
        if let Some(answer) = self.answers.get(&question) {
            return Err(if answer.is_some() { Answer::Plan(question) } else { Answer::None });
        }
        if self.asking.contains(&question) {
            // Only without a limit of levels: a reason that rests on itself is none.
            self.cycles += 1;
            return Err(Answer::None);
        }
        self.asking.push(question);
        Ok(self.cycles)
    }

    /// Remembers the plan that was found, if any was. `cycles`: as `begin` gave them.
    pub fn end(&mut self, question: Question, cycles: u64, plan: Option<&[usize]>) -> Answer {
        self.asking.pop();
        if !self.asking.is_empty() && self.cycles != cycles {
            // It may depend on what is being asked, so that it can't be remembered; only whether there is one matters here.
            return if plan.is_some() { Answer::Single } else { Answer::None };
        }
        self.answers.insert(question, plan.map(|acts| acts.iter().map(|&act| act as u32).collect()));
        if plan.is_some() { Answer::Plan(question) } else { Answer::None }
    }

    /// Forgets all. What is asked then takes as many steps of thought whatever was asked before.
    pub fn forget(&mut self) {
        self.answers.clear();
        self.bounds.ranges.clear();
        self.bounds.endless.clear();
        self.cycles = 0;
        self.thought = 0;
    }

    /// Takes steps of thought. `BudgetEnded` if there is no patience for them.
    #[inline]
    pub fn think(&mut self, steps: u64) -> Outcome<()> {
        self.thought += steps;
        match self.patience {
            Some(patience) if self.thought > patience => Err(Fault::BudgetEnded),
            _ => Ok(()),
        }
    }

    /// Whether what ended a question was that there was no more patience.
    pub fn is_impatient(&self) -> bool {
        self.patience.is_some_and(|patience| self.thought > patience)
    }

    /// Bytes taken by answers and bounds.
    pub fn bytes(&self) -> usize {
        by_table(&self.answers) + self.bounds.bytes() + self.foreseen.bytes()
    }

    /// Bytes that they take beside these as soon as their tables grow, where they are about to.
    pub fn growing(&self) -> usize {
        growing(&self.answers) + growing(&self.bounds.ranges) + growing(&self.bounds.endless) + self.foreseen.growing()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub node: Node,
    pub mind: u32,
    pub acts: u16,
    pub ahead: u16,
    pub deep: i32,
}

/// What has been found out about the utilities that ways lead to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    /// Some way, as far as this bound looks, leads to at least this.
    reached: i64,
    /// No way leads to more than this.
    most: i64,
}

impl Default for Range {
    fn default() -> Range {
        Range { reached: UNKNOWN, most: i64::MAX }
    }
}

impl Range {
    /// A utility above `aim` that some way leads to, or `Some(None)` if no way does; None: that is not known.
    pub fn above(self, aim: i64) -> Option<Option<i64>> {
        if self.reached > aim {
            return Some(Some(self.reached));
        }
        (self.most <= aim).then_some(None)
    }

    /// Remembers the utility above `aim` that was found, or that there is none.
    pub fn learn(&mut self, found: Option<i64>, aim: i64) {
        match found {
            Some(reached) => self.reached = self.reached.max(reached),
            None => self.most = self.most.min(aim),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Bounds {
    pub ranges: FxHashMap<Key, Range>,
    /// By character and node, for any number of acts.
    pub endless: FxHashMap<(u32, Node), Range>,
}

impl Bounds {
    pub fn bytes(&self) -> usize {
        by_table(&self.ranges) + by_table(&self.endless)
    }

    pub fn is_without_depth(acts: i64) -> bool {
        acts == ENDLESS || acts > DEPTH
    }
}
