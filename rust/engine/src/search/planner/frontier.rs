//! One round of the search: best first, over edges that are explained. Whether an edge is, is asked when its turn comes, so
//! that most are never asked about (lazy A*). Two queues take turns: one by the length of the plan and the estimate of what
//! is missing, the other by how new the states are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::asking::{Answers, Explained};
use crate::fault::{Outcome, tried};
use crate::search::novelty::{NEW_FACT, Novelty};
use crate::search::plan::Step;
use crate::search::searcher::Searcher;
use crate::state::graph::Node;
use crate::state::pending::WORLD;

/// Pairs of facts are looked at if there are at most so many.
const MOST_FACTS: usize = 6000;

#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub goal: i64,
    /// The most acts of a plan.
    pub acts: usize,
    /// How many acts ahead anybody thinks.
    pub ahead: i64,
    /// How many beginnings of plans each question may look at, 0 = no bound.
    pub patience: u64,
    /// How many states are looked at.
    pub states: usize,
    /// Whether novelty has its turns; without it the first plan found is a shortest.
    pub by_the_way: bool,
    /// Where the sweep and the stage began, in effort and in what was pondered; none: the round goes on to its end.
    pub sweep: Option<(u64, u64)>,
}

/// How a round ends.
pub(super) enum End {
    Plan(Vec<Step>),
    /// There is no plan, as far as anybody thinks ahead in this round.
    None,
    Unknown,
    /// New ways are open.
    Opened,
}

/// A state on the frontier, with the way that leads there.
#[derive(Clone, Copy, Debug)]
struct Entry {
    node: Node,
    parent: u32,
    action: u32,
    depth: u32,
    /// The least number of acts to the goal.
    rest: u32,
    new: u32,
    /// How many acts ahead those think who agree to the act; None = not asked yet.
    ahead: Option<u32>,
    is_over: bool,
}

/// First what counts most; the number of the entry last, so that the order is always the same.
type Key = Reverse<(u32, u32, u32, u32)>;

#[derive(Default)]
struct Frontier {
    entries: Vec<Entry>,
    by_length: BinaryHeap<Key>,
    by_novelty: BinaryHeap<Key>,
    /// For each state that a plan leads to, the least number of acts.
    depths: FxHashMap<Node, u32>,
}

impl Frontier {
    fn push(&mut self, entry: Entry, by_the_way: bool) {
        let number = self.entries.len() as u32;
        self.by_length.push(Reverse((entry.depth + entry.rest, entry.rest, u32::MAX - entry.depth, number)));
        self.entries.push(entry);
        if by_the_way {
            self.again(number);
        }
    }

    fn again(&mut self, number: u32) {
        let entry = self.entries[number as usize];
        self.by_novelty.push(Reverse((entry.new, entry.rest, entry.depth, number)));
    }

    fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + (self.by_length.capacity() + self.by_novelty.capacity()) * size_of::<Key>()
            + self.depths.capacity() * 9
    }

    fn is_known(&self, node: Node, depth: u32) -> bool {
        self.depths.get(&node).is_some_and(|&known| known <= depth)
    }

    fn plan(&self, mut number: u32) -> Vec<Step> {
        let mut steps = vec![];
        while number != 0 {
            let entry = self.entries[number as usize];
            steps.push(Step { action: entry.action as usize, ahead: i64::from(entry.ahead.unwrap_or(0)) });
            number = entry.parent;
        }
        steps.reverse();
        steps
    }
}

