//! Why somebody acts (semantics 5 and 6, the strong version): the first plan that explains an act.
//!
//! A plan a1...an explains a1 for a character c who believes to be in b, if, with s0 = b and si = do(ai, s(i-1)):
//! E1 each act is possible where it stands, and none is an act of nobody; E2 u(sn) > u(s0); E3 every other character who
//! consents to an act after the first has a reason for it, within what is left of the budget; E4 what follows the first
//! act is a plan of its own in which nothing can be left out; E5 the first act can't be left out.

use crate::explain::answers::{Answer, Bounds, ENDLESS, Planner, Question, UNLIMITED, longest, question};
use crate::explain::explainer::Explainer;
use crate::fault::{Fault, Outcome, tried};
use crate::state::graph::Node;
use crate::state::pending::WORLD;

/// A beginning of a plan takes about as long as so many steps that are known.
const EFFORT_OF_A_BEGINNING: u64 = 8;

/// A plan as far as it has been made: one more state than acts.
#[derive(Default)]
struct Beginning {
    acts: Vec<usize>,
    states: Vec<Node>,
    /// The greatest utility so far: unless the end exceeds it, the end is not needed.
    utility: i64,
}

impl Explainer {
    /// The plan that explains an action for a character who consents to it, and who stands in `node`.
    pub fn plan(&mut self, node: Node, action: usize, mind: usize, budget: u64) -> Outcome<Option<Vec<usize>>> {
        if !self.world.consenting(action).contains(&mind) {
            return Err(Fault::Invalid(format!("character {mind} is not asked to consent to action {action}")));
        }
        let Planner { ahead, deep, .. } = self.planner(mind);
        let action = self.world.program().act_of(action);
        self.plan_in(self.world.belief(node, mind), action, mind, ahead, deep, budget)
    }

    /// The first plan, by (length, numbers of its acts), of at most `ahead` acts and with `deep` levels of thought, that
    /// explains an action for a character who believes to be in `believed`. `budget`: 0 = no bound.
    pub fn plan_in(
        &mut self,
        believed: Node,
        action: usize,
        mind: usize,
        ahead: i64,
        deep: i64,
        budget: u64,
    ) -> Outcome<Option<Vec<usize>>> {
        let action = self.world.program().act_of(action);
        let outer = std::mem::replace(&mut self.reasons.left, if budget > 0 { Some(budget) } else { None });
        if self.world.program().is_hopeful {
            let found = self.least_hopeful(believed, action, Planner { mind, ahead, deep });
            self.reasons.left = outer;
            self.reasons.asking.clear();
            return found;
        }
        let found = self.explain(believed, action, Planner { mind, ahead, deep });
        self.reasons.left = outer;
        self.reasons.asking.clear();
        let number = |question: Question| {
            let plan = self.reasons.answers.get(&question).and_then(Option::as_deref);
            plan.map(|plan| plan.iter().map(|&act| act as usize).collect())
        };
        Ok(match found? {
            Answer::None => None,
            Answer::Single => Some(vec![action]),
            Answer::Plan(question) => number(question),
        })
    }

    /// Whether an act is explained for a planner who believes to be in a state. `budget`: as for `plan_in`.
    pub(crate) fn has_reason(&mut self, believed: Node, action: usize, planner: Planner, budget: u64) -> Outcome<bool> {
        self.reasons.left = if budget > 0 { Some(budget) } else { None };
        let found = self.explain(believed, self.world.program().act_of(action), planner);
        self.reasons.asking.clear();
        Ok(!matches!(found?, Answer::None))
    }

    /// The actions that a life can go on with; nobody in `free` is asked.
    pub fn explained(&mut self, node: Node, free: &[usize], budget: u64) -> Outcome<Vec<usize>> {
        let mut explained = Vec::new();
        for place in self.world.steps(node)?.places() {
            let action = self.world.action_at(place);
            if self.is_explained(node, action, free, budget)? {
                explained.push(action);
            }
        }
        Ok(explained)
    }

