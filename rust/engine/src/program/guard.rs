//! Conditions with what is usual in one gathered in front.

use crate::fault::Overflow;
use crate::program::condition::{Condition, Join, Test};
use crate::program::view::View;

/// A condition whose conjunction of tests on the state's own words has been gathered in front.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Word, mask, and the bits that there must be.
    own: Box<[(u32, u64, u64)]>,
    /// Word, mask, and the bits that there must not be.
    not: Box<[(u32, u64, u64)]>,
    /// The same in minds, with whether there must or must not be.
    told: Box<[Told]>,
    /// Two fluents that must have the same value, and the condition that says so.
    joins: Box<[(Join, Condition)]>,
    rest: Box<[Condition]>,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    mind: u32,
    word: u32,
    mask: u64,
    bits: u64,
    negated: bool,
}

/// A part of a guard that is looked at before the guard itself, which stands elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    word: u32,
    mask: u64,
    want: u64,
    join: Option<Join>,
}

impl Gate {
    /// False only if the guard does not hold.
    #[inline]
    pub fn is_open(&self, words: &[u64]) -> bool {
        words[self.word as usize] & self.mask == self.want && self.join.is_none_or(|join| join.is_same(words) != Some(false))
    }
}

impl Guard {
    pub fn gate(&self) -> Gate {
        let (word, mask, want) = self.own.first().copied().unwrap_or_default();
        Gate { word, mask, want, join: self.joins.first().map(|join| join.0) }
    }

    pub fn new(condition: &Condition) -> Guard {
        let mut parts = Parts::default();
        // What is at fault stays so, whatever else does not hold.
        parts.gather(condition, !condition.calculates());
        let Parts { own, not, told, joins, rest } = parts;
        Guard { own: own.into(), not: not.into(), told: told.into(), joins: joins.into(), rest: rest.into() }
    }

    pub fn is_true(&self) -> bool {
        self.own.is_empty() && self.not.is_empty() && self.told.is_empty() && self.joins.is_empty() && self.rest.is_empty()
    }

    #[inline]
    pub fn holds(&self, view: &View<'_>) -> Result<bool, Overflow> {
        for &(word, mask, want) in &self.own {
            if view.words[word as usize] & mask != want {
                return Ok(false);
            }
        }
        for &(word, mask, bits) in &self.not {
            if view.words[word as usize] & mask == bits {
                return Ok(false);
            }
        }
        for (join, condition) in &self.joins {
            let holds = match join.is_same(view.words) {
                Some(same) => same,
                None => condition.holds(view)?,
            };
            if !holds {
                return Ok(false);
            }
        }
        for told in &self.told {
            let words = view.along(&[told.mind as usize]);
            if (words[told.word as usize] & told.mask == told.bits) == told.negated {
                return Ok(false);
            }
        }
        for part in &self.rest {
            if !part.holds(view)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[derive(Default)]
struct Parts {
    own: Vec<(u32, u64, u64)>,
    not: Vec<(u32, u64, u64)>,
    told: Vec<Told>,
    joins: Vec<(Join, Condition)>,
    rest: Vec<Condition>,
}

impl Parts {
    /// `joins`: whether to gather what says that two fluents are equal.
    fn gather(&mut self, condition: &Condition, joins: bool) {
        match condition {
            Condition::All(parts) => parts.iter().for_each(|part| self.gather(part, joins)),
            Condition::Compare(comparison) if joins && comparison.is_join() => {
                self.joins.extend(comparison.join.map(|join| (join, condition.clone())));
            }
            Condition::Test(test) if test.is_open && (test.negated || test.manner.denied) => self.rest.push(condition.clone()),
            Condition::Test(Test { path, word, mask, want, negated, .. }) => {
                let (word, mask, bits, negated) = (*word as u32, *mask, *want, *negated);
                match **path {
                    [] if negated => self.not.push((word, mask, bits)),
                    [] => match self.own.iter_mut().find(|known| known.0 == word && (known.1 & mask == 0)) {
                        Some(known) => {
                            known.1 |= mask;
                            known.2 |= bits;
                        }
                        None => self.own.push((word, mask, bits)),
                    },
                    [mind] => self.told.push(Told { mind: mind as u32, word, mask, bits, negated }),
                    _ => self.rest.push(condition.clone()),
                }
            }
            other => self.rest.push(other.clone()),
        }
    }
}
