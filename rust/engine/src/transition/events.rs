//! What becomes of a state by an event: `after` (semantics 2.2) and `do`.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::fault::Outcome;
use crate::program::event::stepped;
use crate::state::graph::{Arena, Cause, Edges, NONE, Node, SELF, Words, is_lasting, is_pending, pending_node};
use crate::state::pending::{ANYONE, Assignment, Assignments, Step, Term, about, inner, within};
use crate::transition::triggers::is_at_rest;
use crate::transition::world::World;

/// How deep into minds within minds an event is followed in the plain way.
const MOST_MINDS_DEEP: u32 = 3;
/// So many passing nodes, and so many terms of which it is known what they have come to, are kept.
const MOST_PASSING: usize = 1 << 15;

impl World {
    /// do(a, s) = close(after(a, s)), and whether it was closed at once: no trigger fired, in the world or in any mind. `owner`:
    /// whose mind the state is, or the `WORLD`; whether that made a difference is kept in `is_owned`.
    pub(crate) fn perform(&mut self, node: Node, action: usize, owner: u32) -> Outcome<(Node, bool)> {
        self.tick()?;
        self.is_owned = false;
        if let Some(known) = self.outcomes.recall(Cause { event: action as u32, node }, ANYONE) {
            return Ok((known, false));
        }
        if let Some(after) = self.plainly(action, node, MOST_MINDS_DEEP)?
            && self.is_closed_for(after, owner)?
        {
            self.is_owned = self.idle.is_any_in(after);
            return Ok((after, true));
        }
        self.begin();
        let whose = self.owner_of(action, node, owner)?;
        self.is_owned = whose != ANYONE;
        let after = self.after(action, node, whose)?;
        if is_lasting(after) && self.is_closed_for(after, owner)? {
            self.is_owned |= self.idle.is_any_in(after);
            return Ok((after, true));
        }
        self.close(after, owner).map(|closed| (closed, false))
    }

    /// Makes ready for the terms of another step. What terms have come to stays known until there is too much of it.
    pub(crate) fn begin(&mut self) {
        self.pending.clear();
        if self.graph.passing() > MOST_PASSING || self.pending.known() > MOST_PASSING {
            self.graph.forget_passing();
            self.pending.forget();
        }
    }

    /// The owner of a state, or `ANYONE` if an event makes the same of it whoever it is.
    fn owner_of(&self, event: usize, node: Node, owner: u32) -> Outcome<u32> {
        let program = &self.program;
        if !program.sets {
            return Ok(ANYONE);
        }
        let view = self.view(node);
        let mut matters = program.is_open && program.events[event].is_owned(&view, &program.owners)?;
        if let Some(mind) = inner(owner) {
            // In a mind itself what it takes itself to believe is what it believes.
            let event = &program.events[event];
            matters |= event.tells.contains(&mind) || view.edges[mind] != SELF || !event.observes(&view, mind)?;
        }
        Ok(if matters { owner } else { ANYONE })
    }

    /// The state after an event that surprises nobody and from which nothing follows, in the world or in any mind: found mind
    /// by mind and remembered, without a pending node. None: it is not as plain as that, or minds in minds go deeper than `deep`.
    fn plainly(&mut self, number: usize, node: Node, deep: u32) -> Outcome<Option<Node>> {
        let outcomes = self.program.events[number].apply(&self.view(node), ANYONE)?;
        if !outcomes.told.is_empty() {
            return Ok(None);
        }
        let mut edges: Edges = self.graph.edges(node).into();
        for (mind, edge) in edges.iter_mut().enumerate() {
            let event = &self.program.events[number];
            let observes = event.observes(&self.view(node), mind)?;
            if *edge == SELF && observes {
                continue;
            }
            let there = if *edge == SELF { node } else { *edge };
            let after = match event.public {
                _ if observes => self.believed_after(number, node, there, mind, deep)?,
                Some(public) => self.public_after(public, there, mind, deep)?,
                None => Some(there),
            };
            match after {
                Some(after) => *edge = after,
                None => return Ok(None),
            }
        }
        let (now, before) = ((&outcomes.words[..], &edges[..]), (self.graph.words(node), self.graph.edges(node)));
        if now == before {
            return Ok(Some(node));
        }
        if self.program.is_open && !self.is_clear(now, before.0) {
            return Ok(None);
        }
        let triggers = &self.program.triggers;
        if !triggers.is_empty() && (self.idle.is_any_in(node) || !is_at_rest(&self.program, &self.graph, now, before)?) {
            return Ok(None);
        }
        self.graph.intern(Arena::Lasting, &outcomes.words, &edges, NONE).map(Some)
    }

    /// Whether no set comes of a change, and nobody is taken to know what has changed.
    fn is_clear(&self, now: (&[u64], &[Node]), before: &[u64]) -> bool {
        let mut is_clear = true;
        self.program.layout.differences(now.0, before, |fluent| {
            let field = &self.program.layout.fields[fluent];
            let is_marked = |&edge: &Node| {
                edge != SELF && field.several(self.graph.words(edge)[field.word]).is_some_and(|several| several.known)
            };
            is_clear &= field.several(now.0[field.word]).is_none() && !now.1.iter().any(is_marked);
        });
        is_clear
    }

