//! How the values of a state are packed: each fluent is a field of bits in one of a few words, 0 standing for `?`.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::program::sets::{Family, Several, Shared};
use crate::task::{Fluent, LARGEST, NOBODY, Sort, UNKNOWN};

/// Tables by the value of a fluent are made if it has at most so many.
const MOST_CODES: u64 = 64;

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub sort: Sort,
    pub word: usize,
    pub mask: u64,
    shift: u32,
    /// Symbols, and numbers that are listed: the values that are packed as 1, 2 ...
    domain: Vec<i64>,
    /// Other numbers: the value that is packed as 1.
    least: i64,
    greatest: i64,
    low: Option<i64>,
    high: Option<i64>,
    /// The sets of values that may be taken to be possible, numbered from after the last value on; None: there is only ever one.
    sets: Option<Shared>,
    /// The number of the family of sets, if there are any.
    family: usize,
    /// The greatest number of a value; what is beyond is the number of a set.
    last: u64,
}

/// The values that may be so, ascending.
pub type Values = SmallVec<[i64; 4]>;

impl Field {
    /// The bits of a value in their place, or `None` if the fluent can't have it.
    pub fn pack(&self, code: i64) -> Option<u64> {
        let number = match self.sort {
            Sort::Truth => u64::try_from(code).ok().filter(|&truth| truth <= 1)?,
            _ if code == UNKNOWN => 0,
            _ if !self.domain.is_empty() => self.domain.binary_search(&code).ok()? as u64 + 1,
            Sort::Symbol => return None,
            Sort::Number if (self.least..=self.greatest).contains(&code) => (code - self.least) as u64 + 1,
            Sort::Number => return None,
        };
        Some(number << self.shift)
    }

    /// The bits of a row as a small number.
    #[inline]
    pub fn code(&self, words: &[u64]) -> usize {
        ((words[self.word] & self.mask) >> self.shift) as usize
    }

