//! Expressions made ready for packed states. What a mind has of a fluent may be several values (semantics 8.2).

use smallvec::SmallVec;

use crate::fault::{Outcome, Overflow};
use crate::program::condition::Condition;
use crate::program::guard::Guard;
use crate::program::layout::{Layout, Values};
use crate::program::view::View;
use crate::task::{self, Arithmetic, LARGEST, Reads, Relation, UNKNOWN};

pub type Expression = task::Expression<Choice>;

/// The condition of a choice, which is looked at by its guard where it is either true or false.
#[derive(Clone, Debug)]
pub struct Choice {
    guard: Guard,
    condition: Condition,
}

impl Reads for Choice {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        self.condition.reads(visit);
    }
}

/// What an expression may be, ascending. Of several values: `told`: whether whoever is told it comes to know which it is;
/// `known`: whether this mind, being an idea of another's, is marked as knowing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    pub values: Values,
    pub told: bool,
    pub known: bool,
}

/// What somebody wants, or is asked about: an expression whose value counts.
#[derive(Clone, Debug)]
pub struct Want {
    expression: Expression,
    /// A value that it never exceeds.
    pub greatest: i64,
    is_open: bool,
}

impl Want {
    pub fn new(raw: &task::Expression, layout: &Layout) -> Outcome<Want> {
        let expression = Expression::new(raw, layout)?;
        Ok(Want { greatest: expression.greatest(layout), is_open: expression.is_open(layout), expression })
    }

    /// What is not known does not count, and of several values of a number that one counts which makes it least (semantics
    /// 8.2).
    pub fn value(&self, view: &View<'_>) -> Result<i64, Overflow> {
        if !self.is_open {
            return self.expression.value(view);
        }
        match self.expression.plain(view)? {
            Some(value) => Ok(value),
            None => Ok(self.expression.wanted(view)?[0]),
        }
    }
}

impl Expression {
    pub fn new(raw: &task::Expression, layout: &Layout) -> Outcome<Expression> {
        Ok(match raw {
            task::Expression::Constant(value) => Expression::Constant(*value),
            task::Expression::Several(values) => Expression::Several(values.clone()),
            task::Expression::Read(path, fluent) => Expression::Read(path.clone(), *fluent),
            task::Expression::Arithmetic(operator, left, right) => Expression::Arithmetic(
                *operator,
                Box::new(Expression::new(left, layout)?),
                Box::new(Expression::new(right, layout)?),
            ),
            task::Expression::Choose(condition, then, otherwise) => {
                let condition = Condition::new(condition, layout)?;
                Expression::Choose(
                    Box::new(Choice { guard: Guard::new(&condition), condition }),
                    Box::new(Expression::new(then, layout)?),
                    Box::new(Expression::new(otherwise, layout)?),
                )
            }
        })
    }

    /// The value, `UNKNOWN` where several are possible.
    pub fn value(&self, view: &View<'_>) -> Result<i64, Overflow> {
        match self {
            Expression::Constant(value) => Ok(*value),
            Expression::Several(_) => Ok(UNKNOWN),
            Expression::Read(path, fluent) => Ok(view.layout.value(view.along(path), *fluent)),
            Expression::Arithmetic(operator, left, right) => calculate(*operator, left.value(view)?, right.value(view)?),
            Expression::Choose(choice, then, otherwise) => {
                if choice.guard.holds(view)? {
                    then.value(view)
                } else {
                    otherwise.value(view)
                }
            }
        }
    }

    /// The same as it is read in the mind at the end of the first part, so long, of every path.
    pub fn without(&self, length: usize) -> Expression {
        match self {
            Expression::Read(path, fluent) => Expression::Read(path[length..].into(), *fluent),
            Expression::Arithmetic(operator, left, right) => {
                Expression::Arithmetic(*operator, Box::new(left.without(length)), Box::new(right.without(length)))
            }
            // No precondition has a choice, and beliefs are asked about in preconditions as a rule.
            other => other.clone(),
        }
    }

    /// The value if everything that is read has this one.
    pub fn where_read(&self, value: i64) -> i64 {
        match self {
            Expression::Constant(constant) => *constant,
            Expression::Read(..) => value,
            Expression::Arithmetic(operator, left, right) => {
                calculate(*operator, left.where_read(value), right.where_read(value)).unwrap_or(UNKNOWN)
            }
            Expression::Several(_) | Expression::Choose(..) => UNKNOWN,
        }
    }

    pub fn reads_any(&self) -> bool {
        let mut found = false;
        self.reads(&mut |_, _| found = true);
        found
    }

    /// Whether it reads a fluent of which several values may be possible.
    pub fn is_open(&self, layout: &Layout) -> bool {
        let mut found = false;
        self.reads(&mut |_, fluent| found |= layout.fields[fluent].is_open());
        found
    }

