//! A ground story as it arrives: JSON of plain lists, strings and integers. Conditions and expressions stay trees here; those
//! that are used in several places stand in a list of the task's, each after its parts, and are referred to by their number.

mod json;

use std::sync::Arc;

use serde_json::Value;

use crate::fault::Outcome;
use crate::task::json::{Fields, each, integer, invalid, item, number, optional, string, text, truth, value_of};

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
}

impl Condition {
    /// Reads a condition about the states of a task with so many characters and fluents.
    pub fn parse(json: &str, minds: usize, fluents: usize) -> Outcome<Condition> {
        Reader::new(minds, fluents).condition(&value_of(json)?).map(Arc::unwrap_or_clone)
    }
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

impl Lesson {
    /// Reads lessons for a mind of a task with so many characters and fluents.
    pub fn parse(json: &str, minds: usize, fluents: usize) -> Outcome<Vec<Lesson>> {
        let reader = Reader::new(minds, fluents);
        each(&value_of(json)?, |value| reader.lesson(value))
    }
}

impl Expression {
    /// Reads an expression about the states of a task with so many characters and fluents.
    pub fn parse(json: &str, minds: usize, fluents: usize) -> Outcome<Expression> {
        Reader::new(minds, fluents).expression(&value_of(json)?).map(Arc::unwrap_or_clone)
    }
}

impl Task {
    /// Reads a task and checks that every number in it is in range.
    pub fn parse(json: &str) -> Outcome<Task> {
        let fields = Fields::of(json)?;
        let characters = fields.each("characters", text)?;
        let fluents = fields.each("fluents", fluent)?;
        let mut reader = Reader::new(characters.len(), fluents.len());
        reader.path(&fluents.iter().filter_map(|fluent: &Fluent| fluent.owner).collect::<Vec<_>>())?;
        reader.read_shared(&fields)?;
        let task = Task {
            facts: fields.each("facts", |value| reader.fact(value))?,
            actions: fields.each("actions", |value| reader.action(value))?,
            publics: fields.each("publics", |value| reader.public(value))?,
            triggers: fields.each("triggers", |value| reader.trigger(value))?,
            utilities: fields.each("utilities", |value| reader.expression(value).map(Arc::unwrap_or_clone))?,
            utility: reader.expression(&fields.value("utility")?).map(Arc::unwrap_or_clone)?,
            limits: fields.each("limits", limits)?,
            endings: fields.each("endings", |value| reader.ending(value))?,
            sets: truth(&fields.value("sets")?)?,
            characters,
            fluents,
        };
        task.check()?;
        Ok(task)
    }

    /// Whether there is as much of everything as has to be.
    fn check(&self) -> Outcome<()> {
        let minds = self.characters.len();
        if self.utilities.len() != minds || self.limits.len() != minds {
            return Err(invalid("a utility and limits are needed for each character"));
        }
        for action in &self.actions {
            if action.observing.len() != minds || action.public.is_some_and(|public| public >= self.publics.len()) {
                return Err(invalid(&format!("{} is not well formed", action.name)));
            }
        }
        Ok(())
    }
}

/// A condition or an expression to which others refer.
#[derive(Clone, Debug)]
enum Term {
    Condition(Arc<Condition>),
    Expression(Arc<Expression>),
}

/// Reads what has conditions in it, and checks that every number is in range.
struct Reader {
    minds: usize,
    fluents: usize,
    terms: Vec<Term>,
    views: Vec<Arc<[Arc<Condition>]>>,
    effects: Vec<Effect>,
}

impl Reader {
    fn new(minds: usize, fluents: usize) -> Reader {
        Reader { minds, fluents, terms: vec![], views: vec![], effects: vec![] }
    }

    /// What is referred to by its number, if anything is: `terms`; `views`, the conditions of all characters to observe; and
    /// `effects`.
    fn read_shared(&mut self, task: &Fields<'_>) -> Outcome<()> {
        task.each_if_any("terms", |value| {
            let term = if matches!(string(item(value, 0)?)?, "compare" | "all" | "any") {
                Term::Condition(self.condition(value)?)
            } else {
                Term::Expression(self.expression(value)?)
            };
            self.terms.push(term);
            Ok(())
        })?;
        self.views = task.each_if_any("views", |view| self.view(view))?.unwrap_or_default();
        self.effects = task.each_if_any("effects", |effect| self.effect(effect))?.unwrap_or_default();
        Ok(())
    }

