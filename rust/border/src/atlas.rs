//! The atlas for Python. Arrays cross as bytes: numbers of 32 bits, values of 64, in the order of the machine.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fabula_engine::{Fault, Outcome, Rest, World};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::watching::RAISED;
use crate::{Flag, Native, Number, within};

/// Whether all is known, and why it came to rest: "" for a pause, "time", "memory", "states", "interrupted", "told".
type Explored = (bool, &'static str);
/// Act, in how many states possible, the first of them, in how many explained, the first of them.
type Tried = (usize, u64, u32, u64, u32);

#[pyclass(module = "fabula.engine._native", frozen)]
pub struct Atlas {
    native: Py<Native>,
    atlas: Mutex<fabula_engine::Atlas>,
}

impl Atlas {
    fn open(&self) -> MutexGuard<'_, fabula_engine::Atlas> {
        self.atlas.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut fabula_engine::Atlas, &mut World) -> Outcome<T> + Send,
    ) -> PyResult<T> {
        self.native.get().in_world(py, |world| work(&mut self.open(), world))
    }

    /// An array of the atlas. Who waits for the atlas must not hold the GIL, which the one at work asks for.
    fn array<'py>(
        &self,
        py: Python<'py>,
        read: impl FnOnce(&mut fabula_engine::Atlas, &mut World) -> Outcome<Vec<u8>> + Send,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let found = self.run(py, |atlas, world| read(atlas, world))?;
        Ok(PyBytes::new(py, &found))
    }

    fn number(&self, atlas: &fabula_engine::Atlas, number: &Number) -> Outcome<u32> {
        within(number, atlas.len(), "state of the atlas").map(|number| number as u32)
    }
}

fn bytes_of<T, const N: usize>(list: impl Iterator<Item = T>, bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    let mut found = Vec::with_capacity(list.size_hint().0 * N);
    list.for_each(|item| found.extend_from_slice(&bytes(item)));
    found
}

#[pymethods]
impl Atlas {
    #[new]
    fn new(py: Python<'_>, native: Py<Native>, task: &str, free: Vec<Number>) -> PyResult<Atlas> {
        let made = native.get().in_world(py, |world| {
            let free = free.iter().map(|mind| within(mind, world.characters(), "character")).collect::<Outcome<_>>()?;
            fabula_engine::Atlas::new(world, task, free)
        });
        Ok(Atlas { native, atlas: Mutex::new(made?) })
    }

    /// Goes on. It pauses after `pause` seconds as soon as it can, and ends after `seconds` or beyond `bytes` at once; beyond `room`
    /// bytes states are packed.
    #[allow(clippy::too_many_arguments)]
    #[pyo3(signature = (threads, pause, seconds, bytes, room, states, flag, watcher))]
    fn explore(
        &self,
        py: Python<'_>,
        threads: usize,
        pause: f64,
        seconds: Option<f64>,
        bytes: Option<usize>,
        room: Option<usize>,
        states: usize,
        flag: &Flag,
        watcher: Option<Py<PyAny>>,
    ) -> PyResult<Explored> {
        let invalid = |error: std::time::TryFromFloatSecsError| PyValueError::new_err(error.to_string());
        let pause = Duration::try_from_secs_f64(pause).map_err(invalid)?;
        let limit = seconds.map(Duration::try_from_secs_f64).transpose().map_err(invalid)?;
        let native = self.native.get();
        let watch = native.watch(limit, bytes, flag, watcher);
        let ended = Arc::clone(&watch.ended);
        let found = native.watched(py, watch, |searcher| {
            let start = Instant::now();
            self.open().explore(searcher.explainer_mut(), threads, states, room, || start.elapsed() >= pause)
        });
        let why = ended.load(Ordering::SeqCst);
        match found {
            _ if why == RAISED => Err(native.error(Fault::Interrupted)),
            Ok(Rest::Complete) => Ok((true, "")),
            Ok(Rest::Pause) => Ok((false, "")),
            Ok(Rest::States) => Ok((false, "states")),
            Err(Fault::BudgetEnded) => Ok((false, "memory")),
            Err(Fault::Interrupted) => Ok((false, ["interrupted", "time", "memory", "interrupted", "told"][why as usize])),
            Err(fault) => Err(native.error(fault)),
        }
    }

