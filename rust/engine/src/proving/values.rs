//! Sets of values that a fluent or an expression may have: listed, or as everything between two bounds.

use smallvec::SmallVec;

use crate::program::expression::{calculate, compare};
use crate::task::{Arithmetic, Fluent, LARGEST, NOBODY, Relation, Sort, UNKNOWN};

/// So many values are listed; more numbers become everything between the least and the greatest.
const MOST: usize = 256;
/// Pairs of values are calculated one by one if there are at most so many.
pub(super) const MOST_PAIRS: usize = 1024;

pub type List = SmallVec<[i64; 4]>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// Ascending.
    Listed(List),
    Between {
        least: i64,
        most: i64,
        /// Whether it may be `UNKNOWN`, too.
        unknown: bool,
    },
    Anything,
}

impl Values {
    pub fn none() -> Values {
        Values::Listed(List::new())
    }

    pub fn one(value: i64) -> Values {
        Values::Listed(List::from_elem(value, 1))
    }

    pub fn listed(mut values: List) -> Values {
        values.sort_unstable();
        values.dedup();
        if values.len() <= MOST {
            return Values::Listed(values);
        }
        let unknown = values[0] == UNKNOWN;
        Values::Between { least: values[usize::from(unknown)], most: values[values.len() - 1], unknown }
    }

    /// All that a fluent can have. `sets`: whether the world has a value of everything.
    pub fn of_fluent(fluent: &Fluent, sets: bool) -> Values {
        match fluent.sort {
            Sort::Truth => Values::Listed(SmallVec::from_slice(&[0, 1])),
            Sort::Symbol => {
                let nothing = if sets { NOBODY } else { UNKNOWN };
                Values::Listed(symbols(fluent, nothing))
            }
            Sort::Number => {
                let (least, most) = (fluent.low.unwrap_or(-LARGEST), fluent.high.unwrap_or(LARGEST));
                if most.saturating_sub(least) < MOST as i64 && sets {
                    Values::Listed((least..=most).collect())
                } else {
                    Values::Between { least, most, unknown: !sets }
                }
            }
        }
    }

    pub fn is_none(&self) -> bool {
        matches!(self, Values::Listed(values) if values.is_empty())
    }

    pub fn single(&self) -> Option<i64> {
        match self {
            Values::Listed(values) if values.len() == 1 => Some(values[0]),
            Values::Between { least, most, unknown: false } if least == most => Some(*least),
            _ => None,
        }
    }

    pub fn contains(&self, value: i64) -> bool {
        match self {
            Values::Listed(values) => values.binary_search(&value).is_ok(),
            Values::Between { unknown, .. } if value == UNKNOWN => *unknown,
            Values::Between { least, most, .. } => (*least..=*most).contains(&value),
            Values::Anything => true,
        }
    }

    /// The values, if there are at most so many.
    pub fn list(&self, most: usize) -> Option<List> {
        match self {
            Values::Listed(values) => (values.len() <= most).then(|| values.clone()),
            Values::Between { least, most: last, unknown } if ((last - least) as u64) < most as u64 => {
                let unknown = unknown.then_some(UNKNOWN);
                Some(unknown.into_iter().chain(*least..=*last).collect())
            }
            _ => None,
        }
    }

    /// Takes in other values. Whether any is new.
    pub fn add(&mut self, other: &Values) -> bool {
        let union = match (&*self, other) {
            (Values::Anything, _) => return false,
            (_, Values::Anything) => Values::Anything,
            (Values::Listed(mine), Values::Listed(others)) => {
                if others.iter().all(|value| mine.binary_search(value).is_ok()) {
                    return false;
                }
                Values::listed(mine.iter().chain(others).copied().collect())
            }
            _ => {
                // What is listed may be nothing, or nothing but `UNKNOWN`.
                let hulls = [self.hull(), other.hull()];
                let (Some(least), Some(most)) =
                    (hulls.iter().flatten().map(|hull| hull.0).min(), hulls.iter().flatten().map(|hull| hull.1).max())
                else {
                    return false;
                };
                Values::Between { least, most, unknown: self.contains(UNKNOWN) || other.contains(UNKNOWN) }
            }
        };
        let is_new = union != *self;
        *self = union;
        is_new
    }

