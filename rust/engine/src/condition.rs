//! Conditions and expressions made ready for packed states. What a mind has of a fluent may be several values (semantics 8.2):
//! then conditions are evaluated by Kleene's logic.

use smallvec::SmallVec;

use crate::fault::{Outcome, Overflow};
use crate::graph::View;
use crate::layout::{Layout, Values};
use crate::sets::Several;
use crate::task::{self, Arithmetic, LARGEST, Manner, Relation, UNKNOWN};

pub type Path = Box<[usize]>;

#[derive(Clone, Debug)]
pub enum Expression {
    Constant(i64),
    Several(Values),
    Read(Path, usize),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Choose(Box<Guard>, Box<Condition>, Box<Expression>, Box<Expression>),
}

/// What an expression may be, ascending. Of several values: `told`: whether whoever is told it comes to know which it is;
/// `known`: whether this mind, being an idea of another's, is marked as knowing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    pub values: Values,
    pub told: bool,
    pub known: bool,
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
    /// There may be several values: the negation is not simply the opposite.
    is_open: bool,
    value: i64,
    manner: Manner,
    /// Nobody learns anything from its being so.
    pub is_mute: bool,
}

/// Any other atom.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub relation: Relation,
    pub left: Expression,
    pub right: Expression,
    pub manner: Manner,
    is_open: bool,
    pub is_mute: bool,
    /// The mind in which all of it is read, and the sides as they are read there.
    inside: Path,
    sides: Option<Box<(Expression, Expression)>>,
}

#[derive(Clone, Debug)]
pub enum Condition {
    Test(Test),
    Compare(Box<Comparison>),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
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
        if self.is_open { Ok(self.expression.wanted(view)?[0]) } else { self.expression.value(view) }
    }
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
            Condition::Test(test) if test.is_open && (test.negated || test.manner.denied) => self.rest.push(condition.clone()),
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

impl Test {
    /// Whether it holds exactly where the bits of one value are those of the test, or exactly where they are not.
    pub fn is_plain(&self) -> bool {
        !self.manner.denied
    }

    fn holds(&self, view: &View<'_>) -> bool {
        if self.is_open && (self.negated || self.manner.denied) {
            return self.truth(view) == Some(true);
        }
        (view.along(&self.path)[self.word] & self.mask == self.want) != self.negated
    }

    fn truth(&self, view: &View<'_>) -> Option<bool> {
        let word = view.along(&self.path)[self.word];
        let is_equal = word & self.mask == self.want;
        let several = if is_equal || !self.is_open { None } else { view.layout.fields[self.fluent].several(word) };
        let found = match several {
            // What is believed in another mind is a fact, unless the set is marked as known there.
            Some(several) if several.values.contains(&self.value) => match self.path.len() {
                0 => None,
                1 if several.known => None,
                _ => Some(false),
            },
            _ => Some(is_equal != self.negated),
        };
        found.map(|found| found != self.manner.denied)
    }
}

impl Comparison {
    fn holds(&self, view: &View<'_>) -> Result<bool, Overflow> {
        if self.is_open {
            return match self.of_singles(view) {
                Some(truth) => Ok(truth),
                None => Ok(self.truth(view)? == Some(true)),
            };
        }
        Ok(compare(self.relation, self.left.value(view)?, self.right.value(view)?))
    }

    fn truth(&self, view: &View<'_>) -> Result<Option<bool>, Overflow> {
        if !self.is_open {
            return self.holds(view).map(Some);
        }
        if let Some(truth) = self.of_singles(view) {
            return Ok(Some(truth));
        }
        let found = match &self.sides {
            None => undenied(self.relation, &self.left, &self.right, view)?,
            Some(sides) => {
                let there = view.inside(&self.inside);
                match undenied(self.relation, &sides.0, &sides.1, &there)? {
                    // What somebody believes is a fact, unless it depends there on what is known there and not here.
                    None if self.inside.len() > 1 || !is_marked(&[&sides.0, &sides.1], &there) => Some(false),
                    found => found,
                }
            }
        };
        Ok(found.map(|found| found != self.manner.denied))
    }
}

impl Comparison {
    /// The truth of a comparison of two values, if they are values of fluents or written, and each is one.
    #[inline]
    fn of_singles(&self, view: &View<'_>) -> Option<bool> {
        let left = self.left.single(view)?;
        let found = match self.relation {
            Relation::Known => true,
            Relation::In => return None,
            Relation::MayBe | Relation::Knows => left == self.right.single(view)?,
            relation => compare(relation, left, self.right.single(view)?),
        };
        Some(found != self.manner.denied)
    }
}

/// Whether a fluent that is read in a mind itself is known there.
fn is_marked(sides: &[&Expression], view: &View<'_>) -> bool {
    let mut found = false;
    for side in sides {
        side.reads(&mut |path, fluent| found |= path.is_empty() && several(view, path, fluent).is_some_and(|set| set.known));
    }
    found
}

