//! What can be left out of a plan, and all plans of the author in order.

use rustc_hash::FxHashMap;

use super::asking::{Answers, Explained};
use crate::fault::{Fault, Outcome, tried};
use crate::search::plan::{Quest, Step};
use crate::search::searcher::Searcher;
use crate::state::graph::Node;
use crate::state::pending::WORLD;

impl Searcher {
    /// A part of a plan that was found, its acts in their order and each explained, that ends at least as well: a shortest one,
    /// or where there are too many ways of leaving acts out one from which no single act can be left out. The plan is what was
    /// sought: at the end of time or memory it stands, as far as it has been reduced.
    pub(super) fn reduced(&mut self, plan: Vec<Step>, answers: &mut Answers) -> Outcome<Vec<Step>> {
        match self.trimmed(plan.clone(), 1, WAYS, answers) {
            Ok(Some(trimmed)) => return Ok(trimmed),
            Ok(None) => {}
            Err(Fault::Interrupted | Fault::BudgetEnded) => return Ok(plan),
            Err(fault) => return Err(fault),
        }
        let mut plan = plan;
        while let Some(place) = match self.needless(&plan, answers) {
            Err(Fault::Interrupted | Fault::BudgetEnded) => None,
            other => other?,
        } {
            plan.remove(place);
        }
        Ok(plan)
    }

