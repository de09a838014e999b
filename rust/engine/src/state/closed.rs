//! States, packed: the closed set of a breadth-first search that is larger than what can be kept of states otherwise.
//!
//! A state is a list of numbers, those of its values and those of the minds that it has, and a list is kept as a tree of pairs, of
//! which equal ones are there once (Laarman, van de Pol and Weber, Parallel recursive state space compression for free, SPIN 2011):
//! states that differ in little share nearly all of it, and each takes little more than the pair at its root. Minds are kept
//! likewise, and once each, whatever states have them; those that lead back to each other are told by their shape.

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::cycles::place_among;
use super::graph::{Edges, Graph, NONE, Node, SELF, Words};
use super::pairs::{Pairs, halves, pair};
use super::taken::by_table;

type Leaves = SmallVec<[u32; 32]>;

/// In a shape, added to what numbers a member of the cycle.
const MEMBER: u64 = 1 << 32;

/// What is known of the nodes of a graph: the numbers of the minds that they are.
pub(crate) trait Minds {
    fn number(&self, node: Node) -> Option<u32>;
    fn note(&mut self, node: Node, number: u32);
}

impl Minds for FxHashMap<Node, u32> {
    fn number(&self, node: Node) -> Option<u32> {
        self.get(&node).copied()
    }

    fn note(&mut self, node: Node, number: u32) {
        self.insert(node, number);
    }
}

/// By node; `NONE` where there is no number.
impl Minds for Vec<u32> {
    fn number(&self, node: Node) -> Option<u32> {
        self.get(node as usize).copied().filter(|&number| number != NONE)
    }

    fn note(&mut self, node: Node, number: u32) {
        if self.len() <= node as usize {
            self.resize(node as usize + 1, NONE);
        }
        self[node as usize] = number;
    }
}

#[derive(Debug)]
pub(crate) struct Closed {
    width: usize,
    minds: usize,
    /// How many numbers there are on each level of a tree, from its leaves up to the two at its root.
    levels: Vec<usize>,
    inner: Pairs,
    /// The roots of states and of minds. Their places are the numbers of the states, and of the minds.
    states: Pairs,
    believed: Pairs,
    /// Members of cycles of more than one mind, by what these look like from them.
    cycles: FxHashMap<Box<[u64]>, u32>,
    shapes: usize,
}

impl Closed {
    pub fn new(width: usize, minds: usize) -> Closed {
        let mut levels = vec![(2 * width + minds).max(2)];
        while levels[levels.len() - 1] > 2 {
            levels.push(levels[levels.len() - 1].div_ceil(2));
        }
        let (inner, states, believed) = (Pairs::default(), Pairs::default(), Pairs::default());
        Closed { width, minds, levels, inner, states, believed, cycles: FxHashMap::default(), shapes: 0 }
    }

    pub fn bytes(&self) -> usize {
        let cycles = by_table(&self.cycles) + self.shapes;
        self.inner.bytes() + self.states.bytes() + self.believed.bytes() + cycles
    }

    /// The number of a state, and whether it has just come in. `known`: the minds that nodes of the graph are.
    pub fn intern(&mut self, graph: &Graph, node: Node, known: &mut impl Minds) -> (u32, bool) {
        let leaves = self.leaves_of(graph, node, known, true).expect("what is missing is put in");
        let root = self.fold(leaves);
        self.states.intern(root)
    }

    /// The number of a state, if it is in.
    pub fn find(&mut self, graph: &Graph, node: Node, known: &mut impl Minds) -> Option<u32> {
        let leaves = self.leaves_of(graph, node, known, false)?;
        self.states.find(self.folded(leaves)?)
    }

    /// The values of a state, and the minds in it; `SELF` for one that takes itself to be in that state.
    pub fn state(&self, number: u32) -> (Words, Edges) {
        self.row(self.states.at(number))
    }

    /// The same of a mind.
    pub fn mind(&self, number: u32) -> (Words, Edges) {
        self.row(self.believed.at(number))
    }

    fn row(&self, root: u64) -> (Words, Edges) {
        let leaves = self.unfold(root);
        let (words, rest) = leaves.split_at(2 * self.width);
        (words.chunks_exact(2).map(|halves| pair(halves[0], halves[1])).collect(), rest[..self.minds].into())
    }

