//! The engine for Python: plain data across, the GIL released while it works, faults as one exception.

mod atlas;
mod drawing;
mod proving;
mod watching;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fabula_engine::{Belief, Explainer, Fault, Node, Outcome, Quest, Searcher, Step, Task, Verdict, World};
use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;

use crate::watching::{Attentive, MEMORY, RAISED, Watch};

create_exception!(_native, NativeFault, PyException, "A fault of a story, or the end of a budget: (kind, names).");

/// An integer from Python; one that no `i64` holds is out of every range.
struct Number(i64);

impl<'a, 'py> FromPyObject<'a, 'py> for Number {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let number = object.extract::<i64>();
        number.map(Number).map_err(|_| PyValueError::new_err("a number is out of range"))
    }
}

/// Tells a search in another thread to stop.
#[pyclass(module = "fabula.engine._native", frozen)]
struct Flag(Arc<AtomicBool>);

#[pymethods]
impl Flag {
    #[new]
    fn new() -> Flag {
        Flag(Arc::default())
    }

    fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Acts, attempts with where they lead, whether there was patience for all, steps of thought so far.
type Foreseen = (Vec<u32>, Vec<(u32, Node)>, bool, u64);

/// Verdict, plans, why it ended early, states looked at, distinct states, bytes.
type Planned = (&'static str, Vec<Vec<(usize, i64)>>, &'static str, u64, usize, usize);

fn sought(searcher: &mut Searcher, mode: &str, quest: &Quest, plans: usize) -> Outcome<(&'static str, Vec<Vec<Step>>)> {
    let of_verdict = |verdict| match verdict {
        Verdict::Plan(plan) => ("plan", vec![plan]),
        Verdict::None => ("none", vec![]),
        Verdict::Unknown => ("unknown", vec![]),
    };
    if searcher.is_beyond(quest.goal) {
        return Ok(("none", vec![]));
    }
    match mode {
        "find" => searcher.find_plan(quest).map(of_verdict),
        "shortest" => searcher.shortest_plan(quest).map(of_verdict),
        "all" => {
            let mut found = vec![];
            match searcher.all_plans(quest, plans, &mut |plan| found.push(plan)) {
                Ok(true) if found.is_empty() => Ok(("none", found)),
                Ok(_) => Ok(("plan", found)),
                // What was found before the end of a budget stands.
                Err(Fault::Interrupted | Fault::BudgetEnded) => Ok(("unknown", found)),
                Err(fault) => Err(fault),
            }
        }
        other => Err(Fault::Invalid(format!("there is no search {other}"))),
    }
}

#[pyclass(module = "fabula.engine._native", frozen)]
struct Native {
    searcher: Mutex<Searcher>,
    /// What a signal handler raised while the engine was at work.
    raised: Arc<Mutex<Option<PyErr>>>,
}

impl Native {
    fn of(mut searcher: Searcher) -> Native {
        let raised = Arc::new(Mutex::new(None));
        searcher.world_mut().set_poll(Some(Box::new(Attentive::new(&raised, None, None))));
        Native { searcher: Mutex::new(searcher), raised }
    }

