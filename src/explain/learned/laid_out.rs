//! What a page had laid out for a tag that never ran, as `extension/laid-out.js` read it. The page's world is untrusted: what
//! cannot be read is nothing, and whatever it says changes only what its own popup says.

use super::unpack::{Leaf, packed_parameter};
use super::{LearnedValue, plain_value};
use crate::catalogue::{Catalogue, Personal};
use crate::names::key_of;
use serde::Deserialize;
use serde_json::Value;

/// Frames of one page that are looked at.
const MOST_FRAMES: usize = 16;

/// What one frame has.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct LaidOut {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The page it was come to from.
    pub referrer: String,
    /// What is in its `lpTag`; none where it has none.
    pub tag: Option<LaidOutTag>,
}

/// What is in a frame's `lpTag`. Functions stand as `{"()": true}`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct LaidOutTag {
    /// The address that the page gives in place of its own.
    pub url: Value,
    /// The sections of the site that the page belongs to.
    pub section: Value,
    /// Attributes.
    pub sdes: Value,
    /// Variables.
    pub vars: Value,
    /// Who the visitor is to the site.
    pub identities: Value,
}

/// The single values of all frames with a tag.
pub(super) fn leaves(catalogue: &Catalogue, frames: &[LaidOut]) -> Vec<Leaf> {
    let with_tag = frames.iter().filter_map(|frame| frame.tag.as_ref().map(|tag| (frame, tag)));
    with_tag.take(MOST_FRAMES).flat_map(|(frame, tag)| frame_leaves(catalogue, frame, tag)).collect()
}

fn frame_leaves(catalogue: &Catalogue, frame: &LaidOut, tag: &LaidOutTag) -> Vec<Leaf> {
    let at = |on: &str, name: &str| Leaf {
        parameter: name.to_owned(),
        attribute: None,
        field: None,
        words: catalogue.parameter(on, name).map(|parameter| key_of(&[on, &parameter.name])),
        field_words: None,
        value: LearnedValue::Nothing,
        personal: catalogue.parameter(on, name).map_or(Personal::Direct, |parameter| parameter.personal),
    };
    // The page's own word goes before the browser's. Source: replay.md, "Engagements".
    let address = tag.url.as_str().filter(|url| !url.is_empty()).unwrap_or(&frame.url);
    let mut leaves = Vec::new();
    for (name, text) in [("u", address), ("pt", &frame.title), ("r", &frame.referrer)] {
        let value = plain_value(text, false);
        if value != LearnedValue::Nothing {
            leaves.push(Leaf { value, ..at("monitoring", name) });
        }
    }
    for (on, name, value) in [
        ("monitoring", "sec", &tag.section),
        ("monitoring", "sdes", &tag.sdes),
        ("page", "vars", &tag.vars),
        ("monitoring", "identities", &tag.identities),
    ] {
        let is_there = match value {
            Value::Null => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(entries) => !entries.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        };
        if is_there {
            leaves.extend(packed_parameter(catalogue, &at(on, name), value));
        }
    }
    leaves
}
