//! What can be done in a state and where it leads, remembered for states that have been asked about.

use rustc_hash::FxHashMap;

use crate::fault::Outcome;
use crate::graph::{NONE, Node};
use crate::readers::members;
use crate::world::World;

/// Possible actions of states, ascending, each with the state that it leads to as soon as that is known.
#[derive(Debug, Default)]
pub(crate) struct Successors {
    places: FxHashMap<Node, (u32, u32)>,
    actions: Vec<u32>,
    after: Vec<Node>,
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
    pub fn bytes(&self) -> usize {
        self.places.capacity() * 13 + (self.actions.capacity() + self.after.capacity()) * 4
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
        if let Some(&(first, count)) = self.successors.places.get(&node) {
            return Ok(Steps { first, count });
        }
        let possible = self.possible(node)?;
        let known = &mut self.successors;
        let (first, count) = (known.actions.len() as u32, possible.len() as u32);
        known.actions.extend(possible.iter().map(|&action| action as u32));
        known.after.resize(known.actions.len(), NONE);
        known.places.insert(node, (first, count));
        Ok(Steps { first, count })
    }

    pub(crate) fn action_at(&self, place: usize) -> usize {
        self.successors.actions[place] as usize
    }

    /// The state that the step at a place, which is one of the steps of `node`, leads to.
    pub(crate) fn after_at(&mut self, node: Node, place: usize) -> Outcome<Node> {
        if self.successors.after[place] == NONE {
            let after = self.perform(node, self.action_at(place))?;
            self.successors.after[place] = after;
        }
        Ok(self.successors.after[place])
    }

    /// Where the step of an action is among the steps of a state, if the action is possible there.
    pub(crate) fn place_of(&mut self, node: Node, action: usize) -> Outcome<Option<usize>> {
        let places = self.steps(node)?.places();
        let found = self.successors.actions[places.clone()].binary_search(&(action as u32));
        Ok(found.ok().map(|offset| places.start + offset))
    }

    /// do(a, s), whether or not the action is possible.
    pub fn act(&mut self, node: Node, action: usize) -> Outcome<Node> {
        match self.place_of(node, action)? {
            Some(place) => self.after_at(node, place),
            None => self.perform(node, action),
        }
    }

    /// All possible actions with the states that they lead to.
    pub fn successors(&mut self, node: Node) -> Outcome<Vec<(usize, Node)>> {
        let places = self.steps(node)?.places();
        places.map(|place| Ok((self.action_at(place), self.after_at(node, place)?))).collect()
    }

    /// Bytes taken by all that is remembered of states, steps and reasons.
    pub fn bytes(&self) -> usize {
        let program = &self.program;
        self.graph.bytes()
            + self.successors.bytes()
            + self.reasons.bytes()
            + self.census.bytes()
            + program.forecast.bytes()
            + program.author.bytes()
            + program.outcome.bytes()
            + program.shadow.bytes()
    }
}
