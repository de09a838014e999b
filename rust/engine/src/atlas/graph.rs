//! The graph of an atlas: states in the order in which they are found, and the steps between them.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::kept::Kept;
use super::questions::Pool;
use super::steps::{Question, Steps};
use crate::explain::explainer::Explainer;
use crate::fault::Outcome;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::transition::polling::Progress;
use crate::transition::world::World;

/// No number of a state.
pub const NOWHERE: u32 = u32::MAX;

/// What became of an action in the states whose steps are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// In how many states its precondition holds, and the first of them.
    pub possible: u64,
    pub first_possible: u32,
    /// In how many of those everybody had a reason, and the first of them.
    pub explained: u64,
    pub first_explained: u32,
}

impl Tried {
    fn note(&mut self, number: u32, is_explained: bool) {
        self.possible += 1;
        self.first_possible = self.first_possible.min(number);
        if is_explained {
            self.explained += 1;
            self.first_explained = self.first_explained.min(number);
        }
    }
}

impl Default for Tried {
    fn default() -> Tried {
        Tried { possible: 0, first_possible: NOWHERE, explained: 0, first_explained: NOWHERE }
    }
}

#[derive(Default)]
pub struct Atlas {
    /// Whose acts need no reason.
    pub(super) free: Vec<usize>,
    pub(super) states: Vec<Node>,
    /// The number of a state, by its node.
    pub(super) numbers: Vec<u32>,
    /// The state and the act by which a state was found.
    pub(super) parents: Vec<(u32, u32)>,
    /// The ending of each state, -1 = none.
    pub(super) endings: Vec<i32>,
    /// Where the steps of each state begin whose steps are known, and where the last ones end.
    pub(super) firsts: Vec<u32>,
    pub(super) acts: Vec<u32>,
    pub(super) targets: Vec<u32>,
    /// The first state of each distance from the initial one.
    pub(super) levels: Vec<u32>,
    pub(super) tried: Vec<Tried>,
    /// How often a character was the first who had no reason for an act that was possible, and in which state first.
    pub(super) lacking: BTreeMap<(u32, u32), (u64, u32)>,
    pub(super) pool: Pool,
    pub(super) kept: Kept,
}

impl Atlas {
    /// Nobody in `free` needs a reason. `json`: the task of the world, for the worlds of further threads.
    pub fn new(world: &mut World, json: &str, free: Vec<usize>) -> Outcome<Atlas> {
        let mut atlas = Atlas {
            free,
            firsts: vec![0],
            levels: vec![0],
            tried: vec![Tried::default(); world.actions()],
            pool: Pool::new(json),
            ..Atlas::default()
        };
        let initial = world.initial()?;
        let ending = atlas.ending(world, initial)?;
        atlas.found(initial, ending, (0, 0));
        Ok(atlas)
    }

    pub fn is_complete(&self) -> bool {
        self.expanded() == self.states.len()
    }

    /// The number of states whose steps are known: the first ones.
    pub fn expanded(&self) -> usize {
        self.firsts.len() - 1
    }

    pub fn states(&self) -> &[Node] {
        &self.states
    }

    pub fn number_of(&self, node: Node) -> Option<u32> {
        self.numbers.get(node as usize).copied().filter(|&number| number != NOWHERE)
    }

    pub fn endings(&self) -> &[i32] {
        &self.endings
    }

    pub fn firsts(&self) -> &[u32] {
        &self.firsts
    }

    pub fn acts(&self) -> &[u32] {
        &self.acts
    }

    pub fn targets(&self) -> &[u32] {
        &self.targets
    }

    pub fn parents(&self) -> &[(u32, u32)] {
        &self.parents
    }

    pub fn levels(&self) -> &[u32] {
        &self.levels
    }

    pub fn tried(&self) -> &[Tried] {
        &self.tried
    }

    /// Act, character, how often, in which state first.
    pub fn lacking(&self) -> impl Iterator<Item = (u32, u32, u64, u32)> {
        self.lacking.iter().map(|(&(act, mind), &(times, first))| (act, mind, times, first))
    }

    /// Bytes taken, those of the worlds of other threads included.
    pub fn bytes(&self) -> usize {
        self.numbers.capacity() * 4
            + self.states.capacity() * 4
            + self.parents.capacity() * 8
            + self.endings.capacity() * 4
            + (self.firsts.capacity() + self.acts.capacity() + self.targets.capacity()) * 4
            + self.pool.bytes()
            + self.kept.bytes()
    }

