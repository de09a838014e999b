//! Events on small tasks: what minds make of them.

use fabula_engine::{Fault, Task, UNKNOWN, World};
use serde_json::{Value, json};

const EVERYBODY: usize = 2;

fn always() -> Value {
    json!(["all", []])
}

fn never() -> Value {
    json!(["any", []])
}

fn is(path: &[usize], fluent: usize, value: i64) -> Value {
    json!(["compare", "==", ["read", path, fluent], ["constant", value], false, false])
}

fn fact(path: &[usize], fluent: usize, value: i64) -> Value {
    json!([path, fluent, value, [], false])
}

fn set(path: &[usize], fluent: usize, value: i64) -> Value {
    json!([path, fluent, ["constant", value], always(), false, false])
}

fn action(name: &str, precondition: Value, effects: Value, observing: [Value; EVERYBODY]) -> Value {
    json!([name, precondition, effects, [0], observing, null])
}

fn trigger(name: &str, precondition: Value, effects: Value) -> Value {
    json!([name, precondition, effects])
}

/// Two characters; a truth (0), a number (1) and a symbol (2).
fn world(facts: Value, actions: Value, triggers: Value) -> World {
    world_of(1_000, facts, actions, triggers)
}

fn world_of(nodes: usize, facts: Value, actions: Value, triggers: Value) -> World {
    let task = json!({
        "name": "small", "symbols": ["here", "there"], "characters": ["A", "B"],
        "fluents": [
            ["lit", "truth", [0, 1], null, null, null], ["coins", "number", [], 0, 9, null],
            ["place", "symbol", [0, 1], null, null, null],
        ],
        "facts": facts, "actions": actions, "publics": [], "triggers": triggers,
        "utilities": [["constant", 0], ["constant", 0]], "utility": ["constant", 0],
        "limits": [[4, 2], [4, 2]], "endings": [], "sets": false,
    });
    World::new(&Task::parse(&task.to_string()).unwrap(), nodes).unwrap()
}

fn values(world: &World, node: u32, path: &[usize]) -> Vec<i64> {
    let there = path.iter().fold(node, |node, &mind| world.belief(node, mind));
    (0..3).map(|fluent| world.value(there, fluent)).collect()
}

#[test]
fn who_observes_stays_right_and_who_does_not_keeps_the_old_state() {
    let light = action("light", always(), json!([set(&[], 0, 1)]), [always(), never()]);
    let mut world = world(json!([]), json!([light]), json!([]));
    let before = world.initial().unwrap();
    let after = world.act(before, 0, None).unwrap();
    assert_eq!(world.belief(after, 0), after);
    assert_eq!(world.belief(after, 1), before);
    assert_eq!(world.states(), 2);
}

#[test]
fn a_surprise_repairs_what_made_the_event_impossible() {
    let precondition = json!([
        "all",
        [
            is(&[], 0, 1),
            ["compare", ">", ["read", [], 1], ["constant", 2], false, false],
            ["any", [is(&[], 2, 0), is(&[], 2, 1)]],
        ]
    ]);
    let take = action("take", precondition, json!([]), [always(), always()]);
    let facts =
        json!([fact(&[], 0, 1), fact(&[], 1, 5), fact(&[], 2, 0), fact(&[1], 0, 0), fact(&[1], 1, 1), fact(&[1], 2, UNKNOWN),]);
    let mut world = world(facts, json!([take]), json!([]));
    let before = world.initial().unwrap();
    let after = world.act(before, 0, None).unwrap();
    assert_eq!(values(&world, after, &[]), [1, 5, 0]);
    // `==` is repaired exactly, any other comparison leaves the number unknown.
    assert_eq!(values(&world, after, &[1]), [1, UNKNOWN, 0]);
}

#[test]
fn what_is_told_is_told_to_one_mind() {
    let lie = action("lie", always(), json!([set(&[1], 2, 1)]), [never(), never()]);
    let mut world = world(json!([fact(&[], 2, 0)]), json!([lie]), json!([]));
    let before = world.initial().unwrap();
    let after = world.act(before, 0, None).unwrap();
    assert_eq!(values(&world, after, &[])[2], 0);
    assert_eq!(values(&world, after, &[1])[2], 1);
    assert_eq!(values(&world, after, &[1, 0, 1])[2], 0);
    let deceived = world.belief(after, 1);
    assert_eq!(world.belief(deceived, 1), deceived);
    assert_eq!(world.belief(after, 0), before);
}

