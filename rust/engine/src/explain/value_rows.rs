//! The values of states, each row of them once, with a number: the place of what is found out about it.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::state::graph::Node;

#[derive(Debug)]
pub(crate) struct ValueRows {
    words: Vec<u64>,
    by_row: HashTable<u32>,
    /// The row of a lasting node, plus one.
    of_node: Vec<u32>,
    width: usize,
}

impl ValueRows {
    /// `width`: how many words a row has.
    pub fn new(width: usize) -> ValueRows {
        ValueRows { words: vec![], by_row: HashTable::new(), of_node: vec![], width }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8 + self.by_row.allocation_size() + self.of_node.capacity() * 4
    }

    pub fn words(&self, number: u32) -> &[u64] {
        &self.words[number as usize * self.width..(number as usize + 1) * self.width]
    }

    /// The number of a row; a new one is one more than the last.
    pub fn number(&mut self, row: &[u64]) -> u32 {
        let hash = FxBuildHasher.hash_one(row);
        if let Some(&known) = self.by_row.find(hash, |&number| self.words(number) == row) {
            return known;
        }
        let number = self.by_row.len() as u32;
        self.words.extend_from_slice(row);
        let (words, width) = (&self.words, self.width);
        self.by_row.insert_unique(hash, number, |&number| {
            FxBuildHasher.hash_one(&words[number as usize * width..(number as usize + 1) * width])
        });
        number
    }

    /// The number of the row of a lasting node.
    pub fn of_node(&mut self, node: Node, row: &[u64]) -> u32 {
        let place = node as usize;
        if self.of_node.len() <= place {
            self.of_node.resize(place + place / 2 + 64, 0);
        }
        if self.of_node[place] == 0 {
            self.of_node[place] = self.number(row) + 1;
        }
        self.of_node[place] - 1
    }
}
