//! Where the vertices of ordered layers go: as close to the middle of their neighbours as the order and the gaps allow.
//!
//! For one layer with all others fixed, the places with the least sum of squared distances from where the vertices would like
//! to be are an isotonic regression (take the room that the vertices before it need from each place: what is left must not
//! descend), which pooling neighbours solves exactly in linear time. Sweeps over the layers repeat that.

use crate::layers::Layers;

/// How often all layers are placed.
const ROUNDS: u32 = 12;
/// How much more straightness counts for the stops of an edge than for nodes.
const STRAIGHT: f64 = 4.0;

/// The middle of each vertex within its layer, none below 0; None if it was not to go on.
pub fn place(layers: &Layers, gap: u32, goes_on: &mut dyn FnMut() -> bool) -> Option<Vec<i32>> {
    let offsets: Vec<Vec<i64>> = layers.orders.iter().map(|order| offsets_of(layers, order, gap)).collect();
    let mut places = vec![0.0_f64; layers.layer_of.len()];
    for (order, offsets) in layers.orders.iter().zip(&offsets) {
        let half = offsets.last().map_or(0.0, |&last| last as f64 / 2.0);
        for (&vertex, &offset) in order.iter().zip(offsets) {
            places[vertex as usize] = offset as f64 - half;
        }
    }
    let count = layers.orders.len();
    for round in 0..ROUNDS {
        let last = round + 2 >= ROUNDS;
        for step in 0..count {
            if !goes_on() {
                return None;
            }
            let layer = if round % 2 == 0 { step } else { count - 1 - step };
            settle(layers, &layers.orders[layer], &offsets[layer], &mut places, round % 2 == 0 || last, round % 2 == 1 || last);
        }
    }
    Some(rounded(layers, &offsets, &places))
}

/// The room that each vertex of a layer needs before it.
fn offsets_of(layers: &Layers, order: &[u32], gap: u32) -> Vec<i64> {
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(order.len());
    for (place, &vertex) in order.iter().enumerate() {
        if place > 0 {
            let widths = i64::from(layers.widths[order[place - 1] as usize]) + i64::from(layers.widths[vertex as usize]);
            offset += (widths + 1) / 2 + i64::from(gap);
        }
        offsets.push(offset);
    }
    offsets
}

/// Places one layer by the neighbours above and below.
fn settle(layers: &Layers, order: &[u32], offsets: &[i64], places: &mut [f64], above: bool, below: bool) {
    // Blocks of vertices that touch: the sum of what they would like, weighted; their weight; how many they are.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(order.len());
    for (&vertex, &offset) in order.iter().zip(offsets) {
        let (mut sum, mut weight) = (0.0, 0.0);
        let sides = [above.then_some(&layers.ups), below.then_some(&layers.downs)];
        for &(other, times) in sides.into_iter().flatten().flat_map(|side| side.of_vertex(vertex)) {
            let both_stop = layers.widths[vertex as usize] == 0 && layers.widths[other as usize] == 0;
            let times = f64::from(times) * if both_stop { STRAIGHT } else { 1.0 };
            sum += times * places[other as usize];
            weight += times;
        }
        // Who has no neighbours on that side stays where it is, as far as others don't need the room.
        let (like, weight) = if weight > 0.0 { (sum / weight, weight) } else { (places[vertex as usize], 0.1) };
        let mut block = ((like - offset as f64) * weight, weight, 1);
        while let Some(&(sum, weight, size)) = blocks.last() {
            if sum / weight < block.0 / block.1 {
                break;
            }
            blocks.pop();
            block = (sum + block.0, weight + block.1, size + block.2);
        }
        blocks.push(block);
    }
    let mut rank = 0;
    for (sum, weight, size) in blocks {
        for _ in 0..size {
            places[order[rank] as usize] = sum / weight + offsets[rank] as f64;
            rank += 1;
        }
    }
}

/// Whole numbers from 0 on that keep all gaps.
fn rounded(layers: &Layers, offsets: &[Vec<i64>], places: &[f64]) -> Vec<i32> {
    let mut whole = vec![0_i64; places.len()];
    for (order, offsets) in layers.orders.iter().zip(offsets) {
        for (rank, &vertex) in order.iter().enumerate() {
            let wish = places[vertex as usize].round() as i64;
            whole[vertex as usize] = match rank {
                0 => wish,
                _ => wish.max(whole[order[rank - 1] as usize] + offsets[rank] - offsets[rank - 1]),
            };
        }
    }
    let least = (0..whole.len()).map(|vertex| whole[vertex] - i64::from(layers.widths[vertex]) / 2).min().unwrap_or(0);
    whole.iter().map(|place| i32::try_from(place - least).unwrap_or(i32::MAX)).collect()
}
