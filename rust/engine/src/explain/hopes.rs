//! Why somebody acts where acts hope for something, or are done to learn something (semantics 8.3): as in `reasons`, but that each
//! act has openings, that gains are added up, and that a shorter way counts only if it hopes for no more and learns nothing
//! else. Of what shows quickly that nobody would act, only what says which acts can matter
//! holds here.

use crate::explain::answers::{Answer, Bounds, ENDLESS, Planner, longest, question};
use crate::explain::explainer::Explainer;
use crate::explain::foreseen::Openings;
use crate::fault::{Outcome, tried};
use crate::state::graph::Node;
use crate::task::Belief;
use crate::transition::hoping::{Found, Opening};

/// An act of a plan: the state that it is done in, where it leads, what it is worth to the planner, the places of what it hopes for
/// among the hopes of the act, what it brings to light, and as much of that as was open before.
pub struct Planned {
    pub before: Node,
    pub after: Node,
    pub gain: i64,
    pub hopes: Vec<usize>,
    pub learns: Vec<Belief>,
    pub chosen: Vec<Belief>,
}

fn facts(found: Vec<Found>) -> Vec<Belief> {
    found.into_iter().map(|(path, fluent, value)| (path.into_vec(), fluent, value)).collect()
}

/// An act of a plan.
#[derive(Clone, Debug)]
struct Step {
    action: usize,
    after: Node,
    gain: i128,
    opening: Opening,
}

/// A plan as far as it has been made.
struct Plan {
    believed: Node,
    steps: Vec<Step>,
}

impl Plan {
    fn here(&self) -> Node {
        self.steps.last().map_or(self.believed, |step| step.after)
    }

    fn acts(&self) -> Vec<usize> {
        self.steps.iter().map(|step| step.action).collect()
    }

    fn has_met(&self, node: Node) -> bool {
        self.believed == node || self.steps.iter().any(|step| step.after == node)
    }
}