    fn leaves(&self, words: &[u64], edges: impl Iterator<Item = u32>) -> Leaves {
        let mut leaves: Leaves = words.iter().flat_map(|&word| <[u32; 2]>::from(halves(word))).collect();
        leaves.extend(edges);
        leaves.resize(self.levels[0], 0);
        leaves
    }

    fn leaves_of(&mut self, graph: &Graph, node: Node, known: &mut impl Minds, adds: bool) -> Option<Leaves> {
        for &edge in graph.edges(node) {
            if edge != SELF && known.number(edge).is_none() {
                self.take_in(graph, edge, known, adds)?;
            }
        }
        Some(self.leaves_with(graph, node, known))
    }

    /// Of a node all of whose minds have numbers.
    fn leaves_with(&self, graph: &Graph, node: Node, known: &impl Minds) -> Leaves {
        let number = |&edge: &Node| if edge == SELF { SELF } else { known.number(edge).expect("minds are taken in first") };
        self.leaves(graph.words(node), graph.edges(node).iter().map(number))
    }

    fn fold(&mut self, mut row: Leaves) -> u64 {
        while row.len() > 2 {
            row = row
                .chunks(2)
                .map(|two| if let [left, right] = *two { self.inner.intern(pair(left, right)).0 } else { two[0] })
                .collect();
        }
        pair(row[0], row[1])
    }

    fn folded(&self, mut row: Leaves) -> Option<u64> {
        while row.len() > 2 {
            let found = row
                .chunks(2)
                .map(|two| if let [left, right] = *two { self.inner.find(pair(left, right)) } else { Some(two[0]) });
            row = found.collect::<Option<Leaves>>()?;
        }
        Some(pair(row[0], row[1]))
    }

    fn unfold(&self, root: u64) -> Leaves {
        let mut row: Leaves = <[u32; 2]>::from(halves(root)).into_iter().collect();
        for &size in self.levels.iter().rev().skip(1) {
            let mut below: Leaves = smallvec![];
            for (place, &number) in row.iter().enumerate() {
                // Who has no partner is carried on as it is.
                if 2 * place + 1 == size {
                    below.push(number);
                } else {
                    below.extend(<[u32; 2]>::from(halves(self.inner.at(number))));
                }
            }
            row = below;
        }
        row
    }

    /// Gives a node, and all that it leads to, the numbers of minds. None: one of them is not in, and is not to be added.
    fn take_in(&mut self, graph: &Graph, node: Node, known: &mut impl Minds, adds: bool) -> Option<()> {
        let mut open = vec![node];
        let mut next = 0;
        while next < open.len() {
            for &edge in graph.edges(open[next]) {
                if edge != SELF && known.number(edge).is_none() && !open.contains(&edge) {
                    open.push(edge);
                }
            }
            next += 1;
        }
        // What is furthest away leads to nothing else, unless it leads back.
        open.reverse();
        while !open.is_empty() {
            let before = open.len();
            let mut left = vec![];
            for &node in &open {
                if graph.edges(node).iter().all(|&edge| edge == SELF || known.number(edge).is_some()) {
                    let row = self.leaves_with(graph, node, known);
                    let number = if adds {
                        let root = self.fold(row);
                        self.believed.intern(root).0
                    } else {
                        self.believed.find(self.folded(row)?)?
                    };
                    known.note(node, number);
                } else {
                    left.push(node);
                }
            }
            open = left;
            if open.len() == before {
                let cycle = innermost(graph, &open);
                self.take_in_cycle(graph, &cycle, known, adds)?;
                open.retain(|node| !cycle.contains(node));
            }
        }
        Some(())
    }

    fn take_in_cycle(&mut self, graph: &Graph, cycle: &[Node], known: &mut impl Minds, adds: bool) -> Option<()> {
        let shapes: Vec<Box<[u64]>> = cycle.iter().map(|&root| shape(graph, root, cycle, known)).collect();
        if let Some(numbers) = shapes.iter().map(|shape| self.cycles.get(shape).copied()).collect::<Option<Vec<u32>>>() {
            cycle.iter().zip(numbers).for_each(|(&node, number)| known.note(node, number));
            return Some(());
        }
        if !adds {
            return None;
        }
        let first = self.believed.len() as u32;
        cycle.iter().zip(first..).for_each(|(&node, number)| known.note(node, number));
        for ((&node, shape), number) in cycle.iter().zip(shapes).zip(first..) {
            let row = self.leaves_with(graph, node, known);
            let root = self.fold(row);
            let added = self.believed.intern(root);
            debug_assert_eq!(added, (number, true));
            self.shapes += shape.len() * 8;
            self.cycles.insert(shape, number);
        }
        Some(())
    }
}

