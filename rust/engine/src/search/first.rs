//! The first of the shortest lives: of all that come to what is sought as soon as any, the one whose acts have the least numbers,
//! compared from the beginning. An atlas, whose states are numbered breadth first, comes upon the same one first.

use rustc_hash::FxHashMap;

use crate::fault::Outcome;
use crate::proving::NEVER;
use crate::search::searcher::Searcher;
use crate::search::seeking::Seeking;
use crate::state::graph::Node;

/// A state on the way, the act that led there, and what has not been tried from there yet, the first last.
struct Stage {
    node: Node,
    act: u32,
    waiting: Vec<(u32, Node, bool)>,
}

impl Searcher {
    /// The first life with so many acts to what is sought, to which no shorter one leads. None: it was not found in `most`
    /// states. It is sought depth first; what takes too long as far as guides tell is left out, and so are states to which the
    /// search has found a shorter life.
    pub fn first_life(&mut self, seeking: &Seeking, length: u32, most: usize) -> Outcome<Option<Vec<u32>>> {
        let start = seeking.start();
        if length == 0 {
            return Ok(self.is_sought(seeking, start)?.then(Vec::new));
        }
        // By state, the least number of acts after which it was gone on from.
        let mut tried = FxHashMap::from_iter([(start, 0)]);
        let mut way = vec![Stage { node: start, act: 0, waiting: self.in_time(seeking, start, 1, length)? }];
        while let Some(Stage { node, waiting, .. }) = way.last_mut() {
            let node = *node;
            let Some((act, after, is_explained)) = waiting.pop() else {
                way.pop();
                continue;
            };
            let depth = way.len() as u32;
            if tried.get(&after).is_some_and(|&known| known <= depth) {
                continue;
            }
            if !is_explained && !self.explainer.is_explained(node, act as usize, &seeking.free, 0)? {
                continue;
            }
            if tried.len() >= most {
                return Ok(None);
            }
            self.world_mut().tick()?;
            tried.insert(after, depth);
            if depth == length {
                if self.is_sought(seeking, after)? {
                    return Ok(Some(way.iter().skip(1).map(|stage| stage.act).chain([act]).collect()));
                }
            } else if self.world().ending(after)?.is_none() {
                let waiting = self.in_time(seeking, after, depth + 1, length)?;
                way.push(Stage { node: after, act, waiting });
            }
        }
        Ok(None)
    }

    /// What may follow on a state, the last first, and lead in time to what is sought: to states after `depth` acts.
    fn in_time(&mut self, seeking: &Seeking, node: Node, depth: u32, length: u32) -> Outcome<Vec<(u32, Node, bool)>> {
        let is_late = |after| seeking.depths.get(&after).is_some_and(|&known| known < depth);
        let mut found = self.follow_ups(seeking, node, |after| !is_late(after))?;
        found.retain(|&(_, after, _)| {
            let rest = self.acts_to(seeking, after);
            rest != NEVER && depth + rest <= length
        });
        found.reverse();
        Ok(found)
    }
}
