//! How many states there are: breadth first through all possible acts, whether or not anybody has a reason.

use crate::fault::Outcome;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::world::World;

/// A set of states, a bit for each.
#[derive(Debug, Default)]
struct Marked(Vec<u64>);

impl Marked {
    /// Whether it was not in it.
    fn insert(&mut self, node: Node) -> bool {
        let (place, bit) = (node as usize / 64, 1 << (node % 64));
        if place >= self.0.len() {
            self.0.resize(place + place / 2 + 1, 0);
        }
        let is_new = self.0[place] & bit == 0;
        self.0[place] |= bit;
        is_new
    }
}

/// A count that goes on where it stopped.
#[derive(Debug, Default)]
pub(crate) struct Census {
    minds: bool,
    seen: Marked,
    order: Vec<Node>,
    /// The next state to go on from, and the first one that is a step further away than it.
    next: usize,
    end: usize,
}

impl Census {
    pub fn bytes(&self) -> usize {
        self.order.capacity() * 4 + self.seen.0.capacity() * 8
    }
}

impl World {
    /// Begins to count. `minds`: also from, and at every step, all states that anyone believes in.
    pub fn count_begin(&mut self, minds: bool) -> Outcome<usize> {
        let initial = self.initial()?;
        let mut census = Census { minds, ..Census::default() };
        self.reach(initial, &mut census);
        census.end = census.order.len();
        let states = census.order.len();
        self.census = census;
        Ok(states)
    }

    /// Goes on by one step, or until `is_over` says so. Whether the step is finished, and how many states there are so far.
    pub fn count_on(&mut self, mut is_over: impl FnMut() -> bool) -> Outcome<(bool, usize)> {
        let mut census = std::mem::take(&mut self.census);
        let counted = self.take_step(&mut census, &mut is_over);
        let states = census.order.len();
        self.census = census;
        Ok((counted?, states))
    }

    fn take_step(&mut self, census: &mut Census, is_over: &mut dyn FnMut() -> bool) -> Outcome<bool> {
        while census.next < census.end {
            if census.next.is_multiple_of(256) && is_over() {
                return Ok(false);
            }
            let node = census.order[census.next];
            for place in self.steps(node)?.places() {
                let after = self.after_at(node, place, WORLD)?;
                self.reach(after, census);
            }
            census.next += 1;
        }
        census.end = census.order.len();
        Ok(true)
    }

    fn reach(&self, node: Node, census: &mut Census) {
        if !census.seen.insert(node) {
            return;
        }
        let mut next = census.order.len();
        census.order.push(node);
        while census.minds && next < census.order.len() {
            let node = census.order[next];
            next += 1;
            for mind in 0..self.program.minds {
                let believed = self.graph.belief(node, mind);
                if census.seen.insert(believed) {
                    census.order.push(believed);
                }
            }
        }
    }

    /// For each number of steps up to `depth` how many distinct states there are within so many steps of the initial state.
    pub fn count(&mut self, depth: usize, minds: bool) -> Outcome<Vec<usize>> {
        let mut counts = vec![self.count_begin(minds)?];
        for _ in 0..depth {
            counts.push(self.count_on(|| false)?.1);
        }
        Ok(counts)
    }

    /// Works out successors breadth first until `is_over` says so, or there are no more. Returns how many.
    pub fn measure(&mut self, mut is_over: impl FnMut() -> bool) -> Outcome<u64> {
        let mut census = Census::default();
        let initial = self.initial()?;
        self.reach(initial, &mut census);
        let mut successors = 0;
        while census.next < census.order.len() && !(census.next.is_multiple_of(256) && is_over()) {
            let node = census.order[census.next];
            census.next += 1;
            for action in self.possible(node)? {
                let (after, _) = self.perform(node, action, WORLD)?;
                successors += 1;
                self.reach(after, &mut census);
            }
        }
        Ok(successors)
    }
}
