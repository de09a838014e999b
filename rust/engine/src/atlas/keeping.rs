//! An atlas on its way to a file and back: the steps of states in the order of their numbers, and the rows that they need.
//! Everything else follows from them.

use super::graph::{Atlas, States};
use super::shipping::Parcel;
use super::steps::Steps;
use crate::fault::{Fault, Outcome};
use crate::program::sets::Several;
use crate::transition::world::World;

/// States whose steps go into one frame.
const FRAME: usize = 8192;

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
        self.kept.last = self.next_frame(world)?;
        self.kept.frames += usize::from(!self.kept.last.is_empty());
        Ok(self.kept.last.clone())
    }

    fn next_frame(&mut self, world: &World) -> Outcome<Vec<u8>> {
        let mut kept = std::mem::take(&mut self.kept);
        let count = kept.counts.len().min(FRAME);
        let mut parcel = Parcel::default();
        let mut steps: Vec<u32> = vec![];
        let mut refused = 0;
        let mut reader = self.journal.read_from(kept.packed);
        let mut taken = vec![];
        for offset in 0..count {
            reader.next_steps(&mut taken);
            steps.extend([taken.len() as u32, kept.counts[offset]]);
            for &(act, target) in &taken {
                let States::Nodes { nodes, .. } = &self.states else { unreachable!("what is kept in a file is not packed") };
                let node = nodes.at(target as usize);
                steps.extend([act, kept.sender.pack(world.graph(), node, &mut parcel)]);
            }
            let next = refused + kept.counts[offset] as usize;
            steps.extend(kept.refused[refused..next].iter().flat_map(|&(act, mind)| [act, mind]));
            refused = next;
        }
        let layout = &world.program().layout;
        // Of each new set a fluent that has it, whether it is known there, how many values, and these.
        let mut sets: Vec<i64> = vec![];
        for words in parcel.words.chunks_mut(layout.width.max(1)) {
            let named = layout.renumber(words, |field, family, number| {
                let (name, is_new) = kept.names.name(family, number);
                if is_new && let Some(set) = field.set_of(number) {
                    let fluent = layout.fields.iter().position(|other| std::ptr::eq(other, field)).unwrap_or(0);
                    sets.extend([fluent as i64, i64::from(set.known), set.values.len() as i64]);
                    sets.extend_from_slice(&set.values);
                }
                Ok(name)
            });
            debug_assert!(named.is_ok());
        }
        kept.packed += count;
        kept.counts.drain(..count);
        kept.refused.drain(..refused);
        self.kept = kept;
        if count == 0 {
            return Ok(vec![]);
        }
        let size = 16 + (sets.len() + parcel.words.len()) * 8 + (parcel.edges.len() + steps.len()) * 4;
        let mut frame = Vec::with_capacity(size);
        for length in [sets.len(), parcel.words.len(), parcel.edges.len(), count] {
            frame.extend_from_slice(&(length as u32).to_le_bytes());
        }
        sets.iter().for_each(|number| frame.extend_from_slice(&number.to_le_bytes()));
        parcel.words.iter().for_each(|word| frame.extend_from_slice(&word.to_le_bytes()));
        parcel.edges.iter().for_each(|edge| frame.extend_from_slice(&edge.to_le_bytes()));
        steps.iter().for_each(|number| frame.extend_from_slice(&number.to_le_bytes()));
        Ok(frame)
    }

    /// Takes note of the sets of a frame.
    fn learn_sets(&mut self, world: &World, sets: &[u8]) -> Outcome<()> {
        let numbers = sets.chunks_exact(8).map(|bytes| i64::from_le_bytes(bytes.try_into().expect("eight bytes")));
        let numbers: Vec<i64> = numbers.collect();
        let mut rest = &numbers[..];
        while let [fluent, known, count, others @ ..] = rest {
            let count = usize::try_from(*count).ok().filter(|&count| count <= others.len()).ok_or_else(unfit)?;
            let (values, next) = others.split_at(count);
            rest = next;
            let fluent = usize::try_from(*fluent).map_err(|_| unfit())?;
            let field = world.program().layout.fields.get(fluent).ok_or_else(unfit)?;
            let number = field.number_of(Several { values: values.into(), known: *known != 0 })?;
            if !self.kept.names.name(field.family(), number).1 {
                return Err(unfit());
            }
        }
        if rest.is_empty() { Ok(()) } else { Err(unfit()) }
    }

    /// Takes in the next frame of a file for the same task. `Invalid` if it is not one.
    pub fn unpack(&mut self, world: &mut World, frame: &[u8]) -> Outcome<()> {
        let mut reader = Reader { rest: frame };
        let (sets, words, edges, count) = (reader.number()?, reader.number()?, reader.number()?, reader.number()?);
        self.learn_sets(world, reader.take(sets as usize, 8)?)?;
        let words = reader.take(words as usize, 8)?;
        let edges = reader.take(edges as usize, 4)?;
        let words = words.chunks_exact(8).map(|bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes")));
        let edges = edges.chunks_exact(4).map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")));
        let mut parcel = Parcel { words: words.collect(), edges: edges.collect() };
        let (layout, names) = (&world.program().layout, &self.kept.names);
        for words in parcel.words.chunks_mut(layout.width.max(1)) {
            if words.len() == layout.width {
                layout.renumber(words, |_, family, name| names.named(family, name).ok_or_else(unfit))?;
            }
        }
        if !parcel.words.chunks(world.program().layout.width.max(1)).all(|words| world.program().layout.is_valid(words)) {
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
                let (act, row) = (reader.below(world.actions() * (world.characters() + 1))?, reader.number()?);
                let node = self.kept.receiver.nodes.get(row as usize).ok_or_else(unfit)?;
                steps.taken.push((act, *node));
            }
            for _ in 0..refused {
                steps.refused.push((reader.below(world.actions())?, reader.below(world.characters() + 2)?));
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
