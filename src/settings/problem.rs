//! What is wrong with a settings file, and where.

use serde::{Deserialize, Serialize};

/// Letters of a wrong value that are shown.
const MOST_SHOWN: usize = 60;

/// The first thing in a file that cannot be taken over. Nothing of such a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where in the file, as in `sites[3].mode`. Empty where it is the file as a whole.
    pub place: String,
    /// What is wrong there.
    pub fault: Fault,
    /// The wrong value, cut; or what else the fault speaks of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The file is longer than any that AskFirst writes.
    TooLong,
    /// It is not JSON. With the parser's words.
    NotJson,
    /// It is JSON, but no settings of AskFirst's.
    NotSettings,
    /// A later version wrote it. With the form's number.
    Newer,
    /// Something that has to be there is not. With its name.
    Missing,
    /// Something is there that no version of this form has. With its name.
    Unknown,
    /// No object.
    NotAnObject,
    /// No list.
    NotAList,
    /// Neither `true` nor `false`.
    NotYesOrNo,
    /// None of the three modes.
    NotAMode,
    /// No duration that a file can carry.
    NotADuration,
    /// No time.
    NotATime,
    /// Not the name of a site.
    NotASite,
    /// The same site twice.
    Twice,
    /// More sites than anyone chooses. With the number that there may be.
    TooMany,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::TooLong,
        Self::NotJson,
        Self::NotSettings,
        Self::Newer,
        Self::Missing,
        Self::Unknown,
        Self::NotAnObject,
        Self::NotAList,
        Self::NotYesOrNo,
        Self::NotAMode,
        Self::NotADuration,
        Self::NotATime,
        Self::NotASite,
        Self::Twice,
        Self::TooMany,
    ];
}

impl Problem {
    pub(super) fn new(place: &str, fault: Fault, value: &str) -> Self {
        let mut shown: String = value.chars().take(MOST_SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self { place: place.to_owned(), fault, value: shown }
    }

    /// Of a value as it stands in the file.
    pub(super) fn of(place: &str, fault: Fault, value: &serde_json::Value) -> Self {
        match value.as_str() {
            Some(text) => Self::new(place, fault, text),
            None => Self::new(place, fault, &value.to_string()),
        }
    }
}
