//! States and what becomes of them: `initial`, `after` (semantics 2.2) and `do`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::census::Census;
use crate::condition::Expression;
use crate::draft::{Assignment, Assignments, Draft, Term, about, merge, sorted};
use crate::fault::{Fault, Outcome};
use crate::graph::{Arena, Cause, Edges, Graph, NONE, Node, SELF, View, Words, draft_node, is_draft, is_lasting};
use crate::lessons::Lesson;
use crate::planner::{Progress, Step};
use crate::program::Program;
use crate::reasons::Reasons;
use crate::successors::Successors;
use crate::task::{self, Task, UNKNOWN};
use crate::triggers::Outcomes;

/// Asked now and then in long work, with where a search stands and how many bytes are taken; true = stop.
pub type Poll = Box<dyn FnMut(Progress, usize) -> bool + Send>;

/// The clock is looked at after so many ticks.
const TICKS: u32 = 64;
const POLL_EVERY: Duration = Duration::from_millis(20);
/// How deep into minds within minds an event is followed in the plain way.
const MOST_MINDS_DEEP: u32 = 3;

pub struct World {
    pub program: Program,
    pub graph: Graph,
    pub(crate) draft: Draft,
    pub(crate) outcomes: Outcomes,
    /// What events lead to at once, without any trigger, in the world or in a mind.
    pub(crate) calm: Outcomes,
    pub(crate) successors: Successors,
    pub(crate) reasons: Reasons,
    pub(crate) progress: Progress,
    pub(crate) best_plan: Vec<Step>,
    pub(crate) census: Census,
    /// Expressions that are asked about again and again.
    prepared: Vec<Expression>,
    /// What characters who are played can learn by acts that they try in vain, by act and character.
    pub(crate) lessons: FxHashMap<(usize, usize), Arc<[Lesson]>>,
    initial: Option<Node>,
    poll: Option<Poll>,
    ticks: u32,
    /// What has been done so far, in ticks, and how much of that for questions.
    pub(crate) effort: u64,
    pub(crate) pondered: u64,
    polled: Instant,
}

impl World {
    /// `nodes`: the most states it may keep; `BudgetEnded` beyond.
    pub fn new(task: Task, nodes: usize) -> Outcome<World> {
        let program = Program::new(task)?;
        let (width, minds) = (program.layout.width, program.minds);
        Ok(World {
            graph: Graph::new(width, minds, nodes),
            draft: Draft::new(width, minds),
            outcomes: Outcomes::new(),
            calm: Outcomes::new(),
            successors: Successors::default(),
            reasons: Reasons::default(),
            progress: Progress::default(),
            best_plan: vec![],
            census: Census::default(),
            program,
            prepared: vec![],
            lessons: FxHashMap::default(),
            initial: None,
            poll: None,
            ticks: 0,
            effort: 0,
            pondered: 0,
            polled: Instant::now(),
        })
    }

    /// Puts a poll in the place of the one that there is, which is returned.
    pub fn set_poll(&mut self, poll: Option<Poll>) -> Option<Poll> {
        std::mem::replace(&mut self.poll, poll)
    }

    pub fn progress(&self) -> Progress {
        self.progress
    }

    pub(crate) fn tick(&mut self) -> Outcome<()> {
        self.ticks += 1;
        self.effort += 1;
        if self.ticks >= TICKS {
            self.ticks = 0;
            if self.polled.elapsed() >= POLL_EVERY {
                return self.poll_now();
            }
        }
        Ok(())
    }

    pub(crate) fn poll_now(&mut self) -> Outcome<()> {
        self.polled = Instant::now();
        let (progress, bytes) = (self.progress, self.bytes() + self.progress.bytes);
        let is_over = self.poll.as_mut().is_some_and(|poll| poll(progress, bytes));
        if is_over { Err(Fault::Interrupted) } else { Ok(()) }
    }

