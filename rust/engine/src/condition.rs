//! Conditions and expressions made ready for packed states.

use crate::fault::{Outcome, Overflow};
use crate::graph::View;
use crate::layout::Layout;
use crate::task::{self, Arithmetic, LARGEST, Relation, UNKNOWN};

pub type Path = Box<[usize]>;

#[derive(Clone, Debug)]
pub enum Expression {
    Constant(i64),
    Read(Path, usize),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Choose(Box<Guard>, Box<Condition>, Box<Expression>, Box<Expression>),
}

/// An atom that tests bits of one word: `fluent == constant`, or its negation.
#[derive(Clone, Debug)]
pub struct Test {
    pub path: Path,
    pub fluent: usize,
    pub word: usize,
    pub mask: u64,
    pub want: u64,
    pub negated: bool,
}

#[derive(Clone, Debug)]
pub enum Condition {
    Test(Test),
    Compare(Relation, Expression, Expression),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
}

/// A condition whose conjunction of tests on the state's own words has been gathered in front.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Word, mask, and the bits that there must be.
    own: Box<[(u32, u64, u64)]>,
    /// Word, mask, and the bits that there must not be.
    not: Box<[(u32, u64, u64)]>,
    /// The same in minds, with whether there must or must not be.
    told: Box<[Told]>,
    rest: Box<[Condition]>,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    mind: u32,
    word: u32,
    mask: u64,
    bits: u64,
    negated: bool,
}

impl Guard {
    pub fn new(condition: &Condition) -> Guard {
        let mut parts = Parts::default();
        parts.gather(condition);
        Guard { own: parts.own.into(), not: parts.not.into(), told: parts.told.into(), rest: parts.rest.into() }
    }

    pub fn is_true(&self) -> bool {
        self.own.is_empty() && self.not.is_empty() && self.told.is_empty() && self.rest.is_empty()
    }

    #[inline]
    pub fn holds(&self, view: &View<'_>) -> Result<bool, Overflow> {
        for &(word, mask, want) in &self.own {
            if view.words[word as usize] & mask != want {
                return Ok(false);
            }
        }
        for &(word, mask, bits) in &self.not {
            if view.words[word as usize] & mask == bits {
                return Ok(false);
            }
        }
        for told in &self.told {
            let words = view.along(&[told.mind as usize]);
            if (words[told.word as usize] & told.mask == told.bits) == told.negated {
                return Ok(false);
            }
        }
        for part in &self.rest {
            if !part.holds(view)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[derive(Default)]
struct Parts {
    own: Vec<(u32, u64, u64)>,
    not: Vec<(u32, u64, u64)>,
    told: Vec<Told>,
    rest: Vec<Condition>,
}

impl Parts {
    fn gather(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) => parts.iter().for_each(|part| self.gather(part)),
            Condition::Test(Test { path, word, mask, want, negated, .. }) => {
                let (word, mask, bits, negated) = (*word as u32, *mask, *want, *negated);
                match **path {
                    [] if negated => self.not.push((word, mask, bits)),
                    [] => match self.own.iter_mut().find(|known| known.0 == word && (known.1 & mask == 0)) {
                        Some(known) => {
                            known.1 |= mask;
                            known.2 |= bits;
                        }
                        None => self.own.push((word, mask, bits)),
                    },
                    [mind] => self.told.push(Told { mind: mind as u32, word, mask, bits, negated }),
                    _ => self.rest.push(condition.clone()),
                }
            }
            other => self.rest.push(other.clone()),
        }
    }
}

impl Condition {
    pub fn new(raw: &task::Condition, layout: &Layout) -> Outcome<Condition> {
        use task::Expression::{Constant, Read};
        Ok(match raw {
            task::Condition::All(parts) => Condition::All(all(parts, layout)?),
            task::Condition::Any(parts) => Condition::Any(all(parts, layout)?),
            task::Condition::Compare(relation @ (Relation::Equal | Relation::Unequal), Read(path, fluent), Constant(value)) => {
                let negated = *relation == Relation::Unequal;
                let field = &layout.fields[*fluent];
                match field.pack(*value) {
                    Some(want) => Condition::Test(Test {
                        path: path.as_slice().into(),
                        fluent: *fluent,
                        word: field.word,
                        mask: field.mask,
                        want,
                        negated,
                    }),
                    None if negated => Condition::All(Box::default()),
                    None => Condition::Any(Box::default()),
                }
            }
            task::Condition::Compare(relation, left, right) => {
                Condition::Compare(*relation, Expression::new(left, layout)?, Expression::new(right, layout)?)
            }
        })
    }

