//! Who looks after long work: the clock, the memory, signals, and whoever watches.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fabula_engine::{Poll, Progress, Taken};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use crate::Flag;

pub(crate) const TIME: u8 = 1;
pub(crate) const MEMORY: u8 = 2;
pub(crate) const INTERRUPTED: u8 = 3;
pub(crate) const TOLD: u8 = 4;
/// What Python raised is kept, and raised again.
pub(crate) const RAISED: u8 = 5;

/// How often a watcher is told where a search stands.
const REPORT_EVERY: Duration = Duration::from_millis(200);
/// How often the clock and whoever watches are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Whether no more may be taken.
fn is_full(bytes: Option<usize>, taken: Taken) -> bool {
    bytes.is_some_and(|bytes| taken.soon > bytes)
}

/// Looks after a search: its budget, signals, and whoever watches.
pub(crate) struct Watch {
    start: Instant,
    limit: Option<Duration>,
    bytes: Option<usize>,
    flag: Arc<AtomicBool>,
    watcher: Option<Py<PyAny>>,
    /// Why the search was stopped.
    pub(crate) ended: Arc<AtomicU8>,
    raised: Arc<Mutex<Option<PyErr>>>,
    looked: Instant,
    reported: Instant,
}

impl Watch {
    pub(crate) fn new(
        limit: Option<Duration>,
        bytes: Option<usize>,
        flag: &Flag,
        watcher: Option<Py<PyAny>>,
        raised: &Arc<Mutex<Option<PyErr>>>,
    ) -> Watch {
        let (flag, raised, start) = (Arc::clone(&flag.0), Arc::clone(raised), Instant::now());
        Watch { start, limit, bytes, flag, watcher, ended: Arc::default(), raised, looked: start, reported: start }
    }

    /// Looks for signals and tells the watcher; why to stop, if so.
    fn report(&self, progress: Progress, taken: Taken) -> u8 {
        Python::attach(|py| {
            let told = py.check_signals().and_then(|()| match &self.watcher {
                None => Ok(()),
                Some(watcher) => {
                    let Progress { stage, ahead, depth, expanded, asked, best, .. } = progress;
                    let seconds = self.start.elapsed().as_secs_f64();
                    watcher.call1(py, (stage, ahead, depth, expanded, asked, best, taken.now, seconds)).map(|_| ())
                }
            });
            match told {
                Ok(()) => 0,
                Err(error) if error.is_instance_of::<PyKeyboardInterrupt>(py) => INTERRUPTED,
                Err(error) => {
                    *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    RAISED
                }
            }
        })
    }
}

impl Poll for Watch {
    fn is_due(&mut self) -> bool {
        self.looked.elapsed() >= LOOK_EVERY
    }

    fn is_over(&mut self, progress: Progress, taken: Taken) -> bool {
        let now = Instant::now();
        self.looked = now;
        let why = if self.flag.load(Ordering::SeqCst) {
            TOLD
        } else if self.limit.is_some_and(|limit| now - self.start >= limit) {
            TIME
        } else if is_full(self.bytes, taken) {
            MEMORY
        } else if now - self.reported >= REPORT_EVERY {
            self.reported = now;
            self.report(progress, taken)
        } else {
            0
        };
        self.ended.store(why, Ordering::SeqCst);
        why != 0
    }
}

/// Looks for signals, what a handler raises being kept, and after the bounds of whatever is asked.
pub(crate) struct Attentive {
    raised: Arc<Mutex<Option<PyErr>>>,
    start: Instant,
    limit: Option<Duration>,
    bytes: Option<usize>,
    looked: Option<Instant>,
}

impl Attentive {
    pub(crate) fn new(raised: &Arc<Mutex<Option<PyErr>>>, limit: Option<Duration>, bytes: Option<usize>) -> Attentive {
        Attentive { raised: Arc::clone(raised), start: Instant::now(), limit, bytes, looked: None }
    }
}

impl Poll for Attentive {
    fn is_due(&mut self) -> bool {
        self.looked.is_none_or(|looked| looked.elapsed() >= LOOK_EVERY)
    }

    fn is_over(&mut self, _: Progress, taken: Taken) -> bool {
        self.looked = Some(Instant::now());
        if is_full(self.bytes, taken) || self.limit.is_some_and(|limit| self.start.elapsed() >= limit) {
            return true;
        }
        let raised = Python::attach(|py| py.check_signals().err());
        let is_over = raised.is_some();
        if is_over {
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = raised;
        }
        is_over
    }
}
