//! What a life goes on with: acts that are done, and what those who are played try in vain (semantics 7 and 8).

use std::sync::Arc;

use crate::fault::{Fault, Outcome};
use crate::program::lessons::Lesson;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::transition::world::World;

impl World {
    /// Makes ready what a character can learn by an act that it tries in vain.
    pub fn teach(&mut self, mind: usize, action: usize, lessons: Vec<Lesson>) {
        self.lessons.insert((action, mind), lessons.into());
    }

    /// An attempt in vain as a number: those of the acts come first, then those of each character.
    pub(crate) fn attempt(&self, action: usize, mind: usize) -> u32 {
        (self.program.actions * (mind + 1) + action) as u32
    }

    /// What a life goes on with in a state, ascending: the number of an act or of an attempt, and where it leads. What leaves
    /// the state as it is is no step, and none is left after an ending. Nobody in `free` needs a reason, and whoever is in it
    /// tries what it believes to be possible.
    pub fn moves(&mut self, node: Node, free: &[usize], budget: u64) -> Outcome<Vec<(u32, Node)>> {
        let mut moves = vec![];
        if self.ending(node)?.is_some() {
            return Ok(moves);
        }
        for place in self.steps(node)?.places() {
            let action = self.action_at(place);
            if self.doubting(node, action, free)?.is_none() && self.is_explained(node, action, free, budget)? {
                let after = self.after_at(node, place, WORLD)?;
                if after != node {
                    moves.push((action as u32, after));
                }
            }
        }
        moves.extend(self.attempts(node, free)?);
        Ok(moves)
    }

    /// The first in `free` who would have to consent to an act and believes that it is not possible.
    pub(crate) fn doubting(&self, node: Node, action: usize, free: &[usize]) -> Outcome<Option<usize>> {
        for &mind in &self.program.events[action].consenting {
            let believed = self.graph.belief(node, mind);
            if believed != node && free.contains(&mind) && !self.is_possible(believed, action)? {
                return Ok(Some(mind));
            }
        }
        Ok(None)
    }

    /// What those in `free` can try in vain and learn from, ascending, with the states in which they have learned it.
    pub(crate) fn attempts(&mut self, node: Node, free: &[usize]) -> Outcome<Vec<(u32, Node)>> {
        let mut attempts = vec![];
        for &mind in free {
            let believed = self.graph.belief(node, mind);
            if believed == node {
                continue;
            }
            for place in self.steps(believed)?.places() {
                let action = self.action_at(place);
                if self.program.events[action].consenting.contains(&mind) && !self.is_possible(node, action)? {
                    let Some(lessons) = self.lessons.get(&(action, mind)).map(Arc::clone) else {
                        return Err(Fault::Invalid(format!("it is not known what {mind} learns by {action}")));
                    };
                    let after = self.in_vain(node, mind, &lessons)?;
                    if after != node {
                        attempts.push((self.attempt(action, mind), after));
                    }
                }
            }
        }
        attempts.sort_unstable();
        attempts.dedup();
        Ok(attempts)
    }
}
