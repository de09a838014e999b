//! A task as what can come to be at all.

use crate::fault::{Fault, Outcome};
use crate::proving::events::Event;
use crate::proving::projection::Projection;
use crate::proving::ranges::Ranges;
use crate::proving::sums::Sum;
use crate::proving::truth::{Known, truth};
use crate::task::{Condition, Fluent, Task};

/// How often ranges and sums are found from each other.
const ROUNDS: usize = 4;

pub struct Outlook {
    pub(super) fluents: Vec<Fluent>,
    /// Actions, then triggers.
    pub(super) events: Vec<Event>,
    pub(super) actions: usize,
    endings: Vec<Condition>,
    pub(super) initial: Vec<i64>,
    pub(super) ranges: Ranges,
    pub(super) sums: Vec<Sum>,
    pub(super) sets: bool,
    minds: usize,
}

impl Outlook {
    /// `initial`: the values of all fluents in the world at the start. `out`: actions that no life does. `groups`: numbers whose
    /// sum may be bounded.
    pub fn new(task: Task, initial: Vec<i64>, out: &[usize], groups: &[Vec<usize>]) -> Outcome<Outlook> {
        if initial.len() != task.fluents.len() {
            return Err(Fault::Invalid("a value is needed for each fluent".to_owned()));
        }
        let actions = task.actions.len();
        let mut events: Vec<Event> =
            task.actions.into_iter().map(|action| Event::new(action.precondition, action.effects)).collect();
        events.extend(task.triggers.into_iter().map(|trigger| Event::new(trigger.precondition, trigger.effects)));
        for &action in out {
            let event = events[..actions].get_mut(action);
            event.ok_or_else(|| Fault::Invalid(format!("there is no action {action}")))?.is_out = true;
        }
        let mut ranges = Ranges::new(&task.fluents, &events, &initial, task.sets);
        let mut sums: Vec<Sum> = vec![];
        for _ in 0..ROUNDS {
            let sum = |group: &Vec<usize>| Sum::new(group, &task.fluents, &events, &ranges, &initial);
            let known: Vec<Sum> = groups.iter().filter_map(sum).collect();
            if known == sums {
                break;
            }
            sums = known;
            ranges = ranges.within(&task.fluents, &events, &initial, &sums, task.sets);
        }
        Ok(Outlook {
            fluents: task.fluents,
            events,
            actions,
            endings: task.endings.into_iter().map(|ending| ending.condition).collect(),
            initial,
            ranges,
            sums,
            sets: task.sets,
            minds: task.characters.len(),
        })
    }

    /// Reads a condition about the states of the task.
    pub fn condition(&self, json: &str) -> Outcome<Condition> {
        Condition::parse(json, self.minds, self.fluents.len())
    }

    /// Whether a condition may hold in any state at all.
    pub fn may_hold(&self, condition: &Condition) -> bool {
        truth(condition, &self.ranges).yes
    }

    /// Of a fluent, the values that it may have: listed, or (least, most, whether it may be unknown) if they are too many.
    pub fn range(&self, fluent: usize) -> Result<Vec<i64>, (i64, i64, bool)> {
        use crate::proving::values::Values;
        match &self.ranges.0[fluent] {
            Values::Listed(values) => Ok(values.to_vec()),
            Values::Between { least, most, unknown } => Err((*least, *most, *unknown)),
            Values::Anything => Err((-crate::task::LARGEST, crate::task::LARGEST, true)),
        }
    }

    /// Numbers whose sum is bounded: which, and by what (None: not) it is not below or above.
    pub fn sums(&self) -> impl Iterator<Item = (&[usize], Option<i64>, Option<i64>)> {
        self.sums.iter().map(|sum| (&sum.fluents[..], sum.least, sum.most))
    }

    /// The actions that may be possible somewhere, ascending.
    pub fn possible(&self) -> Vec<usize> {
        (0..self.actions).filter(|&action| self.ranges.allow(&self.events[action])).collect()
    }

    /// The fluents that decide what an event, an action or a trigger, makes of one fluent.
    pub fn decisive(&self, event: usize, fluent: usize) -> Vec<usize> {
        let mut found = vec![];
        for change in self.events[event].changes.iter().filter(|change| change.fluent == fluent) {
            change.reads(&mut |other| found.push(other));
        }
        if event >= self.actions {
            self.events[event].precondition.reads(&mut |path, other| {
                if path.is_empty() {
                    found.push(other);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    pub fn events(&self) -> usize {
        self.events.len()
    }

    pub fn fluents(&self) -> usize {
        self.fluents.len()
    }

    pub fn project(&self, fluents: Vec<usize>, target: &Condition, most: usize) -> Projection {
        Projection::new(self, fluents, target, most)
    }

    /// Whether lives are sure to have ended.
    pub(super) fn has_ended(&self, known: &impl Known) -> bool {
        self.endings.iter().any(|ending| truth(ending, known).is_certain())
    }
}
