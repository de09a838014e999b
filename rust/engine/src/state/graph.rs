//! The graph of states and minds. A node has packed values and, for each character, the node that it believes to be in;
//! no two nodes are equal along every string of characters.
//!
//! There are two arenas: the lasting one holds states (closed under triggers), the passing one holds what is only met on
//! the way to a state and is emptied when it has grown large. What has been put into it may come to last later: `current`.

use std::hash::{BuildHasher, Hasher};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::state::interning::Places;
use crate::state::taken::by_list;

/// Which node of which arena, or of a pending node.
pub type Node = u32;
pub type Words = SmallVec<[u64; 4]>;
pub type Edges = SmallVec<[Node; 8]>;

/// As an edge: this same node.
pub const SELF: Node = u32::MAX;
/// No node at all.
pub const NONE: Node = u32::MAX - 1;
const PASSING: Node = 1 << 31;
const PENDING: Node = 1 << 30;

pub fn is_lasting(node: Node) -> bool {
    node < PENDING
}

pub fn is_pending(node: Node) -> bool {
    node & (PASSING | PENDING) == PENDING
}

pub fn pending_node(place: usize) -> Node {
    place as Node | PENDING
}

pub fn place(node: Node) -> usize {
    (node & (PENDING - 1)) as usize
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arena {
    Lasting,
    Passing,
}

/// An event in a lasting node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    pub event: u32,
    pub node: Node,
}

#[derive(Debug, Default)]
struct Rows {
    words: Vec<u64>,
    edges: Vec<Node>,
    by_row: Places,
    /// Members of cycles of more than one node, by what the graph looks like from them.
    by_shape: FxHashMap<Box<[u64]>, Node>,
    /// Bytes taken by them.
    shapes: usize,
    /// Passing nodes: a lasting node to compare with, or `NONE`.
    origins: Vec<Node>,
    /// Passing nodes: how they have come about, if that is simple.
    causes: Vec<Option<Cause>>,
    /// Passing nodes: the lasting node that is equal to it, or `NONE`.
    lasting: Vec<Node>,
    count: usize,
}

#[derive(Debug)]
pub struct Graph {
    pub width: usize,
    pub minds: usize,
    budget: usize,
    lasting: Rows,
    passing: Rows,
}

impl Graph {
    /// `budget`: the most nodes that each arena may hold.
    pub fn new(width: usize, minds: usize, budget: usize) -> Graph {
        let budget = budget.min(PENDING as usize - 1);
        Graph { width, minds, budget, lasting: Rows::default(), passing: Rows::default() }
    }

    fn rows(&self, node: Node) -> &Rows {
        if node & PASSING == 0 { &self.lasting } else { &self.passing }
    }

    #[inline]
    pub fn words(&self, node: Node) -> &[u64] {
        let start = place(node) * self.width;
        &self.rows(node).words[start..start + self.width]
    }

    #[inline]
    pub fn edges(&self, node: Node) -> &[Node] {
        let start = place(node) * self.minds;
        &self.rows(node).edges[start..start + self.minds]
    }

    pub fn belief(&self, node: Node, mind: usize) -> Node {
        match self.edges(node)[mind] {
            SELF => node,
            other => other,
        }
    }

    /// The most states that there may be.
    pub fn budget(&self) -> usize {
        self.budget
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.lasting.count
    }

    /// Bytes taken by the states and their table.
    pub fn bytes(&self) -> usize {
        let rows = &self.lasting;
        by_list(&rows.words) + by_list(&rows.edges) + rows.by_row.bytes() + rows.shapes + self.passing_bytes()
    }

    /// Bytes that it takes beside these as soon as its table grows, where it is about to.
    pub fn growing(&self) -> usize {
        self.lasting.by_row.growing()
    }

    fn passing_bytes(&self) -> usize {
        let rows = &self.passing;
        let lists = (rows.edges.capacity() + rows.origins.capacity() + rows.lasting.capacity()) * 4;
        let causes = rows.causes.capacity() * size_of::<Option<Cause>>();
        rows.words.capacity() * 8 + lists + causes + rows.by_row.bytes() + rows.shapes
    }

