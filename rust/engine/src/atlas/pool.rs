//! Reasons asked for by several threads at once, each in a world of its own.
//!
//! Where acts lead to is worked out by one thread, in the order of the atlas; who has a reason for them is asked ahead of it by
//! the others. An answer is a fact about (belief, act, character), so that it does not matter who finds it, or when.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver as Inbox, RecvTimeoutError, Sender as Outbox, channel};
use std::time::Duration;

use super::graph::{Atlas, States};
use super::packed::Packed;
use super::questions::{Answer, Pool, Worker};
use super::shipping::{Parcel, Sender};
use super::steps::Question;
use crate::explain::explainer::Explainer;
use crate::fault::{Fault, Outcome, tried};
use crate::transition::polling::{Poll, Progress, Taken};
use crate::transition::world::World;

/// The most questions that are sent at once.
const PACKET: usize = 64;
/// So many packets lie before a thread, that it never waits.
const AHEAD: usize = 2;
/// Of so many states at most it is known what is possible before their turn comes.
const FORESEEN: usize = 1 << 10;
const WAIT: Duration = Duration::from_millis(10);

/// Rows that are needed for the questions, which speak of them by their numbers.
struct Packet {
    parcel: Parcel,
    questions: Vec<(Question, u32)>,
}

/// What became of a packet; what is missing in it was not asked any more.
struct Reply {
    worker: usize,
    answers: Vec<(Question, Answer)>,
    left: Vec<Question>,
    /// What keeps the thread from working on.
    ended: Option<Fault>,
}

impl Worker {
    fn run(&mut self, number: usize, inbox: &Inbox<Packet>, outbox: &Outbox<Reply>, is_paused: &AtomicBool) {
        let mut unpacked = Ok(());
        while let Ok(packet) = inbox.recv() {
            // Rows are numbered on from those before: where some are missing none can follow.
            unpacked = unpacked.and_then(|()| self.receiver.unpack(self.explainer.world_mut(), &packet.parcel));
            let mut reply = Reply { worker: number, answers: vec![], left: vec![], ended: unpacked.clone().err() };
            for (question, row) in packet.questions {
                if reply.ended.is_some() || is_paused.load(Ordering::SeqCst) {
                    reply.left.push(question);
                    continue;
                }
                let believed = self.receiver.nodes[row as usize];
                match answered(&mut self.explainer, Question { believed, ..question }) {
                    Ok(answer) => reply.answers.push((question, answer)),
                    Err(fault) => {
                        reply.left.push(question);
                        reply.ended = Some(fault);
                    }
                }
            }
            let bytes = self.explainer.bytes() + self.receiver.bytes();
            self.taken.fetch_add(bytes, Ordering::Relaxed);
            self.taken.fetch_sub(std::mem::replace(&mut self.bytes, bytes), Ordering::Relaxed);
            if outbox.send(reply).is_err() {
                return;
            }
        }
    }
}

fn answered(explainer: &mut Explainer, question: Question) -> Outcome<Answer> {
    Ok(match tried(question.ask(explainer))? {
        Ok(has_reason) => Answer::Known(has_reason),
        Err(fault) => Answer::Fault(Box::new(fault)),
    })
}

/// Why an exploration came to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The steps of all states are known.
    Complete,
    /// It is time to let others have a look; nothing has gone wrong.
    Pause,
    /// There are as many states as there may be.
    States,
}

/// How many states there may be, 0 = no bound, and how many bytes until states are packed.
#[derive(Clone, Copy)]
struct Bounds {
    states: usize,
    room: Option<usize>,
}

/// Why the work is let go for a moment.
enum Stay {
    Rest(Rest),
    /// What is worked with takes more than it may.
    Crowded,
}

/// A world is not given up before so many more states have their steps, if there is room for a kilobyte for each: what all have in
/// common would be found out too often.
const LEAST: usize = 1 << 12;

