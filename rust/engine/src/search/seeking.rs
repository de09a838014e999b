//! A shortest life to where something holds, sought best first: how many acts it takes at least is told by projections
//! (`proving`), and whether an act is explained is asked only when a life that goes on with it is taken up (lazy A*; Hart,
//! Nilsson and Raphael 1968; Cohen, Phillips and Likhachev 2014). Run dry, it is a proof that there is none.
//!
//! Projections know nothing of minds. So a second queue takes turns until some life is known: first what follows on states in
//! which something is new, in the world or in somebody's mind, among those from which it takes as many acts (`novelty`). What
//! it comes upon need not be a shortest life; the first queue goes on until none can be shorter.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::fault::{Outcome, tried};
use crate::program::condition::Condition;
use crate::program::guard::Guard;
use crate::proving::{NEVER, Projection};
use crate::search::novelty::{NOTHING_NEW, Novelty};
use crate::search::searcher::Searcher;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::task;

/// Pairs of facts are looked at where there are at most so many facts: never, since they bring nothing here.
const MOST_FACTS: usize = 0;

/// What is sought.
#[derive(Debug)]
pub enum Goal {
    /// A state that has this ending.
    Ending(usize),
    /// A state in which a condition holds.
    Condition(Box<Guard>),
}

/// How a search stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The moves of a shortest life.
    Life(Vec<u32>),
    /// Those of some life, which has just been found; it goes on.
    Some(Vec<u32>),
    /// There is none.
    None,
    /// So many states have been looked at, and it goes on.
    Open,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    node: Node,
    parent: u32,
    /// The number of an act or of an attempt in vain.
    act: u32,
    depth: u32,
    /// Whether nobody has to be asked for a reason any more.
    is_explained: bool,
}

/// First what counts most: how many acts it takes at least, how many of those are left, and in which order they were found.
type Key = Reverse<(u32, u32, u32)>;
/// First how new the state was from which one comes, then how many acts it takes at least, and how many it took.
type NewKey = Reverse<(u32, u32, u32, u32)>;

/// A search, which goes on where it stopped.
pub struct Seeking {
    goal: Goal,
    pub(super) free: Vec<usize>,
    /// Actions for which nobody ever has a reason, ascending.
    out: Vec<usize>,
    guides: Vec<Arc<Projection>>,
    entries: Vec<Entry>,
    waiting: BinaryHeap<Key>,
    by_novelty: BinaryHeap<NewKey>,
    novelty: Option<Novelty>,
    is_turn_of_new: bool,
    /// The end of a life to what is sought, which may not be a shortest one.
    found: Option<u32>,
    /// By state, the least number of acts of a life that leads there.
    pub(super) depths: FxHashMap<Node, u32>,
    expanded: usize,
}

impl Seeking {
    /// `out`: actions that are known to be explained in no life.
    pub fn new(goal: Goal, start: Node, free: Vec<usize>, mut out: Vec<usize>, guides: Vec<Arc<Projection>>) -> Seeking {
        out.sort_unstable();
        let entry = Entry { node: start, parent: 0, act: 0, depth: 0, is_explained: true };
        Seeking {
            goal,
            free,
            out,
            guides,
            entries: vec![entry],
            waiting: BinaryHeap::from([Reverse((0, 0, 0))]),
            by_novelty: BinaryHeap::new(),
            novelty: None,
            is_turn_of_new: false,
            found: None,
            depths: FxHashMap::default(),
            expanded: 0,
        }
    }

    /// States that lives have been followed to, and those of them that have been gone on from.
    pub fn size(&self) -> (usize, usize) {
        (self.depths.len(), self.expanded)
    }

    /// No life to where something holds has fewer acts than this.
    pub fn least(&self) -> u32 {
        let found = self.found.map_or(NEVER, |number| self.entries[number as usize].depth);
        self.waiting.peek().map_or(found, |Reverse((acts, ..))| found.min(*acts))
    }

