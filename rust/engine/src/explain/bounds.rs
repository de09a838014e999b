//! What can't be reached, told quickly: an upper bound of the utility within some acts. Who else consents must at least
//! be able to hope for something, by the same kind of bound.

use rustc_hash::FxHashMap;

use crate::explain::abstraction::Bound;
use crate::explain::answers::{Bounds, ENDLESS, Key, Planner, UNLIMITED, longest};
use crate::explain::explainer::Explainer;
use crate::fault::{Outcome, tried};
use crate::state::graph::Node;

/// So many states are tried where the number of acts is not looked at.
const MOST_TRIED: usize = 200;

/// So many rows are looked at before values alone decide nothing.
const FUEL: u32 = 5000;
/// So many rows take about as long as one state.
const ROWS_A_TICK: u32 = 16;

impl Explainer {
    /// False only if no `acts` acts of the planner, the first of them with the planner's budget, lead from a state to a
    /// utility above `aim`.
    pub(crate) fn can_exceed(&mut self, node: Node, planner: Planner, acts: i64, aim: i64) -> Outcome<bool> {
        if self.world.program().utilities[planner.mind].greatest <= aim || self.reachability(node, planner.mind, acts) <= aim {
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
        let Explainer { world, abstraction, reachability, .. } = self;
        let found = abstraction.may_exceed(world, reachability, node, first, bound, &mut fuel);
        if fuel < FUEL {
            self.note_bytes();
            self.reasons.think(u64::from((FUEL - fuel) / ROWS_A_TICK))?;
        }
        for _ in 0..(FUEL - fuel) / ROWS_A_TICK {
            self.world.tick()?;
        }
        Ok(found)
    }

    /// A utility that nobody can think to exceed within some acts.
    fn reachability(&mut self, node: Node, mind: usize, acts: i64) -> i64 {
        let acts = if acts < 0 { usize::MAX } else { acts as usize };
        self.reachability.most(&self.world.program().layout, node, self.world.graph().words(node), mind, acts)
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
            // Answers that a bound rests on are of just so many levels.
            deep: planner.deep.min(UNLIMITED) as i32,
        };
        if let Some(known) = self.reasons.bounds.ranges.get(&key).and_then(|range| range.above(aim)) {
            return Ok(known);
        }
        self.count_one()?;
        let mut found = None;
        for place in self.world.steps(node)?.places() {
            let action = self.world.action_at(place);
            if self.world.consenting(action).is_empty() || !self.may_matter(action, planner, acts) {
                continue;
            }
            if !self.values_can_exceed(node, Some(action), planner.mind, acts - 1, aim)? {
                continue;
            }
            if !self.is_plausible(node, action, planner)? {
                continue;
            }
            self.reasons.think(1)?;
            let there = self.world.after_at(node, place, planner.mind as u32)?;
            found = self.seek(there, planner.after(1), acts - 1, aim)?;
            if found.is_some() {
                break;
            }
        }
        self.reasons.bounds.ranges.entry(key).or_default().learn(found, aim);
        Ok(found)
    }

    /// Whether an act can be the first of so many, and needed, that lead to a utility which is not had before. The last one
    /// touches it. So does the one before, or the last rests on it; but where others have to agree to the last and may think
    /// further than that act, it matters to them how many acts are left.
    pub(super) fn may_matter(&mut self, action: usize, planner: Planner, acts: i64) -> bool {
        let may_matter = match acts {
            1 => self.relevance.touches(action, planner.mind),
            2 if planner.ahead == 2 => self.relevance.is_useful(action, planner.mind),
            _ => true,
        };
        self.reasons.left_out += u64::from(!may_matter);
        may_matter
    }

    /// False only if somebody else who consents to the act has no reason for it.
    fn is_plausible(&mut self, node: Node, action: usize, planner: Planner) -> Outcome<bool> {
        for place in 0..self.world.consenting(action).len() {
            let other = self.world.consenting(action)[place];
            if other == planner.mind {
                continue;
            }
            let foreseen = self.foreseen(planner, other);
            let believed = self.world.belief(node, other);
            let longest = longest(foreseen.ahead, foreseen.deep);
            if longest != ENDLESS && longest < 1 {
                return Ok(false);
            }
            let Some(step) = self.world.place_of(believed, action)? else { return Ok(false) };
            let before = self.worth(believed, other)?;
            self.reasons.think(1)?;
            let after = self.world.after_at(believed, step, other as u32)?;
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
            for place in self.world.steps(here)?.places() {
                if !self.world.consenting(self.world.action_at(place)).is_empty() {
                    self.reasons.think(1)?;
                    let there = self.world.after_at(here, place, mind as u32)?;
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
