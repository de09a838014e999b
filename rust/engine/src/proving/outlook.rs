//! A task as what can come to be at all.

use std::sync::Arc;

use crate::fault::{Fault, Outcome};
use crate::proving::events::{Event, Within, of_world};
use crate::proving::ranges::Ranges;
use crate::proving::sums::Sum;
use crate::proving::truth::{Known, narrowed, truth};
use crate::proving::values::Values;
use crate::task::{self, Condition, Fluent};

/// How often ranges and sums are found from each other.
const ROUNDS: usize = 4;
/// So many values of a fluent are looked at one by one.
const MOST_VALUES: usize = 64;

/// A task as far as it is about the world.
pub(super) struct Task {
    pub(super) fluents: Vec<Fluent>,
    /// Actions, then triggers.
    pub(super) events: Vec<Event>,
    pub(super) actions: usize,
    endings: Vec<Condition>,
    groups: Vec<Vec<usize>>,
    pub(super) sets: bool,
    minds: usize,
}

/// What can come to be from a state on.
pub struct Outlook {
    pub(super) task: Arc<Task>,
    pub(super) initial: Vec<i64>,
    pub(super) ranges: Ranges,
    pub(super) sums: Vec<Sum>,
}

impl Outlook {
    /// `initial`: the values of all fluents in the world at the start. `out`: actions that no life does. `groups`: numbers whose
    /// sum may be bounded.
    pub fn new(task: task::Task, initial: Vec<i64>, out: &[usize], groups: Vec<Vec<usize>>) -> Outcome<Outlook> {
        let actions = task.actions.len();
        let mut events: Vec<Event> =
            task.actions.into_iter().map(|action| Event::new(action.precondition, action.effects)).collect();
        events.extend(task.triggers.into_iter().map(|trigger| Event::new(trigger.precondition, trigger.effects)));
        for &action in out {
            let event = events[..actions].get_mut(action);
            event.ok_or_else(|| Fault::Invalid(format!("there is no action {action}")))?.is_out = true;
        }
        let task = Task {
            fluents: task.fluents,
            events,
            actions,
            endings: task.endings.into_iter().map(|ending| ending.condition).collect(),
            groups,
            sets: task.sets,
            minds: task.characters.len(),
        };
        Outlook::from(Arc::new(task), initial)
    }

    /// The same from another state on, by the values of all fluents in it.
    pub fn at(&self, initial: Vec<i64>) -> Outcome<Outlook> {
        Outlook::from(Arc::clone(&self.task), initial)
    }

    fn from(task: Arc<Task>, initial: Vec<i64>) -> Outcome<Outlook> {
        if initial.len() != task.fluents.len() {
            return Err(Fault::Invalid("a value is needed for each fluent".to_owned()));
        }
        let mut ranges = Ranges::new(&task.fluents, &task.events, &initial, task.sets);
        let mut sums: Vec<Sum> = vec![];
        for _ in 0..ROUNDS {
            let sum = |group: &Vec<usize>| Sum::new(group, &task.fluents, &task.events, &ranges, &initial);
            let known: Vec<Sum> = task.groups.iter().filter_map(sum).collect();
            if known == sums {
                break;
            }
            sums = known;
            ranges = ranges.within(&task.fluents, &task.events, &initial, &sums, task.sets);
        }
        Ok(Outlook { task, initial, ranges, sums })
    }

    /// Reads a condition about the states of the task.
    pub fn condition(&self, json: &str) -> Outcome<Condition> {
        Condition::parse(json, self.task.minds, self.task.fluents.len())
    }

    /// Whether a condition may hold in any state at all.
    pub fn may_hold(&self, condition: &Condition) -> bool {
        truth(condition, &self.ranges).yes
    }

    /// Of a fluent, the values that it may have: listed, or (least, most, whether it may be unknown) if they are too many.
    pub fn range(&self, fluent: usize) -> Result<Vec<i64>, (i64, i64, bool)> {
        match &self.ranges.0[fluent] {
            Values::Listed(values) => Ok(values.to_vec()),
            Values::Between { least, most, unknown } => Err((*least, *most, *unknown)),
            Values::Anything => Err((-task::LARGEST, task::LARGEST, true)),
        }
    }

    /// Numbers whose sum is bounded: which, and by what (None: not) it is not below or above.
    pub fn sums(&self) -> impl Iterator<Item = (&[usize], Option<i64>, Option<i64>)> {
        self.sums.iter().map(|sum| (&sum.fluents[..], sum.least, sum.most))
    }

    /// The actions that may be possible somewhere, ascending.
    pub fn possible(&self) -> Vec<usize> {
        (0..self.task.actions).filter(|&action| self.task.events[action].may_happen(&self.ranges)).collect()
    }

