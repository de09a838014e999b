//! The values that unbounded numbers can have at all, where there are few: then a state needs few bits for them.

use crate::task::{Arithmetic, Effect, Expression, Fluent, Sort, Task, UNKNOWN};

/// Lists of more values are not kept.
const MOST_VALUES: usize = 60;

/// For each fluent, if it is a number without bounds that only ever becomes one of few constants: these.
pub fn values(task: &Task) -> Vec<Option<Vec<i64>>> {
    let unbounded = |fluent: &Fluent| fluent.sort == Sort::Number && (fluent.low.is_none() || fluent.high.is_none());
    let mut lists: Vec<Option<Vec<i64>>> =
        task.fluents.iter().map(|fluent| unbounded(fluent).then(|| vec![clamped(fluent, 0)])).collect();
    for fact in &task.facts {
        include(&task.fluents, &mut lists, fact.fluent, Some(fact.values.clone()));
    }
    let effects: Vec<&Effect> = (task.actions.iter().flat_map(|action| &action.effects))
        .chain(task.publics.iter().flat_map(|public| &public.effects))
        .chain(task.triggers.iter().flat_map(|trigger| &trigger.effects))
        .collect();
    loop {
        let before = lists.clone();
        for effect in &effects {
            let values = possible(&effect.value, &lists);
            include(&task.fluents, &mut lists, effect.fluent, values);
        }
        if before == lists {
            return lists;
        }
    }
}

fn include(fluents: &[Fluent], lists: &mut [Option<Vec<i64>>], fluent: usize, values: Option<Vec<i64>>) {
    let Some(list) = &mut lists[fluent] else { return };
    match values {
        Some(values) => {
            for value in values {
                let value = clamped(&fluents[fluent], value);
                if value != UNKNOWN && !list.contains(&value) {
                    list.push(value);
                }
            }
            if list.len() > MOST_VALUES {
                lists[fluent] = None;
            }
        }
        None => lists[fluent] = None,
    }
}

fn clamped(fluent: &Fluent, value: i64) -> i64 {
    if value == UNKNOWN {
        return value;
    }
    let raised = fluent.low.map_or(value, |low| value.max(low));
    fluent.high.map_or(raised, |high| raised.min(high))
}

fn possible(expression: &Expression, lists: &[Option<Vec<i64>>]) -> Option<Vec<i64>> {
    match expression {
        Expression::Constant(value) => Some(vec![*value]),
        Expression::Several(values) => Some(values.clone()),
        Expression::Read(_, fluent) => lists[*fluent].clone(),
        Expression::Choose(_, one, other) | Expression::Arithmetic(Arithmetic::Least | Arithmetic::Greatest, one, other) => {
            let mut values = possible(one, lists)?;
            values.extend(possible(other, lists)?);
            Some(values)
        }
        Expression::Arithmetic(..) => None,
    }
}