    /// What a life goes on with in a state, ascending: the number of an act or of an attempt, and where it leads. What leaves
    /// the state as it is is no step, and none is left after an ending. Nobody in `free` needs a reason, and whoever is in it
    /// tries what it believes to be possible.
    pub fn moves(&mut self, node: Node, free: &[usize], budget: u64) -> Outcome<Vec<(u32, Node)>> {
        let mut moves = vec![];
        if self.world.ending(node)?.is_some() {
            return Ok(moves);
        }
        for place in self.world.steps(node)?.places() {
            let action = self.world.action_at(place);
            if self.world.doubting(node, action, free)?.is_none() && self.is_explained(node, action, free, budget)? {
                let after = self.world.after_at(node, place, WORLD)?;
                if after != node {
                    moves.push((action as u32, after));
                }
            }
        }
        moves.extend(self.open_attempts(node, free)?);
        Ok(moves)
    }

    /// Whether everybody who consents to an act that is possible, and is not in `free`, has a reason for it, and nothing more
    /// urgent comes before it.
    pub(crate) fn is_explained(&mut self, node: Node, action: usize, free: &[usize], budget: u64) -> Outcome<bool> {
        if !self.is_agreed(node, action, free, budget)? {
            return Ok(false);
        }
        let turn = self.turn(node, free, budget)?;
        Ok(!self.is_held(action, free, turn))
    }