    /// Whether no life is shorter than one with this end, where this comes first of all that is waiting.
    fn is_least(&self, found: u32, first: Key) -> bool {
        self.entries[found as usize].depth <= first.0.0
    }

    pub fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
            + self.waiting.capacity() * size_of::<Key>()
            + self.by_novelty.capacity() * size_of::<NewKey>()
            + self.novelty.as_ref().map_or(0, Novelty::bytes)
            + self.depths.capacity() * (size_of::<(Node, u32)>() + 1)
    }

    /// Where lives begin.
    pub(super) fn start(&self) -> Node {
        self.entries[0].node
    }

    fn moves(&self, mut number: u32) -> Vec<u32> {
        let mut moves = vec![];
        while number != 0 {
            moves.push(self.entries[number as usize].act);
            number = self.entries[number as usize].parent;
        }
        moves.reverse();
        moves
    }

    fn is_known(&self, node: Node, depth: u32) -> bool {
        self.depths.get(&node).is_some_and(|&known| known <= depth)
    }

    fn push(&mut self, entry: Entry, rest: u32, new: u32) {
        let number = self.entries.len() as u32;
        self.entries.push(entry);
        if self.found.is_none() {
            self.by_novelty.push(Reverse((new, rest, entry.depth, number)));
        }
        self.waiting.push(Reverse((entry.depth.saturating_add(rest), rest, number)));
    }
}

impl Searcher {
    /// Makes a condition, as in a task, ready to be sought.
    pub fn goal(&self, json: &str) -> Outcome<Goal> {
        let program = self.world().program();
        let condition = task::Condition::parse(json, program.minds, program.layout.fields.len())?;
        Ok(Goal::Condition(Box::new(Guard::new(&Condition::new(&condition, &program.layout)?))))
    }

    /// Goes on until it is known, or so many more states have been gone on from. An interruption leaves it where it stands.
    pub fn seek_life(&mut self, seeking: &mut Seeking, most: usize) -> Outcome<Sought> {
        let until = seeking.expanded.saturating_add(most);
        while let Some(&shortest) = seeking.waiting.peek() {
            if let Some(found) = seeking.found.filter(|&found| seeking.is_least(found, shortest)) {
                return Ok(Sought::Life(seeking.moves(found)));
            }
            if seeking.expanded >= until {
                return Ok(Sought::Open);
            }
            let new = if seeking.is_turn_of_new && seeking.found.is_none() { seeking.by_novelty.pop() } else { None };
            let number = match new {
                Some(Reverse((.., number))) => number,
                None => {
                    seeking.waiting.pop();
                    shortest.0.2
                }
            };
            match self.take_up(seeking, number) {
                Ok(is_there) => {
                    seeking.is_turn_of_new = !seeking.is_turn_of_new;
                    if is_there {
                        seeking.found = Some(number);
                        seeking.by_novelty = BinaryHeap::new();
                        if new.is_some() {
                            return Ok(Sought::Some(seeking.moves(number)));
                        }
                        // It stays the first, and so the shortest, for whoever asks once more.
                        seeking.waiting.push(shortest);
                    }
                }
                Err(fault) => {
                    // Whoever goes on with it takes it up once more.
                    let Entry { node, depth, .. } = seeking.entries[number as usize];
                    if seeking.depths.get(&node) == Some(&depth) {
                        seeking.depths.remove(&node);
                    }
                    match new {
                        Some(key) => seeking.by_novelty.push(key),
                        None => seeking.waiting.push(shortest),
                    }
                    return Err(fault);
                }
            }
        }
        Ok(seeking.found.map_or(Sought::None, |found| Sought::Life(seeking.moves(found))))
    }

