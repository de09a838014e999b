//! Nodes on their way from one graph to another, or to a file: rows whose edges are numbers in the order of sending.

use crate::fault::Outcome;
use crate::state::graph::{Graph, NONE, Node, SELF};
use crate::transition::world::World;

/// Rows that follow those that were sent before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parcel {
    pub words: Vec<u64>,
    /// Numbers of rows, of this parcel or an earlier one, or `SELF`.
    pub edges: Vec<u32>,
}

#[derive(Debug, Default)]
pub(super) struct Sender {
    /// By node: the number under which it was sent.
    numbers: Vec<u32>,
    sent: u32,
}

impl Sender {
    pub fn bytes(&self) -> usize {
        self.numbers.capacity() * 4
    }

    /// How many rows have been sent, or were there already.
    pub fn sent(&self) -> usize {
        self.sent as usize
    }

    /// Packs a state and all that anybody in it believes, as far as it has not been sent. Returns its number.
    pub fn pack(&mut self, graph: &Graph, node: Node, parcel: &mut Parcel) -> u32 {
        let (number, is_new) = self.number(node);
        if !is_new {
            return number;
        }
        let mut waiting = vec![node];
        let mut next = 0;
        while next < waiting.len() {
            let node = waiting[next];
            next += 1;
            parcel.words.extend_from_slice(graph.words(node));
            for &edge in graph.edges(node) {
                if edge == SELF {
                    parcel.edges.push(SELF);
                    continue;
                }
                let (number, is_new) = self.number(edge);
                if is_new {
                    waiting.push(edge);
                }
                parcel.edges.push(number);
            }
        }
        number
    }

    /// Takes note of nodes that the other side has already, in the order in which it numbers them. False: it has one twice.
    pub fn know(&mut self, nodes: &[Node]) -> bool {
        nodes.iter().all(|&node| self.number(node).1)
    }

    fn number(&mut self, node: Node) -> (u32, bool) {
        let place = node as usize;
        if place >= self.numbers.len() {
            self.numbers.resize((place + 1).max(self.numbers.len() * 3 / 2), NONE);
        }
        let is_new = self.numbers[place] == NONE;
        if is_new {
            self.numbers[place] = self.sent;
            self.sent += 1;
        }
        (self.numbers[place], is_new)
    }
}

#[derive(Debug, Default)]
pub(super) struct Receiver {
    /// The nodes here, by the numbers under which they were sent.
    pub nodes: Vec<Node>,
}

impl Receiver {
    pub fn bytes(&self) -> usize {
        self.nodes.capacity() * 4
    }

    /// Puts the rows of a parcel into the graph of a world for the same task. They are states, closed under triggers.
    pub fn unpack(&mut self, world: &mut World, parcel: &Parcel) -> Outcome<()> {
        world.admit(&parcel.words, &parcel.edges, &mut self.nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Task;

    fn world() -> World {
        // Two truths, two characters; the second is wrong about the first truth and the first about what the second believes.
        let json = r#"{"name": "", "symbols": [], "characters": ["a", "b"],
            "fluents": [["p", "truth", [0, 1], null, null, null], ["q", "truth", [0, 1], null, null, null]],
            "facts": [[[], 0, 1, [], false], [[1], 0, 0, [], false], [[0, 1], 0, 1, [], false]],
            "actions": [], "publics": [], "triggers": [], "utilities": [["constant", 0], ["constant", 0]],
            "utility": ["constant", 0], "limits": [[4, 2], [4, 2]], "endings": [], "sets": false}"#;
        World::new(&Task::parse(json).unwrap(), 1000).unwrap()
    }

    #[test]
    fn what_arrives_is_what_was_sent() {
        let (mut here, mut there) = (world(), world());
        let (mut sender, mut receiver) = (Sender::default(), Receiver::default());
        let initial = here.initial().unwrap();
        for node in here.graph().below(initial) {
            let mut parcel = Parcel::default();
            let number = sender.pack(here.graph(), node, &mut parcel);
            receiver.unpack(&mut there, &parcel).unwrap();
            let arrived = receiver.nodes[number as usize];
            assert_eq!(here.graph().words(node), there.graph().words(arrived));
        }
        assert_eq!(there.initial().unwrap(), receiver.nodes[0]);
        assert_eq!(here.graph().states(), there.graph().states());
    }

    #[test]
    fn rows_that_do_not_fit_are_refused() {
        let mut world = world();
        let parcel = Parcel { words: vec![0], edges: vec![SELF, 7] };
        assert!(Receiver::default().unpack(&mut world, &parcel).is_err());
        let parcel = Parcel { words: vec![0, 0], edges: vec![SELF, SELF] };
        assert!(Receiver::default().unpack(&mut world, &parcel).is_err());
    }
}
