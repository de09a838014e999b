//! What the graph of an atlas says about ways through it.

use super::graph::{Atlas, NOWHERE};
use crate::search::lives::way;

impl Atlas {
    /// The acts of the first shortest life that comes to a state.
    pub fn way(&self, number: u32) -> Vec<u32> {
        way(self.parents(), number as usize)
    }

    /// The states that the steps of a state lead to; none if its steps are not known.
    fn next(&self, number: u32) -> &[u32] {
        let number = number as usize;
        if number >= self.expanded() {
            return &[];
        }
        &self.targets()[self.firsts()[number] as usize..self.firsts()[number + 1] as usize]
    }

    /// For each state 1 if one of these can be reached from it, itself included, else 0.
    pub fn leading_to(&self, numbers: &[u32]) -> Vec<u8> {
        let count = self.states().len();
        let mut starts = vec![0u32; count + 1];
        for &target in self.targets() {
            starts[target as usize + 1] += 1;
        }
        for number in 0..count {
            starts[number + 1] += starts[number];
        }
        let mut free = starts.clone();
        let mut sources = vec![0u32; self.targets().len()];
        for source in 0..self.expanded() as u32 {
            for &target in self.next(source) {
                let place = &mut free[target as usize];
                sources[*place as usize] = source;
                *place += 1;
            }
        }
        let mut leads = vec![0u8; count];
        let mut waiting: Vec<u32> = vec![];
        for &number in numbers {
            if leads[number as usize] == 0 {
                leads[number as usize] = 1;
                waiting.push(number);
            }
        }
        while let Some(target) = waiting.pop() {
            for &source in &sources[starts[target as usize] as usize..starts[target as usize + 1] as usize] {
                if leads[source as usize] == 0 {
                    leads[source as usize] = 1;
                    waiting.push(source);
                }
            }
        }
        leads
    }

    /// The strongly connected component of each state (Tarjan 1972), numbered so that steps never lead to a greater one.
    /// Nothing follows on the states in `barred`.
    pub fn cycles(&self, barred: &[u32]) -> Vec<u32> {
        let count = self.states().len();
        let mut is_barred = vec![false; count];
        for &number in barred {
            is_barred[number as usize] = true;
        }
        let mut cycles = vec![NOWHERE; count];
        let mut visits = vec![0u32; count];
        let mut earliest = vec![0u32; count];
        let (mut visit, mut cycle) = (0, 0);
        let mut waiting: Vec<u32> = vec![];
        let mut path: Vec<(u32, usize)> = vec![];
        for root in 0..count as u32 {
            if visits[root as usize] != 0 {
                continue;
            }
            path.push((root, 0));
            while let Some(&mut (number, ref mut step)) = path.last_mut() {
                let place = number as usize;
                if *step == 0 && visits[place] == 0 {
                    visit += 1;
                    visits[place] = visit;
                    earliest[place] = visit;
                    waiting.push(number);
                }
                if let Some(&target) = self.next(number).get(*step).filter(|_| !is_barred[place]) {
                    *step += 1;
                    let other = target as usize;
                    if visits[other] == 0 {
                        path.push((target, 0));
                    } else if cycles[other] == NOWHERE {
                        earliest[place] = earliest[place].min(visits[other]);
                    }
                    continue;
                }
                path.pop();
                if let Some(&(parent, _)) = path.last() {
                    earliest[parent as usize] = earliest[parent as usize].min(earliest[place]);
                }
                if earliest[place] == visits[place] {
                    while let Some(member) = waiting.pop() {
                        cycles[member as usize] = cycle;
                        if member == number {
                            break;
                        }
                    }
                    cycle += 1;
                }
            }
        }
        cycles
    }

