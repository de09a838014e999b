//! What is remembered of an atlas for the next frame of its file.

use rustc_hash::FxHashMap;

use super::shipping::{Receiver, Sender};
use super::steps::Steps;

/// What is to be remembered for the next frame.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub is_on: bool,
    pub sender: Sender,
    pub receiver: Receiver,
    /// So many states are in earlier frames, of which there are so many.
    pub packed: usize,
    pub frames: usize,
    /// The last of them, until it is known to have been written.
    pub last: Vec<u8>,
    /// Of the states since: how many acts were refused, which, and by whom.
    pub counts: Vec<u32>,
    pub refused: Vec<(u32, u32)>,
    pub names: Names,
}

/// Sets of values have numbers of their own in a file, in the order in which rows first have them: elsewhere these depend on who
/// came first. By family.
#[derive(Debug, Default)]
pub(super) struct Names {
    in_file: Vec<FxHashMap<u32, u32>>,
    here: Vec<Vec<u32>>,
}

impl Names {
    fn bytes(&self) -> usize {
        let in_file: usize = self.in_file.iter().map(|names| names.capacity() * 9).sum();
        in_file + self.here.iter().map(|names| names.capacity() * 4).sum::<usize>()
    }

    /// The number in the file of a set, and whether it is new there.
    pub fn name(&mut self, family: usize, number: u32) -> (u32, bool) {
        self.reserve(family);
        let next = self.here[family].len() as u32;
        let name = *self.in_file[family].entry(number).or_insert(next);
        if name == next {
            self.here[family].push(number);
        }
        (name, name == next)
    }

    pub fn named(&self, family: usize, name: u32) -> Option<u32> {
        self.here.get(family)?.get(name as usize).copied()
    }

    fn reserve(&mut self, family: usize) {
        while self.here.len() <= family {
            self.here.push(vec![]);
            self.in_file.push(FxHashMap::default());
        }
    }
}

impl Kept {
    /// Whether the atlas is kept in a file, or comes from one.
    pub fn is_in_use(&self) -> bool {
        self.is_on || !self.receiver.nodes.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.sender.bytes()
            + self.receiver.bytes()
            + self.counts.capacity() * 4
            + self.refused.capacity() * 8
            + self.last.capacity()
            + self.names.bytes()
    }

    pub fn note(&mut self, steps: &Steps) {
        if self.is_on {
            self.counts.push(steps.refused.len() as u32);
            self.refused.extend_from_slice(&steps.refused);
        }
    }
}