    /// A lasting node to compare a passing one with, or `NONE`.
    pub fn origin(&self, node: Node) -> Node {
        if is_lasting(node) { node } else { self.passing.origins[place(node)] }
    }

    /// The event and lasting node that a passing node is known to be the outcome of.
    pub fn cause(&self, node: Node) -> Option<Cause> {
        self.passing.causes[place(node)]
    }

    pub fn set_cause(&mut self, node: Node, cause: Cause) {
        self.passing.causes[place(node)] = Some(cause);
    }

    pub fn forget_passing(&mut self) {
        if self.passing.count > 0 {
            self.passing.words.clear();
            self.passing.edges.clear();
            self.passing.by_row.clear();
            self.passing.by_shape.clear();
            self.passing.shapes = 0;
            self.passing.origins.clear();
            self.passing.causes.clear();
            self.passing.lasting.clear();
            self.passing.count = 0;
        }
    }

    /// The node that a row describes, if one of its beliefs is already that very node.
    pub fn absorbed(&self, words: &[u64], edges: &[Node]) -> Option<Node> {
        let mut last = SELF;
        for &edge in edges {
            if edge == SELF || edge == last || is_pending(edge) {
                continue;
            }
            last = edge;
            if are_same(self.words(edge), words) {
                let same = |(&mine, &other): (&Node, &Node)| if mine == edge { other == SELF } else { mine == other };
                if edges.iter().zip(self.edges(edge)).all(same) {
                    return Some(edge);
                }
            }
        }
        None
    }

    /// The node with these values and beliefs, each in an arena or `SELF`; put into `arena` if there is none yet.
    pub fn intern(&mut self, arena: Arena, words: &[u64], edges: &[Node], origin: Node) -> Outcome<Node> {
        if let Some(node) = self.absorbed(words, edges) {
            return Ok(node);
        }
        let hash = hash_row(words, edges);
        if edges.iter().all(|&edge| edge == SELF || is_lasting(edge)) {
            if let Some(node) = self.find(Arena::Lasting, hash, words, edges) {
                return Ok(node);
            }
        } else {
            debug_assert_eq!(arena, Arena::Passing);
        }
        if arena == Arena::Passing
            && let Some(node) = self.find(Arena::Passing, hash, words, edges)
        {
            return Ok(node);
        }
        let node = self.push(arena, words, edges, origin)?;
        self.index(arena, hash, node);
        if arena == Arena::Lasting
            && let Some(passing) = self.find(Arena::Passing, hash, words, edges)
        {
            self.passing.lasting[place(passing)] = node;
        }
        Ok(node)
    }

    /// The node itself, or the lasting one that has become equal to it. None: a node that it leads to has come to last, so that
    /// it may have an equal.
    pub fn current(&self, node: Node) -> Option<Node> {
        if node & PASSING == 0 {
            return Some(node);
        }
        let lasting = |node: Node| Some(self.passing.lasting[place(node)]).filter(|&lasting| lasting != NONE);
        if let Some(lasting) = lasting(node) {
            return Some(lasting);
        }
        let mut found: SmallVec<[Node; 16]> = SmallVec::from_elem(node, 1);
        let mut next = 0;
        while next < found.len() {
            for &edge in self.edges(found[next]) {
                if edge == SELF || is_lasting(edge) || found.contains(&edge) {
                    continue;
                }
                if lasting(edge).is_some() {
                    return None;
                }
                found.push(edge);
            }
            next += 1;
        }
        Some(node)
    }

    /// How many passing nodes there are.
    pub fn passing(&self) -> usize {
        self.passing.count
    }

    fn arena(&mut self, arena: Arena) -> &mut Rows {
        match arena {
            Arena::Lasting => &mut self.lasting,
            Arena::Passing => &mut self.passing,
        }
    }