    fn run<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Searcher) -> Outcome<T> + Send) -> PyResult<T> {
        self.alone(py, work).map_err(|fault| self.error(fault))
    }

    /// What needs states and steps only.
    fn in_world<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut World) -> Outcome<T> + Send) -> PyResult<T> {
        self.run(py, |searcher| work(searcher.world_mut()))
    }

    /// What needs reasons, too.
    fn explain<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Explainer) -> Outcome<T> + Send) -> PyResult<T> {
        self.run(py, |searcher| work(searcher.explainer_mut()))
    }

    fn alone<T: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut Searcher) -> T + Send) -> T {
        // Whoever waits for the lock must not hold the GIL: the one at work asks for it to look for signals.
        py.detach(|| work(&mut self.searcher.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Work that is looked after by a watch of its own.
    fn watched<T: Send>(&self, py: Python<'_>, watch: Watch, work: impl FnOnce(&mut Searcher) -> T + Send) -> T {
        self.alone(py, |searcher| {
            let poll = searcher.world_mut().set_poll(Some(Box::new(watch)));
            let done = work(searcher);
            searcher.world_mut().set_poll(poll);
            done
        })
    }

    /// A watch that keeps what a signal handler raises.
    fn watch(&self, limit: Option<Duration>, bytes: Option<usize>, flag: &Flag, watcher: Option<Py<PyAny>>) -> Watch {
        Watch::new(limit, bytes, flag, watcher, &self.raised)
    }

    fn error(&self, fault: Fault) -> PyErr {
        let names = |kind: &'static str, names: Vec<String>| NativeFault::new_err((kind, names));
        match fault {
            Fault::EndlessTrigger { chain } => names("endless", chain),
            Fault::Contradiction { event, fluent } => names("contradiction", vec![event, fluent]),
            Fault::NumberTooLarge { event } => names("large", vec![event]),
            Fault::DividedByZero { event } => names("zero", vec![event]),
            Fault::BudgetEnded => names("budget", vec![]),
            Fault::Invalid(message) => PyValueError::new_err(message),
            Fault::Interrupted => {
                // Where nothing was raised, it was the end of what `bound` allows.
                let raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner).take();
                raised.unwrap_or_else(|| names("budget", vec![]))
            }
        }
    }
}

fn state(world: &World, number: &Number) -> Outcome<Node> {
    let found = u64::try_from(number.0).ok().filter(|&node| world.is_state(node));
    found.map(|node| node as Node).ok_or_else(|| Fault::Invalid(format!("there is no state {}", number.0)))
}

fn within(number: &Number, count: usize, what: &str) -> Outcome<usize> {
    let found = usize::try_from(number.0).ok().filter(|&number| number < count);
    found.ok_or_else(|| Fault::Invalid(format!("there is no {what} {}", number.0)))
}

fn action(world: &World, number: &Number) -> Outcome<usize> {
    within(number, world.actions(), "action")
}

fn character(world: &World, number: &Number) -> Outcome<usize> {
    within(number, world.characters(), "character")
}

/// Facts within the mind of a character.
fn learnt(world: &World, mind: usize, facts: &[(Vec<Number>, Number, i64)]) -> Outcome<Vec<Belief>> {
    let read = |(path, fluent, code): &(Vec<Number>, Number, i64)| {
        let path = path.iter().map(|other| character(world, other)).collect::<Outcome<Vec<_>>>()?;
        if path.first() == Some(&mind) || path.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Fault::Invalid(format!("{path:?} within {mind} has a character twice in a row")));
        }
        Ok((path, within(fluent, world.fluents(), "fluent")?, *code))
    };
    facts.iter().map(read).collect()
}

fn characters(world: &World, numbers: &[Number]) -> Outcome<Vec<usize>> {
    numbers.iter().map(|mind| character(world, mind)).collect()
}

#[pymethods]
impl Native {
    #[new]
    fn new(py: Python<'_>, task: &str, nodes: usize) -> PyResult<Native> {
        let made = py.detach(|| Task::parse(task).and_then(|task| Searcher::new(&task, nodes)));
        made.map(Native::of).map_err(|fault| PyValueError::new_err(fault.to_string()))
    }

    /// From now on whatever is asked ends as a budget does, after so many seconds, or when so many bytes are taken.
    #[pyo3(signature = (seconds, bytes))]
    fn bound(&self, py: Python<'_>, seconds: Option<f64>, bytes: Option<usize>) -> PyResult<()> {
        let limit = seconds.map(Duration::try_from_secs_f64).transpose();
        let limit = limit.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let poll = Attentive::new(&self.raised, limit, bytes);
        self.in_world(py, |world| {
            world.set_poll(Some(Box::new(poll)));
            Ok(())
        })
    }

    fn initial(&self, py: Python<'_>) -> PyResult<Node> {
        self.in_world(py, World::initial)
    }

    fn value(&self, py: Python<'_>, node: Number, fluent: Number) -> PyResult<i64> {
        self.in_world(py, |world| {
            let node = state(world, &node)?;
            let fluent = within(&fluent, world.fluents(), "fluent")?;
            Ok(world.value(node, fluent))
        })
    }

    fn values(&self, py: Python<'_>, node: Number) -> PyResult<Vec<i64>> {
        self.in_world(py, |world| {
            let node = state(world, &node)?;
            Ok((0..world.fluents()).map(|fluent| world.value(node, fluent)).collect())
        })
    }

    fn taken(&self, py: Python<'_>, node: Number, fluent: Number) -> PyResult<(Vec<i64>, bool)> {
        self.in_world(py, |world| {
            let node = state(world, &node)?;
            let fluent = within(&fluent, world.fluents(), "fluent")?;
            Ok(world.taken(node, fluent))
        })
    }