    /// The place of an act without which a plan can be carried out, is explained, and ends at least as well.
    fn needless(&mut self, plan: &[Step], answers: &mut Answers) -> Outcome<Option<usize>> {
        let mut states = vec![self.world_mut().initial()?];
        for step in plan {
            states.push(self.world_mut().act(states[states.len() - 1], step.action, None)?);
        }
        let aim = self.world().utility(states[plan.len()], None)?;
        for place in (0..plan.len()).rev() {
            if self.ends_well(states[place], &plan[place + 1..], aim, answers)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Whether acts can follow each other from a state, each explained, to a utility of the author's of at least `aim`.
    fn ends_well(&mut self, mut node: Node, acts: &[Step], aim: i64, answers: &mut Answers) -> Outcome<bool> {
        for (done, step) in acts.iter().enumerate() {
            if self.acts_to_goal(node, aim, acts.len() - done).is_none() {
                return Ok(false);
            }
            let Some(place) = self.world_mut().place_of(node, step.action)? else { return Ok(false) };
            let asked = self.explained_within(node, step.action, step.ahead, PATIENCE, answers)?;
            if !matches!(asked, Explained::Within(_)) {
                return Ok(false);
            }
            let Ok(after) = tried(self.world_mut().after_at(node, place, WORLD))? else { return Ok(false) };
            node = after;
        }
        Ok(self.world().utility(node, None)? >= aim)
    }

    /// A shortest part of a plan, its acts in their order and each explained, that ends at least as well (semantics 5, V5).
    /// Those who agree to an act think `ahead`, or as far as they thought where it stands in the plan: the same reasons have
    /// to do at least. None: there are more than `most` ways to look at.
    fn trimmed(&mut self, plan: Vec<Step>, ahead: i64, most: usize, answers: &mut Answers) -> Outcome<Option<Vec<Step>>> {
        let mut left = most;
        let mut end = self.world_mut().initial()?;
        for step in &plan {
            end = self.world_mut().act(end, step.action, None)?;
        }
        let aim = self.world().utility(end, None)?;
        let start = self.world_mut().initial()?;
        // Ways that leave something out or not, by how many acts they have: to each state the first.
        let mut ways: Vec<FxHashMap<Node, Vec<Step>>> = vec![FxHashMap::default(); plan.len() + 1];
        ways[0].insert(start, vec![]);
        for (place, step) in plan.iter().enumerate() {
            let rest = plan.len() - place - 1;
            for acts in (0..plan.len()).rev() {
                let mut from: Vec<Node> = ways[acts].keys().copied().collect();
                from.sort_unstable();
                for node in from {
                    let Some(place) = self.world_mut().place_of(node, step.action)? else { continue };
                    let Ok(after) = tried(self.world_mut().after_at(node, place, WORLD))? else { continue };
                    if ways[acts + 1].contains_key(&after) {
                        continue;
                    }
                    if self.acts_to_goal(after, aim, rest).is_none() {
                        continue;
                    }
                    // What could not be found out in time counts as not explained: the plan stands as it is.
                    let asked = self.explained_within(node, step.action, step.ahead.max(ahead), PATIENCE, answers)?;
                    let Explained::Within(ahead) = asked else { continue };
                    let mut way = ways[acts][&node].clone();
                    way.push(Step { action: step.action, ahead });
                    ways[acts + 1].insert(after, way);
                    if left == 0 {
                        return Ok(None);
                    }
                    left -= 1;
                    self.world_mut().tick()?;
                }
            }
        }
        for ways in &ways[1..] {
            let mut ends: Vec<Node> = ways.keys().copied().collect();
            ends.sort_unstable();
            for node in ends {
                if self.world().utility(node, None)? >= aim {
                    return Ok(Some(ways[&node].clone()));
                }
            }
        }
        Ok(Some(plan))
    }

    /// Plans of the author that reach the goal and from which nothing can be left out, shortest first and then by the numbers
    /// of their acts; at most `most`. Each is handed to `found` as soon as it is known. True if these are all.
    pub fn all_plans(&mut self, quest: &Quest, most: usize, found: &mut dyn FnMut(Vec<Step>)) -> Outcome<bool> {
        let mut listing = Listing { quest: quest.clone(), answers: Answers::default(), dead: FxHashMap::default(), left: most };
        let start = self.world_mut().initial()?;
        for length in 1..=quest.acts {
            let mut plan = vec![];
            let mut states = vec![start];
            let seen = self.list(&mut listing, length, &mut plan, &mut states, found)?;
            if listing.left == 0 {
                return Ok(false);
            }
            if !seen.is_longer {
                break;
            }
        }
        Ok(true)
    }

    /// All plans of exactly `length` acts that go on from a beginning.
    fn list(
        &mut self,
        listing: &mut Listing,
        length: usize,
        plan: &mut Vec<Step>,
        states: &mut Vec<Node>,
        found: &mut dyn FnMut(Vec<Step>),
    ) -> Outcome<Seen> {
        let here = states[plan.len()];
        let left = length - plan.len();
        if self.world().utility(here, None)? >= listing.quest.goal {
            let ahead = listing.quest.ahead;
            if left == 0 {
                let trimmed = self.trimmed(plan.clone(), ahead, usize::MAX, &mut listing.answers)?;
                if trimmed.is_some_and(|trimmed| trimmed.len() == plan.len()) {
                    found(plan.clone());
                    listing.left -= 1;
                }
            }
            return Ok(Seen::to_the_end(left == 0));
        }
        if left == 0 {
            return Ok(Seen::to_the_end(true));
        }
        // A longer plan may do what one of this length can't.
        if self.acts_to_goal(here, listing.quest.goal, usize::MAX).is_none() {
            return Ok(Seen::to_the_end(false));
        }
        if self.acts_to_goal(here, listing.quest.goal, left).is_none() {
            return Ok(Seen::to_the_end(true));
        }
        if listing.dead.get(&here).is_some_and(|&dead| dead & bit(left) != 0) {
            return Ok(Seen::to_the_end(true));
        }
        let before = listing.left;
        let mut seen = Seen::to_the_end(false);
        self.progress_mut().expanded += 1;
        self.progress_mut().bytes = listing.answers.bytes() + listing.dead.capacity() * 13;
        self.note_bytes();
        for place in self.world_mut().steps(here)?.places() {
            let action = self.world().action_at(place);
            let after = tried(self.world_mut().after_at(here, place, WORLD))?;
            let (ahead, answers) = (listing.quest.ahead, &mut listing.answers);
            let Explained::Within(ahead) = self.explained_within(here, action, ahead, 0, answers)? else { continue };
            let after = after?;
            if let Some(earlier) = states.iter().position(|&state| state == after) {
                seen.cut = seen.cut.min(earlier);
                continue;
            }
            plan.push(Step { action, ahead });
            states.push(after);
            seen.add(self.list(listing, length, plan, states, found)?);
            plan.pop();
            states.pop();
            if listing.left == 0 {
                return Ok(seen);
            }
        }
        // What was left out because of a state before this one may lead on from here after another beginning.
        if listing.left == before && seen.cut >= plan.len() && seen.is_longer {
            *listing.dead.entry(here).or_default() |= bit(left);
        }
        Ok(seen)
    }
}

/// How many ways of leaving acts out of a plan that was found are looked at.
const WAYS: usize = 1 << 14;

/// The patience with which parts of a plan are asked about.
const PATIENCE: u64 = 1 << 16;

/// What has been seen of the ways that go on from a beginning.
struct Seen {
    /// Whether any of them has as many acts as were asked for.
    is_longer: bool,
    /// The place in the beginning of the first of the states to which some of them would have led back.
    cut: usize,
}

impl Seen {
    fn to_the_end(is_longer: bool) -> Seen {
        Seen { is_longer, cut: usize::MAX }
    }

    fn add(&mut self, other: Seen) {
        self.is_longer |= other.is_longer;
        self.cut = self.cut.min(other.cut);
    }
}

struct Listing {
    quest: Quest,
    answers: Answers,
    /// By state, numbers of acts within which no plan leads from it.
    dead: FxHashMap<Node, u64>,
    left: usize,
}

/// Numbers of acts above 63 are not remembered.
fn bit(acts: usize) -> u64 {
    if acts < 64 { 1 << acts } else { 0 }
}
