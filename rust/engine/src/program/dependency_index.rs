//! Who reads what: the triggers that a change may enable, and the actions that values rule out, as sets of bits.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::program::condition::{Condition, Join, Test};
use crate::program::event::Event;
use crate::program::layout::{Field, Layout};
use crate::state::graph::{Graph, Node, SELF};
use crate::task::Reads;

/// A set of events, 64 in a word.
pub type Set = SmallVec<[u64; 8]>;

/// For one place that is read, the events that may be possible: by the value there, last if several values are; or (one set)
/// whatever it is. Most values make few possible.
#[derive(Clone, Debug)]
struct Table(Vec<Sparse>);

impl Table {
    fn of(&self, code: usize) -> &Sparse {
        if let [any] = &self.0[..] { any } else { &self.0[code.min(self.0.len() - 1)] }
    }
}

fn add(set: &mut Set, more: &Sparse) {
    more.iter().for_each(|&(word, more)| set[word as usize] |= more);
}

fn full(count: usize) -> Set {
    let mut full = SmallVec::from_elem(u64::MAX, count.div_ceil(64));
    if let Some(last) = full.last_mut()
        && !count.is_multiple_of(64)
    {
        *last = (1 << (count % 64)) - 1;
    }
    full
}

/// The tests that must all hold for a condition to.
fn conjuncts<'a>(condition: &'a Condition, found: &mut Vec<&'a Test>) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| conjuncts(part, found)),
        Condition::Test(test) if test.is_plain() => found.push(test),
        Condition::Test(_) | Condition::Compare(..) | Condition::Any(_) => {}
    }
}

/// Whether one of the tests says that a fluent at the end of a path does not have these bits.
fn rules_out(tests: &[&Test], path: &[usize], fluent: usize, bits: u64) -> bool {
    tests.iter().any(|test| test.fluent == fluent && *test.path == *path && (test.want == bits) == test.negated)
}

/// The triggers that read something.
#[derive(Debug)]
pub struct DependencyIndex {
    triggers: usize,
    /// By fluent: read here, or further away than in one mind. None: by no trigger.
    own: Vec<Option<Table>>,
    /// By mind and fluent: read there.
    told: Vec<Vec<Option<Table>>>,
    /// By mind that a path of two or more leads through.
    deep: Vec<Sparse>,
}

impl DependencyIndex {
    pub fn new(triggers: &[Event], layout: &Layout, minds: usize) -> DependencyIndex {
        let values = |field: &Field| field.codes().map_or(1, |codes| codes.count() + 1);
        let tables = || -> Vec<Option<Table>> { layout.fields.iter().map(|_| None).collect() };
        let mut own = tables();
        let mut told: Vec<Vec<Option<Table>>> = (0..minds).map(|_| tables()).collect();
        let mut deep: Vec<Sparse> = vec![vec![]; minds];
        for (number, trigger) in triggers.iter().enumerate() {
            let mut tests = Vec::new();
            conjuncts(&trigger.precondition, &mut tests);
            let mut add = |path: &[usize], fluent: usize, tests: &[&Test]| {
                let table = match path {
                    [mind] => &mut told[*mind][fluent],
                    _ => &mut own[fluent],
                }
                .get_or_insert_with(|| Table(vec![vec![]; values(&layout.fields[fluent])]));
                let read: &[usize] = if path.len() == 1 { path } else { &[] };
                if let Some(codes) = layout.fields[fluent].codes() {
                    let several = table.0.len() - 1;
                    if !tests.iter().any(|test| test.fluent == fluent && *test.path == *read && !test.negated) {
                        include(&mut table.0[several], number);
                    }
                    for (set, bits) in table.0.iter_mut().zip(codes) {
                        if !rules_out(tests, read, fluent, bits) {
                            include(set, number);
                        }
                    }
                } else {
                    include(&mut table.0[0], number);
                }
                if path.len() > 1 {
                    path.iter().for_each(|&mind| include(&mut deep[mind], number));
                }
            };
            trigger.precondition.reads(&mut |path, fluent| add(path, fluent, &tests));
            if layout.sets {
                // What would change nothing has not fired, and may once it would.
                trigger.depends_on(&mut |path, fluent| add(path, fluent, &[]));
            }
        }
        DependencyIndex { triggers: triggers.len(), own, told, deep }
    }

    pub fn none(&self) -> Set {
        SmallVec::from_elem(0, self.triggers.div_ceil(64))
    }

    pub fn all(&self) -> Set {
        full(self.triggers)
    }

