//! Questions for several threads, each with a world of its own, and what has been answered so far.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::shipping::{Receiver, Sender};
use super::steps::Question;
use crate::explain::explainer::Explainer;
use crate::fault::{Fault, Outcome};
use crate::state::taken::by_table;
use crate::task::Task;
use crate::transition::world::World;

#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It waits to be asked, or is being asked by somebody.
    Open,
    Asked,
    Known(bool),
    /// The story is at fault where it was asked.
    Fault(Box<Fault>),
}

#[derive(Default)]
pub(super) struct Pool {
    pub json: String,
    pub threads: usize,
    pub workers: Vec<Worker>,
    pub answers: FxHashMap<Question, Answer>,
    pub open: VecDeque<Question>,
    /// How many states have had their questions put, and what is possible in those that do not have their steps yet, the first
    /// one's number with it. None: it could not be worked out.
    pub put: usize,
    pub possible: VecDeque<(usize, Option<Vec<usize>>)>,
    pub taken: Arc<AtomicUsize>,
}

pub(super) struct Worker {
    pub explainer: Explainer,
    pub sender: Sender,
    pub receiver: Receiver,
    pub taken: Arc<AtomicUsize>,
    pub bytes: usize,
}

impl Pool {
    pub fn new(json: &str) -> Pool {
        Pool { json: json.to_owned(), ..Pool::default() }
    }

    pub fn bytes(&self) -> usize {
        let senders: usize = self.workers.iter().map(|worker| worker.sender.bytes()).sum();
        let answers = by_table(&self.answers);
        senders + self.taken.load(Ordering::Relaxed) + answers
    }

    /// Has enough threads at work, each with a world of its own for `nodes` states at most, with the sets of `like`.
    pub fn hire(&mut self, nodes: usize, like: &World) -> Outcome<()> {
        while self.workers.len() + 1 < self.threads {
            let task = Task::parse(&self.json)?;
            let mut explainer = Explainer::new(World::new(&task, nodes)?, &task)?;
            explainer.world_mut().share_sets(like);
            let (sender, receiver) = (Sender::default(), Receiver::default());
            self.workers.push(Worker { explainer, sender, receiver, taken: Arc::clone(&self.taken), bytes: 0 });
        }
        Ok(())
    }

    /// Forgets all that has to do with a world that is given up. Who has no steps yet, from this state on, is asked anew.
    pub fn begin_anew(&mut self, expanded: usize) {
        *self = Pool { json: std::mem::take(&mut self.json), threads: self.threads, put: expanded, ..Pool::default() };
    }

    /// Parts with those who could not take in all that was sent: they would not know any more what is asked.
    pub fn dismiss(&mut self) {
        self.workers.retain(|worker| worker.receiver.nodes.len() == worker.sender.sent());
    }

    /// Puts a question that has not been put before.
    pub fn put(&mut self, question: Question) {
        self.answers.entry(question).or_insert_with(|| {
            self.open.push_back(question);
            Answer::Open
        });
    }

    /// What is known of a question: nothing, or whether there is a reason, or the fault.
    pub fn answer(&self, question: Question) -> Outcome<Option<bool>> {
        match self.answers.get(&question) {
            Some(Answer::Known(has_reason)) => Ok(Some(*has_reason)),
            Some(Answer::Fault(fault)) => Err((**fault).clone()),
            Some(Answer::Open | Answer::Asked) | None => Ok(None),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