fn several<'a>(view: &View<'a>, path: &[usize], fluent: usize) -> Option<&'a Several> {
    let field = &view.layout.fields[fluent];
    field.several(view.along(path)[field.word])
}

/// The truth of a comparison that reads this mind, or no other mind alone.
fn undenied(relation: Relation, left: &Expression, right: &Expression, view: &View<'_>) -> Result<Option<bool>, Overflow> {
    if let Expression::Read(path, fluent) = left {
        let there = several(view, path, *fluent);
        let value = |path: &[usize]| view.layout.value(view.along(path), *fluent);
        match relation {
            Relation::Known => return Ok(Some(there.is_none_or(|set| set.known))),
            Relation::Knows => {
                let (_, above) = path.split_last().expect("the task has been checked");
                return Ok(Some(match there {
                    Some(set) => set.known,
                    None => several(view, above, *fluent).is_none() && value(path) == value(above),
                }));
            }
            Relation::MayBe => {
                let wanted = right.value(view)?;
                return Ok(Some(there.map_or_else(|| value(path) == wanted, |set| set.values.contains(&wanted))));
            }
            Relation::In => {
                let (mut one, mut other) = ([0], [0]);
                let (Some(own), Some(allowed)) = (left.simple(view, &mut one), right.simple(view, &mut other)) else {
                    return Ok(None);
                };
                let (all, any) = tally(own.iter().map(|value| allowed.contains(value)));
                return Ok(if all || !any { Some(all) } else { None });
            }
            _ => {}
        }
    }
    let (mut one, mut other) = ([0], [0]);
    if let (Some(first), Some(second)) = (left.simple(view, &mut one), right.simple(view, &mut other)) {
        return Ok(of_values(relation, (left, first), (right, second), view));
    }
    let (first, second) = (left.possible(view)?.values, right.possible(view)?.values);
    Ok(of_values(relation, (left, &first), (right, &second), view))
}

/// The same, of the values that both sides may have.
fn of_values(
    relation: Relation,
    (left, first): (&Expression, &[i64]),
    (right, second): (&Expression, &[i64]),
    view: &View<'_>,
) -> Option<bool> {
    if first == second && is_one(left, right, view) {
        return Some(matches!(relation, Relation::Equal | Relation::LessOrEqual | Relation::GreaterOrEqual));
    }
    let pairs = first.iter().flat_map(|&one| second.iter().map(move |&other| (one, other)));
    let (all, any) = tally(pairs.map(|(one, other)| compare(relation, one, other)));
    if all || !any {
        return Some(all);
    }
    let (mut is_fact, mut is_known_there) = (false, false);
    for side in [left, right] {
        side.reads(&mut |path, fluent| {
            is_fact |= !path.is_empty();
            is_known_there |= path.len() == 1 && several(view, path, fluent).is_some_and(|set| set.known);
        });
    }
    if is_fact && !is_known_there { Some(false) } else { None }
}

/// Whether two reads that have the same values are of one and the same: read by one path, or here and where it is known, a mark
/// saying that the value there is the true one.
fn is_one(left: &Expression, right: &Expression, view: &View<'_>) -> bool {
    let (Expression::Read(path, fluent), Expression::Read(other, same)) = (left, right) else { return false };
    let is_known = |path: &[usize]| several(view, path, *fluent).is_some_and(|set| set.known);
    fluent == same
        && match (path.len(), other.len()) {
            _ if path == other => true,
            (1, 0) => is_known(path),
            (0, 1) => is_known(other),
            _ => false,
        }
}

/// Whether all are true, and whether any is.
fn tally(truths: impl Iterator<Item = bool>) -> (bool, bool) {
    truths.fold((true, false), |(all, any), truth| (all && truth, any || truth))
}

impl Condition {
    pub fn new(raw: &task::Condition, layout: &Layout) -> Outcome<Condition> {
        Ok(match raw {
            task::Condition::All(parts) => Condition::All(all(parts, layout)?),
            task::Condition::Any(parts) => Condition::Any(all(parts, layout)?),
            task::Condition::Compare(relation, left, right, manner) => {
                Condition::atom(*relation, left, right, *manner, layout)?
            }
        })
    }

