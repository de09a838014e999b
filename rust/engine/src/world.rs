//! States and what becomes of them: `initial`, `after` (semantics 2.2) and `do`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::census::Census;
use crate::condition::{Condition, Want};
use crate::draft::{
    ANYONE, Assignment, Assignments, Draft, Step as Change, Term, WORLD, about, holder, inner, merge, sorted, within,
};
use crate::fault::{Fault, Outcome};
use crate::graph::{Arena, Cause, Edges, Graph, NONE, Node, SELF, View, Words, draft_node, is_draft, is_lasting};
use crate::layout::{Layout, Values};
use crate::lessons::Lesson;
use crate::planner::{Progress, Step};
use crate::program::{Program, after, narrowing, stepped, without};
use crate::reasons::Reasons;
use crate::successors::Successors;
use crate::task::{self, Belief, Task, UNKNOWN};
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
    /// Lasting nodes with triggers that are enabled and change nothing, and whether they are closed as the mind of their owner.
    pub(crate) sensitive: FxHashSet<Node>,
    pub(crate) closed_for: FxHashMap<(Node, u32), bool>,
    /// Whether what was worked out last depends on whose mind the state was.
    pub(crate) is_owned: bool,
    pub(crate) reasons: Reasons,
    pub(crate) progress: Progress,
    pub(crate) best_plan: Vec<Step>,
    pub(crate) census: Census,
    /// Expressions that are asked about again and again.
    prepared: Vec<Want>,
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
            draft: Draft::new(width, minds, program.sets),
            outcomes: Outcomes::new(),
            calm: Outcomes::new(),
            successors: Successors::default(),
            sensitive: FxHashSet::default(),
            closed_for: FxHashMap::default(),
            is_owned: false,
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

    /// The values of a fluent that are taken to be possible, ascending, and whether they are known there.
    pub fn taken(&self, node: Node, fluent: usize) -> (Vec<i64>, bool) {
        let field = &self.program.layout.fields[fluent];
        let word = self.graph.words(node)[field.word];
        (field.possible(word).to_vec(), field.several(word).is_some_and(|several| several.known))
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
            Some(mind) => self.program.utilities[mind].value(&view).map_err(|overflow| {
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
        self.prepared.push(Want::new(&expression, &program.layout)?);
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

    /// do(a, s) = close(after(a, s)), and whether it was closed at once: no trigger fired, in the world or in any mind. `owner`:
    /// whose mind the state is, or the `WORLD`; whether that made a difference is kept in `is_owned`.
    pub(crate) fn perform(&mut self, node: Node, action: usize, owner: u32) -> Outcome<(Node, bool)> {
        self.tick()?;
        self.is_owned = false;
        if let Some(known) = self.outcomes.recall(Cause { event: action as u32, node }, ANYONE) {
            return Ok((known, false));
        }
        if let Some(after) = self.plainly(action, node, MOST_MINDS_DEEP)?
            && self.is_closed_for(after, owner)?
        {
            self.is_owned = self.sensitive.contains(&after);
            return Ok((after, true));
        }
        self.graph.forget_passing();
        self.draft.clear();
        let whose = self.owner_of(action, node, owner)?;
        self.is_owned = whose != ANYONE;
        let after = self.after(action, node, whose)?;
        if is_lasting(after) && self.is_closed_for(after, owner)? {
            self.is_owned |= self.sensitive.contains(&after);
            return Ok((after, true));
        }
        self.close(after, owner).map(|closed| (closed, false))
    }

    /// The owner of a state, or `ANYONE` if an event makes the same of it whoever it is.
    fn owner_of(&self, event: usize, node: Node, owner: u32) -> Outcome<u32> {
        let program = &self.program;
        if !program.sets {
            return Ok(ANYONE);
        }
        let view = self.view(node);
        let mut matters = program.is_open && program.events[event].is_owned(&view, &program.owners)?;
        if let Some(mind) = inner(owner) {
            // In a mind itself what it takes itself to believe is what it believes.
            let event = &program.events[event];
            matters |= event.tells.contains(&mind) || view.edges[mind] != SELF || !event.observes(&view, mind)?;
        }
        Ok(if matters { owner } else { ANYONE })
    }

    /// The state after an event that surprises nobody and from which nothing follows, in the world or in any mind: found mind
    /// by mind and remembered, without a draft. None: it is not as plain as that, or minds in minds go deeper than `deep`.
    fn plainly(&mut self, number: usize, node: Node, deep: u32) -> Outcome<Option<Node>> {
        let outcomes = self.program.events[number].apply(&self.view(node), ANYONE)?;
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
                Some(public) => self.public_after(public, there, mind, deep)?,
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
        if self.program.is_open && !self.is_clear(now, before.0) {
            return Ok(None);
        }
        let triggers = &self.program.triggers;
        if !triggers.is_empty()
            && (self.sensitive.contains(&node) || !crate::triggers::is_at_rest(&self.program, &self.graph, now, before)?)
        {
            return Ok(None);
        }
        self.graph.intern(Arena::Lasting, &outcomes.words, &edges, NONE).map(Some)
    }

    /// Whether no set comes of a change, and nobody is taken to know what has changed.
    fn is_clear(&self, now: (&[u64], &[Node]), before: &[u64]) -> bool {
        let mut is_clear = true;
        self.program.layout.differences(now.0, before, |fluent| {
            let field = &self.program.layout.fields[fluent];
            let is_marked = |&edge: &Node| {
                edge != SELF && field.several(self.graph.words(edge)[field.word]).is_some_and(|several| several.known)
            };
            is_clear &= field.several(now.0[field.word]).is_none() && !now.1.iter().any(is_marked);
        });
        is_clear
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
        if self.owner_of(action, believed, within(mind))? != ANYONE {
            return Ok(None);
        }
        if let Some(known) = self.successors.calm_at(place) {
            return Ok(if self.is_closed_for(known, within(mind))? { Some(known) } else { None });
        }
        let after = if deep == 0 { None } else { self.plainly(action, believed, deep - 1)? };
        self.keep_plain(after, mind, |world, after| world.successors.keep(place, after, true))
    }

    /// A state that follows in a mind, if it is closed as that mind; remembered, if it is whoever's mind it is.
    fn keep_plain(&mut self, after: Option<Node>, mind: usize, keep: impl FnOnce(&mut World, Node)) -> Outcome<Option<Node>> {
        let Some(after) = after else { return Ok(None) };
        if !self.is_closed_for(after, within(mind))? {
            return Ok(None);
        }
        if !self.sensitive.contains(&after) {
            keep(self, after);
        }
        Ok(Some(after))
    }

    /// What somebody makes of the public part of an action.
    fn public_after(&mut self, public: usize, believed: Node, mind: usize, deep: u32) -> Outcome<Option<Node>> {
        let cause = Cause { event: public as u32, node: believed };
        if self.owner_of(public, believed, within(mind))? != ANYONE {
            return Ok(None);
        }
        if let Some(known) = self.calm.recall(cause, ANYONE) {
            return Ok(if self.is_closed_for(known, within(mind))? { Some(known) } else { None });
        }
        let after = if deep == 0 { None } else { self.plainly(public, believed, deep - 1)? };
        self.keep_plain(after, mind, |world, after| world.calm.remember(cause, ANYONE, after))
    }

    /// The node after an event; not yet closed.
    fn after(&mut self, event: usize, node: Node, owner: u32) -> Outcome<Node> {
        let root = self.draft.term(Term::After { event, node, owner }, self.graph.origin(node));
        self.expand(0)?;
        let mut arena = self.arena();
        let after = self.draft.settle(&mut self.graph, root, &mut arena)?;
        for number in 0..self.draft.len() {
            if let Term::After { event, node, owner: ANYONE } = self.draft.entry(draft_node(number)).term
                && is_lasting(node)
                && let Some(after) = self.draft.settled(draft_node(number)).filter(|&after| is_lasting(after))
            {
                self.calm.remember(Cause { event: event as u32, node }, ANYONE, after);
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
            Term::After { event, node, owner } => self.expand_after(draft, event, node, owner),
            Term::Revised { base, mind, assignments } => self.expand_revised(draft, base, mind, &assignments),
            Term::Rested { node, owner } => self.expand_rested(draft, node, owner),
            Term::Row => Ok(()),
        }
    }

    fn expand_after(&mut self, draft: Node, number: usize, node: Node, owner: u32) -> Outcome<()> {
        let mut edges: Edges = SmallVec::new();
        let outcomes = self.program.events[number].apply(&self.view(node), owner)?;
        self.program.events[number].check_world(&self.program.layout, owner, self.graph.words(node), &outcomes.words)?;
        let mut unseen: SmallVec<[(usize, Node); 8]> = SmallVec::new();
        let own = inner(owner);
        for mind in 0..self.program.minds {
            let event = &self.program.events[number];
            let believed = self.graph.belief(node, mind);
            edges.push(if own == Some(mind) {
                // What a mind believes it is told from without, and nobody's view of herself differs from her mind.
                SELF
            } else if event.observes(&self.view(node), mind)? {
                let there = if believed == node { node } else { self.surprised(number, node, believed, mind)? };
                self.happened(number, there, mind)?
            } else if let Some(public) = event.public {
                let mut edge = self.happened(public, believed, mind)?;
                if self.program.is_open && is_draft(edge) {
                    // What follows from sets being narrowed depends on what they are by then.
                    edge = self.settle_now(edge)?;
                }
                if self.program.is_open {
                    unseen.push((mind, edge));
                }
                edge
            } else {
                if self.program.is_open {
                    unseen.push((mind, believed));
                }
                believed
            });
        }
        let marks = if self.program.is_open {
            self.marks(owner, self.graph.words(node).into(), &outcomes.words, &unseen)?
        } else {
            vec![]
        };
        for (mind, edge) in edges.iter_mut().enumerate() {
            if own != Some(mind) {
                let origin = self.graph.origin(self.graph.belief(node, mind));
                for changes in [&marks[..], &outcomes.told] {
                    if let Some(assignments) = about(mind, changes) {
                        *edge = self.draft.revised(*edge, mind, assignments, origin);
                    }
                }
            }
        }
        self.draft.fill(draft, &outcomes.words, &edges);
        Ok(())
    }

    /// What follows of a change for what others are taken to know (semantics 8.2, known there): what somebody has not seen change
    /// is no longer known there, and of what is their own others know which it is. `unseen`: minds that have not seen it, each with
    /// what it believes.
    pub(crate) fn marks(
        &mut self,
        owner: u32,
        before: Words,
        after: &[u64],
        unseen: &[(usize, Node)],
    ) -> Outcome<Vec<Assignment>> {
        let mut changed: SmallVec<[usize; 4]> = SmallVec::new();
        let fields = &self.program.layout.fields;
        self.program.layout.differences(after, &before, |fluent| {
            if fields[fluent].is_open() {
                changed.push(fluent);
            }
        });
        let mut marks: Vec<Assignment> = vec![];
        for &fluent in &changed {
            for &(mind, edge) in unseen {
                let words = self.words_of(edge)?;
                let field = &self.program.layout.fields[fluent];
                if field.several(words[field.word]).is_some_and(|several| several.known) {
                    marks.push(Assignment::new(&[mind], fluent, Change::Forgets));
                }
            }
            if let Some(own) = self.own_of_others(owner, fluent, after)? {
                marks.retain(|mark| mark.fluent != fluent || mark.path != own.path);
                marks.push(own);
            }
        }
        Ok(marks)
    }

    /// What is somebody else's own, and has come to be not known here, that one knows.
    fn own_of_others(&self, owner: u32, fluent: usize, after: &[u64]) -> Outcome<Option<Assignment>> {
        let field = &self.program.layout.fields[fluent];
        let Some(whose) = self.program.owners[fluent].filter(|&whose| owner != WORLD && holder(owner) != Some(whose)) else {
            return Ok(None);
        };
        let Some(several) = field.several(after[field.word]) else { return Ok(None) };
        let bits = field.pack_all(several.values.as_ref().into(), true)?;
        Ok(Some(Assignment::new(&[whose], fluent, Change::Becomes(bits))))
    }

    /// The values of a node, or of a draft, without a look at where it leads.
    fn words_of(&mut self, node: Node) -> Outcome<Words> {
        if !is_draft(node) {
            return Ok(self.graph.words(node).into());
        }
        let entry = self.draft.entry(node);
        if entry.expanded {
            return Ok(self.draft.words(node).into());
        }
        match entry.term.clone() {
            Term::Revised { base, assignments, .. } => {
                let mut words = self.words_of(base)?;
                self.assign(&mut words, &assignments)?;
                Ok(words)
            }
            Term::After { event, node, owner } => Ok(self.program.events[event].apply(&self.view(node), owner)?.words),
            Term::Rested { node, owner } => self.words_at_rest(node, owner),
            Term::Row => Ok(self.draft.words(node).into()),
        }
    }

    /// The node after an event in a mind: one that is known, or a draft.
    fn happened(&mut self, event: usize, node: Node, mind: usize) -> Outcome<Node> {
        let owner = self.owner_of(event, node, within(mind))?;
        let known = if is_lasting(node) && owner == ANYONE {
            self.calm.recall(Cause { event: event as u32, node }, ANYONE)
        } else {
            None
        };
        Ok(known.unwrap_or_else(|| self.draft.term(Term::After { event, node, owner }, self.graph.origin(node))))
    }

    /// The belief becomes so, beliefs about one's own beliefs follow, nobody else's view changes.
    fn expand_revised(&mut self, draft: Node, base: Node, mind: usize, assignments: &Assignments) -> Outcome<()> {
        let (before, edges): (Words, Edges) = if is_draft(base) {
            self.expand_one(base)?;
            (self.draft.words(base).into(), self.draft.edges(base).into())
        } else {
            (self.graph.words(base).into(), self.beliefs(base))
        };
        let mut words = before.clone();
        self.assign(&mut words, assignments)?;
        let followed = if self.program.is_open { self.followed(mind, &before, &words, &edges)? } else { vec![] };
        let origin = self.draft.entry(draft).origin;
        let mut revised: Edges = SmallVec::with_capacity(edges.len());
        for (other, &edge) in edges.iter().enumerate() {
            if other == mind {
                // With sets nobody's view of herself differs from her mind.
                revised.push(if self.program.sets {
                    SELF
                } else {
                    self.draft.revised(edge, mind, Arc::clone(assignments), origin)
                });
                continue;
            }
            let mut edge = edge;
            for changes in [&followed[..], assignments] {
                if let Some(within) = about(other, changes) {
                    edge = self.draft.revised(edge, other, within, origin);
                }
            }
            revised.push(edge);
        }
        self.draft.fill(draft, &words, &revised);
        Ok(())
    }

    /// What a mind takes others to believe, where its own values have become others (semantics 8.2, known there): sets known
    /// there that are equal to its own are narrowed with them, and of what is their own others know which it is.
    fn followed(&mut self, mind: usize, before: &[u64], after: &[u64], edges: &[Node]) -> Outcome<Vec<Assignment>> {
        let mut changed: SmallVec<[usize; 4]> = SmallVec::new();
        let fields = &self.program.layout.fields;
        self.program.layout.differences(after, before, |fluent| {
            if fields[fluent].is_open() {
                changed.push(fluent);
            }
        });
        let mut found = vec![];
        for fluent in changed {
            let own = self.own_of_others(mind as u32, fluent, after)?;
            let knows = own.as_ref().map(|assignment| assignment.path[0]);
            found.extend(own);
            let field = &self.program.layout.fields[fluent];
            let Some(old) = field.several(before[field.word]).map(|several| Values::from(several.values.as_ref())) else {
                continue;
            };
            let new = field.possible(after[field.word]);
            if new.len() >= old.len() || !new.iter().all(|value| old.contains(value)) {
                continue;
            }
            for (other, &edge) in edges.iter().enumerate().filter(|&(other, _)| other != mind && Some(other) != knows) {
                let words = self.words_of(edge)?;
                let field = &self.program.layout.fields[fluent];
                let theirs = field.several(words[field.word]);
                if theirs.is_some_and(|theirs| theirs.known && theirs.values[..] == old[..]) {
                    let bits = field.pack_all(new.clone(), true)?;
                    found.push(Assignment::new(&[other], fluent, Change::Becomes(bits)));
                }
            }
        }
        Ok(found)
    }

    /// The nodes believed in, the node itself where beliefs are right.
    fn beliefs(&self, node: Node) -> Edges {
        self.graph.edges(node).iter().map(|&edge| if edge == SELF { node } else { edge }).collect()
    }

    pub(crate) fn assign(&self, words: &mut Words, assignments: &[Assignment]) -> Outcome<()> {
        for assignment in assignments.iter().filter(|assignment| assignment.path.is_empty()) {
            let field = &self.program.layout.fields[assignment.fluent];
            let bits = match assignment.step {
                Change::Becomes(bits) => bits,
                other => stepped(field, words[field.word] & field.mask, other)?,
            };
            words[field.word] = words[field.word] & !field.mask | bits;
        }
        Ok(())
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
        let mut changes: Vec<Assignment> = vec![];
        let mut vague: Vec<Assignment> = vec![];
        let mut lessons: Vec<Narrowing> = vec![];
        for atom in atoms {
            if atom.holds(&there).map_err(name)? {
                continue;
            }
            if self.program.sets {
                learn(&self.program.layout, atom, &here, &mut lessons);
                continue;
            }
            let is_exact = atom.is_exact();
            atom.reads(&mut |path, fluent| {
                let field = &self.program.layout.fields[fluent];
                let (bits, list) = if is_exact || field.pack(UNKNOWN).is_none() {
                    (here.along(path)[field.word] & field.mask, &mut changes)
                } else {
                    (0, &mut vague)
                };
                if !list.iter().any(|other| other.fluent == fluent && other.path[..] == *path) {
                    list.push(Assignment::new(path, fluent, Change::Becomes(bits)));
                }
            });
        }
        for Narrowing { path, fluent, allowed } in lessons {
            if let Some(step) = narrowing(&self.program.layout.fields[fluent], allowed)? {
                changes.push(Assignment::new(&path, fluent, step));
            }
        }
        if changes.is_empty() && vague.is_empty() {
            return Ok(believed);
        }
        let changes = merge(&vague, &changes);
        let before: Words = self.graph.words(believed).into();
        let mut words = before.clone();
        self.assign(&mut words, &changes)?;
        let origin = self.graph.origin(believed);
        let mut edges = self.beliefs(believed);
        let followed = if self.program.is_open { self.followed(owner, &before, &words, &edges)? } else { vec![] };
        for (mind, edge) in edges.iter_mut().enumerate() {
            for changes in [&followed[..], &changes] {
                if let Some(within) = about(mind, changes) {
                    *edge = self.draft.revised(*edge, mind, within, origin);
                }
            }
        }
        if self.program.sets {
            edges[owner] = SELF;
            let repaired = self.draft.row(&words, &edges, origin);
            return self.settle_now(repaired);
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

    /// The state in which a character has come to believe facts (path inside its mind, fluent, code), and that others are not
    /// so, as if told by an event that nobody observes.
    pub fn revise(&mut self, node: Node, mind: usize, facts: &[Belief], excluded: &[Belief]) -> Outcome<Node> {
        let fields = &self.program.layout.fields;
        let mut told: Vec<Assignment> = Vec::new();
        for (path, fluent, code) in facts {
            let field = &fields[*fluent];
            let assignment = Assignment::new(path, *fluent, Change::Becomes(field.assign(*code)?));
            match told.iter().find(|other| other.fluent == *fluent && other.path == assignment.path) {
                Some(other) if *other != assignment => {
                    return Err(Fault::Contradiction { event: "revise".to_owned(), fluent: field.name.clone() });
                }
                Some(_) => {}
                None => told.push(assignment),
            }
        }
        for (number, (path, fluent, _)) in excluded.iter().enumerate() {
            let is_same = |other: &&Belief| other.0 == *path && other.1 == *fluent;
            if excluded[..number].iter().any(|other| is_same(&other)) {
                continue;
            }
            let values: Values = excluded.iter().filter(is_same).map(|other| other.2).collect();
            let Some(step) = without(&fields[*fluent], &values)? else { continue };
            match told.iter_mut().find(|other| other.fluent == *fluent && other.path[..] == path[..]) {
                Some(known) => known.step = after(&fields[*fluent], known.step, step)?,
                None => told.push(Assignment::new(path, *fluent, step)),
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
        self.close(after, WORLD)
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
            words[field.word] |= match field.pack(field.clamp(field.usual(layout.sets))) {
                Some(bits) => bits,
                // The text says what it is, or nobody would have it.
                None if layout.sets => 0,
                None => return Err(Fault::Invalid(format!("{} has no value", field.name))),
            };
        }
        let mut facts: Vec<Assignment> = Vec::new();
        for fact in &self.program.facts {
            let field = &layout.fields[fact.fluent];
            let step = if fact.known {
                // Whatever is possible around it, known there.
                Change::Forgets
            } else {
                let values: Values = fact.values.iter().map(|&value| field.clamp(value)).collect();
                Change::Becomes(field.pack_all(values, false)?)
            };
            let fact = Assignment::new(&fact.path, fact.fluent, step);
            facts.retain(|other| other.fluent != fact.fluent || other.path != fact.path);
            facts.push(fact);
        }
        self.assign(&mut words, &facts)?;
        let root = if self.program.is_open {
            self.initially_open(&words, WORLD, facts, &mut vec![])?
        } else {
            self.initially(&words, usize::MAX, &facts)?
        };
        let node = self.draft.settle(&mut self.graph, root, &mut Arena::Passing)?;
        let node = self.close(node, WORLD)?;
        self.initial = Some(node);
        Ok(node)
    }

    /// The same where sets are possible: a mind that has several values of what is another's own takes that one to know which.
    fn initially_open(
        &mut self,
        words: &Words,
        mind: u32,
        mut facts: Vec<Assignment>,
        known: &mut Vec<Initially>,
    ) -> Outcome<Node> {
        if mind != WORLD {
            for fluent in 0..self.program.layout.fields.len() {
                let Some(own) = self.own_of_others(mind, fluent, words)? else { continue };
                if !facts.iter().any(|fact| fact.fluent == fluent && fact.path == own.path) {
                    facts.push(own);
                }
            }
        }
        facts.retain(|fact| !fact.path.is_empty());
        let facts = sorted(facts);
        let same = |other: &&Initially| other.words == *words && other.mind == mind && other.facts == facts;
        if let Some(found) = known.iter().find(same) {
            return Ok(found.node);
        }
        let node = self.draft.row(words, &SmallVec::<[Node; 8]>::from_elem(SELF, self.program.minds), NONE);
        known.push(Initially { words: words.clone(), mind, facts: Arc::clone(&facts), node });
        let mut edges: Edges = SmallVec::new();
        for other in 0..self.program.minds {
            if other as u32 == mind {
                edges.push(SELF);
                continue;
            }
            let within = about(other, &facts).unwrap_or_default();
            let mut believed = words.clone();
            for fact in within.iter().filter(|fact| fact.path.is_empty()) {
                let field = &self.program.layout.fields[fact.fluent];
                let bits = match fact.step {
                    Change::Becomes(bits) => bits,
                    _ => field.pack_all(field.possible(words[field.word]), true)?,
                };
                believed[field.word] = believed[field.word] & !field.mask | bits;
            }
            edges.push(self.initially_open(&believed, other as u32, within.to_vec(), known)?);
        }
        self.draft.fill(node, words, &edges);
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
        Ok(self.draft.row(words, &edges, NONE))
    }
}

/// A node of the start that has been made.
struct Initially {
    words: Words,
    mind: u32,
    facts: Assignments,
    node: Node,
}

fn has_deeper(facts: &[Assignment]) -> bool {
    facts.iter().any(|fact| !fact.path.is_empty())
}

/// What somebody learns of an atom that holds in `here` and was not believed to: the set keeps the values that satisfy it, or,
/// if none does, all that do (semantics 8.3, repair). What several atoms teach of one read is taken together.
fn learn(layout: &Layout, atom: &Condition, here: &View<'_>, lessons: &mut Vec<Narrowing>) {
    atom.lessons(layout, &mut |path, fluent, allowed| {
        let field = &layout.fields[fluent];
        let allowed = allowed.unwrap_or_else(|| field.possible(here.along(path)[field.word]));
        match lessons.iter_mut().find(|other| other.fluent == fluent && other.path[..] == *path) {
            Some(known) => known.allowed.retain(|value| allowed.contains(value)),
            None => lessons.push(Narrowing { path: path.into(), fluent, allowed }),
        }
    });
}

/// The values of a fluent that are seen to be possible at the end of a path.
struct Narrowing {
    path: SmallVec<[usize; 2]>,
    fluent: usize,
    allowed: Values,
}
