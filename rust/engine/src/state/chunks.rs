//! Long lists that never move as they grow: what they take is what is in them, and nothing is held twice on the way.

const CHUNK: usize = 1 << 16;

#[derive(Debug)]
pub(crate) struct Chunks<T> {
    /// All but the last are full.
    chunks: Vec<Vec<T>>,
}

impl<T> Default for Chunks<T> {
    fn default() -> Chunks<T> {
        Chunks { chunks: vec![] }
    }
}

impl<T: Copy> Chunks<T> {
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    pub fn push(&mut self, item: T) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => last.push(item),
            // The first one grows as any list does, so that a short list takes little.
            last => {
                let room = if last.is_some() { CHUNK } else { 0 };
                let mut chunk = Vec::with_capacity(room);
                chunk.push(item);
                self.chunks.push(chunk);
            }
        }
    }

    #[inline]
    pub fn at(&self, place: usize) -> T {
        self.chunks[place / CHUNK][place % CHUNK]
    }

    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.chunks.iter().flatten().copied()
    }

    pub fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.capacity() * size_of::<T>() + size_of::<Vec<T>>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_is_there_in_order() {
        let mut chunks = Chunks::default();
        let count = 2 * CHUNK as u32 + 3;
        (0..count).for_each(|number| chunks.push(number * 3));
        assert_eq!(chunks.len(), count as usize);
        assert!((0..count).all(|number| chunks.at(number as usize) == number * 3));
        assert!(chunks.iter().eq((0..count).map(|number| number * 3)));
        assert!(chunks.bytes() <= 3 * (CHUNK * 4 + 24));
    }
}
