//! What acts make of the values of a state alone, its minds left aside. Where no belief has a say in it that is exactly
//! what they make of them, at a small part of the cost; where one has, nothing is said. So a state can be told to be out of
//! reach without working out what everybody would come to believe on the way.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::explain::answers::Range;
use crate::explain::relaxed_reachability::RelaxedReachability;
use crate::explain::value_rows::ValueRows;
use crate::fault::Outcome;
use crate::program::dependency_index::{Filter, members};
use crate::program::event::{Event, Maker};
use crate::program::guard::Gate;
use crate::program::layout::Layout;
use crate::program::view::View;
use crate::state::graph::{Graph, Node, Words};
use crate::state::pending::ANYONE;
use crate::task::{self, Reads, Task};
use crate::transition::world::World;

/// No row: it depends on beliefs.
const OPEN: u32 = u32::MAX;
/// Triggers that are not at rest after so many firings are left to the engine.
const FIRINGS: usize = 200;

#[derive(Clone, Debug)]
struct Shaded {
    event: Event,
    /// Whether what it does to values depends on beliefs.
    is_open: bool,
}

/// A task, its minds left aside.
#[derive(Debug)]
struct Shades {
    /// By the number of the action; None for acts of nobody.
    actions: Vec<Option<Shaded>>,
    triggers: Vec<(Shaded, bool)>,
    /// Whether the utility of a character depends on beliefs.
    open_utilities: Vec<bool>,
    /// By character. None: a belief has a say in which acts may come to change its utility.
    touching: Vec<Option<Touching>>,
    filter: Filter,
}

/// The actions whose values may come to change a utility.
#[derive(Debug)]
struct Touching {
    of_action: Box<[bool]>,
    /// Those that are not acts of nobody, ascending.
    actions: Box<[(u32, Gate)]>,
}

#[derive(Debug)]
pub(crate) struct Abstraction {
    shades: Arc<Shades>,
    rows: ValueRows,
    known: Vec<Known>,
    /// By row and character.
    utilities: Vec<i64>,
    doable: Vec<u32>,
    after: Vec<u32>,
    ranges: FxHashMap<(u32, u32, u32), Range>,
    minds: usize,
}

/// Acts that touch a utility are looked at one by one where they are fewer than one in so many.
const FEW: usize = 8;

/// What has been worked out for a row.
#[derive(Clone, Copy, Debug)]
struct Known {
    steps: (u32, u32),
    /// Its number in the relaxed reachability.
    profile: u32,
    /// The row and the action that it came of first; `OPEN`: of none.
    origin: (u32, u32),
}

const UNASKED: u32 = u32::MAX;
const UNDONE: u32 = u32::MAX - 1;
const NO_UTILITY_YET: i64 = i64::MAX;
/// It can't be worked out.
const NO_UTILITY: i64 = i64::MAX - 1;

impl Abstraction {
    pub fn new(task: &Task, layout: &Layout) -> Outcome<Abstraction> {
        let mut maker = Maker::new(task, layout);
        let mut shade = |name: &str, precondition: &task::Condition, effects: &[task::Effect]| -> Outcome<Shaded> {
            let own: Vec<task::Effect> = effects.iter().filter(|effect| effect.path.is_empty()).cloned().collect();
            let is_open = own.iter().any(|effect| looks_inside(&effect.condition) || looks_inside(&effect.value));
            Ok(Shaded { event: maker.altered(name, &without_beliefs(precondition), &own)?, is_open })
        };
        let mut shaded = Vec::with_capacity(task.actions.len());
        for action in &task.actions {
            shaded.push(shade(&action.name, &action.precondition, &action.effects)?);
        }
        let filter = Filter::new(shaded.iter().map(|action| &action.event), layout);
        let is_of_nobody = |action: &task::Action| action.consenting.is_empty();
        let actions: Vec<_> =
            task.actions.iter().zip(shaded).map(|(action, shaded)| (!is_of_nobody(action)).then_some(shaded)).collect();
        let mut triggers = vec![];
        for trigger in &task.triggers {
            if trigger.effects.iter().any(|effect| effect.path.is_empty()) {
                let shaded = shade(&trigger.name, &trigger.precondition, &trigger.effects)?;
                let is_open = shaded.is_open || looks_inside(&trigger.precondition);
                triggers.push((shaded, is_open));
            }
        }
        let own: Vec<&task::Trigger> =
            task.triggers.iter().filter(|trigger| trigger.effects.iter().any(|effect| effect.path.is_empty())).collect();
        let gate = |action: u32| actions[action as usize].as_ref().map(|shaded: &Shaded| (action, shaded.event.guard.gate()));
        let touching = task.utilities.iter().map(|utility| {
            let of_action = touching(task, utility, &own)?;
            let touching = (0..).zip(&of_action).filter(|&(_, &touches)| touches).filter_map(|(action, _)| gate(action));
            Some(Touching { actions: touching.collect(), of_action })
        });
        let touching = touching.collect();
        let open_utilities = task.utilities.iter().map(looks_inside).collect();
        let shades = Shades { filter, open_utilities, touching, actions, triggers };
        Ok(Abstraction::of(Arc::new(shades), layout.width, task.utilities.len()))
    }

