//! A task made ready to run: events with packed tests and effects, triggers indexed by what they read.

pub(crate) mod condition;
pub(crate) mod dependency_index;
pub(crate) mod domains;
pub(crate) mod event;
pub(crate) mod expression;
pub(crate) mod guard;
pub(crate) mod hopes;
pub(crate) mod layout;
pub(crate) mod lessons;
pub(crate) mod open;
pub(crate) mod sets;
pub(crate) mod view;

use crate::fault::Outcome;
use crate::program::condition::Condition;
use crate::program::dependency_index::{DependencyIndex, Filter};
use crate::program::event::{Event, Maker};
use crate::program::expression::Want;
use crate::program::guard::{Gate, Guard};
use crate::program::layout::Layout;
use crate::task::{self, Limits, Task};

#[derive(Debug)]
pub struct Program {
    pub layout: Layout,
    pub minds: usize,
    /// Actions, then publics.
    pub events: Vec<Event>,
    pub actions: usize,
    pub triggers: Vec<Event>,
    /// By trigger, what has to be so for it to be enabled, as far as that is told at a glance.
    pub gates: Vec<Gate>,
    pub dependencies: DependencyIndex,
    pub filter: Filter,
    /// Of each character.
    pub utilities: Vec<Want>,
    pub utility: Want,
    pub characters: Vec<String>,
    pub limits: Vec<Limits>,
    pub endings: Vec<(String, Guard)>,
    /// Whether minds have sets of values (semantics 8.2), and whether there can be any.
    pub sets: bool,
    pub is_open: bool,
    /// By fluent, the character whose own it is.
    pub owners: Vec<Option<usize>>,
    /// The fluents that are somebody's own and of which several values may be possible, ascending.
    pub open_owned: Vec<usize>,
    pub facts: Vec<task::Fact>,
    /// Whether anybody may act in the hope of something, or to learn something, and the acts that hope (semantics 8.3).
    pub is_hopeful: bool,
    pub hoping: Vec<usize>,
    /// The acts that come before others, ascending, and how urgent each act is (semantics 8.4).
    pub urgent: Vec<usize>,
    urgencies: Vec<u8>,
}

impl Program {
    /// The act itself, where a number is that of an act in vain.
    pub fn act_of(&self, action: usize) -> usize {
        let event = &self.events[action];
        event.twin.filter(|_| event.in_vain).unwrap_or(action)
    }

    /// 0 = as all acts are.
    pub fn urgency(&self, action: usize) -> u8 {
        self.urgencies.get(action).copied().unwrap_or(0)
    }

    pub fn new(task: &Task) -> Outcome<Program> {
        let open = open::fluents(task);
        let layout = Layout::new(&task.fluents, &domains::values(task), &open, task.sets)?;
        let minds = task.characters.len();
        let actions = task.actions.len();
        let mut maker = Maker::new(task, &layout);
        let mut events = Vec::with_capacity(actions + task.publics.len());
        for action in &task.actions {
            events.push(maker.action(action, actions)?);
        }
        for public in &task.publics {
            events.push(maker.public(public, minds)?);
        }
        let triggers = task.triggers.iter().map(|trigger| maker.trigger(trigger)).collect::<Outcome<Vec<_>>>()?;
        let dependencies = DependencyIndex::new(&triggers, &layout, minds);
        let filter = Filter::new(events[..actions].iter(), &layout);
        let utility = |raw: &task::Expression| Want::new(raw, &layout);
        let ending = |ending: &task::Ending| -> Outcome<(String, Guard)> {
            Ok((ending.name.clone(), Guard::new(&Condition::new(&ending.condition, &layout)?)))
        };
        Ok(Program {
            utilities: task.utilities.iter().map(utility).collect::<Outcome<_>>()?,
            utility: utility(&task.utility)?,
            endings: task.endings.iter().map(ending).collect::<Outcome<_>>()?,
            sets: task.sets,
            is_open: open.contains(&true),
            owners: task.fluents.iter().map(|fluent| fluent.owner).collect(),
            open_owned: (0..task.fluents.len())
                .filter(|&number| open[number] && task.fluents[number].owner.is_some())
                .collect(),
            characters: task.characters.clone(),
            limits: task.limits.clone(),
            facts: task.facts.clone(),
            urgent: (0..task.urgencies.len()).filter(|&act| task.urgencies[act] > 0).collect(),
            urgencies: task.urgencies.clone(),
            is_hopeful: task.is_hopeful(),
            hoping: (0..actions).filter(|&act| !events[act].in_vain && !events[act].hopes.is_empty()).collect(),
            layout,
            minds,
            events,
            actions,
            gates: triggers.iter().map(|trigger| trigger.guard.gate()).collect(),
            triggers,
            dependencies,
            filter,
        })
    }
}
