//! What a drawing must be, on small graphs by hand and on many by chance.

use fabula_drawing::{Drawing, Node, Style, layout, layout_while};
use proptest::prelude::*;

fn nodes(layers: &[u32]) -> Vec<Node> {
    layers.iter().enumerate().map(|(number, &layer)| Node { layer, key: number as u64, width: 10 }).collect()
}

/// Crossings of edges between neighbouring layers, pair by pair.
fn crossings(nodes: &[Node], edges: &[(u32, u32)], drawing: &Drawing) -> u64 {
    let place = |node: u32| drawing.places[node as usize];
    let layer = |node: u32| nodes[node as usize].layer;
    let steps: Vec<_> = edges.iter().filter(|(from, to)| layer(*from) + 1 == layer(*to)).collect();
    let mut count = 0;
    for (index, one) in steps.iter().enumerate() {
        for other in &steps[..index] {
            let apart = layer(one.0) != layer(other.0);
            let crossing = (place(one.0) - place(other.0)).signum() * (place(one.1) - place(other.1)).signum() < 0;
            count += u64::from(!apart && crossing);
        }
    }
    count
}

fn overlaps(nodes: &[Node], drawing: &Drawing, gap: u32) -> bool {
    let mut all: Vec<_> = nodes.iter().zip(&drawing.places).map(|(node, &place)| (node.layer, place, node.width)).collect();
    all.sort_unstable();
    all.windows(2).any(|pair| {
        let room = (pair[0].2 + pair[1].2).div_ceil(2) + gap;
        pair[0].0 == pair[1].0 && pair[1].1 - pair[0].1 < room as i32
    })
}

/// Numbers that look like chance and are the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A graph that grows like a story: each node comes from one of the layer before, not far from it, some from two.
fn grown(chance: &mut Chance, layers: u32, width: u64) -> (Vec<Node>, Vec<(u32, u32)>) {
    let mut nodes = vec![Node { layer: 0, key: 0, width: 10 }];
    let mut edges = vec![];
    let mut before = vec![0_u32];
    for layer in 1..layers {
        let mut now: Vec<u32> = vec![];
        for place in 0..width.min(1 << layer.min(20)) {
            let number = nodes.len() as u32;
            let middle = place * before.len() as u64 / width.min(1 << layer.min(20));
            let parent = (middle + chance.below(5)).saturating_sub(2).min(before.len() as u64 - 1);
            edges.push((before[parent as usize], number));
            if chance.below(3) == 0 {
                let second = (middle + chance.below(9)).saturating_sub(4).min(before.len() as u64 - 1);
                edges.push((before[second as usize], number));
            }
            nodes.push(Node { layer, key: chance.below(1 << 40), width: 10 });
            now.push(number);
        }
        before = now;
    }
    (nodes, edges)
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert_eq!(layout(&[], &[], &Style::default()), Drawing::default());
}

#[test]
fn a_chain_is_straight() {
    let drawing = layout(&nodes(&[0, 1, 2, 3]), &[(0, 1), (1, 2), (2, 3)], &Style::default());
    assert_eq!(drawing.places, [5, 5, 5, 5]);
    assert_eq!(drawing.crossings, 0);
}

#[test]
fn a_parent_stands_in_the_middle_of_its_children() {
    let drawing = layout(&nodes(&[0, 1, 1, 1]), &[(0, 1), (0, 2), (0, 3)], &Style::default());
    assert_eq!(drawing.places, [23, 5, 23, 41]);
}

#[test]
fn crossings_that_need_not_be_are_removed() {
    let edges = [(0, 2), (0, 3), (1, 4), (1, 5), (2, 9), (3, 8), (4, 7), (5, 6)];
    let drawing = layout(&nodes(&[0, 0, 1, 1, 1, 1, 2, 2, 2, 2]), &edges, &Style::default());
    assert_eq!(drawing.crossings, 0);
}

#[test]
fn a_long_edge_bends_around_what_is_between() {
    let edges = [(0, 1), (1, 2), (2, 3), (0, 3)];
    let drawing = layout(&nodes(&[0, 1, 2, 3]), &edges, &Style::default());
    assert_eq!(drawing.bends[..3], [vec![], vec![], vec![]]);
    assert_eq!(drawing.bends[3].len(), 2);
    for (bend, node) in drawing.bends[3].iter().zip([1, 2]) {
        assert!((bend - drawing.places[node]).abs() >= 5 + 8);
    }
    let without = layout(&nodes(&[0, 1, 2, 3]), &edges, &Style { stops: 1, ..Style::default() });
    assert_eq!(without.bends[3], Vec::<i32>::new());
}

#[test]
fn edges_back_and_within_a_layer_move_nothing() {
    let forward = [(0, 1), (0, 2), (1, 3), (2, 4)];
    let all = [(0, 1), (0, 2), (1, 3), (2, 4), (4, 0), (3, 4), (3, 3), (4, 1)];
    let layers = nodes(&[0, 1, 1, 2, 2]);
    assert_eq!(layout(&layers, &forward, &Style::default()).places, layout(&layers, &all, &Style::default()).places);
}

#[test]
fn keys_decide_where_nothing_else_does() {
    let mut turned = nodes(&[0, 1, 1, 1]);
    for (node, key) in turned.iter_mut().zip([0, 3, 1, 2]) {
        node.key = key;
    }
    let drawing = layout(&turned, &[(0, 1), (0, 2), (0, 3)], &Style::default());
    assert!(drawing.places[2] < drawing.places[3] && drawing.places[3] < drawing.places[1]);
}

