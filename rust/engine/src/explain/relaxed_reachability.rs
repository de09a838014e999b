//! How good things can become for somebody within some acts, told from the values of a state alone: a relaxation in which
//! nothing is ever lost (delete relaxation, Bonet and Geffner 2001, over sets of values), nobody has to agree, and any
//! belief about beliefs may hold. What it says is never less than what is possible, so that it may exclude.

use crate::explain::value_rows::ValueRows;
use crate::program::layout::{Field, Layout};
use crate::state::graph::Node;
use crate::task::{self, Arithmetic, LARGEST, Relation, Task, UNKNOWN};

/// Sets of values are kept as bits for fluents with at most so many.
const MOST_CODES: usize = 64;
/// After so many acts nothing is excluded but what is out of reach for ever.
pub(crate) const LAYERS: usize = 12;
/// Numbers that go on growing under triggers are taken to be without bounds after so many rounds.
const ROUNDS: usize = 24;

/// The numbers that an expression can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    /// Above `most`: none.
    least: i64,
    most: i64,
    unknown: bool,
}

const NOTHING: Range = Range { least: i64::MAX, most: i64::MIN, unknown: false };
const ANYTHING: Range = Range { least: -LARGEST, most: LARGEST, unknown: true };

impl Range {
    fn of(value: i64) -> Range {
        if value == UNKNOWN { Range { unknown: true, ..NOTHING } } else { Range { least: value, most: value, unknown: false } }
    }

    fn with(self, other: Range) -> Range {
        Range { least: self.least.min(other.least), most: self.most.max(other.most), unknown: self.unknown || other.unknown }
    }

    fn is_known(self) -> bool {
        self.least <= self.most
    }
}

#[derive(Clone, Debug)]
enum Condition {
    /// The fluent has one of the values whose codes are set.
    Among(usize, u64),
    Compare(Relation, Expression, Expression),
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    /// Somebody's belief.
    Open,
}

#[derive(Clone, Debug)]
enum Expression {
    Constant(i64),
    Several(Box<[i64]>),
    Read(usize),
    Arithmetic(Arithmetic, Box<Expression>, Box<Expression>),
    Choose(Box<Condition>, Box<Expression>, Box<Expression>),
    Open,
}

#[derive(Clone, Debug)]
struct Effect {
    condition: Condition,
    fluent: usize,
    value: Expression,
}

/// An event, what is usual in one gathered in front.
#[derive(Clone, Debug)]
struct Event {
    /// Fluent, and the codes of which it must have one.
    tests: Box<[(u32, u64)]>,
    rest: Box<[Condition]>,
    /// Fluent, and the code that is added without a condition.
    adds: Box<[(u32, u64)]>,
    effects: Box<[Effect]>,
}

/// What fluents can be: codes as bits, or a range for fluents with many values.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Possible {
    codes: Vec<u64>,
    ranges: Vec<(u32, Range)>,
}

/// What is known of a row: where its greatest utilities stand, by layer and character, as far as they were worked out.
#[derive(Clone, Copy, Debug)]
struct Profile {
    first: u32,
    layers: u16,
    /// Whether nothing more can change.
    is_complete: bool,
}

/// Where a relaxation stands.
#[derive(Debug)]
struct Front {
    now: Possible,
    /// Events that have not yet done all that they can.
    actions: Vec<u32>,
    triggers: Vec<u32>,
}

#[derive(Debug)]
pub(crate) struct RelaxedReachability {
    /// By fluent and code, the value; empty for a fluent with many.
    values: Vec<Vec<i64>>,
    /// Fluents with many values.
    wide: Vec<u32>,
    actions: Vec<Event>,
    triggers: Vec<Event>,
    utilities: Vec<Expression>,
    profiles: Vec<Profile>,
    most: Vec<i64>,
    rows: ValueRows,
}

impl RelaxedReachability {
    /// What characters can hope for, by their number.
    pub fn of_characters(task: &Task, layout: &Layout) -> RelaxedReachability {
        RelaxedReachability::new(task, layout, &task.utilities, false)
    }

    /// What the author can hope for, to whom acts of nobody are available, too.
    pub fn of_author(task: &Task, layout: &Layout) -> RelaxedReachability {
        RelaxedReachability::new(task, layout, std::slice::from_ref(&task.utility), true)
    }

    /// Whether endings can be hoped for, by their number: 1, or 0 if not.
    pub fn of_endings(task: &Task, layout: &Layout) -> RelaxedReachability {
        let worth = |ending: &task::Ending| {
            let (one, none) = (task::Expression::Constant(1), task::Expression::Constant(0));
            task::Expression::Choose(Box::new(ending.condition.clone()), Box::new(one), Box::new(none))
        };
        let worth: Vec<task::Expression> = task.endings.iter().map(worth).collect();
        RelaxedReachability::new(task, layout, &worth, true)
    }

