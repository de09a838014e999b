//! A ground story as it arrives: JSON of plain lists, strings and integers. Conditions and expressions stay trees here; those
//! that are used in several places stand in a list of the task's, each after its parts, and are referred to by their number.

mod json;
mod reading;

use std::sync::Arc;

/// The code of `?`.
pub const UNKNOWN: i64 = -(1 << 62);
/// Where there are sets, the value of a symbol that is nobody, nothing, nowhere or none.
pub const NOBODY: i64 = -1;
/// Numbers beyond this are an error.
pub const LARGEST: i64 = 1 << 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Truth,
    Number,
    Symbol,
}

#[derive(Clone, Debug)]
pub struct Fluent {
    pub name: String,
    pub sort: Sort,
    pub domain: Vec<i64>,
    pub low: Option<i64>,
    pub high: Option<i64>,
    /// The character whose own it is.
    pub owner: Option<usize>,
}

impl Fluent {
    /// How many values it can have; None: there is no bound.
    pub fn values(&self) -> Option<i64> {
        match (self.sort, self.low, self.high) {
            (Sort::Number, Some(low), Some(high)) => Some(high - low + 1),
            (Sort::Number, ..) => None,
            _ => Some(self.domain.len() as i64),
        }
    }

    pub fn has_more_than(&self, values: i64) -> bool {
        self.values().is_none_or(|all| all > values)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Least,
    Greatest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Of a read, and a constant of one or more values: whether the value is one of them.
    In,
    /// Of a read: whether it is known.
    Known,
    /// Of a read, and a value or another read, the one value of which is meant.
    MayBe,
    /// Of a read in the mind of a character.
    Knows,
}

/// What an atom is besides what it compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Two reads are compared, of which one may have been replaced by the constant that it always is.
    pub of_reads: bool,
    /// True is false, and false is true.
    pub denied: bool,
}

/// Characters, each in whose mind the next is looked for.
pub type Path = Box<[usize]>;

/// `C`: what conditions are in it.
#[derive(Clone, Debug)]
pub enum Expression<C = Condition> {
    Constant(i64),
    /// Any of several values, ascending.
    Several(Vec<i64>),
    Read(Path, usize),
    Arithmetic(Arithmetic, Box<Expression<C>>, Box<Expression<C>>),
    Choose(Box<C>, Box<Expression<C>>, Box<Expression<C>>),
}

#[derive(Clone, Debug)]
pub enum Condition {
    Compare(Relation, Expression, Expression, Manner),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

#[derive(Clone, Debug)]
pub struct Effect {
    pub path: Vec<usize>,
    pub fluent: usize,
    pub value: Arc<Expression>,
    pub condition: Arc<Condition>,
    /// The mind learns that it is not this value.
    pub excludes: bool,
    /// The last of the path is taken to know which of the values it is.
    pub known: bool,
}

impl Effect {
    /// Whether by it a mind learns what a fluent is, or what somebody else believes that it is: in whose mind that is read.
    pub fn learns(&self) -> Option<&Path> {
        match (&self.path[..], &*self.value) {
            ([mind], Expression::Read(path, fluent))
                if *fluent == self.fluent && path.len() < 2 && **path != [*mind] && !self.excludes && !self.known =>
            {
                Some(path)
            }
            _ => None,
        }
    }

