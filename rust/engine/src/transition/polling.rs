//! Long work is watched: now and then somebody is asked whether to stop. The engine has no clock: what time it is, a poll knows.

use crate::fault::{Fault, Outcome};

/// Where long work stands, for whoever watches it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    pub stage: u32,
    pub ahead: i64,
    /// Acts of the longest beginning of a plan in this round.
    pub depth: usize,
    /// States that were looked at, all rounds together.
    pub expanded: u64,
    pub asked: u64,
    /// Bytes taken by the search itself, beside those of states and reasons.
    pub bytes: usize,
    /// So many of these do not move when they grow.
    pub steady: usize,
    /// The greatest utility of the author's that any plan so far comes to.
    pub best: i64,
}

/// Bytes: those that are taken, and those that will be as soon as what is about to grow has grown, where old and new are there for a
/// moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub now: usize,
    pub soon: usize,
}

/// Who is asked now and then in long work whether to stop.
pub trait Poll: Send {
    /// Whether it is time to look. Asked often.
    fn is_due(&mut self) -> bool;

    /// Whether to stop, told where a search stands and what memory is taken.
    fn is_over(&mut self, progress: Progress, taken: Taken) -> bool;
}

/// A poll is asked after so many ticks.
const TICKS: u64 = 64;

/// The poll, and what it is told.
#[derive(Default)]
pub(crate) struct Polling {
    poll: Option<Box<dyn Poll>>,
    pub progress: Progress,
    /// What has been done so far, in ticks.
    ticks: u64,
    /// Bytes that are held by those who work with the world, as they have told.
    held: usize,
    /// Bytes that what they hold is about to take.
    pub growing: usize,
}

impl Polling {
    /// Puts a poll in the place of the one that there is, which is returned.
    pub fn set(&mut self, poll: Option<Box<dyn Poll>>) -> Option<Box<dyn Poll>> {
        std::mem::replace(&mut self.poll, poll)
    }

    pub fn ticks(&self) -> u64 {
        self.ticks
    }

    /// One tick more. Whether it is time to ask.
    #[inline]
    pub fn tick(&mut self) -> bool {
        self.ticks += 1;
        self.ticks.is_multiple_of(TICKS) && self.poll.as_mut().is_some_and(|poll| poll.is_due())
    }

    /// `Interrupted` if it is time to stop. `bytes`, `growing`: those of the world, and those that it is about to take.
    pub fn ask(&mut self, bytes: usize, growing: usize) -> Outcome<()> {
        let progress = self.progress;
        let now = bytes + self.held + progress.bytes;
        // Of a search it is not known what is about to grow; that all of it may is enough.
        let taken = Taken { now, soon: now + growing + self.growing + progress.bytes.saturating_sub(progress.steady) };
        let is_over = self.poll.as_mut().is_some_and(|poll| poll.is_over(progress, taken));
        if is_over { Err(Fault::Interrupted) } else { Ok(()) }
    }

    /// Takes note of how many bytes somebody holds now, who keeps what was noted before.
    pub fn note(&mut self, noted: &mut usize, now: usize) {
        self.held = self.held - *noted + now;
        *noted = now;
    }
}