    /// The fluents that decide what an event, an action or a trigger, makes of one fluent.
    pub fn decisive(&self, event: usize, fluent: usize) -> Vec<usize> {
        let mut found = vec![];
        for change in self.task.events[event].changes.iter().filter(|change| change.fluent == fluent) {
            change.reads(&mut |other| found.push(other));
        }
        if event >= self.task.actions {
            of_world(&*self.task.events[event].precondition, &mut |other| found.push(other));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The fluents that may make a difference to whether any ending comes about, by any number of events.
    pub fn cone(&self) -> Vec<bool> {
        let mut is_in = vec![false; self.task.fluents.len()];
        let mut waiting: Vec<usize> = vec![];
        let mut take = |fluent: usize, waiting: &mut Vec<usize>| {
            if !std::mem::replace(&mut is_in[fluent], true) {
                waiting.push(fluent);
            }
        };
        for ending in &self.task.endings {
            of_world(ending, &mut |fluent| take(fluent, &mut waiting));
        }
        let writers = self.writers();
        while let Some(fluent) = waiting.pop() {
            for &number in &writers[fluent] {
                self.task.events[number as usize].reads(&mut |other| take(other, &mut waiting));
            }
        }
        is_in
    }

    /// By fluent, the events that may change it.
    fn writers(&self) -> Vec<Vec<u32>> {
        let mut writers: Vec<Vec<u32>> = vec![vec![]; self.task.fluents.len()];
        for (number, event) in self.task.events.iter().enumerate().filter(|(_, event)| event.may_happen(&self.ranges)) {
            event.changes.iter().for_each(|change| writers[change.fluent].push(number as u32));
        }
        writers
    }

    /// Values that fluents on which endings depend do not leave again once they have come to be one of them, if not all: which
    /// fluent, and the values.
    pub fn traps(&self) -> Vec<(usize, Vec<i64>)> {
        let mut found = vec![];
        let (writers, cone) = (self.writers(), self.cone());
        for (fluent, values) in self.ranges.0.iter().enumerate().filter(|(fluent, _)| cone[*fluent]) {
            let Some(values) = values.list(MOST_VALUES).filter(|values| values.len() > 1) else { continue };
            let mut traps: Vec<Vec<i64>> = vec![];
            for &value in &values {
                let Some(closed) = self.closed(fluent, value, &writers[fluent]) else { continue };
                if closed.len() < values.len() && !traps.contains(&closed) {
                    traps.push(closed);
                }
            }
            traps.sort_by_key(|trap| std::cmp::Reverse(trap.len()));
            found.extend(traps.into_iter().map(|trap| (fluent, trap)));
        }
        found
    }

    /// The values that a fluent may come to have from one on, ascending; None: too many.
    fn closed(&self, fluent: usize, value: i64, writers: &[u32]) -> Option<Vec<i64>> {
        let mut found = vec![value];
        let mut next = 0;
        while next < found.len() {
            let one = [(fluent, Values::one(found[next]))];
            next += 1;
            for event in writers.iter().map(|&number| &self.task.events[number as usize]) {
                for change in event.changes.iter().filter(|change| change.fluent == fluent) {
                    let here = Within { narrowed: &one, around: &self.ranges };
                    if !truth(&event.precondition, &here).yes {
                        continue;
                    }
                    let narrowed = narrowed(&event.precondition, &here);
                    let known = Within { narrowed: &narrowed, around: &here };
                    let after = change.outcome(&known, &self.task.fluents[fluent], self.task.sets);
                    let after = after.list(MOST_VALUES)?;
                    found.extend(after.iter().filter(|value| !found.contains(value)).copied().collect::<Vec<_>>());
                }
            }
        }
        found.sort_unstable();
        Some(found)
    }

    /// The endings that may still hold while a fluent has one of some values, ascending.
    pub fn open_endings(&self, fluent: usize, values: &[i64]) -> Vec<usize> {
        let one = [(fluent, Values::listed(values.iter().copied().collect()))];
        let known = Within { narrowed: &one, around: &self.ranges };
        (0..self.task.endings.len()).filter(|&ending| truth(&self.task.endings[ending], &known).yes).collect()
    }

    pub fn events(&self) -> usize {
        self.task.events.len()
    }

    pub fn fluents(&self) -> usize {
        self.task.fluents.len()
    }

    /// Whether lives are sure to have ended.
    pub(super) fn has_ended(&self, known: &impl Known) -> bool {
        self.task.endings.iter().any(|ending| truth(ending, known).is_certain())
    }
}
