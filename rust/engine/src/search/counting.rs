//! How many states there are: breadth first through all possible acts, whether or not anybody has a reason.

use crate::fault::Outcome;
use crate::state::graph::Node;
use crate::state::pending::WORLD;
use crate::transition::world::World;

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
pub(crate) struct Counting {
    minds: bool,
    seen: Marked,
    order: Vec<Node>,
    /// The next state to go on from, and the first one that is a step further away than it.
    next: usize,
    end: usize,
}

impl Counting {
    pub fn bytes(&self) -> usize {
        self.order.capacity() * 4 + self.seen.0.capacity() * 8
    }
}

impl World {
    /// Begins to count. `minds`: also from, and at every step, all states that anyone believes in.
    pub fn count_begin(&mut self, minds: bool) -> Outcome<usize> {
        let initial = self.initial()?;
        let mut counting = Counting { minds, ..Counting::default() };
        self.reach(initial, &mut counting);
        counting.end = counting.order.len();
        let states = counting.order.len();
        self.counting = counting;
        Ok(states)
    }

    /// Goes on by one step, or until `is_over` says so. Whether the step is finished, and how many states there are so far.
    pub fn count_on(&mut self, mut is_over: impl FnMut() -> bool) -> Outcome<(bool, usize)> {
        let mut counting = std::mem::take(&mut self.counting);
        let counted = self.take_step(&mut counting, &mut is_over);
        let states = counting.order.len();
        self.counting = counting;
        Ok((counted?, states))
    }

    fn take_step(&mut self, counting: &mut Counting, is_over: &mut dyn FnMut() -> bool) -> Outcome<bool> {
        while counting.next < counting.end {
            if counting.next.is_multiple_of(256) && is_over() {
                return Ok(false);
            }
            let node = counting.order[counting.next];
            for place in self.steps(node)?.places() {
                let after = self.after_at(node, place, WORLD)?;
                self.reach(after, counting);
            }
            counting.next += 1;
        }
        counting.end = counting.order.len();
        Ok(true)
    }

    fn reach(&self, node: Node, counting: &mut Counting) {
        if !counting.seen.insert(node) {
            return;
        }
        let mut next = counting.order.len();
        counting.order.push(node);
        while counting.minds && next < counting.order.len() {
            let node = counting.order[next];
            next += 1;
            for mind in 0..self.program.minds {
                let believed = self.graph.belief(node, mind);
                if counting.seen.insert(believed) {
                    counting.order.push(believed);
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
        let mut counting = Counting::default();
        let initial = self.initial()?;
        self.reach(initial, &mut counting);
        let mut successors = 0;
        while counting.next < counting.order.len() && !(counting.next.is_multiple_of(256) && is_over()) {
            let node = counting.order[counting.next];
            counting.next += 1;
            for action in self.possible(node)? {
                let (after, _) = self.perform(node, action, WORLD)?;
                successors += 1;
                self.reach(after, &mut counting);
            }
        }
        Ok(successors)
    }
}