    /// What somebody makes of an action who sees it in `node` and believes to be elsewhere.
    fn believed_after(&mut self, action: usize, node: Node, believed: Node, mind: usize, deep: u32) -> Outcome<Option<Node>> {
        if !self.program.events[action].hopes.is_empty() {
            return Ok(None);
        }
        // What else can be done there has to be found for nobody yet.
        let steps = self.successors.of(believed);
        let place = steps.and_then(|steps| self.successors.place_of(steps, action));
        if place.is_none() && (steps.is_some() || !self.is_possible(believed, action)?) {
            self.begin();
            let there = self.surprised(action, node, believed, mind)?;
            let is_plain = deep > 0 && there != believed && is_lasting(there);
            return if is_plain { self.believed_after(action, node, there, mind, deep - 1) } else { Ok(None) };
        }
        if self.owner_of(action, believed, within(mind))? != ANYONE {
            return Ok(None);
        }
        let cause = Cause { event: action as u32, node: believed };
        let known = match place {
            Some(place) => self.successors.quiescent_at(place),
            None => self.quiescent.recall(cause, ANYONE),
        };
        if let Some(known) = known {
            return Ok(if self.is_closed_for(known, within(mind))? { Some(known) } else { None });
        }
        let after = if deep == 0 { None } else { self.plainly(action, believed, deep - 1)? };
        self.keep_plain(after, mind, |world, after| match place {
            Some(place) => world.successors.keep(place, after, true),
            None => world.quiescent.remember(cause, ANYONE, after),
        })
    }

    /// A state that follows in a mind, if it is closed as that mind; remembered, if it is whoever's mind it is.
    fn keep_plain(&mut self, after: Option<Node>, mind: usize, keep: impl FnOnce(&mut World, Node)) -> Outcome<Option<Node>> {
        let Some(after) = after else { return Ok(None) };
        if !self.is_closed_for(after, within(mind))? {
            return Ok(None);
        }
        if !self.idle.is_any_in(after) {
            keep(self, after);
        }
        Ok(Some(after))
    }

    /// What somebody makes of the public part of an action.
    fn public_after(&mut self, public: usize, believed: Node, mind: usize, deep: u32) -> Outcome<Option<Node>> {
        let cause = Cause { event: public as u32, node: believed };
        if self.owner_of(public, believed, within(mind))? != ANYONE {
            return Ok(None);
        }
        if let Some(known) = self.quiescent.recall(cause, ANYONE) {
            return Ok(if self.is_closed_for(known, within(mind))? { Some(known) } else { None });
        }
        let after = if deep == 0 { None } else { self.plainly(public, believed, deep - 1)? };
        self.keep_plain(after, mind, |world, after| world.quiescent.remember(cause, ANYONE, after))
    }

    /// The node after an event; not yet closed.
    fn after(&mut self, event: usize, node: Node, owner: u32) -> Outcome<Node> {
        let root = self.pending.term(&self.graph, Term::After { event, node, owner }, self.graph.origin(node));
        self.expand(0)?;
        let mut arena = self.arena();
        let after = self.pending.settle(&mut self.graph, root, &mut arena)?;
        for number in 0..self.pending.len() {
            if let Term::After { event, node, owner: ANYONE } = self.pending.entry(pending_node(number)).term
                && is_lasting(node)
                && let Some(after) = self.pending.settled(pending_node(number)).filter(|&after| is_lasting(after))
            {
                self.quiescent.remember(Cause { event: event as u32, node }, ANYONE, after);
            }
        }
        Ok(after)
    }

    /// Fills in the rows of all pending nodes from `next` on, and of those that come with them.
    pub(crate) fn expand(&mut self, mut next: usize) -> Outcome<()> {
        while next < self.pending.len() {
            self.expand_one(pending_node(next))?;
            next += 1;
        }
        Ok(())
    }

    /// Fills in the rows of a pending node and of all that it leads to, whenever they were made, and puts it into the graph.
    pub(crate) fn settle_now(&mut self, root: Node) -> Outcome<Node> {
        let mut waiting: SmallVec<[Node; 8]> = SmallVec::from_elem(root, 1);
        let mut next = 0;
        while next < waiting.len() {
            let pending = waiting[next];
            next += 1;
            self.expand_one(pending)?;
            for &edge in self.pending.edges(pending) {
                if is_pending(edge) && !waiting.contains(&edge) {
                    waiting.push(edge);
                }
            }
        }
        let mut arena = self.arena();
        self.pending.settle(&mut self.graph, root, &mut arena)
    }

    /// Where nodes go that are not known to be at rest: where there are no triggers all are.
    fn arena(&self) -> Arena {
        if self.program.triggers.is_empty() { Arena::Lasting } else { Arena::Passing }
    }