    /// States, those whose steps are known, steps, the greatest distance, bytes.
    fn size(&self, py: Python<'_>) -> PyResult<(usize, usize, usize, usize, usize)> {
        self.native.get().run(py, |searcher| {
            let atlas = self.open();
            let states = atlas.len();
            let levels = atlas.levels().iter().filter(|&&first| (first as usize) < states).count();
            Ok((states, atlas.expanded(), atlas.steps(), levels - 1, atlas.bytes() + searcher.bytes()))
        })
    }

    /// Whether states are packed, because there was no room for them otherwise.
    fn is_packed(&self, py: Python<'_>) -> PyResult<bool> {
        self.run(py, |atlas, _| Ok(atlas.is_packed()))
    }

    fn state(&self, py: Python<'_>, number: Number) -> PyResult<u32> {
        self.run(py, |atlas, world| atlas.node(world, self.number(atlas, &number)?))
    }

    fn firsts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(bytes_of(atlas.firsts().into_iter(), u32::to_ne_bytes)))
    }

    fn acts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(bytes_of(atlas.acts().into_iter(), u32::to_ne_bytes)))
    }

    fn targets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(bytes_of(atlas.targets().into_iter(), u32::to_ne_bytes)))
    }

    fn endings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(bytes_of(atlas.endings(), i32::to_ne_bytes)))
    }

    /// The first state of each distance from the initial one.
    fn levels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| {
            let states = atlas.len();
            let levels = atlas.levels().iter().copied().filter(|&first| (first as usize) < states);
            Ok(bytes_of(levels, u32::to_ne_bytes))
        })
    }

    /// Of each act that was possible somewhere.
    fn tried(&self, py: Python<'_>) -> PyResult<Vec<Tried>> {
        self.run(py, |atlas, _| {
            let known = atlas.tried().iter().enumerate().filter(|(_, tried)| tried.possible > 0);
            let row = |(act, tried): (usize, &fabula_engine::Tried)| {
                (act, tried.possible, tried.first_possible, tried.explained, tried.first_explained)
            };
            Ok(known.map(row).collect())
        })
    }

    /// Act, character, how often the first one without a reason for it, in which state first.
    fn lacking(&self, py: Python<'_>) -> PyResult<Vec<(u32, u32, u64, u32)>> {
        self.run(py, |atlas, _| Ok(atlas.lacking().collect()))
    }

    fn number_of(&self, py: Python<'_>, node: Number) -> PyResult<Option<u32>> {
        self.run(py, |atlas, world| {
            let node = u64::try_from(node.0).ok().filter(|&node| world.is_state(node));
            Ok(node.and_then(|node| atlas.number_of(world, node as u32)))
        })
    }

    fn way(&self, py: Python<'_>, number: Number) -> PyResult<Vec<u32>> {
        self.run(py, |atlas, _| Ok(atlas.way(self.number(atlas, &number)?)))
    }

    fn holding<'py>(&self, py: Python<'py>, condition: &str) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, world| Ok(bytes_of(atlas.holding(world, condition)?.into_iter(), u32::to_ne_bytes)))
    }

    fn values<'py>(&self, py: Python<'py>, expression: &str) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, world| Ok(bytes_of(atlas.values(world, expression)?.into_iter(), i64::to_ne_bytes)))
    }

    fn leading_to<'py>(&self, py: Python<'py>, numbers: Vec<Number>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(atlas.leading_to(&self.numbers(atlas, &numbers)?)))
    }

    fn cycles<'py>(&self, py: Python<'py>, barred: Vec<Number>) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, _| Ok(bytes_of(atlas.cycles(&self.numbers(atlas, &barred)?).into_iter(), u32::to_ne_bytes)))
    }

    fn bottlenecks(&self, py: Python<'_>, numbers: Vec<Number>) -> PyResult<Vec<u32>> {
        self.run(py, |atlas, _| Ok(atlas.bottlenecks(&self.numbers(atlas, &numbers)?)))
    }

    fn keep(&self, py: Python<'_>) -> PyResult<()> {
        self.run(py, |atlas, _| atlas.keep())
    }

    fn pack<'py>(&self, py: Python<'py>, written: usize) -> PyResult<Bound<'py, PyBytes>> {
        self.array(py, |atlas, world| atlas.pack(world, written))
    }

    fn unpack(&self, py: Python<'_>, frame: &[u8]) -> PyResult<()> {
        self.run(py, |atlas, world| atlas.unpack(world, frame))
    }
}

impl Atlas {
    fn numbers(&self, atlas: &fabula_engine::Atlas, numbers: &[Number]) -> Outcome<Vec<u32>> {
        numbers.iter().map(|number| self.number(atlas, number)).collect()
    }
}
