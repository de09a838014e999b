//! `close` (semantics 3): rounds, in each of which every mind lets its own triggers come to rest, until nothing changes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fault::{Fault, Outcome};
use crate::program::Program;
use crate::program::dependency_index::Set;
use crate::program::view::View;
use crate::state::graph::{Arena, Edges, Graph, NONE, Node, SELF, Words, is_lasting, is_pending, pending_node};
use crate::state::pending::{ANYONE, Assignment, Destination, Manner, Term, Triggers, WORLD, about, inner, within};
use crate::transition::world::World;

/// So many firings in one node without an end are looked at more closely.
const MANY_FIRINGS: usize = 64;
/// Triggers that fire so often in one state without repeating it are taken to be endless.
const MOST_FIRINGS: usize = 1_000;
/// So are triggers that have not come to rest after so many rounds: beliefs about beliefs can grow without end.
const MOST_ROUNDS: usize = 30;

/// The row of a node all of whose own triggers have come to rest.
struct Rest {
    words: Words,
    edges: Edges,
    /// Numbers of the triggers that fired, in order.
    fired: Vec<u32>,
    manner: Manner,
}

/// A row that is at rest itself, and all of whose beliefs are closed, is closed, and lasts.
struct Closed<'a> {
    program: &'a Program,
}

impl Destination for Closed<'_> {
    fn of_single(&mut self, graph: &Graph, before: Option<&[Node]>, words: &[u64], edges: &[Node]) -> Outcome<Arena> {
        let Some(before) = before else { return Ok(Arena::Lasting) };
        let is_closed = is_at_rest(self.program, graph, (words, edges), (words, before))?;
        Ok(if is_closed { Arena::Lasting } else { Arena::Passing })
    }

    fn of_cycle(&self) -> Arena {
        Arena::Passing
    }
}

/// Whether no trigger is enabled in a row that comes from one in which none was.
pub(crate) fn is_at_rest(program: &Program, graph: &Graph, now: (&[u64], &[Node]), before: (&[u64], &[Node])) -> Outcome<bool> {
    let mut candidates = program.dependencies.none();
    program.dependencies.of_change(graph, &program.layout, now, before, &mut candidates);
    let view = View { graph, layout: &program.layout, words: now.0, edges: now.1 };
    Ok(first_enabled(program, &view, &mut candidates)?.is_none())
}

impl World {
    /// The state in which all triggers have come to rest. `owner`: whose mind it is.
    pub(crate) fn close(&mut self, mut node: Node, owner: u32) -> Outcome<Node> {
        let owner = if self.program.sets { owner } else { ANYONE };
        let mut seen = Vec::new();
        while !is_lasting(node) || !self.is_closed_for(node, owner)? {
            if let Some(start) = seen.iter().position(|&earlier| earlier == node) {
                return Err(self.endless_rounds(&seen[start..], owner));
            }
            if seen.len() > MOST_ROUNDS {
                return Err(self.endless_rounds(&seen[seen.len() - 1..], owner));
            }
            seen.push(node);
            let after = self.round(node, owner)?;
            if after == node {
                return match self.idle_below(node, owner)? {
                    Some(idle) => self.keep(node, &idle),
                    // What fires and is undone in the same round goes on for ever.
                    None => Err(self.endless_rounds(&[node], owner)),
                };
            }
            node = after;
        }
        Ok(node)
    }

    fn round(&mut self, node: Node, owner: u32) -> Outcome<Node> {
        self.pending.clear();
        let root = self.pending.term(&self.graph, Term::Rested { node, owner }, self.graph.origin(node));
        self.expand(0)?;
        let settled = self.pending.settle(&mut self.graph, root, &mut Closed { program: &self.program })?;
        let manner = self.pending.manner(node, owner).unwrap_or_default();
        self.is_owned |= manner.is_blurred || manner.idle != 0;
        for number in 0..self.pending.len() {
            let pending = pending_node(number);
            let Term::Rested { node, owner } = self.pending.entry(pending).term else { continue };
            let Some(closed) = self.pending.settled(pending).filter(|&closed| is_lasting(closed)) else { continue };
            let manner = self.pending.entry(pending).manner;
            self.idle.note(closed, manner.idle);
            if !is_lasting(node)
                && let Some(cause) = self.graph.cause(node)
            {
                self.outcomes.remember(cause, if manner.is_common() { ANYONE } else { owner }, closed);
            }
        }
        Ok(settled)
    }