    fn belief(&self, py: Python<'_>, node: Number, mind: Number) -> PyResult<Node> {
        self.in_world(py, |world| Ok(world.belief(state(world, &node)?, character(world, &mind)?)))
    }

    fn possible(&self, py: Python<'_>, node: Number) -> PyResult<Vec<usize>> {
        self.in_world(py, |world| world.possible(state(world, &node)?))
    }

    fn is_possible(&self, py: Python<'_>, node: Number, act: Number) -> PyResult<bool> {
        self.in_world(py, |world| world.is_possible(state(world, &node)?, action(world, &act)?))
    }

    fn may_try(&self, py: Python<'_>, node: Number, act: Number) -> PyResult<bool> {
        self.in_world(py, |world| world.may_try(state(world, &node)?, action(world, &act)?))
    }

    fn open_to(&self, py: Python<'_>, node: Number, mind: Number) -> PyResult<Vec<usize>> {
        self.in_world(py, |world| world.open_to(state(world, &node)?, character(world, &mind)?))
    }

    #[expect(clippy::type_complexity, reason = "a row of Python")]
    fn foresee_act(
        &self,
        py: Python<'_>,
        believed: Number,
        act: Number,
        mind: Number,
    ) -> PyResult<Vec<(Node, Node, i64, Vec<usize>, Vec<Belief>, Vec<Belief>)>> {
        self.explain(py, |explainer| {
            let world = explainer.world();
            let (believed, act, mind) = (state(world, &believed)?, action(world, &act)?, character(world, &mind)?);
            let planned = explainer.foresee_act(believed, act, mind)?.into_iter();
            Ok(planned.map(|one| (one.before, one.after, one.gain, one.hopes, one.learns, one.chosen)).collect())
        })
    }

    fn act(&self, py: Python<'_>, node: Number, act: Number, owner: Option<Number>) -> PyResult<Node> {
        self.in_world(py, |world| {
            let (node, act) = (state(world, &node)?, action(world, &act)?);
            let owner = owner.map(|owner| character(world, &owner)).transpose()?;
            world.act(node, act, owner)
        })
    }

    fn revise(
        &self,
        py: Python<'_>,
        node: Number,
        mind: Number,
        facts: Vec<(Vec<Number>, Number, i64)>,
        excluded: Vec<(Vec<Number>, Number, i64)>,
    ) -> PyResult<Node> {
        self.in_world(py, |world| {
            let (node, mind) = (state(world, &node)?, character(world, &mind)?);
            let (facts, excluded) = (learnt(world, mind, &facts)?, learnt(world, mind, &excluded)?);
            world.revise(node, mind, &facts, &excluded)
        })
    }

    fn in_vain(&self, py: Python<'_>, node: Number, mind: Number, lessons: &str) -> PyResult<Node> {
        self.in_world(py, |world| {
            let (node, mind) = (state(world, &node)?, character(world, &mind)?);
            let lessons = world.read_lessons(lessons)?;
            world.in_vain(node, mind, &lessons)
        })
    }

    fn successors(&self, py: Python<'_>, node: Number) -> PyResult<Vec<(usize, Node)>> {
        self.in_world(py, |world| {
            let node = state(world, &node)?;
            world.successors(node)
        })
    }

    fn utility(&self, py: Python<'_>, node: Number, mind: Option<Number>) -> PyResult<i64> {
        self.in_world(py, |world| {
            let mind = mind.map(|mind| character(world, &mind)).transpose()?;
            world.utility(state(world, &node)?, mind)
        })
    }

    /// Makes an expression ready to be asked about: its number.
    fn prepare(&self, py: Python<'_>, expression: &str) -> PyResult<usize> {
        self.in_world(py, |world| world.prepare(expression))
    }

    fn prepared_value(&self, py: Python<'_>, node: Number, number: usize) -> PyResult<i64> {
        self.in_world(py, |world| world.prepared_value(state(world, &node)?, number))
    }

    fn observes(&self, py: Python<'_>, node: Number, act: Number, mind: Number) -> PyResult<bool> {
        self.in_world(py, |world| world.observes(state(world, &node)?, action(world, &act)?, character(world, &mind)?))
    }

    fn ending(&self, py: Python<'_>, node: Number) -> PyResult<Option<usize>> {
        self.in_world(py, |world| world.ending(state(world, &node)?))
    }

