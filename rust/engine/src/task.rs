//! A ground story as it arrives: JSON of plain lists, strings and integers. Conditions and expressions stay trees here.

use serde_json::Value;

use crate::fault::{Fault, Outcome};

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
    pub value: Expression,
    pub condition: Condition,
    /// The mind learns that it is not this value.
    pub excludes: bool,
    /// The last of the path is taken to know which of the values it is.
    pub known: bool,
}

impl Effect {
    /// Whether it says of a fluent that it stays as it is.
    pub fn keeps(&self) -> bool {
        self.path.is_empty()
            && matches!(&self.value, Expression::Read(path, fluent) if path.is_empty() && *fluent == self.fluent)
    }
}

#[derive(Clone, Debug)]
pub struct Action {
    pub name: String,
    pub precondition: Condition,
    pub effects: Vec<Effect>,
    pub consenting: Vec<usize>,
    pub observing: Vec<Condition>,
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
    pub precondition: Condition,
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
        let condition = condition(&value_of(json)?)?;
        Range { minds, fluents }.condition(&condition)?;
        Ok(condition)
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
        let range = Range { minds, fluents };
        let lessons = each(&value_of(json)?, lesson)?;
        for lesson in &lessons {
            lesson.fails.iter().chain([&lesson.believed]).try_for_each(|condition| range.condition(condition))?;
            lesson.ways.iter().flatten().try_for_each(|(path, fluent, _)| range.place(path, *fluent))?;
        }
        Ok(lessons)
    }
}

impl Expression {
    /// Reads an expression about the states of a task with so many characters and fluents.
    pub fn parse(json: &str, minds: usize, fluents: usize) -> Outcome<Expression> {
        let expression = expression(&value_of(json)?)?;
        Range { minds, fluents }.expression(&expression)?;
        Ok(expression)
    }
}

impl Task {
    /// Reads a task and checks that every number in it is in range.
    pub fn parse(json: &str) -> Outcome<Task> {
        let value = value_of(json)?;
        let task = Task {
            characters: each(field(&value, "characters")?, text)?,
            fluents: each(field(&value, "fluents")?, fluent)?,
            facts: each(field(&value, "facts")?, fact)?,
            actions: each(field(&value, "actions")?, action)?,
            publics: each(field(&value, "publics")?, public)?,
            triggers: each(field(&value, "triggers")?, trigger)?,
            utilities: each(field(&value, "utilities")?, expression)?,
            utility: expression(field(&value, "utility")?)?,
            limits: each(field(&value, "limits")?, limits)?,
            endings: each(field(&value, "endings")?, ending)?,
            sets: truth(field(&value, "sets")?)?,
        };
        task.check()?;
        Ok(task)
    }

    fn check(&self) -> Outcome<()> {
        let minds = self.characters.len();
        if self.utilities.len() != minds || self.limits.len() != minds {
            return Err(invalid("a utility and limits are needed for each character"));
        }
        let range = Range { minds, fluents: self.fluents.len() };
        range.path(&self.fluents.iter().filter_map(|fluent| fluent.owner).collect::<Vec<_>>())?;
        for fact in &self.facts {
            range.place(&fact.path, fact.fluent)?;
        }
        for action in &self.actions {
            range.event(&action.precondition, &action.effects)?;
            range.path(&action.consenting)?;
            action.observing.iter().try_for_each(|condition| range.condition(condition))?;
            if action.observing.len() != minds || action.public.is_some_and(|public| public >= self.publics.len()) {
                return Err(invalid(&format!("{} is not well formed", action.name)));
            }
        }
        for public in &self.publics {
            public.effects.iter().try_for_each(|effect| range.effect(effect))?;
        }
        for trigger in &self.triggers {
            range.event(&trigger.precondition, &trigger.effects)?;
        }
        self.utilities.iter().try_for_each(|utility| range.expression(utility))?;
        range.expression(&self.utility)?;
        self.endings.iter().try_for_each(|ending| range.condition(&ending.condition))
    }
}