    /// Goes on from a state, if somebody has a reason to come there. Whether what is sought holds in it.
    fn take_up(&mut self, seeking: &mut Seeking, number: u32) -> Outcome<bool> {
        let Entry { node, parent, act, depth, is_explained } = seeking.entries[number as usize];
        if seeking.is_known(node, depth) {
            return Ok(false);
        }
        if !is_explained {
            let from = seeking.entries[parent as usize].node;
            if !self.explainer.is_explained(from, act as usize, &seeking.free, 0)? {
                return Ok(false);
            }
            seeking.entries[number as usize].is_explained = true;
        }
        self.note_bytes();
        self.progress_mut().bytes = seeking.bytes();
        self.world_mut().tick()?;
        if self.is_sought(seeking, node)? {
            return Ok(true);
        }
        seeking.depths.insert(node, depth);
        seeking.expanded += 1;
        if self.world().ending(node)?.is_some() {
            return Ok(false);
        }
        let depth = depth + 1;
        let found = self.follow_ups(seeking, node, |after| !seeking.is_known(after, depth))?;
        let new = self.novelty_of(seeking, node);
        for (act, after, is_explained) in found {
            if seeking.is_known(after, depth) {
                continue;
            }
            let rest = self.acts_to(seeking, after);
            if rest != NEVER {
                seeking.push(Entry { node: after, parent: number, act, depth, is_explained }, rest, new);
            }
        }
        Ok(false)
    }

    /// How new a state is among those from which what is sought is as far away.
    fn novelty_of(&mut self, seeking: &mut Seeking, node: Node) -> u32 {
        if seeking.found.is_some() {
            return NOTHING_NEW;
        }
        let rest = self.acts_to(seeking, node);
        let world = self.world();
        let layout = &world.program().layout;
        let novelty = seeking.novelty.get_or_insert_with(|| Novelty::new(layout, world.characters(), MOST_FACTS));
        novelty.of(layout, world.graph(), node, (0, rest as usize))
    }

    /// Whether what is sought holds in a state.
    pub(super) fn is_sought(&mut self, seeking: &Seeking, node: Node) -> Outcome<bool> {
        Ok(match &seeking.goal {
            Goal::Ending(sought) => self.world().ending(node)? == Some(*sought),
            Goal::Condition(guard) => guard.holds(&self.world().view(node)).map_err(|overflow| overflow.within(""))?,
        })
    }

    /// What may follow on a state that has no ending, ascending: acts, and attempts in vain after them, those that lead to
    /// states which are wanted; and whether nobody has to be asked for a reason any more.
    pub(super) fn follow_ups(
        &mut self,
        seeking: &Seeking,
        node: Node,
        is_wanted: impl Fn(Node) -> bool,
    ) -> Outcome<Vec<(u32, Node, bool)>> {
        let mut found: Vec<(u32, Node, bool)> = vec![];
        for place in self.world_mut().steps(node)?.places() {
            let action = self.world().action_at(place);
            if seeking.out.binary_search(&action).is_ok() {
                continue;
            }
            if self.world().doubting(node, action, &seeking.free)?.is_some() {
                continue;
            }
            let after = match tried(self.world_mut().after_at(node, place, WORLD))? {
                Ok(after) => after,
                // That an act can't be worked out matters only if it is explained.
                Err(fault) if self.explainer.is_explained(node, action, &seeking.free, 0)? => return Err(fault),
                Err(_) => continue,
            };
            if after != node && is_wanted(after) {
                found.push((action as u32, after, false));
            }
        }
        if !seeking.free.is_empty() {
            let attempts =
                self.explainer.open_attempts(node, &seeking.free)?.into_iter().filter(|&(_, after)| is_wanted(after));
            found.extend(attempts.map(|(act, after)| (act, after, true)));
        }
        Ok(found)
    }

    /// How many acts it takes at least from a state, as all guides tell.
    pub(super) fn acts_to(&self, seeking: &Seeking, node: Node) -> u32 {
        let mut rest = 0;
        for guide in &seeking.guides {
            let row: smallvec::SmallVec<[i64; 16]> =
                guide.fluents.iter().map(|&fluent| self.world().value(node, fluent)).collect();
            rest = rest.max(guide.acts_from(&row));
        }
        rest
    }
}
