//! What the graph of an atlas says about ways through it.

use super::graph::{Atlas, NOWHERE};
use super::journal::Step;

impl Atlas {
    /// The acts of the first shortest life that comes to a state.
    pub fn way(&self, mut number: u32) -> Vec<u32> {
        let mut acts = vec![];
        while number != 0 {
            let (source, act) = self.journal.source(number);
            acts.push(act);
            number = source;
        }
        acts.reverse();
        acts
    }

    /// Where the steps of each state begin whose steps are known, and where the last ones end.
    pub fn firsts(&self) -> Vec<u32> {
        let mut firsts = Vec::with_capacity(self.expanded() + 1);
        firsts.push(0);
        self.each_steps(|steps| firsts.push(firsts[firsts.len() - 1] + steps.len() as u32));
        firsts
    }

    /// The move of each step.
    pub fn acts(&self) -> Vec<u32> {
        let mut acts = Vec::with_capacity(self.steps());
        self.each_steps(|steps| acts.extend(steps.iter().map(|step| step.0)));
        acts
    }

    /// The state that each step leads to.
    pub fn targets(&self) -> Vec<u32> {
        let mut targets = Vec::with_capacity(self.steps());
        self.each_steps(|steps| targets.extend(steps.iter().map(|step| step.1)));
        targets
    }

    fn each_steps(&self, mut look: impl FnMut(&[Step])) {
        let mut reader = self.journal.read_from(0);
        let mut steps = vec![];
        while reader.number < self.expanded() {
            reader.next_steps(&mut steps);
            look(&steps);
        }
    }

    /// For each state 1 if one of these can be reached from it, itself included, else 0.
    pub fn leading_to(&self, numbers: &[u32]) -> Vec<u8> {
        let mut leads = vec![0u8; self.len()];
        numbers.iter().for_each(|&number| leads[number as usize] = 1);
        self.journal.mark_leading(&mut leads);
        leads
    }

    /// The strongly connected component of each state (Tarjan 1972), numbered so that steps never lead to a greater one.
    /// Nothing follows on the states in `barred`.
    pub fn cycles(&self, barred: &[u32]) -> Vec<u32> {
        let count = self.len();
        let mut is_barred = vec![false; count];
        for &number in barred {
            is_barred[number as usize] = true;
        }
        let mut cycles = vec![NOWHERE; count];
        let mut visits = vec![0u32; count];
        let mut earliest = vec![0u32; count];
        let (mut visit, mut cycle) = (0, 0);
        let mut waiting: Vec<u32> = vec![];
        // The states that are being visited, each with where in `ahead` begins what is left of where its steps lead.
        let mut path: Vec<(u32, usize)> = vec![];
        let mut ahead: Vec<u32> = vec![];
        for root in 0..count as u32 {
            if visits[root as usize] != 0 {
                continue;
            }
            path.push((root, ahead.len()));
            while let Some(&(number, start)) = path.last() {
                let place = number as usize;
                if visits[place] == 0 {
                    visit += 1;
                    visits[place] = visit;
                    earliest[place] = visit;
                    waiting.push(number);
                    if !is_barred[place] {
                        ahead.extend(self.journal.of(place).iter().rev().map(|step| step.1));
                    }
                }
                if ahead.len() > start {
                    let target = ahead.pop().expect("there is one");
                    let other = target as usize;
                    if visits[other] == 0 {
                        path.push((target, ahead.len()));
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
            path.push(self.journal.source(path[path.len() - 1]).0);
        }
        path.reverse();
        // Behind the last state of the path lies the goal, which all of these lead to.
        let goal = path.len();
        let mut on_path = vec![NOWHERE; self.len()];
        for (place, &number) in path.iter().enumerate() {
            on_path[number as usize] = place as u32;
        }
        let mut is_goal = vec![false; self.len()];
        for &number in numbers {
            is_goal[number as usize] = true;
        }
        let mut seen = vec![false; self.len()];
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
                for (_, target) in self.journal.of(number as usize) {
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

    /// An atlas that is nothing but a graph, of the states that are reached from the first, and its edges by the numbers there.
    fn graph(edges: &[(u32, u32)]) -> (Atlas, Vec<(u32, u32)>) {
        let mut atlas = Atlas::default();
        let mut order = vec![0u32];
        let mut known = vec![];
        let mut next = 0;
        while next < order.len() {
            let (mut steps, from) = (vec![], order[next]);
            for &(_, target) in edges.iter().filter(|edge| edge.0 == from) {
                let number = order.iter().position(|&other| other == target).unwrap_or_else(|| {
                    order.push(target);
                    order.len() - 1
                });
                steps.push((steps.len() as u32, number as u32));
                known.push((next as u32, number as u32));
            }
            atlas.journal.add(&steps);
            atlas.endings.push(0);
            next += 1;
        }
        (atlas, known)
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
            edges in prop::collection::vec((0u32..40, 0u32..40), 0..160),
            goals in prop::collection::vec(0u32..40, 0..4),
        ) {
            let (atlas, edges) = graph(&edges);
            let count = atlas.len() as u32;
            let goals: Vec<u32> = goals.into_iter().filter(|&goal| goal < count).collect();
            let leads = atlas.leading_to(&goals);
            for number in 0..count {
                let expected = reaches(&edges, number, None).iter().any(|target| goals.contains(target));
                prop_assert_eq!(leads[number as usize] == 1, expected);
            }
            let open: Vec<(u32, u32)> = edges.iter().copied().filter(|edge| !goals.contains(&edge.0)).collect();
            for (edges, barred) in [(&edges, &vec![]), (&open, &goals)] {
                let cycles = atlas.cycles(barred);
                for one in 0..count {
                    for other in reaches(edges, one, None) {
                        let is_same = reaches(edges, other, None).contains(&one);
                        prop_assert_eq!(cycles[one as usize] == cycles[other as usize], is_same);
                        prop_assert!(cycles[other as usize] <= cycles[one as usize]);
                    }
                }
            }
            for number in 0..count {
                let mut at = 0;
                for act in atlas.way(number) {
                    at = atlas.journal.of(at as usize)[act as usize].1;
                }
                prop_assert_eq!(at, number);
            }
            let mut found = atlas.bottlenecks(&goals);
            found.sort_unstable();
            let is_passed = |&number: &u32| {
                !goals.is_empty() && !reaches(&edges, 0, Some(number)).iter().any(|target| goals.contains(target))
            };
            let expected: Vec<u32> = (0..count).filter(is_passed).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