    fn path(&self, path: &[usize]) -> Outcome<()> {
        match path.iter().find(|&&mind| mind >= self.minds) {
            Some(mind) => Err(invalid(&format!("there is no character {mind}"))),
            None => Ok(()),
        }
    }

    fn place(&self, path: &[usize], fluent: usize) -> Outcome<()> {
        if fluent >= self.fluents {
            return Err(invalid(&format!("there is no fluent {fluent}")));
        }
        self.path(path)
    }

    fn view(&self, value: &Value) -> Outcome<Arc<[Arc<Condition>]>> {
        if value.is_number() {
            return self.views.get(number(value)?).cloned().ok_or_else(|| invalid("there is no such view in the task"));
        }
        each(value, |condition| self.condition(condition)).map(Into::into)
    }

    fn fact(&self, value: &Value) -> Outcome<Fact> {
        let mut values = vec![integer(item(value, 2)?)?];
        values.extend(each(item(value, 3)?, integer)?);
        let (path, fluent) = (each(item(value, 0)?, number)?, number(item(value, 1)?)?);
        self.place(&path, fluent)?;
        Ok(Fact { path, fluent, values, known: truth(item(value, 4)?)? })
    }

    fn action(&self, value: &Value) -> Outcome<Action> {
        let consenting = each(item(value, 3)?, number)?;
        self.path(&consenting)?;
        Ok(Action {
            name: text(item(value, 0)?)?,
            precondition: self.condition(item(value, 1)?)?,
            effects: each(item(value, 2)?, |effect| self.effect(effect))?,
            consenting,
            observing: self.view(item(value, 4)?)?,
            public: optional(item(value, 5)?, number)?,
        })
    }

    fn public(&self, value: &Value) -> Outcome<Public> {
        let effects = each(item(value, 1)?, |effect| self.effect(effect))?;
        Ok(Public { name: text(item(value, 0)?)?, effects })
    }

    fn trigger(&self, value: &Value) -> Outcome<Trigger> {
        Ok(Trigger {
            name: text(item(value, 0)?)?,
            precondition: self.condition(item(value, 1)?)?,
            effects: each(item(value, 2)?, |effect| self.effect(effect))?,
        })
    }

    fn effect(&self, value: &Value) -> Outcome<Effect> {
        if value.is_number() {
            return self.effects.get(number(value)?).cloned().ok_or_else(|| invalid("there is no such effect in the task"));
        }
        let (path, fluent) = (each(item(value, 0)?, number)?, number(item(value, 1)?)?);
        self.place(&path, fluent)?;
        Ok(Effect {
            path,
            fluent,
            value: self.expression(item(value, 2)?)?,
            condition: self.condition(item(value, 3)?)?,
            excludes: truth(item(value, 4)?)?,
            known: truth(item(value, 5)?)?,
        })
    }

    fn ending(&self, value: &Value) -> Outcome<Ending> {
        let condition = Arc::unwrap_or_clone(self.condition(item(value, 1)?)?);
        Ok(Ending { name: text(item(value, 0)?)?, condition })
    }

    fn lesson(&self, value: &Value) -> Outcome<Lesson> {
        let belief = |value: &Value| -> Outcome<Belief> {
            let (path, fluent) = (each(item(value, 0)?, number)?, number(item(value, 1)?)?);
            self.place(&path, fluent)?;
            Ok((path, fluent, integer(item(value, 2)?)?))
        };
        let condition = |value: &Value| self.condition(value).map(Arc::unwrap_or_clone);
        Ok(Lesson {
            fails: each(item(value, 0)?, condition)?,
            believed: condition(item(value, 1)?)?,
            ways: each(item(value, 2)?, |way| each(way, belief))?,
            excludes: truth(item(value, 3)?)?,
        })
    }

    /// The term with the number that stands in the place of a term, if one does.
    fn shared(&self, value: &Value) -> Outcome<Option<&Term>> {
        if !value.is_number() {
            return Ok(None);
        }
        self.terms.get(number(value)?).map(Some).ok_or_else(|| invalid("there is no such term in the task"))
    }

