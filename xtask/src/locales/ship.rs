//! The messages as they are shipped: without what is for translators, with what a translation leaves to English.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::file::Messages;
use super::language::{ENGLISH, LANGUAGES};
use crate::workspace::Workspace;

/// Every language's file by its path in the extension. A language without a file yet has none.
pub(crate) fn files(workspace: &Workspace) -> Result<Vec<(String, Vec<u8>)>> {
    let english = Messages::of(workspace, &ENGLISH)?;
    let mut files = Vec::new();
    for language in &LANGUAGES {
        let messages = Messages::of(workspace, language)?;
        if messages.order.is_empty() {
            continue;
        }
        for (folder, tag) in language.shipped {
            let text = serde_json::to_string(&shipped(&english, &messages, tag)).context("cannot write messages")?;
            files.push((format!("_locales/{folder}/messages.json"), text.into_bytes()));
        }
    }
    Ok(files)
}

/// One language's messages, with the tag that dates and numbers go by.
pub(super) fn shipped(english: &Messages, messages: &Messages, tag: &str) -> Map<String, Value> {
    let mut all = Map::new();
    for key in messages.entries.keys() {
        let text = if key == "language" { tag } else { messages.text(key) };
        let mut entry = Map::from_iter([("message".to_owned(), json!(text))]);
        let other = key.rsplit_once('_').map(|(stem, _)| format!("{stem}_other"));
        let from = english.entries.get(key).or_else(|| english.entries.get(other.as_deref()?));
        if let Some(Value::Object(placeholders)) = from.and_then(|from| from.get("placeholders")) {
            // Browsers need what it stands for; the example is the translator's.
            let contents = placeholders.iter().map(|(name, placeholder)| (name.clone(), json!({ "content": placeholder.get("content") })));
            entry.insert("placeholders".to_owned(), Value::Object(contents.collect()));
        }
        all.insert(key.clone(), Value::Object(entry));
    }
    all
}
