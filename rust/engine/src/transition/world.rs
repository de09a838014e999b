//! The world of a story: its states, what holds in them, and what has been found out about what becomes of them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::fault::{Fault, Outcome};
use crate::program::Program;
use crate::program::expression::Want;
use crate::program::lessons::Lesson;
use crate::program::view::View;
use crate::state::graph::{Graph, Node};
use crate::state::pending::Pending;
use crate::task::{self, Task};
use crate::transition::idle::Idle;
use crate::transition::outcomes::Outcomes;
use crate::transition::polling::{Poll, Polling, Progress};
use crate::transition::successors::Successors;

/// States and steps. Why anybody should take one, and where many of them lead, is no concern of it.
pub struct World {
    pub(super) program: Arc<Program>,
    pub(super) graph: Graph,
    pub(super) pending: Pending,
    pub(super) outcomes: Outcomes,
    /// What events lead to at once, without any trigger, in the world or in a mind.
    pub(super) quiescent: Outcomes,
    pub(super) successors: Successors,
    pub(super) idle: Idle,
    /// Whether what was worked out last depends on whose mind the state was.
    pub(super) is_owned: bool,
    /// Expressions that are asked about again and again.
    prepared: Vec<Want>,
    /// What characters who are played can learn by acts that they try in vain, by act and character.
    pub(super) lessons: FxHashMap<(usize, usize), Arc<[Lesson]>>,
    pub(super) initial: Option<Node>,
    polling: Polling,
}

impl World {
    /// `nodes`: the most states it may keep; `BudgetEnded` beyond.
    pub fn new(task: &Task, nodes: usize) -> Outcome<World> {
        Ok(World::of(Arc::new(Program::new(task)?), nodes))
    }

    /// Another world of the same task, with states of its own. Sets of values have the same numbers in both.
    pub(crate) fn twin(&self) -> World {
        World { lessons: self.lessons.clone(), ..World::of(Arc::clone(&self.program), self.graph.budget()) }
    }

    fn of(program: Arc<Program>, nodes: usize) -> World {
        let (width, minds) = (program.layout.width, program.minds);
        World {
            graph: Graph::new(width, minds, nodes),
            pending: Pending::new(width, minds, program.sets),
            outcomes: Outcomes::new(),
            quiescent: Outcomes::new(),
            successors: Successors::default(),
            idle: Idle::default(),
            is_owned: false,
            program,
            prepared: vec![],
            lessons: FxHashMap::default(),
            initial: None,
            polling: Polling::default(),
        }
    }

    /// Forgets all states and what becomes of them. Whoever keeps their numbers has to forget them, too.
    pub(crate) fn forget_states(&mut self) {
        let (width, minds) = (self.program.layout.width, self.program.minds);
        self.graph = Graph::new(width, minds, self.graph.budget());
        self.pending = Pending::new(width, minds, self.program.sets);
        self.outcomes = Outcomes::new();
        self.quiescent = Outcomes::new();
        self.successors = Successors::default();
        self.idle = Idle::default();
        self.initial = None;
    }

    /// Forgets what becomes of states.
    pub(crate) fn forget_steps(&mut self) {
        self.graph.forget_passing();
        self.pending = Pending::new(self.program.layout.width, self.program.minds, self.program.sets);
        self.outcomes = Outcomes::new();
        self.quiescent = Outcomes::new();
        self.successors = Successors::default();
    }

    /// Puts a poll in the place of the one that there is, which is returned.
    pub fn set_poll(&mut self, poll: Option<Box<dyn Poll>>) -> Option<Box<dyn Poll>> {
        self.polling.set(poll)
    }

    /// Where the work stands that was done last, or is being done.
    pub fn progress(&self) -> Progress {
        self.polling.progress
    }

    pub(crate) fn progress_mut(&mut self) -> &mut Progress {
        &mut self.polling.progress
    }

    /// What has been done so far, in ticks.
    pub(crate) fn ticks(&self) -> u64 {
        self.polling.ticks()
    }

    pub(crate) fn tick(&mut self) -> Outcome<()> {
        if self.polling.tick() { self.poll_now() } else { Ok(()) }
    }

    pub(crate) fn poll_now(&mut self) -> Outcome<()> {
        let (bytes, growing) = (self.bytes(), self.growing());
        self.polling.ask(bytes, growing)
    }

    /// Takes note of how many bytes somebody holds beside the world, who keeps what was noted before.
    pub(crate) fn note_bytes(&mut self, noted: &mut usize, now: usize) {
        self.polling.note(noted, now);
    }

    /// Takes note of how many bytes tables are about to take that somebody holds beside the world.
    pub(crate) fn note_growing(&mut self, bytes: usize) {
        self.polling.growing = bytes;
    }

    fn growing(&self) -> usize {
        self.graph.growing() + self.idle.growing() + self.successors.growing()
    }

    /// Bytes taken by all that is remembered of states and steps.
    pub fn bytes(&self) -> usize {
        self.graph.bytes() + self.pending.bytes() + self.idle.bytes() + self.successors.bytes()
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// From now on sets of values have the numbers that they have in another world of the same task.
    pub(crate) fn share_sets(&mut self, other: &World) {
        let program = Arc::get_mut(&mut self.program).expect("a world that is new has its program for itself");
        program.layout.share(&other.program.layout);
    }

    /// Who has to agree to an action.
    pub(crate) fn consenting(&self, action: usize) -> &[usize] {
        &self.program.events[action].consenting
    }

    pub(crate) fn view(&self, node: Node) -> View<'_> {
        View::of(&self.graph, &self.program.layout, node)
    }

    pub fn is_state(&self, node: u64) -> bool {
        node < self.graph.states() as u64
    }

    /// How many states there are, of the world and of minds.
    pub fn states(&self) -> usize {
        self.graph.states()
    }

    pub fn actions(&self) -> usize {
        self.program.actions
    }

    pub fn characters(&self) -> usize {
        self.program.minds
    }

    pub fn fluents(&self) -> usize {
        self.program.layout.fields.len()
    }

    pub fn endings(&self) -> usize {
        self.program.endings.len()
    }

    /// The value of a fluent, `UNKNOWN` where several are taken to be possible.
    pub fn value(&self, node: Node, fluent: usize) -> i64 {
        self.program.layout.value(self.graph.words(node), fluent)
    }

    /// The state that a character believes to be in.
    pub fn belief(&self, node: Node, mind: usize) -> Node {
        self.graph.belief(node, mind)
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
}
