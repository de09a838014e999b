//! A task made ready to run: events with packed tests and effects, triggers indexed by what they read.

use smallvec::SmallVec;

use crate::condition::{Condition, Expression, Guard, Path};
use crate::draft::Assignment;
use crate::fault::{Fault, Outcome};
use crate::forecast::Forecast;
use crate::graph::{View, Words};
use crate::layout::Layout;
use crate::listing;
use crate::readers::{Filter, Readers};
use crate::shadow::Shadow;
use crate::task::{self, Limits, Task};

#[derive(Debug)]
enum Value {
    Bits(u64),
    Computed(Expression),
}

#[derive(Debug)]
struct Change {
    guard: Guard,
    fluent: usize,
    value: Value,
}

/// An explicit belief effect.
#[derive(Debug)]
struct Told {
    path: Path,
    change: Change,
}

#[derive(Debug)]
pub enum Watch {
    Always,
    If(Guard),
}

/// An action, the public part of one, or a trigger.
#[derive(Debug)]
pub struct Event {
    pub name: String,
    pub guard: Guard,
    pub precondition: Condition,
    /// Word, mask, bits: what becomes so without a condition.
    writes: Box<[(usize, u64, u64)]>,
    changes: Box<[Change]>,
    told: Box<[Told]>,
    pub observing: Box<[Watch]>,
    pub public: Option<usize>,
    pub consenting: Box<[usize]>,
}

/// What an event does to a state, its effects all read in the state before.
pub struct Outcomes {
    pub words: Words,
    /// Paths begin with the mind that is told.
    pub told: SmallVec<[Assignment; 4]>,
}

#[derive(Debug)]
pub struct Program {
    pub layout: Layout,
    pub minds: usize,
    /// Actions, then publics.
    pub events: Vec<Event>,
    pub actions: usize,
    pub triggers: Vec<Event>,
    pub readers: Readers,
    pub filter: Filter,
    /// Of each character, with a value that it never exceeds.
    pub utilities: Vec<(Expression, i64)>,
    pub utility: Expression,
    pub characters: Vec<String>,
    pub limits: Vec<Limits>,
    pub endings: Vec<(String, Guard)>,
    pub facts: Vec<task::Fact>,
    /// What characters can hope for.
    pub(crate) forecast: Forecast,
    /// What the author can hope for.
    pub(crate) author: Forecast,
    /// Which endings can be hoped for.
    pub(crate) outcome: Forecast,
    pub(crate) shadow: Shadow,
}

impl Program {
    pub fn new(task: Task) -> Outcome<Program> {
        let layout = Layout::new(&task.fluents, &listing::values(&task))?;
        let minds = task.characters.len();
        let actions = task.actions.len();
        let nothing = task::Condition::All(vec![]);
        let mut events = Vec::with_capacity(actions + task.publics.len());
        for action in &task.actions {
            let mut event = Event::new(&action.name, &action.precondition, &action.effects, &layout)?;
            let watch = |condition| -> Outcome<Watch> {
                let guard = Guard::new(&Condition::new(condition, &layout)?);
                Ok(if guard.is_true() { Watch::Always } else { Watch::If(guard) })
            };
            event.observing = action.observing.iter().map(watch).collect::<Outcome<_>>()?;
            event.public = action.public.map(|public| actions + public);
            event.consenting = action.consenting.as_slice().into();
            events.push(event);
        }
        for public in &task.publics {
            let mut event = Event::new(&public.name, &nothing, &public.effects, &layout)?;
            event.observing = (0..minds).map(|_| Watch::Always).collect();
            events.push(event);
        }
        let of_trigger = |trigger: &task::Trigger| Event::new(&trigger.name, &trigger.precondition, &trigger.effects, &layout);
        let triggers = task.triggers.iter().map(of_trigger).collect::<Outcome<Vec<_>>>()?;
        let readers = Readers::new(&triggers, &layout, minds);
        let filter = Filter::new(&events[..actions], &layout);
        let utility = |raw: &task::Expression| -> Outcome<(Expression, i64)> {
            let utility = Expression::new(raw, &layout)?;
            let greatest = utility.greatest(&layout);
            Ok((utility, greatest))
        };
        let ending = |ending: &task::Ending| -> Outcome<(String, Guard)> {
            Ok((ending.name.clone(), Guard::new(&Condition::new(&ending.condition, &layout)?)))
        };
        let forecast = Forecast::of_characters(&task, &layout);
        let author = Forecast::of_author(&task, &layout);
        let outcome = Forecast::of_endings(&task, &layout);
        let shadow = Shadow::new(&task, &layout)?;
        Ok(Program {
            forecast,
            author,
            outcome,
            shadow,
            utilities: task.utilities.iter().map(utility).collect::<Outcome<_>>()?,
            utility: Expression::new(&task.utility, &layout)?,
            endings: task.endings.iter().map(ending).collect::<Outcome<_>>()?,
            characters: task.characters,
            limits: task.limits,
            facts: task.facts,
            layout,
            minds,
            events,
            actions,
            triggers,
            readers,
            filter,
        })
    }
}

