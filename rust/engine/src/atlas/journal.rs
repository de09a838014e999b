//! The steps of states, in the order in which these were found, a few bytes for each step.
//!
//! A state that is found has the next number. So a step that finds one need not say where it leads, and the journal knows by which
//! step each state was found; other steps say how far back their state lies.

use crate::state::chunks::Chunks;

/// From the beginning of so many states on the journal can be read.
const EVERY: usize = 16;

/// Where a reader may begin: the place of a byte, and how many states are found before.
#[derive(Clone, Copy, Debug)]
struct Mark {
    place: u64,
    found: u32,
}

#[derive(Debug)]
pub(super) struct Journal {
    bytes: Chunks<u8>,
    marks: Chunks<Mark>,
    /// The states whose steps are in it, and the steps.
    states: usize,
    steps: usize,
    /// The states that are found: the initial one and all that steps lead to.
    found: u32,
}

impl Default for Journal {
    fn default() -> Journal {
        Journal { bytes: Chunks::default(), marks: Chunks::default(), states: 0, steps: 0, found: 1 }
    }
}

/// A step: a move, and the state that it leads to.
pub(super) type Step = (u32, u32);

impl Journal {
    /// How many states have their steps in it.
    pub fn states(&self) -> usize {
        self.states
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.steps
    }

    pub fn bytes(&self) -> usize {
        self.bytes.bytes() + self.marks.bytes()
    }

    /// Adds the steps of the next state. The states that they are the first to lead to have the next numbers, in their order.
    pub fn add(&mut self, steps: &[Step]) {
        if self.states.is_multiple_of(EVERY) {
            self.marks.push(Mark { place: self.bytes.len() as u64, found: self.found });
        }
        self.write(steps.len() as u64);
        let mut last = 0;
        for &(act, target) in steps {
            let is_new = target == self.found;
            let change = i64::from(act) - last;
            self.write((((change << 1) ^ (change >> 63)) as u64) << 1 | u64::from(is_new));
            if is_new {
                self.found += 1;
            } else {
                self.write(u64::from(self.found - target));
            }
            last = i64::from(act);
        }
        self.states += 1;
        self.steps += steps.len();
    }

    /// Seven bits to a byte, the lowest first; the last byte has no eighth.
    fn write(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Reads on from a state whose steps are known.
    pub fn read_from(&self, number: usize) -> Reader<'_> {
        let mut reader = self.at_mark(number / EVERY);
        while reader.number < number {
            reader.next_steps(&mut vec![]);
        }
        reader
    }

    fn at_mark(&self, number: usize) -> Reader<'_> {
        let end = Mark { place: self.bytes.len() as u64, found: self.found };
        let mark = if number < self.marks.len() { self.marks.at(number) } else { end };
        Reader { journal: self, place: mark.place as usize, found: mark.found, number: number * EVERY }
    }

    /// The steps of a state; none if they are not known.
    pub fn of(&self, number: usize) -> Vec<Step> {
        let mut steps = vec![];
        if number < self.states {
            self.read_from(number).next_steps(&mut steps);
        }
        steps
    }

    /// The state and the move by which another one was found, not the initial one.
    pub fn source(&self, number: u32) -> Step {
        let (mut below, mut above) = (0, self.marks.len());
        while above - below > 1 {
            let middle = below.midpoint(above);
            if self.marks.at(middle).found <= number {
                below = middle;
            } else {
                above = middle;
            }
        }
        let mut reader = self.at_mark(below);
        let mut steps = vec![];
        loop {
            let source = reader.number as u32;
            reader.next_steps(&mut steps);
            if reader.found > number {
                let step = steps.iter().find(|step| step.1 == number);
                return (source, step.expect("a state is found by a step").0);
            }
        }
    }

    /// The states from which one that is marked can be reached are marked, too. The journal is read through from the end and from
    /// the beginning by turns, until nothing is new: a way is found in as many turns as it changes between going on to states that
    /// were found later and going back.
    pub fn mark_leading(&self, marks: &mut [u8]) {
        let mut steps = vec![];
        let mut block = vec![];
        loop {
            let mut is_new = false;
            for mark in (0..self.marks.len()).rev() {
                let mut reader = self.at_mark(mark);
                block.clear();
                while reader.number < self.states && reader.number < (mark + 1) * EVERY {
                    let number = reader.number;
                    reader.next_steps(&mut steps);
                    block.extend(steps.iter().map(|&(_, target)| (number, target)));
                }
                for &(number, target) in block.iter().rev() {
                    if marks[number] == 0 && marks[target as usize] == 1 {
                        marks[number] = 1;
                        is_new = true;
                    }
                }
            }
            if !is_new {
                return;
            }
            is_new = false;
            let mut reader = self.at_mark(0);
            while reader.number < self.states {
                let number = reader.number;
                reader.next_steps(&mut steps);
                if marks[number] == 0 && steps.iter().any(|&(_, target)| marks[target as usize] == 1) {
                    marks[number] = 1;
                    is_new = true;
                }
            }
            if !is_new {
                return;
            }
        }
    }
}

pub(super) struct Reader<'a> {
    journal: &'a Journal,
    place: usize,
    found: u32,
    /// The state whose steps come next.
    pub number: usize,
}

impl Reader<'_> {
    /// Puts the steps of the next state in the place of what is in `steps`.
    pub fn next_steps(&mut self, steps: &mut Vec<Step>) {
        steps.clear();
        let mut act = 0;
        for _ in 0..self.read() {
            let number = self.read();
            let change = number >> 1;
            act += (change >> 1) as i64 ^ -((change & 1) as i64);
            let target = if number & 1 == 1 {
                self.found += 1;
                self.found - 1
            } else {
                self.found - self.read() as u32
            };
            steps.push((act as u32, target));
        }
        self.number += 1;
    }

    #[inline]
    fn read(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.journal.bytes.at(self.place);
            self.place += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return number;
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(given in prop::collection::vec(prop::collection::vec((any::<u32>(), any::<u32>()), 0..6), 0..80)) {
            let (mut journal, mut found) = (Journal::default(), 1);
            let mut sources = vec![];
            let mut expected: Vec<Vec<Step>> = vec![];
            for (number, steps) in given.into_iter().enumerate() {
                let steps: Vec<Step> = steps.into_iter().map(|(act, target)| {
                    let target = target % (found + 1);
                    if target == found {
                        found += 1;
                        sources.push((number as u32, act));
                    }
                    (act, target)
                }).collect();
                journal.add(&steps);
                expected.push(steps);
            }
            prop_assert_eq!(journal.states(), expected.len());
            prop_assert_eq!(journal.steps(), expected.iter().map(Vec::len).sum::<usize>());
            for (number, steps) in expected.iter().enumerate() {
                prop_assert_eq!(&journal.of(number), steps);
            }
            prop_assert_eq!(journal.of(expected.len()), vec![]);
            for (number, &source) in (1..).zip(&sources) {
                prop_assert_eq!(journal.source(number), source);
            }
        }
    }
}