    fn expand_one(&mut self, pending: Node) -> Outcome<()> {
        if self.pending.entry(pending).expanded {
            return Ok(());
        }
        match self.pending.entry(pending).term.clone() {
            Term::After { event, node, owner } => self.expand_after(pending, event, node, owner),
            Term::Revised { base, mind, assignments } => self.expand_revised(pending, base, mind, &assignments),
            Term::Rested { node, owner } => self.expand_rested(pending, node, owner),
            Term::Row => Ok(()),
        }
    }

    fn expand_after(&mut self, pending: Node, number: usize, node: Node, owner: u32) -> Outcome<()> {
        let mut edges: Edges = SmallVec::new();
        let outcomes = self.program.events[number].apply(&self.view(node), owner)?;
        self.program.events[number].check_world(&self.program.layout, owner, self.graph.words(node), &outcomes.words)?;
        let mut unseen: SmallVec<[(usize, Node); 8]> = SmallVec::new();
        let own = inner(owner);
        for mind in 0..self.program.minds {
            let event = &self.program.events[number];
            let believed = self.graph.belief(node, mind);
            edges.push(if own == Some(mind) {
                // What a mind believes it is told from without, and nobody's view of herself differs from her mind.
                SELF
            } else if event.observes(&self.view(node), mind)? {
                let there = if believed == node { node } else { self.surprised(number, node, believed, mind)? };
                self.happened(number, there, mind)?
            } else if let Some(public) = event.public {
                let mut edge = self.happened(public, believed, mind)?;
                if self.program.is_open && is_pending(edge) {
                    // What follows from sets being narrowed depends on what they are by then.
                    edge = self.settle_now(edge)?;
                }
                if self.program.is_open {
                    unseen.push((mind, edge));
                }
                edge
            } else {
                if self.program.is_open {
                    unseen.push((mind, believed));
                }
                believed
            });
        }
        let marks = if self.program.is_open {
            self.marks(owner, self.graph.words(node).into(), &outcomes.words, &unseen)?
        } else {
            vec![]
        };
        for (mind, edge) in edges.iter_mut().enumerate() {
            if own != Some(mind) {
                let origin = self.graph.origin(self.graph.belief(node, mind));
                for changes in [&marks[..], &outcomes.told] {
                    if let Some(assignments) = about(mind, changes) {
                        *edge = self.pending.revised(&self.graph, *edge, mind, assignments, origin);
                    }
                }
            }
        }
        self.pending.fill(pending, &outcomes.words, &edges);
        Ok(())
    }

    /// The node after an event in a mind: one that is known, or a pending node.
    fn happened(&mut self, event: usize, node: Node, mind: usize) -> Outcome<Node> {
        let owner = self.owner_of(event, node, within(mind))?;
        let known = if is_lasting(node) && owner == ANYONE {
            self.quiescent.recall(Cause { event: event as u32, node }, ANYONE)
        } else {
            None
        };
        let origin = self.graph.origin(node);
        Ok(known.unwrap_or_else(|| self.pending.term(&self.graph, Term::After { event, node, owner }, origin)))
    }

    /// The belief becomes so, beliefs about one's own beliefs follow, nobody else's view changes.
    fn expand_revised(&mut self, pending: Node, base: Node, mind: usize, assignments: &Assignments) -> Outcome<()> {
        let (before, edges): (Words, Edges) = if is_pending(base) {
            self.expand_one(base)?;
            (self.pending.words(base).into(), self.pending.edges(base).into())
        } else {
            (self.graph.words(base).into(), self.beliefs(base))
        };
        let mut words = before.clone();
        self.assign(&mut words, assignments)?;
        let followed = if self.program.is_open { self.followed(mind, &before, &words, &edges)? } else { vec![] };
        let origin = self.pending.entry(pending).origin;
        let mut revised: Edges = SmallVec::with_capacity(edges.len());
        for (other, &edge) in edges.iter().enumerate() {
            if other == mind {
                // With sets nobody's view of herself differs from her mind.
                revised.push(if self.program.sets {
                    SELF
                } else {
                    self.pending.revised(&self.graph, edge, mind, Arc::clone(assignments), origin)
                });
                continue;
            }
            let mut edge = edge;
            for changes in [&followed[..], assignments] {
                if let Some(within) = about(other, changes) {
                    edge = self.pending.revised(&self.graph, edge, other, within, origin);
                }
            }
            revised.push(edge);
        }
        self.pending.fill(pending, &words, &revised);
        Ok(())
    }

    /// The nodes believed in, the node itself where beliefs are right.
    pub(crate) fn beliefs(&self, node: Node) -> Edges {
        self.graph.edges(node).iter().map(|&edge| if edge == SELF { node } else { edge }).collect()
    }

    pub(crate) fn assign(&self, words: &mut Words, assignments: &[Assignment]) -> Outcome<()> {
        for assignment in assignments.iter().filter(|assignment| assignment.path.is_empty()) {
            let field = &self.program.layout.fields[assignment.fluent];
            let bits = match assignment.step {
                Step::Becomes(bits) => bits,
                other => stepped(field, words[field.word] & field.mask, other)?,
            };
            words[field.word] = words[field.word] & !field.mask | bits;
        }
        Ok(())
    }
}
