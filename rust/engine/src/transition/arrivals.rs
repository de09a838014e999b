//! States that have been worked out elsewhere: in the world of another thread, or for a file.

use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::state::graph::{Arena, Edges, NONE, Node, SELF, pending_node};
use crate::transition::world::World;

impl World {
    /// Puts rows into the graph that describe states, closed under triggers, of a world for the same task. `edges`: numbers of
    /// rows, those of `nodes` first, or `SELF`. The nodes of the rows are added to `nodes`; at the end of a budget as far as they are.
    pub(crate) fn admit(&mut self, words: &[u64], edges: &[u32], nodes: &mut Vec<Node>) -> Outcome<()> {
        let (width, minds) = (self.graph.width, self.graph.minds);
        let (first, count) = (nodes.len(), words.len() / width);
        let fits = words.len() == count * width && edges.len() == count * minds;
        if !fits || edges.iter().any(|&edge| edge != SELF && edge as usize >= first + count) {
            return Err(Fault::Invalid("the rows of a parcel do not fit together".to_owned()));
        }
        self.begin();
        let open: Edges = SmallVec::from_elem(NONE, minds);
        for words in words.chunks_exact(width) {
            self.pending.row(words, &open, NONE);
        }
        for number in 0..count {
            let edges: Edges = edges[number * minds..(number + 1) * minds]
                .iter()
                .map(|&edge| match edge {
                    SELF => SELF,
                    earlier if (earlier as usize) < first => nodes[earlier as usize],
                    other => pending_node(other as usize - first),
                })
                .collect();
            self.pending.fill(pending_node(number), &words[number * width..(number + 1) * width], &edges);
        }
        for number in 0..count {
            nodes.push(self.pending.settle(&mut self.graph, pending_node(number), &mut Arena::Lasting)?);
        }
        if self.program.sets {
            for &node in &nodes[first..] {
                self.look_for_idle(node)?;
            }
        }
        self.pending.clear();
        Ok(())
    }
}
