//! An atlas on its way to a file and back: the steps of states in the order of their numbers, and the rows that they need.
//! Everything else follows from them.

use super::shipping::{Parcel, Receiver, Sender};
use super::{Atlas, Steps};
use crate::fault::{Fault, Outcome};
use crate::world::World;

/// States whose steps go into one frame.
const FRAME: usize = 8192;

/// What is to be remembered for the next frame.
#[derive(Debug, Default)]
pub(super) struct Kept {
    is_on: bool,
    sender: Sender,
    receiver: Receiver,
    /// So many states are in earlier frames, of which there are so many.
    packed: usize,
    frames: usize,
    /// The last of them, until it is known to have been written.
    last: Vec<u8>,
    /// Of the states since: how many acts were refused, which, and by whom.
    counts: Vec<u32>,
    refused: Vec<(u32, u32)>,
}

impl Kept {
    pub fn bytes(&self) -> usize {
        self.sender.bytes()
            + self.receiver.bytes()
            + self.counts.capacity() * 4
            + self.refused.capacity() * 8
            + self.last.capacity()
    }

    pub fn note(&mut self, steps: &Steps) {
        if self.is_on {
            self.counts.push(steps.refused.len() as u32);
            self.refused.extend_from_slice(&steps.refused);
        }
    }
}

impl Atlas {
    /// From now on what is found can be packed. Before anything has been explored.
    pub fn keep(&mut self) -> Outcome<()> {
        if self.expanded() > 0 {
            return Err(Fault::Invalid("an atlas is kept from its first state on".to_owned()));
        }
        self.kept.is_on = true;
        Ok(())
    }

    /// The frame that follows the first `written` ones: the next, or the last one again; empty if all is packed.
    pub fn pack(&mut self, world: &World, written: usize) -> Outcome<Vec<u8>> {
        if written + 1 == self.kept.frames && !self.kept.last.is_empty() {
            return Ok(self.kept.last.clone());
        }
        if written != self.kept.frames {
            return Err(Fault::Invalid(format!("there is no frame {written} to be packed")));
        }
        self.kept.last = self.next_frame(world);
        self.kept.frames += usize::from(!self.kept.last.is_empty());
        Ok(self.kept.last.clone())
    }

    fn next_frame(&mut self, world: &World) -> Vec<u8> {
        let mut kept = std::mem::take(&mut self.kept);
        let count = kept.counts.len().min(FRAME);
        let mut parcel = Parcel::default();
        let mut steps: Vec<u32> = vec![];
        let mut refused = 0;
        for offset in 0..count {
            let number = kept.packed + offset;
            let (first, end) = (self.firsts[number] as usize, self.firsts[number + 1] as usize);
            steps.extend([(end - first) as u32, kept.counts[offset]]);
            for place in first..end {
                let node = self.states[self.targets[place] as usize];
                steps.extend([self.acts[place], kept.sender.pack(&world.graph, node, &mut parcel)]);
            }
            let next = refused + kept.counts[offset] as usize;
            steps.extend(kept.refused[refused..next].iter().flat_map(|&(act, mind)| [act, mind]));
            refused = next;
        }
        kept.packed += count;
        kept.counts.drain(..count);
        kept.refused.drain(..refused);
        self.kept = kept;
        if count == 0 {
            return vec![];
        }
        let mut frame = Vec::with_capacity(16 + parcel.words.len() * 8 + (parcel.edges.len() + steps.len()) * 4);
        for length in [parcel.words.len(), parcel.edges.len(), count] {
            frame.extend_from_slice(&(length as u32).to_le_bytes());
        }
        parcel.words.iter().for_each(|word| frame.extend_from_slice(&word.to_le_bytes()));
        parcel.edges.iter().for_each(|edge| frame.extend_from_slice(&edge.to_le_bytes()));
        steps.iter().for_each(|number| frame.extend_from_slice(&number.to_le_bytes()));
        frame
    }

    /// Takes in the next frame of a file for the same task. `Invalid` if it is not one.
    pub fn unpack(&mut self, world: &mut World, frame: &[u8]) -> Outcome<()> {
        let mut reader = Reader { rest: frame };
        let (words, edges, count) = (reader.number()?, reader.number()?, reader.number()?);
        let words = reader.take(words as usize, 8)?;
        let edges = reader.take(edges as usize, 4)?;
        let words = words.chunks_exact(8).map(|bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")));
        let edges = edges.chunks_exact(4).map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")));
        let parcel = Parcel { words: words.collect(), edges: edges.collect() };
        if !parcel.words.chunks(world.program.layout.width.max(1)).all(|words| world.program.layout.is_valid(words)) {
            return Err(unfit());
        }
        let known = self.kept.receiver.nodes.len();
        self.kept.receiver.unpack(world, &parcel)?;
        if !self.kept.sender.know(&self.kept.receiver.nodes[known..]) {
            return Err(unfit());
        }
        // What comes from a file does not go into one again.
        let is_on = std::mem::take(&mut self.kept.is_on);
        for _ in 0..count {
            if self.is_complete() {
                return Err(unfit());
            }
            let (taken, refused) = (reader.number()?, reader.number()?);
            let mut steps = Steps::default();
            for _ in 0..taken {
                let (act, row) = (reader.below(world.program.actions * (world.program.minds + 1))?, reader.number()?);
                let node = self.kept.receiver.nodes.get(row as usize).ok_or_else(unfit)?;
                steps.taken.push((act, *node));
            }
            for _ in 0..refused {
                steps.refused.push((reader.below(world.program.actions)?, reader.below(world.program.minds + 1)?));
            }
            self.add(world, &steps)?;
            self.kept.packed += 1;
        }
        self.kept.is_on = is_on;
        self.kept.frames += 1;
        if reader.rest.is_empty() { Ok(()) } else { Err(unfit()) }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize, size: usize) -> Outcome<&'a [u8]> {
        let length = count.checked_mul(size).filter(|&length| length <= self.rest.len()).ok_or_else(unfit)?;
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Outcome<u32> {
        let bytes = self.take(1, 4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes")))
    }

    fn below(&mut self, count: usize) -> Outcome<u32> {
        Some(self.number()?).filter(|&number| (number as usize) < count).ok_or_else(unfit)
    }
}

fn unfit() -> Fault {
    Fault::Invalid("a frame of an atlas does not fit".to_owned())
}
