//! What can be done in a state and where it leads, remembered for states that have been asked about.

use crate::fault::Outcome;
use crate::program::dependency_index::members;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::transition::successors::Steps;
use crate::transition::world::World;

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

    /// The same, remembered or not; it is not remembered now.
    pub(crate) fn possible_now(&self, node: Node) -> Outcome<Vec<usize>> {
        match self.successors.of(node) {
            Some(steps) => Ok(steps.places().map(|place| self.action_at(place)).collect()),
            None => self.possible(node),
        }
    }

    /// The state that an action which is possible in the world leads to. It is not remembered: who goes through all states does
    /// not ask for it again.
    pub(crate) fn once_after(&mut self, node: Node, action: usize) -> Outcome<Node> {
        let place = self.successors.of(node).and_then(|steps| self.successors.place_of(steps, action));
        match place {
            Some(place) => self.after_at(node, place, WORLD),
            None => self.perform(node, action, WORLD).map(|(after, _)| after),
        }
    }

    pub(crate) fn steps(&mut self, node: Node) -> Outcome<Steps> {
        if let Some(known) = self.successors.of(node) {
            return Ok(known);
        }
        let possible = self.possible(node)?;
        Ok(self.successors.add(node, &possible))
    }

    pub(crate) fn action_at(&self, place: usize) -> usize {
        self.successors.action_at(place)
    }

    /// The state that the step at a place, which is one of the steps of `node`, leads to. `owner`: whose mind `node` is.
    pub(crate) fn after_at(&mut self, node: Node, place: usize, owner: u32) -> Outcome<Node> {
        if let Some(known) = self.successors.after_at(place, owner) {
            return Ok(known);
        }
        let (after, is_quiescent) = self.perform(node, self.action_at(place), owner)?;
        if self.is_owned {
            self.successors.keep_for(place, owner, after, is_quiescent);
        } else {
            self.successors.keep(place, after, is_quiescent);
        }
        Ok(after)
    }

    /// Where the step of an action is among the steps of a state, if the action is possible there.
    pub(crate) fn place_of(&mut self, node: Node, action: usize) -> Outcome<Option<usize>> {
        // Not all that can be done has to be found where this can't be.
        if self.successors.of(node).is_none() && !self.is_possible(node, action)? {
            return Ok(None);
        }
        let steps = self.steps(node)?;
        Ok(self.successors.place_of(steps, action))
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
}
