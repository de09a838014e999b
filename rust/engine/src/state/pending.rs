//! Nodes on their way into the graph. While an event is worked out its nodes are terms (what happens to which node), whose
//! beliefs may lead to each other in cycles; `settle` turns them into nodes of the graph, equal ones into the same.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::fault::Outcome;
use crate::state::graph::{Arena, Cause, Edges, Graph, NONE, Node, SELF, Words, is_lasting, is_pending, pending_node, place};
use crate::state::taken::by_table;

/// What becomes of a fluent; values are bits in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Becomes(u64),
    /// Of what may be so only these values stay; if none of them may be, all of them may.
    Narrows(u64),
    /// What is marked as known there no longer is.
    Forgets,
    /// Somebody turns out not to know it: the same, and of one value any may be so.
    Doubts,
}

/// At the end of a path this becomes of a fluent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assignment {
    pub path: SmallVec<[usize; 2]>,
    pub fluent: usize,
    pub step: Step,
}

impl Assignment {
    pub fn new(path: &[usize], fluent: usize, step: Step) -> Assignment {
        Assignment { path: path.into(), fluent, step }
    }
}

/// As the owner of a node: nobody's mind, the world.
pub const WORLD: u32 = u32::MAX - 1;
/// It makes no difference whose mind it is.
pub const ANYONE: u32 = u32::MAX;
/// Added to a character: it is that mind as it is for itself, in which what it takes itself to believe is what it believes. Without
/// it is what the character takes the world to be, in a plan, which need not become other when the character learns something.
const WITHIN: u32 = 1 << 16;

/// The mind of a character as it is for itself.
pub fn within(mind: usize) -> u32 {
    mind as u32 | WITHIN
}

/// Whose mind it is as it is for itself, if it is one.
pub fn inner(owner: u32) -> Option<usize> {
    (owner < WORLD && owner & WITHIN != 0).then_some((owner & !WITHIN) as usize)
}

/// The character whose mind it is, in either way.
pub fn holder(owner: u32) -> Option<usize> {
    (owner < WORLD).then_some((owner & !WITHIN) as usize)
}

/// Ascending by path and fluent; what becomes of one place stands in its order.
pub type Assignments = Arc<[Assignment]>;

/// `over` where it says something, `under` elsewhere.
pub fn merge(under: &[Assignment], over: &[Assignment]) -> Assignments {
    let mut merged: Vec<Assignment> = over.to_vec();
    for assignment in under {
        if !over.iter().any(|other| other.fluent == assignment.fluent && other.path == assignment.path) {
            merged.push(assignment.clone());
        }
    }
    sorted(merged)
}

pub fn sorted(mut assignments: Vec<Assignment>) -> Assignments {
    assignments.sort_by(|a, b| (&a.path, a.fluent).cmp(&(&b.path, b.fluent)));
    assignments.into()
}

/// What is said about the mind of a character, seen from within it.
pub fn about(mind: usize, assignments: &[Assignment]) -> Option<Assignments> {
    let within: Vec<Assignment> = assignments
        .iter()
        .filter(|assignment| assignment.path.first() == Some(&mind))
        .map(|assignment| Assignment { path: assignment.path[1..].into(), ..assignment.clone() })
        .collect();
    if within.is_empty() { None } else { Some(sorted(within)) }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// The state after an event. `owner`: whose mind it is, if that matters (see `ANYONE`).
    After { event: usize, node: Node, owner: u32 },
    /// A node, or a term, as a character sees it after an update that only the character observes.
    Revised { base: Node, mind: usize, assignments: Assignments },
    /// A node whose own triggers, and those of all minds in it, have come to rest once.
    Rested { node: Node, owner: u32 },
    /// Whatever its row says.
    Row,
}

/// A set of triggers that has a number; 0 = no triggers.
pub type Triggers = u32;