    /// The states that every life passes which comes to one of these, in the order in which it passes them; none if no life
    /// comes there. Found along one life: a state of it is passed by all if nothing leads round it.
    pub fn bottlenecks(&self, numbers: &[u32]) -> Vec<u32> {
        let Some(&nearest) = numbers.iter().min() else { return vec![] };
        let leads = self.leading_to(numbers);
        let mut path = vec![nearest];
        while path[path.len() - 1] != 0 {
            let (parent, _) = self.parents()[path[path.len() - 1] as usize];
            path.push(parent);
        }
        path.reverse();
        // Behind the last state of the path lies the goal, which all of these lead to.
        let goal = path.len();
        let mut on_path = vec![NOWHERE; self.states().len()];
        for (place, &number) in path.iter().enumerate() {
            on_path[number as usize] = place as u32;
        }
        let mut is_goal = vec![false; self.states().len()];
        for &number in numbers {
            is_goal[number as usize] = true;
        }
        let mut seen = vec![false; self.states().len()];
        let mut furthest = 0;
        let mut found = vec![];
        for (place, &number) in path.iter().enumerate() {
            if furthest <= place {
                found.push(number);
            }
            let mut waiting = vec![number];
            while let Some(number) = waiting.pop() {
                if is_goal[number as usize] {
                    furthest = goal;
                }
                for &target in self.next(number) {
                    if leads[target as usize] == 0 {
                        continue;
                    }
                    match on_path[target as usize] {
                        NOWHERE if !seen[target as usize] => {
                            seen[target as usize] = true;
                            waiting.push(target);
                        }
                        NOWHERE => {}
                        place => furthest = furthest.max(place as usize),
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An atlas that is nothing but a graph.
    fn graph(count: usize, edges: &[(u32, u32)]) -> Atlas {
        let mut atlas = Atlas { firsts: vec![0], ..Atlas::default() };
        atlas.states = (0..count as u32).collect();
        atlas.parents = vec![(0, 0); count];
        let mut reached = vec![0u32];
        let mut is_known = vec![false; count];
        is_known[0] = true;
        let mut next = 0;
        while next < reached.len() {
            let from = reached[next];
            next += 1;
            for &(_, target) in edges.iter().filter(|edge| edge.0 == from) {
                if !is_known[target as usize] {
                    is_known[target as usize] = true;
                    atlas.parents[target as usize] = (from, 0);
                    reached.push(target);
                }
            }
        }
        for from in 0..count as u32 {
            atlas.targets.extend(edges.iter().filter(|edge| edge.0 == from).map(|edge| edge.1));
            atlas.acts.resize(atlas.targets.len(), 0);
            atlas.firsts.push(atlas.targets.len() as u32);
        }
        atlas
    }

    fn reaches(edges: &[(u32, u32)], from: u32, without: Option<u32>) -> Vec<u32> {
        let mut found: Vec<u32> = if Some(from) == without { vec![] } else { vec![from] };
        let mut next = 0;
        while next < found.len() {
            let from = found[next];
            for &(_, target) in edges.iter().filter(|edge| edge.0 == from) {
                if Some(target) != without && !found.contains(&target) {
                    found.push(target);
                }
            }
            next += 1;
        }
        found
    }

    proptest! {
        #[test]
        fn ways_are_those_of_brute_force(
            edges in prop::collection::vec((0u32..9, 0u32..9), 0..25),
            goals in prop::collection::vec(0u32..9, 0..4),
        ) {
            let atlas = graph(9, &edges);
            let leads = atlas.leading_to(&goals);
            for number in 0..9 {
                let expected = reaches(&edges, number, None).iter().any(|target| goals.contains(target));
                prop_assert_eq!(leads[number as usize] == 1, expected);
            }
            let open: Vec<(u32, u32)> = edges.iter().copied().filter(|edge| !goals.contains(&edge.0)).collect();
            for (edges, barred) in [(&edges, &vec![]), (&open, &goals)] {
                let cycles = atlas.cycles(barred);
                for one in 0..9 {
                    for other in reaches(edges, one, None) {
                        let is_same = reaches(edges, other, None).contains(&one);
                        prop_assert_eq!(cycles[one as usize] == cycles[other as usize], is_same);
                        prop_assert!(cycles[other as usize] <= cycles[one as usize]);
                    }
                }
            }
            // States that no life passes do not occur in an atlas.
            let reached = reaches(&edges, 0, None);
            let goals: Vec<u32> = goals.into_iter().filter(|goal| reached.contains(goal)).collect();
            let mut found = atlas.bottlenecks(&goals);
            found.sort_unstable();
            let is_passed = |&number: &u32| {
                !goals.is_empty() && !reaches(&edges, 0, Some(number)).iter().any(|target| goals.contains(target))
            };
            let expected: Vec<u32> = (0..9).filter(is_passed).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