    fn find(&self, arena: Arena, hash: u64, words: &[u64], edges: &[Node]) -> Option<Node> {
        let (rows, mark) = match arena {
            Arena::Lasting => (&self.lasting, 0),
            Arena::Passing => (&self.passing, PASSING),
        };
        let same = |place: u32| {
            let place = place as usize;
            are_same(&rows.words[place * self.width..(place + 1) * self.width], words)
                && are_same(&rows.edges[place * self.minds..(place + 1) * self.minds], edges)
        };
        rows.by_row.find(hash, same).map(|place| place | mark)
    }

    fn push(&mut self, arena: Arena, words: &[u64], edges: &[Node], origin: Node) -> Outcome<Node> {
        let budget = self.budget;
        let rows = self.arena(arena);
        if rows.count >= budget {
            return Err(Fault::BudgetEnded);
        }
        rows.words.extend_from_slice(words);
        rows.edges.extend_from_slice(edges);
        let mark = match arena {
            Arena::Lasting => 0,
            Arena::Passing => {
                rows.origins.push(origin);
                rows.causes.push(None);
                rows.lasting.push(NONE);
                PASSING
            }
        };
        rows.count += 1;
        Ok((rows.count - 1) as Node | mark)
    }

    fn index(&mut self, arena: Arena, hash: u64, node: Node) {
        self.arena(arena).by_row.insert(hash, place(node) as u32);
    }

    /// The member of a cycle that looks like this, if there is one.
    pub(crate) fn of_shape(&self, arena: Arena, shape: &[u64]) -> Option<Node> {
        match arena {
            Arena::Lasting => self.lasting.by_shape.get(shape).copied(),
            Arena::Passing => self.passing.by_shape.get(shape).copied(),
        }
    }

    /// Puts a cycle into an arena: rows whose edges are nodes, `SELF`, or pending nodes that number the rows.
    pub(crate) fn add_cycle(
        &mut self,
        arena: Arena,
        cycle: Vec<(Words, Edges, Box<[u64]>)>,
        origin: Node,
    ) -> Outcome<Vec<Node>> {
        let rows = self.arena(arena);
        let first = rows.count as Node | if arena == Arena::Passing { PASSING } else { 0 };
        if rows.count + cycle.len() > self.budget {
            return Err(Fault::BudgetEnded);
        }
        let mut nodes = Vec::with_capacity(cycle.len());
        for (number, (words, mut edges, shape)) in cycle.into_iter().enumerate() {
            for edge in &mut edges {
                if is_pending(*edge) {
                    *edge = if place(*edge) == number { SELF } else { first + place(*edge) as Node };
                }
            }
            let node = self.push(arena, &words, &edges, origin)?;
            self.index(arena, hash_row(&words, &edges), node);
            if arena == Arena::Lasting
                && let Some(&passing) = self.passing.by_shape.get(&shape)
            {
                self.passing.lasting[place(passing)] = node;
            }
            let rows = self.arena(arena);
            rows.shapes += shape.len() * 8 + 24;
            rows.by_shape.insert(shape, node);
            nodes.push(node);
        }
        Ok(nodes)
    }

    /// The node and all that somebody in it believes somebody to believe ..., breadth first.
    pub fn below(&self, node: Node) -> Vec<Node> {
        let mut found = vec![node];
        let mut seen: FxHashSet<Node> = FxHashSet::default();
        seen.insert(node);
        let mut next = 0;
        while next < found.len() {
            for &edge in self.edges(found[next]) {
                if edge != SELF && seen.insert(edge) {
                    found.push(edge);
                }
            }
            next += 1;
        }
        found
    }
}

/// Rows are too short for a call of `memcmp` to pay.
fn are_same<T: PartialEq>(left: &[T], right: &[T]) -> bool {
    left.iter().zip(right).all(|(left, right)| left == right)
}

fn hash_row(words: &[u64], edges: &[Node]) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    for &word in words {
        hasher.write_u64(word);
    }
    for pair in edges.chunks(2) {
        hasher.write_u64(u64::from(pair[0]) | u64::from(pair.get(1).copied().unwrap_or(0)) << 32);
    }
    hasher.finish()
}
