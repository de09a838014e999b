//! Actions, their public parts and triggers, made ready: what they test and what becomes of a state by them.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::program::condition::Condition;
use crate::program::expression::{Expression, Possible};
use crate::program::guard::Guard;
use crate::program::hopes::{Hope, Lesson, ordered};
use crate::program::layout::{Field, Layout, Values};
use crate::program::view::View;
use crate::state::graph::Words;
use crate::state::pending::{ANYONE, Assignment, Step, WORLD, holder};
use crate::task::{self, Path, Reads, UNKNOWN};

#[derive(Clone, Debug)]
enum Value {
    Bits(u64),
    Computed(Arc<Expression>),
}

#[derive(Clone, Debug)]
struct Change {
    guard: Arc<Guard>,
    /// The same, where there are sets.
    condition: Option<Arc<Condition>>,
    /// Whether it may not be known whether it is true.
    is_unclear: bool,
    fluent: usize,
    value: Value,
    /// It says that the fluent stays as it is.
    keeps: bool,
    /// The mind learns that it is not this value.
    excludes: bool,
    /// The last of the path is taken to know which of the values it is.
    known: bool,
}

/// An explicit belief effect.
#[derive(Clone, Debug)]
struct Told {
    path: Path,
    change: Change,
}

impl Reads for Change {
    fn reads<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        if let Some(condition) = &self.condition {
            condition.reads(visit);
        }
        if let Value::Computed(expression) = &self.value {
            expression.reads(visit);
        }
    }
}

#[derive(Clone, Debug)]
pub enum Watch {
    Always,
    If(Arc<Guard>),
}

/// A condition made ready, and the same with what is usual in one gathered in front.
#[derive(Clone, Debug)]
struct Ready {
    condition: Arc<Condition>,
    guard: Arc<Guard>,
}

impl Ready {
    fn new(raw: &task::Condition, layout: &Layout) -> Outcome<Ready> {
        let condition = Condition::new(raw, layout)?;
        Ok(Ready { guard: Arc::new(Guard::new(&condition)), condition: Arc::new(condition) })
    }
}

/// Makes events of a task ready: conditions and values to which several events refer once, and shared by them.
pub struct Maker<'a> {
    layout: &'a Layout,
    /// Whether minds have sets of values.
    sets: bool,
    /// By where they stand in the task, which outlives the maker.
    conditions: FxHashMap<*const task::Condition, Ready>,
    expressions: FxHashMap<*const task::Expression, Arc<Expression>>,
    views: FxHashMap<*const Arc<task::Condition>, Arc<[Watch]>>,
    /// The numbers of what is hoped for.
    hopes: FxHashMap<*const task::Condition, u32>,
}

