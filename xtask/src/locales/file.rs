//! A file of messages, in the order in which it is written.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::language::{ENGLISH, Language};
use crate::workspace::Workspace;

/// The messages of one language.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// Keys in the order of the file.
    pub(crate) order: Vec<String>,
    /// Each key's entry: `message`, and in English `description` and `placeholders`.
    pub(crate) entries: BTreeMap<String, Map<String, Value>>,
}

impl Messages {
    /// Those in a file's text. A key that is there twice is an error: browsers would silently take one of the two.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let InOrder(pairs) = serde_json::from_str(text).context("no JSON object of messages")?;
        let mut messages = Self::default();
        for (key, entry) in pairs {
            messages.order.push(key.clone());
            if messages.entries.insert(key.clone(), entry).is_some() {
                bail!("{key} is there twice");
            }
        }
        Ok(messages)
    }

    /// Those of a language; none when it has no file yet.
    pub(crate) fn of(workspace: &Workspace, language: &Language) -> Result<Self> {
        let path = path(language.name);
        if !workspace.path(&path).is_file() {
            return Ok(Self::default());
        }
        Self::parse(&workspace.read(&path)?).with_context(|| format!("cannot read {path}"))
    }

    /// What is said; empty when there is no such message.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.entries.get(key).and_then(|entry| entry.get("message")).and_then(Value::as_str).unwrap_or_default()
    }

    /// The stem and the category of a key that is one form of a counted message: both `_one` and `_other` are there in English.
    pub(crate) fn plural<'key>(&self, key: &'key str) -> Option<(&'key str, &'key str)> {
        let (stem, category) = key.rsplit_once('_')?;
        let forms = ENGLISH.plurals;
        (forms.contains(&category) && forms.iter().all(|form| self.entries.contains_key(&format!("{stem}_{form}"))))
            .then_some((stem, category))
    }

    /// The keys that a language has to have, in the order of this, which is English; each with the English key that it translates.
    pub(crate) fn keys_for(&self, language: &Language) -> Vec<(String, &str)> {
        let mut keys = Vec::new();
        for key in &self.order {
            match self.plural(key) {
                None => keys.push((key.clone(), key.as_str())),
                // At the place of the first form.
                Some((stem, "one")) => keys.extend(language.plurals.iter().map(|category| {
                    let english = if *category == "one" { key.clone() } else { format!("{stem}_other") };
                    let english = self.entries.get_key_value(&english).map_or(key.as_str(), |(english, _)| english.as_str());
                    (format!("{stem}_{category}"), english)
                })),
                Some(_) => {}
            }
        }
        keys
    }
}

/// Where a language's messages are.
pub(crate) fn path(name: &str) -> String {
    format!("extension/_locales/{name}/messages.json")
}

/// A JSON object with its keys as they come: serde_json's own sorts them and takes the last of two alike.
struct InOrder(Vec<(String, Map<String, Value>)>);

impl<'de> serde::Deserialize<'de> for InOrder {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = InOrder;
            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object of messages")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<InOrder, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(InOrder(pairs))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}
