//! How good things can become for somebody within some acts, told from the values of a state alone: a relaxation in which
//! nothing is ever lost (delete relaxation, Bonet and Geffner 2001, over sets of values), nobody has to agree, and any
//! belief about beliefs may hold. What it says is never less than what is possible, so that it may exclude.

use std::sync::Arc;

use crate::explain::relaxed_events::{Events, Expression, MOST_CODES, Reader};
use crate::explain::relaxed_front::{Front, Now, Shape};
use crate::explain::value_rows::ValueRows;
use crate::program::layout::Layout;
use crate::state::graph::Node;
use crate::task::{self, Task, UNKNOWN};

/// After so many acts nothing is excluded but what is out of reach for ever.
pub(crate) const LAYERS: usize = 12;

/// What is known of a row and somebody: where the greatest utilities stand, by layer, as far as they were worked out.
#[derive(Clone, Copy, Debug)]
struct Profile {
    first: u32,
    layers: u16,
    /// Whether nothing more can change.
    is_complete: bool,
}

const UNKNOWN_PROFILE: Profile = Profile { first: 0, layers: 0, is_complete: false };

/// What is hoped for, and what can come to change it.
#[derive(Debug)]
struct Hope {
    utility: Expression,
    /// By action and by trigger, whether it may.
    actions: Box<[bool]>,
    triggers: Box<[bool]>,
}

impl Hope {
    /// `fluents`: how many there are.
    fn new(utility: Expression, actions: &Events, triggers: &Events, fluents: usize) -> Hope {
        let mut fluents = vec![false; fluents];
        utility.mark_read(&mut fluents);
        loop {
            let before = fluents.clone();
            let writing = triggers.writing(&fluents);
            (0..)
                .zip(&writing)
                .filter(|&(_, &writes)| writes)
                .for_each(|(trigger, _)| triggers.mark_read(trigger, &mut fluents));
            if fluents == before {
                return Hope { utility, actions: actions.writing(&fluents), triggers: writing };
            }
        }
    }

    /// The greatest that can be hoped for.
    fn most(&self, now: &Now<'_>) -> i64 {
        let range = now.range(&self.utility);
        if range.is_known() { range.most } else { UNKNOWN }
    }
}

#[derive(Debug)]
struct Relaxation {
    shape: Shape,
    actions: Events,
    triggers: Events,
    hopes: Vec<Hope>,
}

#[derive(Debug)]
pub(crate) struct RelaxedReachability {
    relaxation: Arc<Relaxation>,
    front: Front,
    /// By row and number of who hopes.
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
        let acts = task.actions.iter().filter(|action| author || !action.consenting.is_empty());
        let acts = acts.map(|action| (&*action.precondition, &action.effects[..]));
        let actions = Events::new(acts, &values, layout);
        let triggers = task.triggers.iter().map(|trigger| (&*trigger.precondition, &trigger.effects[..]));
        let triggers = Events::new(triggers, &values, layout);
        let reader = Reader { values: &values, layout };
        let hope = |utility| Hope::new(reader.expression(utility), &actions, &triggers, values.len());
        let hopes = utilities.iter().map(hope).collect();
        let relaxation = Arc::new(Relaxation { shape: Shape::new(values, layout), actions, triggers, hopes });
        RelaxedReachability {
            relaxation,
            front: Front::default(),
            profiles: vec![],
            most: vec![],
            rows: ValueRows::new(layout.width),
        }
    }

    /// The same for another world of the task, nothing worked out.
    pub fn twin(&self) -> RelaxedReachability {
        RelaxedReachability {
            relaxation: Arc::clone(&self.relaxation),
            front: Front::default(),
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
        let hopes = self.relaxation.hopes.len();
        let place = number as usize * hopes + mind;
        if self.profiles.len() <= place {
            self.profiles.resize((number as usize + 1) * hopes, UNKNOWN_PROFILE);
        }
        let profile = self.profiles[place];
        if acts.min(LAYERS) >= profile.layers as usize && !profile.is_complete {
            self.profiles[place] = self.look_ahead(layout, number, mind, acts.min(LAYERS));
        }
        let Profile { first, layers, is_complete } = self.profiles[place];
        if acts > LAYERS && !is_complete {
            return i64::MAX;
        }
        self.most[first as usize + acts.min(layers as usize - 1)]
    }

    /// The number of a row.
    pub fn number(&mut self, row: &[u64]) -> u32 {
        self.rows.number(row)
    }

    /// The profile of a row, worked out for so many acts.
    fn look_ahead(&mut self, layout: &Layout, number: u32, mind: usize, acts: usize) -> Profile {
        let RelaxedReachability { relaxation, front, rows, .. } = self;
        let Relaxation { shape, actions, triggers, hopes } = &**relaxation;
        let hope = &hopes[mind];
        let first = self.most.len() as u32;
        let mut now = front.begin(shape, layout, rows.words(number), actions, triggers);
        self.most.push(hope.most(&now));
        let mut layers = 1;
        let mut is_complete = false;
        while layers <= acts && !is_complete {
            // Of the last act only what it does to the utility counts.
            let is_last = layers == acts && acts < LAYERS;
            let counting = is_last.then_some((&*hope.actions, &*hope.triggers));
            let has_changed = now.advance(actions, triggers, counting);
            is_complete = !has_changed && !is_last;
            if !is_complete {
                layers += 1;
                self.most.push(hope.most(&now));
            }
        }
        Profile { first, layers: layers as u16, is_complete }
    }
}
