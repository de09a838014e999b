//! What is sought of the author's plans, and what is found.

/// What is sought.
#[derive(Clone, Debug)]
pub struct Quest {
    /// The author's utility that is to be reached.
    pub goal: i64,
    /// The most acts.
    pub acts: usize,
    /// How many acts ahead anybody may think, at most; characters' own limits hold beside it.
    pub ahead: i64,
}

/// An act of a plan, and how many acts ahead those who agree to it need to think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub action: usize,
    pub ahead: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Plan(Vec<Step>),
    /// There is none within the limits.
    None,
    /// There may be one: time, memory or patience came to an end.
    Unknown,
}