impl<'a> Maker<'a> {
    /// `task`: the one of which all is that is made ready.
    pub fn new(task: &'a task::Task, layout: &'a Layout) -> Maker<'a> {
        let (conditions, expressions, views) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        Maker { layout, sets: task.sets, conditions, expressions, views, hopes: FxHashMap::default() }
    }

    fn condition(&mut self, raw: &Arc<task::Condition>) -> Outcome<Ready> {
        if let Some(known) = self.conditions.get(&Arc::as_ptr(raw)) {
            return Ok(known.clone());
        }
        let ready = Ready::new(raw, self.layout)?;
        self.conditions.insert(Arc::as_ptr(raw), ready.clone());
        Ok(ready)
    }

    fn expression(&mut self, raw: &Arc<task::Expression>) -> Outcome<Arc<Expression>> {
        if let Some(known) = self.expressions.get(&Arc::as_ptr(raw)) {
            return Ok(Arc::clone(known));
        }
        let ready = Arc::new(Expression::new(raw, self.layout)?);
        self.expressions.insert(Arc::as_ptr(raw), Arc::clone(&ready));
        Ok(ready)
    }

    fn view(&mut self, raw: &'a Arc<[Arc<task::Condition>]>) -> Outcome<Arc<[Watch]>> {
        let place = raw.as_ptr();
        if let Some(known) = self.views.get(&place)
            && known.len() == raw.len()
        {
            return Ok(Arc::clone(known));
        }
        let mut view = Vec::with_capacity(raw.len());
        for condition in raw.iter() {
            let guard = self.condition(condition)?.guard;
            view.push(if guard.is_true() { Watch::Always } else { Watch::If(guard) });
        }
        let view: Arc<[Watch]> = view.into();
        self.views.insert(place, Arc::clone(&view));
        Ok(view)
    }

    /// An action; `publics`: where the public parts of actions begin among the events.
    pub fn action(&mut self, action: &'a task::Action, publics: usize) -> Outcome<Event> {
        let precondition = self.condition(&action.precondition)?;
        let mut event = self.event(&action.name, precondition, &action.effects)?;
        event.observing = self.view(&action.observing)?;
        event.public = action.public.map(|public| publics + public);
        event.consenting = action.consenting.as_slice().into();
        if let Some(apart) = &action.apart {
            event.shown = Some(self.condition(&apart.shown)?);
            event.certain = Some(self.condition(&apart.certain)?.guard);
            for hope in &apart.hopes {
                let number = self.hopes.len() as u32;
                let number = *self.hopes.entry(Arc::as_ptr(&hope.condition)).or_insert(number);
                let condition = self.condition(&hope.condition)?.condition;
                let opposite = self.condition(&hope.opposite)?.condition;
                event.hopes.push(Hope::new(hope, number, condition, opposite, self.layout));
            }
            (event.twin, event.in_vain) = (apart.twin, apart.in_vain);
        }
        if self.sets {
            let mut lessons = vec![];
            for effect in &action.effects {
                if let (Some(path), [mind]) = (effect.learns(), &effect.path[..]) {
                    let guard = self.condition(&effect.condition)?.guard;
                    lessons.push(Lesson { mind: *mind, path: path.clone(), fluent: effect.fluent, guard });
                }
            }
            event.lessons = ordered(lessons);
        }
        Ok(event)
    }

    /// The public part of actions, seen by so many minds.
    pub fn public(&mut self, public: &'a task::Public, minds: usize) -> Outcome<Event> {
        let always = Ready::new(&task::Condition::All(vec![]), self.layout)?;
        let mut event = self.event(&public.name, always, &public.effects)?;
        event.observing = (0..minds).map(|_| Watch::Always).collect();
        Ok(event)
    }

    /// An event of the task under another condition, and with some of its effects.
    pub fn altered(&mut self, name: &str, precondition: &task::Condition, effects: &[task::Effect]) -> Outcome<Event> {
        self.event(name, Ready::new(precondition, self.layout)?, effects)
    }

    pub fn trigger(&mut self, trigger: &'a task::Trigger) -> Outcome<Event> {
        let precondition = self.condition(&trigger.precondition)?;
        self.event(&trigger.name, precondition, &trigger.effects)
    }

    fn event(&mut self, name: &str, precondition: Ready, effects: &[task::Effect]) -> Outcome<Event> {
        let (layout, sets) = (self.layout, self.sets);
        let mut writes: Vec<(usize, u64, u64)> = Vec::new();
        let mut written: Vec<usize> = Vec::new();
        let mut changes = Vec::new();
        let mut told = Vec::new();
        let mut blurs = false;
        let mut tells: SmallVec<[usize; 4]> = SmallVec::new();
        for effect in effects {
            let field = &layout.fields[effect.fluent];
            let value = match &*effect.value {
                task::Expression::Constant(value) => Value::Bits(field.assign(*value)?),
                _ => Value::Computed(self.expression(&effect.value)?),
            };
            let Ready { condition, guard } = self.condition(&effect.condition)?;
            let always = guard.is_true();
            let mut unclear = false;
            condition.reads(&mut |_, fluent| unclear |= layout.fields[fluent].is_open());
            let keeps = sets && effect.keeps();
            let is_vague = match &value {
                Value::Bits(_) => false,
                Value::Computed(expression) => expression.is_open(layout) || matches!(**expression, Expression::Several(_)),
            };
            blurs |= is_vague || unclear && effect.path.is_empty();
            let (condition, is_unclear) = (sets.then_some(condition), unclear && effect.path.is_empty());
            let task::Effect { fluent, excludes, known, .. } = *effect;
            let change = Change { guard, condition, is_unclear, fluent, value, keeps, excludes, known };
            if let [mind, ..] = effect.path[..] {
                tells.push(mind);
                told.push(Told { path: effect.path.as_slice().into(), change });
                continue;
            }
            match change.value {
                Value::Bits(bits) if always && !keeps && !written.contains(&effect.fluent) => {
                    written.push(effect.fluent);
                    match writes.iter_mut().find(|write| write.0 == field.word) {
                        Some(write) => {
                            write.1 |= field.mask;
                            write.2 |= bits;
                        }
                        None => writes.push((field.word, field.mask, bits)),
                    }
                }
                _ => changes.push(change),
            }
        }
        Ok(Event {
            name: name.to_owned(),
            guard: precondition.guard,
            precondition: precondition.condition,
            writes: writes.into(),
            changes: changes.into(),
            told: told.into(),
            observing: Arc::default(),
            public: None,
            consenting: Box::default(),
            blurs,
            tells,
            shown: None,
            certain: None,
            hopes: vec![],
            twin: None,
            in_vain: false,
            lessons: Box::default(),
        })
    }
}

