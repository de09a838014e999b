//! What each fluent of the world can come to be in any life: the least sets of values that hold what is so at the start and
//! that no act and no trigger leads out of (a Cartesian abstraction, run to its fixpoint; Cousot and Cousot, POPL 1977).

use crate::proving::events::{Event, Within};
use crate::proving::sums::Sum;
use crate::proving::truth::{Is, Known, narrowed, truth};
use crate::proving::values::Values;
use crate::task::{Fluent, Sort};

/// A number whose values have grown so often is taken to be able to have all.
const PATIENCE: u32 = 300;

/// A number is not below, nor above.
type Bounds = (Option<i64>, Option<i64>);

#[derive(Clone, Debug)]
pub struct Ranges(pub Vec<Values>);

impl Known for Ranges {
    fn of(&self, fluent: usize) -> Is<'_> {
        Is::Among(&self.0[fluent])
    }
}

impl Ranges {
    pub fn new(fluents: &[Fluent], events: &[Event], initial: &[i64], sets: bool) -> Ranges {
        Ranges::bounded(fluents, events, initial, &vec![(None, None); fluents.len()], sets)
    }

    /// The same where sums are known that never leave their bounds. `self`: what is known without them.
    pub fn within(&self, fluents: &[Fluent], events: &[Event], initial: &[i64], sums: &[Sum], sets: bool) -> Ranges {
        // The others of a sum are taken from what is known already: what has been found on the way does not hold all of them.
        let mut bounds: Vec<Bounds> = vec![(None, None); fluents.len()];
        for sum in sums {
            for &fluent in &sum.fluents {
                let ((least, most), (low, high)) = (bounds[fluent], sum.of_one(fluent, self));
                bounds[fluent] = (least.max(low), most.map_or(high, |most| Some(high.map_or(most, |high| high.min(most)))));
            }
        }
        Ranges::bounded(fluents, events, initial, &bounds, sets)
    }

    fn bounded(fluents: &[Fluent], events: &[Event], initial: &[i64], bounds: &[Bounds], sets: bool) -> Ranges {
        let mut ranges = Ranges(initial.iter().map(|&value| Values::one(value)).collect());
        let mut readers: Vec<Vec<u32>> = vec![vec![]; fluents.len()];
        for (number, event) in events.iter().enumerate().filter(|(_, event)| !event.is_out && !event.changes.is_empty()) {
            event.reads(&mut |fluent| {
                if readers[fluent].last() != Some(&(number as u32)) {
                    readers[fluent].push(number as u32);
                }
            });
        }
        let mut grown = vec![0u32; fluents.len()];
        let mut is_waiting: Vec<bool> = events.iter().map(|event| !event.is_out && !event.changes.is_empty()).collect();
        let mut waiting: std::collections::VecDeque<u32> =
            (0..events.len() as u32).filter(|&number| is_waiting[number as usize]).collect();
        while let Some(number) = waiting.pop_front() {
            is_waiting[number as usize] = false;
            for (fluent, values) in ranges.after(&events[number as usize], fluents, sets) {
                if !ranges.0[fluent].add(&values.within(bounds[fluent])) {
                    continue;
                }
                grown[fluent] += 1;
                if grown[fluent] > PATIENCE && fluents[fluent].sort == Sort::Number {
                    let all = Values::of_fluent(&fluents[fluent], sets);
                    ranges.0[fluent].add(&all);
                }
                for &reader in &readers[fluent] {
                    if !std::mem::replace(&mut is_waiting[reader as usize], true) {
                        waiting.push_back(reader);
                    }
                }
                // What an event writes it may write again from there.
                if !std::mem::replace(&mut is_waiting[number as usize], true) {
                    waiting.push_back(number);
                }
            }
        }
        ranges
    }

    /// All values that fluents may have after an event.
    fn after(&self, event: &Event, fluents: &[Fluent], sets: bool) -> Vec<(usize, Values)> {
        if !truth(&event.precondition, self).yes {
            return vec![];
        }
        let narrowed = narrowed(&event.precondition, self);
        if narrowed.iter().any(|(_, values)| values.is_none()) {
            return vec![];
        }
        let known = Within { narrowed: &narrowed, around: self };
        if !truth(&event.precondition, &known).yes {
            return vec![];
        }
        let outcome =
            |change: &crate::proving::events::Change| (change.fluent, change.outcome(&known, &fluents[change.fluent], sets));
        event.changes.iter().map(outcome).collect()
    }
}
