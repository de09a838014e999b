//! Lives from a state: breadth first to an ending, and counts of all that can be reached.

use hashbrown::HashSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::fault::{Outcome, tried};
use crate::graph::Node;
use crate::world::World;

pub struct Found {
    pub acts: Option<Vec<usize>>,
    pub complete: bool,
    pub states: usize,
}

impl World {
    /// A shortest life, ties by numbers of actions, from `start` to a state whose ending is one of `endings`. Nobody in
    /// `free` needs a reason. `states`: how many distinct states it may visit, 0 = no bound.
    pub fn search(&mut self, start: Node, endings: &[usize], free: &[usize], states: usize) -> Outcome<Found> {
        let mut order = vec![start];
        let mut parents: Vec<(u32, u32)> = vec![(0, 0)];
        let mut seen: FxHashMap<Node, ()> = FxHashMap::default();
        seen.insert(start, ());
        let mut next = 0;
        while next < order.len() {
            let node = order[next];
            if let Some(ending) = self.ending(node)? {
                if endings.contains(&ending) {
                    return Ok(Found { acts: Some(acts(&parents, next)), complete: true, states: order.len() });
                }
                next += 1;
                continue;
            }
            for place in self.steps(node)?.places() {
                let action = self.action_at(place);
                let after = tried(self.after_at(node, place))?;
                // Whether an act is explained matters only if it leads to something new.
                if after.as_ref().is_ok_and(|after| seen.contains_key(after)) || !self.is_explained(node, action, free, 0)? {
                    continue;
                }
                let after = after?;
                if order.len() == states {
                    return Ok(Found { acts: None, complete: false, states });
                }
                seen.insert(after, ());
                order.push(after);
                parents.push((next as u32, action as u32));
            }
            next += 1;
        }
        Ok(Found { acts: None, complete: true, states: order.len() })
    }

    /// For each number of steps up to `depth` how many distinct states there are within so many steps of the initial
    /// state, through all possible acts. With `minds` also from, and at every step, all states that anyone believes in.
    pub fn count(&mut self, depth: usize, minds: bool) -> Outcome<Vec<usize>> {
        let mut seen: HashSet<Node, FxBuildHasher> = HashSet::default();
        let mut order: Vec<Node> = Vec::new();
        let initial = self.initial()?;
        self.reach(initial, minds, &mut seen, &mut order);
        let mut counts = vec![order.len()];
        let mut next = 0;
        for _ in 0..depth {
            let end = order.len();
            while next < end {
                let node = order[next];
                next += 1;
                for action in self.possible(node)? {
                    let after = self.perform(node, action)?;
                    self.reach(after, minds, &mut seen, &mut order);
                }
            }
            counts.push(order.len());
        }
        Ok(counts)
    }

    fn reach(&self, node: Node, minds: bool, seen: &mut HashSet<Node, FxBuildHasher>, order: &mut Vec<Node>) {
        if !seen.insert(node) {
            return;
        }
        order.push(node);
        if minds {
            for mind in 0..self.program.minds {
                self.reach(self.graph.belief(node, mind), minds, seen, order);
            }
        }
    }

    /// Works out successors breadth first until `is_over` says so, or there are no more. Returns how many.
    pub fn measure(&mut self, mut is_over: impl FnMut() -> bool) -> Outcome<u64> {
        let mut seen: HashSet<Node, FxBuildHasher> = HashSet::default();
        let mut order: Vec<Node> = Vec::new();
        let initial = self.initial()?;
        self.reach(initial, false, &mut seen, &mut order);
        let mut successors = 0;
        let mut next = 0;
        while next < order.len() && !(next % 256 == 0 && is_over()) {
            let node = order[next];
            next += 1;
            for action in self.possible(node)? {
                let after = self.perform(node, action)?;
                successors += 1;
                self.reach(after, false, &mut seen, &mut order);
            }
        }
        Ok(successors)
    }
}

fn acts(parents: &[(u32, u32)], mut place: usize) -> Vec<usize> {
    let mut acts = Vec::new();
    while place != 0 {
        let (parent, action) = parents[place];
        acts.push(action as usize);
        place = parent as usize;
    }
    acts.reverse();
    acts
}