struct Range {
    minds: usize,
    fluents: usize,
}

impl Range {
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

    fn event(&self, precondition: &Condition, effects: &[Effect]) -> Outcome<()> {
        self.condition(precondition)?;
        effects.iter().try_for_each(|effect| self.effect(effect))
    }

    fn effect(&self, effect: &Effect) -> Outcome<()> {
        self.place(&effect.path, effect.fluent)?;
        self.expression(&effect.value)?;
        self.condition(&effect.condition)
    }

    fn expression(&self, expression: &Expression) -> Outcome<()> {
        match expression {
            Expression::Constant(_) | Expression::Several(_) => Ok(()),
            Expression::Read(path, fluent) => self.place(path, *fluent),
            Expression::Arithmetic(_, left, right) => {
                self.expression(left)?;
                self.expression(right)
            }
            Expression::Choose(condition, then, otherwise) => {
                self.condition(condition)?;
                self.expression(then)?;
                self.expression(otherwise)
            }
        }
    }

    fn condition(&self, condition: &Condition) -> Outcome<()> {
        match condition {
            Condition::Compare(relation, left, right, _) => {
                check_atom(*relation, left, right)?;
                self.expression(left)?;
                self.expression(right)
            }
            Condition::All(parts) | Condition::Any(parts) => parts.iter().try_for_each(|part| self.condition(part)),
        }
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

fn value_of(json: &str) -> Outcome<Value> {
    let mut reader = serde_json::Deserializer::from_str(json);
    reader.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut reader).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Fault {
    Fault::Invalid(message.to_owned())
}

fn field<'a>(value: &'a Value, name: &str) -> Outcome<&'a Value> {
    value.get(name).ok_or_else(|| invalid(&format!("the task has no {name}")))
}

fn item(value: &Value, place: usize) -> Outcome<&Value> {
    value.get(place).ok_or_else(|| invalid("a list of the task is too short"))
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Outcome<T>) -> Outcome<Vec<T>> {
    let list = value.as_array().ok_or_else(|| invalid("a list is expected in the task"))?;
    list.iter().map(read).collect()
}

fn text(value: &Value) -> Outcome<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| invalid("a string is expected in the task"))
}

fn integer(value: &Value) -> Outcome<i64> {
    value.as_i64().ok_or_else(|| invalid("an integer is expected in the task"))
}

fn number(value: &Value) -> Outcome<usize> {
    usize::try_from(integer(value)?).map_err(|_| invalid("a number of the task is negative"))
}

fn truth(value: &Value) -> Outcome<bool> {
    value.as_bool().ok_or_else(|| invalid("a truth is expected in the task"))
}

fn optional<T>(value: &Value, read: impl Fn(&Value) -> Outcome<T>) -> Outcome<Option<T>> {
    if value.is_null() { Ok(None) } else { read(value).map(Some) }
}

