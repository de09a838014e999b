//! Graphs of minds to try the graph with.

use proptest::prelude::*;

use super::graph::{Arena, Graph, NONE, Node, pending_node};
use super::pending::Pending;

pub const MINDS: usize = 2;

/// For each node its value and where its edges lead.
pub type Plan = Vec<(u64, [usize; MINDS])>;

pub fn plans() -> impl Strategy<Value = Plan> {
    (1..9_usize).prop_flat_map(|count| prop::collection::vec((0..2_u64, [0..count, 0..count]), count))
}

/// Whether two nodes are equal along every string of characters, by looking at every pair that there is to look at.
pub fn are_bisimilar(one: (&Plan, usize), other: (&Plan, usize)) -> bool {
    let mut pairs = vec![(one.1, other.1)];
    let mut next = 0;
    while next < pairs.len() {
        let ((value, edges), (expected, others)) = (&one.0[pairs[next].0], &other.0[pairs[next].1]);
        if value != expected {
            return false;
        }
        for pair in edges.iter().copied().zip(others.iter().copied()) {
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        next += 1;
    }
    true
}

/// Puts the nodes into the graph, one after the other in the given order, each with all that it leads to.
pub fn settle(graph: &mut Graph, plan: &Plan, order: &[usize], arena: Arena) -> Vec<Node> {
    let mut pending = Pending::new(1, MINDS, false);
    for (value, edges) in plan {
        pending.row(&[*value], &edges.map(pending_node), NONE);
    }
    let mut nodes = vec![NONE; plan.len()];
    for &number in order {
        nodes[number] = pending.settle(graph, pending_node(number), &mut { arena }).unwrap();
    }
    nodes
}