/// An action, the public part of one, or a trigger.
#[derive(Clone, Debug)]
pub struct Event {
    pub name: String,
    pub guard: Arc<Guard>,
    pub precondition: Arc<Condition>,
    /// Word, mask, bits: what becomes so without a condition.
    writes: Box<[(usize, u64, u64)]>,
    changes: Box<[Change]>,
    told: Box<[Told]>,
    pub observing: Arc<[Watch]>,
    pub public: Option<usize>,
    pub consenting: Box<[usize]>,
    /// Whether it may make several values possible of what had one, or tell somebody what is not known where it is seen.
    pub blurs: bool,
    /// The minds that it may tell something.
    pub tells: SmallVec<[usize; 4]>,
    /// What whoever observes it learns of its precondition, if not all.
    shown: Option<Ready>,
    /// What must be true in the mind of whoever consents, if not the precondition.
    certain: Option<Arc<Guard>>,
    pub hopes: Vec<Hope>,
    /// Of an act with hopes the one that it is in vain, and of that the act.
    pub twin: Option<usize>,
    pub in_vain: bool,
    /// What minds learn by it, ascending by mind, path and fluent.
    pub lessons: Box<[Lesson]>,
}

/// What an event does to a state, its effects all read in the state before.
pub struct Outcomes {
    pub words: Words,
    /// Paths begin with the mind that is told.
    pub told: SmallVec<[Assignment; 4]>,
    /// Whether it made a difference whose mind it is.
    pub is_owned: bool,
}

impl Event {
    pub fn holds(&self, view: &View<'_>) -> Outcome<bool> {
        self.guard.holds(view).map_err(|overflow| overflow.within(&self.name))
    }

    /// What whoever observes it learns of its precondition, and whether that holds.
    pub fn shown(&self) -> (&Guard, &Condition) {
        self.shown.as_ref().map_or((&self.guard, &self.precondition), |shown| (&shown.guard, &shown.condition))
    }

    /// Whether what must be true in the mind of whoever consents holds.
    pub fn is_certain(&self, view: &View<'_>) -> Outcome<bool> {
        let guard = self.certain.as_ref().unwrap_or(&self.guard);
        guard.holds(view).map_err(|overflow| overflow.within(&self.name))
    }

