//! Minds that lead back to each other: cycles of more than one node are made minimal, and found again by their shape.

use rustc_hash::FxHashMap;

use crate::fault::Outcome;
use crate::state::graph::{Arena, Edges, Graph, Node, SELF, Words, is_lasting, is_pending, pending_node, place};

/// Where a row leads: another class, or a node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Target {
    Class(usize),
    Node(Node),
}

/// Nodes for rows whose edges are nodes of the graph, or pending nodes that number the rows.
pub fn intern(graph: &mut Graph, arena: Arena, rows: &[(Words, Edges)], origin: Node) -> Outcome<Vec<Node>> {
    if let Some(edges) = collapsed(rows) {
        let node = graph.intern(fitting(arena, &edges), &rows[0].0, &edges, origin)?;
        return Ok(vec![node; rows.len()]);
    }
    let (classes, known) = minimize(graph, rows);
    let mut settled: FxHashMap<usize, Node> = known;
    let mut table: FxHashMap<usize, (Words, Vec<Target>)> = FxHashMap::default();
    for (row, (words, edges)) in rows.iter().enumerate() {
        let target = |&edge: &Node| if is_pending(edge) { Target::Class(classes[place(edge)]) } else { Target::Node(edge) };
        table.entry(classes[row]).or_insert_with(|| (words.clone(), edges.iter().map(target).collect()));
    }
    for &class in &classes {
        settle(graph, arena, class, &table, &mut settled, origin)?;
    }
    Ok(classes.iter().map(|class| settled[class]).collect())
}

/// The edges of the one node that all rows are, if it is easily seen that they are: equal values, and all lead to the same
/// node or all to rows.
fn collapsed(rows: &[(Words, Edges)]) -> Option<Edges> {
    let (first, others) = rows.split_first()?;
    let same = |other: &(Words, Edges)| {
        let alike = |(&mine, &other): (&Node, &Node)| mine == other || (is_pending(mine) && is_pending(other));
        other.0 == first.0 && first.1.iter().zip(&other.1).all(alike)
    };
    let edge = |&edge: &Node| if is_pending(edge) { SELF } else { edge };
    others.iter().all(same).then(|| first.1.iter().map(edge).collect())
}

/// Partition refinement (Moore) over the rows and all nodes that they lead to: values first, then the classes that edges
/// lead to. Returns the class of each row, and the classes that contain a node.
fn minimize(graph: &Graph, rows: &[(Words, Edges)]) -> (Vec<usize>, FxHashMap<usize, Node>) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut numbers: FxHashMap<Node, usize> = FxHashMap::default();
    for (_, edges) in rows {
        for &edge in edges.iter().filter(|&&edge| !is_pending(edge)) {
            for node in graph.below(edge) {
                numbers.entry(node).or_insert_with(|| {
                    nodes.push(node);
                    rows.len() + nodes.len() - 1
                });
            }
        }
    }
    let total = rows.len() + nodes.len();
    let words = |number: usize| if number < rows.len() { &rows[number].0[..] } else { graph.words(nodes[number - rows.len()]) };
    let targets: Vec<Vec<usize>> = (0..total)
        .map(|number| {
            if number < rows.len() {
                let row = rows[number].1.iter();
                row.map(|edge| if is_pending(*edge) { place(*edge) } else { numbers[edge] }).collect()
            } else {
                let node = nodes[number - rows.len()];
                (0..graph.minds).map(|mind| numbers[&graph.belief(node, mind)]).collect()
            }
        })
        .collect();
    let mut classes = number_by((0..total).map(words));
    let mut count = 0;
    loop {
        let signatures = (0..total).map(|number| {
            let edges: Vec<usize> = targets[number].iter().map(|&target| classes.0[target]).collect();
            (classes.0[number], edges)
        });
        let finer = number_by(signatures);
        let before = std::mem::replace(&mut count, finer.1);
        classes = finer;
        if before == count {
            break;
        }
    }
    let known = nodes.iter().enumerate().map(|(number, &node)| (classes.0[rows.len() + number], node)).collect();
    classes.0.truncate(rows.len());
    (classes.0, known)
}

fn number_by<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> (Vec<usize>, usize) {
    let mut numbers: FxHashMap<K, usize> = FxHashMap::default();
    let classes = keys
        .map(|key| {
            let next = numbers.len();
            *numbers.entry(key).or_insert(next)
        })
        .collect();
    (classes, numbers.len())
}

