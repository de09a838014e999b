//! How many edges cross between neighbouring layers.

use crate::layers::Layers;

/// The crossings in the whole drawing; several edges between the same two vertices count as so many.
pub fn count(layers: &Layers) -> u64 {
    (1..layers.orders.len()).map(|layer| above(layers, layer)).sum()
}

/// The crossings between a layer and the one above it: the inversions among the ranks of the upper ends, read along the lower
/// layer, counted with a Fenwick tree.
fn above(layers: &Layers, layer: usize) -> u64 {
    let size = layers.orders[layer - 1].len();
    let mut tree = vec![0_u64; size + 1];
    let mut seen = 0;
    let mut crossings = 0;
    for &vertex in &layers.orders[layer] {
        let ups = layers.ups.of_vertex(vertex);
        for &(up, times) in ups {
            let mut index = layers.ranks[up as usize] as usize + 1;
            let mut before = 0;
            while index > 0 {
                before += tree[index];
                index &= index - 1;
            }
            crossings += (seen - before) * u64::from(times);
        }
        for &(up, times) in ups {
            seen += u64::from(times);
            let mut index = layers.ranks[up as usize] as usize + 1;
            while index <= size {
                tree[index] += u64::from(times);
                index += index & index.wrapping_neg();
            }
        }
    }
    crossings
}

/// The crossings between the edges of two vertices of a layer, if `left` stands before `right` and if behind it. `ends`: the
/// ranks of the other ends, ascending, each with how many edges lead there.
pub fn of_pair(left: &[(u32, u32)], right: &[(u32, u32)]) -> (u64, u64) {
    let total: u64 = left.iter().map(|&(_, times)| u64::from(times)).sum();
    let (mut before, mut behind) = (0, 0);
    let (mut less, mut upto) = (0, 0);
    let (mut smaller, mut other) = (0_u64, 0_u64);
    for &(rank, times) in right {
        while less < left.len() && left[less].0 < rank {
            smaller += u64::from(left[less].1);
            less += 1;
        }
        while upto < left.len() && left[upto].0 <= rank {
            other += u64::from(left[upto].1);
            upto += 1;
        }
        before += (total - other) * u64::from(times);
        behind += smaller * u64::from(times);
    }
    (before, behind)
}