/// What all of some steps hope for.
fn hopes(steps: &[Step]) -> Vec<u32> {
    let mut all: Vec<u32> = steps.iter().flat_map(|step| step.opening.hopes.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What is looked for among the plans of one length.
struct Wanted {
    length: usize,
    /// At most so many hopes.
    hopes: usize,
    /// Whether the first will do; otherwise the one with the smallest numbers.
    any: bool,
    found: Option<Vec<usize>>,
    /// Whether there is any way that long.
    is_alive: bool,
}

impl Explainer {
    /// How an act goes on in a plan.
    pub fn foresee_act(&mut self, believed: Node, action: usize, mind: usize) -> Outcome<Vec<Planned>> {
        let openings = self.openings(believed, action, mind)?;
        let planned = |opening: &Opening| {
            let (after, gain) = self.outcome(opening.before, action, mind)?;
            let hopes = self.world.program().events[action].hopes.iter().enumerate();
            let hopes = hopes.filter(|(_, hope)| opening.hopes.contains(&hope.number)).map(|(place, _)| place).collect();
            let Opening { before, learns, chosen, .. } = opening.clone();
            Ok(Planned { before, after, gain: gain as i64, hopes, learns: facts(learns), chosen: facts(chosen) })
        };
        openings.as_slice().iter().map(planned).collect()
    }

    /// Whether an act is explained, remembered.
    pub(super) fn explain_hopeful(&mut self, believed: Node, action: usize, planner: Planner) -> Outcome<Answer> {
        let question = question(believed, action, planner);
        let cycles = match self.reasons.begin(question) {
            Ok(cycles) => cycles,
            Err(known) => return Ok(known),
        };
        let found = self.plan_hopefully(believed, action, planner, usize::MAX, true)?;
        Ok(self.reasons.end(question, cycles, found.as_deref()))
    }

    /// Of all plans that explain an act one with the fewest hopes, of these the shortest, of these that with the smallest numbers.
    pub(super) fn least_hopeful(&mut self, believed: Node, action: usize, planner: Planner) -> Outcome<Option<Vec<usize>>> {
        if self.plan_hopefully(believed, action, planner, usize::MAX, true)?.is_none() {
            return Ok(None);
        }
        for hopes in 0.. {
            if let Some(found) = self.plan_hopefully(believed, action, planner, hopes, false)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// A shortest plan with at most so many hopes. `any`: the first will do; otherwise the one with the smallest numbers.
    fn plan_hopefully(
        &mut self,
        believed: Node,
        action: usize,
        planner: Planner,
        hopes: usize,
        any: bool,
    ) -> Outcome<Option<Vec<usize>>> {
        let longest = longest(planner.ahead, planner.deep);
        let mut length = 1;
        while longest == ENDLESS || length as i64 <= longest {
            let mut wanted = Wanted { length, hopes, any, found: None, is_alive: false };
            let mut plan = Plan { believed, steps: vec![] };
            self.lengthen_hopefully(&mut plan, Some(action), planner, &mut wanted)?;
            if wanted.found.is_some() || !wanted.is_alive {
                return Ok(wanted.found);
            }
            length += 1;
        }
        Ok(None)
    }

    /// Tries all ways to go on, in order, to plans of the length that is wanted. `only`: the act that it has to be.
    fn lengthen_hopefully(
        &mut self,
        plan: &mut Plan,
        only: Option<usize>,
        planner: Planner,
        wanted: &mut Wanted,
    ) -> Outcome<()> {
        let (here, made) = (plan.here(), plan.steps.len());
        let now = planner.after(made as i64);
        for action in self.candidates(here, only)? {
            let is_last = made + 1 == wanted.length;
            if !Bounds::is_without_depth(planner.ahead)
                && (!self.may_matter(action, now, (wanted.length - made) as i64)
                    || is_last && self.is_idle(&plan.acts(), action, now))
            {
                wanted.is_alive = true;
                continue;
            }
            let openings = self.openings(here, action, planner.mind)?;
            for opening in openings.as_slice() {
                self.count_one()?;
                // If the act can't be worked out, that matters only if it is explained.
                let outcome = tried(self.outcome(opening.before, action, planner.mind))?;
                if is_last && matches!(outcome, Ok((_, ..=0))) {
                    // Without it the plan is as good.
                    wanted.is_alive = true;
                    continue;
                }
                if only.is_none() && !self.is_explained_to(opening.before, action, now)? {
                    continue;
                }
                let (after, gain) = outcome?;
                // Without a bound on the length: a state met twice leaves something out.
                if planner.ahead == ENDLESS && only.is_none() && plan.has_met(after) {
                    continue;
                }
                plan.steps.push(Step { action, after, gain, opening: opening.clone() });
                if is_last {
                    wanted.is_alive = true;
                    if hopes(&plan.steps).len() <= wanted.hopes && self.is_hopeful_plan(plan, planner)? {
                        let acts = plan.acts();
                        if wanted.found.as_ref().is_none_or(|found| acts < *found) {
                            wanted.found = Some(acts);
                        }
                    }
                } else {
                    self.lengthen_hopefully(plan, None, planner, wanted)?;
                }
                plan.steps.pop();
                if wanted.any && wanted.found.is_some() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The acts that may be planned in a state, ascending.
    fn candidates(&mut self, here: Node, only: Option<usize>) -> Outcome<Vec<usize>> {
        if let Some(action) = only {
            return Ok(vec![action]);
        }
        let places = self.world.steps(here)?.places();
        let mut candidates: Vec<usize> = places.map(|place| self.world.action_at(place)).collect();
        candidates.extend(&self.world.program().hoping);
        candidates.sort_unstable();
        candidates.dedup();
        Ok(candidates)
    }

    fn openings(&mut self, believed: Node, action: usize, mind: usize) -> Outcome<Openings> {
        self.reasons.think(1)?;
        let planned = (believed, action as u32, mind as u32);
        if let Some(known) = self.reasons.foreseen.openings(planned) {
            return Ok(known);
        }
        let found = self.world.openings(believed, action, mind)?;
        Ok(self.reasons.foreseen.open(planned, found))
    }

    fn outcome(&mut self, before: Node, action: usize, mind: usize) -> Outcome<(Node, i128)> {
        let planned = (before, action as u32, mind as u32);
        if let Some(known) = self.reasons.foreseen.outcome(planned) {
            return Ok(known);
        }
        let after = self.world.act(before, action, Some(mind))?;
        let gain = i128::from(self.worth(after, mind)?) - i128::from(self.worth(before, mind)?);
        let found = (self.world.with_lessons(after, mind)?, gain);
        self.reasons.foreseen.come_out(planned, found);
        Ok(found)
    }

    /// E2, E4, E5 for a sequence that satisfies E1 and E3.
    fn is_hopeful_plan(&mut self, plan: &Plan, planner: Planner) -> Outcome<bool> {
        let gain: i128 = plan.steps.iter().map(|step| step.gain).sum();
        let (first, rest) = plan.steps.split_first().expect("a plan has an act");
        let of_rest = gain - first.gain;
        if gain <= 0 || !rest.is_empty() && of_rest <= 0 {
            return Ok(false);
        }
        Ok(!self.can_gain(first.after, rest, &hopes(rest), planner.after(1), of_rest, true)?
            && !self.can_gain(plan.believed, rest, &hopes(&plan.steps), planner, gain, false)?)
    }

    /// Whether some part of the steps of a plan, in their order, can be done, each explained for all others, hoping for no more
    /// and learning nothing else, and gains at least `aim`.
    fn can_gain(
        &mut self,
        start: Node,
        steps: &[Step],
        hopes: &[u32],
        planner: Planner,
        aim: i128,
        proper: bool,
    ) -> Outcome<bool> {
        let mut reached: Vec<(Node, usize, i128)> = vec![(start, 0, 0)];
        for step in steps {
            for from in 0..reached.len() {
                let (node, done, gained) = reached[from];
                if proper && done + 1 == steps.len() {
                    continue;
                }
                let openings = self.openings(node, step.action, planner.mind)?;
                for opening in openings.as_slice() {
                    let is_in_plan = |found: &Found| step.opening.learns.contains(found);
                    if !opening.hopes.iter().all(|hope| hopes.contains(hope)) || !opening.chosen.iter().all(is_in_plan) {
                        continue;
                    }
                    if !self.is_explained_to(opening.before, step.action, planner.after(done as i64))? {
                        continue;
                    }
                    let (after, gain) = self.outcome(opening.before, step.action, planner.mind)?;
                    if gained + gain >= aim {
                        return Ok(true);
                    }
                    let next = (after, done + 1, gained + gain);
                    if !reached.contains(&next) {
                        reached.push(next);
                    }
                }
            }
        }
        Ok(false)
    }
}