    fn new(task: &Task, layout: &Layout, utilities: &[task::Expression], author: bool) -> RelaxedReachability {
        let values: Vec<Vec<i64>> = layout.fields.iter().map(|field| field.values(MOST_CODES)).collect();
        let reader = Reader { values: &values, layout };
        let actions: Vec<Event> = task
            .actions
            .iter()
            .filter(|action| author || !action.consenting.is_empty())
            .map(|action| reader.event(&action.precondition, &action.effects))
            .filter(Event::changes)
            .collect();
        let triggers: Vec<Event> = task
            .triggers
            .iter()
            .map(|trigger| reader.event(&trigger.precondition, &trigger.effects))
            .filter(Event::changes)
            .collect();
        let utilities = utilities.iter().map(|utility| reader.expression(utility)).collect();
        RelaxedReachability {
            wide: (0..values.len() as u32).filter(|&fluent| values[fluent as usize].is_empty()).collect(),
            actions,
            triggers,
            utilities,
            values,
            profiles: vec![],
            most: vec![],
            rows: ValueRows::new(layout.width),
        }
    }

    /// The same for another world of the task, nothing worked out.
    pub fn twin(&self) -> RelaxedReachability {
        RelaxedReachability {
            values: self.values.clone(),
            wide: self.wide.clone(),
            actions: self.actions.clone(),
            triggers: self.triggers.clone(),
            utilities: self.utilities.clone(),
            profiles: vec![],
            most: vec![],
            rows: ValueRows::new(self.rows.width()),
        }
    }

    /// Forgets what has been worked out.
    pub fn forget(&mut self) {
        (self.profiles, self.most, self.rows) = (vec![], vec![], ValueRows::new(self.rows.width()));
    }

    /// A utility that a character can't exceed within some acts from a lasting node with this row.
    pub fn most(&mut self, layout: &Layout, node: Node, row: &[u64], mind: usize, acts: usize) -> i64 {
        let number = self.rows.of_node(node, row);
        self.at(layout, number, mind, acts)
    }

    /// How many acts it takes at least until a utility may be `goal` or more, if at most so many are enough.
    pub fn acts_to(&mut self, layout: &Layout, node: Node, row: &[u64], mind: usize, goal: i64, most: usize) -> Option<usize> {
        (0..=most.min(LAYERS + 1)).find(|&acts| self.most(layout, node, row, mind, acts) >= goal)
    }

    pub fn bytes(&self) -> usize {
        self.profiles.capacity() * size_of::<Profile>() + self.most.capacity() * 8 + self.rows.bytes()
    }

    /// The same for the row with this number.
    pub fn at(&mut self, layout: &Layout, number: u32, mind: usize, acts: usize) -> i64 {
        if self.profiles.len() <= number as usize {
            self.profiles.resize(number as usize + 1, Profile { first: 0, layers: 0, is_complete: false });
        }
        let profile = self.profiles[number as usize];
        if acts.min(LAYERS) >= profile.layers as usize && !profile.is_complete {
            self.profiles[number as usize] = self.look_ahead(layout, number, acts.min(LAYERS));
        }
        let Profile { first, layers, is_complete } = self.profiles[number as usize];
        if acts > LAYERS && !is_complete {
            return i64::MAX;
        }
        self.most[first as usize + acts.min(layers as usize - 1) * self.utilities.len() + mind]
    }

    /// The number of a row.
    pub fn number(&mut self, row: &[u64]) -> u32 {
        self.rows.number(row)
    }

    /// The profile of a row, worked out for so many acts.
    fn look_ahead(&mut self, layout: &Layout, number: u32, acts: usize) -> Profile {
        let row = self.rows.words(number);
        let code = |(field, values): (&Field, &Vec<i64>)| match field.several(row[field.word]) {
            _ if values.is_empty() => 0,
            None => 1 << field.code(row),
            // Any of them may be so.
            Some(several) => several
                .values
                .iter()
                .fold(0, |codes, value| codes | values.iter().position(|known| known == value).map_or(0, |code| 1 << code)),
        };
        let range = |&fluent: &u32| {
            let field = &layout.fields[fluent as usize];
            let values = field.possible(row[field.word]);
            (fluent, values.iter().fold(NOTHING, |range, &value| range.with(Range::of(value))))
        };
        let mut front = Front {
            now: Possible {
                codes: layout.fields.iter().zip(&self.values).map(code).collect(),
                ranges: self.wide.iter().map(range).collect(),
            },
            actions: (0..self.actions.len() as u32).collect(),
            triggers: (0..self.triggers.len() as u32).collect(),
        };
        let mut most = self.utilities(&front.now);
        let mut layers = 1;
        let mut is_complete = false;
        while layers <= acts && !is_complete {
            is_complete = !self.advance(&mut front, layout);
            if !is_complete {
                layers += 1;
                most.extend(self.utilities(&front.now));
            }
        }
        let first = self.most.len() as u32;
        self.most.extend(most);
        Profile { first, layers: layers as u16, is_complete }
    }

