//! What stands in the JSON of a task: plain lists, strings and integers.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::fault::{Fault, Outcome};

/// An object whose fields have not been read yet.
pub struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    pub fn of(json: &'a str) -> Outcome<Fields<'a>> {
        let mut reader = serde_json::Deserializer::from_str(json);
        reader.disable_recursion_limit();
        let fields = serde::Deserialize::deserialize(&mut reader).and_then(|fields| reader.end().map(|()| fields));
        fields.map(Fields).map_err(|error| invalid(&error.to_string()))
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).map(|raw| raw.get())
    }

    /// A field as a whole.
    pub fn value(&self, name: &str) -> Outcome<Value> {
        value_of(self.text(name).ok_or_else(|| lacking(name))?)
    }

    /// Reads the members of a list one by one: they are many, and never there as JSON all at once.
    pub fn each<T>(&self, name: &str, read: impl FnMut(&Value) -> Outcome<T>) -> Outcome<Vec<T>> {
        self.each_if_any(name, read)?.ok_or_else(|| lacking(name))
    }

    /// The same; nothing, where there is no such field.
    pub fn each_if_any<T>(&self, name: &str, read: impl FnMut(&Value) -> Outcome<T>) -> Outcome<Option<Vec<T>>> {
        let Some(json) = self.text(name) else { return Ok(None) };
        let mut reader = serde_json::Deserializer::from_str(json);
        reader.disable_recursion_limit();
        let mut members = Members { read, found: vec![], fault: None };
        let done = reader.deserialize_seq(&mut members);
        match (members.fault, done) {
            (Some(fault), _) => Err(fault),
            (None, Ok(())) => Ok(Some(members.found)),
            (None, Err(_)) => Err(invalid("a list is expected in the task")),
        }
    }
}

struct Members<T, F> {
    read: F,
    found: Vec<T>,
    fault: Option<Fault>,
}

impl<'de, T, F: FnMut(&Value) -> Outcome<T>> Visitor<'de> for &mut Members<T, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            match (self.read)(&value) {
                Ok(member) => self.found.push(member),
                Err(fault) => {
                    self.fault = Some(fault);
                    return Err(A::Error::custom("a member of a list is not well formed"));
                }
            }
        }
        Ok(())
    }
}

fn lacking(name: &str) -> Fault {
    invalid(&format!("the task has no {name}"))
}

pub fn value_of(json: &str) -> Outcome<Value> {
    let mut reader = serde_json::Deserializer::from_str(json);
    reader.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut reader).map_err(|error| invalid(&error.to_string()))
}

pub fn invalid(message: &str) -> Fault {
    Fault::Invalid(message.to_owned())
}

pub fn item(value: &Value, place: usize) -> Outcome<&Value> {
    value.get(place).ok_or_else(|| invalid("a list of the task is too short"))
}

pub fn each<T>(value: &Value, read: impl Fn(&Value) -> Outcome<T>) -> Outcome<Vec<T>> {
    let list = value.as_array().ok_or_else(|| invalid("a list is expected in the task"))?;
    // What is collected as long as nothing is wrong has no size to begin with, and would be left with room for more.
    let mut found = Vec::with_capacity(list.len());
    for member in list {
        found.push(read(member)?);
    }
    Ok(found)
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
