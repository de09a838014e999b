//! What can go wrong: faults of a story, budgets, and callers' mistakes.

/// A number beyond `LARGEST`, before it is known in which event it arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

impl Overflow {
    pub fn within(self, event: &str) -> Fault {
        Fault::NumberTooLarge { event: event.to_owned() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("triggers never come to rest: {}", chain.join(", "))]
    EndlessTrigger { chain: Vec<String> },
    #[error("{event} gives {fluent} two different values")]
    Contradiction { event: String, fluent: String },
    #[error("a number of {event} is too large")]
    NumberTooLarge { event: String },
    #[error("{event} divides by 0")]
    DividedByZero { event: String },
    #[error("the budget of nodes is used up")]
    BudgetEnded,
    #[error("interrupted")]
    Interrupted,
    #[error("{0}")]
    Invalid(String),
}

pub type Outcome<T> = Result<T, Fault>;

/// Sets faults of the story apart from ends of a budget: a way that is only tried may be at fault without consequence.
pub fn tried<T>(outcome: Outcome<T>) -> Outcome<Result<T, Fault>> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(fault @ (Fault::BudgetEnded | Fault::Interrupted)) => Err(fault),
        Err(fault) => Ok(Err(fault)),
    }
}