    fn expression(&self, value: &Value) -> Outcome<Arc<Expression>> {
        match self.shared(value)? {
            Some(Term::Expression(expression)) => return Ok(Arc::clone(expression)),
            Some(Term::Condition(_)) => return Err(invalid("an expression is expected in the task")),
            None => {}
        }
        let inner = |place: usize| self.expression(item(value, place)?).map(|part| Box::new(Arc::unwrap_or_clone(part)));
        let found = match string(item(value, 0)?)? {
            "constant" => {
                let mut values = each(value, |value| Ok(value.as_i64()))?.into_iter().flatten();
                let first = values.next().ok_or_else(|| invalid("a constant of the task has no value"))?;
                let others: Vec<i64> = values.collect();
                if others.is_empty() {
                    Expression::Constant(first)
                } else {
                    Expression::Several(std::iter::once(first).chain(others).collect())
                }
            }
            "read" => {
                let (path, fluent) = (each(item(value, 1)?, number)?, number(item(value, 2)?)?);
                self.place(&path, fluent)?;
                Expression::Read(path.into(), fluent)
            }
            "arithmetic" => {
                let operator = match string(item(value, 1)?)? {
                    "+" => Arithmetic::Add,
                    "-" => Arithmetic::Subtract,
                    "*" => Arithmetic::Multiply,
                    "/" => Arithmetic::Divide,
                    "min" => Arithmetic::Least,
                    "max" => Arithmetic::Greatest,
                    other => return Err(invalid(&format!("there is no operator {other}"))),
                };
                Expression::Arithmetic(operator, inner(2)?, inner(3)?)
            }
            "choose" => {
                let condition = Box::new(Arc::unwrap_or_clone(self.condition(item(value, 1)?)?));
                Expression::Choose(condition, inner(2)?, inner(3)?)
            }
            other => return Err(invalid(&format!("there is no expression {other}"))),
        };
        Ok(Arc::new(found))
    }

    fn condition(&self, value: &Value) -> Outcome<Arc<Condition>> {
        match self.shared(value)? {
            Some(Term::Condition(condition)) => return Ok(Arc::clone(condition)),
            Some(Term::Expression(_)) => return Err(invalid("a condition is expected in the task")),
            None => {}
        }
        let side = |place: usize| self.expression(item(value, place)?).map(Arc::unwrap_or_clone);
        let parts = || each(item(value, 1)?, |part| self.condition(part).map(Arc::unwrap_or_clone));
        let found = match string(item(value, 0)?)? {
            "compare" => {
                let relation = match string(item(value, 1)?)? {
                    "==" => Relation::Equal,
                    "!=" => Relation::Unequal,
                    "<" => Relation::Less,
                    "<=" => Relation::LessOrEqual,
                    ">" => Relation::Greater,
                    ">=" => Relation::GreaterOrEqual,
                    "in" => Relation::In,
                    "known" => Relation::Known,
                    "may be" => Relation::MayBe,
                    "knows" => Relation::Knows,
                    other => return Err(invalid(&format!("there is no comparison {other}"))),
                };
                let manner = Manner { of_reads: truth(item(value, 4)?)?, denied: truth(item(value, 5)?)? };
                let (left, right) = (side(2)?, side(3)?);
                check_atom(relation, &left, &right)?;
                Condition::Compare(relation, left, right, manner)
            }
            "all" => Condition::All(parts()?),
            "any" => Condition::Any(parts()?),
            other => return Err(invalid(&format!("there is no condition {other}"))),
        };
        Ok(Arc::new(found))
    }
}

fn check_atom(relation: Relation, left: &Expression, right: &Expression) -> Outcome<()> {
    let fits = match relation {
        Relation::In => {
            matches!(left, Expression::Read(..)) && matches!(right, Expression::Constant(_) | Expression::Several(_))
        }
        Relation::MayBe => {
            matches!(left, Expression::Read(..)) && matches!(right, Expression::Constant(_) | Expression::Read(..))
        }
        Relation::Known => matches!(left, Expression::Read(..)),
        Relation::Knows => matches!(left, Expression::Read(path, _) if !path.is_empty()),
        _ => true,
    };
    if fits { Ok(()) } else { Err(invalid("an atom of the task is not well formed")) }
}

fn fluent(value: &Value) -> Outcome<Fluent> {
    let sort = match string(item(value, 1)?)? {
        "truth" => Sort::Truth,
        "number" => Sort::Number,
        "symbol" => Sort::Symbol,
        other => return Err(invalid(&format!("there is no sort {other}"))),
    };
    Ok(Fluent {
        name: text(item(value, 0)?)?,
        sort,
        domain: each(item(value, 2)?, integer)?,
        low: optional(item(value, 3)?, integer)?,
        high: optional(item(value, 4)?, integer)?,
        owner: optional(item(value, 5)?, number)?,
    })
}

fn limits(value: &Value) -> Outcome<Limits> {
    Ok(Limits { ahead: integer(item(value, 0)?)?, deep: integer(item(value, 1)?)? })
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
