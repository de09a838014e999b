//! Numbers of which bounds are known.

use crate::task::{Arithmetic, LARGEST, Relation, UNKNOWN};

/// The numbers that an expression can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// Above `most`: none.
    pub least: i64,
    pub most: i64,
    pub unknown: bool,
}

pub(super) const NOTHING: Range = Range { least: i64::MAX, most: i64::MIN, unknown: false };
pub(super) const ANYTHING: Range = Range { least: -LARGEST, most: LARGEST, unknown: true };

impl Range {
    pub fn of(value: i64) -> Range {
        if value == UNKNOWN { Range { unknown: true, ..NOTHING } } else { Range { least: value, most: value, unknown: false } }
    }

    pub fn with(self, other: Range) -> Range {
        Range { least: self.least.min(other.least), most: self.most.max(other.most), unknown: self.unknown || other.unknown }
    }

    pub fn is_known(self) -> bool {
        self.least <= self.most
    }
}

pub(super) fn may_compare(relation: Relation, left: Range, right: Range, wanted: bool) -> bool {
    let both = left.is_known() && right.is_known();
    let equal = left.unknown && right.unknown || both && left.least <= right.most && right.least <= left.most;
    let single = |range: Range| range.is_known() && range.least == range.most;
    let unequal = left.unknown && right.is_known()
        || right.unknown && left.is_known()
        || both && !(single(left) && single(right) && left.least == right.least);
    let less = both && left.least < right.most;
    let greater = both && left.most > right.least;
    let half = left.unknown && right.is_known() || right.unknown && left.is_known();
    let vague = left.unknown || right.unknown;
    match (relation, wanted) {
        (Relation::Equal, true) | (Relation::Unequal, false) => equal,
        (Relation::Equal, false) | (Relation::Unequal, true) => unequal,
        (Relation::Less, true) => less,
        (Relation::Greater, true) => greater,
        (Relation::LessOrEqual, true) => equal || less,
        (Relation::GreaterOrEqual, true) => equal || greater,
        (Relation::Less, false) => vague || both && left.most >= right.least,
        (Relation::Greater, false) => vague || both && left.least <= right.most,
        (Relation::LessOrEqual, false) => half || greater,
        (Relation::GreaterOrEqual, false) => half || less,
        // These are no relations of two values.
        (Relation::In | Relation::Known | Relation::MayBe | Relation::Knows, _) => true,
    }
}

pub(super) fn calculate(operator: Arithmetic, left: Range, right: Range) -> Range {
    let unknown = left.unknown || right.unknown;
    if !(left.is_known() && right.is_known()) {
        return Range { unknown, ..NOTHING };
    }
    let all = |combine: fn(i64, i64) -> i64| {
        let ends = [
            combine(left.least, right.least),
            combine(left.least, right.most),
            combine(left.most, right.least),
            combine(left.most, right.most),
        ];
        let least = ends.iter().copied().min().unwrap_or(-LARGEST).max(-LARGEST);
        let most = ends.iter().copied().max().unwrap_or(LARGEST).min(LARGEST);
        Range { least, most, unknown }
    };
    match operator {
        Arithmetic::Add => all(i64::saturating_add),
        Arithmetic::Subtract => all(i64::saturating_sub),
        Arithmetic::Multiply => all(i64::saturating_mul),
        Arithmetic::Divide => ANYTHING,
        Arithmetic::Least => all(|left, right| left.min(right)),
        Arithmetic::Greatest => all(|left, right| left.max(right)),
    }
}