impl Atlas {
    /// Goes on until all is known, `states` states are found (0 = no bound), or `is_over` says so between two states.
    /// Interrupted or at fault it keeps what it has. `threads`: how many may work. `room`: where states and what is found out about
    /// them take more bytes, states are packed, and from then on what else is kept is forgotten as often as it takes so many.
    pub fn explore(
        &mut self,
        explainer: &mut Explainer,
        threads: usize,
        states: usize,
        room: Option<usize>,
        mut is_over: impl FnMut() -> bool,
    ) -> Outcome<Rest> {
        let bounds = Bounds { states, room };
        loop {
            let mut own = self.own.take();
            let rest = match &mut own {
                Some(own) => {
                    own.world_mut().set_poll(explainer.world_mut().set_poll(None));
                    let rest = self.explore_in(own, threads, bounds, &mut is_over);
                    explainer.world_mut().set_poll(own.world_mut().set_poll(None));
                    rest
                }
                None => self.explore_in(explainer, threads, bounds, &mut is_over),
            };
            self.own = own;
            match rest? {
                Stay::Rest(rest) => return Ok(rest),
                Stay::Crowded => self.make_room(explainer),
            }
        }
    }

    /// Packs states, or begins with a new world where they are packed.
    fn make_room(&mut self, explainer: &mut Explainer) {
        let states = std::mem::take(&mut self.states);
        self.states = match states {
            States::Nodes { nodes, .. } => {
                let packed = Packed::new(explainer.world(), nodes.iter());
                self.own = Some(Box::new(explainer.twin()));
                explainer.forget_ways();
                self.held_there = explainer.bytes();
                States::Packed(Box::new(packed))
            }
            States::Packed(mut packed) => {
                packed.begin_anew();
                // The old one goes before the new one comes.
                self.own = None;
                self.own = Some(Box::new(explainer.twin()));
                States::Packed(packed)
            }
        };
        self.pool.begin_anew(self.expanded());
        self.renewed = self.expanded();
    }

    /// Whether what is worked with takes more than it may.
    fn is_crowded(&self, explainer: &Explainer, room: Option<usize>) -> bool {
        // What is to be kept in a file is told by the nodes of one world.
        let least = room.map_or(LEAST, |room| LEAST.min(room / 1024).max(1));
        if self.kept.is_in_use() || (self.is_packed() && self.expanded() < self.renewed + least) {
            return false;
        }
        let world = explainer.world();
        let steady = if self.is_packed() { 0 } else { self.steady_bytes() };
        let taken = explainer.bytes() + self.passing_bytes() + steady;
        world.states() > world.graph().budget() / 2 || room.is_some_and(|room| taken > room)
    }

    fn explore_in(
        &mut self,
        explainer: &mut Explainer,
        threads: usize,
        bounds: Bounds,
        is_over: &mut dyn FnMut() -> bool,
    ) -> Outcome<Stay> {
        if threads > 1 {
            return explore_together(self, explainer, threads, bounds, is_over);
        }
        while !self.is_complete() {
            if bounds.states > 0 && self.len() >= bounds.states {
                return Ok(Stay::Rest(Rest::States));
            }
            if self.expanded().is_multiple_of(16) {
                self.report(explainer.world_mut());
                if is_over() {
                    return Ok(Stay::Rest(Rest::Pause));
                }
                if self.is_crowded(explainer, bounds.room) {
                    return Ok(Stay::Crowded);
                }
            }
            let steps = self.next_steps(explainer, None, |explainer, question| question.ask(explainer))?;
            self.add(explainer.world(), &steps)?;
        }
        Ok(Stay::Rest(Rest::Complete))
    }
}