    /// Says where it stands, for whoever watches.
    pub(super) fn report(&self, world: &mut World) {
        let (depth, expanded, asked) = (self.levels.len() - 1, self.expanded() as u64, self.states.len() as u64);
        let (best, bytes) = (self.acts.len() as i64, self.bytes());
        *world.progress_mut() = Progress { depth, expanded, asked, best, bytes, ..world.progress() };
    }

    /// The ending of a state, found or not; -1 = none.
    pub(super) fn ending(&self, world: &World, node: Node) -> Outcome<i32> {
        match self.number_of(node) {
            Some(number) => Ok(self.endings[number as usize]),
            None => Ok(world.ending(node)?.map_or(-1, |ending| ending as i32)),
        }
    }

    /// The number of a state, a new one if it had none.
    pub(super) fn found(&mut self, node: Node, ending: i32, from: (u32, u32)) -> u32 {
        let place = node as usize;
        if place >= self.numbers.len() {
            self.numbers.resize((place + 1).max(self.numbers.len() * 3 / 2), NOWHERE);
        }
        if self.numbers[place] == NOWHERE {
            self.numbers[place] = self.states.len() as u32;
            self.states.push(node);
            self.parents.push(from);
            self.endings.push(ending);
        }
        self.numbers[place]
    }

    /// What is asked in a state before an act is a step, in the order of consent; nobody in `free` is asked.
    pub(super) fn questions(&self, world: &World, node: Node, action: usize) -> impl Iterator<Item = Question> {
        let minds = world.consenting(action).iter().filter(|mind| !self.free.contains(mind));
        minds.map(move |&mind| Question { believed: world.belief(node, mind), action: action as u32, mind: mind as u32 })
    }

    /// The steps of the next state; none if `answer` has not yet an answer that matters.
    pub(super) fn steps_by(
        &self,
        explainer: &mut Explainer,
        mut answer: impl FnMut(&mut Explainer, Question) -> Outcome<Option<bool>>,
    ) -> Outcome<Option<Steps>> {
        let number = self.expanded();
        let mut steps = Steps::default();
        if self.endings[number] >= 0 {
            return Ok(Some(steps));
        }
        let node = self.states[number];
        for place in explainer.world_mut().steps(node)?.places() {
            let action = explainer.world().action_at(place);
            let mut refusing = explainer.world().doubting(node, action, &self.free)?.map(|mind| mind as u32);
            for question in self.questions(explainer.world(), node, action).collect::<SmallVec<[Question; 2]>>() {
                if refusing.is_some() {
                    break;
                }
                match answer(explainer, question)? {
                    Some(true) => {}
                    Some(false) => {
                        refusing = Some(question.mind);
                        break;
                    }
                    None => return Ok(None),
                }
            }
            // Where an act leads to, and whether that can be worked out, matters only if it is explained.
            match refusing {
                Some(mind) => steps.refused.push((action as u32, mind)),
                None => match explainer.world_mut().after_at(node, place, WORLD)? {
                    after if after == node => steps.refused.push((action as u32, explainer.world().characters() as u32)),
                    after => steps.taken.push((action as u32, after)),
                },
            }
        }
        steps.taken.extend(explainer.world_mut().attempts(node, &self.free)?);
        Ok(Some(steps))
    }

    /// Adds the steps of the next state, all or none: an ending that they lead to may be at fault.
    pub(super) fn add(&mut self, world: &World, steps: &Steps) -> Outcome<()> {
        let number = self.expanded() as u32;
        let found = self.states.len() as u32;
        let endings = steps.taken.iter().map(|&(_, after)| self.ending(world, after)).collect::<Outcome<Vec<i32>>>()?;
        if self.levels.last() == Some(&number) {
            // The states found before are no further away than this one.
            self.levels.push(found);
        }
        for (&(action, after), ending) in steps.taken.iter().zip(endings) {
            let target = self.found(after, ending, (number, action));
            if let Some(known) = self.tried.get_mut(action as usize) {
                known.note(number, true);
            }
            self.acts.push(action);
            self.targets.push(target);
        }
        for &(action, mind) in &steps.refused {
            let is_idle = mind as usize == world.characters();
            self.tried[action as usize].note(number, is_idle);
            if is_idle {
                continue;
            }
            let lacking = self.lacking.entry((action, mind)).or_insert((0, number));
            lacking.0 += 1;
        }
        self.firsts.push(self.acts.len() as u32);
        self.kept.note(steps);
        Ok(())
    }
}