    /// Makes a node that is closed, and all that is believed in it, last. `idle`: where triggers are enabled.
    fn keep(&mut self, node: Node, idle: &FxHashMap<Node, Triggers>) -> Outcome<Node> {
        self.pending.clear();
        let below = self.graph.below(node);
        let passing: Vec<Node> = below.into_iter().filter(|&node| !is_lasting(node)).collect();
        let places: FxHashMap<Node, usize> = passing.iter().enumerate().map(|(place, &node)| (node, place)).collect();
        for &node in &passing {
            let leads = |&edge: &Node| places.get(&edge).map_or(edge, |&place| pending_node(place));
            let edges: Edges = self.graph.edges(node).iter().map(leads).collect();
            self.pending.row(&Words::from_slice(self.graph.words(node)), &edges, NONE);
        }
        let kept = self.pending.settle(&mut self.graph, pending_node(0), &mut Arena::Lasting)?;
        for (number, passing) in passing.iter().enumerate() {
            if let Some(&triggers) = idle.get(passing)
                && let Some(node) = self.pending.settled(pending_node(number))
            {
                self.idle.note(node, triggers);
            }
        }
        Ok(kept)
    }

    /// The nodes, of one that is at rest and of all that somebody in it believes somebody to believe ..., in which triggers are
    /// enabled that change nothing. None: in one of them something fires.
    fn idle_below(&mut self, node: Node, owner: u32) -> Outcome<Option<FxHashMap<Node, Triggers>>> {
        let mut idle = FxHashMap::default();
        let mut seen: FxHashSet<(Node, u32)> = FxHashSet::default();
        let mut waiting = vec![(node, owner)];
        while let Some((node, owner)) = waiting.pop() {
            if is_lasting(node) && !self.idle.is_any_in(node) || !seen.insert((node, owner)) {
                continue;
            }
            let manner = match self.pending.manner(node, owner) {
                Some(known) => known,
                None => self.rest(node, owner)?.manner,
            };
            if manner.has_fired {
                return Ok(None);
            }
            if manner.idle != 0 {
                idle.insert(node, manner.idle);
            }
            for mind in 0..self.program.minds {
                let whose = if self.program.sets { within(mind) } else { ANYONE };
                waiting.push((self.graph.belief(node, mind), whose));
            }
        }
        Ok(Some(idle))
    }

    /// Takes note of a lasting node in which triggers are enabled: they change nothing, in the mind in which it is.
    pub(crate) fn look_for_idle(&mut self, node: Node) -> Outcome<()> {
        let mut candidates = self.program.dependencies.all();
        let mut idle = self.program.dependencies.none();
        while let Some(number) = first_enabled(&self.program, &self.view(node), &mut candidates)? {
            idle[number / 64] |= 1 << (number % 64);
            candidates[number / 64] &= !(1 << (number % 64));
        }
        let idle = self.idle.number(idle);
        self.idle.note(node, idle);
        Ok(())
    }

    pub(crate) fn expand_rested(&mut self, pending: Node, node: Node, owner: u32) -> Outcome<()> {
        let mut rest = self.rest(node, owner)?;
        self.pending.set_manner(pending, rest.manner);
        let before = rest.edges.clone();
        for mind in 0..rest.edges.len() {
            let mut edge = rest.edges[mind];
            let whose = if self.program.sets { within(mind) } else { ANYONE };
            if edge == SELF {
                if whose == owner || rest.manner.is_common() {
                    continue;
                }
                // What it is for its owner, it need not be for somebody who is taken to believe the same.
                edge = self.graph.intern(Arena::Passing, &rest.words, &before, self.graph.origin(node))?;
            }
            if is_lasting(edge) && self.is_closed_for(edge, whose)? {
                continue;
            }
            let cause = if is_lasting(edge) { None } else { self.graph.cause(edge) };
            let known =
                cause.and_then(|cause| self.outcomes.recall(cause, ANYONE).or_else(|| self.outcomes.recall(cause, whose)));
            let origin = self.graph.origin(edge);
            rest.edges[mind] = match known {
                Some(known) if self.is_closed_for(known, whose)? => known,
                _ => self.pending.term(&self.graph, Term::Rested { node: edge, owner: whose }, origin),
            };
        }
        self.pending.fill(pending, &rest.words, &rest.edges);
        self.pending.set_before(pending, before);
        Ok(())
    }