/// As `Atlas::explore`, with all threads.
fn explore_together(
    atlas: &mut Atlas,
    explainer: &mut Explainer,
    threads: usize,
    bounds: Bounds,
    is_over: &mut dyn FnMut() -> bool,
) -> Outcome<Stay> {
    let mut pool = std::mem::take(&mut atlas.pool);
    pool.threads = threads;
    let found = pool.hire(explainer.world().graph().budget(), explainer.world()).and_then(|()| {
        let mut workers = std::mem::take(&mut pool.workers);
        let hired = workers.len().min(threads - 1);
        let found = work(atlas, &mut pool, &mut workers[..hired], explainer, bounds, is_over);
        pool.workers = workers;
        pool.dismiss();
        found
    });
    atlas.pool = pool;
    found
}

/// Ends the work of a thread.
struct Stop(Arc<AtomicBool>);

impl Poll for Stop {
    fn is_due(&mut self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    fn is_over(&mut self, _: Progress, _: Taken) -> bool {
        self.is_due()
    }
}

struct Desk {
    packets: Vec<Outbox<Packet>>,
    replies: Inbox<Reply>,
    /// How many packets lie before each thread.
    before: Vec<usize>,
}

fn work(
    atlas: &mut Atlas,
    pool: &mut Pool,
    workers: &mut [Worker],
    explainer: &mut Explainer,
    bounds: Bounds,
    is_over: &mut dyn FnMut() -> bool,
) -> Outcome<Stay> {
    let (is_paused, is_stopped) = (AtomicBool::new(false), Arc::new(AtomicBool::new(false)));
    let mut senders: Vec<Sender> = workers.iter_mut().map(|worker| std::mem::take(&mut worker.sender)).collect();
    let rest = std::thread::scope(|scope| {
        let (outbox, replies) = channel();
        let mut packets = vec![];
        for (number, worker) in workers.iter_mut().enumerate() {
            let is_stopped = Arc::clone(&is_stopped);
            worker.explainer.world_mut().set_poll(Some(Box::new(Stop(is_stopped))));
            let (to, inbox) = channel();
            let (outbox, is_paused) = (outbox.clone(), &is_paused);
            scope.spawn(move || worker.run(number, &inbox, &outbox, is_paused));
            packets.push(to);
        }
        drop(outbox);
        let before = vec![0; packets.len()];
        let mut desk = Desk { packets, replies, before };
        let rest = go_on(atlas, pool, &mut senders, &mut desk, explainer, bounds, is_over);
        is_paused.store(true, Ordering::SeqCst);
        // Where the work goes on at once, a question that has been begun is worth waiting for.
        let is_pause = matches!(rest, Ok(Stay::Rest(Rest::Pause)));
        is_stopped.store(!is_pause, Ordering::SeqCst);
        let closed = desk.close(pool, explainer.world_mut(), &is_stopped);
        if is_pause { closed.and(rest) } else { rest }
    });
    for (worker, sender) in workers.iter_mut().zip(senders) {
        worker.sender = sender;
    }
    rest
}

fn go_on(
    atlas: &mut Atlas,
    pool: &mut Pool,
    senders: &mut [Sender],
    desk: &mut Desk,
    explainer: &mut Explainer,
    bounds: Bounds,
    is_over: &mut dyn FnMut() -> bool,
) -> Outcome<Stay> {
    let mut looked = 0;
    // Meanwhile others may have gone on alone.
    pool.put = pool.put.max(atlas.expanded());
    while !atlas.is_complete() {
        if bounds.states > 0 && atlas.len() >= bounds.states {
            return Ok(Stay::Rest(Rest::States));
        }
        looked += 1;
        if looked % 16 == 0 {
            // The pool is not where the atlas would count it.
            atlas.report(explainer.world_mut());
            explainer.world_mut().progress_mut().bytes += pool.bytes();
            if is_over() {
                return Ok(Stay::Rest(Rest::Pause));
            }
        }
        if looked % 16 == 1 && atlas.is_crowded(explainer, bounds.room.map(|room| room.saturating_sub(pool.bytes()))) {
            return Ok(Stay::Crowded);
        }
        while let Ok(reply) = desk.replies.try_recv() {
            desk.accept(pool, reply)?;
        }
        put_questions(atlas, pool, explainer.world_mut())?;
        desk.send(pool, senders, explainer.world())?;
        if is_ready(atlas, pool, explainer)? {
            let possible = possible_in(pool, atlas.expanded()).cloned();
            let steps = atlas.next_steps(explainer, possible, |_, question| {
                Ok(pool.answer(question)?.expect("no state is gone on from before what is asked there is answered"))
            })?;
            atlas.add(explainer.world(), &steps)?;
        } else if let Some(&question) = pool.open.front() {
            // Interrupted, it stays where it is: it is asked when the work goes on.
            let answer = answered(explainer, question)?;
            pool.open.pop_front();
            pool.answers.insert(question, answer);
        } else {
            match desk.replies.recv_timeout(WAIT) {
                Ok(reply) => desk.accept(pool, reply)?,
                Err(RecvTimeoutError::Timeout) => explainer.world_mut().poll_now()?,
                Err(RecvTimeoutError::Disconnected) => return Err(Fault::Interrupted),
            }
        }
    }
    Ok(Stay::Rest(Rest::Complete))
}

/// What is possible in the next state, if it has been worked out.
fn possible_in(pool: &mut Pool, number: usize) -> Option<&Vec<usize>> {
    while pool.possible.front().is_some_and(|&(other, _)| other < number) {
        pool.possible.pop_front();
    }
    pool.possible.front().filter(|&&(other, _)| other == number).and_then(|(_, possible)| possible.as_ref())
}

/// Whether all is answered that is asked before the next state has its steps.
fn is_ready(atlas: &mut Atlas, pool: &mut Pool, explainer: &mut Explainer) -> Outcome<bool> {
    let number = atlas.expanded();
    if atlas.ending_of(number) >= 0 {
        return Ok(true);
    }
    let node = atlas.node_here(explainer.world_mut(), number as u32)?;
    let world = explainer.world();
    if possible_in(pool, number).is_none() {
        // Where nothing was put, it is put now; what is at fault is so when the steps are worked out.
        let Ok(possible) = tried(world.possible_now(node))? else { return Ok(true) };
        pool.possible.push_front((number, Some(possible)));
    }
    let possible = pool.possible.front().and_then(|(_, possible)| possible.as_ref()).expect("it is there now");
    for &action in possible {
        match tried(world.doubting(node, action, &atlas.free))? {
            Ok(None) => {}
            Ok(Some(_)) => continue,
            Err(_) => return Ok(true),
        }
        for question in Atlas::questions(&atlas.free, world, node, action) {
            match pool.answers.get(&question) {
                Some(Answer::Known(true)) => {}
                Some(Answer::Known(false)) => break,
                Some(Answer::Fault(_)) => return Ok(true),
                Some(Answer::Open | Answer::Asked) | None => return Ok(false),
            }
        }
    }
    Ok(true)
}

/// Puts the questions of states that have been found, far enough ahead that nobody waits.
fn put_questions(atlas: &mut Atlas, pool: &mut Pool, world: &mut World) -> Outcome<()> {
    while pool.put < atlas.len() && pool.open.len() < PACKET * AHEAD * pool.threads && pool.possible.len() < FORESEEN {
        let number = pool.put;
        if atlas.ending_of(number) < 0 && number >= atlas.expanded() {
            let node = atlas.node_here(world, number as u32)?;
            // A state that is at fault is so when its turn comes.
            let possible = tried(world.possible_now(node))?.ok();
            for &action in possible.iter().flatten() {
                Atlas::questions(&atlas.free, world, node, action).for_each(|question| pool.put(question));
            }
            pool.possible.push_back((number, possible));
        }
        pool.put += 1;
    }
    Ok(())
}

impl Desk {
    /// Sends questions to all who have too few before them.
    fn send(&mut self, pool: &mut Pool, senders: &mut [Sender], world: &World) -> Outcome<()> {
        for (worker, sender) in senders.iter_mut().enumerate() {
            while self.before[worker] < AHEAD && !pool.open.is_empty() {
                let count = (pool.open.len() / (2 * pool.threads)).clamp(1, PACKET);
                let mut packet = Packet { parcel: Parcel::default(), questions: Vec::with_capacity(count) };
                for question in pool.open.drain(..count) {
                    let row = sender.pack(world.graph(), question.believed, &mut packet.parcel);
                    packet.questions.push((question, row));
                }
                for (question, _) in &packet.questions {
                    pool.answers.insert(*question, Answer::Asked);
                }
                // A thread that is gone has panicked, which is passed on as soon as all have come to an end.
                self.packets[worker].send(packet).map_err(|_| Fault::Interrupted)?;
                self.before[worker] += 1;
            }
        }
        Ok(())
    }

