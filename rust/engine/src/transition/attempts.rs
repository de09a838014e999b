//! What those who are played try in vain, and what they learn by it: that what was taken for true is not so, and no more
//! (semantics 7 and 8).

use std::sync::Arc;

use crate::fault::{Fault, Outcome};
use crate::program::condition::Condition;
use crate::program::lessons::Lesson;
use crate::program::view::View;
use crate::state::graph::Node;
use crate::task::Belief;
use crate::transition::world::World;

impl World {
    /// Reads what is learned by attempts in vain.
    pub fn read_lessons(&self, json: &str) -> Outcome<Vec<Lesson>> {
        Lesson::parse(json, &self.program)
    }

    /// Makes ready what a character can learn by an act that it tries in vain.
    pub fn teach(&mut self, mind: usize, action: usize, lessons: Vec<Lesson>) {
        self.lessons.insert((action, mind), lessons.into());
    }

    /// An attempt in vain as a number: those of the acts come first, then those of each character.
    pub(crate) fn attempt(&self, action: usize, mind: usize) -> u32 {
        (self.program.actions * (mind + 1) + action) as u32
    }

    /// The first in `free` who would have to consent to an act and believes that it is not possible.
    pub(crate) fn doubting(&self, node: Node, action: usize, free: &[usize]) -> Outcome<Option<usize>> {
        let event = &self.program.events[action];
        let act = self.program.act_of(action);
        for &mind in &event.consenting {
            let believed = self.graph.belief(node, mind);
            if (believed != node || event.in_vain) && free.contains(&mind) && !self.may_try(believed, act)? {
                return Ok(Some(mind));
            }
        }
        Ok(None)
    }

    /// What those in `free` can try in vain and learn from, ascending, with the states in which they have learned it.
    pub(crate) fn attempts(&mut self, node: Node, free: &[usize]) -> Outcome<Vec<(u32, Node)>> {
        let mut attempts = vec![];
        for (action, mind) in self.tried_in_vain(node, free)? {
            let Some(lessons) = self.lessons.get(&(action, mind)).map(Arc::clone) else {
                return Err(Fault::Invalid(format!("it is not known what {mind} learns by {action}")));
            };
            let after = self.in_vain(node, mind, &lessons)?;
            if after != node {
                attempts.push((self.attempt(action, mind), after));
            }
        }
        attempts.sort_unstable();
        attempts.dedup();
        Ok(attempts)
    }

    /// Of what those in `free` can try in vain in a state, the acts with who tries them of which it has not been made ready
    /// what they teach.
    pub fn untaught(&mut self, node: Node, free: &[usize]) -> Outcome<Vec<(usize, usize)>> {
        let mut tried = self.tried_in_vain(node, free)?;
        tried.retain(|attempt| !self.lessons.contains_key(attempt));
        Ok(tried)
    }

    /// The acts that those in `free` would have to consent to, and believe to be possible where they are not.
    fn tried_in_vain(&mut self, node: Node, free: &[usize]) -> Outcome<Vec<(usize, usize)>> {
        let mut tried = vec![];
        for &mind in free {
            let believed = self.graph.belief(node, mind);
            if believed == node {
                continue;
            }
            let steps = self.steps(believed)?.places();
            let mut open: Vec<usize> = steps.map(|place| self.action_at(place)).collect();
            open.extend(&self.program.hoping);
            open.sort_unstable();
            open.dedup();
            for action in open {
                let event = &self.program.events[action];
                if event.consenting.contains(&mind)
                    && !self.is_possible(node, action)?
                    && self.may_try(believed, action)?
                    && !(event.twin.is_some() && self.is_possible(node, event.twin.unwrap_or(action))?)
                {
                    tried.push((action, mind));
                }
            }
        }
        Ok(tried)
    }

    /// The state after an act that a mind tried in vain: of the lessons of the act it has learned those that apply.
    pub fn in_vain(&mut self, node: Node, mind: usize, lessons: &[Lesson]) -> Outcome<Node> {
        let mut node = node;
        let mut gone = vec![0; lessons.len()];
        loop {
            let (mut facts, mut excluded): (Vec<Belief>, Vec<Belief>) = (vec![], vec![]);
            let (world, believed) = (self.view(node), self.view(self.graph.belief(node, mind)));
            for (lesson, gone) in lessons.iter().zip(&mut gone) {
                if *gone == lesson.ways.len() || !holds(&lesson.believed, &believed)? {
                    continue;
                }
                let mut fails = true;
                for condition in &lesson.fails {
                    fails = fails && !holds(condition, &world)?;
                }
                if !fails {
                    continue;
                }
                for fact in &lesson.ways[*gone] {
                    if lesson.excludes {
                        excluded.push(fact.clone());
                    } else if !facts.iter().any(|known| known.0 == fact.0 && known.1 == fact.1) {
                        facts.push(fact.clone());
                    }
                }
                *gone += 1;
            }
            if facts.is_empty() && excluded.is_empty() {
                return Ok(node);
            }
            node = self.revise(node, mind, &facts, &excluded)?;
        }
    }
}

fn holds(condition: &Condition, view: &View<'_>) -> Outcome<bool> {
    condition.holds(view).map_err(|overflow| overflow.within(""))
}
