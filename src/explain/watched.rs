//! Which of the behaviours that invitations are decided by this page showed that it watches.

use super::learned::{Learned, LearnedValue, Way};
use crate::catalogue::{Catalogue, Sign};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A behaviour, and by what it was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// Its id in the catalogue; also names its text in `_locales`.
    pub id: String,
    /// What showed it; nothing where it is only said to be watched.
    pub shown: Vec<Shown>,
    /// Short names of the catalogue's sources.
    pub sources: Vec<String>,
}

/// What showed a behaviour.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The sign.
    pub sign: Sign,
    /// How far it got.
    pub way: Way,
    /// In how many messages; 1 for what lay ready.
    pub count: u64,
}

/// The behaviours that were shown, and those that are only said to be watched and that no script was seen watching.
pub(super) fn watched(catalogue: &Catalogue, learned: &[Learned]) -> (Vec<Watched>, Vec<Watched>) {
    let told = |shown: Vec<Shown>, id: &str, sources: &[String]| Watched { id: id.to_owned(), shown, sources: sources.to_vec() };
    let (mut seen, mut said) = (Vec::new(), Vec::new());
    for behaviour in &catalogue.behaviours {
        if behaviour.shown_by.is_empty() {
            said.push(told(Vec::new(), &behaviour.id, &behaviour.source));
            continue;
        }
        let shown: Vec<Shown> = behaviour.shown_by.iter().flat_map(|sign| signs(sign, learned)).collect();
        if !shown.is_empty() {
            seen.push(told(shown, &behaviour.id, &behaviour.source));
        }
    }
    (seen, said)
}

/// Where a sign was seen, by how far it got.
fn signs(sign: &Sign, learned: &[Learned]) -> Vec<Shown> {
    let mut ways: BTreeMap<Way, u64> = BTreeMap::new();
    for row in learned.iter().filter(|row| row.way != Way::SentByUs && is_sign(sign, row)) {
        // An attribute has several rows of one message.
        let count = ways.entry(row.way).or_default();
        *count = match sign {
            Sign::Attribute(_) => row.count.max(*count),
            Sign::Parameter(_) | Sign::Message(_) => count.saturating_add(row.count),
        };
    }
    ways.into_iter().map(|(way, count)| Shown { sign: sign.clone(), way, count }).collect()
}

fn is_sign(sign: &Sign, row: &Learned) -> bool {
    match sign {
        // Every page has an address and a title: that they lie ready shows nothing of this one.
        Sign::Parameter(name) if row.way == Way::Ready && matches!(name.as_str(), "u" | "pt" | "r") => false,
        Sign::Parameter(name) => row.parameter == *name && row.value != LearnedValue::Nothing,
        Sign::Message(name) => row.parameter == "t" && row.value == LearnedValue::Message(name.clone()),
        Sign::Attribute(name) => row.attribute.as_deref() == Some(name),
    }
}