    /// The values that a fluent or a constant may have; `room` is for one of them.
    pub fn simple<'a>(&'a self, view: &View<'a>, room: &'a mut [i64; 1]) -> Option<&'a [i64]> {
        match self {
            Expression::Several(values) => Some(values),
            Expression::Constant(value) => {
                *room = [*value];
                Some(room)
            }
            Expression::Read(path, fluent) => {
                let field = &view.layout.fields[*fluent];
                let word = view.along(path)[field.word];
                match field.several(word) {
                    Some(set) => Some(&set.values),
                    None => {
                        *room = [field.unpack(word)];
                        Some(room)
                    }
                }
            }
            Expression::Arithmetic(..) | Expression::Choose(..) => None,
        }
    }

    /// The value of a fluent or a constant, if it is one.
    #[inline]
    pub fn single(&self, view: &View<'_>) -> Option<i64> {
        match self {
            Expression::Constant(value) => Some(*value),
            Expression::Read(path, fluent) => {
                let field = &view.layout.fields[*fluent];
                field.single(view.along(path)[field.word])
            }
            _ => None,
        }
    }

    /// What it may be (semantics 8.2).
    pub fn possible(&self, view: &View<'_>) -> Result<Possible, Overflow> {
        self.possible_to(view, &[])
    }

    /// The same. `holder`: the mind in whose idea somebody is told.
    pub fn possible_to(&self, view: &View<'_>, holder: &[usize]) -> Result<Possible, Overflow> {
        let certain = |value: i64| Possible { values: SmallVec::from_elem(value, 1), told: false, known: false };
        Ok(match self {
            Expression::Constant(value) => certain(*value),
            Expression::Several(values) => Possible { values: values.as_slice().into(), told: false, known: false },
            Expression::Read(path, fluent) => {
                let field = &view.layout.fields[*fluent];
                let word = view.along(path)[field.word];
                match field.several(word) {
                    Some(set) => {
                        // What is marked further in is known to somebody in somebody's idea, who does not know it himself.
                        let near = 1 + if path.starts_with(holder) { holder.len() } else { 0 };
                        let told = path.is_empty() || set.known && path.len() <= near;
                        Possible { values: set.values.as_ref().into(), told, known: set.known && path.is_empty() }
                    }
                    None => certain(field.unpack(word)),
                }
            }
            Expression::Choose(choice, then, otherwise) => match choice.condition.truth(view)? {
                Some(true) => then.possible_to(view, holder)?,
                Some(false) => otherwise.possible_to(view, holder)?,
                None => {
                    let (mut yes, no) = (then.possible_to(view, holder)?, otherwise.possible_to(view, holder)?);
                    yes.values.extend(no.values);
                    Possible { values: ascending(yes.values), told: true, known: false }
                }
            },
            Expression::Arithmetic(operator, left, right) => {
                let (left, right) = (left.possible_to(view, holder)?, right.possible_to(view, holder)?);
                let several = [&left, &right].map(|side| if side.values.len() > 1 { Some(side) } else { None });
                let told = several.iter().flatten().any(|side| side.told);
                let known = several.iter().any(Option::is_some) && several.iter().flatten().all(|side| side.known);
                Possible { values: combine(*operator, &left.values, &right.values)?, told, known }
            }
        })
    }

    /// The same where all that is read has one value; else None.
    fn plain(&self, view: &View<'_>) -> Result<Option<i64>, Overflow> {
        match self {
            Expression::Choose(choice, then, otherwise) => {
                if choice.guard.holds(view)? {
                    then.plain(view)
                } else {
                    otherwise.plain(view)
                }
            }
            Expression::Arithmetic(operator, left, right) => {
                let (Some(left), Some(right)) = (left.plain(view)?, right.plain(view)?) else { return Ok(None) };
                calculate(*operator, left, right).map(Some)
            }
            _ => Ok(self.single(view)),
        }
    }

    fn wanted(&self, view: &View<'_>) -> Result<Values, Overflow> {
        match self {
            Expression::Choose(choice, then, otherwise) => {
                if choice.guard.holds(view)? {
                    then.wanted(view)
                } else {
                    otherwise.wanted(view)
                }
            }
            Expression::Arithmetic(operator, left, right) => combine(*operator, &left.wanted(view)?, &right.wanted(view)?),
            _ => self.possible(view).map(|possible| possible.values),
        }
    }

    /// A value that the expression never exceeds, if one is easily seen.
    pub fn greatest(&self, layout: &Layout) -> i64 {
        match self {
            Expression::Constant(value) => *value,
            Expression::Several(values) => values.iter().copied().max().unwrap_or(UNKNOWN),
            Expression::Read(_, fluent) => layout.fields[*fluent].greatest_value(),
            Expression::Choose(_, then, otherwise) => then.greatest(layout).max(otherwise.greatest(layout)),
            Expression::Arithmetic(Arithmetic::Add, left, right) => {
                left.greatest(layout).saturating_add(right.greatest(layout)).min(LARGEST)
            }
            Expression::Arithmetic(Arithmetic::Least, left, right) => left.greatest(layout).min(right.greatest(layout)),
            Expression::Arithmetic(Arithmetic::Greatest, left, right) => left.greatest(layout).max(right.greatest(layout)),
            Expression::Arithmetic(..) => LARGEST,
        }
    }
}

fn ascending(mut values: Values) -> Values {
    values.sort_unstable();
    values.dedup();
    values
}

fn combine(operator: Arithmetic, left: &[i64], right: &[i64]) -> Result<Values, Overflow> {
    let pairs = left.iter().flat_map(|&one| right.iter().map(move |&other| (one, other)));
    pairs.map(|(one, other)| calculate(operator, one, other)).collect::<Result<Values, Overflow>>().map(ascending)
}

pub fn calculate(operator: Arithmetic, left: i64, right: i64) -> Result<i64, Overflow> {
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

pub fn compare(relation: Relation, left: i64, right: i64) -> bool {
    let known = left != UNKNOWN && right != UNKNOWN;
    match relation {
        Relation::Equal => left == right,
        Relation::Unequal => left != right,
        Relation::Less => known && left < right,
        Relation::Greater => known && left > right,
        Relation::LessOrEqual => left == right || (known && left < right),
        Relation::GreaterOrEqual => left == right || (known && left > right),
        // Where each is the only one.
        Relation::MayBe => left == right,
        // These are no relations of two values.
        Relation::In | Relation::Known | Relation::Knows => false,
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
