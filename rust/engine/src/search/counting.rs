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
pub(super) struct Counting {
    minds: bool,
    seen: Marked,
    order: Vec<Node>,
    /// The next state to go on from, and the first one that is a step further away than it.
    next: usize,
    end: usize,
}

impl Counting {
    /// `minds`: also from, and at every step, all states that anyone believes in.
    pub fn new(world: &mut World, minds: bool) -> Outcome<Counting> {
        let initial = world.initial()?;
        let mut counting = Counting { minds, ..Counting::default() };
        counting.reach(world, initial);
        counting.end = counting.order.len();
        Ok(counting)
    }

    /// How many states there are so far.
    pub fn states(&self) -> usize {
        self.order.len()
    }

    pub fn bytes(&self) -> usize {
        self.order.capacity() * 4 + self.seen.0.capacity() * 8
    }

    /// Goes on by one step, or until `is_over` says so. Whether the step is finished.
    pub fn take_step(&mut self, world: &mut World, is_over: &mut dyn FnMut() -> bool) -> Outcome<bool> {
        while self.next < self.end {
            if self.next.is_multiple_of(256) && is_over() {
                return Ok(false);
            }
            let node = self.order[self.next];
            for place in world.steps(node)?.places() {
                let after = world.after_at(node, place, WORLD)?;
                self.reach(world, after);
            }
            self.next += 1;
        }
        self.end = self.order.len();
        Ok(true)
    }

    fn reach(&mut self, world: &World, node: Node) {
        if !self.seen.insert(node) {
            return;
        }
        let mut next = self.order.len();
        self.order.push(node);
        while self.minds && next < self.order.len() {
            let node = self.order[next];
            next += 1;
            for mind in 0..world.characters() {
                let believed = world.belief(node, mind);
                if self.seen.insert(believed) {
                    self.order.push(believed);
                }
            }
        }
    }
}

/// Works out successors breadth first until `is_over` says so, or there are no more. Returns how many.
pub(super) fn measure(world: &mut World, is_over: &mut dyn FnMut() -> bool) -> Outcome<u64> {
    let mut counting = Counting::new(world, false)?;
    let mut successors = 0;
    while counting.next < counting.order.len() && !(counting.next.is_multiple_of(256) && is_over()) {
        let node = counting.order[counting.next];
        counting.next += 1;
        for action in world.possible(node)? {
            let (after, _) = world.perform(node, action, WORLD)?;
            successors += 1;
            counting.reach(world, after);
        }
    }
    Ok(successors)
}
