//! A node read by what its words mean.

use crate::program::layout::Layout;
use crate::state::graph::{Graph, Node, SELF};

/// A node to be read: in an arena, or about to be put into one.
pub struct View<'a> {
    pub graph: &'a Graph,
    pub layout: &'a Layout,
    pub words: &'a [u64],
    pub edges: &'a [Node],
}

impl<'a> View<'a> {
    pub fn of(graph: &'a Graph, layout: &'a Layout, node: Node) -> View<'a> {
        View { graph, layout, words: graph.words(node), edges: graph.edges(node) }
    }

    /// The words of the belief state at the end of a path.
    #[inline]
    pub fn along(&self, path: &[usize]) -> &'a [u64] {
        let (mut words, mut edges) = (self.words, self.edges);
        for &mind in path {
            let edge = edges[mind];
            if edge != SELF {
                (words, edges) = (self.graph.words(edge), self.graph.edges(edge));
            }
        }
        words
    }

    /// The belief state at the end of a path.
    pub fn inside(&self, path: &[usize]) -> View<'a> {
        let mut view = View { ..*self };
        for &mind in path {
            let edge = view.edges[mind];
            if edge != SELF {
                (view.words, view.edges) = (view.graph.words(edge), view.graph.edges(edge));
            }
        }
        view
    }
}
