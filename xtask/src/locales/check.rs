//! What is wrong with a translation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::file::Messages;
use super::language::Language;

/// The browsers' stores and lists take no longer ones: how many letters a message may have.
///
/// `description`: <https://developer.chrome.com/docs/extensions/reference/manifest/description>; `name`: 75 letters at most
/// (<https://developer.chrome.com/docs/extensions/reference/manifest/name>), but it is not translated.
const LONGEST: [(&str, usize); 1] = [("description", 132)];

/// The same in every language: names.
const NAMES: [&str; 2] = ["name", "action_title"];

/// Messages that a language rightly says with the very words of English. Each language's translator adds to it.
pub(super) const SAME: &[(&str, &[&str])] = &[
    ("de", &["field_name", "field_status"]),
    ("es", &["kind_cookie"]),
    ("fr", &["kind_cookie", "report_address", "report_site", "report_mode", "column_source"]),
    ("it", &["kind_cookie", "kind_indexed_db"]),
    ("nl", &["kind_cookie", "kind_indexed_db", "field_status"]),
    ("pl", &["field_status"]),
    ("pt", &["kind_cookie", "report_site", "sites_count_one", "sites_count_other"]),
    ("sv", &["kind_cookie", "field_status"]),
];

/// Everything that is wrong, in words; empty when nothing is.
pub(super) fn faults(english: &Messages, language: &Language, messages: &Messages) -> Vec<String> {
    let wanted = english.keys_for(language);
    let mut faults = Vec::new();
    for (key, from) in &wanted {
        match messages.entries.contains_key(key) {
            false => faults.push(missing(english, key, from)),
            true => faults.extend(entry(english, language, messages, key, from).into_iter().map(|fault| format!("{key}: {fault}"))),
        }
    }
    let keys: BTreeSet<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
    let unused = messages.order.iter().filter(|key| !keys.contains(key.as_str()));
    faults.extend(unused.map(|key| format!("{key}: is not wanted: no such message in English, or no such form in this language")));
    let there = wanted.iter().map(|(key, _)| key).filter(|key| messages.entries.contains_key(*key));
    if let Some((_, key)) = messages.order.iter().filter(|key| keys.contains(key.as_str())).zip(there).find(|(is, should)| is != should) {
        faults.push(format!("{key}: stands elsewhere than in English; `cargo xtask locales {} --tidy` puts all in order", language.name));
    }
    faults
}

/// That a message is missing, with what a translator needs to know.
fn missing(english: &Messages, key: &str, from: &str) -> String {
    let description = english.entries.get(from).and_then(|entry| entry.get("description")).and_then(Value::as_str);
    let description = description.map(|description| format!(" ({description})")).unwrap_or_default();
    format!("{key}: is missing: {}{description}", english.text(from))
}

/// What is wrong with one message that is there.
fn entry(english: &Messages, language: &Language, messages: &Messages, key: &str, from: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (text, original) = (messages.text(key), english.text(from));
    let fields = messages.entries.get(key).into_iter().flat_map(|entry| entry.keys());
    faults.extend(
        fields
            .filter(|field| *field != "message")
            .map(|field| format!("has a {field}: a translation has the message only, the rest is taken from English")),
    );
    if text.trim().is_empty() || text.trim() != text {
        faults.push("is empty or has blanks around it".to_owned());
    }
    match key {
        "language" if text != language.name => faults.push(format!("is {text:?} and has to be {:?}", language.name)),
        "direction" if text != language.direction => faults.push(format!("is {text:?} and has to be {:?}", language.direction)),
        "language" | "direction" => return faults,
        _ => {}
    }
    if NAMES.contains(&key) {
        if text != original {
            faults.push(format!("is {text:?}: a name stays {original:?}"));
        }
    } else if text == original && !may_be_same(language, key) {
        faults.push(format!("is not translated: {text:?} (if that is right, add the key to SAME in xtask/src/locales/check.rs)"));
    }
    if let Some((_, longest)) = LONGEST.iter().find(|(limited, _)| *limited == key) {
        let letters = text.chars().count();
        if letters > *longest {
            faults.push(format!("has {letters} letters, {longest} are allowed"));
        }
    }
    match (placeholders(text), placeholders(original)) {
        (Err(fault), _) => faults.push(fault),
        (Ok(has), Ok(needs)) if has != needs && !(has.is_empty() && says_its_number(language, key)) => {
            faults.push(format!("has the placeholders {:?}, English has {:?}", names(&has), names(&needs)));
        }
        _ => {}
    }
    faults
}

/// Whether the language has the very words of English here.
fn may_be_same(language: &Language, key: &str) -> bool {
    SAME.iter().any(|(name, keys)| *name == language.name && keys.contains(&key))
}

/// Whether this form stands for one number only and its words tell which: Arabic's "no", "one" and "two things".
fn says_its_number(language: &Language, key: &str) -> bool {
    language.name == "ar" && ["_zero", "_one", "_two"].iter().any(|form| key.ends_with(form))
}

/// The names between dollar signs, in lower case (browsers do not tell them apart), each with how often it is there.
fn placeholders(text: &str) -> Result<BTreeMap<String, usize>, String> {
    let parts: Vec<&str> = text.split('$').collect();
    if parts.len().is_multiple_of(2) {
        return Err("a dollar sign has no other: write $NAME$, or the currency in words".to_owned());
    }
    let mut found = BTreeMap::new();
    for name in parts.into_iter().skip(1).step_by(2) {
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(format!("${name}$ is no placeholder"));
        }
        *found.entry(name.to_ascii_lowercase()).or_default() += 1;
    }
    Ok(found)
}

/// For telling.
fn names(placeholders: &BTreeMap<String, usize>) -> Vec<&str> {
    placeholders.keys().map(String::as_str).collect()
}
