//! What somebody comes to believe otherwise than by an event that is seen as expected: by surprise (semantics 2.2 step 2, and 8.2),
//! or told by nobody.

use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::program::condition::Condition;
use crate::program::event::{after, narrowing, without};
use crate::program::layout::{Layout, Values};
use crate::program::view::View;
use crate::state::graph::{Node, SELF, Words};
use crate::state::pending::{Assignment, Step, WORLD, about, merge, sorted};
use crate::task::{Belief, Reads, UNKNOWN};
use crate::transition::world::World;

impl World {
    /// What a character believes, or what is put in its place where the event was believed to be impossible. What it believes
    /// itself to believe follows when it sees the event in its own mind; where it does not see it there, with the repair.
    pub(crate) fn surprised(&mut self, number: usize, node: Node, believed: Node, owner: usize) -> Outcome<Node> {
        let event = &self.program.events[number];
        let there = self.view(believed);
        let name = |overflow: crate::fault::Overflow| overflow.within(&event.name);
        let (guard, shown) = event.shown();
        let is_expected = guard.holds(&there).map_err(name)?;
        if is_expected && event.hopes.is_empty() {
            return Ok(believed);
        }
        let here = self.view(node);
        let mut atoms = Vec::new();
        if !is_expected {
            shown.true_atoms(&here, &mut atoms).map_err(name)?;
        }
        let mut changes: Vec<Assignment> = vec![];
        let mut vague: Vec<Assignment> = vec![];
        let mut lessons: Vec<Narrowing> = vec![];
        for atom in atoms {
            if atom.holds(&there).map_err(name)? {
                continue;
            }
            if self.program.sets {
                learn(&self.program.layout, atom, &here, &mut lessons);
                continue;
            }
            let is_exact = atom.is_exact();
            atom.reads(&mut |path, fluent| {
                let field = &self.program.layout.fields[fluent];
                let (bits, list) = if is_exact || field.pack(UNKNOWN).is_none() {
                    (here.along(path)[field.word] & field.mask, &mut changes)
                } else {
                    (0, &mut vague)
                };
                if !list.iter().any(|other| other.fluent == fluent && other.path[..] == *path) {
                    list.push(Assignment::new(path, fluent, Step::Becomes(bits)));
                }
            });
        }
        let mut doubts: Vec<Assignment> = vec![];
        for hope in event.hopes.iter().filter(|hope| hope.seen || event.consenting.contains(&owner)) {
            for (condition, allowed) in [(&hope.condition, &hope.fulfilled), (&hope.opposite, &hope.failed)] {
                if !condition.holds(&here).map_err(name)? || condition.holds(&there).map_err(name)? {
                    continue;
                }
                if !hope.is_of_knowing {
                    keep(&mut lessons, &hope.path, hope.fluent, allowed.clone());
                } else if std::ptr::eq(condition, &hope.opposite) {
                    doubts.push(Assignment::new(&hope.path, hope.fluent, Step::Doubts));
                }
            }
        }
        for Narrowing { path, fluent, allowed } in lessons {
            if let Some(step) = narrowing(&self.program.layout.fields[fluent], allowed)? {
                changes.push(Assignment::new(&path, fluent, step));
            }
        }
        changes.append(&mut doubts);
        if changes.is_empty() && vague.is_empty() {
            return Ok(believed);
        }
        let changes = merge(&vague, &changes);
        let before: Words = self.graph.words(believed).into();
        let mut words = before.clone();
        self.assign(&mut words, &changes)?;
        let origin = self.graph.origin(believed);
        let mut edges = self.beliefs(believed);
        let followed = if self.program.is_open { self.followed(owner, &before, &words, &edges)? } else { vec![] };
        for (mind, edge) in edges.iter_mut().enumerate() {
            for changes in [&followed[..], &changes] {
                if let Some(within) = about(mind, changes) {
                    *edge = self.pending.revised(&self.graph, *edge, mind, within, origin);
                }
            }
        }
        if self.program.sets {
            edges[owner] = SELF;
            let repaired = self.pending.row(&words, &edges, origin);
            return self.settle_now(repaired);
        }
        let repaired = self.pending.row(&words, &edges, origin);
        let repaired = self.settle_now(repaired)?;
        if self.program.events[number].observes(&self.view(repaired), owner)? {
            return Ok(repaired);
        }
        edges[owner] = self.pending.revised(&self.graph, edges[owner], owner, changes, origin);
        let repaired = self.pending.row(&words, &edges, origin);
        self.settle_now(repaired)
    }

    /// The state in which a character has come to believe facts (path inside its mind, fluent, code), and that others are not
    /// so, as if told by an event that nobody observes.
    pub fn revise(&mut self, node: Node, mind: usize, facts: &[Belief], excluded: &[Belief]) -> Outcome<Node> {
        let fields = &self.program.layout.fields;
        let mut told: Vec<Assignment> = Vec::new();
        for (path, fluent, code) in facts {
            let field = &fields[*fluent];
            let assignment = Assignment::new(path, *fluent, Step::Becomes(field.assign(*code)?));
            match told.iter().find(|other| other.fluent == *fluent && other.path == assignment.path) {
                Some(other) if *other != assignment => {
                    return Err(Fault::Contradiction { event: "revise".to_owned(), fluent: field.name.clone() });
                }
                Some(_) => {}
                None => told.push(assignment),
            }
        }
        for (number, (path, fluent, _)) in excluded.iter().enumerate() {
            let is_same = |other: &&Belief| other.0 == *path && other.1 == *fluent;
            if excluded[..number].iter().any(|other| is_same(&other)) {
                continue;
            }
            let values: Values = excluded.iter().filter(is_same).map(|other| other.2).collect();
            let Some(step) = without(&fields[*fluent], &values)? else { continue };
            match told.iter_mut().find(|other| other.fluent == *fluent && other.path[..] == path[..]) {
                Some(known) => known.step = after(&fields[*fluent], known.step, step)?,
                None => told.push(Assignment::new(path, *fluent, step)),
            }
        }
        self.begin();
        let mut edges = self.beliefs(node);
        if !told.is_empty() {
            edges[mind] = self.pending.revised(&self.graph, edges[mind], mind, sorted(told), edges[mind]);
        }
        let words: Words = self.graph.words(node).into();
        let root = self.pending.row(&words, &edges, node);
        let after = self.settle_now(root)?;
        self.close(after, WORLD)
    }
}

/// What somebody learns of an atom that holds in `here` and was not believed to: the set keeps the values that satisfy it, or,
/// if none does, all that do (semantics 8.2, surprise). What several atoms teach of one read is taken together.
fn learn(layout: &Layout, atom: &Condition, here: &View<'_>, lessons: &mut Vec<Narrowing>) {
    atom.lessons(layout, &mut |path, fluent, allowed| {
        let field = &layout.fields[fluent];
        let allowed = allowed.unwrap_or_else(|| field.possible(here.along(path)[field.word]));
        keep(lessons, path, fluent, allowed);
    });
}

fn keep(lessons: &mut Vec<Narrowing>, path: &[usize], fluent: usize, allowed: Values) {
    match lessons.iter_mut().find(|other| other.fluent == fluent && other.path[..] == *path) {
        Some(known) => known.allowed.retain(|value| allowed.contains(value)),
        None => lessons.push(Narrowing { path: path.into(), fluent, allowed }),
    }
}

/// The values of a fluent that are seen to be possible at the end of a path.
struct Narrowing {
    path: SmallVec<[usize; 2]>,
    fluent: usize,
    allowed: Values,
}