/// Settles a class after all classes that it leads to and that do not lead back to it.
fn settle(
    graph: &mut Graph,
    arena: Arena,
    class: usize,
    table: &FxHashMap<usize, (Words, Vec<Target>)>,
    settled: &mut FxHashMap<usize, Node>,
    origin: Node,
) -> Outcome<()> {
    if settled.contains_key(&class) {
        return Ok(());
    }
    let cycle: Vec<usize> = {
        let reached = reach(class, table, settled);
        reached.iter().copied().filter(|&other| other == class || reach(other, table, settled).contains(&class)).collect()
    };
    for &member in &cycle {
        for target in &table[&member].1 {
            if let Target::Class(other) = target
                && !cycle.contains(other)
            {
                settle(graph, arena, *other, table, settled, origin)?;
            }
        }
    }
    let row = |member: usize, names: &dyn Fn(usize) -> Node, settled: &FxHashMap<usize, Node>| -> Edges {
        let edge = |target: &Target| match target {
            Target::Node(node) => *node,
            Target::Class(other) => settled.get(other).copied().unwrap_or_else(|| names(*other)),
        };
        table[&member].1.iter().map(edge).collect()
    };
    if let [only] = cycle[..] {
        let edges = row(only, &|_| SELF, settled);
        let node = graph.intern(fitting(arena, &edges), &table[&only].0, &edges, origin)?;
        settled.insert(only, node);
        return Ok(());
    }
    let number = |other: usize| pending_node(cycle.iter().position(|&member| member == other).expect("a member of the cycle"));
    let rows: Vec<(Words, Edges)> =
        cycle.iter().map(|&member| (table[&member].0.clone(), row(member, &number, settled))).collect();
    let shapes: Vec<Box<[u64]>> = (0..rows.len()).map(|root| shape(root, &rows)).collect();
    let places: &[Arena] = if arena == Arena::Lasting { &[Arena::Lasting] } else { &[Arena::Lasting, Arena::Passing] };
    for &kind in places {
        if graph.of_shape(kind, &shapes[0]).is_some() {
            for (&member, shape) in cycle.iter().zip(&shapes) {
                settled.insert(member, graph.of_shape(kind, shape).expect("a cycle is put in whole"));
            }
            return Ok(());
        }
    }
    let arena = rows.iter().fold(arena, |arena, (_, edges)| fitting(arena, edges));
    let whole = rows.into_iter().zip(shapes).map(|((words, edges), shape)| (words, edges, shape)).collect();
    for (&member, node) in cycle.iter().zip(graph.add_cycle(arena, whole, origin)?) {
        settled.insert(member, node);
    }
    Ok(())
}

/// The arena for a row: only what leads to lasting nodes can last.
fn fitting(arena: Arena, edges: &[Node]) -> Arena {
    if edges.iter().all(|&edge| edge == SELF || is_pending(edge) || is_lasting(edge)) { arena } else { Arena::Passing }
}

fn reach(from: usize, table: &FxHashMap<usize, (Words, Vec<Target>)>, settled: &FxHashMap<usize, Node>) -> Vec<usize> {
    let mut found: Vec<usize> = vec![];
    let mut waiting = vec![from];
    while let Some(class) = waiting.pop() {
        for target in &table[&class].1 {
            if let Target::Class(other) = target
                && !settled.contains_key(other)
                && !found.contains(other)
            {
                found.push(*other);
                waiting.push(*other);
            }
        }
    }
    if !found.contains(&from) {
        found.push(from);
    }
    found
}

/// The place of a member of a cycle among those that were come upon so far, as the last of them if it was not.
pub(super) fn place_among<T: PartialEq>(order: &mut Vec<T>, member: T) -> usize {
    order.iter().position(|other| *other == member).unwrap_or_else(|| {
        order.push(member);
        order.len() - 1
    })
}

/// What a cycle looks like from one of its rows: values and edges of the rows in breadth-first order, the rows renumbered
/// by that order.
fn shape(root: usize, rows: &[(Words, Edges)]) -> Box<[u64]> {
    let mut order = vec![root];
    let mut found = Vec::new();
    let mut next = 0;
    while next < order.len() {
        let (words, edges) = &rows[order[next]];
        found.extend_from_slice(words);
        for &edge in edges {
            if is_pending(edge) {
                found.push(u64::from(pending_node(place_among(&mut order, place(edge)))));
            } else {
                found.push(u64::from(edge));
            }
        }
        next += 1;
    }
    found.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::state::plans::{MINDS, Plan, are_bisimilar, plans, settle};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn numbers_are_equal_exactly_where_nodes_are_bisimilar(
            given in prop::collection::vec((plans(), any::<u64>(), any::<bool>()), 1..5),
        ) {
            let mut graph = Graph::new(1, MINDS, 10_000);
            let mut known: Vec<(Plan, usize, Node)> = Vec::new();
            for (plan, seed, lasts) in given {
                let mut order: Vec<usize> = (0..plan.len()).collect();
                order.sort_by_key(|&number| (number as u64 + 1).wrapping_mul(seed | 1) >> 7 & 0xff);
                // What lasts comes first: in the engine nothing is made to last that is kept in passing as well.
                if lasts {
                    graph.forget_passing();
                    known.retain(|(_, _, node)| is_lasting(*node));
                }
                let nodes = settle(&mut graph, &plan, &order, if lasts { Arena::Lasting } else { Arena::Passing });
                known.extend((0..plan.len()).map(|number| (plan.clone(), number, nodes[number])));
            }
            for (plan, number, node) in &known {
                for (other_plan, other_number, other) in &known {
                    prop_assert_eq!(node == other, are_bisimilar((plan, *number), (other_plan, *other_number)));
                }
            }
        }

        #[test]
        fn a_node_leads_where_it_was_said_to(plan in plans()) {
            let mut graph = Graph::new(1, MINDS, 10_000);
            let order: Vec<usize> = (0..plan.len()).collect();
            let nodes = settle(&mut graph, &plan, &order, Arena::Lasting);
            for (number, (value, edges)) in plan.iter().enumerate() {
                prop_assert_eq!(graph.words(nodes[number]), &[*value][..]);
                for mind in 0..MINDS {
                    prop_assert_eq!(graph.belief(nodes[number], mind), nodes[edges[mind]]);
                }
            }
        }
    }
}