    pub fn holds(&self, view: &View<'_>) -> Result<bool, Overflow> {
        match self {
            Condition::Test(test) => Ok((view.along(&test.path)[test.word] & test.mask == test.want) != test.negated),
            Condition::Compare(relation, left, right) => Ok(compare(*relation, left.value(view)?, right.value(view)?)),
            Condition::All(parts) => {
                for part in parts {
                    if !part.holds(view)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Any(parts) => {
                for part in parts {
                    if part.holds(view)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// The atoms of those clauses of the condition (in disjunctive normal form) that are true in a state.
    pub fn true_atoms<'a>(&'a self, view: &View<'_>, found: &mut Vec<&'a Condition>) -> Result<(), Overflow> {
        if !self.holds(view)? {
            return Ok(());
        }
        match self {
            Condition::Test(_) | Condition::Compare(..) => found.push(self),
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.true_atoms(view, found)?;
                }
            }
        }
        Ok(())
    }

    /// Whether this is an atom `==`.
    pub fn is_equation(&self) -> bool {
        match self {
            Condition::Test(test) => !test.negated,
            Condition::Compare(relation, ..) => *relation == Relation::Equal,
            Condition::All(_) | Condition::Any(_) => false,
        }
    }

    /// Calls `visit` with each path and fluent that is read.
    pub fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Condition::Test(test) => visit(&test.path, test.fluent),
            Condition::Compare(_, left, right) => {
                left.reads(visit);
                right.reads(visit);
            }
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.reads(visit)),
        }
    }
}

fn all(parts: &[task::Condition], layout: &Layout) -> Outcome<Box<[Condition]>> {
    parts.iter().map(|part| Condition::new(part, layout)).collect()
}

impl Expression {
    pub fn new(raw: &task::Expression, layout: &Layout) -> Outcome<Expression> {
        Ok(match raw {
            task::Expression::Constant(value) => Expression::Constant(*value),
            task::Expression::Read(path, fluent) => Expression::Read(path.as_slice().into(), *fluent),
            task::Expression::Arithmetic(operator, left, right) => Expression::Arithmetic(
                *operator,
                Box::new(Expression::new(left, layout)?),
                Box::new(Expression::new(right, layout)?),
            ),
            task::Expression::Choose(condition, then, otherwise) => {
                let condition = Condition::new(condition, layout)?;
                Expression::Choose(
                    Box::new(Guard::new(&condition)),
                    Box::new(condition),
                    Box::new(Expression::new(then, layout)?),
                    Box::new(Expression::new(otherwise, layout)?),
                )
            }
        })
    }

    pub fn value(&self, view: &View<'_>) -> Result<i64, Overflow> {
        match self {
            Expression::Constant(value) => Ok(*value),
            Expression::Read(path, fluent) => Ok(view.layout.value(view.along(path), *fluent)),
            Expression::Arithmetic(operator, left, right) => calculate(*operator, left.value(view)?, right.value(view)?),
            Expression::Choose(guard, _, then, otherwise) => {
                if guard.holds(view)? {
                    then.value(view)
                } else {
                    otherwise.value(view)
                }
            }
        }
    }

    pub fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Expression::Constant(_) => {}
            Expression::Read(path, fluent) => visit(path, *fluent),
            Expression::Arithmetic(_, left, right) => {
                left.reads(visit);
                right.reads(visit);
            }
            Expression::Choose(_, condition, then, otherwise) => {
                condition.reads(visit);
                then.reads(visit);
                otherwise.reads(visit);
            }
        }
    }

    /// A value that the expression never exceeds, if one is easily seen.
    pub fn greatest(&self, layout: &Layout) -> i64 {
        match self {
            Expression::Constant(value) => *value,
            Expression::Read(_, fluent) => layout.fields[*fluent].greatest_value(),
            Expression::Choose(_, _, then, otherwise) => then.greatest(layout).max(otherwise.greatest(layout)),
            Expression::Arithmetic(Arithmetic::Add, left, right) => {
                left.greatest(layout).saturating_add(right.greatest(layout)).min(LARGEST)
            }
            Expression::Arithmetic(Arithmetic::Least, left, right) => left.greatest(layout).min(right.greatest(layout)),
            Expression::Arithmetic(Arithmetic::Greatest, left, right) => left.greatest(layout).max(right.greatest(layout)),
            Expression::Arithmetic(..) => LARGEST,
        }
    }
}

fn calculate(operator: Arithmetic, left: i64, right: i64) -> Result<i64, Overflow> {
    if left == UNKNOWN || right == UNKNOWN {
        return Ok(UNKNOWN);
    }
    let result = match operator {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide if right == 0 => return Ok(UNKNOWN),
        Arithmetic::Divide => Some(left.div_euclid(right) - i64::from(right < 0 && left.rem_euclid(right) != 0)),
        Arithmetic::Least => Some(left.min(right)),
        Arithmetic::Greatest => Some(left.max(right)),
    };
    result.filter(|number| number.abs() <= LARGEST).ok_or(Overflow)
}

fn compare(relation: Relation, left: i64, right: i64) -> bool {
    let known = left != UNKNOWN && right != UNKNOWN;
    match relation {
        Relation::Equal => left == right,
        Relation::Unequal => left != right,
        Relation::Less => known && left < right,
        Relation::Greater => known && left > right,
        Relation::LessOrEqual => left == right || (known && left < right),
        Relation::GreaterOrEqual => left == right || (known && left > right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_down_whatever_the_signs() {
        for (left, right, expected) in [(7, 2, 3), (-7, 2, -4), (7, -2, -4), (-7, -2, 3), (6, -2, -3), (-6, 2, -3)] {
            assert_eq!(calculate(Arithmetic::Divide, left, right), Ok(expected), "{left} / {right}");
        }
        assert_eq!(calculate(Arithmetic::Divide, 7, 0), Ok(UNKNOWN));
    }

    #[test]
    fn numbers_beyond_the_largest_overflow() {
        assert_eq!(calculate(Arithmetic::Add, LARGEST, 1), Err(Overflow));
        assert_eq!(calculate(Arithmetic::Multiply, LARGEST, LARGEST), Err(Overflow));
        assert_eq!(calculate(Arithmetic::Multiply, LARGEST, UNKNOWN), Ok(UNKNOWN));
    }

    #[test]
    fn unknown_equals_itself_and_is_neither_less_nor_greater() {
        assert!(compare(Relation::Equal, UNKNOWN, UNKNOWN));
        assert!(compare(Relation::LessOrEqual, UNKNOWN, UNKNOWN));
        assert!(!compare(Relation::Less, UNKNOWN, 3));
        assert!(!compare(Relation::GreaterOrEqual, 3, UNKNOWN));
        assert!(compare(Relation::Unequal, 3, UNKNOWN));
    }
}
