//! Events as they are in the relaxation: what they test and do, told from the values of a state alone. They are found by what
//! they wait for, so that whoever asks which of them may happen does not look at all.

use rustc_hash::FxHashMap;

use crate::explain::relaxed_numbers::{Range, may_compare};
use crate::program::layout::Layout;
use crate::task::{self, Arithmetic, Relation};

/// Sets of values are kept as bits for fluents with at most so many.
pub(super) const MOST_CODES: usize = 64;

#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// The fluent has one of the values whose codes are set.
    Among(usize, u64),
    /// Two fluents that can have the same values have the same one, or (false) not.
    Same(usize, usize, bool),
    Compare(Relation, Expression, Expression),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    /// Somebody's belief.
    Open,
}

#[derive(Clone, Debug)]
pub(super) enum Expression {
    Constant(i64),
    Several(Box<[i64]>),
    Read(usize),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Choose(Box<Condition>, Box<Expression>, Box<Expression>),
    Open,
}

#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub condition: Condition,
    pub fluent: usize,
    pub value: Expression,
}

/// What an event does and asks for beside its tests.
#[derive(Debug)]
pub(super) struct Event {
    /// Fluents that must have the same value.
    pub joins: Box<[Join]>,
    pub rest: Box<[Condition]>,
    /// Fluent, and the code that is added without a condition.
    pub adds: Box<[(u32, u64)]>,
    pub effects: Box<[Effect]>,
}

/// A fluent, and the codes of which it must have one.
pub(super) type Test = (u32, u64);

/// Two fluents that can have the same values.
pub(super) type Join = (u32, u32);

/// Events, each found by the test or the join that fewest values pass.
#[derive(Debug)]
pub(super) struct Events {
    pub events: Vec<Event>,
    /// Those of each event stand together, the one that fewest values pass first.
    tests: Vec<Test>,
    /// By event, where its tests begin; and where the last end.
    places: Vec<u32>,
    /// By fluent and code, the events whose first test it passes; nothing for fluents that are no first test.
    first: Vec<Box<[Box<[u32]>]>>,
    /// The fluents of first tests.
    pub watched: Vec<u32>,
    /// Joins, and the events that are found by them.
    pub joins: Vec<(Join, Vec<u32>)>,
    /// By fluent, the places of its joins.
    pub joins_of: Vec<Vec<u32>>,
    /// Events without tests.
    pub always: Vec<u32>,
}