    /// Whether everybody who consents to an act, and is not in `free`, has a reason for it.
    pub(super) fn is_agreed(&mut self, node: Node, action: usize, free: &[usize], budget: u64) -> Outcome<bool> {
        for place in 0..self.world.consenting(action).len() {
            let mind = self.world.consenting(action)[place];
            if free.contains(&mind) {
                continue;
            }
            let has_reason = if self.world.program().is_hopeful {
                let found = self.has_reason(self.world.belief(node, mind), action, self.planner(mind), budget);
                self.reasons.left = None;
                found?
            } else {
                self.plan(node, action, mind, budget)?.is_some()
            };
            if !has_reason {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn count_one(&mut self) -> Outcome<()> {
        self.effort_on_questions += EFFORT_OF_A_BEGINNING;
        self.note_bytes();
        self.world.tick()?;
        match &mut self.reasons.left {
            Some(0) => Err(Fault::BudgetEnded),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Whether a plan within the limits explains an act, as far as that is already known.
    pub(crate) fn known_answer(&self, believed: Node, action: usize, planner: Planner) -> Option<bool> {
        let action = self.world.program().act_of(action);
        self.reasons.answers.get(&question(believed, action, planner)).map(Option::is_some)
    }

    fn explain(&mut self, believed: Node, action: usize, planner: Planner) -> Outcome<Answer> {
        if self.world.program().is_hopeful {
            return self.explain_hopeful(believed, action, planner);
        }
        let Planner { mind, ahead, deep } = planner;
        let longest = longest(ahead, deep);
        if (longest != ENDLESS && longest < 1) || self.world.consenting(action).is_empty() {
            return Ok(Answer::None);
        }
        let Some(place) = self.world.place_of(believed, action)? else { return Ok(Answer::None) };
        let before = self.worth(believed, mind)?;
        if before >= self.world.program().utilities[mind].greatest {
            return Ok(Answer::None);
        }
        self.reasons.think(1)?;
        let after = self.world.after_at(believed, place, mind as u32)?;
        if self.worth(after, mind)? > before {
            return Ok(Answer::Single);
        }
        if longest == 1 {
            return Ok(Answer::None);
        }
        let question = question(believed, action, planner);
        let cycles = match self.reasons.begin(question) {
            Ok(cycles) => cycles,
            Err(known) => return Ok(known),
        };
        let mut beginning = Beginning { acts: vec![action], states: vec![believed, after], utility: before };
        let found = self.lengthen(&mut beginning, planner, longest)?;
        Ok(self.reasons.end(question, cycles, found.then_some(&beginning.acts[..])))
    }

    /// Looks for a plan of two acts or more, the shortest first.
    fn lengthen(&mut self, beginning: &mut Beginning, planner: Planner, longest: i64) -> Outcome<bool> {
        let most = if longest == ENDLESS { ENDLESS } else { longest - 1 };
        // Who has little patience tries what is near before looking far.
        if self.reasons.patience.is_none()
            && !self.can_exceed(beginning.states[1], planner.after(1), most, beginning.utility)?
        {
            return Ok(false);
        }
        let mut length = 2;
        while longest == ENDLESS || length <= longest {
            let goes_on = self.can_exceed(beginning.states[1], planner.after(1), length - 1, beginning.utility)?;
            let mut alive = false;
            if goes_on && self.extend(beginning, planner, length as usize, &mut alive)? {
                return Ok(true);
            }
            if !alive && goes_on && Bounds::is_without_depth(most) {
                return Ok(false);
            }
            length += 1;
        }
        Ok(false)
    }

    /// Tries all ways to go on to a plan of exactly `length` acts, in order. `alive`: whether any has that length.
    fn extend(&mut self, beginning: &mut Beginning, planner: Planner, length: usize, alive: &mut bool) -> Outcome<bool> {
        let made = beginning.acts.len();
        let here = beginning.states[made];
        let now = planner.after(made as i64);
        for place in self.world.steps(here)?.places() {
            let action = self.world.action_at(place);
            if self.world.consenting(action).is_empty() {
                continue;
            }
            let is_last = made + 1 == length;
            if !Bounds::is_without_depth(planner.ahead)
                && (!self.may_matter(action, now, (length - made) as i64)
                    || is_last && self.is_idle(&beginning.acts, action, now))
            {
                continue;
            }
            if !Bounds::is_without_depth(planner.ahead)
                && !self.values_can_exceed(here, Some(action), planner.mind, (length - made - 1) as i64, beginning.utility)?
            {
                continue;
            }
            // If the act can't be worked out, that matters only if it is explained.
            let there = tried(self.standing(here, place, planner.mind))?;
            if let Ok((there, utility)) = there {
                if is_last && utility <= beginning.utility && !Bounds::is_without_depth(planner.ahead) {
                    continue;
                }
                let rest = (length - made - 1) as i64;
                let aim = utility.max(beginning.utility);
                if !is_last && !self.can_exceed(there, planner.after(made as i64 + 1), rest, aim)? {
                    continue;
                }
                // Without a bound on the length: a state met twice leaves something out.
                if planner.ahead == ENDLESS && beginning.states.contains(&there) {
                    continue;
                }
            }
            self.count_one()?;
            if !self.is_explained_to(here, action, now)? {
                continue;
            }
            let (there, utility) = there?;
            let aim = utility.max(beginning.utility);
            let before = std::mem::replace(&mut beginning.utility, aim);
            beginning.acts.push(action);
            beginning.states.push(there);
            let found = if is_last {
                *alive = true;
                utility > before && self.is_needed(beginning, planner, utility)?
            } else {
                self.extend(beginning, planner, length, alive)?
            };
            if found {
                return Ok(true);
            }
            beginning.acts.pop();
            beginning.states.pop();
            beginning.utility = before;
        }
        Ok(false)
    }

    /// Whether some act of a beginning would be needed for nothing in a plan that ends with an action, which touches the
    /// utility of the planner: it does not, and no later act rests on it, so that the plan is as good without it. (Others who
    /// agree to an act have a reason with more acts left if they have one for that act alone; with more than one left before,
    /// that is not clear.)
    pub(super) fn is_idle(&mut self, acts: &[usize], action: usize, now: Planner) -> bool {
        let mind = now.mind;
        let is_idle = (0..acts.len()).any(|place| {
            let act = acts[place];
            if self.relevance.touches(act, mind) {
                return false;
            }
            let later = acts[place + 1..].iter().chain([&action]);
            let left = now.ahead + (acts.len() - place) as i64 - 1;
            !later.zip(0..).any(|(&later, after)| {
                let is_alone = self.world.consenting(later).iter().all(|&other| other == mind);
                !is_alone && left - after > 1 || self.relevance.enables(act, later, mind)
            })
        });
        self.reasons.left_out += u64::from(is_idle);
        is_idle
    }

    /// The state that a step leads to, and its utility.
    fn standing(&mut self, node: Node, place: usize, mind: usize) -> Outcome<(Node, i64)> {
        self.reasons.think(1)?;
        let there = self.world.after_at(node, place, mind as u32)?;
        Ok((there, self.worth(there, mind)?))
    }

    /// E3: whether all who consent to an act, other than the planner, have a reason for it.
    pub(super) fn is_explained_to(&mut self, node: Node, action: usize, planner: Planner) -> Outcome<bool> {
        let act = self.world.program().act_of(action);
        for place in 0..self.world.consenting(action).len() {
            let other = self.world.consenting(action)[place];
            if other != planner.mind {
                let foreseen = self.foreseen(planner, other);
                if matches!(self.explain(self.world.belief(node, other), act, foreseen)?, Answer::None) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// A character within its own limits.
    pub(crate) fn planner(&self, mind: usize) -> Planner {
        let limits = self.world.program().limits[mind];
        Planner { mind, ahead: limits.ahead, deep: if limits.deep >= 0 { limits.deep - 1 } else { UNLIMITED } }
    }

    /// The limits of another character as the planner foresees them.
    pub(crate) fn foreseen(&self, planner: Planner, other: usize) -> Planner {
        let own = self.planner(other);
        let ahead = if planner.ahead == ENDLESS || own.ahead == ENDLESS {
            planner.ahead.max(own.ahead)
        } else {
            planner.ahead.min(own.ahead)
        };
        let below = if planner.deep >= UNLIMITED { planner.deep } else { planner.deep - 1 };
        Planner { mind: other, ahead, deep: below.min(own.deep) }
    }

    /// E4 and E5: whether nothing can be left out of a plan that ends with the given utility.
    fn is_needed(&mut self, plan: &Beginning, planner: Planner, aim: i64) -> Outcome<bool> {
        let rest = &plan.acts[1..];
        Ok(!self.can_do_part(plan.states[1], rest, planner.after(1), aim, true)?
            && !self.can_do_part(plan.states[0], rest, planner, aim, false)?)
    }

    /// Whether some part of the acts, in their order, can be done, each explained, and ends with at least `aim`.
    fn can_do_part(&mut self, start: Node, acts: &[usize], planner: Planner, aim: i64, proper: bool) -> Outcome<bool> {
        let mut reached = vec![(start, 0)];
        if self.worth(start, planner.mind)? >= aim {
            return Ok(true);
        }
        for (place, &action) in acts.iter().enumerate() {
            for from in 0..reached.len() {
                let (node, done) = reached[from];
                if proper && done + 1 == acts.len() {
                    continue;
                }
                let Some(step) = self.world.place_of(node, action)? else { continue };
                let there = tried(self.standing(node, step, planner.mind))?;
                if let Ok((there, utility)) = there {
                    let rest = (acts.len() - place - 1) as i64;
                    let after = planner.after(done as i64 + 1);
                    if reached.contains(&(there, done + 1))
                        || (utility < aim && !self.can_exceed(there, after, rest, aim - 1)?)
                    {
                        continue;
                    }
                }
                if self.is_explained_to(node, action, planner.after(done as i64))? {
                    let (there, utility) = there?;
                    if utility >= aim {
                        return Ok(true);
                    }
                    reached.push((there, done + 1));
                }
            }
        }
        Ok(false)
    }
}
