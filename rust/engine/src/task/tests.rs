//! Terms that are referred to by their numbers.

use super::*;
use crate::fault::Outcome;
use crate::task::json::invalid;

fn small(terms: &str, precondition: &str, observing: &str) -> Outcome<Task> {
    Task::parse(&format!(
        r#"{{"name": "", "symbols": [], "characters": ["A"], "fluents": [["x", "truth", [0, 1], null, null, null]],
        "facts": [], "terms": {terms}, "views": [[2], [["any", []]]], "publics": [], "triggers": [], "utilities": [1],
        "utility": 1, "limits": [[1, 1]], "endings": [], "sets": false, "actions": [
        ["a", {precondition}, [], [], {observing}, null], ["b", {precondition}, [], [], {observing}, null]
        ]}}"#
    ))
}

const TERMS: &str = r#"[["read", [0], 0], ["constant", 1], ["compare", "==", 0, 1, false, false]]"#;

#[test]
fn what_is_referred_to_is_read_once() {
    let task = small(TERMS, "2", "0").unwrap();
    let [one, other] = &task.actions[..] else { panic!("there are two acts") };
    assert!(Arc::ptr_eq(&one.precondition, &other.precondition));
    assert!(Arc::ptr_eq(&one.observing, &other.observing));
    assert!(Arc::ptr_eq(&one.observing[0], &one.precondition));
    assert!(matches!(*one.precondition, Condition::Compare(Relation::Equal, ..)));
}

#[test]
fn effects_are_referred_to_as_well() {
    let read = |effects: &str| {
        Task::parse(&format!(
            r#"{{"name": "", "symbols": [], "characters": [], "fluents": [["x", "truth", [0, 1], null, null, null]],
            "facts": [], "terms": [["constant", 1], ["all", []]], "effects": [[[], 0, 0, 1, false, false]], "publics": [],
            "triggers": [["t", 1, {effects}]], "utilities": [], "utility": 0, "limits": [], "endings": [], "sets": false,
            "actions": []}}"#
        ))
    };
    for effects in ["[0]", "[[[], 0, 0, 1, false, false]]"] {
        let task = read(effects).unwrap();
        let [effect] = &task.triggers[0].effects[..] else { panic!("there is one effect") };
        assert!(matches!(*effect.value, Expression::Constant(1)));
    }
    assert!(read("[1]").is_err());
}

#[test]
fn a_list_is_a_list_and_a_task_is_whole() {
    let json = r#"{"characters": {}, "fluents": []}"#;
    assert_eq!(Task::parse(json).unwrap_err().to_string(), invalid("a list is expected in the task").to_string());
    assert_eq!(Task::parse("{}").unwrap_err().to_string(), invalid("the task has no characters").to_string());
    assert!(Task::parse("{} {}").is_err());
}

#[test]
fn a_term_may_stand_where_it_is_used() {
    let task = small(TERMS, r#"["all", [2, ["any", []]]]"#, r#"[["any", []]]"#).unwrap();
    assert!(matches!(&*task.actions[0].precondition, Condition::All(parts) if parts.len() == 2));
}

#[test]
fn references_to_nothing_are_refused() {
    for (terms, precondition, observing) in [
        (TERMS, "3", "0"),
        (TERMS, "0", "0"),
        (TERMS, "-1", "0"),
        (TERMS, "2", "2"),
        // Parts stand before what they are parts of.
        (r#"[["compare", "==", 1, 2, false, false], ["read", [0], 0], ["constant", 1]]"#, "0", "0"),
        (r#"[["read", [1], 0], ["constant", 1], ["compare", "==", 0, 1, false, false]]"#, "2", "0"),
        (r#"[["read", [0], 1], ["constant", 1], ["compare", "==", 0, 1, false, false]]"#, "2", "0"),
    ] {
        assert!(small(terms, precondition, observing).is_err(), "{terms} {precondition} {observing}");
    }
}