impl Event {
    pub fn new(name: &str, precondition: &task::Condition, effects: &[task::Effect], layout: &Layout) -> Outcome<Event> {
        let precondition = Condition::new(precondition, layout)?;
        let mut writes: Vec<(usize, u64, u64)> = Vec::new();
        let mut written: Vec<usize> = Vec::new();
        let mut changes = Vec::new();
        let mut told = Vec::new();
        for effect in effects {
            let field = &layout.fields[effect.fluent];
            let value = match &effect.value {
                task::Expression::Constant(value) => Value::Bits(field.assign(*value)?),
                other => Value::Computed(Expression::new(other, layout)?),
            };
            let guard = Guard::new(&Condition::new(&effect.condition, layout)?);
            let always = guard.is_true();
            let change = Change { guard, fluent: effect.fluent, value };
            if !effect.path.is_empty() {
                told.push(Told { path: effect.path.as_slice().into(), change });
                continue;
            }
            match change.value {
                Value::Bits(bits) if always && !written.contains(&effect.fluent) => {
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
            guard: Guard::new(&precondition),
            precondition,
            writes: writes.into(),
            changes: changes.into(),
            told: told.into(),
            observing: Box::default(),
            public: None,
            consenting: Box::default(),
        })
    }

    pub fn holds(&self, view: &View<'_>) -> Outcome<bool> {
        self.guard.holds(view).map_err(|overflow| overflow.within(&self.name))
    }

    pub fn observes(&self, view: &View<'_>, mind: usize) -> Outcome<bool> {
        match &self.observing[mind] {
            Watch::Always => Ok(true),
            Watch::If(guard) => guard.holds(view).map_err(|overflow| overflow.within(&self.name)),
        }
    }

    /// What becomes of a state's own values, and what minds are told.
    pub fn apply(&self, view: &View<'_>) -> Outcome<Outcomes> {
        let mut words: Words = view.words.into();
        for &(word, mask, bits) in &self.writes {
            words[word] = words[word] & !mask | bits;
        }
        if !self.changes.is_empty() {
            let mut written: Words = SmallVec::from_elem(0, words.len());
            for &(word, mask, _) in &self.writes {
                written[word] |= mask;
            }
            for change in &self.changes {
                let Some(bits) = self.bits(change, view)? else { continue };
                let field = &view.layout.fields[change.fluent];
                if written[field.word] & field.mask != 0 {
                    if words[field.word] & field.mask != bits {
                        return Err(self.contradiction(&field.name));
                    }
                    continue;
                }
                written[field.word] |= field.mask;
                words[field.word] = words[field.word] & !field.mask | bits;
            }
        }
        let mut told: SmallVec<[Assignment; 4]> = SmallVec::new();
        for telling in &self.told {
            let Some(bits) = self.bits(&telling.change, view)? else { continue };
            let fluent = telling.change.fluent;
            match told.iter().find(|other| other.fluent == fluent && other.path[..] == telling.path[..]) {
                Some(other) if other.bits != bits => return Err(self.contradiction(&view.layout.fields[fluent].name)),
                Some(_) => {}
                None => told.push(Assignment { path: telling.path[..].into(), fluent, bits }),
            }
        }
        Ok(Outcomes { words, told })
    }

    fn bits(&self, change: &Change, view: &View<'_>) -> Outcome<Option<u64>> {
        if !change.guard.holds(view).map_err(|overflow| overflow.within(&self.name))? {
            return Ok(None);
        }
        match &change.value {
            Value::Bits(bits) => Ok(Some(*bits)),
            Value::Computed(expression) => {
                let code = expression.value(view).map_err(|overflow| overflow.within(&self.name))?;
                view.layout.fields[change.fluent].assign(code).map(Some)
            }
        }
    }

    fn contradiction(&self, fluent: &str) -> Fault {
        Fault::Contradiction { event: self.name.clone(), fluent: fluent.to_owned() }
    }
}
