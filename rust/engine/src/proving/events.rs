//! Acts and triggers as far as they change the world: what anybody comes to believe is left aside.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::proving::truth::{Is, Known, narrowed, truth, values};
use crate::proving::values::Values;
use crate::task::{self, Condition, Expression, Fluent, Reads};

/// Calls `visit` with each fluent of the world that is read.
pub fn of_world(term: &impl Reads, visit: &mut dyn FnMut(usize)) {
    term.reads(&mut |path, fluent| {
        if path.is_empty() {
            visit(fluent);
        }
    });
}

/// All effects on one fluent.
#[derive(Debug)]
pub struct Change {
    pub fluent: usize,
    pub cases: Vec<(Arc<Condition>, Arc<Expression>)>,
}

#[derive(Debug)]
pub struct Event {
    pub precondition: Arc<Condition>,
    pub changes: Vec<Change>,
    /// It may never happen: it was left out.
    pub is_out: bool,
}

impl Event {
    pub fn new(precondition: Arc<Condition>, effects: Vec<task::Effect>) -> Event {
        let mut changes: Vec<Change> = vec![];
        for effect in effects.into_iter().filter(|effect| effect.path.is_empty() && !effect.keeps()) {
            let case = (effect.condition, effect.value);
            match changes.iter_mut().find(|change| change.fluent == effect.fluent) {
                Some(change) => change.cases.push(case),
                None => changes.push(Change { fluent: effect.fluent, cases: vec![case] }),
            }
        }
        Event { precondition, changes, is_out: false }
    }

    /// Whether it may happen where this is known.
    pub fn may_happen(&self, known: &impl Known) -> bool {
        !self.is_out
            && truth(&self.precondition, known).yes
            && !narrowed(&self.precondition, known).iter().any(|(_, values)| values.is_none())
    }

    /// The fluents whose values make a difference to whether it happens and to what it does, some of them more than once.
    pub fn reads(&self, visit: &mut dyn FnMut(usize)) {
        of_world(&*self.precondition, visit);
        self.changes.iter().for_each(|change| change.reads(visit));
    }
}

impl Change {
    /// The fluents of the world that it reads.
    pub fn reads(&self, visit: &mut dyn FnMut(usize)) {
        for (condition, value) in &self.cases {
            of_world(&**condition, visit);
            of_world(&**value, visit);
        }
    }

    /// All that its fluent may be after an event that happens where this is known.
    pub fn outcome(&self, known: &impl Known, fluent: &Fluent, sets: bool) -> Values {
        let mut found = Values::none();
        let mut may_stay = true;
        for (condition, value) in &self.cases {
            let truth = truth(condition, known);
            if truth.yes {
                found.add(&values(value, known).assigned(fluent, sets));
                may_stay &= truth.no;
            }
        }
        if may_stay {
            found.add(&known.of(self.fluent).values());
        }
        found
    }
}

/// What is known of the world in an event: what its precondition says of single fluents, else what holds anyway.
pub struct Within<'a, K: Known> {
    pub narrowed: &'a [(usize, Values)],
    pub around: &'a K,
}

impl<K: Known> Known for Within<'_, K> {
    fn of(&self, fluent: usize) -> Is<'_> {
        match self.narrowed.iter().find(|(other, _)| *other == fluent) {
            Some((_, values)) => Is::Among(values),
            None => self.around.of(fluent),
        }
    }
}

pub type Narrowed = SmallVec<[(usize, Values); 4]>;
