//! How an act is gone about in somebody's plan: what it hopes for, and what it is done to learn (semantics 8.3).

use smallvec::SmallVec;

use crate::fault::Outcome;
use crate::program::event::narrowing;
use crate::program::layout::Values;
use crate::state::graph::{Node, Words};
use crate::state::pending::{Assignment, about};
use crate::task::Path;
use crate::transition::world::World;

/// Somebody's fluent, and a value that it turns out to have.
pub(crate) type Found = (Path, usize, i64);

/// How an act is gone about in a plan.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    /// The state that it is done in, with what is hoped for and learned.
    pub before: Node,
    /// The numbers of what it hopes for, ascending.
    pub hopes: SmallVec<[u32; 2]>,
    /// What it brings to light.
    pub learns: Vec<Found>,
    /// As much of that as was open before.
    pub chosen: Vec<Found>,
}

impl Opening {
    /// What hopes for nothing and brings nothing to light.
    pub fn plain(before: Node) -> Opening {
        Opening { before, hopes: SmallVec::new(), learns: vec![], chosen: vec![] }
    }

    pub fn is_plain(&self, believed: Node) -> bool {
        self.before == believed && self.hopes.is_empty() && self.learns.is_empty()
    }
}

/// Values that are left of what hopes are about.
type Allowed = Vec<(Path, usize, Values)>;

impl World {
    /// Whether somebody who believes to be in a state may try an act: its sure conditions hold, and what is hoped for may hold.
    pub fn may_try(&self, believed: Node, action: usize) -> Outcome<bool> {
        Ok(!self.program.events[action].in_vain && self.hoped(believed, action)?.is_some())
    }

    /// The acts that a character, who believes to be in a state, is to consent to and may try, ascending.
    pub fn open_to(&self, believed: Node, mind: usize) -> Outcome<Vec<usize>> {
        let mut open = vec![];
        for action in 0..self.program.actions {
            if self.consenting(action).contains(&mind) && self.may_try(believed, action)? {
                open.push(action);
            }
        }
        Ok(open)
    }

