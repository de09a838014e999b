//! Conditions and expressions made ready for packed states. What a mind has of a fluent may be several values (semantics 8.2):
//! then conditions are evaluated by Kleene's logic.

use smallvec::SmallVec;

use crate::fault::{Outcome, Overflow};
use crate::program::expression::{Expression, compare};
use crate::program::layout::{Layout, Values};
use crate::program::sets::Several;
use crate::program::view::View;
use crate::task::{self, Manner, Path, Reads, Relation};

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
    pub is_open: bool,
    value: i64,
    pub manner: Manner,
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
    /// It says that two fluents here are equal, or that they are not.
    pub join: Option<Join>,
}

/// Two fluents of a state that have the same values for the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Join {
    words: [u32; 2],
    masks: [u64; 2],
    shifts: [u32; 2],
    /// The greatest number of one value.
    last: u64,
}

impl Join {
    fn new(left: &Expression, right: &Expression, layout: &Layout) -> Option<Join> {
        let (Expression::Read(path, one), Expression::Read(longer, other)) = (left, right) else { return None };
        let [one, other] = [one.min(other), one.max(other)].map(|&fluent| &layout.fields[fluent]);
        (path.is_empty() && longer.is_empty() && one.has_the_codes_of(other)).then(|| Join {
            words: [one, other].map(|field| field.word as u32),
            masks: [one, other].map(|field| field.mask),
            shifts: [one, other].map(|field| field.mask.trailing_zeros()),
            last: one.last() as u64,
        })
    }

    /// Whether both have the same value; None: one of them may have several.
    #[inline]
    pub fn is_same(&self, words: &[u64]) -> Option<bool> {
        let code = |side: usize| (words[self.words[side] as usize] & self.masks[side]) >> self.shifts[side];
        let (one, other) = (code(0), code(1));
        (one <= self.last && other <= self.last).then_some(one == other)
    }
}

#[derive(Clone, Debug)]
pub enum Condition {
    Test(Test),
    Compare(Box<Comparison>),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
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
        if self.is_open || self.join.is_some() {
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
                    None if self.inside.len() > 1 || !is_marked(&deciding(self.relation, sides), &there) => Some(false),
                    found => found,
                }
            }
        };
        Ok(found.map(|found| found != self.manner.denied))
    }
}

impl Comparison {
    /// Whether it says that two fluents here have the same value.
    pub fn is_join(&self) -> bool {
        self.join.is_some() && self.relation == Relation::Equal && !self.manner.denied
    }

    /// The truth of a comparison of two values, if they are values of fluents or written, and each is one.
    #[inline]
    fn of_singles(&self, view: &View<'_>) -> Option<bool> {
        if let Some(same) = self.join.and_then(|join| join.is_same(view.words)) {
            return Some((same == (self.relation == Relation::Equal)) != self.manner.denied);
        }
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

/// The sides on which it depends whether a comparison is known.
fn deciding(relation: Relation, (left, right): &(Expression, Expression)) -> SmallVec<[&Expression; 2]> {
    if relation == Relation::MayBe { SmallVec::from_slice(&[right]) } else { SmallVec::from_slice(&[left, right]) }
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
                let mut room = [0];
                let Some(asked) = right.simple(view, &mut room) else { return Ok(None) };
                let may = |wanted: &i64| there.map_or_else(|| value(path) == *wanted, |set| set.values.contains(wanted));
                // Which of several it is that may be so is not known, even if they all may.
                let found = match asked {
                    [wanted] => Some(may(wanted)),
                    _ if !asked.iter().any(may) => Some(false),
                    _ if is_fact(&[right], view) => Some(false),
                    _ => None,
                };
                return Ok(found);
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
    if is_fact(&[left, right], view) { Some(false) } else { None }
}

/// Whether a comparison is judged in other minds, and depends on nothing there that is known there and not here.
fn is_fact(sides: &[&Expression], view: &View<'_>) -> bool {
    let (mut is_in_a_mind, mut is_known_there) = (false, false);
    for side in sides {
        side.reads(&mut |path, fluent| {
            is_in_a_mind |= !path.is_empty();
            is_known_there |= path.len() == 1 && several(view, path, fluent).is_some_and(|set| set.known);
        });
    }
    is_in_a_mind && !is_known_there
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
                let is_join = matches!(relation, Relation::Equal | Relation::Unequal);
                let join = if is_join { Join::new(&left, &right, layout) } else { None };
                let atom = Comparison { relation, left, right, manner, is_open, is_mute, inside, sides, join };
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

    /// Whether it may be at fault because a number is too large.
    pub fn calculates(&self) -> bool {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(Condition::calculates),
            Condition::Test(_) => false,
            Condition::Compare(comparison) => [&comparison.left, &comparison.right]
                .iter()
                .any(|side| matches!(side, Expression::Arithmetic(..) | Expression::Choose(..))),
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

    /// What somebody learns of each read of an atom that is so, where there are sets: the values that stay possible, or None
    /// for those that are possible in the state where it is so.
    pub fn lessons<'a>(&'a self, layout: &Layout, visit: &mut dyn FnMut(&'a [usize], usize, Option<Values>)) {
        match self {
            Condition::Test(test) if !test.is_mute => {
                let domain = layout.fields[test.fluent].domain().unwrap_or_default().into_iter();
                let allowed = || domain.filter(|&value| (value == test.value) != test.negated).collect();
                visit(&test.path, test.fluent, if test.manner.of_reads { None } else { Some(allowed()) });
            }
            // Whether something may be so says nothing of what is; only what it is that may be.
            Condition::Compare(comparison) if comparison.relation == Relation::MayBe && !comparison.manner.denied => {
                comparison.right.reads(&mut |path, fluent| visit(path, fluent, None));
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

impl Reads for Condition {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        match self {
            Condition::Test(test) => visit(&test.path, test.fluent),
            Condition::Compare(comparison) => {
                comparison.left.reads(visit);
                comparison.right.reads(visit);
            }
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.reads(visit)),
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
        // Where nothing has several values.
        Relation::MayBe => Relation::Unequal,
        other => other,
    }
}

fn all(parts: &[task::Condition], layout: &Layout) -> Outcome<Box<[Condition]>> {
    parts.iter().map(|part| Condition::new(part, layout)).collect()
}