fn fluent(value: &Value) -> Outcome<Fluent> {
    let sort = match text(item(value, 1)?)?.as_str() {
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

fn fact(value: &Value) -> Outcome<Fact> {
    let mut values = vec![integer(item(value, 2)?)?];
    values.extend(each(item(value, 3)?, integer)?);
    Ok(Fact { path: each(item(value, 0)?, number)?, fluent: number(item(value, 1)?)?, values, known: truth(item(value, 4)?)? })
}

fn action(value: &Value) -> Outcome<Action> {
    Ok(Action {
        name: text(field(value, "name")?)?,
        precondition: condition(field(value, "precondition")?)?,
        effects: each(field(value, "effects")?, effect)?,
        consenting: each(field(value, "consenting")?, number)?,
        observing: each(field(value, "observing")?, condition)?,
        public: optional(field(value, "public")?, number)?,
    })
}

fn public(value: &Value) -> Outcome<Public> {
    Ok(Public { name: text(field(value, "name")?)?, effects: each(field(value, "effects")?, effect)? })
}

fn trigger(value: &Value) -> Outcome<Trigger> {
    Ok(Trigger {
        name: text(field(value, "name")?)?,
        precondition: condition(field(value, "precondition")?)?,
        effects: each(field(value, "effects")?, effect)?,
    })
}

fn effect(value: &Value) -> Outcome<Effect> {
    Ok(Effect {
        path: each(item(value, 0)?, number)?,
        fluent: number(item(value, 1)?)?,
        value: expression(item(value, 2)?)?,
        condition: condition(item(value, 3)?)?,
        excludes: truth(item(value, 4)?)?,
        known: truth(item(value, 5)?)?,
    })
}

fn limits(value: &Value) -> Outcome<Limits> {
    Ok(Limits { ahead: integer(item(value, 0)?)?, deep: integer(item(value, 1)?)? })
}

fn ending(value: &Value) -> Outcome<Ending> {
    Ok(Ending { name: text(item(value, 0)?)?, condition: condition(item(value, 1)?)? })
}

fn lesson(value: &Value) -> Outcome<Lesson> {
    let belief = |value: &Value| Ok((each(item(value, 0)?, number)?, number(item(value, 1)?)?, integer(item(value, 2)?)?));
    Ok(Lesson {
        fails: each(item(value, 0)?, condition)?,
        believed: condition(item(value, 1)?)?,
        ways: each(item(value, 2)?, |way| each(way, belief))?,
        excludes: truth(item(value, 3)?)?,
    })
}

fn expression(value: &Value) -> Outcome<Expression> {
    match text(item(value, 0)?)?.as_str() {
        "constant" => {
            let mut values = each(value, |value| Ok(value.as_i64()))?.into_iter().flatten();
            let first = values.next().ok_or_else(|| invalid("a constant of the task has no value"))?;
            let others: Vec<i64> = values.collect();
            Ok(if others.is_empty() {
                Expression::Constant(first)
            } else {
                Expression::Several(std::iter::once(first).chain(others).collect())
            })
        }
        "read" => Ok(Expression::Read(each(item(value, 1)?, number)?.into(), number(item(value, 2)?)?)),
        "arithmetic" => {
            let operator = match text(item(value, 1)?)?.as_str() {
                "+" => Arithmetic::Add,
                "-" => Arithmetic::Subtract,
                "*" => Arithmetic::Multiply,
                "/" => Arithmetic::Divide,
                "min" => Arithmetic::Least,
                "max" => Arithmetic::Greatest,
                other => return Err(invalid(&format!("there is no operator {other}"))),
            };
            let left = Box::new(expression(item(value, 2)?)?);
            Ok(Expression::Arithmetic(operator, left, Box::new(expression(item(value, 3)?)?)))
        }
        "choose" => {
            let condition = Box::new(condition(item(value, 1)?)?);
            let then = Box::new(expression(item(value, 2)?)?);
            Ok(Expression::Choose(condition, then, Box::new(expression(item(value, 3)?)?)))
        }
        other => Err(invalid(&format!("there is no expression {other}"))),
    }
}

fn condition(value: &Value) -> Outcome<Condition> {
    match text(item(value, 0)?)?.as_str() {
        "compare" => {
            let relation = match text(item(value, 1)?)?.as_str() {
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
            Ok(Condition::Compare(relation, expression(item(value, 2)?)?, expression(item(value, 3)?)?, manner))
        }
        "all" => Ok(Condition::All(each(item(value, 1)?, condition)?)),
        "any" => Ok(Condition::Any(each(item(value, 1)?, condition)?)),
        other => Err(invalid(&format!("there is no condition {other}"))),
    }
}

/// What reads fluents.
pub trait Reads {
    /// Calls `visit` with each path and fluent that is read.
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize));
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
