//! Sums that never grow, or never shrink: numbers of one sort, such as everybody's coins, of which no event makes more in all
//! (a linear place invariant, as of Petri nets). They bound what each of the numbers can come to be.

use crate::proving::events::{Change, Event, Within};
use crate::proving::truth::{Known, narrowed, truth, values};
use crate::proving::values::Values;
use crate::task::{Arithmetic, Expression, Fluent, UNKNOWN};

/// The sum of some numbers never leaves these bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub fluents: Vec<usize>,
    pub least: Option<i64>,
    pub most: Option<i64>,
}

impl Sum {
    /// What is known of the sum of some numbers; None: it may grow as well as shrink.
    pub fn new(group: &[usize], fluents: &[Fluent], events: &[Event], ranges: &impl Known, initial: &[i64]) -> Option<Sum> {
        if group.len() < 2 || group.iter().any(|&fluent| ranges.of(fluent).values().contains(UNKNOWN)) {
            return None;
        }
        let (mut grows, mut shrinks) = (false, false);
        for event in events.iter().filter(|event| event.changes.iter().any(|change| group.contains(&change.fluent))) {
            if !event.may_happen(ranges) {
                continue;
            }
            let narrowed = narrowed(&event.precondition, ranges);
            let known = Within { narrowed: &narrowed, around: ranges };
            let (mut least, mut most) = (0i64, 0i64);
            for change in event.changes.iter().filter(|change| group.contains(&change.fluent)) {
                let (less, more) = difference(change, &known, &fluents[change.fluent])?;
                least = least.saturating_add(less);
                most = most.saturating_add(more);
            }
            grows |= most > 0;
            shrinks |= least < 0;
            if grows && shrinks {
                return None;
            }
        }
        let sum = group.iter().map(|&fluent| initial[fluent]).sum();
        Some(Sum { fluents: group.to_vec(), least: (!shrinks).then_some(sum), most: (!grows).then_some(sum) })
    }

    /// Whether a sum is possible, given what some of its numbers are.
    pub fn allows(&self, known: &impl Known) -> bool {
        let Some((least, most)) = self.bounds(known, None) else { return true };
        self.most.is_none_or(|bound| least <= bound) && self.least.is_none_or(|bound| most >= bound)
    }

    /// The bounds that it sets to one of its numbers.
    pub fn of_one(&self, fluent: usize, known: &impl Known) -> (Option<i64>, Option<i64>) {
        let Some((least, most)) = self.bounds(known, Some(fluent)) else { return (None, None) };
        (self.least.map(|bound| bound - most), self.most.map(|bound| bound - least))
    }

    /// The least and the greatest that the numbers come to, but for one.
    fn bounds(&self, known: &impl Known, but: Option<usize>) -> Option<(i64, i64)> {
        let mut bounds = (0i64, 0i64);
        for &fluent in self.fluents.iter().filter(|&&fluent| Some(fluent) != but) {
            let (least, most) = known.of(fluent).values().hull()?;
            bounds = (bounds.0.saturating_add(least), bounds.1.saturating_add(most));
        }
        Some(bounds)
    }
}

/// By how much at least, and at most, a number is greater after a change.
fn difference(change: &Change, known: &impl Known, fluent: &Fluent) -> Option<(i64, i64)> {
    let before = known.of(change.fluent).values();
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    let mut may_stay = true;
    for (condition, value) in &change.cases {
        let truth = truth(condition, known);
        if !truth.yes {
            continue;
        }
        may_stay &= truth.no;
        let (less, more) = match shift(value, change.fluent) {
            Some(by) => shifted(by, &before, fluent)?,
            None => {
                let after = values(value, known).assigned(fluent, true);
                let ((first, last), (old, older)) = (after.hull()?, before.hull()?);
                (first.saturating_sub(older), last.saturating_sub(old))
            }
        };
        least = least.min(less);
        most = most.max(more);
    }
    if may_stay {
        least = least.min(0);
        most = most.max(0);
    }
    Some((least, most))
}

/// By how much a value is greater than what its fluent was.
fn shift(value: &Expression, fluent: usize) -> Option<i64> {
    let Expression::Arithmetic(operator, left, right) = value else { return None };
    match (operator, &**left, &**right) {
        (Arithmetic::Add, Expression::Read(path, read), Expression::Constant(by))
        | (Arithmetic::Add, Expression::Constant(by), Expression::Read(path, read))
            if path.is_empty() && *read == fluent =>
        {
            Some(*by)
        }
        (Arithmetic::Subtract, Expression::Read(path, read), Expression::Constant(by))
            if path.is_empty() && *read == fluent =>
        {
            Some(-by)
        }
        _ => None,
    }
}

/// The same with what the bounds of the fluent leave of it.
fn shifted(by: i64, before: &Values, fluent: &Fluent) -> Option<(i64, i64)> {
    let (first, last) = before.hull()?;
    let clamp = |value: i64| {
        let raised = fluent.low.map_or(value, |low| value.max(low));
        fluent.high.map_or(raised, |high| raised.min(high))
    };
    let (one, other) = (clamp(first.saturating_add(by)) - first, clamp(last.saturating_add(by)) - last);
    Some((one.min(other), one.max(other)))
}
