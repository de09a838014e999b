//! Pairs of numbers, each with a number of its own in the order in which it came: what states are packed with (`closed`).

use super::chunks::Chunks;

/// At most so many of a hundred places are taken.
const FULL: usize = 80;
const FEWEST: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pairs: Chunks<u64>,
    /// A byte of the hash of what is at a place: most others are told from it without a look at the pair.
    tags: Vec<u8>,
    /// The number of what is at a place, plus one; 0 = free.
    places: Vec<u32>,
}

pub(crate) fn pair(left: u32, right: u32) -> u64 {
    (u64::from(left) << 32) | u64::from(right)
}

pub(crate) fn halves(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// Neighbouring pairs are far apart (the mixing function of SplitMix64).
fn hash(pair: u64) -> u64 {
    let mixed = (pair ^ (pair >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Pairs {
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn at(&self, number: u32) -> u64 {
        self.pairs.at(number as usize)
    }

    fn first(&self, hash: u64) -> usize {
        (((hash >> 32) * self.places.len() as u64) >> 32) as usize
    }

    pub fn find(&self, pair: u64) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        let hash = hash(pair);
        let mut place = self.first(hash);
        loop {
            match self.places[place] {
                0 => return None,
                number if self.tags[place] == hash as u8 && self.at(number - 1) == pair => return Some(number - 1),
                _ => {}
            }
            place = if place + 1 == self.places.len() { 0 } else { place + 1 };
        }
    }

    /// The number of a pair, and whether it has just come.
    pub fn intern(&mut self, pair: u64) -> (u32, bool) {
        if let Some(number) = self.find(pair) {
            return (number, false);
        }
        if (self.len() + 1) * 100 > self.places.len() * FULL {
            self.grow();
        }
        let number = self.len() as u32;
        self.pairs.push(pair);
        self.put(pair, number);
        (number, true)
    }

    fn grow(&mut self) {
        let size = (self.places.len() + self.places.len() / 2).max(FEWEST);
        // The pairs themselves say where they belong: the old table goes before the new one comes.
        (self.tags, self.places) = (vec![], vec![]);
        (self.tags, self.places) = (vec![0; size], vec![0; size]);
        for number in 0..self.len() as u32 {
            self.put(self.at(number), number);
        }
    }

    fn put(&mut self, pair: u64, number: u32) {
        let hash = hash(pair);
        let mut place = self.first(hash);
        while self.places[place] != 0 {
            place = if place + 1 == self.places.len() { 0 } else { place + 1 };
        }
        (self.tags[place], self.places[place]) = (hash as u8, number + 1);
    }

    pub fn bytes(&self) -> usize {
        self.pairs.bytes() + self.tags.capacity() + self.places.capacity() * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_numbers_in_the_order_in_which_they_come() {
        let mut pairs = Pairs::default();
        for number in 0..100_000 {
            assert_eq!(pairs.find(pair(number % 300, number / 300)), None);
            assert_eq!(pairs.intern(pair(number % 300, number / 300)), (number, true));
        }
        for number in 0..100_000 {
            assert_eq!(pairs.intern(pair(number % 300, number / 300)), (number, false));
            assert_eq!(halves(pairs.at(number)), (number % 300, number / 300));
        }
        // A pair has eight bytes, and its place in the table five, at least half of the places being taken.
        assert!(pairs.bytes() < 100_000 * 18 + (1 << 19));
    }
}