impl Events {
    /// Those that have any effect on values. `values`: by fluent and code, the value; empty for a fluent with many.
    pub fn new<'a>(
        raw: impl Iterator<Item = (&'a task::Condition, &'a [task::Effect])>,
        values: &[Vec<i64>],
        layout: &Layout,
    ) -> Events {
        let reader = Reader { values, layout };
        let mut events = Events {
            events: vec![],
            tests: vec![],
            places: vec![0],
            first: vec![],
            watched: vec![],
            joins: vec![],
            joins_of: vec![vec![]; values.len()],
            always: vec![],
        };
        let mut first: Vec<Vec<Vec<u32>>> = vec![vec![]; values.len()];
        let mut places: FxHashMap<Join, usize> = FxHashMap::default();
        for (precondition, effects) in raw {
            let (mut tests, event) = reader.event(precondition, effects);
            if event.adds.is_empty() && event.effects.is_empty() {
                continue;
            }
            let number = events.events.len() as u32;
            let share = |codes: usize, fluent: u32| codes * MOST_CODES / values[fluent as usize].len();
            tests.sort_by_key(|&(fluent, codes)| share(codes.count_ones() as usize, fluent));
            let join = event.joins.first().filter(|join| {
                let is_less = |&(fluent, codes): &Test| share(1, join.0) < share(codes.count_ones() as usize, fluent);
                tests.first().is_none_or(is_less)
            });
            match (join, tests.first()) {
                (Some(&join), _) => events.join(join, number, &mut places),
                (None, None) => events.always.push(number),
                (None, Some(&(fluent, codes))) => {
                    let lists = &mut first[fluent as usize];
                    lists.resize(values[fluent as usize].len(), vec![]);
                    members(codes).for_each(|code| lists[code].push(number));
                }
            }
            events.tests.extend(tests);
            events.places.push(events.tests.len() as u32);
            events.events.push(event);
        }
        events.watched = (0..values.len() as u32).filter(|&fluent| !first[fluent as usize].is_empty()).collect();
        events.first = first.into_iter().map(|lists| lists.into_iter().map(Vec::into_boxed_slice).collect()).collect();
        events
    }

    /// From now on an event is found by a join. `places`: those of the joins so far.
    fn join(&mut self, join: Join, event: u32, places: &mut FxHashMap<Join, usize>) {
        let place = *places.entry(join).or_insert_with(|| {
            let place = self.joins.len();
            self.joins.push((join, vec![]));
            self.joins_of[join.0 as usize].push(place as u32);
            self.joins_of[join.1 as usize].push(place as u32);
            place
        });
        self.joins[place].1.push(event);
    }

    pub fn tests(&self, event: u32) -> &[Test] {
        &self.tests[self.places[event as usize] as usize..self.places[event as usize + 1] as usize]
    }

    /// The events whose first test a value of a fluent passes.
    pub fn waiting_for(&self, fluent: u32, code: usize) -> &[u32] {
        self.first[fluent as usize].get(code).map_or(&[], |events| events)
    }

    /// By event, whether what it does comes to some fluents.
    pub fn writing(&self, fluents: &[bool]) -> Box<[bool]> {
        let of_effects = |event: &Event| event.effects.iter().any(|effect| fluents[effect.fluent]);
        let of_adds = |event: &Event| event.adds.iter().any(|&(fluent, _)| fluents[fluent as usize]);
        self.events.iter().map(|event| of_adds(event) || of_effects(event)).collect()
    }

    /// Marks all that an event reads.
    pub fn mark_read(&self, event: u32, fluents: &mut [bool]) {
        self.tests(event).iter().for_each(|&(fluent, _)| fluents[fluent as usize] = true);
        let Event { joins, rest, effects, .. } = &self.events[event as usize];
        for &(one, other) in joins {
            (fluents[one as usize], fluents[other as usize]) = (true, true);
        }
        rest.iter().for_each(|part| part.mark_read(fluents));
        for effect in effects {
            effect.condition.mark_read(fluents);
            effect.value.mark_read(fluents);
        }
    }
}

impl Condition {
    fn mark_read(&self, fluents: &mut [bool]) {
        match self {
            Condition::Open => {}
            Condition::Among(fluent, _) => fluents[*fluent] = true,
            Condition::Same(one, other, _) => (fluents[*one], fluents[*other]) = (true, true),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.mark_read(fluents)),
            Condition::Compare(_, left, right) => {
                left.mark_read(fluents);
                right.mark_read(fluents);
            }
        }
    }
}

impl Expression {
    pub fn mark_read(&self, fluents: &mut [bool]) {
        match self {
            Expression::Constant(_) | Expression::Several(_) | Expression::Open => {}
            Expression::Read(fluent) => fluents[*fluent] = true,
            Expression::Arithmetic(_, left, right) => {
                left.mark_read(fluents);
                right.mark_read(fluents);
            }
            Expression::Choose(condition, then, otherwise) => {
                condition.mark_read(fluents);
                then.mark_read(fluents);
                otherwise.mark_read(fluents);
            }
        }
    }
}

/// The codes of a set, ascending.
pub(super) fn members(mut codes: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let code = (codes != 0).then(|| codes.trailing_zeros() as usize)?;
        codes &= codes - 1;
        Some(code)
    })
}

pub(super) struct Reader<'a> {
    pub values: &'a [Vec<i64>],
    pub layout: &'a Layout,
}

