//! What stands in the JSON of a task: plain lists, strings and integers.

use serde_json::Value;

use crate::fault::{Fault, Outcome};

pub fn value_of(json: &str) -> Outcome<Value> {
    let mut reader = serde_json::Deserializer::from_str(json);
    reader.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut reader).map_err(|error| invalid(&error.to_string()))
}

pub fn invalid(message: &str) -> Fault {
    Fault::Invalid(message.to_owned())
}

pub fn field<'a>(value: &'a Value, name: &str) -> Outcome<&'a Value> {
    value.get(name).ok_or_else(|| invalid(&format!("the task has no {name}")))
}

pub fn item(value: &Value, place: usize) -> Outcome<&Value> {
    value.get(place).ok_or_else(|| invalid("a list of the task is too short"))
}

pub fn each<T>(value: &Value, read: impl Fn(&Value) -> Outcome<T>) -> Outcome<Vec<T>> {
    let list = value.as_array().ok_or_else(|| invalid("a list is expected in the task"))?;
    list.iter().map(read).collect()
}

pub fn string(value: &Value) -> Outcome<&str> {
    value.as_str().ok_or_else(|| invalid("a string is expected in the task"))
}

pub fn text(value: &Value) -> Outcome<String> {
    string(value).map(str::to_owned)
}

pub fn integer(value: &Value) -> Outcome<i64> {
    value.as_i64().ok_or_else(|| invalid("an integer is expected in the task"))
}

pub fn number(value: &Value) -> Outcome<usize> {
    usize::try_from(integer(value)?).map_err(|_| invalid("a number of the task is negative"))
}

pub fn truth(value: &Value) -> Outcome<bool> {
    value.as_bool().ok_or_else(|| invalid("a truth is expected in the task"))
}

pub fn optional<T>(value: &Value, read: impl Fn(&Value) -> Outcome<T>) -> Outcome<Option<T>> {
    if value.is_null() { Ok(None) } else { read(value).map(Some) }
}