    fn of(shades: Arc<Shades>, width: usize, minds: usize) -> Abstraction {
        Abstraction {
            shades,
            rows: ValueRows::new(width),
            known: vec![],
            utilities: vec![],
            doable: vec![],
            after: vec![],
            ranges: FxHashMap::default(),
            minds,
        }
    }

    /// The same for another world of the task, nothing worked out.
    pub fn twin(&self) -> Abstraction {
        Abstraction::of(Arc::clone(&self.shades), self.rows.width(), self.minds)
    }

    /// Forgets what ways lead to; what a single act makes of values stays known.
    pub fn forget_ways(&mut self) {
        self.ranges.clear();
    }

    /// Forgets all that has been worked out.
    pub fn forget(&mut self) {
        self.rows = ValueRows::new(self.rows.width());
        (self.known, self.utilities, self.doable, self.after) = (vec![], vec![], vec![], vec![]);
        self.ranges = FxHashMap::default();
    }

    pub fn bytes(&self) -> usize {
        self.rows.bytes()
            + self.known.capacity() * size_of::<Known>()
            + self.utilities.capacity() * 8
            + (self.doable.capacity() + self.after.capacity()) * 4
            + self.ranges.capacity() * (12 + size_of::<Range>() + 1)
    }

    fn row_of_node(&mut self, graph: &Graph, node: Node) -> u32 {
        let number = self.rows.of_node(node, graph.words(node));
        self.with_room(number)
    }

    fn row(&mut self, words: &[u64]) -> u32 {
        let number = self.rows.number(words);
        self.with_room(number)
    }

    /// The same number, with room for what is found out about the row.
    fn with_room(&mut self, number: u32) -> u32 {
        if self.known.len() <= number as usize {
            self.known.push(Known { steps: (UNASKED, 0), profile: UNASKED, origin: (OPEN, 0) });
            self.utilities.resize(self.utilities.len() + self.minds, NO_UTILITY_YET);
        }
        number
    }

    fn steps(&mut self, graph: &Graph, layout: &Layout, row: u32) -> std::ops::Range<usize> {
        if self.known[row as usize].steps.0 == UNASKED {
            let words: Words = self.rows.words(row).into();
            let view = View { graph, layout, words: &words, edges: &[] };
            let first = self.doable.len();
            for action in members(&self.shades.filter.of_row(layout, &words)) {
                if self.shades.is_doable(action, &view) {
                    self.doable.push(action as u32);
                }
            }
            self.after.resize(self.doable.len(), UNDONE);
            self.known[row as usize].steps = (first as u32, self.doable.len() as u32);
        }
        let (first, last) = self.known[row as usize].steps;
        first as usize..last as usize
    }

    fn after_at(&mut self, graph: &Graph, layout: &Layout, row: u32, place: usize) -> u32 {
        if self.after[place] == UNDONE {
            let action = self.doable[place];
            self.after[place] = match self.shades.perform(graph, layout, self.rows.words(row), action as usize) {
                Some(words) => {
                    let after = self.row(&words);
                    let origin = &mut self.known[after as usize].origin;
                    if origin.0 == OPEN && after > row {
                        *origin = (row, action);
                    }
                    after
                }
                None => OPEN,
            };
        }
        self.after[place]
    }
}

impl Shades {
    fn is_doable(&self, action: usize, view: &View<'_>) -> bool {
        // A number that overflows excludes nothing.
        self.actions[action].as_ref().is_some_and(|shaded| shaded.event.holds(view).unwrap_or(true))
    }

    /// Whether an action whose values these are may come to change the utility of a character.
    fn touches(&self, action: usize, mind: usize) -> bool {
        self.touching[mind].as_ref().is_none_or(|touching| touching.of_action[action])
    }

    /// The values after an action and all that triggers make of it. None: it depends on beliefs.
    fn perform(&self, graph: &Graph, layout: &Layout, row: &[u64], action: usize) -> Option<Words> {
        let shaded = self.actions[action].as_ref()?;
        if shaded.is_open {
            return None;
        }
        let edges = &[];
        let mut words = shaded.event.apply(&View { graph, layout, words: row, edges }, ANYONE).ok()?.words;
        'fired: for _ in 0..FIRINGS {
            for (trigger, is_open) in &self.triggers {
                let view = View { graph, layout, words: &words, edges };
                if trigger.event.holds(&view).ok()? {
                    if *is_open {
                        return None;
                    }
                    words = trigger.event.apply(&view, ANYONE).ok()?.words;
                    continue 'fired;
                }
            }
            return Some(words);
        }
        None
    }
}

