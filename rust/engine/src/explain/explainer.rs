//! Who has reasons for what: a world, and what is known about why anybody would act in it.

use crate::explain::abstraction::Abstraction;
use crate::explain::answers::Reasons;
use crate::explain::relaxed_reachability::RelaxedReachability;
use crate::explain::relevance::Relevance;
use crate::explain::turns::LastTurn;
use crate::fault::Outcome;
use crate::state::graph::Node;
use crate::task::Task;
use crate::transition::world::World;

/// Reasons for the steps of a world.
pub struct Explainer {
    pub(super) world: World,
    pub(super) reasons: Reasons,
    /// What characters can hope for.
    pub(super) reachability: RelaxedReachability,
    pub(super) abstraction: Abstraction,
    /// Which acts can matter.
    pub(super) relevance: Relevance,
    pub(super) last_turn: LastTurn,
    /// What has been done for questions so far, beside the ticks of the world.
    pub(super) effort_on_questions: u64,
    /// So many of its bytes the world has been told of.
    noted: usize,
}

impl Explainer {
    /// `task`: the one of the world.
    pub fn new(world: World, task: &Task) -> Outcome<Explainer> {
        let layout = &world.program().layout;
        Ok(Explainer {
            reachability: RelaxedReachability::of_characters(task, layout),
            abstraction: Abstraction::new(task, layout)?,
            relevance: Relevance::new(task),
            world,
            reasons: Reasons::default(),
            last_turn: LastTurn::default(),
            effort_on_questions: 0,
            noted: 0,
        })
    }

    /// Another for the same task, with a world of its own.
    pub(crate) fn twin(&self) -> Explainer {
        Explainer {
            reachability: self.reachability.twin(),
            abstraction: self.abstraction.twin(),
            relevance: self.relevance.clone(),
            world: self.world.twin(),
            reasons: Reasons::default(),
            last_turn: LastTurn::default(),
            effort_on_questions: 0,
            noted: 0,
        }
    }

    pub fn world(&self) -> &World {
        &self.world
    }

    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// What has been done so far, in ticks.
    pub(crate) fn effort(&self) -> u64 {
        self.world.ticks() + self.effort_on_questions
    }

    /// How often an act was left out of plans so far because it can't matter.
    pub fn left_out(&self) -> u64 {
        self.reasons.left_out
    }

    /// How much of that for questions.
    pub(crate) fn effort_on_questions(&self) -> u64 {
        self.effort_on_questions
    }

    /// Beginnings of plans that might still be tried when the last question ended, if that was limited.
    pub(crate) fn left(&self) -> Option<u64> {
        self.reasons.left
    }

    /// Bytes taken by all that is remembered of states, steps and reasons.
    pub fn bytes(&self) -> usize {
        self.world.bytes() + self.own_bytes()
    }

    fn own_bytes(&self) -> usize {
        self.reasons.bytes() + self.reachability.bytes() + self.abstraction.bytes() + self.relevance.bytes()
    }

    /// Tells the world how many bytes reasons take.
    pub(super) fn note_bytes(&mut self) {
        let now = self.own_bytes();
        self.world.note_bytes(&mut self.noted, now);
        self.world.note_growing(self.reasons.growing());
    }

    /// The utility of a character in a lasting node, remembered.
    pub(super) fn worth(&mut self, node: Node, mind: usize) -> Outcome<i64> {
        match self.abstraction.utility_of_values(&self.world, node, mind) {
            Some(utility) => Ok(utility),
            None => self.world.utility(node, Some(mind)),
        }
    }
}
