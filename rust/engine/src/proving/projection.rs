//! Lives as far as a few facts go: states are the values of some fluents, and whatever else an event asks for may be so if it
//! is within what can come to be at all (projection, or pattern database: Culberson and Schaeffer 1998; Edelkamp, ECP 2001).
//! What can't be reached here no life reaches, and no life comes anywhere in fewer acts than it takes here.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::proving::events::{Event, Narrowed, Within};
use crate::proving::outlook::Outlook;
use crate::proving::truth::{Is, Known, Truth, narrowed, truth};
use crate::proving::values::{List, Values};
use crate::task::Condition;

/// As a distance: what is sought can't be reached from here.
pub const NEVER: u32 = u32::MAX;
/// An event that leads from one state to more than so many is not followed: the projection then says nothing.
const MOST_AFTER: usize = 512;
/// No place among the fluents of a projection.
const OUTSIDE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Came {
    from: u32,
    event: u32,
}

pub struct Projection {
    /// The fluents that it looks at, ascending.
    pub fluents: Vec<usize>,
    /// The values of all states, one after the other.
    rows: Vec<i64>,
    numbers: FxHashMap<Box<[i64]>, u32>,
    /// By state, the least number of acts to what is sought.
    rest: Vec<u32>,
    /// By state, whether what is sought may hold there.
    goals: Vec<bool>,
    came: Vec<Came>,
    /// Whether all states are known that can be reached.
    pub is_complete: bool,
}

/// An event that may change what a projection looks at.
struct Prepared<'a> {
    number: u32,
    event: &'a Event,
    is_trigger: bool,
    /// What its precondition says of fluents that are not looked at.
    narrowed: Narrowed,
}

/// A state of a projection, and what else can be so.
struct Here<'a> {
    places: &'a [u32],
    row: &'a [i64],
    outlook: &'a Outlook,
}

impl Known for Here<'_> {
    fn of(&self, fluent: usize) -> Is<'_> {
        match self.places[fluent] {
            OUTSIDE => self.outlook.ranges.of(fluent),
            place => Is::One(self.row[place as usize]),
        }
    }
}

impl Projection {
    /// Goes through all states, at most `most`, whose beginning is the start of the story. What is sought is a state where
    /// `target` holds; lives don't go on from endings.
    pub fn new(outlook: &Outlook, mut fluents: Vec<usize>, target: &Condition, most: usize) -> Projection {
        fluents.sort_unstable();
        fluents.dedup();
        let mut places = vec![OUTSIDE; outlook.task.fluents.len()];
        for (place, &fluent) in fluents.iter().enumerate() {
            places[fluent] = place as u32;
        }
        let events = prepared(outlook, &places);
        let start: Box<[i64]> = fluents.iter().map(|&fluent| outlook.initial[fluent]).collect();
        let mut made = Projection {
            rows: start.to_vec(),
            numbers: FxHashMap::from_iter([(start, 0)]),
            rest: vec![],
            goals: vec![],
            came: vec![Came { from: 0, event: u32::MAX }],
            is_complete: true,
            fluents,
        };
        made.explore(outlook, &places, &events, target, most);
        made
    }

    pub fn size(&self) -> usize {
        self.came.len()
    }

    pub fn bytes(&self) -> usize {
        self.rows.capacity() * 8 + self.numbers.capacity() * (8 * self.fluents.len() + 24) + self.came.capacity() * 13
    }

    pub fn row(&self, number: usize) -> &[i64] {
        let width = self.fluents.len();
        &self.rows[number * width..(number + 1) * width]
    }

    /// The least number of acts from a state with these values to what is sought, as far as this tells.
    pub fn acts_from(&self, row: &[i64]) -> u32 {
        match self.numbers.get(row) {
            Some(&number) if self.is_complete => self.rest[number as usize],
            _ => 0,
        }
    }

    /// The events on a way with the fewest acts to a state where what is sought may hold, if there is any, each with the number
    /// of the state that it leads to.
    pub fn way(&self) -> Option<Vec<(u32, u32)>> {
        // States are in the order of how many acts lead to them.
        let mut number = self.goals.iter().position(|&is_goal| is_goal)?;
        let mut way = vec![];
        while number != 0 {
            let Came { from, event } = self.came[number];
            way.push((event, number as u32));
            number = from as usize;
        }
        way.reverse();
        Some(way)
    }