    fn atom(
        relation: Relation,
        left: &task::Expression,
        right: &task::Expression,
        manner: Manner,
        layout: &Layout,
    ) -> Outcome<Condition> {
        use task::Expression::{Constant, Read};
        let mut is_open = false;
        let mut visit = |_: &[usize], fluent: usize| is_open |= layout.fields[fluent].is_open();
        left.reads(&mut visit);
        right.reads(&mut visit);
        let is_mute = manner.denied || matches!(relation, Relation::Known | Relation::Knows | Relation::MayBe);
        let truth = |value: bool| if value { Condition::All(Box::default()) } else { Condition::Any(Box::default()) };
        let test = |path: &[usize], fluent: usize, value: i64, negated: bool, manner: Manner| {
            let field = &layout.fields[fluent];
            match field.pack(value) {
                Some(want) => Condition::Test(Test {
                    path: path.into(),
                    fluent,
                    word: field.word,
                    mask: field.mask,
                    want,
                    negated,
                    is_open,
                    value,
                    manner,
                    is_mute,
                }),
                None => truth(negated != manner.denied),
            }
        };
        // Where there is one value only, what somebody believes or knows is as simple as what is so.
        let plain = Manner { denied: manner.denied && is_open, ..manner };
        let is_flipped = manner.denied && !is_open;
        match (relation, left, right) {
            (Relation::Equal | Relation::Unequal, Read(path, fluent), Constant(value)) => {
                let negated = (relation == Relation::Unequal) != is_flipped;
                Ok(test(path, *fluent, *value, negated, plain))
            }
            (Relation::MayBe, Read(path, fluent), Constant(value)) if !is_open => {
                Ok(test(path, *fluent, *value, is_flipped, plain))
            }
            (Relation::In, Read(path, fluent), Constant(value)) => Ok(test(path, *fluent, *value, is_flipped, plain)),
            (Relation::In, Read(path, fluent), task::Expression::Several(values)) if !is_open => {
                let parts = values.iter().map(|&value| test(path, *fluent, value, is_flipped, plain)).collect();
                Ok(if is_flipped { Condition::All(parts) } else { Condition::Any(parts) })
            }
            (Relation::Known, ..) if !is_open => Ok(truth(!manner.denied)),
            _ => {
                let relation = match relation {
                    Relation::Knows if !is_open => Relation::Equal,
                    relation => relation,
                };
                let relation = if is_flipped { opposite(relation) } else { relation };
                let (left, right) = (Expression::new(left, layout)?, Expression::new(right, layout)?);
                let inside = common_path(&left, &right);
                let sides = match inside.len() {
                    0 => None,
                    length => Some(Box::new((left.without(length), right.without(length)))),
                };
                let manner = plain;
                let atom = Comparison { relation, left, right, manner, is_open, is_mute, inside, sides };
                Ok(Condition::Compare(Box::new(atom)))
            }
        }
    }

    /// Whether the condition is true: what is not known is not.
    pub fn holds(&self, view: &View<'_>) -> Result<bool, Overflow> {
        match self {
            Condition::Test(test) => Ok(test.holds(view)),
            Condition::Compare(comparison) => comparison.holds(view),
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

    /// Whether the condition is true or false; None = not known.
    pub fn truth(&self, view: &View<'_>) -> Result<Option<bool>, Overflow> {
        let (parts, decides) = match self {
            Condition::Test(test) => return Ok(test.truth(view)),
            Condition::Compare(comparison) => return comparison.truth(view),
            Condition::All(parts) => (parts, false),
            Condition::Any(parts) => (parts, true),
        };
        let mut found = Some(!decides);
        for part in parts {
            match part.truth(view)? {
                Some(truth) if truth == decides => return Ok(Some(decides)),
                Some(_) => {}
                None => found = None,
            }
        }
        Ok(found)
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

    /// Whether this is an atom that, where nobody has sets, tells the values of what it reads exactly.
    pub fn is_exact(&self) -> bool {
        match self {
            Condition::Test(test) => !test.negated || test.manner.of_reads,
            Condition::Compare(comparison) => {
                let Comparison { relation, left, right, manner, .. } = &**comparison;
                *relation == Relation::Equal || manner.of_reads || left.reads_any() && right.reads_any()
            }
            Condition::All(_) | Condition::Any(_) => false,
        }
    }

    /// Calls `visit` with each path and fluent that is read.
    pub fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Condition::Test(test) => visit(&test.path, test.fluent),
            Condition::Compare(comparison) => {
                comparison.left.reads(visit);
                comparison.right.reads(visit);
            }
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.reads(visit)),
        }
    }