    pub fn view(&self, node: Node) -> View<'_> {
        self.graph.view(&self.program.layout, node)
    }

    pub fn is_state(&self, node: u64) -> bool {
        node < self.graph.states() as u64
    }

    pub fn is_possible(&self, node: Node, action: usize) -> Outcome<bool> {
        self.program.events[action].holds(&self.view(node))
    }

    pub fn observes(&self, node: Node, action: usize, mind: usize) -> Outcome<bool> {
        self.program.events[action].observes(&self.view(node), mind)
    }

    /// The utility of a character, or fate's.
    pub fn utility(&self, node: Node, mind: Option<usize>) -> Outcome<i64> {
        let view = self.view(node);
        match mind {
            None => self.program.utility.value(&view).map_err(|overflow| overflow.within("utility")),
            Some(mind) => self.program.utilities[mind].0.value(&view).map_err(|overflow| {
                let name = &self.program.characters[mind];
                overflow.within(&format!("utility of {name}"))
            }),
        }
    }

    /// The utility of a character in a lasting node, remembered.
    pub(crate) fn worth(&mut self, node: Node, mind: usize) -> Outcome<i64> {
        match self.program.utility_of_values(&self.graph, node, mind) {
            Some(utility) => Ok(utility),
            None => self.utility(node, Some(mind)),
        }
    }

    /// Makes an expression, as in a task, ready to be asked about: its number.
    pub fn prepare(&mut self, json: &str) -> Outcome<usize> {
        let program = &self.program;
        let expression = task::Expression::parse(json, program.minds, program.layout.fields.len())?;
        self.prepared.push(Expression::new(&expression, &program.layout)?);
        Ok(self.prepared.len() - 1)
    }

    /// The value of a prepared expression.
    pub fn prepared_value(&self, node: Node, number: usize) -> Outcome<i64> {
        let expression = self.prepared.get(number).ok_or_else(|| Fault::Invalid(format!("there is no expression {number}")))?;
        expression.value(&self.view(node)).map_err(|overflow| overflow.within(""))
    }

    pub fn ending(&self, node: Node) -> Outcome<Option<usize>> {
        let view = self.view(node);
        for (number, (name, guard)) in self.program.endings.iter().enumerate() {
            if guard.holds(&view).map_err(|overflow| overflow.within(name))? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// do(a, s) = close(after(a, s)), and whether it was closed at once: no trigger fired, in the world or in any mind.
    pub(crate) fn perform(&mut self, node: Node, action: usize) -> Outcome<(Node, bool)> {
        self.tick()?;
        if let Some(known) = self.outcomes.recall(Cause { event: action as u32, node }) {
            return Ok((known, false));
        }
        if let Some(after) = self.plainly(action, node, MOST_MINDS_DEEP)? {
            return Ok((after, true));
        }
        self.graph.forget_passing();
        self.draft.clear();
        let after = self.after(action, node)?;
        if is_lasting(after) {
            return Ok((after, true));
        }
        self.close(after).map(|closed| (closed, false))
    }

    /// The state after an event that surprises nobody and from which nothing follows, in the world or in any mind: found mind
    /// by mind and remembered, without a draft. None: it is not as plain as that, or minds in minds go deeper than `deep`.
    fn plainly(&mut self, number: usize, node: Node, deep: u32) -> Outcome<Option<Node>> {
        let outcomes = self.program.events[number].apply(&self.view(node))?;
        if !outcomes.told.is_empty() {
            return Ok(None);
        }
        let mut edges: Edges = self.graph.edges(node).into();
        for (mind, edge) in edges.iter_mut().enumerate() {
            let event = &self.program.events[number];
            let observes = event.observes(&self.view(node), mind)?;
            if *edge == SELF && observes {
                continue;
            }
            let there = if *edge == SELF { node } else { *edge };
            let after = match event.public {
                _ if observes => self.believed_after(number, node, there, mind, deep)?,
                Some(public) => self.public_after(public, there, deep)?,
                None => Some(there),
            };
            match after {
                Some(after) => *edge = after,
                None => return Ok(None),
            }
        }
        let (now, before) = ((&outcomes.words[..], &edges[..]), (self.graph.words(node), self.graph.edges(node)));
        if now == before {
            return Ok(Some(node));
        }
        if !self.program.triggers.is_empty() && !crate::triggers::is_at_rest(&self.program, &self.graph, now, before)? {
            return Ok(None);
        }
        self.graph.intern(Arena::Lasting, &outcomes.words, &edges, NONE).map(Some)
    }

    /// What somebody makes of an action who sees it in `node` and believes to be elsewhere.
    fn believed_after(&mut self, action: usize, node: Node, believed: Node, mind: usize, deep: u32) -> Outcome<Option<Node>> {
        let Some(place) = self.place_of(believed, action)? else {
            self.graph.forget_passing();
            self.draft.clear();
            let there = self.surprised(action, node, believed, mind)?;
            let is_plain = deep > 0 && there != believed && is_lasting(there);
            return if is_plain { self.believed_after(action, node, there, mind, deep - 1) } else { Ok(None) };
        };
        if let Some(known) = self.successors.calm_at(place) {
            return Ok(Some(known));
        }
        let after = if deep == 0 { None } else { self.plainly(action, believed, deep - 1)? };
        if let Some(after) = after {
            self.successors.keep(place, after, true);
        }
        Ok(after)
    }

    /// What somebody makes of the public part of an action.
    fn public_after(&mut self, public: usize, believed: Node, deep: u32) -> Outcome<Option<Node>> {
        let cause = Cause { event: public as u32, node: believed };
        if let Some(known) = self.calm.recall(cause) {
            return Ok(Some(known));
        }
        let after = if deep == 0 { None } else { self.plainly(public, believed, deep - 1)? };
        if let Some(after) = after {
            self.calm.remember(cause, after);
        }
        Ok(after)
    }

    /// The node after an event; not yet closed.
    fn after(&mut self, event: usize, node: Node) -> Outcome<Node> {
        let root = self.draft.term(Term::After { event, node }, self.graph.origin(node));
        self.expand(0)?;
        let mut arena = self.arena();
        let after = self.draft.settle(&mut self.graph, root, &mut arena)?;
        for number in 0..self.draft.len() {
            if let Term::After { event, node } = self.draft.entry(draft_node(number)).term
                && is_lasting(node)
                && let Some(after) = self.draft.settled(draft_node(number)).filter(|&after| is_lasting(after))
            {
                self.calm.remember(Cause { event: event as u32, node }, after);
            }
        }
        Ok(after)
    }

    /// Fills in the rows of all drafts from `next` on, and of those that come with them.
    pub(crate) fn expand(&mut self, mut next: usize) -> Outcome<()> {
        while next < self.draft.len() {
            self.expand_one(crate::graph::draft_node(next))?;
            next += 1;
        }
        Ok(())
    }

    /// Fills in the rows of a draft and of all that it leads to, whenever they were made, and puts it into the graph.
    pub(crate) fn settle_now(&mut self, root: Node) -> Outcome<Node> {
        let mut pending: SmallVec<[Node; 8]> = SmallVec::from_elem(root, 1);
        let mut next = 0;
        while next < pending.len() {
            let draft = pending[next];
            next += 1;
            self.expand_one(draft)?;
            for &edge in self.draft.edges(draft) {
                if is_draft(edge) && !pending.contains(&edge) {
                    pending.push(edge);
                }
            }
        }
        let mut arena = self.arena();
        self.draft.settle(&mut self.graph, root, &mut arena)
    }

    /// Where nodes go that are not known to be at rest: where there are no triggers all are.
    fn arena(&self) -> Arena {
        if self.program.triggers.is_empty() { Arena::Lasting } else { Arena::Passing }
    }

    fn expand_one(&mut self, draft: Node) -> Outcome<()> {
        if self.draft.entry(draft).expanded {
            return Ok(());
        }
        match self.draft.entry(draft).term.clone() {
            Term::After { event, node } => self.expand_after(draft, event, node),
            Term::Revised { base, mind, assignments } => self.expand_revised(draft, base, mind, &assignments),
            Term::Rested { node } => self.expand_rested(draft, node),
            Term::Row => Ok(()),
        }
    }

    fn expand_after(&mut self, draft: Node, number: usize, node: Node) -> Outcome<()> {
        let mut edges: Edges = SmallVec::new();
        let outcomes = self.program.events[number].apply(&self.view(node))?;
        for mind in 0..self.program.minds {
            let event = &self.program.events[number];
            let believed = self.graph.belief(node, mind);
            let mut edge = if event.observes(&self.view(node), mind)? {
                let there = if believed == node { node } else { self.surprised(number, node, believed, mind)? };
                self.happened(number, there)
            } else if let Some(public) = event.public {
                self.happened(public, believed)
            } else {
                believed
            };
            if let Some(assignments) = about(mind, &outcomes.told) {
                edge = self.draft.revised(edge, mind, assignments, self.graph.origin(believed));
            }
            edges.push(edge);
        }
        self.draft.fill(draft, &outcomes.words, &edges);
        Ok(())
    }

    /// The node after an event in a mind: one that is known, or a draft.
    fn happened(&mut self, event: usize, node: Node) -> Node {
        let known = if is_lasting(node) { self.calm.recall(Cause { event: event as u32, node }) } else { None };
        known.unwrap_or_else(|| self.draft.term(Term::After { event, node }, self.graph.origin(node)))
    }

    /// The belief becomes so, beliefs about one's own beliefs follow, nobody else's view changes.
    fn expand_revised(&mut self, draft: Node, base: Node, mind: usize, assignments: &Assignments) -> Outcome<()> {
        let (mut words, edges): (Words, Edges) = if is_draft(base) {
            self.expand_one(base)?;
            (self.draft.words(base).into(), self.draft.edges(base).into())
        } else {
            (self.graph.words(base).into(), self.beliefs(base))
        };
        self.assign(&mut words, assignments);
        let origin = self.draft.entry(draft).origin;
        let mut revised: Edges = SmallVec::with_capacity(edges.len());
        for (other, &edge) in edges.iter().enumerate() {
            revised.push(if other == mind {
                self.draft.revised(edge, mind, assignments.clone(), origin)
            } else {
                match about(other, assignments) {
                    Some(within) => self.draft.revised(edge, other, within, origin),
                    None => edge,
                }
            });
        }
        self.draft.fill(draft, &words, &revised);
        Ok(())
    }

    /// The nodes believed in, the node itself where beliefs are right.
    fn beliefs(&self, node: Node) -> Edges {
        self.graph.edges(node).iter().map(|&edge| if edge == SELF { node } else { edge }).collect()
    }

    pub(crate) fn assign(&self, words: &mut Words, assignments: &[Assignment]) {
        for assignment in assignments.iter().filter(|assignment| assignment.path.is_empty()) {
            let field = &self.program.layout.fields[assignment.fluent];
            words[field.word] = words[field.word] & !field.mask | assignment.bits;
        }
    }

    /// What a character believes, or what is put in its place where the event was believed to be impossible. What it believes
    /// itself to believe follows when it sees the event in its own mind; where it does not see it there, with the repair.
    fn surprised(&mut self, number: usize, node: Node, believed: Node, owner: usize) -> Outcome<Node> {
        let event = &self.program.events[number];
        let there = self.view(believed);
        if event.holds(&there)? {
            return Ok(believed);
        }
        let here = self.view(node);
        let name = |overflow: crate::fault::Overflow| overflow.within(&event.name);
        let mut atoms = Vec::new();
        event.precondition.true_atoms(&here, &mut atoms).map_err(name)?;
        let (mut exact, mut vague): (Vec<Assignment>, Vec<Assignment>) = (vec![], vec![]);
        for atom in atoms {
            if atom.holds(&there).map_err(name)? {
                continue;
            }
            let is_equation = atom.is_equation();
            atom.reads(&mut |path, fluent| {
                let field = &self.program.layout.fields[fluent];
                let (bits, list) = if is_equation || field.pack(UNKNOWN).is_none() {
                    (here.along(path)[field.word] & field.mask, &mut exact)
                } else {
                    (0, &mut vague)
                };
                if !list.iter().any(|other| other.fluent == fluent && other.path[..] == *path) {
                    list.push(Assignment { path: path.into(), fluent, bits });
                }
            });
        }
        if exact.is_empty() && vague.is_empty() {
            return Ok(believed);
        }
        let changes = merge(&sorted(vague), &sorted(exact));
        let mut words: Words = self.graph.words(believed).into();
        self.assign(&mut words, &changes);
        let origin = self.graph.origin(believed);
        let mut edges = self.beliefs(believed);
        for (mind, edge) in edges.iter_mut().enumerate() {
            if let Some(within) = about(mind, &changes) {
                *edge = self.draft.revised(*edge, mind, within, origin);
            }
        }
        let repaired = self.draft.row(&words, &edges, origin);
        let repaired = self.settle_now(repaired)?;
        if self.program.events[number].observes(&self.view(repaired), owner)? {
            return Ok(repaired);
        }
        edges[owner] = self.draft.revised(edges[owner], owner, changes, origin);
        let repaired = self.draft.row(&words, &edges, origin);
        self.settle_now(repaired)
    }

    /// The state in which a character has come to believe facts (path inside its mind, fluent, code), as if told by an
    /// event that nobody observes.
    pub fn revise(&mut self, node: Node, mind: usize, facts: &[(Vec<usize>, usize, i64)]) -> Outcome<Node> {
        let mut told: Vec<Assignment> = Vec::new();
        for (path, fluent, code) in facts {
            let field = &self.program.layout.fields[*fluent];
            let assignment = Assignment { path: path.as_slice().into(), fluent: *fluent, bits: field.assign(*code)? };
            match told.iter().find(|other| other.fluent == *fluent && other.path == assignment.path) {
                Some(other) if other.bits != assignment.bits => {
                    return Err(Fault::Contradiction { event: "revise".to_owned(), fluent: field.name.clone() });
                }
                Some(_) => {}
                None => told.push(assignment),
            }
        }
        self.graph.forget_passing();
        self.draft.clear();
        let mut edges = self.beliefs(node);
        if !told.is_empty() {
            edges[mind] = self.draft.revised(edges[mind], mind, sorted(told), edges[mind]);
        }
        let words: Words = self.graph.words(node).into();
        let root = self.draft.row(&words, &edges, node);
        let after = self.settle_now(root)?;
        self.close(after)
    }

    /// The initial state, closed.
    pub fn initial(&mut self) -> Outcome<Node> {
        if let Some(node) = self.initial {
            return Ok(node);
        }
        self.graph.forget_passing();
        self.draft.clear();
        let layout = &self.program.layout;
        let mut words: Words = SmallVec::from_elem(0, layout.width);
        for field in &layout.fields {
            words[field.word] |= field.assign(field.usual())?;
        }
        let mut facts: Vec<Assignment> = Vec::new();
        for fact in &self.program.facts {
            let path: SmallVec<[usize; 2]> = fact.path.as_slice().into();
            let bits = layout.fields[fact.fluent].assign(fact.value)?;
            facts.retain(|other| other.fluent != fact.fluent || other.path != path);
            facts.push(Assignment { path, fluent: fact.fluent, bits });
        }
        self.assign(&mut words, &facts);
        let root = self.initially(&words, usize::MAX, &facts);
        let node = self.draft.settle(&mut self.graph, root, &mut Arena::Passing)?;
        let node = self.close(node)?;
        self.initial = Some(node);
        Ok(node)
    }

    /// What a mind believes: without a fact of its own, what holds around it; its own beliefs about itself are right.
    fn initially(&mut self, words: &Words, mind: usize, facts: &[Assignment]) -> Node {
        let mut edges: Edges = SmallVec::new();
        for other in 0..self.program.minds {
            if other == mind {
                edges.push(SELF);
                continue;
            }
            let within = about(other, facts);
            let mut believed = words.clone();
            let within = within.as_deref().unwrap_or_default();
            self.assign(&mut believed, within);
            edges.push(if within.is_empty() && !has_deeper(facts) { SELF } else { self.initially(&believed, other, within) });
        }
        self.draft.row(words, &edges, NONE)
    }
}

fn has_deeper(facts: &[Assignment]) -> bool {
    facts.iter().any(|fact| !fact.path.is_empty())
}