    /// Adds the triggers that what differs between two rows may have enabled. An edge `SELF` leads to the row itself.
    pub fn of_change(
        &self,
        graph: &Graph,
        layout: &Layout,
        now: (&[u64], &[Node]),
        before: (&[u64], &[Node]),
        candidates: &mut Set,
    ) {
        layout.differences(now.0, before.0, |fluent| {
            if let Some(table) = &self.own[fluent] {
                add(candidates, table.of(layout.fields[fluent].code(now.0)));
            }
        });
        for (mind, told) in self.told.iter().enumerate() {
            let (to, from) = (now.1[mind], before.1[mind]);
            if to == from && to != SELF {
                continue;
            }
            let there = if to == SELF { now.0 } else { graph.words(to) };
            layout.differences(there, if from == SELF { before.0 } else { graph.words(from) }, |fluent| {
                if let Some(table) = &told[fluent] {
                    add(candidates, table.of(layout.fields[fluent].code(there)));
                }
            });
            if to != from {
                add(candidates, &self.deep[mind]);
            }
        }
    }
}

/// The words of a set that are not empty, each with its place.
type Sparse = Vec<(u32, u64)>;

/// What rules out fewer of all actions than one in so many is not looked at: to test those few takes less.
const MOST_FEW: usize = 256;

/// The actions that a state's own values don't rule out.
#[derive(Clone, Debug)]
pub struct Filter {
    actions: usize,
    /// Fluents that rule something out: by the value, last if several values are, the actions that it rules out. Most fluents
    /// rule out few.
    tables: Vec<(usize, Box<[Sparse]>)>,
    /// The actions that are ruled out unless two fluents have the same value.
    joins: Vec<(Join, Sparse)>,
}

impl Filter {
    pub fn new<'a>(actions: impl ExactSizeIterator<Item = &'a Event>, layout: &Layout) -> Filter {
        let count = actions.len();
        let mut tables: Vec<Option<Box<[Sparse]>>> = layout.fields.iter().map(|_| None).collect();
        let mut joins: BTreeMap<Join, (Sparse, usize)> = BTreeMap::new();
        for (number, action) in actions.enumerate() {
            let mut tests = Vec::new();
            conjuncts(&action.precondition, &mut tests);
            for test in tests.iter().filter(|test| test.path.is_empty()) {
                let Some(codes) = layout.fields[test.fluent].codes() else { continue };
                let codes: Vec<u64> = codes.collect();
                let table = tables[test.fluent].get_or_insert_with(|| vec![vec![]; codes.len() + 1].into());
                for (set, &bits) in table.iter_mut().zip(&codes) {
                    if (test.want == bits) == test.negated {
                        include(set, number);
                    }
                }
                if !test.negated
                    && let Some(several) = table.last_mut()
                {
                    include(several, number);
                }
            }
            // What is at fault stays so, whatever else does not hold.
            if !action.precondition.calculates() {
                each_join(&action.precondition, &mut |join| {
                    let (joined, size) = joins.entry(join).or_default();
                    include(joined, number);
                    *size += 1;
                });
            }
        }
        let is_worth_it = |ruled_out: usize| ruled_out * MOST_FEW > count;
        let size = |set: &Sparse| set.iter().map(|word| word.1.count_ones() as usize).sum();
        let tables = tables.into_iter().enumerate().filter_map(|(fluent, table)| Some((fluent, table?)));
        let joins = joins.into_iter().filter(|(_, (_, size))| is_worth_it(*size));
        Filter {
            actions: count,
            tables: tables.filter(|(_, table)| table.iter().map(size).any(is_worth_it)).collect(),
            joins: joins.map(|(join, (joined, _))| (join, joined)).collect(),
        }
    }

    pub fn of_row(&self, layout: &Layout, words: &[u64]) -> Set {
        let mut left = full(self.actions);
        let mut rule_out = |sparse: &Sparse| sparse.iter().for_each(|&(word, ruled_out)| left[word as usize] &= !ruled_out);
        for (fluent, table) in &self.tables {
            let code = layout.fields[*fluent].code(words);
            rule_out(&table[code.min(table.len() - 1)]);
        }
        for (join, joined) in &self.joins {
            // What several values are, the condition itself says.
            if join.is_same(words) == Some(false) {
                rule_out(joined);
            }
        }
        left
    }
}

/// What says of two fluents that they have to have the same value for a condition to hold.
fn each_join(condition: &Condition, visit: &mut impl FnMut(Join)) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| each_join(part, visit)),
        Condition::Compare(comparison) if comparison.is_join() => comparison.join.into_iter().for_each(visit),
        Condition::Compare(_) | Condition::Test(_) | Condition::Any(_) => {}
    }
}

/// Puts a number into a set, which has none that is greater.
fn include(set: &mut Sparse, number: usize) {
    let (word, bit) = ((number / 64) as u32, 1 << (number % 64));
    match set.last_mut() {
        Some(last) if last.0 == word => last.1 |= bit,
        _ => set.push((word, bit)),
    }
}

/// The members of a set, ascending.
pub fn members(set: &Set) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(place, &word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(place * 64 + bit)
        })
    })
}