    /// One act more. False if nothing has become possible by it.
    fn advance(&self, front: &mut Front, layout: &Layout) -> bool {
        let before = front.now.clone();
        self.happen(&self.actions, &mut front.actions, &before, &mut front.now, layout);
        if front.now == before {
            return false;
        }
        for round in 0.. {
            let rest = front.now.clone();
            self.happen(&self.triggers, &mut front.triggers, &rest, &mut front.now, layout);
            if front.now == rest {
                break;
            }
            if round == ROUNDS {
                for (possible, before) in front.now.ranges.iter_mut().zip(&rest.ranges) {
                    if possible != before {
                        possible.1 = ANYTHING;
                    }
                }
            }
        }
        true
    }

    fn utilities(&self, now: &Possible) -> Vec<i64> {
        self.utilities
            .iter()
            .map(|utility| {
                let range = self.range(utility, now);
                if range.is_known() { range.most } else { UNKNOWN }
            })
            .collect()
    }

    /// All of the events that may happen do, and those that have nothing more to add are not looked at again.
    fn happen(&self, events: &[Event], waiting: &mut Vec<u32>, before: &Possible, now: &mut Possible, layout: &Layout) {
        waiting.retain(|&number| {
            let event = &events[number as usize];
            if event.tests.iter().any(|&(fluent, codes)| before.codes[fluent as usize] & codes == 0)
                || !event.rest.iter().all(|part| self.may(part, before, true))
            {
                return true;
            }
            for &(fluent, code) in &event.adds {
                now.codes[fluent as usize] |= code;
            }
            for effect in &event.effects {
                if self.may(&effect.condition, before, true) {
                    self.apply(effect, before, now, layout);
                }
            }
            !event.effects.is_empty()
        });
    }

    fn apply(&self, effect: &Effect, before: &Possible, now: &mut Possible, layout: &Layout) {
        let field = &layout.fields[effect.fluent];
        let range = self.range(&effect.value, before);
        let (least, most) = (field.clamp(range.least), field.clamp(range.most));
        let values = &self.values[effect.fluent];
        if values.is_empty() {
            for (fluent, numbers) in &mut now.ranges {
                if *fluent as usize == effect.fluent {
                    *numbers = numbers.with(if range.is_known() { Range { least, most, ..range } } else { range });
                }
            }
            return;
        }
        for (code, &known) in values.iter().enumerate() {
            if known == UNKNOWN && range.unknown || range.is_known() && (least..=most).contains(&known) {
                now.codes[effect.fluent] |= 1 << code;
            }
        }
    }

    /// Whether a condition may hold (or, with `wanted` false, may fail).
    fn may(&self, condition: &Condition, now: &Possible, wanted: bool) -> bool {
        match condition {
            Condition::Open => true,
            Condition::Among(fluent, codes) => now.codes[*fluent] & if wanted { *codes } else { !*codes } != 0,
            Condition::All(parts) if wanted => parts.iter().all(|part| self.may(part, now, true)),
            Condition::All(parts) => parts.iter().any(|part| self.may(part, now, false)),
            Condition::Any(parts) if wanted => parts.iter().any(|part| self.may(part, now, true)),
            Condition::Any(parts) => parts.iter().all(|part| self.may(part, now, false)),
            Condition::Compare(relation, left, right) => {
                let (left, right) = (self.range(left, now), self.range(right, now));
                may_compare(*relation, left, right, wanted)
            }
        }
    }