/// What is hoped for: a utility of a mind's above `aim`, within so many acts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub mind: usize,
    pub acts: i64,
    pub aim: i64,
}

impl Abstraction {
    /// False only if nothing that anybody who has to agree can do leads from a node's values, after `first` if there is one,
    /// to what is hoped for. `fuel`: how many rows it may look at before it gives up and excludes nothing.
    pub fn may_exceed(
        &mut self,
        world: &World,
        reachability: &mut RelaxedReachability,
        node: Node,
        first: Option<usize>,
        bound: Bound,
        fuel: &mut u32,
    ) -> bool {
        if self.shades.open_utilities[bound.mind] {
            return true;
        }
        let (graph, layout) = (world.graph(), &world.program().layout);
        let mut row = self.row_of_node(graph, node);
        if let Some(action) = first.filter(|&action| bound.acts > 0 || self.shades.touches(action, bound.mind)) {
            let places = self.steps(graph, layout, row);
            let Ok(offset) = self.doable[places.clone()].binary_search(&(action as u32)) else { return true };
            row = self.after_at(graph, layout, row, places.start + offset);
        }
        row == OPEN || self.seek_row(world, reachability, row, bound, fuel).is_none_or(|found| found > bound.aim)
    }

    /// The utility of a lasting node, remembered by its values; None = it depends on beliefs, or can't be worked out.
    pub fn utility_of_values(&mut self, world: &World, node: Node, mind: usize) -> Option<i64> {
        if self.shades.open_utilities[mind] {
            return None;
        }
        let row = self.row_of_node(world.graph(), node);
        self.utility_of_row(world, row, mind)
    }

    /// The utility of a row; None = it can't be worked out. It is that of the row that it came of by acts that don't touch it.
    fn utility_of_row(&mut self, world: &World, row: u32, mind: usize) -> Option<i64> {
        let mut like = row;
        while self.utilities[like as usize * self.minds + mind] == NO_UTILITY_YET {
            let (before, action) = self.known[like as usize].origin;
            if before == OPEN || self.shades.touches(action as usize, mind) {
                let utility = utility_of(world, mind, self.rows.words(like));
                self.utilities[like as usize * self.minds + mind] = utility.unwrap_or(NO_UTILITY);
                break;
            }
            like = before;
        }
        let utility = self.utilities[like as usize * self.minds + mind];
        self.utilities[row as usize * self.minds + mind] = utility;
        Some(utility).filter(|&utility| utility != NO_UTILITY)
    }

    /// A utility that nobody can think to exceed from a row within some acts.
    fn forecast_of_row(
        &mut self,
        world: &World,
        reachability: &mut RelaxedReachability,
        row: u32,
        mind: usize,
        acts: usize,
    ) -> i64 {
        if self.known[row as usize].profile == UNASKED {
            self.known[row as usize].profile = reachability.number(self.rows.words(row));
        }
        reachability.at(&world.program().layout, self.known[row as usize].profile, mind, acts)
    }

    /// A utility above `aim` that can be hoped for, else one that is not; None = it is not clear.
    fn seek_row(
        &mut self,
        world: &World,
        reachability: &mut RelaxedReachability,
        row: u32,
        bound: Bound,
        fuel: &mut u32,
    ) -> Option<i64> {
        let Bound { mind, acts, aim } = bound;
        let utility = self.utility_of_row(world, row, mind)?;
        if utility > aim || acts <= 0 {
            return Some(utility);
        }
        if self.forecast_of_row(world, reachability, row, mind, acts as usize) <= aim {
            return Some(aim);
        }
        let key = (row, mind as u32, acts as u32);
        if let Some(known) = self.ranges.get(&key).and_then(|range| range.above(aim)) {
            return Some(known.unwrap_or(aim));
        }
        if *fuel == 0 {
            return None;
        }
        *fuel -= 1;
        if acts == 1 {
            let found = self.seek_last(world, row, bound)?;
            self.ranges.entry(key).or_default().learn(found, aim);
            return Some(found.unwrap_or(aim));
        }
        let (graph, layout) = (world.graph(), &world.program().layout);
        let mut is_clear = true;
        for place in self.steps(graph, layout, row) {
            let after = self.after_at(graph, layout, row, place);
            if after == OPEN {
                is_clear = false;
                continue;
            }
            if after == row {
                continue;
            }
            match self.seek_row(world, reachability, after, Bound { acts: acts - 1, ..bound }, fuel) {
                Some(reached) if reached > aim => {
                    self.ranges.entry(key).or_default().learn(Some(reached), aim);
                    return Some(reached);
                }
                Some(_) => {}
                None => is_clear = false,
            }
        }
        if !is_clear {
            return None;
        }
        self.ranges.entry(key).or_default().learn(None, aim);
        Some(aim)
    }
}

