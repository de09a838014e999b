//! What others are taken to know (semantics 8.2, known there): sets that are marked, and what becomes of the marks.

use smallvec::SmallVec;

use crate::fault::Outcome;
use crate::program::layout::Values;
use crate::state::graph::{Node, Words, is_pending};
use crate::state::pending::{Assignment, Step, Term, WORLD, holder};
use crate::transition::world::World;

impl World {
    /// What follows of a change for what others are taken to know (semantics 8.2, known there): what somebody has not seen change
    /// is no longer known there, and of what is their own others know which it is. `unseen`: minds that have not seen it, each with
    /// what it believes.
    pub(crate) fn marks(
        &mut self,
        owner: u32,
        before: Words,
        after: &[u64],
        unseen: &[(usize, Node)],
    ) -> Outcome<Vec<Assignment>> {
        let mut changed: SmallVec<[usize; 4]> = SmallVec::new();
        let fields = &self.program.layout.fields;
        self.program.layout.differences(after, &before, |fluent| {
            if fields[fluent].is_open() {
                changed.push(fluent);
            }
        });
        let mut marks: Vec<Assignment> = vec![];
        for &fluent in &changed {
            for &(mind, edge) in unseen {
                let words = self.words_of(edge)?;
                let field = &self.program.layout.fields[fluent];
                if field.several(words[field.word]).is_some_and(|several| several.known) {
                    marks.push(Assignment::new(&[mind], fluent, Step::Forgets));
                }
            }
            if let Some(own) = self.own_of_others(owner, fluent, after)? {
                marks.retain(|mark| mark.fluent != fluent || mark.path != own.path);
                marks.push(own);
            }
        }
        Ok(marks)
    }

    /// What is somebody else's own, and has come to be not known here, that one knows.
    pub(crate) fn own_of_others(&self, owner: u32, fluent: usize, after: &[u64]) -> Outcome<Option<Assignment>> {
        let field = &self.program.layout.fields[fluent];
        let Some(whose) = self.program.owners[fluent].filter(|&whose| owner != WORLD && holder(owner) != Some(whose)) else {
            return Ok(None);
        };
        let Some(several) = field.several(after[field.word]) else { return Ok(None) };
        let bits = field.pack_all(several.values.as_ref().into(), true)?;
        Ok(Some(Assignment::new(&[whose], fluent, Step::Becomes(bits))))
    }

    /// The values of a node, or of a pending node, without a look at where it leads.
    pub(crate) fn words_of(&mut self, node: Node) -> Outcome<Words> {
        if !is_pending(node) {
            return Ok(self.graph.words(node).into());
        }
        let entry = self.pending.entry(node);
        if entry.expanded {
            return Ok(self.pending.words(node).into());
        }
        match entry.term.clone() {
            Term::Revised { base, assignments, .. } => {
                let mut words = self.words_of(base)?;
                self.assign(&mut words, &assignments)?;
                Ok(words)
            }
            Term::After { event, node, owner } => Ok(self.program.events[event].apply(&self.view(node), owner)?.words),
            Term::Rested { node, owner } => self.words_at_rest(node, owner),
            Term::Row => Ok(self.pending.words(node).into()),
        }
    }

    /// What a mind takes others to believe, where its own values have become others (semantics 8.2, known there): sets known
    /// there that are equal to its own are narrowed with them, and of what is their own others know which it is.
    pub(crate) fn followed(&mut self, mind: usize, before: &[u64], after: &[u64], edges: &[Node]) -> Outcome<Vec<Assignment>> {
        let mut changed: SmallVec<[usize; 4]> = SmallVec::new();
        let fields = &self.program.layout.fields;
        self.program.layout.differences(after, before, |fluent| {
            if fields[fluent].is_open() {
                changed.push(fluent);
            }
        });
        let mut found = vec![];
        for fluent in changed {
            let own = self.own_of_others(mind as u32, fluent, after)?;
            let knows = own.as_ref().map(|assignment| assignment.path[0]);
            found.extend(own);
            let field = &self.program.layout.fields[fluent];
            let Some(old) = field.several(before[field.word]).map(|several| Values::from(several.values.as_ref())) else {
                continue;
            };
            let new = field.possible(after[field.word]);
            if new.len() >= old.len() || !new.iter().all(|value| old.contains(value)) {
                continue;
            }
            for (other, &edge) in edges.iter().enumerate().filter(|&(other, _)| other != mind && Some(other) != knows) {
                let words = self.words_of(edge)?;
                let field = &self.program.layout.fields[fluent];
                let theirs = field.several(words[field.word]);
                if theirs.is_some_and(|theirs| theirs.known && theirs.values[..] == old[..]) {
                    let bits = field.pack_all(new.clone(), true)?;
                    found.push(Assignment::new(&[other], fluent, Step::Becomes(bits)));
                }
            }
        }
        Ok(found)
    }
}