#[test]
fn who_sees_the_lie_knows_the_liar_and_minds_lead_back_to_each_other() {
    let lie = action("lie", always(), json!([set(&[1], 2, 1)]), [always(), always()]);
    let mut world = world(json!([fact(&[], 2, 0)]), json!([lie]), json!([]));
    let before = world.initial().unwrap();
    let after = world.act(before, 0, None).unwrap();
    let deceived = world.belief(after, 1);
    assert_eq!(world.belief(after, 0), after);
    // B takes A to be in the state where B believes this.
    assert_eq!(world.belief(deceived, 0), after);
    let again = world.act(after, 0, None).unwrap();
    assert_eq!(again, after);
}

#[test]
fn the_first_trigger_goes_first_and_each_mind_has_its_own() {
    let light = action("light", always(), json!([set(&[], 0, 1)]), [always(), never()]);
    let here = trigger("here", json!(["all", [is(&[], 0, 1), is(&[], 2, UNKNOWN)]]), json!([set(&[], 2, 0)]));
    let there = trigger("there", json!(["all", [is(&[], 0, 1), is(&[], 2, UNKNOWN)]]), json!([set(&[], 2, 1)]));
    let see = trigger("see", json!(["all", [is(&[], 2, 0), is(&[1], 0, 0)]]), json!([set(&[1], 0, 1)]));
    let mut world = world(json!([]), json!([light]), json!([here, there, see]));
    let before = world.initial().unwrap();
    let after = world.act(before, 0, None).unwrap();
    assert_eq!(values(&world, after, &[]), [1, 0, 0]);
    assert_eq!(values(&world, after, &[1]), [1, 0, 0]);
    assert_eq!(values(&world, after, &[1, 0]), [0, 0, UNKNOWN]);
}

#[test]
fn triggers_that_undo_each_other_are_endless() {
    let light = action("light", always(), json!([set(&[], 0, 1)]), [always(), always()]);
    let on = trigger("on", json!(["all", [is(&[], 0, 1), is(&[], 2, 0)]]), json!([set(&[], 2, 1)]));
    let off = trigger("off", json!(["all", [is(&[], 0, 1), is(&[], 2, 1)]]), json!([set(&[], 2, 0)]));
    let mut world = world(json!([fact(&[], 2, 0)]), json!([light]), json!([on, off]));
    let before = world.initial().unwrap();
    let chain = vec!["on".to_owned(), "off".to_owned()];
    assert_eq!(world.act(before, 0, None), Err(Fault::EndlessTrigger { chain }));
}

#[test]
fn two_values_at_once_are_a_contradiction() {
    let both = action("both", always(), json!([set(&[], 1, 1), set(&[], 1, 2)]), [always(), always()]);
    let clamped = action("clamped", always(), json!([set(&[], 1, 10), set(&[], 1, 11)]), [always(), always()]);
    let mut world = world(json!([]), json!([both, clamped]), json!([]));
    let before = world.initial().unwrap();
    let contradiction = Fault::Contradiction { event: "both".to_owned(), fluent: "coins".to_owned() };
    assert_eq!(world.act(before, 0, None), Err(contradiction));
    let after = world.act(before, 1, None).unwrap();
    assert_eq!(values(&world, after, &[]), [0, 9, UNKNOWN]);
}

#[test]
fn the_budget_of_nodes_ends() {
    let count = json!([[[], 1, ["arithmetic", "+", ["read", [], 1], ["constant", 1]], always(), false, false]]);
    let actions = json!([action("count", always(), count, [always(), always()])]);
    let mut world = world_of(3, json!([]), actions, json!([]));
    let before = world.initial().unwrap();
    let one = world.act(before, 0, None).unwrap();
    let two = world.act(one, 0, None).unwrap();
    assert_eq!(world.act(two, 0, None), Err(Fault::BudgetEnded));
    assert_eq!(world.act(one, 0, None), Ok(two));
}