    /// The bits in their place of each value, if there are not many; the values are numbered in this order.
    pub fn codes(&self) -> Option<impl Iterator<Item = u64> + '_> {
        let last = self.last() as u64;
        (last < MOST_CODES).then(|| (0..=last).map(|code| code << self.shift))
    }

    /// The number of a set of its values, and the set of a number.
    pub fn number_of(&self, set: Several) -> Outcome<u32> {
        let fits = set.values.len() > 1
            && set.values.windows(2).all(|pair| pair[0] < pair[1])
            && set.values.iter().all(|&value| self.pack(value).is_some());
        match &self.sets {
            Some(sets) if fits => sets.number(set),
            _ => Err(Fault::Invalid(format!("{} can't be several values", self.name))),
        }
    }

    /// The number of the family of its sets.
    pub fn family(&self) -> usize {
        self.family
    }

    pub fn set_of(&self, number: u32) -> Option<&Several> {
        self.sets.as_ref()?.get(number)
    }

    /// Whether several values may be taken to be possible.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.sets.is_some()
    }

    /// The values that the bits of a word may stand for, if they are more than one.
    #[inline]
    pub fn several(&self, word: u64) -> Option<&Several> {
        let sets = self.sets.as_ref()?;
        let number = (word & self.mask) >> self.shift;
        if number <= self.last { None } else { sets.get((number - self.last - 1) as u32) }
    }

    /// The value that the bits of a word stand for, if it is one.
    #[inline]
    pub fn single(&self, word: u64) -> Option<i64> {
        if (word & self.mask) >> self.shift <= self.last { Some(self.unpack(word)) } else { None }
    }

    /// All values that the bits of a word may stand for.
    pub fn possible(&self, word: u64) -> Values {
        match self.several(word) {
            Some(several) => several.values.as_ref().into(),
            None => SmallVec::from_elem(self.unpack(word), 1),
        }
    }

    /// The bits of a set of values, which must not be empty. `known` is said of several only.
    pub fn pack_all(&self, mut values: Values, known: bool) -> Outcome<u64> {
        values.sort_unstable();
        values.dedup();
        if let [single] = values[..] {
            return self.pack(single).ok_or_else(|| self.invalid(single));
        }
        if let Some(value) = values.iter().find(|&&value| self.pack(value).is_none()) {
            return Err(self.invalid(*value));
        }
        let Some(sets) = &self.sets else {
            return Err(Fault::Invalid(format!("{} can't be several values", self.name)));
        };
        let number = sets.number(Several { values: values.into_vec().into(), known })?;
        Ok((self.last() as u64 + 1 + u64::from(number)) << self.shift)
    }

    /// All values that it can have, ascending. Those of a number without bounds are not known.
    pub fn domain(&self) -> Option<Vec<i64>> {
        match self.sort {
            Sort::Truth => Some(vec![0, 1]),
            Sort::Symbol => Some(self.domain.clone()),
            Sort::Number => Some((self.low?..=self.high?).collect()),
        }
    }

    fn invalid(&self, code: i64) -> Fault {
        Fault::Invalid(format!("{} can't be {code}", self.name))
    }

    /// Whether the bits of one value are in both fields the same, but for their place.
    pub fn has_the_codes_of(&self, other: &Field) -> bool {
        let codes = |field: &Field| (field.sort, field.last, if field.domain.is_empty() { field.least } else { 0 });
        codes(self) == codes(other) && self.domain == other.domain
    }

    /// The greatest number of a value that its bits stand for.
    #[inline]
    pub fn last(&self) -> usize {
        self.last as usize
    }

    /// The values in the order of their codes, or none if there are more than `most`.
    pub fn values(&self, most: usize) -> Vec<i64> {
        let last = self.last();
        if last < most { (0..=last as u64).map(|code| self.unpack(code << self.shift)).collect() } else { vec![] }
    }

    pub fn unpack(&self, word: u64) -> i64 {
        let number = (word & self.mask) >> self.shift;
        match self.sort {
            Sort::Truth if number > 1 => UNKNOWN,
            Sort::Truth => number as i64,
            _ if number == 0 || self.is_open() && number as usize > self.last() => UNKNOWN,
            _ if !self.domain.is_empty() => self.domain[number as usize - 1],
            Sort::Symbol => UNKNOWN,
            Sort::Number => self.least + (number - 1) as i64,
        }
    }

    /// An assigned value is clamped to the bounds of a number.
    pub fn clamp(&self, code: i64) -> i64 {
        if self.sort != Sort::Number || code == UNKNOWN {
            return code;
        }
        let raised = self.low.map_or(code, |low| code.max(low));
        self.high.map_or(raised, |high| raised.min(high))
    }

    /// The bits of an assigned value. A value that can't be is a mistake of who made the task.
    pub fn assign(&self, code: i64) -> Outcome<u64> {
        self.pack(self.clamp(code)).ok_or_else(|| self.invalid(code))
    }

    /// The greatest code that the fluent can have.
    pub fn greatest_value(&self) -> i64 {
        match self.sort {
            Sort::Truth => 1,
            Sort::Number if self.domain.is_empty() => self.greatest,
            Sort::Number | Sort::Symbol => self.domain.last().copied().unwrap_or(UNKNOWN),
        }
    }

    /// The code that a fluent has initially, if nothing is said.
    pub fn usual(&self, sets: bool) -> i64 {
        match self.sort {
            Sort::Symbol if sets => NOBODY,
            Sort::Symbol => UNKNOWN,
            Sort::Truth | Sort::Number => 0,
        }
    }
}

#[derive(Debug)]
pub struct Layout {
    pub fields: Vec<Field>,
    /// Words of a state.
    pub width: usize,
    /// Whether minds have sets of values, rather than one value with `?`.
    pub sets: bool,
    /// For each bit of each word the field that it belongs to.
    owners: Vec<u32>,
}

