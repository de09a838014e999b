//! What can be done in states and where it leads, as far as it has been asked.

use rustc_hash::FxHashMap;

use crate::state::graph::{NONE, Node};
use crate::state::pending::{ANYONE, WORLD};
use crate::state::taken::{by_list, by_table, growing};

/// With a state that a step leads to: no trigger fired on the way. States are numbers far below, and so is `NONE` above.
const QUIESCENT: Node = 1 << 31;
/// The same: it leads there in the world, but maybe elsewhere in what somebody takes the world to be.
const WORLDLY: Node = 1 << 30;

/// Possible actions of states, ascending, each with the state that it leads to as soon as that is known.
#[derive(Debug, Default)]
pub(crate) struct Successors {
    /// By the number of the state: the first of its actions, and one more than how many there are; 0 = not asked yet.
    places: Vec<(u32, u32)>,
    actions: Vec<u32>,
    after: Vec<Node>,
    /// By the place of a step and whose mind the state is: the state that it leads to, where that makes a difference.
    owned: FxHashMap<(u32, u32), Node>,
}

/// Where the successors of a state are remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    first: u32,
    count: u32,
}

impl Steps {
    pub fn places(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

impl Successors {
    /// The steps of a state, if it has been asked for them.
    pub fn of(&self, node: Node) -> Option<Steps> {
        let &(first, count) = self.places.get(node as usize).filter(|&&(_, count)| count > 0)?;
        Some(Steps { first, count: count - 1 })
    }

    /// Takes note of the actions that are possible in a state, ascending.
    pub fn add(&mut self, node: Node, possible: &[usize]) -> Steps {
        let (first, count) = (self.actions.len() as u32, possible.len() as u32);
        self.actions.extend(possible.iter().map(|&action| action as u32));
        self.after.resize(self.actions.len(), NONE);
        let number = node as usize;
        if self.places.len() <= number {
            self.places.resize(number + 1, (0, 0));
        }
        self.places[number] = (first, count + 1);
        Steps { first, count }
    }

    pub fn action_at(&self, place: usize) -> usize {
        self.actions[place] as usize
    }

    /// Where an action is among steps, if it is one of them.
    pub fn place_of(&self, steps: Steps, action: usize) -> Option<usize> {
        let places = steps.places();
        let found = self.actions[places.clone()].binary_search(&(action as u32));
        found.ok().map(|offset| places.start + offset)
    }

    /// The state that the step at a place leads to, if it has been worked out. `owner`: whose mind it starts from.
    pub fn after_at(&self, place: usize, owner: u32) -> Option<Node> {
        let known = self.common_at(place, owner);
        if known.is_some() || self.owned.is_empty() { known } else { self.owned.get(&(place as u32, owner)).copied() }
    }

    /// The same, where it is not only in that mind that it leads there.
    fn common_at(&self, place: usize, owner: u32) -> Option<Node> {
        let after = Some(self.after[place]).filter(|&after| after != NONE)?;
        (owner == WORLD || after & WORLDLY == 0).then_some(after & !QUIESCENT & !WORLDLY)
    }

    /// The same, if no trigger fired on the way, in the world or in any mind.
    pub fn quiescent_at(&self, place: usize) -> Option<Node> {
        self.common_at(place, ANYONE).filter(|_| self.after[place] & QUIESCENT != 0)
    }

    /// Takes note of where a step leads, whoever's mind it starts from.
    pub fn keep(&mut self, place: usize, after: Node, is_quiescent: bool) {
        self.after[place] = if is_quiescent { after | QUIESCENT } else { after };
    }

    /// Takes note of where a step leads that starts from the mind of `owner`, or in the world: elsewhere that may differ.
    pub fn keep_for(&mut self, place: usize, owner: u32, after: Node, is_quiescent: bool) {
        if owner == WORLD {
            self.keep(place, after | WORLDLY, is_quiescent);
        } else {
            self.owned.insert((place as u32, owner), after);
        }
    }

    pub fn bytes(&self) -> usize {
        by_list(&self.places) + by_list(&self.actions) + by_list(&self.after) + by_table(&self.owned)
    }

    /// Bytes that it takes beside these as soon as its table grows, where it is about to.
    pub fn growing(&self) -> usize {
        growing(&self.owned)
    }
}