/// Of nodes each of which leads to another of them: a cycle that leads to no others.
fn innermost(graph: &Graph, nodes: &[Node]) -> Vec<Node> {
    let reach = |&from: &Node| {
        let mut found = vec![];
        let mut waiting = vec![from];
        while let Some(node) = waiting.pop() {
            for &edge in graph.edges(node) {
                if edge != SELF && nodes.contains(&edge) && !found.contains(&edge) {
                    found.push(edge);
                    waiting.push(edge);
                }
            }
        }
        found
    };
    nodes.iter().map(reach).min_by_key(Vec::len).expect("there is a node")
}

/// What a cycle looks like from one of its nodes: values and edges breadth first, its nodes renumbered by that order.
fn shape(graph: &Graph, root: Node, cycle: &[Node], known: &impl Minds) -> Box<[u64]> {
    let mut order = vec![root];
    let mut found = vec![];
    let mut next = 0;
    while next < order.len() {
        found.extend_from_slice(graph.words(order[next]));
        for &edge in graph.edges(order[next]) {
            found.push(if edge == SELF {
                u64::from(SELF)
            } else if cycle.contains(&edge) {
                MEMBER + place_among(&mut order, edge) as u64
            } else {
                u64::from(known.number(edge).expect("what a cycle leads to is taken in first"))
            });
        }
        next += 1;
    }
    found.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::state::graph::Arena;
    use crate::state::plans::{MINDS, Plan, are_bisimilar, plans, settle};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn states_of_any_graph_have_one_number_exactly_where_they_are_bisimilar(given in prop::collection::vec(plans(), 1..6)) {
            let mut closed = Closed::new(1, MINDS);
            let mut known: Vec<(Plan, usize, u32)> = vec![];
            for plan in given {
                // Each in a graph that is new, as where a world begins anew.
                let mut graph = Graph::new(1, MINDS, 10_000);
                let order: Vec<usize> = (0..plan.len()).collect();
                let nodes = settle(&mut graph, &plan, &order, Arena::Lasting);
                let mut minds: Vec<u32> = vec![];
                for (place, &node) in nodes.iter().enumerate() {
                    let before = closed.find(&graph, node, &mut FxHashMap::default());
                    let (number, is_new) = closed.intern(&graph, node, &mut minds);
                    prop_assert_eq!(before, (!is_new).then_some(number));
                    let (words, edges) = closed.state(number);
                    prop_assert_eq!(words.as_slice(), graph.words(node));
                    for (mind, &edge) in edges.iter().enumerate() {
                        let believed = graph.belief(node, mind);
                        let is_itself = graph.edges(node)[mind] == SELF;
                        prop_assert_eq!(edge == SELF, is_itself);
                        prop_assert!(is_itself || closed.mind(edge).0.as_slice() == graph.words(believed));
                    }
                    known.push((plan.clone(), place, number));
                }
            }
            for (plan, place, number) in &known {
                for (other_plan, other_place, other) in &known {
                    prop_assert_eq!(number == other, are_bisimilar((plan, *place), (other_plan, *other_place)));
                }
            }
        }

        #[test]
        fn rows_of_any_length_are_what_they_were(rows in prop::collection::vec(any::<[u32; 9]>(), 1..9), width in 0..3_usize) {
            let minds = 9 - 2 * width;
            let mut closed = Closed::new(width, minds);
            for row in rows {
                let words: Vec<u64> = row[..2 * width].chunks(2).map(|halves| pair(halves[0], halves[1])).collect();
                let leaves = closed.leaves(&words, row[2 * width..].iter().copied());
                let root = closed.fold(leaves.clone());
                prop_assert_eq!(closed.folded(leaves), Some(root));
                let (found, edges) = closed.row(root);
                prop_assert_eq!(found.as_slice(), &words[..]);
                prop_assert_eq!(edges.as_slice(), &row[2 * width..]);
            }
        }
    }
}
