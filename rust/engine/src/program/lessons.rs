//! What a failed attempt teaches: that what was taken for true is not so, and no more.

use crate::fault::Outcome;
use crate::program::Program;
use crate::program::condition::Condition;
use crate::task::{self, Belief};

/// A lesson made ready for packed states.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub(crate) fails: Vec<Condition>,
    pub(crate) believed: Condition,
    pub(crate) ways: Vec<Vec<Belief>>,
    pub(crate) excludes: bool,
}

impl Lesson {
    /// Reads lessons about the states of a story.
    pub fn parse(json: &str, program: &Program) -> Outcome<Vec<Lesson>> {
        let layout = &program.layout;
        let raw = task::Lesson::parse(json, program.minds, layout.fields.len())?;
        let ready = |lesson: task::Lesson| {
            Ok(Lesson {
                fails: lesson.fails.iter().map(|condition| Condition::new(condition, layout)).collect::<Outcome<_>>()?,
                believed: Condition::new(&lesson.believed, layout)?,
                ways: lesson.ways,
                excludes: lesson.excludes,
            })
        };
        raw.into_iter().map(ready).collect()
    }
}