    /// Whether a lasting node is closed as the mind of its owner: what one does not know, others may be seen to learn.
    pub(crate) fn is_closed_for(&mut self, node: Node, owner: u32) -> Outcome<bool> {
        if !self.idle.is_any_in(node) {
            return Ok(true);
        }
        if let Some(known) = self.idle.is_closed_for(node, owner) {
            return Ok(known);
        }
        let is_closed = self.rest(node, owner)?.fired.is_empty();
        self.idle.note_closed_for(node, owner, is_closed);
        Ok(is_closed)
    }

    fn rest(&mut self, node: Node, owner: u32) -> Outcome<Rest> {
        match self.fire_all(node, owner, false)? {
            Some(rest) => Ok(rest),
            None => Ok(self.fire_all(node, owner, true)?.expect("with a record there is no early end")),
        }
    }

    /// The values of a node when its own triggers have come to rest.
    pub(crate) fn words_at_rest(&mut self, node: Node, owner: u32) -> Outcome<Words> {
        self.rest(node, owner).map(|rest| rest.words)
    }

    /// Fires the first enabled trigger until none is. Without a record gives up after many firings; with a record tells
    /// an endless chain by the first row that comes again.
    fn fire_all(&mut self, node: Node, owner: u32, record: bool) -> Outcome<Option<Rest>> {
        let mut words: Words = self.graph.words(node).into();
        let mut edges: Edges = self.graph.edges(node).into();
        let mut fired: Vec<u32> = Vec::new();
        let mut manner = Manner::default();
        let own = inner(owner);
        let mut seen: FxHashMap<(Words, Edges), usize> = FxHashMap::default();
        let mut candidates = self.candidates(node);
        let mut idle = self.program.dependencies.none();
        if record {
            seen.insert((words.clone(), edges.clone()), 0);
        }
        loop {
            let view = View { graph: &self.graph, layout: &self.program.layout, words: &words, edges: &edges };
            let Some(number) = first_enabled(&self.program, &view, &mut candidates)? else { break };
            let trigger = &self.program.triggers[number];
            let outcomes = trigger.apply(&view, owner)?;
            if trigger.blurs {
                manner.is_blurred |= outcomes.depends_on_owner(&view, &self.program.owners);
                trigger.check_world(&self.program.layout, owner, &words, &outcomes.words)?;
            }
            let before = (words, edges);
            words = outcomes.words;
            edges = before.1.clone();
            let mut told = outcomes.told;
            manner.tells |= self.program.sets && !told.is_empty();
            let mut marks = vec![];
            if self.program.is_open && words != before.0 {
                let others: Vec<_> = edges.iter().copied().enumerate().filter(|&(_, edge)| edge != SELF).collect();
                marks = self.marks(owner, before.0.clone(), &words, &others)?;
            }
            if own.is_some() {
                // What a mind believes it is told from without.
                told.retain(|assignment| assignment.path.first() != own.as_ref());
            }
            if !told.is_empty() || !marks.is_empty() {
                (words, edges) = self.tell(words, edges, [&marks, &told], node)?;
            }
            if let Some(same) = self.graph.absorbed(&words, &edges) {
                edges = self.graph.edges(same).into();
            }
            if self.program.sets && owner != WORLD && (&words, &edges) == (&before.0, &before.1) {
                // A mind is taught from without, and may not know what it would be taught; the world would go on for ever.
                idle[number / 64] |= 1 << (number % 64);
                candidates[number / 64] &= !(1 << (number % 64));
                continue;
            }
            let Program { dependencies, layout, .. } = &*self.program;
            dependencies.of_change(&self.graph, layout, (&words, &edges), (&before.0, &before.1), &mut candidates);
            fired.push(number as u32);
            manner.has_fired = true;
            if record {
                if let Some(start) = seen.insert((words.clone(), edges.clone()), fired.len()) {
                    return Err(self.endless(&fired[start..]));
                }
                if fired.len() >= MOST_FIRINGS {
                    let last = fired.len().saturating_sub(self.program.triggers.len());
                    return Err(self.endless(&once(&fired[last..])));
                }
            } else if fired.len() >= MANY_FIRINGS {
                return Ok(None);
            }
        }
        manner.idle = self.idle.number(idle);
        Ok(Some(Rest { words, edges, fired, manner }))
    }