impl Layout {
    /// `listed`: for a number the only values that it can have, if they are known. `open`: the fluents of which somebody may
    /// take several values to be possible. `sets`: see there.
    pub fn new(fluents: &[Fluent], listed: &[Option<Vec<i64>>], open: &[bool], sets: bool) -> Outcome<Layout> {
        let mut families: Vec<(Vec<i64>, u32, Shared)> = vec![];
        let mut used: Vec<u32> = vec![0];
        let mut fields: Vec<Field> = Vec::with_capacity(fluents.len());
        for ((fluent, listed), &open) in fluents.iter().zip(listed).zip(open) {
            let least = fluent.low.unwrap_or(-LARGEST).clamp(-LARGEST, LARGEST);
            let greatest = fluent.high.unwrap_or(LARGEST).clamp(-LARGEST, LARGEST);
            let mut domain = match (fluent.sort, listed) {
                (Sort::Symbol, _) => fluent.domain.clone(),
                (Sort::Number, Some(values)) => values.clone(),
                _ => vec![],
            };
            domain.sort_unstable();
            domain.dedup();
            let largest = match fluent.sort {
                Sort::Truth => 1,
                _ if !domain.is_empty() => domain.len() as u64,
                Sort::Symbol => 0,
                Sort::Number if least <= greatest => (greatest - least) as u64 + 1,
                Sort::Number => return Err(Fault::Invalid(format!("{} has no value between its bounds", fluent.name))),
            };
            let mut bits = (u64::BITS - largest.leading_zeros()).max(1);
            let mut several = None;
            let mut family = 0;
            if open {
                let values = match fluent.sort {
                    Sort::Number if fluent.low.is_none() || fluent.high.is_none() => {
                        return Err(Fault::Invalid(format!("{} has no bounds", fluent.name)));
                    }
                    Sort::Number => vec![-1, least, greatest],
                    Sort::Truth | Sort::Symbol => fluent.domain.clone(),
                };
                bits = Family::bits(largest, fluent.values().and_then(|values| usize::try_from(values).ok()).unwrap_or(0));
                family = families.iter().position(|known| known.0 == values && known.1 == bits).unwrap_or(families.len());
                if family == families.len() {
                    families.push((values, bits, Arc::new(Family::new(bits, largest as usize + 1))));
                }
                several = Some(Arc::clone(&families[family].2));
            }
            let word = match used.iter().position(|taken| taken + bits <= u64::BITS) {
                Some(word) => word,
                None => {
                    used.push(0);
                    used.len() - 1
                }
            };
            let shift = used[word];
            used[word] += bits;
            let last = match fluent.sort {
                Sort::Truth => 1,
                Sort::Number if domain.is_empty() => (greatest - least) as u64 + 1,
                Sort::Number | Sort::Symbol => domain.len() as u64,
            };
            fields.push(Field {
                last,
                name: fluent.name.clone(),
                sort: fluent.sort,
                word,
                mask: (u64::MAX >> (u64::BITS - bits)) << shift,
                shift,
                domain,
                least,
                greatest,
                low: fluent.low,
                high: fluent.high,
                sets: several,
                family,
            });
        }
        let mut owners = vec![u32::MAX; used.len() * u64::BITS as usize];
        for (number, field) in fields.iter().enumerate() {
            for bit in 0..u64::BITS {
                if field.mask >> bit & 1 == 1 {
                    owners[field.word * u64::BITS as usize + bit as usize] = number as u32;
                }
            }
        }
        Ok(Layout { width: used.len(), sets, fields, owners })
    }

    pub fn value(&self, words: &[u64], fluent: usize) -> i64 {
        let field = &self.fields[fluent];
        field.unpack(words[field.word])
    }

    /// The sets of values of another layout of the same task take the place of one's own, so that rows mean the same in both.
    pub fn share(&mut self, other: &Layout) {
        for (field, theirs) in self.fields.iter_mut().zip(&other.fields) {
            field.sets.clone_from(&theirs.sets);
        }
    }

