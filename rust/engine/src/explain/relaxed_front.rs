//! Where a relaxation stands: what values have become possible, and which events wait for what. Only what has become possible
//! since is looked at again (semi-naive): an event waits for one of its tests at a time.

use crate::explain::relaxed_events::{Condition, Event, Events, Expression, Join, Test, members};
use crate::explain::relaxed_numbers::{ANYTHING, NOTHING, Range, calculate, may_compare};
use crate::program::layout::Layout;
use crate::task::UNKNOWN;

/// Numbers that go on growing under triggers are taken to be without bounds after so many rounds.
const ROUNDS: usize = 24;

/// Where the value of a fluent is found in a row.
#[derive(Clone, Copy, Debug)]
struct Place {
    word: u32,
    shift: u32,
    mask: u64,
    /// The greatest code of one value.
    last: u64,
}

/// The fluents of a task.
#[derive(Debug)]
pub(super) struct Shape {
    /// By fluent and code, the value; empty for a fluent with many.
    values: Vec<Vec<i64>>,
    places: Vec<Place>,
    /// Fluents with many values.
    wide: Vec<u32>,
}

impl Shape {
    pub fn new(values: Vec<Vec<i64>>, layout: &Layout) -> Shape {
        let places = layout.fields.iter().zip(&values).map(|(field, values)| Place {
            word: field.word as u32,
            shift: field.mask.trailing_zeros(),
            mask: field.mask,
            last: (values.len() as u64).saturating_sub(1),
        });
        Shape {
            places: places.collect(),
            wide: (0..values.len() as u32).filter(|&fluent| values[fluent as usize].is_empty()).collect(),
            values,
        }
    }

    /// The codes that a fluent has in a row: any of several may be so.
    #[inline]
    fn codes(&self, fluent: usize, layout: &Layout, row: &[u64]) -> u64 {
        let Place { word, shift, mask, last } = self.places[fluent];
        let code = (row[word as usize] & mask) >> shift;
        if code <= last { 1 << code } else { self.codes_of_several(fluent, layout, row) }
    }

    #[cold]
    fn codes_of_several(&self, fluent: usize, layout: &Layout, row: &[u64]) -> u64 {
        let (field, values) = (&layout.fields[fluent], &self.values[fluent]);
        let code = |value: &i64| values.iter().position(|known| known == value).map_or(0, |code| 1 << code);
        field.several(row[field.word]).map_or(0, |several| several.values.iter().fold(0, |codes, value| codes | code(value)))
    }
}

/// The events of one kind that have not yet done all that they can.
#[derive(Debug, Default)]
struct Waiting {
    /// By fluent, those that wait for another value of it.
    of_fluent: Vec<Vec<u32>>,
    /// The fluents that any may wait for.
    asked: Vec<u32>,
    /// Those that may do more whatever becomes possible.
    again: Vec<u32>,
    /// By event, the last relaxation in which its first test was passed, and the last in which it did all that it can.
    begun: Vec<u32>,
    done: Vec<u32>,
    /// By event, the last time that it was tried.
    tried: Vec<u64>,
    time: u64,
    /// Fluents and codes that have become possible since these events were looked at; None: they have not been.
    fresh: Option<Vec<Test>>,
    due: Vec<u32>,
}

impl Waiting {
    fn begin(&mut self, fluents: usize, events: usize) {
        self.of_fluent.resize(fluents, vec![]);
        self.begun.resize(events, 0);
        self.done.resize(events, 0);
        self.tried.resize(events, 0);
        for fluent in self.asked.drain(..) {
            self.of_fluent[fluent as usize].clear();
        }
        self.again.clear();
        self.fresh = None;
    }

    /// The events become due whose first test some values of a fluent pass.
    fn begin_at(&mut self, events: &Events, fluent: u32, codes: u64, relaxation: u32, due: &mut Vec<u32>) {
        members(codes).for_each(|code| self.begin_all(events.waiting_for(fluent, code), relaxation, due));
    }

    /// Events become due, unless they did before.
    fn begin_all(&mut self, events: &[u32], relaxation: u32, due: &mut Vec<u32>) {
        for &event in events {
            if std::mem::replace(&mut self.begun[event as usize], relaxation) != relaxation {
                due.push(event);
            }
        }
    }
}

/// What is used for one relaxation after the other.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// The number of the relaxation.
    number: u32,
    /// By fluent, the codes that are possible, and the relaxation that this is said of.
    codes: Vec<(u32, u64)>,
    /// Of fluents with many values.
    ranges: Vec<(u32, Range)>,
    actions: Waiting,
    triggers: Waiting,
    /// What happens at a time.
    added: Vec<Test>,
    grown: Vec<(usize, Range)>,
}

