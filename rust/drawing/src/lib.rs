//! Layered drawings of large graphs, after Sugiyama: the caller says in which layer a node stands, and finds out where in it.
//!
//! Three steps: long edges get a stop in every layer between their ends (`layers`), each layer is put into an order with few
//! crossings (`ordering`), and everything moves as close to its neighbours as that order allows (`placing`). All of it is a
//! function of the input, without chance and without clocks. Nodes come with keys that say which of two would stand first if
//! nothing else mattered; with keys that outlive a change of the graph, most of a drawing does so too.

mod crossings;
mod layers;
mod ordering;
mod placing;

use layers::Layers;

/// A node as the caller knows it. `width`: how much room it takes within its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub layer: u32,
    pub key: u64,
    pub width: u32,
}

/// How to draw. `gap`: free room between two neighbours. `sweeps`: how often the layers are put in order at most. `stops`:
/// how many stops long edges may have in all; edges for which none are left are drawn straight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub gap: u32,
    pub sweeps: u32,
    pub stops: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { gap: 8, sweeps: 24, stops: 200_000 }
    }
}

/// Where everything goes. `places`: of each node, the middle of it within its layer, none below 0. `bends`: of each edge, its
/// places in the layers that it passes, from its upper end to its lower one; empty for those that pass none, that lead back or
/// that stay in a layer. `crossings`: of edges between neighbouring layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    pub places: Vec<i32>,
    pub bends: Vec<Vec<i32>>,
    pub crossings: u64,
}

/// Draws a graph. Edges that lead back or stay in a layer have no say in where nodes go. Panics if an edge names a node that
/// does not exist.
pub fn layout(nodes: &[Node], edges: &[(u32, u32)], style: &Style) -> Drawing {
    layout_while(nodes, edges, style, &mut || true).unwrap_or_default()
}

/// Draws a graph as `layout` does, as long as the caller goes along with it: `goes_on` is asked for every layer that is put in
/// order or in place. None if it says no; half a drawing is none.
pub fn layout_while(nodes: &[Node], edges: &[(u32, u32)], style: &Style, goes_on: &mut dyn FnMut() -> bool) -> Option<Drawing> {
    let mut layers = Layers::of(nodes, edges, style);
    let crossings = ordering::order(&mut layers, style.sweeps, goes_on)?;
    let places = placing::place(&layers, style.gap, goes_on)?;
    let bends = layers.stops.iter().map(|stops| stops.clone().map(|stop| places[stop]).collect()).collect();
    Some(Drawing { places: places[..nodes.len()].to_vec(), bends, crossings })
}
