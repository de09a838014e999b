//! How much memory lists and tables take, and what they take for a moment when they grow.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

/// Bytes of a list, as far as anything has been put into it: beyond that nothing has been written yet, and what grows is moved by
/// the system, which need not copy it.
pub(crate) fn by_list<T>(list: &[T]) -> usize {
    size_of_val(list)
}

/// Bytes of a table, all of which are taken from the first on: a place in eight stays free, and each has a byte of its own.
pub(crate) fn by_table<K, V>(table: &HashMap<K, V, FxBuildHasher>) -> usize {
    table.capacity() * 8 / 7 * (size_of::<(K, V)>() + 1)
}

/// Bytes that a table takes beside these as soon as it grows, where it is about to: the next one is twice as large, and while one
/// is moved to the other there are both.
pub(crate) fn growing<K, V>(table: &HashMap<K, V, FxBuildHasher>) -> usize {
    if is_nearly_full(table.len(), table.capacity()) { 2 * by_table(table) } else { 0 }
}

pub(crate) fn is_nearly_full(count: usize, most: usize) -> bool {
    count * 16 >= most * 15
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashMap;

    use super::*;

    #[test]
    fn a_table_that_is_nearly_full_is_about_to_take_three_times_as_much() {
        let mut table: FxHashMap<u32, u32> = FxHashMap::default();
        let mut grown = 0;
        for number in 0..100_000 {
            let (before, next) = (by_table(&table), growing(&table));
            table.insert(number, number);
            if by_table(&table) > before {
                grown += 1;
                assert_eq!(next, 2 * before);
                assert!(before == 0 || number < 14 || by_table(&table) <= 2 * before + 32);
            }
        }
        assert!(grown > 10);
    }
}
