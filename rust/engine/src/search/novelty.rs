//! How new a state is, as best-first width search has it (Lipovetzky and Geffner, AAAI 2017): whether it has a fact, or a
//! pair of facts, that no state of the same kind had before. Facts are values in the world and in the minds of all
//! characters: where an estimate of the way to the goal sees only values, this leads to states in which somebody has come
//! to believe something new.

use rustc_hash::FxHashMap;

use crate::program::layout::Layout;
use crate::state::graph::{Graph, Node};

/// Fluents with more values than this count as one fact.
const MOST_VALUES: usize = 64;

pub(crate) const NEW_FACT: u32 = 0;
pub(crate) const NEW_PAIR: u32 = 1;
pub(crate) const NOTHING_NEW: u32 = 2;

#[derive(Debug, Default)]
struct Seen {
    facts: Vec<u64>,
    pairs: Vec<u64>,
}

#[derive(Debug)]
pub(crate) struct Novelty {
    /// By fluent, its first fact and how many it has.
    facts: Vec<(usize, usize)>,
    /// Facts of the world, and of each mind.
    count: usize,
    minds: usize,
    /// Pairs are looked at if there are at most so many facts.
    most: usize,
    /// By the kind of a state, such as the author's utility and the estimate of the way to the goal.
    seen: FxHashMap<(i64, usize), Seen>,
}

impl Novelty {
    pub fn new(layout: &Layout, minds: usize, most: usize) -> Novelty {
        let mut count = 0;
        let facts = layout
            .fields
            .iter()
            .map(|field| {
                let values = field.values(MOST_VALUES).len().max(1);
                count += values;
                (count - values, values)
            })
            .collect();
        Novelty { facts, count, minds, most, seen: FxHashMap::default() }
    }

    pub fn bytes(&self) -> usize {
        let total = self.count * (self.minds + 1);
        let pairs = if total <= self.most { total * total / 8 } else { 0 };
        self.seen.len() * (total / 8 + pairs)
    }

    pub fn of(&mut self, layout: &Layout, graph: &Graph, node: Node, kind: (i64, usize)) -> u32 {
        let mut facts: Vec<usize> = Vec::with_capacity((self.minds + 1) * self.facts.len());
        for place in 0..=self.minds {
            let words = graph.words(if place == 0 { node } else { graph.belief(node, place - 1) });
            for (field, &(first, values)) in layout.fields.iter().zip(&self.facts) {
                facts.push(place * self.count + first + if values == 1 { 0 } else { field.code(words).min(values - 1) });
            }
        }
        let total = self.count * (self.minds + 1);
        let with_pairs = total <= self.most;
        let seen = self.seen.entry(kind).or_insert_with(|| Seen {
            facts: vec![0; total / 64 + 1],
            pairs: if with_pairs { vec![0; total * total / 64 + 1] } else { vec![] },
        });
        let mut new = NOTHING_NEW;
        for &fact in &facts {
            if mark(&mut seen.facts, fact) {
                new = NEW_FACT;
            }
        }
        if with_pairs {
            for (place, &left) in facts.iter().enumerate() {
                for &right in &facts[place + 1..] {
                    if mark(&mut seen.pairs, left * total + right) {
                        new = new.min(NEW_PAIR);
                    }
                }
            }
        }
        new
    }
}

/// Whether a bit was not set before.
fn mark(bits: &mut [u64], place: usize) -> bool {
    let bit = 1 << (place % 64);
    let is_new = bits[place / 64] & bit == 0;
    bits[place / 64] |= bit;
    is_new
}