    /// Gives the sets in a row other numbers, by their family and their number so far.
    pub fn renumber(&self, words: &mut [u64], mut number: impl FnMut(&Field, usize, u32) -> Outcome<u32>) -> Outcome<()> {
        for field in self.fields.iter().filter(|field| field.is_open()) {
            if let Some(set) = field.code(words).checked_sub(field.last() + 1) {
                let renamed = (field.last() as u64 + 1 + u64::from(number(field, field.family, set as u32)?)) << field.shift;
                if renamed & !field.mask != 0 {
                    return Err(Fault::Invalid(format!("{} has no room for a set", field.name)));
                }
                words[field.word] = words[field.word] & !field.mask | renamed;
            }
        }
        Ok(())
    }

    /// Whether a row stands for a value of each fluent, and for nothing else.
    pub fn is_valid(&self, words: &[u64]) -> bool {
        let mut used = vec![0; self.width];
        for field in &self.fields {
            used[field.word] |= field.mask;
        }
        words.len() == self.width
            && words.iter().zip(used).all(|(word, used)| word & !used == 0)
            && self.fields.iter().all(|field| field.code(words) <= field.last() || field.several(words[field.word]).is_some())
    }

    /// Calls `visit` with each fluent whose values differ.
    pub fn differences(&self, left: &[u64], right: &[u64], mut visit: impl FnMut(usize)) {
        for (word, (a, b)) in left.iter().zip(right).enumerate() {
            let mut difference = a ^ b;
            while difference != 0 {
                let owner = self.owners[word * u64::BITS as usize + difference.trailing_zeros() as usize] as usize;
                visit(owner);
                difference &= !self.fields[owner].mask;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(low: Option<i64>, high: Option<i64>) -> Fluent {
        Fluent { name: "n".into(), sort: Sort::Number, domain: vec![], low, high, owner: None }
    }

    #[test]
    fn values_survive_packing_next_to_others() {
        let symbol = Fluent { name: "s".into(), sort: Sort::Symbol, domain: vec![2, 5, 9], low: None, high: None, owner: None };
        let truth = Fluent { name: "t".into(), sort: Sort::Truth, domain: vec![0, 1], low: None, high: None, owner: None };
        let fluents = [number(None, None), truth, symbol, number(Some(-3), Some(4)), number(Some(0), None)];
        let layout = Layout::new(&fluents, &vec![None; fluents.len()], &vec![false; fluents.len()], false).unwrap();
        let tried: [&[i64]; 5] =
            [&[UNKNOWN, -LARGEST, 0, LARGEST], &[0, 1], &[UNKNOWN, 2, 5, 9], &[UNKNOWN, -3, 0, 4], &[UNKNOWN, 0, LARGEST]];
        for (fluent, values) in tried.iter().enumerate() {
            for fill in [0, u64::MAX] {
                for &value in *values {
                    let field = &layout.fields[fluent];
                    let word = (fill & !field.mask) | field.pack(value).unwrap();
                    assert_eq!(field.unpack(word), value);
                    assert_eq!(word & !field.mask, fill & !field.mask);
                }
            }
        }
        assert_eq!(layout.width, 2);
    }

    #[test]
    fn what_a_fluent_cannot_be_has_no_bits() {
        let layout =
            Layout::new(&[number(Some(0), Some(3)), number(None, None)], &[None, Some(vec![5, -1])], &[false; 2], false)
                .unwrap();
        assert_eq!(layout.fields[0].pack(4), None);
        assert_eq!(layout.fields[0].assign(9), layout.fields[0].assign(3));
        assert_eq!(layout.fields[1].pack(4), None);
        assert_eq!(layout.fields[1].unpack(layout.fields[1].pack(5).unwrap()), 5);
    }

    #[test]
    fn each_difference_is_found_once() {
        let layout = Layout::new(
            &[number(Some(0), Some(9)), number(None, None), number(None, None)],
            &[None, None, None],
            &[false; 3],
            false,
        )
        .unwrap();
        let mut left = vec![0; layout.width];
        let right = left.clone();
        for fluent in [0, 2] {
            let field = &layout.fields[fluent];
            left[field.word] |= field.mask;
        }
        let mut found = vec![];
        layout.differences(&left, &right, |fluent| found.push(fluent));
        assert_eq!(found, [0, 2]);
    }
}