    fn explore(&mut self, outlook: &Outlook, places: &[u32], events: &[Prepared<'_>], target: &Condition, most: usize) {
        // An act is a step, what triggers do comes with it.
        let mut waiting: VecDeque<(u32, u32)> = VecDeque::from([(0, 0)]);
        let mut depths = vec![0u32];
        let mut edges: Vec<(u32, u32, bool)> = vec![];
        let mut order: Vec<u32> = vec![];
        let mut is_done = vec![false];
        self.goals.push(false);
        while let Some((number, depth)) = waiting.pop_front() {
            if std::mem::replace(&mut is_done[number as usize], true) || depth > depths[number as usize] {
                continue;
            }
            order.push(number);
            let row: SmallVec<[i64; 16]> = self.row(number as usize).into();
            let here = Here { places, row: &row, outlook };
            let is_rest = number == 0 || !events.iter().any(|event| event.is_trigger && fires(event, &here, outlook));
            let goal = if is_rest { truth(target, &here) } else { Truth::of(false) };
            self.goals[number as usize] = goal.yes;
            // Where triggers may still fire lives may only pass, too: then they don't end there.
            let goes_on = is_rest && !goal.is_certain() && !outlook.has_ended(&here);
            for event in events.iter().filter(|event| goes_on || event.is_trigger) {
                let Some(rows) = after(event, &here, outlook) else {
                    self.is_complete = false;
                    continue;
                };
                for after in rows.into_iter().filter(|after| **after != *row) {
                    if !outlook.sums.iter().all(|sum| sum.allows(&Here { places, row: &after, outlook })) {
                        continue;
                    }
                    let cost = u32::from(!event.is_trigger);
                    let next = match self.numbers.get(&after[..]) {
                        Some(&next) => next,
                        None => {
                            if self.came.len() >= most {
                                self.is_complete = false;
                                continue;
                            }
                            let next = self.came.len() as u32;
                            self.rows.extend_from_slice(&after);
                            self.numbers.insert(after[..].into(), next);
                            self.came.push(Came { from: number, event: event.number });
                            depths.push(u32::MAX);
                            is_done.push(false);
                            self.goals.push(false);
                            next
                        }
                    };
                    edges.push((next, number, cost == 1));
                    if depth + cost < depths[next as usize] {
                        depths[next as usize] = depth + cost;
                        self.came[next as usize] = Came { from: number, event: event.number };
                        if cost == 0 { waiting.push_front((next, depth)) } else { waiting.push_back((next, depth + 1)) }
                    }
                }
            }
        }
        self.measure(&edges);
        self.put_in_order(&order);
    }

    /// The distances to what is sought, backwards along all edges.
    fn measure(&mut self, edges: &[(u32, u32, bool)]) {
        let mut back: Vec<Vec<(u32, bool)>> = vec![vec![]; self.came.len()];
        for &(next, number, is_act) in edges {
            back[next as usize].push((number, is_act));
        }
        self.rest = vec![NEVER; self.came.len()];
        let mut waiting: VecDeque<(u32, u32)> = VecDeque::new();
        for (number, _) in self.goals.iter().enumerate().filter(|(_, is_goal)| **is_goal) {
            self.rest[number] = 0;
            waiting.push_back((number as u32, 0));
        }
        while let Some((number, rest)) = waiting.pop_front() {
            if rest > self.rest[number as usize] {
                continue;
            }
            for &(before, is_act) in &back[number as usize] {
                let longer = rest + u32::from(is_act);
                if longer < self.rest[before as usize] {
                    self.rest[before as usize] = longer;
                    if is_act { waiting.push_back((before, longer)) } else { waiting.push_front((before, longer)) }
                }
            }
        }
    }

    /// Numbers the states anew, in the order in which they were taken up.
    fn put_in_order(&mut self, order: &[u32]) {
        let mut places = vec![0u32; self.came.len()];
        for (place, &number) in order.iter().enumerate() {
            places[number as usize] = place as u32;
        }
        self.rows = order.iter().flat_map(|&number| self.row(number as usize).to_vec()).collect();
        self.rest = order.iter().map(|&number| self.rest[number as usize]).collect();
        self.goals = order.iter().map(|&number| self.goals[number as usize]).collect();
        let came = |&number: &u32| {
            let Came { from, event } = self.came[number as usize];
            Came { from: places[from as usize], event }
        };
        self.came = order.iter().map(came).collect();
        self.numbers.values_mut().for_each(|number| *number = places[*number as usize]);
    }
}

fn prepared<'a>(outlook: &'a Outlook, places: &[u32]) -> Vec<Prepared<'a>> {
    let mut found = vec![];
    for (number, event) in outlook.task.events.iter().enumerate() {
        let changes = event.changes.iter().any(|change| places[change.fluent] != OUTSIDE);
        if !changes || !event.may_happen(&outlook.ranges) {
            continue;
        }
        let mut narrowed = narrowed(&event.precondition, &outlook.ranges);
        narrowed.retain(|entry| places[entry.0] == OUTSIDE);
        found.push(Prepared { number: number as u32, event, is_trigger: number >= outlook.task.actions, narrowed });
    }
    found
}

/// Whether a trigger is sure to fire, so that a state is only passed.
fn fires(event: &Prepared<'_>, here: &Here<'_>, outlook: &Outlook) -> bool {
    truth(&event.event.precondition, here).is_certain()
        && after(event, here, outlook).is_some_and(|rows| rows.iter().all(|row| row[..] != *here.row))
}

/// All rows that an event may lead to; None: too many.
fn after(event: &Prepared<'_>, here: &Here<'_>, outlook: &Outlook) -> Option<Vec<SmallVec<[i64; 16]>>> {
    let known = Within { narrowed: &event.narrowed, around: here };
    if !truth(&event.event.precondition, &known).yes {
        return Some(vec![]);
    }
    let mut rows: Vec<SmallVec<[i64; 16]>> = vec![here.row.into()];
    for change in &event.event.changes {
        let place = here.places[change.fluent];
        if place == OUTSIDE {
            continue;
        }
        let outcome: Values = change.outcome(&known, &outlook.task.fluents[change.fluent], outlook.task.sets);
        let values: List = outcome.list(MOST_AFTER)?;
        if rows.len() * values.len() > MOST_AFTER {
            return None;
        }
        let mut longer = Vec::with_capacity(rows.len() * values.len());
        for row in &rows {
            for &value in &values {
                let mut row = row.clone();
                row[place as usize] = value;
                longer.push(row);
            }
        }
        rows = longer;
    }
    Some(rows)
}
