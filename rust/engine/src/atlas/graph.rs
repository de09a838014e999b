//! The graph of an atlas: states in the order in which they are found, and the steps between them.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::journal::{Journal, Step};
use super::kept::Kept;
use super::packed::Packed;
use super::questions::Pool;
use super::steps::{Question, Steps};
use crate::explain::explainer::Explainer;
use crate::explain::turns::Turn;
use crate::fault::{Fault, Outcome, tried};
use crate::state::chunks::Chunks;
use crate::state::graph::Node;
use crate::state::taken::by_list;
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

/// How it is known which states there are.
pub(super) enum States {
    /// As nodes of the world; the number of a state is known by its node.
    Nodes { nodes: Chunks<Node>, numbers: Vec<u32> },
    /// In less than a tenth of that: nodes are made of them when they are asked for.
    Packed(Box<Packed>),
}

impl Default for States {
    fn default() -> States {
        States::Nodes { nodes: Chunks::default(), numbers: vec![] }
    }
}

#[derive(Default)]
pub struct Atlas {
    /// Whose acts need no reason.
    pub(super) free: Vec<usize>,
    pub(super) states: States,
    /// A world that is worked with in the place of the one that the atlas is of, where states are packed.
    pub(super) own: Option<Box<Explainer>>,
    /// Bytes that the world then held that the atlas is of.
    pub(super) held_there: usize,
    /// So many states had their steps when the world was new that is worked with.
    pub(super) renewed: usize,
    /// One more than the ending of each state, 0 = none.
    pub(super) endings: Chunks<u16>,
    pub(super) journal: Journal,
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
        if world.endings() >= usize::from(u16::MAX) {
            return Err(Fault::Invalid(format!("an atlas has fewer than {} endings", u16::MAX)));
        }
        let mut atlas = Atlas {
            free,
            levels: vec![0],
            tried: vec![Tried::default(); world.actions()],
            pool: Pool::new(json),
            ..Atlas::default()
        };
        let initial = world.initial()?;
        let ending = atlas.ending(world, initial)?;
        atlas.found(world, initial, ending);
        Ok(atlas)
    }

    pub fn is_complete(&self) -> bool {
        self.expanded() == self.len()
    }

    /// The number of states whose steps are known: the first ones.
    pub fn expanded(&self) -> usize {
        self.journal.states()
    }

    /// The number of states that are found.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.endings.len()
    }

    /// The number of steps that are known.
    pub fn steps(&self) -> usize {
        self.journal.steps()
    }

    /// The node of a state in the world that the atlas is of.
    pub fn node(&self, world: &mut World, number: u32) -> Outcome<Node> {
        match &self.states {
            States::Nodes { nodes, .. } => Ok(nodes.at(number as usize)),
            States::Packed(packed) => packed.node_elsewhere(world, number),
        }
    }

    /// The number of a state of the world that the atlas is of.
    pub fn number_of(&mut self, world: &World, node: Node) -> Option<u32> {
        match &mut self.states {
            States::Nodes { numbers, .. } => numbers.get(node as usize).copied().filter(|&number| number != NOWHERE),
            States::Packed(packed) => packed.number_elsewhere(world, node),
        }
    }

    /// The ending of each state, -1 = none.
    pub fn endings(&self) -> impl Iterator<Item = i32> {
        self.endings.iter().map(|ending| i32::from(ending) - 1)
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

    /// Whether states are packed, because there was no room for them otherwise.
    pub fn is_packed(&self) -> bool {
        matches!(self.states, States::Packed(_))
    }

    /// Bytes taken, those of worlds of its own and of other threads included.
    pub fn bytes(&self) -> usize {
        self.steady_bytes() + self.passing_bytes() + self.own.as_ref().map_or(0, |own| own.bytes())
    }

    /// Bytes of what does not move when it grows.
    pub(super) fn steady_bytes(&self) -> usize {
        let states = match &self.states {
            States::Nodes { nodes, .. } => nodes.bytes(),
            States::Packed(packed) => packed.bytes(),
        };
        states + self.endings.bytes() + self.journal.bytes()
    }

    /// Bytes of the rest, without those of the world that is worked with.
    pub(super) fn passing_bytes(&self) -> usize {
        let numbers = match &self.states {
            States::Nodes { numbers, .. } => by_list(numbers),
            States::Packed(packed) => packed.passing_bytes(),
        };
        numbers + self.pool.bytes() + self.kept.bytes()
    }

    /// Says where it stands, for whoever watches.
    pub(super) fn report(&self, world: &mut World) {
        let (depth, expanded, asked) = (self.levels.len() - 1, self.expanded() as u64, self.len() as u64);
        let best = self.steps() as i64;
        let steady = self.steady_bytes();
        let bytes = steady + self.passing_bytes() + self.held_there;
        *world.progress_mut() = Progress { depth, expanded, asked, best, bytes, steady, ..world.progress() };
    }

    /// The node of a state in the world that is worked with.
    pub(super) fn node_here(&mut self, world: &mut World, number: u32) -> Outcome<Node> {
        match &mut self.states {
            States::Nodes { nodes, .. } => Ok(nodes.at(number as usize)),
            States::Packed(packed) => packed.node_of(world, number),
        }
    }

    fn number_here(&mut self, world: &World, node: Node) -> Option<u32> {
        match &mut self.states {
            States::Nodes { numbers, .. } => numbers.get(node as usize).copied().filter(|&number| number != NOWHERE),
            States::Packed(packed) => packed.number_of(world, node),
        }
    }

    pub(super) fn ending_of(&self, number: usize) -> i32 {
        i32::from(self.endings.at(number)) - 1
    }

    /// The ending of a state of the world that is worked with, found or not; -1 = none.
    fn ending(&mut self, world: &World, node: Node) -> Outcome<i32> {
        match self.number_here(world, node) {
            Some(number) => Ok(self.ending_of(number as usize)),
            None => Ok(world.ending(node)?.map_or(-1, |ending| ending as i32)),
        }
    }

    /// The number of a state, a new one if it had none.
    fn found(&mut self, world: &World, node: Node, ending: i32) -> u32 {
        if let Some(number) = self.number_here(world, node) {
            return number;
        }
        let number = self.len() as u32;
        match &mut self.states {
            States::Nodes { nodes, numbers } => {
                let place = node as usize;
                if place >= numbers.len() {
                    numbers.resize((place + 1).max(numbers.len() * 3 / 2), NOWHERE);
                }
                numbers[place] = number;
                nodes.push(node);
            }
            States::Packed(packed) => {
                let added = packed.add(world, node);
                debug_assert_eq!(added, number);
            }
        }
        self.endings.push((ending + 1) as u16);
        number
    }

    /// What is asked in a state before an act is a step, in the order of consent; nobody in `free` is asked.
    pub(super) fn questions(free: &[usize], world: &World, node: Node, action: usize) -> impl Iterator<Item = Question> {
        let minds = world.consenting(action).iter().filter(|mind| !free.contains(mind));
        minds.map(move |&mind| Question { believed: world.belief(node, mind), action: action as u32, mind: mind as u32 })
    }

    /// The steps of the next state. `possible`: its actions, if they have been worked out.
    pub(super) fn next_steps(
        &mut self,
        explainer: &mut Explainer,
        possible: Option<Vec<usize>>,
        mut answer: impl FnMut(&mut Explainer, Question) -> Outcome<bool>,
    ) -> Outcome<Steps> {
        let number = self.expanded();
        let mut steps = Steps::default();
        if self.ending_of(number) >= 0 {
            return Ok(steps);
        }
        let node = self.node_here(explainer.world_mut(), number as u32)?;
        let possible = possible.map_or_else(|| explainer.world().possible_now(node), Ok)?;
        let mut faults = vec![];
        for action in possible {
            let mut refusing = explainer.world().doubting(node, action, &self.free)?.map(|mind| mind as u32);
            for question in Atlas::questions(&self.free, explainer.world(), node, action).collect::<SmallVec<[Question; 2]>>() {
                if refusing.is_some() {
                    break;
                }
                if !answer(explainer, question)? {
                    refusing = Some(question.mind);
                }
            }
            // Where an act leads to, and whether that can be worked out, matters only if it is explained.
            match refusing {
                Some(mind) => steps.refused.push((action as u32, mind)),
                None => match tried(explainer.world_mut().once_after(node, action))? {
                    Err(fault) => faults.push((action, fault)),
                    Ok(after) if after == node => steps.refused.push((action as u32, explainer.world().characters() as u32)),
                    Ok(after) => steps.taken.push((action as u32, after)),
                },
            }
        }
        let turn = explainer.turn_of_steps(&steps.taken, &self.free);
        if let Some((_, fault)) = faults.into_iter().find(|&(action, _)| !explainer.is_held(action, &self.free, turn)) {
            return Err(fault);
        }
        let held = explainer.world().characters() as u32 + 1;
        let Steps { taken, refused } = &mut steps;
        for (action, mind) in refused.iter_mut() {
            if *mind + 1 == held && explainer.is_held(*action as usize, &self.free, turn) {
                *mind = held;
            }
        }
        taken.retain(|&(action, _)| {
            let is_held = explainer.is_held(action as usize, &self.free, turn);
            if is_held {
                refused.push((action, held));
            }
            !is_held
        });
        if !matches!(turn, Turn::Urgent(_)) {
            steps.taken.extend(explainer.world_mut().attempts(node, &self.free)?);
        }
        Ok(steps)
    }

    /// Adds the steps of the next state, all or none: an ending that they lead to may be at fault.
    pub(super) fn add(&mut self, world: &World, steps: &Steps) -> Outcome<()> {
        let number = self.expanded() as u32;
        let found = self.len() as u32;
        let endings = steps.taken.iter().map(|&(_, after)| self.ending(world, after)).collect::<Outcome<Vec<i32>>>()?;
        if self.levels.last() == Some(&number) {
            // The states found before are no further away than this one.
            self.levels.push(found);
        }
        let mut taken: SmallVec<[Step; 16]> = SmallVec::new();
        for (&(action, after), ending) in steps.taken.iter().zip(endings) {
            taken.push((action, self.found(world, after, ending)));
            if let Some(known) = self.tried.get_mut(action as usize) {
                known.note(number, true);
            }
        }
        for &(action, mind) in &steps.refused {
            let is_idle = mind as usize == world.characters();
            self.tried[action as usize].note(number, is_idle);
            if mind as usize >= world.characters() {
                continue;
            }
            let lacking = self.lacking.entry((action, mind)).or_insert((0, number));
            lacking.0 += 1;
        }
        self.journal.add(&taken);
        self.kept.note(steps);
        Ok(())
    }
}
