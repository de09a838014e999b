//! Who reads what: the triggers that a change may enable, and the actions that values rule out, as sets of bits.

use smallvec::SmallVec;

use crate::condition::Condition;
use crate::graph::{Graph, Node, SELF};
use crate::layout::Layout;
use crate::program::Event;

/// A set of events, 64 in a word.
pub type Set = SmallVec<[u64; 8]>;

/// For one place that is read, the events that may be possible: by the value there, or (one set) whatever it is.
#[derive(Debug)]
struct Table(Vec<Box<[u64]>>);

impl Table {
    fn of(&self, code: usize) -> &[u64] {
        if let [any] = &self.0[..] { any } else { &self.0[code] }
    }
}

fn add(set: &mut Set, more: &[u64]) {
    set.iter_mut().zip(more).for_each(|(set, more)| *set |= more);
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

/// Whether a conjunct of a condition says that a fluent at the end of a path does not have these bits.
fn rules_out(condition: &Condition, path: &[usize], fluent: usize, bits: u64) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(|part| rules_out(part, path, fluent, bits)),
        Condition::Test(test) => test.fluent == fluent && *test.path == *path && (test.want == bits) == test.negated,
        Condition::Compare(..) | Condition::Any(_) => false,
    }
}

/// The triggers that read something.
#[derive(Debug)]
pub struct Readers {
    triggers: usize,
    /// By fluent: read here, or further away than in one mind.
    own: Vec<Table>,
    /// By mind and fluent: read there.
    told: Vec<Vec<Table>>,
    /// By mind that a path of two or more leads through.
    deep: Vec<Box<[u64]>>,
}

impl Readers {
    pub fn new(triggers: &[Event], layout: &Layout, minds: usize) -> Readers {
        let empty = || vec![0_u64; triggers.len().div_ceil(64)].into_boxed_slice();
        let sets = |reads: &dyn Fn(&Event, usize) -> bool, path: &[usize]| -> Vec<Table> {
            let table = |fluent: usize| {
                let values: Vec<Option<u64>> = match layout.fields[fluent].codes() {
                    Some(codes) => codes.map(Some).collect(),
                    None => vec![None],
                };
                let set = |bits: Option<u64>| {
                    let mut set = empty();
                    for (number, trigger) in triggers.iter().enumerate() {
                        let idle = bits.is_some_and(|bits| rules_out(&trigger.precondition, path, fluent, bits));
                        if reads(trigger, fluent) && !idle {
                            set[number / 64] |= 1 << (number % 64);
                        }
                    }
                    set
                };
                Table(values.into_iter().map(set).collect())
            };
            (0..layout.fields.len()).map(table).collect()
        };
        let own = sets(&|trigger, fluent| reads(trigger, |path, read| read == fluent && path.len() != 1), &[]);
        let told =
            |mind: usize| sets(&|trigger, fluent| reads(trigger, |path, read| read == fluent && path == [mind]), &[mind]);
        let mut deep: Vec<Box<[u64]>> = (0..minds).map(|_| empty()).collect();
        for (number, trigger) in triggers.iter().enumerate() {
            for (mind, set) in deep.iter_mut().enumerate() {
                if reads(trigger, |path, _| path.len() > 1 && path.contains(&mind)) {
                    set[number / 64] |= 1 << (number % 64);
                }
            }
        }
        Readers { triggers: triggers.len(), own, told: (0..minds).map(told).collect(), deep }
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
            add(candidates, self.own[fluent].of(layout.fields[fluent].code(now.0)));
        });
        for (mind, told) in self.told.iter().enumerate() {
            let (to, from) = (now.1[mind], before.1[mind]);
            if to == from && to != SELF {
                continue;
            }
            let there = if to == SELF { now.0 } else { graph.words(to) };
            layout.differences(there, if from == SELF { before.0 } else { graph.words(from) }, |fluent| {
                add(candidates, told[fluent].of(layout.fields[fluent].code(there)));
            });
            if to != from {
                add(candidates, &self.deep[mind]);
            }
        }
    }
}

fn reads(event: &Event, wanted: impl Fn(&[usize], usize) -> bool) -> bool {
    let mut found = false;
    event.precondition.reads(&mut |path, fluent| found |= wanted(path, fluent));
    found
}

/// The actions that a state's own values don't rule out.
#[derive(Debug)]
pub struct Filter {
    actions: usize,
    /// Fluents that rule something out.
    tables: Vec<(usize, Table)>,
}

impl Filter {
    pub fn new(actions: &[Event], layout: &Layout) -> Filter {
        let mut tables = Vec::new();
        for fluent in 0..layout.fields.len() {
            let Some(codes) = layout.fields[fluent].codes() else { continue };
            let set = |bits: u64| {
                let mut set = full(actions.len());
                for (number, action) in actions.iter().enumerate() {
                    if rules_out(&action.precondition, &[], fluent, bits) {
                        set[number / 64] &= !(1 << (number % 64));
                    }
                }
                set.into_boxed_slice()
            };
            let table: Vec<Box<[u64]>> = codes.map(set).collect();
            if table.iter().any(|set| **set != *full(actions.len())) {
                tables.push((fluent, Table(table)));
            }
        }
        Filter { actions: actions.len(), tables }
    }

    pub fn of_row(&self, layout: &Layout, words: &[u64]) -> Set {
        let mut left = full(self.actions);
        for (fluent, table) in &self.tables {
            let allowed = table.of(layout.fields[*fluent].code(words));
            left.iter_mut().zip(allowed).for_each(|(set, allowed)| *set &= allowed);
        }
        left
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