    /// The numbers of what an act hopes for that is planned in a state, and the values that this leaves; None: a sure condition is
    /// not true there, or what is hoped for is false, alone or together.
    fn hoped(&self, believed: Node, action: usize) -> Outcome<Option<(SmallVec<[u32; 2]>, Allowed)>> {
        let event = &self.program.events[action];
        let view = self.view(believed);
        let mut numbers: SmallVec<[u32; 2]> = SmallVec::new();
        let mut allowed: Allowed = vec![];
        if event.in_vain || event.hopes.is_empty() {
            return Ok(event.holds(&view)?.then_some((numbers, allowed)));
        }
        if !event.is_certain(&view)? {
            return Ok(None);
        }
        for hope in &event.hopes {
            match hope.condition.truth(&view).map_err(|overflow| overflow.within(&event.name))? {
                Some(false) => return Ok(None),
                Some(true) => continue,
                None => {}
            }
            numbers.push(hope.number);
            match allowed.iter_mut().find(|(path, fluent, _)| *path == hope.path && *fluent == hope.fluent) {
                Some((_, _, values)) => values.retain(|value| hope.fulfilled.contains(value)),
                None => allowed.push((hope.path.clone(), hope.fluent, hope.fulfilled.clone())),
            }
        }
        for (path, fluent, values) in &allowed {
            let field = &self.program.layout.fields[*fluent];
            if !field.possible(view.along(path)[field.word]).iter().any(|value| values.contains(value)) {
                return Ok(None);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(Some((numbers, allowed)))
    }

    /// How a character can go about an act who plans it in a state that it believes in, by what it learns, ascending.
    pub(crate) fn openings(&mut self, believed: Node, action: usize, mind: usize) -> Outcome<Vec<Opening>> {
        let event = &self.program.events[action];
        if event.consenting.is_empty() || event.in_vain && event.consenting.contains(&mind) {
            return Ok(vec![]);
        }
        let Some((hopes, allowed)) = self.hoped(believed, action)? else { return Ok(vec![]) };
        let mut there = believed;
        if !hopes.is_empty() {
            there = self.narrowed(believed, mind, &allowed)?;
            let (event, view) = (&self.program.events[action], self.view(there));
            for hope in &event.hopes {
                if !hope.condition.holds(&view).map_err(|overflow| overflow.within(&event.name))? {
                    // What triggers make of it is not what was hoped for.
                    return Ok(vec![]);
                }
            }
        }
        let places = self.brought_to_light(there, action, mind)?;
        let (open, known): (Allowed, Allowed) = places.into_iter().partition(|(_, _, values)| values.len() > 1);
        let known: Vec<Found> = known.into_iter().map(|(path, fluent, values)| (path, fluent, values[0])).collect();
        let mut choices: Vec<Vec<Found>> = vec![vec![]];
        for (path, fluent, values) in &open {
            let longer = |choice: &Vec<Found>| {
                let choice = choice.clone();
                let one = move |&value| choice.iter().cloned().chain([(path.clone(), *fluent, value)]).collect();
                values.iter().map(one).collect::<Vec<Vec<Found>>>()
            };
            choices = choices.iter().flat_map(longer).collect();
        }
        let mut found = Vec::with_capacity(choices.len());
        for chosen in choices {
            let single = |(path, fluent, value): &Found| (path.clone(), *fluent, Values::from_elem(*value, 1));
            let before = if chosen.is_empty() {
                there
            } else {
                self.narrowed(there, mind, &chosen.iter().map(single).collect::<Allowed>())?
            };
            let learns = known.iter().chain(&chosen).cloned().collect();
            found.push(Opening { before, hopes: hopes.clone(), learns, chosen });
        }
        Ok(found)
    }

    /// What an act brings to light for a character, and what that may be: what is so, or what somebody believes who is taken to
    /// know it.
    fn brought_to_light(&self, there: Node, action: usize, mind: usize) -> Outcome<Allowed> {
        let (event, view) = (&self.program.events[action], self.view(there));
        let mut found: Allowed = vec![];
        for lesson in event.lessons.iter().filter(|lesson| lesson.mind == mind) {
            if !lesson.guard.holds(&view).map_err(|overflow| overflow.within(""))? {
                continue;
            }
            let field = &self.program.layout.fields[lesson.fluent];
            let word = view.along(&lesson.path)[field.word];
            let is_to_find = lesson.path.is_empty() || field.several(word).is_none_or(|several| several.known);
            let is_same = |(path, fluent, _): &(Path, usize, Values)| *path == lesson.path && *fluent == lesson.fluent;
            if is_to_find && !found.iter().any(is_same) {
                found.push((lesson.path.clone(), lesson.fluent, field.possible(word)));
            }
        }
        Ok(found)
    }

    /// The state after an act of a character's plan, narrowed to what the character will have learned by then.
    pub(crate) fn with_lessons(&mut self, after: Node, mind: usize) -> Outcome<Node> {
        let own = self.graph.belief(after, mind);
        if own == after || !self.program.is_open {
            return Ok(after);
        }
        let mut narrower: Allowed = vec![];
        let (mine, theirs) = (self.graph.words(own), self.graph.words(after));
        self.program.layout.differences(mine, theirs, |fluent| {
            let field = &self.program.layout.fields[fluent];
            let (mine, theirs) = (field.possible(mine[field.word]), field.possible(theirs[field.word]));
            if mine.len() < theirs.len() && mine.iter().all(|value| theirs.contains(value)) {
                narrower.push((Path::default(), fluent, mine));
            }
        });
        if narrower.is_empty() { Ok(after) } else { self.narrowed(after, mind, &narrower) }
    }

    /// What a character takes the world and others to be, narrowed in a plan; what it takes itself to know stays. What is marked
    /// as known to somebody is what is so.
    fn narrowed(&mut self, believed: Node, mind: usize, allowed: &Allowed) -> Outcome<Node> {
        let mut changes: Vec<Assignment> = vec![];
        let mut marked: Vec<Assignment> = vec![];
        for (path, fluent, values) in allowed {
            let field = &self.program.layout.fields[*fluent];
            let Some(step) = narrowing(field, values.clone())? else { continue };
            changes.push(Assignment::new(path, *fluent, step));
            let there = self.view(believed).along(path)[field.word];
            if path.len() == 1 && field.several(there).is_some_and(|several| several.known) {
                marked.push(Assignment::new(&[], *fluent, step));
            }
        }
        changes.extend(marked);
        self.begin();
        let before: Words = self.graph.words(believed).into();
        let mut words = before.clone();
        self.assign(&mut words, &changes)?;
        let mut edges = self.beliefs(believed);
        let followed = if self.program.is_open { self.followed(mind, &before, &words, &edges)? } else { vec![] };
        let origin = self.graph.origin(believed);
        for (other, edge) in edges.iter_mut().enumerate().filter(|&(other, _)| other != mind) {
            for changes in [&followed[..], &changes] {
                if let Some(within) = about(other, changes) {
                    *edge = self.pending.revised(&self.graph, *edge, other, within, origin);
                }
            }
        }
        let root = self.pending.row(&words, &edges, origin);
        let narrowed = self.settle_now(root)?;
        self.close(narrowed, mind as u32)
    }
}