/// How what triggers make of a state depends on whose mind it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// It differs between the world and what somebody takes it to be.
    pub is_blurred: bool,
    /// Somebody was told something, which in her own mind she is told from without.
    pub tells: bool,
    /// The triggers that were enabled and changed nothing here.
    pub idle: Triggers,
    /// A trigger has changed something.
    pub has_fired: bool,
}

impl Manner {
    /// Whether it is the same whoever it is, even in that mind itself.
    pub fn is_common(self) -> bool {
        !(self.is_blurred || self.tells || self.idle != 0)
    }
}

#[derive(Debug)]
pub struct Entry {
    pub term: Term,
    pub expanded: bool,
    /// A lasting node to compare with, or `NONE`.
    pub origin: Node,
    /// Rested: where edges led before what they lead to came to rest.
    before: Option<Edges>,
    /// Rested: how what the triggers made of it depends on whose mind it is.
    pub manner: Manner,
    settled: Node,
    visited: u32,
    waiting: bool,
}

/// What terms of nodes of the graph have come to, with how their triggers did. It holds for as long as the passing nodes do.
type Known = FxHashMap<Term, (Node, Manner)>;

/// So many terms are looked through one by one.
const MOST_SCANNED: usize = 48;

#[derive(Debug, Default)]
pub struct Pending {
    width: usize,
    minds: usize,
    merges: bool,
    keys: Vec<u64>,
    /// Numbers of the first entries, of which there are too many to look through.
    by_key: FxHashMap<u64, SmallVec<[u32; 2]>>,
    indexed: usize,
    entries: Vec<Entry>,
    words: Vec<u64>,
    edges: Vec<Node>,
    visits: u32,
    stack: Vec<usize>,
    known: Known,
}

/// In which arena rows go that could last.
pub trait Destination {
    /// For a row all of whose beliefs last; `before`: where its edges led before, if they have changed.
    fn of_single(&mut self, graph: &Graph, before: Option<&[Node]>, words: &[u64], edges: &[Node]) -> Outcome<Arena>;

    fn of_cycle(&self) -> Arena;
}

impl Destination for Arena {
    fn of_single(&mut self, _: &Graph, _: Option<&[Node]>, _: &[u64], _: &[Node]) -> Outcome<Arena> {
        Ok(*self)
    }

    fn of_cycle(&self) -> Arena {
        *self
    }
}

impl Pending {
    /// `sets`: whether minds have sets of values.
    pub fn new(width: usize, minds: usize, sets: bool) -> Pending {
        Pending { width, minds, merges: !sets, ..Pending::default() }
    }

    pub fn clear(&mut self) {
        self.keys.clear();
        if self.indexed > 0 {
            self.by_key.clear();
            self.indexed = 0;
        }
        self.entries.clear();
        self.words.clear();
        self.edges.clear();
        self.stack.clear();
        self.visits = 0;
    }

    /// Forgets what terms have come to.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// How many terms it is known of what they have come to.
    pub fn known(&self) -> usize {
        self.known.len()
    }

