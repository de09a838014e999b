//! Triggers that are enabled in states and change nothing there, in the mind of whoever takes them to be so.

use rustc_hash::FxHashMap;

use crate::program::dependency_index::Set;
use crate::state::graph::Node;
use crate::state::pending::Triggers;
use crate::state::taken::{by_table, growing};

/// By lasting node the triggers that may be enabled in it; in all other lasting nodes none is.
#[derive(Debug, Default)]
pub(crate) struct Idle {
    of_node: FxHashMap<Node, Triggers>,
    sets: Vec<Set>,
    numbers: FxHashMap<Set, Triggers>,
    /// Whether such a node is closed as the mind of an owner.
    closed_for: FxHashMap<(Node, u32), bool>,
}

impl Idle {
    /// The number of a set of triggers.
    pub fn number(&mut self, set: Set) -> Triggers {
        if set.iter().all(|&word| word == 0) {
            return 0;
        }
        let sets = &mut self.sets;
        *self.numbers.entry(set).or_insert_with_key(|set| {
            sets.push(set.clone());
            sets.len() as Triggers
        })
    }

    pub fn note(&mut self, node: Node, triggers: Triggers) {
        if triggers != 0 {
            self.of_node.entry(node).or_insert(triggers);
        }
    }

    /// Whether any trigger may be enabled in a lasting node.
    pub fn is_any_in(&self, node: Node) -> bool {
        self.of_node.contains_key(&node)
    }

    /// The triggers that may be enabled in a lasting node, if there are any.
    pub fn of(&self, node: Node) -> Option<&Set> {
        self.of_node.get(&node).map(|&triggers| &self.sets[triggers as usize - 1])
    }

    pub fn is_closed_for(&self, node: Node, owner: u32) -> Option<bool> {
        self.closed_for.get(&(node, owner)).copied()
    }

    pub fn note_closed_for(&mut self, node: Node, owner: u32, is_closed: bool) {
        self.closed_for.insert((node, owner), is_closed);
    }

    pub fn bytes(&self) -> usize {
        by_table(&self.of_node) + by_table(&self.closed_for) + self.sets.len() * 2 * size_of::<Set>()
    }

    /// Bytes that it takes beside these as soon as its tables grow, where they are about to.
    pub fn growing(&self) -> usize {
        growing(&self.of_node) + growing(&self.closed_for)
    }
}