impl Abstraction {
    /// A utility above `aim` after one act more, which only an act can have that touches it; `Some(None)`: there is none, and
    /// None: it is not clear.
    fn seek_last(&mut self, world: &World, row: u32, Bound { mind, aim, .. }: Bound) -> Option<Option<i64>> {
        let (graph, layout) = (world.graph(), &world.program().layout);
        let shades = Arc::clone(&self.shades);
        let few = shades.touching[mind].as_ref().filter(|touching| touching.actions.len() * FEW < shades.actions.len());
        if self.known[row as usize].steps.0 == UNASKED
            && let Some(touching) = few
        {
            let words = self.rows.words(row);
            let view = View { graph, layout, words, edges: &[] };
            let mut is_clear = true;
            for &(action, gate) in &touching.actions {
                if !gate.is_open(words) || !shades.is_doable(action as usize, &view) {
                    continue;
                }
                let after = shades.perform(graph, layout, words, action as usize);
                match after.and_then(|after| utility_of(world, mind, &after)) {
                    Some(reached) if reached > aim => return Some(Some(reached)),
                    Some(_) => {}
                    None => is_clear = false,
                }
            }
            return is_clear.then_some(None);
        }
        let mut is_clear = true;
        for place in self.steps(graph, layout, row) {
            if !shades.touches(self.doable[place] as usize, mind) {
                continue;
            }
            let after = self.after_at(graph, layout, row, place);
            match if after == OPEN { None } else { self.utility_of_row(world, after, mind) } {
                Some(reached) if reached > aim => return Some(Some(reached)),
                Some(_) => {}
                None => is_clear = false,
            }
        }
        is_clear.then_some(None)
    }
}

/// The utility of a character where these are the values; None = it can't be worked out.
fn utility_of(world: &World, mind: usize, words: &[u64]) -> Option<i64> {
    let program = world.program();
    let view = View { graph: world.graph(), layout: &program.layout, words, edges: &[] };
    program.utilities[mind].value(&view).ok()
}

/// By action, whether its values may come to change a utility; None: a belief has a say in it. `triggers`: those that do
/// something to values.
fn touching(task: &Task, utility: &task::Expression, triggers: &[&task::Trigger]) -> Option<Box<[bool]>> {
    let mut fluents = vec![false; task.fluents.len()];
    let own = |effects: &'_ [task::Effect]| effects.iter().filter(|effect| effect.path.is_empty()).cloned().collect::<Vec<_>>();
    let writes = |effects: &[task::Effect], fluents: &[bool]| {
        effects.iter().any(|effect| effect.path.is_empty() && fluents[effect.fluent])
    };
    utility.reads(&mut |_, fluent| fluents[fluent] = true);
    let mut waiting: Vec<&task::Trigger> = triggers.to_vec();
    loop {
        let leading: Vec<&task::Trigger> = waiting.extract_if(.., |trigger| writes(&trigger.effects, &fluents)).collect();
        if leading.is_empty() {
            break;
        }
        for trigger in leading {
            let mut is_open = false;
            let mut read = |path: &[usize], fluent: usize| {
                is_open |= !path.is_empty();
                fluents[fluent] = true;
            };
            trigger.precondition.reads(&mut read);
            for effect in own(&trigger.effects) {
                effect.condition.reads(&mut read);
                effect.value.reads(&mut read);
            }
            if is_open {
                return None;
            }
        }
    }
    Some(task.actions.iter().map(|action| writes(&action.effects, &fluents)).collect())
}

/// A condition that holds wherever the other does, and asks nobody.
fn without_beliefs(condition: &task::Condition) -> task::Condition {
    match condition {
        task::Condition::All(parts) => task::Condition::All(parts.iter().map(without_beliefs).collect()),
        task::Condition::Any(parts) => task::Condition::Any(parts.iter().map(without_beliefs).collect()),
        task::Condition::Compare(..) if looks_inside(condition) => task::Condition::All(vec![]),
        task::Condition::Compare(..) => condition.clone(),
    }
}

/// Whether a condition or an expression depends on what somebody believes.
fn looks_inside(term: &impl Reads) -> bool {
    let mut found = false;
    term.reads(&mut |path, _| found |= !path.is_empty());
    found
}
