//! Parameters and attributes, taken apart down to single values. What is broken is told as it is; nothing is dropped silently.

use super::{LearnedValue, plain_name, plain_value};
use crate::catalogue::{Catalogue, Personal};
use crate::names::key_of;
use serde_json::Value;

/// How deep a value is taken apart; what is deeper is told as text.
const DEEPEST: usize = 6;
/// Single values that are taken out of one parameter.
const MOST_LEAVES: usize = 100;
/// The name under which the page's reader stands a function of the page's (`extension/laid-out.js`).
const FUNCTION: &str = "()";

/// A single value, and where it stood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    pub(super) parameter: String,
    pub(super) attribute: Option<String>,
    pub(super) field: Option<String>,
    pub(super) words: Option<String>,
    pub(super) field_words: Option<String>,
    pub(super) value: LearnedValue,
    pub(super) personal: Personal,
}

/// What one parameter of a monitoring message says.
pub(super) fn parameter(catalogue: &Catalogue, name: &str, value: &str, is_cut: bool) -> Vec<Leaf> {
    let known = catalogue.parameter("monitoring", name);
    // Nobody knows what a parameter that is not in the catalogue says: it may be anything.
    let personal = known.map_or(Personal::Direct, |parameter| parameter.personal);
    let leaf = |value: LearnedValue| Leaf {
        parameter: plain_name(name),
        attribute: None,
        field: None,
        words: known.map(|parameter| key_of(&["monitoring", &parameter.name])),
        field_words: None,
        value,
        personal,
    };
    match name {
        "t" if catalogue.parameter("message", value).is_some() => return vec![leaf(LearnedValue::Message(value.to_owned()))],
        "rvt" | "ts" => {
            if let Some(time) = time(value) {
                return vec![leaf(LearnedValue::Time(time))];
            }
        }
        _ => {}
    }
    let is_packed = matches!(value.trim_start().bytes().next(), Some(b'[' | b'{'));
    match serde_json::from_str::<Value>(value).ok().filter(|_| is_packed) {
        Some(packed) => packed_parameter(catalogue, &leaf(LearnedValue::Nothing), &packed),
        None => vec![leaf(plain_value(value, is_cut))],
    }
}

/// Milliseconds since 1970, where it is such a number: from 2001 on.
fn time(text: &str) -> Option<f64> {
    let is_number = (12..=14).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// What a value that has parts says. `at` is the parameter that carries it.
pub(super) fn packed_parameter(catalogue: &Catalogue, at: &Leaf, value: &Value) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    if at.parameter == "sdes" {
        for attribute in members(value) {
            let at = of_attribute(catalogue, at, attribute);
            take_apart(catalogue, &at, &mut Vec::new(), attribute, &mut leaves);
        }
    } else {
        take_apart(catalogue, at, &mut Vec::new(), value, &mut leaves);
    }
    if leaves.is_empty() {
        leaves.push(at.clone());
    }
    leaves
}

/// The entries of a list; of what is none, itself.
fn members(value: &Value) -> &[Value] {
    match value {
        Value::Array(entries) => entries,
        one => std::slice::from_ref(one),
    }
}

/// The place of an attribute inside `sdes`.
fn of_attribute(catalogue: &Catalogue, at: &Leaf, attribute: &Value) -> Leaf {
    let name = attribute.get("type").and_then(Value::as_str);
    let known = name.and_then(|name| catalogue.parameter("sdes", name));
    Leaf {
        attribute: name.map(plain_name),
        words: known.map_or_else(|| at.words.clone().filter(|_| name.is_none()), |known| Some(key_of(&["sdes", &known.name]))),
        personal: known.map_or(Personal::Direct, |known| known.personal),
        ..at.clone()
    }
}

fn take_apart(catalogue: &Catalogue, at: &Leaf, path: &mut Vec<String>, value: &Value, leaves: &mut Vec<Leaf>) {
    if leaves.len() >= MOST_LEAVES {
        return;
    }
    let told = match value {
        Value::Object(fields) if fields.len() == 1 && fields.contains_key(FUNCTION) => LearnedValue::Function,
        Value::Object(fields) if path.len() < DEEPEST => {
            let before = leaves.len();
            for (name, field) in fields {
                // The attribute's type is its name already.
                if name == "type" && path.is_empty() && at.attribute.is_some() {
                    continue;
                }
                path.push(plain_name(name));
                take_apart(catalogue, at, path, field, leaves);
                path.pop();
            }
            if leaves.len() > before {
                return;
            }
            LearnedValue::Nothing
        }
        Value::Array(entries) if entries.iter().any(|entry| entry.is_object() || entry.is_array()) && path.len() < DEEPEST => {
            for (n, entry) in (1..).zip(entries) {
                // One alone needs no number.
                if entries.len() > 1 {
                    path.push(n.to_string());
                }
                take_apart(catalogue, at, path, entry, leaves);
                if entries.len() > 1 {
                    path.pop();
                }
            }
            return;
        }
        Value::Array(entries) if entries.iter().all(|entry| !entry.is_object() && !entry.is_array()) => {
            plain_value(&entries.iter().map(text).collect::<Vec<_>>().join(", "), false)
        }
        other => plain_value(&text(other), false),
    };
    let name = path.iter().rev().find(|name| !name.bytes().all(|byte| byte.is_ascii_digit()));
    let field = name.and_then(|name| catalogue.field(name));
    leaves.push(Leaf {
        field: (!path.is_empty()).then(|| path.join(".")),
        field_words: field.map(|field| key_of(&[&field.name])),
        // A cart is what you do; a name that a site puts into it is still a name.
        personal: field.map_or(at.personal, |field| field.personal.max(at.personal)),
        value: told,
        ..at.clone()
    });
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