impl Reader<'_> {
    fn event(&self, precondition: &task::Condition, effects: &[task::Effect]) -> (Vec<Test>, Event) {
        let (mut tests, mut joins, mut rest) = (vec![], vec![], vec![]);
        gather(self.condition(precondition), &mut tests, &mut joins, &mut rest);
        let (mut adds, mut others) = (vec![], vec![]);
        for effect in effects.iter().filter(|effect| effect.path.is_empty()) {
            let condition = self.condition(&effect.condition);
            let value = self.expression(&effect.value);
            let values = &self.values[effect.fluent];
            if let (Condition::All(parts), Expression::Constant(value)) = (&condition, &value)
                && parts.is_empty()
                && !values.is_empty()
            {
                let value = self.layout.fields[effect.fluent].clamp(*value);
                if let Some(code) = values.iter().position(|&known| known == value) {
                    adds.push((effect.fluent as u32, 1 << code));
                    continue;
                }
            }
            others.push(Effect { condition, fluent: effect.fluent, value });
        }
        (tests, Event { joins: joins.into(), rest: rest.into(), adds: adds.into(), effects: others.into() })
    }

    fn condition(&self, raw: &task::Condition) -> Condition {
        match raw {
            task::Condition::All(parts) => Condition::All(parts.iter().map(|part| self.condition(part)).collect()),
            task::Condition::Any(parts) => Condition::Any(parts.iter().map(|part| self.condition(part)).collect()),
            // What is known or believed may be so.
            task::Condition::Compare(Relation::Known | Relation::MayBe | Relation::Knows, ..) => Condition::Open,
            task::Condition::Compare(_, _, _, manner) if manner.denied => Condition::Open,
            task::Condition::Compare(Relation::In, task::Expression::Read(path, fluent), right, _) => {
                let (task::Expression::Constant(_) | task::Expression::Several(_)) = right else { return Condition::Open };
                if !path.is_empty() || self.values[*fluent].is_empty() {
                    return Condition::Open;
                }
                let allowed = |value: &i64| match right {
                    task::Expression::Several(values) => values.contains(value),
                    other => matches!(other, task::Expression::Constant(single) if single == value),
                };
                let codes = self.values[*fluent].iter().enumerate().filter(|(_, value)| allowed(value));
                Condition::Among(*fluent, codes.fold(0, |codes, (code, _)| codes | 1 << code))
            }
            task::Condition::Compare(
                relation @ (Relation::Equal | Relation::Unequal),
                task::Expression::Read(path, one),
                task::Expression::Read(longer, other),
                _,
            ) if path.is_empty() && longer.is_empty() && self.have_the_same_values(*one, *other) => {
                Condition::Same(*one.min(other), *one.max(other), *relation == Relation::Equal)
            }
            task::Condition::Compare(relation, left, right, _) => {
                if let (task::Expression::Read(path, fluent), task::Expression::Constant(value)) = (left, right)
                    && path.is_empty()
                    && !self.values[*fluent].is_empty()
                {
                    let mut codes = 0;
                    for (code, &known) in self.values[*fluent].iter().enumerate() {
                        if may_compare(*relation, Range::of(known), Range::of(*value), true) {
                            codes |= 1 << code;
                        }
                    }
                    return Condition::Among(*fluent, codes);
                }
                let (left, right) = (self.expression(left), self.expression(right));
                if matches!(left, Expression::Open) || matches!(right, Expression::Open) {
                    return Condition::Open;
                }
                Condition::Compare(*relation, left, right)
            }
        }
    }

    /// Whether they are the same for the same codes.
    fn have_the_same_values(&self, one: usize, other: usize) -> bool {
        !self.values[one].is_empty() && self.values[one] == self.values[other]
    }

    pub fn expression(&self, raw: &task::Expression) -> Expression {
        match raw {
            task::Expression::Constant(value) => Expression::Constant(*value),
            task::Expression::Several(values) => Expression::Several(values.as_slice().into()),
            task::Expression::Read(path, fluent) if path.is_empty() => Expression::Read(*fluent),
            task::Expression::Read(..) => Expression::Open,
            task::Expression::Arithmetic(operator, left, right) => {
                Expression::Arithmetic(*operator, Box::new(self.expression(left)), Box::new(self.expression(right)))
            }
            task::Expression::Choose(condition, then, otherwise) => Expression::Choose(
                Box::new(self.condition(condition)),
                Box::new(self.expression(then)),
                Box::new(self.expression(otherwise)),
            ),
        }
    }
}

fn gather(condition: Condition, tests: &mut Vec<Test>, joins: &mut Vec<Join>, rest: &mut Vec<Condition>) {
    match condition {
        Condition::All(parts) => parts.into_iter().for_each(|part| gather(part, tests, joins, rest)),
        Condition::Among(fluent, codes) => match tests.iter_mut().find(|known| known.0 == fluent as u32) {
            // In one state the fluent has one value, but here it may have had both.
            Some(known) if known.1 == codes => {}
            _ => tests.push((fluent as u32, codes)),
        },
        Condition::Same(one, other, true) => joins.push((one as u32, other as u32)),
        Condition::Open => {}
        other => rest.push(other),
    }
}
