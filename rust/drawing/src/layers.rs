//! The graph as layers in which every edge leads from one layer to the next.

use std::ops::Range;

use crate::{Node, Style};

/// The neighbours of each vertex on one side, each with how many edges lead there.
#[derive(Debug, Default)]
pub struct Neighbours {
    firsts: Vec<usize>,
    all: Vec<(u32, u32)>,
}

impl Neighbours {
    fn of(size: usize, mut edges: Vec<(u32, u32)>) -> Self {
        edges.sort_unstable();
        let mut firsts = vec![0; size + 1];
        let mut all: Vec<(u32, u32)> = Vec::with_capacity(edges.len());
        let mut last = None;
        for edge in edges {
            if last == Some(edge) {
                all.last_mut().expect("the edge before").1 += 1;
            } else {
                all.push((edge.1, 1));
                firsts[edge.0 as usize + 1] = all.len();
                last = Some(edge);
            }
        }
        for vertex in 1..=size {
            firsts[vertex] = firsts[vertex].max(firsts[vertex - 1]);
        }
        Self { firsts, all }
    }

    pub fn of_vertex(&self, vertex: u32) -> &[(u32, u32)] {
        &self.all[self.firsts[vertex as usize]..self.firsts[vertex as usize + 1]]
    }
}

/// Vertices are the nodes, by their numbers, and behind them the stops of long edges.
#[derive(Debug, Default)]
pub struct Layers {
    pub layer_of: Vec<u32>,
    pub keys: Vec<u64>,
    pub widths: Vec<u32>,
    pub ups: Neighbours,
    pub downs: Neighbours,
    /// The stops of each edge.
    pub stops: Vec<Range<usize>>,
    /// The vertices of each layer, in their order, and the place of each vertex in that order.
    pub orders: Vec<Vec<u32>>,
    pub ranks: Vec<u32>,
}

impl Layers {
    pub fn of(nodes: &[Node], edges: &[(u32, u32)], style: &Style) -> Self {
        let mut layers = Self {
            layer_of: nodes.iter().map(|node| node.layer).collect(),
            keys: nodes.iter().map(|node| node.key).collect(),
            widths: nodes.iter().map(|node| node.width).collect(),
            ..Self::default()
        };
        let mut steps = Vec::with_capacity(edges.len());
        let mut left = style.stops;
        for &(from, to) in edges {
            let (above, below) = (nodes[from as usize].layer, nodes[to as usize].layer);
            let between = below.saturating_sub(above + 1) as usize;
            let first = layers.layer_of.len();
            if between > left || below <= above {
                layers.stops.push(first..first);
                continue;
            }
            left -= between;
            let key = nodes[from as usize].key.min(nodes[to as usize].key);
            layers.layer_of.extend(above + 1..below);
            layers.keys.resize(first + between, key);
            layers.widths.resize(first + between, 0);
            layers.stops.push(first..first + between);
            let way = std::iter::once(from).chain((first..first + between).map(|stop| stop as u32));
            steps.extend(way.zip((first..first + between).map(|stop| stop as u32).chain(std::iter::once(to))));
        }
        let size = layers.layer_of.len();
        layers.ups = Neighbours::of(size, steps.iter().map(|&(from, to)| (to, from)).collect());
        layers.downs = Neighbours::of(size, steps);
        layers.orders = vec![vec![]; layers.layer_of.iter().max().map_or(0, |&last| last as usize + 1)];
        for vertex in 0..size {
            layers.orders[layers.layer_of[vertex] as usize].push(vertex as u32);
        }
        layers.ranks = vec![0; size];
        layers
    }

    /// Notes the ranks of a layer whose order has changed.
    pub fn rank(&mut self, layer: usize) {
        for (rank, &vertex) in self.orders[layer].iter().enumerate() {
            self.ranks[vertex as usize] = rank as u32;
        }
    }
}
