//! What can't be reached, told quickly: an upper bound of the utility within some acts. Who else consents must at least
//! be able to hope for something, by the same kind of bound.

use rustc_hash::FxHashMap;

use crate::explain::abstraction::Bound;
use crate::explain::reasons::{ENDLESS, Planner, UNLIMITED, longest};
use crate::fault::{Outcome, tried};
use crate::program::Program;
use crate::state::graph::Node;
use crate::task::UNKNOWN;
use crate::transition::world::World;

/// Beyond so many acts their number is not looked at.
const DEPTH: i64 = 32;

/// So many states are tried where the number of acts is not looked at.
const MOST_TRIED: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    node: Node,
    mind: u32,
    acts: u16,
    ahead: u16,
    deep: i32,
}

/// What has been found out about the utilities that ways lead to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
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
pub(crate) struct Bounds {
    ranges: FxHashMap<Key, Range>,
    /// By character and node, for any number of acts.
    endless: FxHashMap<(u32, Node), Range>,
}

impl Bounds {
    pub fn bytes(&self) -> usize {
        self.ranges.capacity() * (size_of::<Key>() + size_of::<Range>() + 1)
            + self.endless.capacity() * (8 + size_of::<Range>() + 1)
    }

    pub fn is_without_depth(acts: i64) -> bool {
        acts == ENDLESS || acts > DEPTH
    }
}

/// So many rows are looked at before values alone decide nothing.
const FUEL: u32 = 5000;
/// So many rows take about as long as one state.
const ROWS_A_TICK: u32 = 16;

impl World {
    /// False only if no `acts` acts of the planner, the first of them with the planner's budget, lead from a state to a
    /// utility above `aim`.
    pub(crate) fn can_exceed(&mut self, node: Node, planner: Planner, acts: i64, aim: i64) -> Outcome<bool> {
        if self.program.utilities[planner.mind].greatest <= aim || self.reachability(node, planner.mind, acts) <= aim {
            return Ok(false);
        }
        let found = if Bounds::is_without_depth(planner.ahead) {
            self.can_ever_exceed(node, planner.mind, aim)
        } else {
            if !self.values_can_exceed(node, None, planner.mind, acts, aim)? {
                return Ok(false);
            }
            self.seek(node, planner, acts, aim).map(|found| found.is_some())
        };
        // Where the story is at fault nothing is excluded: whoever comes that way will say so.
        Ok(tried(found)?.unwrap_or(true))
    }

    /// False only if no way leads to a utility above `aim` within so many acts, after `first` if there is one: told from
    /// values alone, whatever anybody comes to believe.
    pub(crate) fn values_can_exceed(
        &mut self,
        node: Node,
        first: Option<usize>,
        mind: usize,
        acts: i64,
        aim: i64,
    ) -> Outcome<bool> {
        let mut fuel = FUEL;
        let bound = Bound { mind, acts, aim };
        let found = self.program.may_exceed(&self.graph, node, first, bound, &mut fuel);
        for _ in 0..(FUEL - fuel) / ROWS_A_TICK {
            self.tick()?;
        }
        Ok(found)
    }

    /// A utility that nobody can think to exceed within some acts.
    fn reachability(&mut self, node: Node, mind: usize, acts: i64) -> i64 {
        let acts = if acts < 0 { usize::MAX } else { acts as usize };
        let Program { layout, reachability, .. } = &mut self.program;
        reachability.most(layout, node, self.graph.words(node), mind, acts)
    }

    /// A utility above `aim` that can be hoped for.
    fn seek(&mut self, node: Node, planner: Planner, acts: i64, aim: i64) -> Outcome<Option<i64>> {
        let utility = self.worth(node, planner.mind)?;
        if utility > aim {
            return Ok(Some(utility));
        }
        if acts <= 0 || self.reachability(node, planner.mind, acts) <= aim {
            return Ok(None);
        }
        let key = Key {
            node,
            mind: planner.mind as u32,
            acts: acts as u16,
            ahead: planner.ahead as u16,
            // With as many levels as acts, levels are no limit.
            deep: planner.deep.min(planner.ahead) as i32,
        };
        if let Some(known) = self.reasons.bounds.ranges.get(&key).and_then(|range| range.above(aim)) {
            return Ok(known);
        }
        self.count_one()?;
        let mut found = None;
        for place in self.steps(node)?.places() {
            let action = self.action_at(place);
            if self.program.events[action].consenting.is_empty() {
                continue;
            }
            if !self.values_can_exceed(node, Some(action), planner.mind, acts - 1, aim)? {
                continue;
            }
            if !self.is_plausible(node, action, planner)? {
                continue;
            }
            let there = self.after_at(node, place, planner.mind as u32)?;
            found = self.seek(there, planner.after(1), acts - 1, aim)?;
            if found.is_some() {
                break;
            }
        }
        self.reasons.bounds.ranges.entry(key).or_default().learn(found, aim);
        Ok(found)
    }

    /// False only if somebody else who consents to the act has no reason for it.
    fn is_plausible(&mut self, node: Node, action: usize, planner: Planner) -> Outcome<bool> {
        for place in 0..self.program.events[action].consenting.len() {
            let other = self.program.events[action].consenting[place];
            if other == planner.mind {
                continue;
            }
            let foreseen = self.foreseen(planner, other);
            let believed = self.graph.belief(node, other);
            let longest = longest(foreseen.ahead, foreseen.deep);
            if longest != ENDLESS && longest < 1 {
                return Ok(false);
            }
            let Some(step) = self.place_of(believed, action)? else { return Ok(false) };
            let before = self.worth(believed, other)?;
            let after = self.after_at(believed, step, other as u32)?;
            if self.worth(after, other)? > before {
                continue;
            }
            let plausible = match self.known_answer(believed, action, foreseen) {
                Some(answer) if foreseen.deep < UNLIMITED => answer,
                _ if longest == 1 => false,
                _ => self.can_exceed(after, foreseen.after(1), longest - 1, before)?,
            };
            if !plausible {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether any number of acts leads to a utility above `aim`, reasons left aside; true also if that is not clear after
    /// a while. (There may be states without end: minds in minds in minds.)
    fn can_ever_exceed(&mut self, node: Node, mind: usize, aim: i64) -> Outcome<bool> {
        let key = (mind as u32, node);
        if let Some(known) = self.reasons.bounds.endless.get(&key).and_then(|range| range.above(aim)) {
            return Ok(known.is_some());
        }
        let mut found = None;
        let mut seen: FxHashMap<Node, ()> = FxHashMap::default();
        let mut waiting = vec![node];
        seen.insert(node, ());
        let mut next = 0;
        while next < waiting.len() && found.is_none() {
            let here = waiting[next];
            next += 1;
            self.count_one()?;
            let utility = if next > MOST_TRIED { i64::MAX } else { self.worth(here, mind)? };
            if utility > aim {
                found = Some(utility);
            }
            for place in self.steps(here)?.places() {
                if !self.program.events[self.action_at(place)].consenting.is_empty() {
                    let there = self.after_at(here, place, mind as u32)?;
                    if seen.insert(there, ()).is_none() {
                        waiting.push(there);
                    }
                }
            }
        }
        self.reasons.bounds.endless.entry(key).or_default().learn(found, aim);
        Ok(found.is_some())
    }
}