    pub fn observes(&self, view: &View<'_>, mind: usize) -> Outcome<bool> {
        match &self.observing[mind] {
            Watch::Always => Ok(true),
            Watch::If(guard) => guard.holds(view).map_err(|overflow| overflow.within(&self.name)),
        }
    }

    /// What becomes of a state's own values, and what minds are told. `owner`: whose mind the state is.
    pub fn apply(&self, view: &View<'_>, owner: u32) -> Outcome<Outcomes> {
        let mut words: Words = view.words.into();
        for &(word, mask, bits) in &self.writes {
            words[word] = words[word] & !mask | bits;
        }
        if !self.changes.is_empty() {
            let mut written: Words = SmallVec::from_elem(0, words.len());
            for &(word, mask, _) in &self.writes {
                written[word] |= mask;
            }
            let mut is_unclear = false;
            for change in self.changes.iter().filter(|change| !change.keeps) {
                if change.is_unclear
                    && let Some(condition) = &change.condition
                {
                    match condition.truth(view).map_err(|overflow| overflow.within(&self.name))? {
                        Some(true) => {}
                        Some(false) => continue,
                        None => {
                            is_unclear = true;
                            continue;
                        }
                    }
                } else if !change.guard.holds(view).map_err(|overflow| overflow.within(&self.name))? {
                    continue;
                }
                let (bits, _) = self.bits(change, &[], view, owner)?;
                let field = &view.layout.fields[change.fluent];
                let bits = if written[field.word] & field.mask != 0 {
                    self.both(field, words[field.word] & field.mask, bits)?
                } else {
                    bits
                };
                written[field.word] |= field.mask;
                words[field.word] = words[field.word] & !field.mask | bits;
            }
            if is_unclear {
                self.blur(view, owner, &written, &mut words)?;
            }
        }
        let mut told: SmallVec<[Assignment; 4]> = SmallVec::new();
        let mut is_owned = false;
        let mut excluded: SmallVec<[(usize, Values); 2]> = SmallVec::new();
        for (number, Told { path, change }) in self.told.iter().enumerate() {
            if !change.guard.holds(view).map_err(|overflow| overflow.within(&self.name))? {
                continue;
            }
            let fluent = change.fluent;
            let field = &view.layout.fields[fluent];
            if change.excludes {
                let values = self.possible(change, path, view)?.values;
                if let [value] = values[..] {
                    let same = |other: &&mut (usize, Values)| {
                        let other = &self.told[other.0];
                        other.change.fluent == fluent && other.path == *path
                    };
                    match excluded.iter_mut().find(same) {
                        Some(known) => known.1.push(value),
                        None => excluded.push((number, SmallVec::from_elem(value, 1))),
                    }
                }
                continue;
            }
            let (bits, depends) = self.bits(change, path, view, owner)?;
            is_owned |= depends;
            match told.iter_mut().find(|other| other.fluent == fluent && other.path[..] == path[..]) {
                Some(other) => {
                    let Step::Becomes(before) = other.step else { continue };
                    other.step = Step::Becomes(self.both(field, before, bits)?);
                }
                None => told.push(Assignment::new(path, fluent, Step::Becomes(bits))),
            }
        }
        for (number, values) in excluded {
            let Told { path, change } = &self.told[number];
            let field = &view.layout.fields[change.fluent];
            let Some(step) = without(field, &values)? else { continue };
            match told.iter_mut().find(|other| other.fluent == change.fluent && other.path[..] == path[..]) {
                Some(other) => other.step = after(field, other.step, step)?,
                None => told.push(Assignment::new(path, change.fluent, step)),
            }
        }
        Ok(Outcomes { words, told, is_owned })
    }

