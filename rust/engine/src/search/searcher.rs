//! Who looks for lives and plans: reasons, and what is known of where the author or an ending is near.

use crate::explain::explainer::Explainer;
use crate::explain::relaxed_reachability::RelaxedReachability;
use crate::fault::Outcome;
use crate::search::counting::{self, Counting};
use crate::search::plan::Step;
use crate::state::graph::Node;
use crate::task::Task;
use crate::transition::polling::Progress;
use crate::transition::world::World;

/// Searches over the steps of a world for which there are reasons.
pub struct Searcher {
    pub(super) explainer: Explainer,
    /// What the author can hope for.
    author: RelaxedReachability,
    /// Which endings can be hoped for.
    pub(super) outcome: RelaxedReachability,
    pub(super) best_plan: Vec<Step>,
    counting: Counting,
    /// So many of its bytes the world has been told of.
    noted: usize,
}

impl Searcher {
    /// `nodes`: the most states it may keep; `BudgetEnded` beyond.
    pub fn new(task: &Task, nodes: usize) -> Outcome<Searcher> {
        let explainer = Explainer::new(World::new(task, nodes)?, task)?;
        let layout = &explainer.world().program().layout;
        Ok(Searcher {
            author: RelaxedReachability::of_author(task, layout),
            outcome: RelaxedReachability::of_endings(task, layout),
            explainer,
            best_plan: vec![],
            counting: Counting::default(),
            noted: 0,
        })
    }

    /// Another for the same task, with states of its own. Sets of values have the same numbers in both.
    pub fn twin(&self) -> Searcher {
        Searcher {
            author: self.author.twin(),
            outcome: self.outcome.twin(),
            explainer: self.explainer.twin(),
            best_plan: vec![],
            counting: Counting::default(),
            noted: 0,
        }
    }

    pub fn explainer(&self) -> &Explainer {
        &self.explainer
    }

    pub fn explainer_mut(&mut self) -> &mut Explainer {
        &mut self.explainer
    }

    pub fn world(&self) -> &World {
        self.explainer.world()
    }

    pub fn world_mut(&mut self) -> &mut World {
        self.explainer.world_mut()
    }

    /// The plan so far that comes to the greatest utility of the author's; empty if none is better than doing nothing.
    pub fn best_plan(&self) -> &[Step] {
        &self.best_plan
    }

    /// Bytes taken by all that is remembered of states, steps, reasons and searches.
    pub fn bytes(&self) -> usize {
        self.explainer.bytes() + self.own_bytes()
    }

    fn own_bytes(&self) -> usize {
        self.counting.bytes() + self.author.bytes() + self.outcome.bytes()
    }

    /// Tells the world how many bytes searches take, beside those of the one that is at work.
    pub(super) fn note_bytes(&mut self) {
        let now = self.own_bytes();
        self.explainer.world_mut().note_bytes(&mut self.noted, now);
    }

    pub(super) fn progress(&self) -> Progress {
        self.world().progress()
    }

    pub(super) fn progress_mut(&mut self) -> &mut Progress {
        self.world_mut().progress_mut()
    }

    /// The least number of acts after which the author's utility may be `goal`, if at most `most` may be enough.
    pub(super) fn acts_to_goal(&mut self, node: Node, goal: i64, most: usize) -> Option<usize> {
        let world = self.explainer.world();
        self.author.acts_to(&world.program().layout, node, world.graph().words(node), 0, goal, most)
    }

    /// Whether the author's utility can't be `goal` in any state at all.
    pub fn is_beyond(&self, goal: i64) -> bool {
        self.world().program().utility.greatest < goal
    }

    /// Begins to count states: how many there are without any step. `minds`: also from, and at every step, all states that
    /// anyone believes in.
    pub fn count_begin(&mut self, minds: bool) -> Outcome<usize> {
        self.counting = Counting::new(self.explainer.world_mut(), minds)?;
        self.note_bytes();
        Ok(self.counting.states())
    }

    /// Goes on counting by one step, or until `is_over` says so. Whether the step is finished, and how many states there are.
    pub fn count_on(&mut self, mut is_over: impl FnMut() -> bool) -> Outcome<(bool, usize)> {
        let counted = self.counting.take_step(self.explainer.world_mut(), &mut is_over);
        self.note_bytes();
        Ok((counted?, self.counting.states()))
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
        counting::measure(self.explainer.world_mut(), &mut is_over)
    }
}
