//! Reads tasks, and what is said of them, from JSON; checks that every number is in range.

use std::sync::Arc;

use serde_json::Value;

use crate::fault::Outcome;
use crate::task::json::{Fields, each, integer, invalid, item, number, optional, string, text, truth, value_of};
use crate::task::{
    Action, Apart, Arithmetic, Belief, Condition, Effect, Ending, Expression, Fact, Fluent, Hope, Lesson, Limits, Manner,
    Public, Relation, Sort, Task, Trigger,
};

impl Condition {
    /// Reads a condition about the states of a task with so many characters and fluents.
    pub fn parse(json: &str, minds: usize, fluents: usize) -> Outcome<Condition> {
        Reader::new(minds, fluents).condition(&value_of(json)?).map(Arc::unwrap_or_clone)
    }
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
            urgencies: fields.each_if_any("urgencies", |value| Ok(number(value)?.min(255) as u8))?.unwrap_or_default(),
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
        if !self.urgencies.is_empty() && self.urgencies.len() != self.actions.len() {
            return Err(invalid("how urgent it is is said of each action or of none"));
        }
        for action in &self.actions {
            if action.observing.len() != minds || action.public.is_some_and(|public| public >= self.publics.len()) {
                return Err(invalid(&format!("{} is not well formed", action.name)));
            }
            if let Some(apart) = &action.apart
                && (apart.twin.is_some_and(|twin| twin >= self.actions.len()) || apart.twin.is_none() != apart.hopes.is_empty())
            {
                return Err(invalid(&format!("{} has no twin", action.name)));
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
        let among = value.get(5).map_or(Ok(vec![]), |among| each(among, number))?;
        among.iter().try_for_each(|&mind| self.path(&[mind]))?;
        if path.is_empty() && !among.is_empty() {
            return Err(invalid("a fact of the world is so in no mind alone"));
        }
        Ok(Fact { path, fluent, values, known: truth(item(value, 4)?)?, among })
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
            apart: if value.as_array().is_some_and(|row| row.len() > 6) { Some(self.apart(value)?) } else { None },
        })
    }

    fn apart(&self, value: &Value) -> Outcome<Apart> {
        Ok(Apart {
            shown: self.condition(item(value, 6)?)?,
            certain: self.condition(item(value, 7)?)?,
            hopes: each(item(value, 8)?, |hope| self.hope(hope))?,
            twin: optional(item(value, 9)?, number)?,
            in_vain: truth(item(value, 10)?)?,
        })
    }

    fn hope(&self, value: &Value) -> Outcome<Hope> {
        let condition = self.condition(item(value, 0)?)?;
        let Condition::Compare(relation, Expression::Read(path, fluent), right, manner) = &*condition else {
            return Err(invalid("only of what one thing is can be hoped"));
        };
        let is_fitting = match (relation, right) {
            (Relation::Known, _) => !path.is_empty(),
            (Relation::In, right) => matches!(right, Expression::Several(_)),
            (Relation::MayBe | Relation::Knows, _) => false,
            (_, right) => matches!(right, Expression::Constant(_)),
        };
        if !is_fitting || manner.denied {
            return Err(invalid("that can't be hoped for"));
        }
        let (is_of_knowing, path, fluent) = (*relation == Relation::Known, path.clone(), *fluent);
        let (opposite, seen) = (self.condition(item(value, 1)?)?, truth(item(value, 2)?)?);
        Ok(Hope { condition, opposite, seen, path, fluent, is_of_knowing })
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
