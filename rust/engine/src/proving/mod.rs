//! What no life comes to, told without counting states: from what values can come to at all (`ranges`), and from a part of the
//! facts with everything else left open (`projection`). Both are over-approximations: whatever a life does, they allow. What
//! somebody believes may be anything, nobody has to have a reason, and triggers may fire or not.

pub(crate) mod events;
pub(crate) mod outlook;
pub(crate) mod projection;
pub(crate) mod ranges;
pub(crate) mod sums;
pub(crate) mod truth;
pub(crate) mod values;

pub use outlook::Outlook;
pub use projection::{NEVER, Projection};
