//! The order of the vertices in each layer.
//!
//! It begins with what is stable: every vertex below the first of its neighbours above, and by its key. Sweeps down and up then
//! move each vertex to the middle of its neighbours, as long as that removes crossings; at last, neighbours change places
//! where that removes one.

use std::cmp::Ordering;

use crate::crossings;
use crate::layers::Layers;

/// So many sweeps without a gain are the end.
const PATIENCE: u32 = 4;
/// How often all pairs of neighbours are looked at.
const EXCHANGES: u32 = 6;

/// Puts all layers in order, and says how many crossings are left; None if it was not to go on.
pub fn order(layers: &mut Layers, sweeps: u32, goes_on: &mut dyn FnMut() -> bool) -> Option<u64> {
    begin(layers);
    let mut best = crossings::count(layers);
    let mut kept = layers.orders.clone();
    let mut idle = 0;
    for sweep in 0..sweeps {
        if best == 0 || idle == PATIENCE {
            break;
        }
        let count = layers.orders.len();
        let down = sweep % 2 == 0;
        for step in 1..count {
            if !goes_on() {
                return None;
            }
            to_the_middle(layers, if down { step } else { count - 1 - step }, down);
        }
        let found = crossings::count(layers);
        // What hardly removes crossings is not worth the disorder that it makes of a drawing that somebody knows.
        idle = if found + found / 200 < best { 0 } else { idle + 1 };
        if found < best {
            best = found;
            kept.clone_from(&layers.orders);
        }
    }
    layers.orders = kept;
    (0..layers.orders.len()).for_each(|layer| layers.rank(layer));
    for _ in 0..EXCHANGES {
        let mut gained = 0;
        for layer in 0..layers.orders.len() {
            if !goes_on() {
                return None;
            }
            gained += exchange(layers, layer);
        }
        if gained == 0 {
            break;
        }
        best -= gained;
    }
    Some(best)
}

fn begin(layers: &mut Layers) {
    for layer in 0..layers.orders.len() {
        let mut order = std::mem::take(&mut layers.orders[layer]);
        order.sort_by_key(|&vertex| {
            let first = layers.ups.of_vertex(vertex).iter().map(|&(up, _)| layers.ranks[up as usize]).min();
            (first.unwrap_or(u32::MAX), layers.keys[vertex as usize], vertex)
        });
        layers.orders[layer] = order;
        layers.rank(layer);
    }
}

/// Orders a layer by the mean rank of the neighbours above (or below); vertices without any keep their places.
fn to_the_middle(layers: &mut Layers, layer: usize, above: bool) {
    let sides = if above { &layers.ups } else { &layers.downs };
    let mut moving: Vec<(u64, u64, u32)> = Vec::with_capacity(layers.orders[layer].len());
    let mut open: Vec<usize> = Vec::with_capacity(layers.orders[layer].len());
    for (place, &vertex) in layers.orders[layer].iter().enumerate() {
        let (mut sum, mut weight) = (0_u64, 0_u64);
        for &(other, times) in sides.of_vertex(vertex) {
            sum += u64::from(layers.ranks[other as usize]) * u64::from(times);
            weight += u64::from(times);
        }
        if weight > 0 {
            moving.push((sum, weight, vertex));
            open.push(place);
        }
    }
    // Stable: of equals the one that stood first stays first.
    moving.sort_by(|left, right| match u128::from(left.0) * u128::from(right.1) {
        here if here < u128::from(right.0) * u128::from(left.1) => Ordering::Less,
        here if here > u128::from(right.0) * u128::from(left.1) => Ordering::Greater,
        _ => Ordering::Equal,
    });
    for (&place, &(_, _, vertex)) in open.iter().zip(&moving) {
        layers.orders[layer][place] = vertex;
    }
    layers.rank(layer);
}

/// Lets neighbours in a layer change places where that removes crossings, and says how many were removed.
fn exchange(layers: &mut Layers, layer: usize) -> u64 {
    let ends = |vertex: u32, above: bool| {
        let sides = if above { &layers.ups } else { &layers.downs };
        let mut ranks: Vec<(u32, u32)> = Vec::with_capacity(sides.of_vertex(vertex).len());
        ranks.extend(sides.of_vertex(vertex).iter().map(|&(other, times)| (layers.ranks[other as usize], times)));
        ranks.sort_unstable();
        ranks
    };
    let mut order: Vec<_> =
        layers.orders[layer].iter().map(|&vertex| (vertex, ends(vertex, true), ends(vertex, false))).collect();
    let mut gained = 0;
    for place in 1..order.len() {
        let (left, right) = (&order[place - 1], &order[place]);
        let (above, above_changed) = crossings::of_pair(&left.1, &right.1);
        let (below, below_changed) = crossings::of_pair(&left.2, &right.2);
        if above_changed + below_changed < above + below {
            gained += above + below - above_changed - below_changed;
            order.swap(place - 1, place);
        }
    }
    layers.orders[layer] = order.into_iter().map(|(vertex, _, _)| vertex).collect();
    layers.rank(layer);
    gained
}