/// Of all pairs of old nodes in a layer, thousandths that stand the other way round, and how far an old node has moved against
/// the middle of all on average, in thousandths of the height of the drawing.
fn disorder(nodes: &[Node], before: &Drawing, after: &Drawing) -> (u64, u64) {
    let (mut pairs, mut turned) = (0_u64, 0_u64);
    for one in 0..nodes.len() {
        for other in 0..one {
            if nodes[one].layer == nodes[other].layer {
                pairs += 1;
                let first = before.places[one] < before.places[other];
                turned += u64::from(first != (after.places[one] < after.places[other]));
            }
        }
    }
    let middle =
        |drawing: &Drawing| drawing.places[..nodes.len()].iter().map(|&p| i64::from(p)).sum::<i64>() / nodes.len() as i64;
    let shift = middle(after) - middle(before);
    let moved: u64 = (0..nodes.len())
        .map(|node| (i64::from(after.places[node]) - i64::from(before.places[node]) - shift).unsigned_abs())
        .sum();
    let height = u64::from(before.places.iter().max().copied().unwrap_or(1).unsigned_abs());
    (turned * 1000 / pairs.max(1), moved * 1000 / nodes.len() as u64 / height)
}

#[test]
fn a_small_change_moves_little() {
    let (mut all_turned, mut all_moved) = (0, 0);
    for seed in 1..=20 {
        let mut chance = Chance(seed * 7919);
        let (nodes, edges) = grown(&mut chance, 24, 40);
        let before = layout(&nodes, &edges, &Style::default());
        let (mut more, mut further) = (nodes.clone(), edges.clone());
        // A new act: in some states, one node more below each of them, and a node below that.
        for _ in 0..8 {
            let from = chance.below(nodes.len() as u64) as u32;
            let first = more.len() as u32;
            let layer = more[from as usize].layer;
            more.push(Node { layer: layer + 1, key: chance.below(1 << 40), width: 10 });
            more.push(Node { layer: layer + 2, key: chance.below(1 << 40), width: 10 });
            further.extend([(from, first), (first, first + 1)]);
        }
        let (turned, moved) = disorder(&nodes, &before, &layout(&more, &further, &Style::default()));
        all_turned += turned;
        all_moved += moved;
        assert!(
            turned <= 200 && moved <= 150,
            "{turned} of a thousand pairs turned, moved by {moved} thousandths of the height"
        );
    }
    println!("on average {} of a thousand pairs turned, moved by {} thousandths", all_turned / 20, all_moved / 20);
    assert!(all_turned / 20 <= 60 && all_moved / 20 <= 60, "{all_turned}, {all_moved}");
}

#[test]
fn sweeps_pay() {
    let (nodes, edges) = grown(&mut Chance(17), 20, 60);
    let plain = layout(&nodes, &edges, &Style { sweeps: 0, ..Style::default() });
    let swept = layout(&nodes, &edges, &Style::default());
    println!("{} crossings become {}", plain.crossings, swept.crossings);
    assert!(swept.crossings * 4 < plain.crossings * 3);
}

#[test]
fn tens_of_thousands_are_drawn_soon() {
    let (nodes, edges) = grown(&mut Chance(3), 40, 1000);
    assert!(nodes.len() > 25_000);
    let drawing = layout(&nodes, &edges, &Style::default());
    assert!(!overlaps(&nodes, &drawing, 8));
}

prop_compose! {
    fn graph()(size in 1..40_usize)(
        layers in prop::collection::vec(0..7_u32, size),
        keys in prop::collection::vec(0..9_u64, size),
        widths in prop::collection::vec(1..30_u32, size),
        edges in prop::collection::vec((0..size as u32, 0..size as u32), 0..90),
    ) -> (Vec<Node>, Vec<(u32, u32)>) {
        let nodes = layers.into_iter().zip(keys).zip(widths).map(|((layer, key), width)| Node { layer, key, width });
        (nodes.collect(), edges)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_drawing_is_in_order((nodes, edges) in graph(), gap in 0..12_u32) {
        let style = Style { gap, ..Style::default() };
        let drawing = layout(&nodes, &edges, &style);
        prop_assert_eq!(&drawing, &layout(&nodes, &edges, &style));
        prop_assert_eq!(drawing.places.len(), nodes.len());
        prop_assert!(!overlaps(&nodes, &drawing, gap));
        prop_assert!(nodes.iter().zip(&drawing.places).all(|(node, &place)| place >= node.width as i32 / 2));
        for (&(from, to), bends) in edges.iter().zip(&drawing.bends) {
            let between = nodes[to as usize].layer.saturating_sub(nodes[from as usize].layer + 1);
            prop_assert_eq!(bends.len(), between as usize);
        }
    }

    #[test]
    fn crossings_are_counted_as_they_are((nodes, edges) in graph()) {
        let steps: Vec<_> = edges.into_iter().filter(|&(from, to)| nodes[from as usize].layer + 1 == nodes[to as usize].layer).collect();
        let drawing = layout(&nodes, &steps, &Style::default());
        prop_assert_eq!(drawing.crossings, crossings(&nodes, &steps, &drawing));
    }
}

#[test]
fn a_drawing_is_given_up_wherever_its_caller_has_had_enough() {
    let edges = [(0, 4), (0, 5), (1, 2), (1, 3), (2, 9), (3, 8), (4, 7), (5, 6)];
    let (nodes, style) = (nodes(&[0, 0, 1, 1, 1, 1, 2, 2, 2, 2]), Style::default());
    let mut asked = 0;
    let whole = layout_while(&nodes, &edges, &style, &mut || {
        asked += 1;
        true
    });
    assert_eq!(whole, Some(layout(&nodes, &edges, &style)));
    assert!(asked > 10);
    for enough in 0..asked {
        let mut left = enough;
        let mut goes_on = || {
            left -= 1;
            left >= 0
        };
        assert_eq!(layout_while(&nodes, &edges, &style, &mut goes_on), None);
    }
}