    /// Triggers that may be enabled in a node: those that read what is not as in a closed node like it.
    fn candidates(&self, node: Node) -> Set {
        let program = &self.program;
        let origin = self.graph.origin(node);
        if origin == NONE {
            return program.dependencies.all();
        }
        let mut candidates = self.idle.of(origin).cloned().unwrap_or_else(|| program.dependencies.none());
        let row = |node| (self.graph.words(node), self.graph.edges(node));
        program.dependencies.of_change(&self.graph, &program.layout, row(node), row(origin), &mut candidates);
        candidates
    }

    /// The row after minds have been told something. Who was right about everything still is, but for that.
    fn tell(&mut self, words: Words, mut edges: Edges, told: [&[Assignment]; 2], like: Node) -> Outcome<(Words, Edges)> {
        let origin = self.graph.origin(like);
        let is_told = |mind| told.iter().any(|changes| about(mind, changes).is_some());
        let minds = 0..self.program.minds;
        // The pending nodes below refer to this row, and it to them.
        let loops = minds.clone().any(|mind| edges[mind] == SELF && is_told(mind));
        let row = if loops { self.pending.row(&words, &edges, origin) } else { NONE };
        for mind in minds {
            for changes in told {
                if let Some(within) = about(mind, changes) {
                    let base = if edges[mind] == SELF { row } else { edges[mind] };
                    let like = if loops || is_pending(base) { origin } else { self.graph.origin(base) };
                    edges[mind] = self.pending.revised(&self.graph, base, mind, within, like);
                }
            }
        }
        if loops {
            self.pending.fill(row, &words, &edges);
            let node = self.settle_now(row)?;
            return Ok((words, self.graph.edges(node).into()));
        }
        for edge in &mut edges {
            if is_pending(*edge) {
                *edge = self.settle_now(*edge)?;
            }
        }
        Ok((words, edges))
    }

    fn endless(&self, fired: &[u32]) -> Fault {
        let name = |&number: &u32| self.program.triggers[number as usize].name.clone();
        Fault::EndlessTrigger { chain: fired.iter().map(name).collect() }
    }

    fn endless_rounds(&mut self, nodes: &[Node], owner: u32) -> Fault {
        match self.fired_below(nodes, owner) {
            Ok(fired) => self.endless(&fired),
            Err(fault) => fault,
        }
    }

    /// The triggers that fire in any mind of some nodes.
    fn fired_below(&mut self, nodes: &[Node], owner: u32) -> Outcome<Vec<u32>> {
        let mut fired = Vec::new();
        for &node in nodes {
            let mut minds = vec![(node, owner)];
            let mut next = 0;
            while next < minds.len() {
                let (node, owner) = minds[next];
                next += 1;
                if is_lasting(node) && !self.idle.is_any_in(node) {
                    continue;
                }
                fired.extend(self.rest(node, owner)?.fired);
                for mind in 0..self.program.minds {
                    let whose = if self.program.sets { within(mind) } else { ANYONE };
                    let there = (self.graph.belief(node, mind), whose);
                    if !minds.contains(&there) {
                        minds.push(there);
                    }
                }
            }
        }
        Ok(once(&fired))
    }
}

fn once(fired: &[u32]) -> Vec<u32> {
    let mut once = Vec::new();
    for number in fired {
        if !once.contains(number) {
            once.push(*number);
        }
    }
    once
}

/// The first trigger of the candidates that is enabled; those before it are taken off.
fn first_enabled(program: &Program, view: &View<'_>, candidates: &mut Set) -> Outcome<Option<usize>> {
    for (place, set) in candidates.iter_mut().enumerate() {
        while *set != 0 {
            let number = place * 64 + set.trailing_zeros() as usize;
            if program.gates[number].is_open(view.words) && program.triggers[number].holds(view)? {
                return Ok(Some(number));
            }
            *set &= *set - 1;
        }
    }
    Ok(None)
}
