//! How the values of a state are packed: each fluent is a field of bits in one of a few words, 0 standing for `?`.

use crate::fault::{Fault, Outcome};
use crate::task::{Fluent, LARGEST, Sort, UNKNOWN};

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
}

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

    /// The bits in their place of each code, if there are not many.
    pub fn codes(&self) -> Option<impl Iterator<Item = u64> + '_> {
        let last = self.mask >> self.shift;
        (last < MOST_CODES).then(|| (0..=last).map(|code| code << self.shift))
    }

    /// The greatest number that its bits stand for.
    fn last(&self) -> usize {
        match self.sort {
            Sort::Truth => 1,
            Sort::Number if self.domain.is_empty() => (self.greatest - self.least) as usize + 1,
            Sort::Number | Sort::Symbol => self.domain.len(),
        }
    }

    /// The values in the order of their codes, or none if there are more than `most`.
    pub fn values(&self, most: usize) -> Vec<i64> {
        let last = self.last();
        if last < most { (0..=last as u64).map(|code| self.unpack(code << self.shift)).collect() } else { vec![] }
    }

    pub fn unpack(&self, word: u64) -> i64 {
        let number = (word & self.mask) >> self.shift;
        match self.sort {
            Sort::Truth => number as i64,
            _ if number == 0 => UNKNOWN,
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
        self.pack(self.clamp(code)).ok_or_else(|| Fault::Invalid(format!("{} can't be {code}", self.name)))
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
    pub fn usual(&self) -> i64 {
        if self.sort == Sort::Symbol { UNKNOWN } else { 0 }
    }
}

#[derive(Debug)]
pub struct Layout {
    pub fields: Vec<Field>,
    /// Words of a state.
    pub width: usize,
    /// For each bit of each word the field that it belongs to.
    owners: Vec<u32>,
}

impl Layout {
    /// `listed`: for a number the only values that it can have, if they are known.
    pub fn new(fluents: &[Fluent], listed: &[Option<Vec<i64>>]) -> Outcome<Layout> {
        let mut used: Vec<u32> = vec![0];
        let mut fields: Vec<Field> = Vec::with_capacity(fluents.len());
        for (fluent, listed) in fluents.iter().zip(listed) {
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
            let bits = (u64::BITS - largest.leading_zeros()).max(1);
            let word = match used.iter().position(|taken| taken + bits <= u64::BITS) {
                Some(word) => word,
                None => {
                    used.push(0);
                    used.len() - 1
                }
            };
            let shift = used[word];
            used[word] += bits;
            fields.push(Field {
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
        Ok(Layout { width: used.len(), fields, owners })
    }

    pub fn value(&self, words: &[u64], fluent: usize) -> i64 {
        let field = &self.fields[fluent];
        field.unpack(words[field.word])
    }

    /// Whether a row stands for a value of each fluent, and for nothing else.
    pub fn is_valid(&self, words: &[u64]) -> bool {
        let mut used = vec![0; self.width];
        for field in &self.fields {
            used[field.word] |= field.mask;
        }
        words.len() == self.width
            && words.iter().zip(used).all(|(word, used)| word & !used == 0)
            && self.fields.iter().all(|field| field.code(words) <= field.last())
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
        Fluent { name: "n".into(), sort: Sort::Number, domain: vec![], low, high }
    }

    #[test]
    fn values_survive_packing_next_to_others() {
        let symbol = Fluent { name: "s".into(), sort: Sort::Symbol, domain: vec![2, 5, 9], low: None, high: None };
        let truth = Fluent { name: "t".into(), sort: Sort::Truth, domain: vec![0, 1], low: None, high: None };
        let fluents = [number(None, None), truth, symbol, number(Some(-3), Some(4)), number(Some(0), None)];
        let layout = Layout::new(&fluents, &vec![None; fluents.len()]).unwrap();
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
        let layout = Layout::new(&[number(Some(0), Some(3)), number(None, None)], &[None, Some(vec![5, -1])]).unwrap();
        assert_eq!(layout.fields[0].pack(4), None);
        assert_eq!(layout.fields[0].assign(9), layout.fields[0].assign(3));
        assert_eq!(layout.fields[1].pack(4), None);
        assert_eq!(layout.fields[1].unpack(layout.fields[1].pack(5).unwrap()), 5);
    }

    #[test]
    fn each_difference_is_found_once() {
        let layout =
            Layout::new(&[number(Some(0), Some(9)), number(None, None), number(None, None)], &[None, None, None]).unwrap();
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
