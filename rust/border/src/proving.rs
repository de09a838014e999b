//! What can come to be at all, and projections of lives, for Python.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fabula_engine::{Fault, Goal, NEVER, Outcome, Sought, Task};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::{Native, Number, action, characters, state, within};

fn invalid(fault: fabula_engine::Fault) -> PyErr {
    PyValueError::new_err(fault.to_string())
}

/// Values that are listed, or (least, most, whether it may be unknown).
type Range = (Vec<i64>, Option<(i64, i64, bool)>);

#[pyclass(module = "fabula.engine._native", frozen)]
pub struct Outlook(Arc<fabula_engine::Outlook>);

#[pymethods]
impl Outlook {
    #[new]
    fn new(py: Python<'_>, task: &str, initial: Vec<i64>, out: Vec<usize>, groups: Vec<Vec<Number>>) -> PyResult<Outlook> {
        let made = py.detach(|| {
            let task = Task::parse(task)?;
            let known = task.fluents.len();
            let group =
                |group: &Vec<Number>| group.iter().map(|fluent| within(fluent, known, "fluent")).collect::<Outcome<Vec<_>>>();
            let groups = groups.iter().map(group).collect::<Outcome<Vec<_>>>()?;
            fabula_engine::Outlook::new(task, initial, &out, groups)
        });
        made.map(|outlook| Outlook(Arc::new(outlook))).map_err(invalid)
    }

    /// The same from another state on, by the values of all fluents in it.
    fn at(&self, py: Python<'_>, initial: Vec<i64>) -> PyResult<Outlook> {
        py.detach(|| self.0.at(initial)).map(|outlook| Outlook(Arc::new(outlook))).map_err(invalid)
    }

    /// Values that fluents do not leave again, if not all: which fluent, and the values.
    fn traps(&self, py: Python<'_>) -> Vec<(usize, Vec<i64>)> {
        py.detach(|| self.0.traps())
    }

    /// The endings that may still hold while a fluent has one of some values.
    fn open_endings(&self, py: Python<'_>, fluent: Number, values: Vec<i64>) -> PyResult<Vec<usize>> {
        let fluent = within(&fluent, self.0.fluents(), "fluent").map_err(invalid)?;
        Ok(py.detach(|| self.0.open_endings(fluent, &values)))
    }

    fn may_hold(&self, py: Python<'_>, condition: &str) -> PyResult<bool> {
        py.detach(|| self.0.condition(condition).map(|condition| self.0.may_hold(&condition))).map_err(invalid)
    }

    fn ranges(&self, py: Python<'_>) -> Vec<Range> {
        py.detach(|| {
            let range = |fluent| match self.0.range(fluent) {
                Ok(values) => (values, None),
                Err(bounds) => (vec![], Some(bounds)),
            };
            (0..self.0.fluents()).map(range).collect()
        })
    }

    /// Fluents, and the bounds of their sum.
    fn sums(&self) -> Vec<(Vec<usize>, Option<i64>, Option<i64>)> {
        self.0.sums().map(|(fluents, least, most)| (fluents.to_vec(), least, most)).collect()
    }

    fn possible(&self, py: Python<'_>) -> Vec<usize> {
        py.detach(|| self.0.possible())
    }

    fn decisive(&self, event: Number, fluent: Number) -> PyResult<Vec<usize>> {
        let event = within(&event, self.0.events(), "event").map_err(invalid)?;
        let fluent = within(&fluent, self.0.fluents(), "fluent").map_err(invalid)?;
        Ok(self.0.decisive(event, fluent))
    }

    fn project(&self, py: Python<'_>, fluents: Vec<Number>, target: &str, most: usize) -> PyResult<Projection> {
        let made = py.detach(|| {
            let known = self.0.fluents();
            let fluents = fluents.iter().map(|fluent| within(fluent, known, "fluent")).collect::<Outcome<Vec<_>>>()?;
            let target = self.0.condition(target)?;
            Ok(fabula_engine::Projection::new(&self.0, fluents, &target, most))
        });
        made.map(|projection| Projection(Arc::new(projection))).map_err(invalid)
    }
}

#[pyclass(module = "fabula.engine._native", frozen)]
pub struct Projection(pub Arc<fabula_engine::Projection>);

