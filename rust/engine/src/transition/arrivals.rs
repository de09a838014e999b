//! States that have been worked out elsewhere: in the world of another thread, or for a file.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::state::graph::{Arena, Edges, NONE, Node, SELF, pending_node};
use crate::transition::world::World;

impl World {
    /// Puts a state of another world of the same task into this one, with all that anybody in it believes. The worlds share
    /// the numbers of their sets.
    pub fn receive(&mut self, (words, edges): &(Vec<u64>, Vec<u32>)) -> Outcome<Node> {
        let mut nodes = vec![];
        self.admit(words, edges, &mut nodes)?;
        nodes.first().copied().ok_or_else(|| Fault::Invalid("there is no state in a parcel".to_owned()))
    }

    /// A state and all that anybody in it believes as rows, the state first, for `receive`.
    pub fn sent(&self, node: Node) -> (Vec<u64>, Vec<u32>) {
        let (mut words, mut edges) = (vec![], vec![]);
        let mut numbers: FxHashMap<Node, u32> = FxHashMap::default();
        let mut waiting = vec![node];
        numbers.insert(node, 0);
        let mut next = 0;
        while next < waiting.len() {
            let node = waiting[next];
            next += 1;
            words.extend_from_slice(self.graph.words(node));
            for &edge in self.graph.edges(node) {
                let number = if edge == SELF {
                    SELF
                } else {
                    *numbers.entry(edge).or_insert_with(|| {
                        waiting.push(edge);
                        waiting.len() as u32 - 1
                    })
                };
                edges.push(number);
            }
        }
        (words, edges)
    }

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