    /// Whether it says of a fluent that it stays as it is.
    pub fn keeps(&self) -> bool {
        self.path.is_empty()
            && matches!(&*self.value, Expression::Read(path, fluent) if path.is_empty() && *fluent == self.fluent)
    }
}

#[derive(Clone, Debug)]
pub struct Action {
    pub name: String,
    pub precondition: Arc<Condition>,
    pub effects: Vec<Effect>,
    pub consenting: Vec<usize>,
    /// Of each character; shared by acts that are seen under the same conditions.
    pub observing: Arc<[Arc<Condition>]>,
    pub public: Option<usize>,
    /// What is not so of most acts.
    pub apart: Option<Apart>,
}

/// What an act has besides, if part of its precondition is hidden or hoped for (semantics 8.3).
#[derive(Clone, Debug)]
pub struct Apart {
    /// What whoever observes it learns of its precondition, beside hopes.
    pub shown: Arc<Condition>,
    /// What must be true in the mind of whoever consents.
    pub certain: Arc<Condition>,
    pub hopes: Vec<Hope>,
    /// Of an act with hopes the one that it is in vain, and of that the act.
    pub twin: Option<usize>,
    pub in_vain: bool,
}

/// A condition that is hoped for, about one read, and its denial. Equal conditions of a task are the same object.
#[derive(Clone, Debug)]
pub struct Hope {
    pub condition: Arc<Condition>,
    pub opposite: Arc<Condition>,
    /// Who only observes the act learns whether it holds.
    pub seen: bool,
    pub path: Path,
    pub fluent: usize,
    /// That somebody knows it is hoped for.
    pub is_of_knowing: bool,
}

impl Action {
    pub fn hopes(&self) -> &[Hope] {
        self.apart.as_ref().map_or(&[], |apart| &apart.hopes)
    }
}

#[derive(Clone, Debug)]
pub struct Public {
    pub name: String,
    pub effects: Vec<Effect>,
}

#[derive(Clone, Debug)]
pub struct Trigger {
    pub name: String,
    pub precondition: Arc<Condition>,
    pub effects: Vec<Effect>,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub path: Vec<usize>,
    pub fluent: usize,
    /// One, or several that are possible.
    pub values: Vec<i64>,
    /// What the mind around it takes to be possible is known there.
    pub known: bool,
    /// Not empty: it is so wherever a way leads from before the last of the path through any of these to that last one.
    pub among: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub ahead: i64,
    pub deep: i64,
}

#[derive(Clone, Debug)]
pub struct Ending {
    pub name: String,
    pub condition: Condition,
}

#[derive(Clone, Debug)]
pub struct Task {
    pub characters: Vec<String>,
    pub fluents: Vec<Fluent>,
    pub facts: Vec<Fact>,
    pub actions: Vec<Action>,
    pub publics: Vec<Public>,
    pub triggers: Vec<Trigger>,
    pub utilities: Vec<Expression>,
    pub utility: Expression,
    pub limits: Vec<Limits>,
    pub endings: Vec<Ending>,
    /// Whether minds have sets of values that they take to be possible (semantics 8.2), or one value with `?`.
    pub sets: bool,
    /// For each action how urgent it is (semantics 8.4); empty: none comes before another.
    pub urgencies: Vec<u8>,
}

/// What a mind comes to believe: the path inside it, the fluent, the value.
pub type Belief = (Vec<usize>, usize, i64);

/// What a failed attempt can teach: while all of `fails` are false and the mind takes `believed` for true, it comes to believe
/// `ways`, one after the other until it no longer takes it for true.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub fails: Vec<Condition>,
    pub believed: Condition,
    pub ways: Vec<Vec<Belief>>,
    /// The ways say what is not so.
    pub excludes: bool,
}

impl Task {
    /// Whether anybody may act in the hope of something, or in order to learn something (semantics 8.3).
    pub fn is_hopeful(&self) -> bool {
        let learns = |action: &Action| action.effects.iter().any(|effect| effect.learns().is_some());
        self.sets && self.actions.iter().any(|action| !action.hopes().is_empty() || learns(action))
    }
}

/// What reads fluents.
pub trait Reads {
    /// Calls `visit` with each path and fluent that is read.
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize));
}

impl<T: Reads> Reads for Arc<T> {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        (**self).reads(visit);
    }
}

impl Reads for Condition {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.reads(visit)),
            Condition::Compare(_, left, right, _) => {
                left.reads(visit);
                right.reads(visit);
            }
        }
    }
}

impl<C: Reads> Reads for Expression<C> {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Expression::Constant(_) | Expression::Several(_) => {}
            Expression::Read(path, fluent) => visit(path, *fluent),
            Expression::Arithmetic(_, left, right) => {
                left.reads(visit);
                right.reads(visit);
            }
            Expression::Choose(condition, then, otherwise) => {
                condition.reads(visit);
                then.reads(visit);
                otherwise.reads(visit);
            }
        }
    }
}

#[cfg(test)]
mod tests;
