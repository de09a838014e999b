//! Whether a condition may hold and whether it may fail, and what an expression may come to, where values are known in part.

use smallvec::SmallVec;

use crate::program::expression::compare;
use crate::proving::values::{MOST_PAIRS, Values, calculated};
use crate::task::{Condition, Expression, Relation, UNKNOWN};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truth {
    /// It may hold.
    pub yes: bool,
    /// It may fail.
    pub no: bool,
}

impl Truth {
    pub const OPEN: Truth = Truth { yes: true, no: true };

    pub fn of(truth: bool) -> Truth {
        Truth { yes: truth, no: !truth }
    }

    pub fn or(self, other: Truth) -> Truth {
        Truth { yes: self.yes || other.yes, no: self.no || other.no }
    }

    pub fn is_certain(self) -> bool {
        self.yes && !self.no
    }
}

/// What is known of the values of the world.
pub trait Known {
    /// The one value, or a set.
    fn of(&self, fluent: usize) -> Is<'_>;
}

#[derive(Clone, Copy, Debug)]
pub enum Is<'a> {
    One(i64),
    Among(&'a Values),
}

impl Is<'_> {
    pub fn values(self) -> Values {
        match self {
            Is::One(value) => Values::one(value),
            Is::Among(values) => values.clone(),
        }
    }
}

pub fn truth(condition: &Condition, known: &impl Known) -> Truth {
    match condition {
        Condition::All(parts) => {
            let mut found = Truth::of(true);
            for part in parts {
                let part = truth(part, known);
                found = Truth { yes: found.yes && part.yes, no: found.no || part.no };
                if !found.yes && found.no {
                    break;
                }
            }
            found
        }
        Condition::Any(parts) => {
            let mut found = Truth::of(false);
            for part in parts {
                let part = truth(part, known);
                found = Truth { yes: found.yes || part.yes, no: found.no && part.no };
                if found.yes && !found.no {
                    break;
                }
            }
            found
        }
        Condition::Compare(relation, left, right, manner) => {
            if manner.denied || looks_inside(left) || looks_inside(right) {
                return Truth::OPEN;
            }
            match (relation, left, right) {
                (Relation::Known | Relation::MayBe | Relation::Knows, ..) => Truth::OPEN,
                (Relation::In, Expression::Read(_, fluent), allowed) => among(known.of(*fluent), allowed),
                (Relation::In, ..) => Truth::OPEN,
                (_, Expression::Read(_, fluent), Expression::Read(_, other)) if fluent == other => {
                    Truth::of(matches!(relation, Relation::Equal | Relation::LessOrEqual | Relation::GreaterOrEqual))
                }
                (_, Expression::Read(_, fluent), Expression::Constant(value)) => match known.of(*fluent) {
                    Is::One(one) => Truth::of(compare(*relation, one, *value)),
                    Is::Among(values) => relate(*relation, values, &Values::one(*value)),
                },
                _ => relate(*relation, &values(left, known), &values(right, known)),
            }
        }
    }
}

/// Whether a comparison of two values may hold, and whether it may fail.
fn relate(relation: Relation, left: &Values, right: &Values) -> Truth {
    if let (Some(first), Some(second)) = (left.single(), right.single()) {
        return Truth::of(compare(relation, first, second));
    }
    if left.is_none() || right.is_none() {
        return Truth { yes: false, no: false };
    }
    match (left, right) {
        (Values::Listed(first), Values::Listed(second)) if first.len() * second.len() <= MOST_PAIRS => {
            let mut truth = Truth { yes: false, no: false };
            for &one in first {
                for &other in second {
                    truth = truth.or(Truth::of(compare(relation, one, other)));
                    if truth == Truth::OPEN {
                        return truth;
                    }
                }
            }
            truth
        }
        _ => {
            let (Some(first), Some(second)) = (left.hull(), right.hull()) else { return Truth::OPEN };
            if left.contains(UNKNOWN) || right.contains(UNKNOWN) {
                return Truth::OPEN;
            }
            match relation {
                Relation::Equal if first.1 < second.0 || second.1 < first.0 => Truth::of(false),
                Relation::Unequal if first.1 < second.0 || second.1 < first.0 => Truth::of(true),
                Relation::Less => Truth { yes: first.0 < second.1, no: first.1 >= second.0 },
                Relation::LessOrEqual => Truth { yes: first.0 <= second.1, no: first.1 > second.0 },
                Relation::Greater => Truth { yes: first.1 > second.0, no: first.0 <= second.1 },
                Relation::GreaterOrEqual => Truth { yes: first.1 >= second.0, no: first.0 < second.1 },
                _ => Truth::OPEN,
            }
        }
    }
}