    /// The least and the greatest number among them.
    pub fn hull(&self) -> Option<(i64, i64)> {
        match self {
            Values::Listed(values) => {
                let known = &values[usize::from(values.first() == Some(&UNKNOWN))..];
                known.first().map(|&least| (least, known[known.len() - 1]))
            }
            Values::Between { least, most, .. } => Some((*least, *most)),
            Values::Anything => Some((-LARGEST, LARGEST)),
        }
    }

    /// Those that a comparison with one value allows. What is not listed is narrowed by bounds alone.
    pub fn compared(&self, relation: Relation, value: i64) -> Values {
        match self {
            Values::Listed(values) => {
                Values::Listed(values.iter().copied().filter(|&one| compare(relation, one, value)).collect())
            }
            Values::Between { least, most, unknown } if value != UNKNOWN => {
                let (least, most) = match relation {
                    Relation::Equal => return if self.contains(value) { Values::one(value) } else { Values::none() },
                    Relation::Less => (*least, (value - 1).min(*most)),
                    Relation::LessOrEqual => (*least, value.min(*most)),
                    Relation::Greater => ((value + 1).max(*least), *most),
                    Relation::GreaterOrEqual => (value.max(*least), *most),
                    _ => return self.clone(),
                };
                let unknown = *unknown && relation == Relation::Unequal;
                if least <= most { Values::Between { least, most, unknown } } else { Values::none() }
            }
            _ => self.clone(),
        }
    }

    /// Those that are not below or above a bound.
    pub fn within(&self, (least, most): (Option<i64>, Option<i64>)) -> Values {
        let above = least.map_or_else(|| self.clone(), |least| self.compared(Relation::GreaterOrEqual, least));
        most.map_or_else(|| above.clone(), |most| above.compared(Relation::LessOrEqual, most))
    }

    /// What an assignment makes of them: numbers are clamped to the bounds of the fluent.
    pub fn assigned(&self, fluent: &Fluent, sets: bool) -> Values {
        let own = Values::of_fluent(fluent, sets);
        if fluent.sort != Sort::Number {
            return if *self == Values::Anything { own } else { self.clone() };
        }
        let clamp = |value: i64| {
            if value == UNKNOWN {
                return value;
            }
            let raised = fluent.low.map_or(value, |low| value.max(low));
            fluent.high.map_or(raised, |high| raised.min(high))
        };
        match self {
            Values::Anything => own,
            Values::Listed(values) => Values::listed(values.iter().copied().map(clamp).collect()),
            Values::Between { least, most, unknown } => {
                Values::Between { least: clamp(*least), most: clamp(*most), unknown: *unknown }
            }
        }
    }
}

fn symbols(fluent: &Fluent, nothing: i64) -> List {
    let mut values: List = fluent.domain.iter().copied().collect();
    if nothing == UNKNOWN {
        values.push(UNKNOWN);
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// The values of a calculation with two values of these.
pub fn calculated(operator: Arithmetic, left: &Values, right: &Values) -> Values {
    if let (Values::Listed(first), Values::Listed(second)) = (left, right)
        && first.len() * second.len() <= MOST_PAIRS
    {
        // A number that is too large is a fault of the story, and no life goes on from it.
        let pairs = first.iter().flat_map(|&one| second.iter().map(move |&other| (one, other)));
        return Values::listed(pairs.filter_map(|(one, other)| calculate(operator, one, other).ok()).collect());
    }
    let (Some(first), Some(second)) = (left.hull(), right.hull()) else {
        return if left.is_none() || right.is_none() { Values::none() } else { Values::one(UNKNOWN) };
    };
    let unknown = left.contains(UNKNOWN) || right.contains(UNKNOWN) || operator == Arithmetic::Divide;
    let combine = |one: i64, other: i64| match operator {
        Arithmetic::Add => one.saturating_add(other),
        Arithmetic::Subtract => one.saturating_sub(other),
        Arithmetic::Multiply => one.saturating_mul(other),
        Arithmetic::Least => one.min(other),
        Arithmetic::Greatest => one.max(other),
        Arithmetic::Divide => 0,
    };
    if operator == Arithmetic::Divide {
        return Values::Between { least: -LARGEST, most: LARGEST, unknown };
    }
    let ends = [combine(first.0, second.0), combine(first.0, second.1), combine(first.1, second.0), combine(first.1, second.1)];
    let least = ends.iter().copied().min().unwrap_or(-LARGEST).max(-LARGEST);
    let most = ends.iter().copied().max().unwrap_or(LARGEST).min(LARGEST);
    if least > most { Values::none() } else { Values::Between { least, most, unknown } }
}
