//! What can be done in a state and where it leads, remembered for states that have been asked about.

use rustc_hash::FxHashMap;

use crate::fault::Outcome;
use crate::program::dependency_index::members;
use crate::state::graph::{NONE, Node};
use crate::state::pending::{ANYONE, WORLD};
use crate::transition::world::World;

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
    /// The state that the step at a place leads to, if it has been worked out.
    fn known_at(&self, place: usize, owner: u32) -> Option<Node> {
        let after = Some(self.after[place]).filter(|&after| after != NONE)?;
        (owner == WORLD || after & WORLDLY == 0).then_some(after & !QUIESCENT & !WORLDLY)
    }

    /// The same, if no trigger fired on the way, in the world or in any mind.
    pub fn quiescent_at(&self, place: usize) -> Option<Node> {
        self.known_at(place, ANYONE).filter(|_| self.after[place] & QUIESCENT != 0)
    }

    pub fn keep(&mut self, place: usize, after: Node, is_quiescent: bool) {
        self.after[place] = if is_quiescent { after | QUIESCENT } else { after };
    }

    pub fn bytes(&self) -> usize {
        let owned = self.owned.capacity() * (size_of::<((u32, u32), Node)>() + 1);
        self.places.capacity() * 8 + (self.actions.capacity() + self.after.capacity()) * 4 + owned
    }
}

impl World {
    /// The actions whose precondition holds, ascending.
    pub fn possible(&self, node: Node) -> Outcome<Vec<usize>> {
        let view = self.view(node);
        let mut possible = Vec::new();
        for action in members(&self.program.filter.of_row(&self.program.layout, view.words)) {
            if self.program.events[action].holds(&view)? {
                possible.push(action);
            }
        }
        Ok(possible)
    }

    pub(crate) fn steps(&mut self, node: Node) -> Outcome<Steps> {
        let number = node as usize;
        if let Some(&(first, count)) = self.successors.places.get(number)
            && count > 0
        {
            return Ok(Steps { first, count: count - 1 });
        }
        let possible = self.possible(node)?;
        let known = &mut self.successors;
        let (first, count) = (known.actions.len() as u32, possible.len() as u32);
        known.actions.extend(possible.iter().map(|&action| action as u32));
        known.after.resize(known.actions.len(), NONE);
        if known.places.len() <= number {
            known.places.resize(number + 1, (0, 0));
        }
        known.places[number] = (first, count + 1);
        Ok(Steps { first, count })
    }

    pub(crate) fn action_at(&self, place: usize) -> usize {
        self.successors.actions[place] as usize
    }

    /// The state that the step at a place, which is one of the steps of `node`, leads to. `owner`: whose mind `node` is.
    pub(crate) fn after_at(&mut self, node: Node, place: usize, owner: u32) -> Outcome<Node> {
        if let Some(known) = self.successors.known_at(place, owner) {
            return Ok(known);
        }
        let key = (place as u32, owner);
        if !self.successors.owned.is_empty()
            && let Some(&known) = self.successors.owned.get(&key)
        {
            return Ok(known);
        }
        let (after, is_quiescent) = self.perform(node, self.action_at(place), owner)?;
        match self.is_owned {
            true if owner == WORLD => self.successors.keep(place, after | WORLDLY, is_quiescent),
            true => {
                self.successors.owned.insert(key, after);
            }
            false => self.successors.keep(place, after, is_quiescent),
        }
        Ok(after)
    }

    /// Where the step of an action is among the steps of a state, if the action is possible there.
    pub(crate) fn place_of(&mut self, node: Node, action: usize) -> Outcome<Option<usize>> {
        let places = self.steps(node)?.places();
        let found = self.successors.actions[places.clone()].binary_search(&(action as u32));
        Ok(found.ok().map(|offset| places.start + offset))
    }

    /// do(a, s), whether or not the action is possible. `mind`: who takes the state to be so; None: it is the world.
    pub fn act(&mut self, node: Node, action: usize, mind: Option<usize>) -> Outcome<Node> {
        let owner = mind.map_or(WORLD, |mind| mind as u32);
        match self.place_of(node, action)? {
            Some(place) => self.after_at(node, place, owner),
            None => self.perform(node, action, owner).map(|(after, _)| after),
        }
    }

    /// All possible actions with the states that they lead to.
    pub fn successors(&mut self, node: Node) -> Outcome<Vec<(usize, Node)>> {
        let places = self.steps(node)?.places();
        places.map(|place| Ok((self.action_at(place), self.after_at(node, place, WORLD)?))).collect()
    }

    /// Bytes taken by all that is remembered of states, steps and reasons.
    pub fn bytes(&self) -> usize {
        let program = &self.program;
        self.graph.bytes()
            + self.pending.bytes()
            + self.idle.bytes()
            + self.successors.bytes()
            + self.reasons.bytes()
            + self.counting.bytes()
            + program.reachability.bytes()
            + program.author.bytes()
            + program.outcome.bytes()
            + program.abstraction.bytes()
    }
}