fn among(is: Is<'_>, allowed: &Expression) -> Truth {
    let is_allowed = |value: i64| match allowed {
        Expression::Constant(one) => *one == value,
        Expression::Several(values) => values.contains(&value),
        _ => true,
    };
    match is {
        Is::One(value) => Truth::of(is_allowed(value)),
        Is::Among(Values::Listed(values)) => {
            Truth { yes: values.iter().any(|&value| is_allowed(value)), no: values.iter().any(|&value| !is_allowed(value)) }
        }
        Is::Among(_) => Truth::OPEN,
    }
}

pub fn values(expression: &Expression, known: &impl Known) -> Values {
    match expression {
        Expression::Constant(value) => Values::one(*value),
        Expression::Several(values) => Values::listed(values.iter().copied().collect()),
        Expression::Read(path, fluent) => {
            if path.is_empty() {
                known.of(*fluent).values()
            } else {
                Values::Anything
            }
        }
        Expression::Arithmetic(operator, left, right) => calculated(*operator, &values(left, known), &values(right, known)),
        Expression::Choose(condition, then, otherwise) => {
            let truth = truth(condition, known);
            let mut found = if truth.yes { values(then, known) } else { Values::none() };
            if truth.no {
                found.add(&values(otherwise, known));
            }
            found
        }
    }
}

/// Whether an expression depends on what somebody believes.
fn looks_inside(expression: &Expression) -> bool {
    match expression {
        Expression::Constant(_) | Expression::Several(_) => false,
        Expression::Read(path, _) => !path.is_empty(),
        // What it comes to is worked out part by part.
        Expression::Arithmetic(_, left, right) => looks_inside(left) || looks_inside(right),
        Expression::Choose(_, then, otherwise) => looks_inside(then) || looks_inside(otherwise),
    }
}

/// What must be so of single fluents where a condition holds: each with the values of `known` that it leaves.
pub fn narrowed(condition: &Condition, known: &impl Known) -> SmallVec<[(usize, Values); 4]> {
    let mut found = SmallVec::new();
    narrow(condition, known, &mut found);
    found
}

fn narrow(condition: &Condition, known: &impl Known, found: &mut SmallVec<[(usize, Values); 4]>) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| narrow(part, known, found)),
        Condition::Compare(relation, Expression::Read(path, fluent), right, manner) if path.is_empty() && !manner.denied => {
            let mut keep = |allowed: &dyn Fn(&Values) -> Values| match found.iter_mut().find(|entry| entry.0 == *fluent) {
                Some(entry) => entry.1 = allowed(&entry.1),
                None => {
                    let before = known.of(*fluent).values();
                    let after = allowed(&before);
                    if after != before {
                        found.push((*fluent, after));
                    }
                }
            };
            match (relation, right) {
                (Relation::In, Expression::Several(values)) => keep(&|before: &Values| match before {
                    Values::Listed(list) => {
                        Values::Listed(list.iter().copied().filter(|value| values.contains(value)).collect())
                    }
                    _ => Values::listed(values.iter().copied().filter(|&value| before.contains(value)).collect()),
                }),
                (Relation::In, Expression::Constant(value)) => {
                    keep(&|before: &Values| before.compared(Relation::Equal, *value));
                }
                (Relation::Known | Relation::MayBe | Relation::Knows | Relation::In, _) => {}
                (_, Expression::Constant(value)) => keep(&|before: &Values| before.compared(*relation, *value)),
                _ => {}
            }
        }
        _ => {}
    }
}