impl Front {
    /// A relaxation from a row.
    pub fn begin<'a>(
        &'a mut self,
        shape: &'a Shape,
        layout: &'a Layout,
        row: &'a [u64],
        actions: &Events,
        triggers: &Events,
    ) -> Now<'a> {
        let fluents = shape.places.len();
        if self.number == u32::MAX {
            *self = Front::default();
        }
        self.number += 1;
        self.codes.resize(fluents, (0, 0));
        self.actions.begin(fluents, actions.events.len());
        self.triggers.begin(fluents, triggers.events.len());
        let range = |&fluent: &u32| {
            let field = &layout.fields[fluent as usize];
            let values = field.possible(row[field.word]);
            (fluent, values.iter().fold(NOTHING, |range, &value| range.with(Range::of(value))))
        };
        self.ranges.clear();
        self.ranges.extend(shape.wide.iter().map(range));
        Now { front: self, shape, layout, row }
    }
}

/// What has become possible in a relaxation.
pub(super) struct Now<'a> {
    front: &'a mut Front,
    shape: &'a Shape,
    layout: &'a Layout,
    row: &'a [u64],
}

impl Now<'_> {
    /// One act more, and what triggers make of it. False if nothing has become possible by it. `counting`: by action and by
    /// trigger, whether it counts what it does; None: it always does.
    pub fn advance(&mut self, actions: &Events, triggers: &Events, counting: Option<(&[bool], &[bool])>) -> bool {
        let mut waiting = std::mem::take(&mut self.front.actions);
        self.happen(actions, &mut waiting, counting.map(|counting| counting.0));
        self.front.actions = waiting;
        if !self.commit(false) {
            return false;
        }
        for round in 0.. {
            let mut waiting = std::mem::take(&mut self.front.triggers);
            self.happen(triggers, &mut waiting, counting.map(|counting| counting.1));
            self.front.triggers = waiting;
            if !self.commit(round >= ROUNDS) {
                break;
            }
        }
        true
    }

    /// All of the events that may happen do, and those that have nothing more to add are not looked at again.
    fn happen(&mut self, events: &Events, waiting: &mut Waiting, counting: Option<&[bool]>) {
        waiting.time += 1;
        let mut due = std::mem::take(&mut waiting.due);
        due.append(&mut waiting.again);
        match waiting.fresh.take() {
            None => {
                for &fluent in &events.watched {
                    waiting.begin_at(events, fluent, self.codes(fluent as usize), self.front.number, &mut due);
                }
                for (join, joined) in &events.joins {
                    if self.may_be_same(*join) {
                        waiting.begin_all(joined, self.front.number, &mut due);
                    }
                }
                due.extend(&events.always);
                waiting.fresh = Some(vec![]);
            }
            Some(mut fresh) => {
                for (fluent, codes) in fresh.drain(..) {
                    waiting.begin_at(events, fluent, codes, self.front.number, &mut due);
                    for &place in &events.joins_of[fluent as usize] {
                        let (join, joined) = &events.joins[place as usize];
                        if self.may_be_same(*join) {
                            waiting.begin_all(joined, self.front.number, &mut due);
                        }
                    }
                    due.append(&mut waiting.of_fluent[fluent as usize]);
                }
                waiting.fresh = Some(fresh);
            }
        }
        for number in due.drain(..) {
            if counting.is_none_or(|counting| counting[number as usize]) {
                self.try_event(events, number, waiting);
            }
        }
        waiting.due = due;
    }

    #[inline]
    fn may_be_same(&self, (one, other): Join) -> bool {
        self.codes(one as usize) & self.codes(other as usize) != 0
    }

    fn try_event(&mut self, events: &Events, number: u32, waiting: &mut Waiting) {
        if let Some(&(fluent, _)) =
            events.tests(number).iter().find(|&&(fluent, codes)| self.codes(fluent as usize) & codes == 0)
        {
            waiting.asked.push(fluent);
            waiting.of_fluent[fluent as usize].push(number);
            return;
        }
        let Event { joins, rest, adds, effects } = &events.events[number as usize];
        if let Some(&(one, other)) = joins.iter().find(|&&join| !self.may_be_same(join)) {
            for fluent in [one, other] {
                waiting.asked.push(fluent);
                waiting.of_fluent[fluent as usize].push(number);
            }
            return;
        }
        if !rest.iter().all(|part| self.may(part, true)) {
            waiting.again.push(number);
            return;
        }
        self.front.added.extend(adds.iter());
        for effect in effects {
            if self.may(&effect.condition, true) {
                self.apply(effect.fluent, &effect.value);
            }
        }
        if effects.is_empty() {
            waiting.done[number as usize] = self.front.number;
        } else {
            waiting.again.push(number);
        }
    }

    fn apply(&mut self, fluent: usize, value: &Expression) {
        let field = &self.layout.fields[fluent];
        let range = self.range(value);
        let (least, most) = (field.clamp(range.least), field.clamp(range.most));
        let values = &self.shape.values[fluent];
        if values.is_empty() {
            if let Some(place) = self.front.ranges.iter().position(|&(wide, _)| wide as usize == fluent) {
                let numbers = if range.is_known() { Range { least, most, ..range } } else { range };
                self.front.grown.push((place, numbers));
            }
            return;
        }
        let may_be = |value: i64| value == UNKNOWN && range.unknown || range.is_known() && (least..=most).contains(&value);
        let codes = values.iter().enumerate().filter(|&(_, &value)| may_be(value));
        self.front.added.push((fluent as u32, codes.fold(0, |codes, (code, _)| codes | 1 << code)));
    }

    /// What happened becomes possible. False: it was. `endless`: numbers that have grown go on growing.
    fn commit(&mut self, endless: bool) -> bool {
        let mut has_changed = false;
        let mut added = std::mem::take(&mut self.front.added);
        for (fluent, codes) in added.drain(..) {
            let before = self.codes(fluent as usize);
            if codes & !before != 0 {
                has_changed = true;
                self.front.codes[fluent as usize] = (self.front.number, before | codes);
                let fresh = [&mut self.front.actions.fresh, &mut self.front.triggers.fresh];
                fresh.into_iter().flatten().for_each(|fresh| fresh.push((fluent, codes & !before)));
            }
        }
        self.front.added = added;
        for (place, numbers) in self.front.grown.drain(..) {
            let range = &mut self.front.ranges[place].1;
            let grown = range.with(numbers);
            if grown != *range {
                has_changed = true;
                *range = if endless { ANYTHING } else { grown };
            }
        }
        has_changed
    }

    #[inline]
    fn codes(&self, fluent: usize) -> u64 {
        let (number, codes) = self.front.codes[fluent];
        if number == self.front.number { codes } else { self.shape.codes(fluent, self.layout, self.row) }
    }

    /// Whether a condition may hold (or, with `wanted` false, may fail).
    fn may(&self, condition: &Condition, wanted: bool) -> bool {
        match condition {
            Condition::Open => true,
            Condition::Same(one, other, same) => {
                let (one, other) = (self.codes(*one), self.codes(*other));
                if *same == wanted { one & other != 0 } else { (one | other).count_ones() > 1 }
            }
            Condition::Among(fluent, codes) => self.codes(*fluent) & if wanted { *codes } else { !*codes } != 0,
            Condition::All(parts) if wanted => parts.iter().all(|part| self.may(part, true)),
            Condition::All(parts) => parts.iter().any(|part| self.may(part, false)),
            Condition::Any(parts) if wanted => parts.iter().any(|part| self.may(part, true)),
            Condition::Any(parts) => parts.iter().all(|part| self.may(part, false)),
            Condition::Compare(relation, left, right) => may_compare(*relation, self.range(left), self.range(right), wanted),
        }
    }

    /// The numbers that an expression can have.
    pub fn range(&self, expression: &Expression) -> Range {
        match expression {
            Expression::Open => ANYTHING,
            Expression::Constant(value) => Range::of(*value),
            Expression::Several(values) => values.iter().fold(NOTHING, |range, &value| range.with(Range::of(value))),
            Expression::Read(fluent) => {
                let values = &self.shape.values[*fluent];
                if values.is_empty() {
                    let known = self.front.ranges.iter().find(|(wide, _)| *wide as usize == *fluent);
                    return known.map_or(ANYTHING, |known| known.1);
                }
                members(self.codes(*fluent)).fold(NOTHING, |range, code| range.with(Range::of(values[code])))
            }
            Expression::Choose(condition, then, otherwise) => {
                let mut range = NOTHING;
                if self.may(condition, true) {
                    range = range.with(self.range(then));
                }
                if self.may(condition, false) {
                    range = range.with(self.range(otherwise));
                }
                range
            }
            Expression::Arithmetic(operator, left, right) => calculate(*operator, self.range(left), self.range(right)),
        }
    }
}