#[pymethods]
impl Projection {
    /// States, whether all are known, bytes.
    fn size(&self) -> (usize, bool, usize) {
        (self.0.size(), self.0.is_complete, self.0.bytes())
    }

    /// The fluents that it looks at, ascending.
    fn fluents(&self) -> Vec<usize> {
        self.0.fluents.clone()
    }

    fn row(&self, number: Number) -> PyResult<Vec<i64>> {
        let number = within(&number, self.0.size(), "state of the projection").map_err(invalid)?;
        Ok(self.0.row(number).to_vec())
    }

    /// The values of all states, one after the other.
    fn rows(&self) -> Vec<Vec<i64>> {
        (0..self.0.size()).map(|number| self.0.row(number).to_vec()).collect()
    }

    /// The least number of acts to what is sought from a state with these values.
    fn acts_from(&self, row: Vec<i64>) -> u32 {
        self.0.acts_from(&row)
    }

    /// The events of a way with the fewest acts to where what is sought may hold, numbers of actions, then of triggers, each with
    /// the state that it leads to.
    fn way(&self) -> Option<Vec<(u32, u32)>> {
        self.0.way()
    }
}

/// A search for a life, which goes on where it stopped.
#[pyclass(module = "fabula.engine._native", frozen)]
pub struct Seeking {
    native: Py<Native>,
    seeking: Mutex<fabula_engine::Seeking>,
}

impl Seeking {
    fn open(&self) -> MutexGuard<'_, fabula_engine::Seeking> {
        self.seeking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Seeking {
    /// `ending`: the number of what is sought, or else `condition`, as in a task.
    #[new]
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (native, start, ending, condition, free, out, guides))]
    fn new(
        py: Python<'_>,
        native: Py<Native>,
        start: Number,
        ending: Option<Number>,
        condition: &str,
        free: Vec<Number>,
        out: Vec<Number>,
        guides: Vec<Py<Projection>>,
    ) -> PyResult<Seeking> {
        let guides: Vec<Arc<fabula_engine::Projection>> = guides.iter().map(|guide| Arc::clone(&guide.get().0)).collect();
        let made = native.get().run(py, |searcher| {
            let world = searcher.world();
            let start = state(world, &start)?;
            let free = characters(world, &free)?;
            let out = out.iter().map(|act| action(world, act)).collect::<Outcome<Vec<_>>>()?;
            let goal = match ending {
                Some(ending) => Goal::Ending(within(&ending, world.endings(), "ending")?),
                None => searcher.goal(condition)?,
            };
            if guides.iter().any(|guide| guide.fluents.iter().any(|&fluent| fluent >= world.fluents())) {
                return Err(Fault::Invalid("a projection is of another task".to_owned()));
            }
            Ok(fabula_engine::Seeking::new(goal, start, free, out, guides))
        });
        Ok(Seeking { native, seeking: Mutex::new(made?) })
    }

    /// Goes on until it is known, or so many more states have been gone on from: "life" and its moves, which are as
    /// few as may be, "some" and the moves of a life that has just been found, "none" or "open".
    fn go_on(&self, py: Python<'_>, states: usize) -> PyResult<(&'static str, Vec<u32>)> {
        let found = self.native.get().run(py, |searcher| searcher.seek_life(&mut self.open(), states))?;
        Ok(match found {
            Sought::Life(moves) => ("life", moves),
            Sought::Some(moves) => ("some", moves),
            Sought::None => ("none", vec![]),
            Sought::Open => ("open", vec![]),
        })
    }

    /// The first by their acts of the shortest lives, which have so many; None: it was not found in `most` states.
    fn first_life(&self, py: Python<'_>, length: u32, most: usize) -> PyResult<Option<Vec<u32>>> {
        self.native.get().run(py, |world| world.first_life(&self.open(), length, most))
    }

    /// States that lives have been followed to, those that were gone on from, the least number of acts that it may take (None:
    /// there is nothing left to go on with), bytes.
    fn size(&self, py: Python<'_>) -> PyResult<(usize, usize, Option<u32>, usize)> {
        self.native.get().run(py, |_| {
            let seeking = self.open();
            let (states, expanded) = seeking.size();
            let least = Some(seeking.least()).filter(|&least| least != NEVER);
            Ok((states, expanded, least, seeking.bytes()))
        })
    }
}
