//! Of which fluents somebody may ever take several values to be possible (semantics 8.2): all others need no room for sets.

use crate::task::{Condition, Effect, Expression, Fluent, Reads, Relation, Task};

/// For each fluent whether there may be several values of it in a mind.
pub fn fluents(task: &Task) -> Vec<bool> {
    let mut open = vec![false; task.fluents.len()];
    if !task.sets {
        return open;
    }
    for fact in &task.facts {
        open[fact.fluent] |= fact.values.len() > 1;
    }
    let acts = task.actions.iter().map(|action| &action.effects);
    let publics = task.publics.iter().map(|public| &public.effects);
    let triggers = task.triggers.iter().map(|trigger| &trigger.effects);
    let effects: Vec<&Effect> = acts.chain(publics).chain(triggers).flatten().collect();
    for effect in &effects {
        open[effect.fluent] |= effect.excludes && task.fluents[effect.fluent].has_more_than(2);
    }
    for action in &task.actions {
        lessons(&task.fluents, &action.precondition, &mut open);
        for hope in action.hopes() {
            lessons(&task.fluents, &hope.condition, &mut open);
            lessons(&task.fluents, &hope.opposite, &mut open);
            // Who turns out not to know it may take anything to be so.
            open[hope.fluent] |= hope.is_of_knowing && task.fluents[hope.fluent].has_more_than(1);
        }
    }
    loop {
        let before = open.clone();
        for effect in &effects {
            open[effect.fluent] |=
                is_vague(&effect.value, &open) || effect.path.is_empty() && is_unclear(&effect.condition, &open);
        }
        if before == open {
            return open;
        }
    }
}

/// What is learned when somebody is surprised that a condition holds, or tries in vain what needs it: an atom that leaves
/// several values, or leaves several when it is false.
fn lessons(fluents: &[Fluent], condition: &Condition, open: &mut [bool]) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| lessons(fluents, part, open)),
        Condition::Compare(relation, Expression::Read(_, fluent), right, _)
            if matches!(right, Expression::Constant(_) | Expression::Several(_)) =>
        {
            let all = fluents[*fluent].values().unwrap_or(i64::MAX);
            let left = match (relation, right) {
                (Relation::Known | Relation::Knows | Relation::MayBe, _) => return,
                (Relation::In, Expression::Several(values)) => values.len() as i64,
                (_, Expression::Constant(value)) => {
                    let Fluent { low: Some(low), high: Some(high), .. } = fluents[*fluent] else {
                        open[*fluent] |= all > 2;
                        return;
                    };
                    match relation {
                        Relation::Equal | Relation::In => 1,
                        Relation::Unequal => all - 1,
                        Relation::Less => value - low,
                        Relation::LessOrEqual => value - low + 1,
                        Relation::Greater => high - value,
                        _ => high - value + 1,
                    }
                }
                _ => all - 1,
            };
            let left = left.clamp(0, all);
            open[*fluent] |= left > 1 && left < all || all - left > 1 && left > 0;
        }
        Condition::Compare(Relation::MayBe, _, right, _) => {
            right.reads(&mut |_, fluent| open[fluent] |= fluents[fluent].has_more_than(2));
        }
        Condition::Compare(relation, left, right, _) => {
            // Of several it can't be known which one is another than was thought.
            if *relation != Relation::Knows {
                for side in [left, right] {
                    side.reads(&mut |_, fluent| open[fluent] |= fluents[fluent].has_more_than(2));
                }
            }
        }
    }
}

/// Whether an expression may have several values.
pub fn is_vague(expression: &Expression, open: &[bool]) -> bool {
    match expression {
        Expression::Constant(_) => false,
        Expression::Several(_) => true,
        Expression::Read(_, fluent) => open[*fluent],
        Expression::Arithmetic(_, left, right) => is_vague(left, open) || is_vague(right, open),
        Expression::Choose(condition, then, otherwise) => {
            is_unclear(condition, open) || is_vague(then, open) || is_vague(otherwise, open)
        }
    }
}

/// Whether it may be that a condition is not known.
pub fn is_unclear(condition: &Condition, open: &[bool]) -> bool {
    let mut found = false;
    condition.reads(&mut |_, fluent| found |= open[fluent]);
    found
}