impl Searcher {
    pub(super) fn search_round(&mut self, round: &Round, answers: &mut Answers) -> Outcome<End> {
        let initial = self.world_mut().initial()?;
        let Some(rest) = self.acts_to_goal(initial, round.goal, round.acts) else { return Ok(End::None) };
        let mut frontier = Frontier::default();
        let mut novelty = Novelty::new(&self.world().program().layout, self.world().characters(), MOST_FACTS);
        let rest = rest as u32;
        let (depth, new, ahead) = (0, NEW_FACT, None);
        frontier.push(Entry { node: initial, parent: 0, action: 0, depth, rest, new, ahead, is_over: false }, round.by_the_way);
        let mut is_clear = true;
        let mut left = round.states;
        self.progress_mut().depth = 0;
        for turn in 0u64.. {
            if answers.has_opened && self.has_pondered_enough(round) {
                return Ok(End::Opened);
            }
            let is_new_turn = round.by_the_way && turn % 2 == 0;
            let next = if is_new_turn { frontier.by_novelty.pop() } else { frontier.by_length.pop() };
            let Some(Reverse((key, _, _, number))) = next else {
                if frontier.by_length.is_empty() {
                    break;
                }
                continue;
            };
            let entry = frontier.entries[number as usize];
            if entry.is_over {
                continue;
            }
            if entry.ahead.is_none() {
                if !self.stands(round, &mut frontier, number, answers, &mut is_clear)? {
                    frontier.entries[number as usize].is_over = true;
                    continue;
                }
                let utility = self.world().utility(entry.node, None)?;
                if number == 0 && self.best_plan.is_empty() {
                    self.progress_mut().best = utility;
                } else if utility > self.progress().best {
                    self.progress_mut().best = utility;
                    self.best_plan = frontier.plan(number);
                }
                if utility >= round.goal {
                    return Ok(End::Plan(frontier.plan(number)));
                }
                if round.by_the_way {
                    let kind = (utility, entry.rest as usize);
                    let new = novelty.of(&self.world().program().layout, self.world().graph(), entry.node, kind);
                    frontier.entries[number as usize].new = new;
                    if is_new_turn && new > key {
                        frontier.again(number);
                        continue;
                    }
                }
            }
            frontier.entries[number as usize].is_over = true;
            if entry.depth as usize >= round.acts {
                continue;
            }
            if left == 0 {
                return Ok(End::Unknown);
            }
            left -= 1;
            self.progress_mut().expanded += 1;
            self.progress_mut().depth = self.progress().depth.max(entry.depth as usize);
            self.progress_mut().bytes = frontier.bytes() + novelty.bytes() + answers.bytes();
            self.note_bytes();
            self.go_on(round, &mut frontier, number, answers, &mut is_clear)?;
        }
        Ok(if is_clear { End::None } else { End::Unknown })
    }

    /// Whether half of what the sweep has cost so far went into questions of this very stage.
    fn has_pondered_enough(&self, round: &Round) -> bool {
        round.sweep.is_some_and(|(effort, effort_on_questions)| {
            2 * (self.explainer.effort_on_questions() - effort_on_questions) >= self.explainer.effort() - effort
        })
    }

    /// Whether an entry is worth going on from: the act that leads to it is explained, and no shorter way is known.
    fn stands(
        &mut self,
        round: &Round,
        frontier: &mut Frontier,
        number: u32,
        answers: &mut Answers,
        is_clear: &mut bool,
    ) -> Outcome<bool> {
        let Entry { node, parent, action, depth, .. } = frontier.entries[number as usize];
        if frontier.is_known(node, depth) {
            return Ok(false);
        }
        if number == 0 {
            frontier.entries[0].ahead = Some(0);
        } else {
            let from = frontier.entries[parent as usize].node;
            match self.explained_within(from, action as usize, round.ahead, round.patience, answers)? {
                Explained::Within(ahead) => frontier.entries[number as usize].ahead = Some(ahead as u32),
                Explained::No => return Ok(false),
                Explained::Unclear => {
                    *is_clear = false;
                    return Ok(false);
                }
            }
        }
        frontier.depths.insert(node, depth);
        Ok(true)
    }

    /// Puts all states that an act leads to on the frontier.
    fn go_on(
        &mut self,
        round: &Round,
        frontier: &mut Frontier,
        number: u32,
        answers: &mut Answers,
        is_clear: &mut bool,
    ) -> Outcome<()> {
        let Entry { node, depth, new, .. } = frontier.entries[number as usize];
        let depth = depth + 1;
        for place in self.world_mut().steps(node)?.places() {
            self.world_mut().tick()?;
            let action = self.world().action_at(place);
            let after = match tried(self.world_mut().after_at(node, place, WORLD))? {
                Ok(after) => after,
                // That an act can't be worked out matters only if it is explained.
                Err(fault) => match self.explained_within(node, action, round.ahead, round.patience, answers)? {
                    Explained::Within(_) => return Err(fault),
                    Explained::No => continue,
                    Explained::Unclear => {
                        *is_clear = false;
                        continue;
                    }
                },
            };
            if frontier.is_known(after, depth) {
                continue;
            }
            let Some(rest) = self.acts_to_goal(after, round.goal, round.acts - depth as usize) else { continue };
            let (rest, action) = (rest as u32, action as u32);
            let entry = Entry { node: after, parent: number, action, depth, rest, new, ahead: None, is_over: false };
            frontier.push(entry, round.by_the_way);
        }
        Ok(())
    }
}