    /// Effects whose condition is not known: all values that they may give, and what there would be without them (semantics 8.2).
    fn blur(&self, view: &View<'_>, owner: u32, written: &[u64], words: &mut Words) -> Outcome<()> {
        let overflow = |overflow: crate::fault::Overflow| overflow.within(&self.name);
        let mut unions: SmallVec<[(usize, Values); 2]> = SmallVec::new();
        let mut kept: SmallVec<[(usize, bool); 2]> = SmallVec::new();
        for change in &self.changes {
            let truth = match &change.condition {
                Some(condition) if change.is_unclear => condition.truth(view).map_err(overflow)?,
                _ => Some(change.guard.holds(view).map_err(overflow)?),
            };
            if change.keeps {
                kept.push((change.fluent, truth != Some(false)));
            } else if truth.is_none() {
                let field = &view.layout.fields[change.fluent];
                let values = field.possible(self.bits(change, &[], view, owner)?.0);
                match unions.iter_mut().find(|union| union.0 == change.fluent) {
                    Some(union) => union.1.extend(values),
                    None => unions.push((change.fluent, values)),
                }
            }
        }
        for (fluent, mut values) in unions {
            let field = &view.layout.fields[fluent];
            if written[field.word] & field.mask != 0 {
                values.extend(field.possible(words[field.word]));
            } else if kept.iter().all(|&(other, may_stay)| other != fluent || may_stay) {
                values.extend(field.possible(view.words[field.word]));
            }
            words[field.word] = words[field.word] & !field.mask | field.pack_all(values, false)?;
        }
        Ok(())
    }

    /// What a change makes of its fluent, and whether that depends on whose mind it is.
    fn bits(&self, change: &Change, path: &[usize], view: &View<'_>, owner: u32) -> Outcome<(u64, bool)> {
        let field = &view.layout.fields[change.fluent];
        match &change.value {
            Value::Bits(bits) => Ok((*bits, false)),
            Value::Computed(expression) if !field.is_open() => {
                let code = expression.value(view).map_err(|overflow| overflow.within(&self.name))?;
                if code == UNKNOWN && view.layout.sets {
                    return Err(Fault::DividedByZero { event: self.name.clone() });
                }
                field.assign(code).map(|bits| (bits, false))
            }
            Value::Computed(_) => {
                let Possible { values, told, known } = self.possible(change, path, view)?;
                let (known, depends) = match path {
                    _ if change.known => (true, false),
                    [] => (known, false),
                    // Of itself a mind comes to know what it knows; somebody else, what is so.
                    [mind] if holder(owner) == Some(*mind) => (known, told != known && values.len() > 1),
                    [_] => (told, told != known && values.len() > 1),
                    _ => (told, false),
                };
                let clamped: Values = values.iter().map(|&value| field.clamp(value)).collect();
                Ok((field.pack_all(clamped, known)?, depends))
            }
        }
    }

    fn possible(&self, change: &Change, path: &[usize], view: &View<'_>) -> Outcome<Possible> {
        let holder = path.split_last().map_or(&[][..], |(_, holder)| holder);
        let found = match &change.value {
            Value::Bits(bits) => {
                Possible { values: view.layout.fields[change.fluent].possible(*bits), told: false, known: false }
            }
            Value::Computed(expression) => {
                expression.possible_to(view, holder).map_err(|overflow| overflow.within(&self.name))?
            }
        };
        if found.values.contains(&UNKNOWN) {
            return Err(Fault::DividedByZero { event: self.name.clone() });
        }
        Ok(found)
    }

    /// What two effects say together of one fluent.
    fn both(&self, field: &Field, first: u64, second: u64) -> Outcome<u64> {
        if first == second {
            return Ok(first);
        }
        let several = field.several(first).is_some() || field.several(second).is_some();
        let (one, other) = (field.possible(first), field.possible(second));
        let common: Values = one.iter().copied().filter(|value| other.contains(value)).collect();
        if common.is_empty() || !several { Err(self.contradiction(&field.name)) } else { field.pack_all(common, false) }
    }

    pub fn contradiction(&self, fluent: &str) -> Fault {
        Fault::Contradiction { event: self.name.clone(), fluent: fluent.to_owned() }
    }

