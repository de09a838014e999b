//! What acts hope for, and what they are done to learn (semantics 8.3), made ready.

use std::sync::Arc;

use crate::program::condition::Condition;
use crate::program::expression::compare;
use crate::program::guard::Guard;
use crate::program::layout::{Layout, Values};
use crate::task::{self, Expression, Path};

/// A condition that is hoped for. Equal ones have one number.
#[derive(Clone, Debug)]
pub struct Hope {
    pub number: u32,
    pub condition: Arc<Condition>,
    pub opposite: Arc<Condition>,
    pub seen: bool,
    pub path: Path,
    pub fluent: usize,
    /// It is hoped that somebody knows it.
    pub is_of_knowing: bool,
    /// The values with which it is fulfilled, and those with which it fails.
    pub fulfilled: Values,
    pub failed: Values,
}

/// A mind learns what a fluent is, as it is read along a path.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub mind: usize,
    pub path: Path,
    pub fluent: usize,
    pub guard: Arc<Guard>,
}

impl Hope {
    /// `condition` and `opposite`: those of `raw`, made ready.
    pub fn new(raw: &task::Hope, number: u32, condition: Arc<Condition>, opposite: Arc<Condition>, layout: &Layout) -> Hope {
        let is_fulfilled = |value: &i64| match &*raw.condition {
            task::Condition::Compare(relation, _, Expression::Constant(hoped), _) => compare(*relation, *value, *hoped),
            task::Condition::Compare(_, _, Expression::Several(hoped), _) => hoped.contains(value),
            _ => false,
        };
        let domain = if raw.is_of_knowing { None } else { layout.fields[raw.fluent].domain() };
        let (fulfilled, failed): (Vec<i64>, Vec<i64>) = domain.unwrap_or_default().into_iter().partition(is_fulfilled);
        Hope {
            number,
            condition,
            opposite,
            seen: raw.seen,
            path: raw.path.clone(),
            fluent: raw.fluent,
            is_of_knowing: raw.is_of_knowing,
            fulfilled: fulfilled.into(),
            failed: failed.into(),
        }
    }
}

/// What minds learn, in the order in which it is asked: by mind and place.
pub fn ordered(mut lessons: Vec<Lesson>) -> Box<[Lesson]> {
    lessons.sort_by(|one, other| (one.mind, &one.path, one.fluent).cmp(&(other.mind, &other.path, other.fluent)));
    lessons.into()
}