    pub fn bytes(&self) -> usize {
        by_table(&self.known)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn entry(&self, node: Node) -> &Entry {
        &self.entries[place(node)]
    }

    /// What has been settled of a pending node.
    pub fn settled(&self, node: Node) -> Option<Node> {
        Some(self.entry(node).settled).filter(|&settled| settled != NONE)
    }

    pub fn words(&self, node: Node) -> &[u64] {
        &self.words[place(node) * self.width..(place(node) + 1) * self.width]
    }

    pub fn edges(&self, node: Node) -> &[Node] {
        &self.edges[place(node) * self.minds..(place(node) + 1) * self.minds]
    }

    /// What a term has come to, if that is known; its pending node otherwise, made if there is none yet, whose row is to be filled in.
    pub fn term(&mut self, graph: &Graph, term: Term, origin: Node) -> Node {
        if let Some(&(known, _)) = self.known.get(&term)
            && let Some(node) = graph.current(known)
        {
            return node;
        }
        let key = key(&term);
        let recent = self.indexed;
        for (number, &known) in self.keys.iter().enumerate().skip(recent) {
            if known == key && self.entries[number].term == term {
                return pending_node(number);
            }
        }
        if recent > 0
            && let Some(numbers) = self.by_key.get(&key)
            && let Some(&number) = numbers.iter().find(|&&number| self.entries[number as usize].term == term)
        {
            return pending_node(number as usize);
        }
        if self.keys.len() - recent >= MOST_SCANNED {
            for (number, &key) in self.keys.iter().enumerate().skip(recent) {
                self.by_key.entry(key).or_default().push(number as u32);
            }
            self.indexed = self.keys.len();
        }
        self.push(key, term, origin)
    }

    /// A pending node of its own, equal to no other until it is settled.
    pub fn row(&mut self, words: &[u64], edges: &[Node], origin: Node) -> Node {
        let node = self.push(u64::MAX, Term::Row, origin);
        self.fill(node, words, edges);
        node
    }

    fn push(&mut self, key: u64, term: Term, origin: Node) -> Node {
        let node = pending_node(self.entries.len());
        self.keys.push(key);
        self.entries.push(Entry {
            term,
            expanded: false,
            origin,
            before: None,
            manner: Manner::default(),
            settled: NONE,
            visited: 0,
            waiting: false,
        });
        self.words.resize(self.words.len() + self.width, 0);
        self.edges.resize(self.edges.len() + self.minds, NONE);
        node
    }

    /// Edges: nodes of the graph or pending nodes; `SELF` is the pending node itself.
    pub fn fill(&mut self, node: Node, words: &[u64], edges: &[Node]) {
        let place = place(node);
        self.words[place * self.width..(place + 1) * self.width].copy_from_slice(words);
        for (mind, &edge) in edges.iter().enumerate() {
            self.edges[place * self.minds + mind] = if edge == SELF { node } else { edge };
        }
        self.entries[place].expanded = true;
    }

    /// How triggers came to rest in a node, if it is known.
    pub fn manner(&self, node: Node, owner: u32) -> Option<Manner> {
        self.known.get(&Term::Rested { node, owner }).map(|known| known.1)
    }

    pub fn set_manner(&mut self, node: Node, manner: Manner) {
        self.entries[place(node)].manner = manner;
    }

    pub fn set_before(&mut self, node: Node, before: Edges) {
        self.entries[place(node)].before = Some(before);
    }

    /// The term for a mind after an update that only the mind itself observes. One update after another is one update: without
    /// this a mind's view of itself would be revised without end. (With sets that view is the mind itself; and what follows from
    /// an update depends on what was before.)
    pub fn revised(&mut self, graph: &Graph, base: Node, mind: usize, assignments: Assignments, origin: Node) -> Node {
        if self.merges
            && is_pending(base)
            && let Term::Revised { base: inner, mind: same, assignments: earlier } = &self.entry(base).term
            && *same == mind
        {
            let term = Term::Revised { base: *inner, mind, assignments: merge(earlier, &assignments) };
            return self.term(graph, term, origin);
        }
        self.term(graph, Term::Revised { base, mind, assignments }, origin)
    }

    /// Puts a pending node and all that it leads to into the graph. Everything must have been expanded.
    pub fn settle(&mut self, graph: &mut Graph, root: Node, destination: &mut impl Destination) -> Outcome<Node> {
        if !is_pending(root) {
            return Ok(root);
        }
        if self.entries[place(root)].settled == NONE {
            self.visit(graph, place(root), destination)?;
        }
        Ok(self.entries[place(root)].settled)
    }

    /// Strongly connected components (Tarjan), each settled as soon as it is complete. Returns the earliest visit that
    /// can be reached.
    fn visit(&mut self, graph: &mut Graph, number: usize, destination: &mut impl Destination) -> Outcome<u32> {
        self.visits += 1;
        let visit = self.visits;
        let mut earliest = visit;
        debug_assert!(self.entries[number].expanded);
        self.entries[number].visited = visit;
        self.entries[number].waiting = true;
        self.stack.push(number);
        for mind in 0..self.minds {
            let edge = self.edges[number * self.minds + mind];
            if !is_pending(edge) || place(edge) == number {
                continue;
            }
            let target = &self.entries[place(edge)];
            if target.settled != NONE {
                continue;
            }
            if target.visited == 0 {
                earliest = earliest.min(self.visit(graph, place(edge), destination)?);
            } else if target.waiting {
                earliest = earliest.min(target.visited);
            }
        }
        if earliest == visit {
            let start = self.stack.iter().rposition(|&other| other == number).expect("it was pushed above");
            let members = self.stack.split_off(start);
            for &member in &members {
                self.entries[member].waiting = false;
            }
            if members.len() == 1 {
                self.settle_single(graph, number, destination)?;
            } else {
                self.settle_cycle(graph, &members, destination.of_cycle())?;
            }
        }
        Ok(earliest)
    }

    fn target(&self, number: usize, mind: usize) -> Node {
        let edge = self.edges[number * self.minds + mind];
        if !is_pending(edge) {
            edge
        } else if place(edge) == number {
            SELF
        } else {
            match self.entries[place(edge)].settled {
                NONE => edge,
                settled => settled,
            }
        }
    }

    fn settle_single(&mut self, graph: &mut Graph, number: usize, destination: &mut impl Destination) -> Outcome<()> {
        let edges: Edges = (0..self.minds).map(|mind| self.target(number, mind)).collect();
        let words = &self.words[number * self.width..(number + 1) * self.width];
        let before = self.entries[number].before.as_deref().filter(|&before| before != &edges[..]);
        let arena = if edges.iter().all(|&edge| edge == SELF || is_lasting(edge)) {
            destination.of_single(graph, before, words, &edges)?
        } else {
            Arena::Passing
        };
        let settled = graph.intern(arena, words, &edges, self.entries[number].origin)?;
        self.settled_as(number, settled);
        if let Term::After { event, node, owner: ANYONE } = self.entries[number].term
            && is_lasting(node)
            && !is_lasting(settled)
        {
            graph.set_cause(settled, Cause { event: event as u32, node });
        }
        Ok(())
    }

    fn settle_cycle(&mut self, graph: &mut Graph, members: &[usize], arena: Arena) -> Outcome<()> {
        let places: FxHashMap<usize, usize> = members.iter().enumerate().map(|(place, &number)| (number, place)).collect();
        let rows: Vec<(Words, Edges)> = members
            .iter()
            .map(|&number| {
                let edges = (0..self.minds).map(|mind| match self.target(number, mind) {
                    SELF => pending_node(places[&number]),
                    edge if is_pending(edge) => pending_node(places[&place(edge)]),
                    edge => edge,
                });
                (self.words(pending_node(number)).into(), edges.collect())
            })
            .collect();
        let origin = self.entries[members[0]].origin;
        let nodes = crate::state::cycles::intern(graph, arena, &rows, origin)?;
        for (&number, node) in members.iter().zip(nodes) {
            self.settled_as(number, node);
        }
        Ok(())
    }

    fn settled_as(&mut self, number: usize, node: Node) {
        let entry = &mut self.entries[number];
        entry.settled = node;
        let is_lasting_term = match entry.term {
            Term::After { .. } | Term::Rested { .. } => true,
            Term::Revised { base, .. } => !is_pending(base),
            Term::Row => false,
        };
        if is_lasting_term {
            self.known.insert(entry.term.clone(), (node, entry.manner));
        }
    }
}

fn key(term: &Term) -> u64 {
    match term {
        Term::After { event, node, owner } => (*event as u64) << 32 | u64::from(*node) ^ u64::from(owner ^ ANYONE) << 53,
        Term::Revised { base, mind, .. } => 1 << 63 | (*mind as u64) << 32 | u64::from(*base),
        Term::Rested { node, owner } => 1 << 62 | u64::from(owner ^ ANYONE) << 32 | u64::from(*node),
        Term::Row => u64::MAX,
    }
}
