//! Lives from a state: breadth first to an ending.

use rustc_hash::FxHashMap;

use crate::explain::relaxed_reachability::LAYERS;
use crate::fault::{Outcome, tried};
use crate::search::searcher::Searcher;
use crate::state::graph::Node;
use crate::state::pending::WORLD;

pub struct Found {
    pub acts: Option<Vec<u32>>,
    pub complete: bool,
    pub states: usize,
}

impl Searcher {
    /// A shortest life, ties by numbers of acts, from `start` to a state whose ending is one of `endings`: what it goes on
    /// with is as `moves` has it. `states`: how many distinct states it may visit, 0 = no bound.
    pub fn search(&mut self, start: Node, endings: &[usize], free: &[usize], states: usize) -> Outcome<Found> {
        let mut order = vec![start];
        let mut parents: Vec<(u32, u32)> = vec![(0, 0)];
        let mut seen: FxHashMap<Node, ()> = FxHashMap::default();
        seen.insert(start, ());
        let mut next = 0;
        while next < order.len() {
            let node = order[next];
            if let Some(ending) = self.world().ending(node)? {
                if endings.contains(&ending) {
                    return Ok(Found { acts: Some(way(&parents, next)), complete: true, states: order.len() });
                }
                next += 1;
                continue;
            }
            if !self.may_end(node, endings) {
                next += 1;
                continue;
            }
            self.note_bytes();
            let mut found: Vec<(u32, Node)> = vec![];
            for place in self.world_mut().steps(node)?.places() {
                let action = self.world().action_at(place);
                let after = tried(self.world_mut().after_at(node, place, WORLD))?;
                // Whether an act is explained matters only if it leads to something new.
                if after.as_ref().is_ok_and(|after| seen.contains_key(after))
                    || self.world().doubting(node, action, free)?.is_some()
                    || !self.explainer.is_explained(node, action, free, 0)?
                {
                    continue;
                }
                found.push((action as u32, after?));
            }
            found.extend(self.explainer.open_attempts(node, free)?);
            for (act, after) in found {
                if seen.contains_key(&after) {
                    continue;
                }
                if order.len() == states {
                    return Ok(Found { acts: None, complete: false, states });
                }
                seen.insert(after, ());
                order.push(after);
                parents.push((next as u32, act));
            }
            next += 1;
        }
        Ok(Found { acts: None, complete: true, states: order.len() })
    }

    /// False only if no life that goes on from a state can come to one of the endings. Where none is sought all is looked at.
    fn may_end(&mut self, node: Node, endings: &[usize]) -> bool {
        let Searcher { explainer, outcome, .. } = self;
        let (layout, row) = (&explainer.world().program().layout, explainer.world().graph().words(node));
        endings.is_empty() || endings.iter().any(|&ending| outcome.most(layout, node, row, ending, LAYERS + 1) > 0)
    }
}

/// The acts that lead from the first place to another, by the place and the act from which each was found.
pub(crate) fn way(parents: &[(u32, u32)], mut place: usize) -> Vec<u32> {
    let mut acts = vec![];
    while place != 0 {
        let (parent, action) = parents[place];
        acts.push(action);
        place = parent as usize;
    }
    acts.reverse();
    acts
}