    fn plan(&self, py: Python<'_>, node: Number, act: Number, mind: Number, budget: u64) -> PyResult<Option<Vec<usize>>> {
        self.explain(py, |explainer| {
            let world = explainer.world();
            let (node, act, mind) = (state(world, &node)?, action(world, &act)?, character(world, &mind)?);
            explainer.plan(node, act, mind, budget)
        })
    }

    #[allow(clippy::too_many_arguments)]
    fn plan_in(
        &self,
        py: Python<'_>,
        believed: Number,
        act: Number,
        mind: Number,
        ahead: i64,
        deep: i64,
        budget: u64,
    ) -> PyResult<Option<Vec<usize>>> {
        self.explain(py, |explainer| {
            let world = explainer.world();
            let (believed, act, mind) = (state(world, &believed)?, action(world, &act)?, character(world, &mind)?);
            explainer.plan_in(believed, act, mind, ahead, deep, budget)
        })
    }

    fn explained(&self, py: Python<'_>, node: Number, budget: u64) -> PyResult<Vec<usize>> {
        self.explain(py, |explainer| {
            let world = explainer.world();
            let node = state(world, &node)?;
            explainer.explained(node, &[], budget)
        })
    }

    fn moves(&self, py: Python<'_>, node: Number, free: Vec<Number>, budget: u64) -> PyResult<Vec<(u32, Node)>> {
        self.explain(py, |explainer| {
            let world = explainer.world();
            let node = state(world, &node)?;
            let free = characters(world, &free)?;
            explainer.moves(node, &free, budget)
        })
    }

    /// Another engine for the same task, which can take over states of this one.
    fn twin(&self, py: Python<'_>) -> PyResult<Native> {
        self.run(py, |searcher| Ok(searcher.twin())).map(Native::of)
    }

    /// The state of a twin of this engine, here.
    fn take_over(&self, py: Python<'_>, twin: &Native, node: Number) -> PyResult<Node> {
        let sent = twin.in_world(py, |world| Ok(world.sent(state(world, &node)?)))?;
        self.in_world(py, |world| world.receive(&sent))
    }

    /// How often an act was left out of plans so far because it can't matter.
    fn left_out(&self, py: Python<'_>) -> PyResult<u64> {
        self.explain(py, |explainer| Ok(explainer.left_out()))
    }

    fn forget_reasons(&self, py: Python<'_>) -> PyResult<()> {
        self.explain(py, |explainer| {
            explainer.forget_reasons();
            Ok(())
        })
    }

    fn forget_states(&self, py: Python<'_>) -> PyResult<()> {
        self.explain(py, |explainer| {
            explainer.forget_states();
            Ok(())
        })
    }

    fn foresee(&self, py: Python<'_>, node: Number, free: Vec<Number>, each: u64, most: u64) -> PyResult<Foreseen> {
        self.explain(py, |explainer| {
            let node = state(explainer.world(), &node)?;
            let free = characters(explainer.world(), &free)?;
            let foreseen = explainer.foresee(node, &free, each, most)?;
            Ok((foreseen.acts, foreseen.attempts, foreseen.is_whole, explainer.thought()))
        })
    }

    fn untaught(&self, py: Python<'_>, node: Number, free: Vec<Number>) -> PyResult<Vec<(usize, usize)>> {
        self.in_world(py, |world| {
            let (node, free) = (state(world, &node)?, characters(world, &free)?);
            world.untaught(node, &free)
        })
    }

    fn teach(&self, py: Python<'_>, mind: Number, act: Number, lessons: &str) -> PyResult<()> {
        self.in_world(py, |world| {
            let (mind, act) = (character(world, &mind)?, action(world, &act)?);
            let lessons = world.read_lessons(lessons)?;
            world.teach(mind, act, lessons);
            Ok(())
        })
    }

    fn search(
        &self,
        py: Python<'_>,
        start: Number,
        endings: Vec<Number>,
        free: Vec<Number>,
        states: usize,
    ) -> PyResult<(Option<Vec<u32>>, bool, usize)> {
        self.run(py, |searcher| {
            let world = searcher.world();
            let start = state(world, &start)?;
            let free = characters(world, &free)?;
            let endings = endings.iter().map(|ending| within(ending, world.endings(), "ending"));
            let endings = endings.collect::<Outcome<Vec<_>>>()?;
            let found = searcher.search(start, &endings, &free, states)?;
            Ok((found.acts, found.complete, found.states))
        })
    }

