//! Sets of values that a mind takes to be possible (semantics 8.2), each with a number: the values of a fluent are followed by
//! the sets that have been met. Fluents with the same values share their sets, and so do the worlds of several threads.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::fault::{Fault, Outcome};

/// So many bits are the most that the number of a value or a set may take.
const MOST_BITS: u32 = 20;
/// Sets are kept in so many chunks, each twice as large as the one before.
const CHUNKS: usize = MOST_BITS as usize;

/// More than one value, ascending. `known`: marked as known there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Several {
    pub values: Box<[i64]>,
    pub known: bool,
}

/// The sets of fluents that can have the same values. Sets are only ever added, and read without a lock.
#[derive(Debug)]
pub struct Family {
    chunks: [OnceLock<Box<[OnceLock<Several>]>>; CHUNKS],
    numbers: Mutex<FxHashMap<Several, u32>>,
    most: usize,
}

impl Family {
    pub fn new(bits: u32, singles: usize) -> Family {
        let most = ((1_usize << bits) - singles).min((1 << MOST_BITS) - 2);
        Family { chunks: [const { OnceLock::new() }; CHUNKS], numbers: Mutex::default(), most }
    }

    /// How many bits numbers take of values that are numbered up to `last`, and of as many sets as there can be.
    pub fn bits(last: u64, values: usize) -> u32 {
        let sets = 1_u64 << (values + 1).min(MOST_BITS as usize);
        (u64::BITS - (last + sets).leading_zeros()).min(MOST_BITS.max(u64::BITS - last.leading_zeros() + 1))
    }

    pub fn get(&self, number: u32) -> Option<&Several> {
        let (chunk, offset) = place(number);
        self.chunks.get(chunk)?.get()?.get(offset)?.get()
    }

    /// The number of a set, which gets one if it has none yet.
    pub fn number(&self, set: Several) -> Outcome<u32> {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = numbers.get(&set) {
            return Ok(known);
        }
        let number = numbers.len();
        if number >= self.most {
            return Err(Fault::BudgetEnded);
        }
        let (chunk, offset) = place(number as u32);
        let chunk = self.chunks[chunk].get_or_init(|| (0..1_usize << chunk).map(|_| OnceLock::new()).collect());
        let _ = chunk[offset].set(set.clone());
        numbers.insert(set, number as u32);
        Ok(number as u32)
    }
}

fn place(number: u32) -> (usize, usize) {
    let one_more = number as usize + 1;
    let chunk = one_more.ilog2() as usize;
    (chunk, one_more - (1 << chunk))
}

pub type Shared = Arc<Family>;

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[i64], known: bool) -> Several {
        Several { values: values.into(), known }
    }

    #[test]
    fn sets_are_numbered_once_and_found_again() {
        let family = Family::new(9, 40);
        let made: Vec<Several> = (0..300).map(|number| set(&[number / 2, number + 1000], number % 2 == 0)).collect();
        for (number, several) in made.iter().enumerate() {
            assert_eq!(family.number(several.clone()), Ok(number as u32));
        }
        for (number, several) in made.iter().enumerate() {
            assert_eq!(family.number(several.clone()), Ok(number as u32));
            assert_eq!(family.get(number as u32), Some(several));
        }
        assert_eq!(family.get(300), None);
    }

    #[test]
    fn more_sets_than_there_is_room_for_end_the_budget() {
        let family = Family::new(3, 6);
        assert!(family.number(set(&[1, 2], false)).is_ok());
        assert!(family.number(set(&[1, 2], true)).is_ok());
        assert_eq!(family.number(set(&[1, 3], false)), Err(Fault::BudgetEnded));
        assert!(family.number(set(&[1, 2], false)).is_ok());
    }

    #[test]
    fn all_sets_of_few_values_have_room() {
        for values in 2..12_usize {
            let last = values as u64;
            let sets = (1_u64 << (values + 1)) - 2 * values as u64 - 2;
            assert!(1_u64 << Family::bits(last, values) > last + sets, "{values}");
        }
        assert!(Family::bits(5_000_000, 5_000_000) > 22);
    }
}
