//! Where rows are, by their hash: a table that is looked into once for most questions. Each entry holds half a hash, which
//! tells both where it belongs and that most others are not meant, so that a row is hardly ever read in vain.

use super::taken::is_nearly_full;

/// At most so many of a hundred entries are taken.
const FULL: usize = 60;
const FEWEST: usize = 16;
/// A table that was larger than this is not worth clearing entry by entry.
const MOST_KEPT: usize = 1024;

#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Half a hash above a number plus one; 0 = free. As many as a power of two.
    entries: Vec<u64>,
    count: usize,
}

fn half(hash: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

impl Places {
    fn first(&self, half: u64) -> usize {
        ((half * self.entries.len() as u64) >> 32) as usize
    }

    /// The number with this hash that `is_meant`.
    pub fn find(&self, hash: u64, is_meant: impl Fn(u32) -> bool) -> Option<u32> {
        if self.entries.is_empty() {
            return None;
        }
        let half = half(hash);
        let mut place = self.first(half);
        loop {
            let entry = self.entries[place];
            if entry == 0 {
                return None;
            }
            let number = (entry as u32).wrapping_sub(1);
            if entry >> 32 == half && is_meant(number) {
                return Some(number);
            }
            place = (place + 1) & (self.entries.len() - 1);
        }
    }

    /// Puts in a number that is not in yet; numbers end below 2^32 - 1.
    pub fn insert(&mut self, hash: u64, number: u32) {
        if (self.count + 1) * 100 > self.entries.len() * FULL {
            let larger = vec![0; (self.entries.len() * 2).max(FEWEST)];
            for entry in std::mem::replace(&mut self.entries, larger) {
                if entry != 0 {
                    self.put(entry);
                }
            }
        }
        self.count += 1;
        self.put(half(hash) << 32 | u64::from(number + 1));
    }

    fn put(&mut self, entry: u64) {
        let mut place = self.first(entry >> 32);
        while self.entries[place] != 0 {
            place = (place + 1) & (self.entries.len() - 1);
        }
        self.entries[place] = entry;
    }

    pub fn clear(&mut self) {
        if self.entries.len() > MOST_KEPT {
            self.entries.clear();
        }
        self.entries.fill(0);
        self.count = 0;
    }

    pub fn bytes(&self) -> usize {
        self.entries.capacity() * 8
    }

    /// Bytes that it takes beside these as soon as it grows, where it is about to.
    pub fn growing(&self) -> usize {
        if is_nearly_full(self.count * 100, self.entries.len() * FULL) { 2 * self.bytes() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut places = Places::default();
        // Hashes that fall together in many ways.
        let hash = |number: u32| u64::from(number % 97) << 40 | u64::from(number / 500);
        for number in 0..2000 {
            assert_eq!(places.find(hash(number), |other| other == number), None);
            places.insert(hash(number), number);
        }
        for number in 0..2000 {
            assert_eq!(places.find(hash(number), |other| other == number), Some(number));
            assert_eq!(places.find(hash(number), |_| false), None);
        }
        places.clear();
        assert_eq!(places.find(hash(7), |_| true), None);
    }
}