    /// What the planner finds: a verdict, the acts each with how many acts ahead those who agree think, and why it ended
    /// if it did not come to its end.
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (mode, goal, acts, ahead, plans, seconds, bytes, flag, watcher))]
    fn find_plans(
        &self,
        py: Python<'_>,
        mode: &str,
        goal: i64,
        acts: usize,
        ahead: i64,
        plans: usize,
        seconds: Option<f64>,
        bytes: Option<usize>,
        flag: &Flag,
        watcher: Option<Py<PyAny>>,
    ) -> PyResult<Planned> {
        let limit = seconds.map(Duration::try_from_secs_f64).transpose();
        let limit = limit.map_err(|error| PyValueError::new_err(error.to_string()))?;
        let watch = self.watch(limit, bytes, flag, watcher);
        let ended = Arc::clone(&watch.ended);
        let quest = Quest { goal, acts, ahead };
        let (found, progress, best, size, taken) = self.watched(py, watch, |searcher| {
            let found = sought(searcher, mode, &quest, plans);
            let progress = searcher.world().progress();
            (found, progress, searcher.best_plan().to_vec(), searcher.world().states(), searcher.bytes() + progress.bytes)
        });
        let has_raised = ended.load(Ordering::SeqCst) == RAISED;
        let (verdict, found) = match found {
            Ok(found) if !has_raised => found,
            Ok(_) => return Err(self.error(Fault::Interrupted)),
            Err(Fault::Interrupted) if !has_raised => ("unknown", vec![]),
            Err(Fault::BudgetEnded) => {
                ended.store(MEMORY, Ordering::SeqCst);
                ("unknown", vec![])
            }
            Err(fault) => return Err(self.error(fault)),
        };
        let found = if verdict == "unknown" && found.is_empty() && !best.is_empty() { vec![best] } else { found };
        let steps = |plan: Vec<Step>| plan.iter().map(|step| (step.action, step.ahead)).collect();
        let found = found.into_iter().map(steps).collect();
        let why = ["", "time", "memory", "interrupted", "told"][ended.load(Ordering::SeqCst).min(4) as usize];
        Ok((verdict, found, why, progress.expanded, size, taken))
    }

    fn count(&self, py: Python<'_>, depth: usize, minds: bool) -> PyResult<Vec<usize>> {
        self.run(py, |searcher| searcher.count(depth, minds))
    }

    /// Begins to count states, and says how many there are without any step.
    fn count_begin(&self, py: Python<'_>, minds: bool) -> PyResult<usize> {
        self.run(py, |searcher| searcher.count_begin(minds))
    }

    /// Goes on counting by a step, or for so many seconds: whether the step is finished, and how many states there are.
    fn count_on(&self, py: Python<'_>, seconds: f64) -> PyResult<(bool, usize)> {
        let limit = Duration::try_from_secs_f64(seconds).map_err(|error| PyValueError::new_err(error.to_string()))?;
        self.run(py, |searcher| {
            let start = Instant::now();
            searcher.count_on(|| start.elapsed() >= limit)
        })
    }

    fn measure(&self, py: Python<'_>, seconds: f64) -> PyResult<(u64, usize, f64)> {
        let limit = Duration::try_from_secs_f64(seconds).map_err(|error| PyValueError::new_err(error.to_string()))?;
        self.run(py, |searcher| {
            let start = Instant::now();
            let successors = searcher.measure(|| start.elapsed() >= limit)?;
            Ok((successors, searcher.world().states(), start.elapsed().as_secs_f64()))
        })
    }

    fn states(&self, py: Python<'_>) -> PyResult<usize> {
        self.in_world(py, |world| Ok(world.states()))
    }

    fn bytes(&self, py: Python<'_>) -> PyResult<usize> {
        self.run(py, |searcher| Ok(searcher.bytes()))
    }
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Native>()?;
    module.add_class::<Flag>()?;
    module.add_function(wrap_pyfunction!(drawing::arrange, module)?)?;
    module.add_class::<atlas::Atlas>()?;
    module.add_class::<proving::Outlook>()?;
    module.add_class::<proving::Projection>()?;
    module.add_class::<proving::Seeking>()?;
    module.add("NativeFault", module.py().get_type::<NativeFault>())
}