    fn accept(&mut self, pool: &mut Pool, reply: Reply) -> Outcome<()> {
        self.before[reply.worker] -= 1;
        pool.answers.extend(reply.answers);
        for &question in reply.left.iter().rev() {
            pool.answers.insert(question, Answer::Open);
            pool.open.push_front(question);
        }
        reply.ended.map_or(Ok(()), Err)
    }

    /// Waits for what is still being asked, as long as it may; at fault if something kept a thread from working.
    fn close(&mut self, pool: &mut Pool, world: &mut World, is_stopped: &AtomicBool) -> Outcome<()> {
        let mut ended = Ok(());
        self.packets.clear();
        while self.before.iter().any(|&packets| packets > 0) {
            match self.replies.recv_timeout(WAIT) {
                Ok(reply) => ended = ended.and(self.accept(pool, reply)),
                Err(RecvTimeoutError::Timeout) if !is_stopped.load(Ordering::SeqCst) => {
                    let polled = world.poll_now();
                    is_stopped.store(polled.is_err(), Ordering::SeqCst);
                    ended = ended.and(polled);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Task;

    /// A truth about which the character is wrong.
    const JSON: &str = r#"{"name": "", "symbols": [], "characters": ["a"],
        "fluents": [["p", "truth", [0, 1], null, null, null]], "facts": [[[], 0, 1, [], false], [[0], 0, 0, [], false]],
        "actions": [], "publics": [], "triggers": [], "utilities": [["constant", 0]], "utility": ["constant", 0],
        "limits": [[4, 2]], "endings": [], "sets": false}"#;

    #[test]
    fn who_can_not_take_in_what_was_sent_is_asked_nothing_more() {
        let mut world = World::new(&Task::parse(JSON).unwrap(), 1000).unwrap();
        let node = world.initial().unwrap();
        let mut pool = Pool { threads: 2, ..Pool::new(JSON) };
        // Two rows are sent where there is room for one.
        pool.hire(1, &world).unwrap();
        let worker = &mut pool.workers[0];
        let (packets, inbox) = channel();
        let (outbox, replies) = channel();
        let question = Question { believed: node, action: 0, mind: 0 };
        for _ in 0..2 {
            let mut parcel = Parcel::default();
            let row = worker.sender.pack(world.graph(), node, &mut parcel);
            packets.send(Packet { parcel, questions: vec![(question, row)] }).unwrap();
        }
        drop(packets);
        worker.run(0, &inbox, &outbox, &AtomicBool::new(false));
        drop(outbox);
        let replies: Vec<Reply> = replies.iter().collect();
        assert_eq!(replies.len(), 2);
        assert!(replies.iter().all(|reply| reply.left == [question] && reply.ended == Some(Fault::BudgetEnded)));
        pool.dismiss();
        assert!(pool.workers.is_empty());
        assert_eq!(pool.taken.load(Ordering::Relaxed), 0);
    }
}