    fn range(&self, expression: &Expression, now: &Possible) -> Range {
        match expression {
            Expression::Open => ANYTHING,
            Expression::Constant(value) => Range::of(*value),
            Expression::Several(values) => values.iter().fold(NOTHING, |range, &value| range.with(Range::of(value))),
            Expression::Read(fluent) => {
                let values = &self.values[*fluent];
                if values.is_empty() {
                    let known = now.ranges.iter().find(|(wide, _)| *wide as usize == *fluent);
                    return known.map_or(ANYTHING, |known| known.1);
                }
                let mut codes = now.codes[*fluent];
                let mut range = NOTHING;
                while codes != 0 {
                    range = range.with(Range::of(values[codes.trailing_zeros() as usize]));
                    codes &= codes - 1;
                }
                range
            }
            Expression::Choose(condition, then, otherwise) => {
                let mut range = NOTHING;
                if self.may(condition, now, true) {
                    range = range.with(self.range(then, now));
                }
                if self.may(condition, now, false) {
                    range = range.with(self.range(otherwise, now));
                }
                range
            }
            Expression::Arithmetic(operator, left, right) => {
                let (left, right) = (self.range(left, now), self.range(right, now));
                calculate(*operator, left, right)
            }
        }
    }
}

impl Event {
    /// Whether it has any effect on values.
    fn changes(&self) -> bool {
        !self.adds.is_empty() || !self.effects.is_empty()
    }
}

struct Reader<'a> {
    values: &'a [Vec<i64>],
    layout: &'a Layout,
}

impl Reader<'_> {
    fn event(&self, precondition: &task::Condition, effects: &[task::Effect]) -> Event {
        let (mut tests, mut rest, mut adds, mut others) = (vec![], vec![], vec![], vec![]);
        gather(self.condition(precondition), &mut tests, &mut rest);
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
        Event { tests: tests.into(), rest: rest.into(), adds: adds.into(), effects: others.into() }
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

    fn expression(&self, raw: &task::Expression) -> Expression {
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

fn gather(condition: Condition, tests: &mut Vec<(u32, u64)>, rest: &mut Vec<Condition>) {
    match condition {
        Condition::All(parts) => parts.into_iter().for_each(|part| gather(part, tests, rest)),
        Condition::Among(fluent, codes) => match tests.iter_mut().find(|known| known.0 == fluent as u32) {
            // In one state the fluent has one value, but here it may have had both.
            Some(known) if known.1 == codes => {}
            _ => tests.push((fluent as u32, codes)),
        },
        Condition::Open => {}
        other => rest.push(other),
    }
}

fn may_compare(relation: Relation, left: Range, right: Range, wanted: bool) -> bool {
    let both = left.is_known() && right.is_known();
    let equal = left.unknown && right.unknown || both && left.least <= right.most && right.least <= left.most;
    let single = |range: Range| range.is_known() && range.least == range.most;
    let unequal = left.unknown && right.is_known()
        || right.unknown && left.is_known()
        || both && !(single(left) && single(right) && left.least == right.least);
    let less = both && left.least < right.most;
    let greater = both && left.most > right.least;
    let half = left.unknown && right.is_known() || right.unknown && left.is_known();
    let vague = left.unknown || right.unknown;
    match (relation, wanted) {
        (Relation::Equal, true) | (Relation::Unequal, false) => equal,
        (Relation::Equal, false) | (Relation::Unequal, true) => unequal,
        (Relation::Less, true) => less,
        (Relation::Greater, true) => greater,
        (Relation::LessOrEqual, true) => equal || less,
        (Relation::GreaterOrEqual, true) => equal || greater,
        (Relation::Less, false) => vague || both && left.most >= right.least,
        (Relation::Greater, false) => vague || both && left.least <= right.most,
        (Relation::LessOrEqual, false) => half || greater,
        (Relation::GreaterOrEqual, false) => half || less,
        // These are no relations of two values.
        (Relation::In | Relation::Known | Relation::MayBe | Relation::Knows, _) => true,
    }
}

fn calculate(operator: Arithmetic, left: Range, right: Range) -> Range {
    let unknown = left.unknown || right.unknown;
    if !(left.is_known() && right.is_known()) {
        return Range { unknown, ..NOTHING };
    }
    let all = |combine: fn(i64, i64) -> i64| {
        let ends = [
            combine(left.least, right.least),
            combine(left.least, right.most),
            combine(left.most, right.least),
            combine(left.most, right.most),
        ];
        let least = ends.iter().copied().min().unwrap_or(-LARGEST).max(-LARGEST);
        let most = ends.iter().copied().max().unwrap_or(LARGEST).min(LARGEST);
        Range { least, most, unknown }
    };
    match operator {
        Arithmetic::Add => all(i64::saturating_add),
        Arithmetic::Subtract => all(i64::saturating_sub),
        Arithmetic::Multiply => all(i64::saturating_mul),
        Arithmetic::Divide => ANYTHING,
        Arithmetic::Least => all(|left, right| left.min(right)),
        Arithmetic::Greatest => all(|left, right| left.max(right)),
    }
}
