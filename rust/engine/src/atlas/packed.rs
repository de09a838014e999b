//! An atlas whose states are packed: what is worked with is a world of its own, which is given up for a new one when it has grown
//! too large. What is known of states does not depend on it.

use rustc_hash::FxHashMap;

use crate::fault::Outcome;
use crate::state::closed::Closed;
use crate::state::graph::{Edges, NONE, Node, SELF, Words};
use crate::state::taken::by_list;
use crate::transition::world::World;

pub(super) struct Packed {
    closed: Closed,
    /// The minds and the states that nodes of the world are that is worked with, as far as that was asked.
    minds: Vec<u32>,
    numbers: Vec<u32>,
    /// The node of a mind in it.
    nodes: Vec<Node>,
}

impl Packed {
    /// With the states of a world, in their order.
    pub fn new(world: &World, states: impl Iterator<Item = Node>) -> Packed {
        let graph = world.graph();
        let closed = Closed::new(graph.width, graph.minds);
        let mut packed = Packed { closed, minds: vec![], numbers: vec![], nodes: vec![] };
        for node in states {
            packed.closed.intern(graph, node, &mut packed.minds);
        }
        packed.begin_anew();
        packed
    }

    /// From now on another world is worked with, which is empty.
    pub fn begin_anew(&mut self) {
        (self.minds, self.numbers, self.nodes) = (vec![], vec![], vec![]);
    }

    pub fn bytes(&self) -> usize {
        self.closed.bytes()
    }

    /// Bytes that are given back when another world is begun.
    pub fn passing_bytes(&self) -> usize {
        by_list(&self.minds) + by_list(&self.numbers) + by_list(&self.nodes)
    }

    /// The number of a state of the world that is worked with, if it has one.
    pub fn number_of(&mut self, world: &World, node: Node) -> Option<u32> {
        if let Some(&number) = self.numbers.get(node as usize).filter(|&&number| number != NONE) {
            return Some(number);
        }
        let number = self.closed.find(world.graph(), node, &mut self.minds)?;
        self.note(node, number);
        Some(number)
    }

    /// The same of any world for the same task that shares the sets of the first one.
    pub fn number_elsewhere(&mut self, world: &World, node: Node) -> Option<u32> {
        self.closed.find(world.graph(), node, &mut FxHashMap::default())
    }

    /// Takes in a state that has no number yet: its number.
    pub fn add(&mut self, world: &World, node: Node) -> u32 {
        let (number, _) = self.closed.intern(world.graph(), node, &mut self.minds);
        self.note(node, number);
        number
    }

    fn note(&mut self, node: Node, number: u32) {
        if self.numbers.len() <= node as usize {
            self.numbers.resize(node as usize + 1, NONE);
        }
        self.numbers[node as usize] = number;
    }

    /// The node of a state in the world that is worked with.
    pub fn node_of(&mut self, world: &mut World, number: u32) -> Outcome<Node> {
        let mut nodes = std::mem::take(&mut self.nodes);
        let node = unpack(&self.closed, world, number, &mut nodes);
        self.nodes = nodes;
        let node = node?;
        self.note(node, number);
        Ok(node)
    }

    /// The values of a state, and in the world that is worked with the nodes of the minds in it.
    pub fn row_of(&mut self, world: &mut World, number: u32) -> Outcome<(Words, Edges)> {
        let (words, mut minds) = self.closed.state(number);
        let is_missing = |&mind: &u32| mind != SELF && self.nodes.get(mind as usize).is_none_or(|&node| node == NONE);
        if minds.iter().any(is_missing) {
            self.node_of(world, number)?;
        }
        minds.iter_mut().filter(|mind| **mind != SELF).for_each(|mind| *mind = self.nodes[*mind as usize]);
        Ok((words, minds))
    }

    /// The node of a state in any such world.
    pub fn node_elsewhere(&self, world: &mut World, number: u32) -> Outcome<Node> {
        unpack(&self.closed, world, number, &mut vec![])
    }
}

/// Puts a state into a world, with all minds that it leads to. `nodes`: those of minds that are there already, by number.
fn unpack(closed: &Closed, world: &mut World, number: u32, nodes: &mut Vec<Node>) -> Outcome<Node> {
    let is_there = |nodes: &[Node], mind: u32| nodes.get(mind as usize).is_some_and(|&node| node != NONE);
    // The rows that have to come, the state first, and what of all that they lead to is there.
    let mut rows = vec![closed.state(number)];
    let mut coming: Vec<u32> = vec![];
    let mut present: Vec<u32> = vec![];
    let mut next = 0;
    while next < rows.len() {
        for place in 0..rows[next].1.len() {
            let mind = rows[next].1[place];
            if mind == SELF || present.contains(&mind) || coming.contains(&mind) {
                continue;
            }
            if is_there(nodes, mind) {
                present.push(mind);
            } else {
                coming.push(mind);
                rows.push(closed.mind(mind));
            }
        }
        next += 1;
    }
    let mut places: FxHashMap<u32, u32> = FxHashMap::default();
    places.extend(present.iter().copied().zip(0..));
    places.extend(coming.iter().copied().zip(present.len() as u32 + 1..));
    let words: Vec<u64> = rows.iter().flat_map(|row| row.0.iter().copied()).collect();
    let edge = |&mind: &u32| if mind == SELF { SELF } else { places[&mind] };
    let edges: Vec<u32> = rows.iter().flat_map(|row| row.1.iter().map(edge)).collect();
    let mut found: Vec<Node> = present.iter().map(|&mind| nodes[mind as usize]).collect();
    world.admit(&words, &edges, &mut found)?;
    if let Some(&greatest) = coming.iter().max()
        && nodes.len() <= greatest as usize
    {
        nodes.resize(greatest as usize + 1, NONE);
    }
    for (&mind, &node) in coming.iter().zip(&found[present.len() + 1..]) {
        nodes[mind as usize] = node;
    }
    Ok(found[present.len()])
}