    /// Calls `visit` with each path and fluent that makes a difference to what it does, besides its precondition.
    pub fn depends_on<'a>(&'a self, visit: &mut dyn FnMut(&'a [usize], usize)) {
        for change in self.changes.iter() {
            change.reads(visit);
            visit(&[], change.fluent);
        }
        for Told { path, change } in &self.told {
            change.reads(visit);
            visit(path, change.fluent);
        }
    }

    /// In the world everything has one value: the fault if something of it has become several.
    pub fn check_world(&self, layout: &Layout, owner: u32, before: &[u64], after: &[u64]) -> Outcome<()> {
        if owner != WORLD || !self.blurs {
            return Ok(());
        }
        let blurred = layout.fields.iter().find(|field| {
            field.is_open() && field.several(after[field.word]).is_some() && field.several(before[field.word]).is_none()
        });
        blurred.map_or(Ok(()), |field| Err(self.contradiction(&field.name)))
    }

    /// Whether it makes a difference, to what becomes of a state by it, whose mind the state is.
    pub fn is_owned(&self, view: &View<'_>, owners: &[Option<usize>]) -> Outcome<bool> {
        Ok(self.blurs && self.apply(view, ANYONE)?.depends_on_owner(view, owners))
    }
}

impl Outcomes {
    /// Whether it made a difference whose mind the state before is.
    pub fn depends_on_owner(&self, view: &View<'_>, owners: &[Option<usize>]) -> bool {
        let mut depends = self.is_owned;
        if !depends && self.words[..] != *view.words {
            view.layout.differences(&self.words, view.words, |fluent| {
                let field = &view.layout.fields[fluent];
                // In the world it is a fault, in minds others may be taken to know it.
                depends |= field.several(self.words[field.word]).is_some()
                    && (owners[fluent].is_some() || field.several(view.words[field.word]).is_none());
            });
        }
        depends
    }
}

/// Learning that it is none of some values; nothing, if there would be no value left.
pub fn without(field: &Field, excluded: &[i64]) -> Outcome<Option<Step>> {
    let rest: Values = field.domain().unwrap_or_default().into_iter().filter(|value| !excluded.contains(value)).collect();
    if rest.is_empty() { Ok(None) } else { narrowing(field, rest) }
}

/// What a step comes to that is taken after another by which something became so.
pub fn after(field: &Field, earlier: Step, later: Step) -> Outcome<Step> {
    match earlier {
        Step::Becomes(bits) => stepped(field, bits, later).map(Step::Becomes),
        Step::Narrows(_) | Step::Forgets | Step::Doubts => Ok(later),
    }
}

/// What a step makes of the values of a fluent, as bits in their place.
pub fn stepped(field: &Field, bits: u64, step: Step) -> Outcome<u64> {
    match step {
        Step::Becomes(new) => Ok(new),
        Step::Narrows(allowed) => {
            let (before, allowed) = (field.possible(bits), field.possible(allowed));
            let kept: Values = before.iter().copied().filter(|value| allowed.contains(value)).collect();
            let known = field.several(bits).is_some_and(|several| several.known);
            if kept.is_empty() { field.pack_all(allowed, false) } else { field.pack_all(kept, known) }
        }
        Step::Forgets => field.pack_all(field.possible(bits), false),
        Step::Doubts if field.several(bits).is_some() => field.pack_all(field.possible(bits), false),
        Step::Doubts => field.pack_all(field.domain().unwrap_or_default().into(), false),
    }
}

/// Learning that it is one of some values; nothing, if it is one of them in any case, or all are ruled out.
pub fn narrowing(field: &Field, allowed: Values) -> Outcome<Option<Step>> {
    match allowed[..] {
        [] => Ok(None),
        [single] => field.pack_all(SmallVec::from_elem(single, 1), false).map(|bits| Some(Step::Becomes(bits))),
        _ if field.domain().is_some_and(|domain| domain.len() == allowed.len()) => Ok(None),
        _ => field.pack_all(allowed, false).map(|bits| Some(Step::Narrows(bits))),
    }
}
