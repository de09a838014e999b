//! The initial state (semantics 1.1).

use std::sync::Arc;

use smallvec::SmallVec;

use crate::fault::{Fault, Outcome};
use crate::program::layout::Values;
use crate::state::graph::{Arena, Edges, NONE, Node, SELF, Words};
use crate::state::pending::{Assignment, Assignments, Step, WORLD, about, sorted};
use crate::transition::world::World;

impl World {
    /// The initial state, closed.
    pub fn initial(&mut self) -> Outcome<Node> {
        if let Some(node) = self.initial {
            return Ok(node);
        }
        self.begin();
        let layout = &self.program.layout;
        let mut words: Words = SmallVec::from_elem(0, layout.width);
        for field in &layout.fields {
            words[field.word] |= match field.pack(field.clamp(field.usual(layout.sets))) {
                Some(bits) => bits,
                // The text says what it is, or nobody would have it.
                None if layout.sets => 0,
                None => return Err(Fault::Invalid(format!("{} has no value", field.name))),
            };
        }
        let mut facts: Vec<Assignment> = Vec::new();
        let mut spread: Vec<Spread> = Vec::new();
        for fact in &self.program.facts {
            let field = &layout.fields[fact.fluent];
            let step = if fact.known {
                // Whatever is possible around it, known there.
                Step::Forgets
            } else {
                let values: Values = fact.values.iter().map(|&value| field.clamp(value)).collect();
                Step::Becomes(field.pack_all(values, false)?)
            };
            if let (Some((&mind, path)), false) = (fact.path.split_last(), fact.among.is_empty()) {
                spread.push(Spread { path: path.into(), among: fact.among.clone().into(), mind, fluent: fact.fluent, step });
                continue;
            }
            let fact = Assignment::new(&fact.path, fact.fluent, step);
            facts.retain(|other| other.fluent != fact.fluent || other.path != fact.path);
            facts.push(fact);
        }
        self.assign(&mut words, &facts)?;
        let root = if self.program.is_open || !spread.is_empty() {
            self.initially_open(&words, WORLD, facts, &spread, &mut vec![])?
        } else {
            self.initially(&words, usize::MAX, &facts)?
        };
        let node = self.pending.settle(&mut self.graph, root, &mut Arena::Passing)?;
        let node = self.close(node, WORLD)?;
        self.initial = Some(node);
        Ok(node)
    }

    /// The same where sets are possible: a mind that has several values of what is another's own takes that one to know which;
    /// and where facts spread from mind to mind.
    fn initially_open(
        &mut self,
        words: &Words,
        mind: u32,
        mut facts: Vec<Assignment>,
        spread: &[Spread],
        known: &mut Vec<Initially>,
    ) -> Outcome<Node> {
        if mind != WORLD {
            for &fluent in &self.program.open_owned {
                let Some(own) = self.own_of_others(mind, fluent, words)? else { continue };
                let is_said = |fact: &Spread| fact.fluent == fluent && fact.path.is_empty() && own.path[..] == [fact.mind];
                if !facts.iter().any(|fact| fact.fluent == fluent && fact.path == own.path) && !spread.iter().any(is_said) {
                    facts.push(own);
                }
            }
        }
        facts.retain(|fact| !fact.path.is_empty());
        let facts = sorted(facts);
        let same =
            |other: &&Initially| other.mind == mind && other.words == *words && other.facts == facts && other.spread == spread;
        if let Some(found) = known.iter().find(same) {
            return Ok(found.node);
        }
        let node = self.pending.row(words, &SmallVec::<[Node; 8]>::from_elem(SELF, self.program.minds), NONE);
        known.push(Initially { words: words.clone(), mind, facts: Arc::clone(&facts), spread: spread.into(), node });
        let mut edges: Edges = SmallVec::new();
        for other in 0..self.program.minds {
            if other as u32 == mind {
                edges.push(SELF);
                continue;
            }
            let within = about(other, &facts).unwrap_or_default();
            let mut believed = words.clone();
            let here =
                spread.iter().filter(|fact| fact.path.is_empty() && fact.mind == other).map(|fact| (fact.fluent, fact.step));
            // What is said of this mind itself comes after what is said of any idea of it.
            let own = within.iter().filter(|fact| fact.path.is_empty()).map(|fact| (fact.fluent, fact.step));
            for (fluent, step) in here.chain(own) {
                let field = &self.program.layout.fields[fluent];
                let bits = match step {
                    Step::Becomes(bits) => bits,
                    _ => field.pack_all(field.possible(words[field.word]), true)?,
                };
                believed[field.word] = believed[field.word] & !field.mask | bits;
            }
            let onward = within_mind(other, spread);
            edges.push(self.initially_open(&believed, other as u32, within.to_vec(), &onward, known)?);
        }
        self.pending.fill(node, words, &edges);
        Ok(node)
    }

    /// What a mind believes: without a fact of its own, what holds around it; its own beliefs about itself are right.
    fn initially(&mut self, words: &Words, mind: usize, facts: &[Assignment]) -> Outcome<Node> {
        let mut edges: Edges = SmallVec::new();
        for other in 0..self.program.minds {
            if other == mind {
                edges.push(SELF);
                continue;
            }
            let within = about(other, facts);
            let mut believed = words.clone();
            let within = within.as_deref().unwrap_or_default();
            self.assign(&mut believed, within)?;
            edges.push(if within.is_empty() && !has_deeper(facts) { SELF } else { self.initially(&believed, other, within)? });
        }
        Ok(self.pending.row(words, &edges, NONE))
    }
}

/// A fact that is so wherever a way leads on after a path through any of some minds to one.
#[derive(Clone, PartialEq, Eq)]
struct Spread {
    path: SmallVec<[usize; 2]>,
    among: Arc<[usize]>,
    mind: usize,
    fluent: usize,
    step: Step,
}

/// What is left in a mind of facts that spread.
fn within_mind(mind: usize, spread: &[Spread]) -> Vec<Spread> {
    let leads_on = |fact: &&Spread| fact.path.first().map_or_else(|| fact.among.contains(&mind), |&first| first == mind);
    let within = |fact: &Spread| Spread { path: fact.path.get(1..).unwrap_or_default().into(), ..fact.clone() };
    spread.iter().filter(leads_on).map(within).collect()
}

/// A node of the start that has been made.
struct Initially {
    words: Words,
    mind: u32,
    facts: Assignments,
    spread: Vec<Spread>,
    node: Node,
}

fn has_deeper(facts: &[Assignment]) -> bool {
    facts.iter().any(|fact| !fact.path.is_empty())
}