    /// What somebody learns of each read of an atom that is so, where there are sets: the values that stay possible, or None
    /// for those that are possible in the state where it is so.
    pub fn lessons<'a>(&'a self, layout: &Layout, visit: &mut dyn FnMut(&'a [usize], usize, Option<Values>)) {
        match self {
            Condition::Test(test) if !test.is_mute => {
                let domain = layout.fields[test.fluent].domain().unwrap_or_default().into_iter();
                let allowed = || domain.filter(|&value| (value == test.value) != test.negated).collect();
                visit(&test.path, test.fluent, if test.manner.of_reads { None } else { Some(allowed()) });
            }
            Condition::Compare(comparison) if !comparison.is_mute => {
                let Comparison { relation, left, right, manner, .. } = &**comparison;
                let mut places: SmallVec<[(&[usize], usize); 4]> = SmallVec::new();
                self.reads(&mut |path, fluent| {
                    if !places.contains(&(path, fluent)) {
                        places.push((path, fluent));
                    }
                });
                match places[..] {
                    [(path, fluent)] if !manner.of_reads => {
                        let domain = layout.fields[fluent].domain().unwrap_or_default().into_iter();
                        let satisfies = |value: &i64| match (relation, right) {
                            (Relation::In, Expression::Several(values)) => values.contains(value),
                            _ => compare(*relation, left.where_read(*value), right.where_read(*value)),
                        };
                        visit(path, fluent, Some(domain.filter(satisfies).collect()));
                    }
                    _ => places.iter().for_each(|&(path, fluent)| visit(path, fluent, None)),
                }
            }
            _ => {}
        }
    }
}

/// The longest path with which all begin that is read.
fn common_path(left: &Expression, right: &Expression) -> Path {
    let mut common: Option<Vec<usize>> = None;
    for side in [left, right] {
        side.reads(&mut |path, _| match &mut common {
            None => common = Some(path.to_vec()),
            Some(known) => {
                let length = known.iter().zip(path).take_while(|(one, other)| one == other).count();
                known.truncate(length);
            }
        });
    }
    common.unwrap_or_default().into()
}

fn opposite(relation: Relation) -> Relation {
    match relation {
        Relation::Equal => Relation::Unequal,
        Relation::Unequal => Relation::Equal,
        Relation::Less => Relation::GreaterOrEqual,
        Relation::GreaterOrEqual => Relation::Less,
        Relation::Greater => Relation::LessOrEqual,
        Relation::LessOrEqual => Relation::Greater,
        other => other,
    }
}

fn all(parts: &[task::Condition], layout: &Layout) -> Outcome<Box<[Condition]>> {
    parts.iter().map(|part| Condition::new(part, layout)).collect()
}

impl Expression {
    pub fn new(raw: &task::Expression, layout: &Layout) -> Outcome<Expression> {
        Ok(match raw {
            task::Expression::Constant(value) => Expression::Constant(*value),
            task::Expression::Several(values) => Expression::Several(values.as_slice().into()),
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

    /// The value, `UNKNOWN` where several are possible.
    pub fn value(&self, view: &View<'_>) -> Result<i64, Overflow> {
        match self {
            Expression::Constant(value) => Ok(*value),
            Expression::Several(_) => Ok(UNKNOWN),
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

    /// The same as it is read in the mind at the end of the first part, so long, of every path.
    fn without(&self, length: usize) -> Expression {
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
    fn where_read(&self, value: i64) -> i64 {
        match self {
            Expression::Constant(constant) => *constant,
            Expression::Read(..) => value,
            Expression::Arithmetic(operator, left, right) => {
                calculate(*operator, left.where_read(value), right.where_read(value)).unwrap_or(UNKNOWN)
            }
            Expression::Several(_) | Expression::Choose(..) => UNKNOWN,
        }
    }

    fn reads_any(&self) -> bool {
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
    fn simple<'a>(&'a self, view: &View<'a>, room: &'a mut [i64; 1]) -> Option<&'a [i64]> {
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
    fn single(&self, view: &View<'_>) -> Option<i64> {
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
            Expression::Several(values) => Possible { values: values.clone(), told: false, known: false },
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
            Expression::Choose(_, condition, then, otherwise) => match condition.truth(view)? {
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

    fn wanted(&self, view: &View<'_>) -> Result<Values, Overflow> {
        match self {
            Expression::Choose(guard, _, then, otherwise) => {
                if guard.holds(view)? {
                    then.wanted(view)
                } else {
                    otherwise.wanted(view)
                }
            }
            Expression::Arithmetic(operator, left, right) => combine(*operator, &left.wanted(view)?, &right.wanted(view)?),
            _ => self.possible(view).map(|possible| possible.values),
        }
    }

    pub fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Expression::Constant(_) | Expression::Several(_) => {}
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
            Expression::Several(values) => values.iter().copied().max().unwrap_or(UNKNOWN),
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

fn ascending(mut values: Values) -> Values {
    values.sort_unstable();
    values.dedup();
    values
}

fn combine(operator: Arithmetic, left: &[i64], right: &[i64]) -> Result<Values, Overflow> {
    let pairs = left.iter().flat_map(|&one| right.iter().map(move |&other| (one, other)));
    pairs.map(|(one, other)| calculate(operator, one, other)).collect::<Result<Values, Overflow>>().map(ascending)
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
        // These are no relations of two values.
        Relation::In | Relation::Known | Relation::MayBe | Relation::Knows => false,
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
