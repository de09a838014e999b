//! What has been found out about how acts go on in plans that hope for something, or are made to learn something.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::state::graph::Node;
use crate::state::taken::{by_table, growing};
use crate::transition::hoping::{Found, Opening};

/// What is done in a state: an act, and by whom it is planned.
pub(super) type Planned = (Node, u32, u32);

/// How somebody can go about an act. Most acts hope for nothing and teach nothing: nothing is kept of their one way.
#[derive(Clone, Debug)]
pub(super) enum Openings {
    Plain(Opening),
    Several(Arc<[Opening]>),
}

impl Openings {
    pub fn as_slice(&self) -> &[Opening] {
        match self {
            Openings::Plain(one) => std::slice::from_ref(one),
            Openings::Several(all) => all,
        }
    }
}

/// What has been found out about how acts go on in plans.
#[derive(Debug, Default)]
pub(super) struct Foreseen {
    /// None: there is one way, which hopes for nothing and learns nothing.
    openings: FxHashMap<Planned, Option<Arc<[Opening]>>>,
    /// Where an act leads, and the bytes of the number that it gains.
    outcomes: FxHashMap<Planned, (Node, [u8; 16])>,
    /// Bytes of the openings themselves.
    taken: usize,
}

impl Foreseen {
    pub fn openings(&self, planned: Planned) -> Option<Openings> {
        let known = self.openings.get(&planned)?;
        Some(match known {
            None => Openings::Plain(Opening::plain(planned.0)),
            Some(all) => Openings::Several(Arc::clone(all)),
        })
    }

    pub fn open(&mut self, planned: Planned, mut found: Vec<Opening>) -> Openings {
        if let [one] = &found[..]
            && one.is_plain(planned.0)
        {
            self.openings.insert(planned, None);
            return Openings::Plain(found.remove(0));
        }
        self.taken += found.iter().map(bytes_of).sum::<usize>();
        let all: Arc<[Opening]> = found.into();
        self.openings.insert(planned, Some(Arc::clone(&all)));
        Openings::Several(all)
    }

    pub fn outcome(&self, planned: Planned) -> Option<(Node, i128)> {
        self.outcomes.get(&planned).map(|&(after, gain)| (after, i128::from_ne_bytes(gain)))
    }

    pub fn come_out(&mut self, planned: Planned, (after, gain): (Node, i128)) {
        self.outcomes.insert(planned, (after, gain.to_ne_bytes()));
    }

    pub fn bytes(&self) -> usize {
        by_table(&self.openings) + by_table(&self.outcomes) + self.taken
    }

    /// Bytes that its tables take beside these as soon as they grow, where they are about to.
    pub fn growing(&self) -> usize {
        growing(&self.openings) + growing(&self.outcomes)
    }
}

/// Bytes of an opening, and of what the allocator keeps beside its lists.
fn bytes_of(opening: &Opening) -> usize {
    let lists = [&opening.learns, &opening.chosen].map(|list| list.len() * size_of::<Found>() + 16);
    size_of::<Opening>() + 16 + lists.iter().sum::<usize>()
}
