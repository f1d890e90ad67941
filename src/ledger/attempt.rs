//! What a page tried to keep, as the shell reports it. The page's world is untrusted: what cannot be read is left out, and
//! nothing here decides how much of it is remembered (see `attempts.rs`).

use crate::catalogue::Kind;
use crate::chat::ChatReport;
use crate::policy::Mode;
use crate::site::Site;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// How long something asked to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Until the browser closes.
    Session,
    /// Until the tab closes.
    Tab,
    /// So many seconds.
    Seconds(#[serde(deserialize_with = "whole")] u64),
    /// Until somebody removes it.
    NoExpiry,
    /// Nobody could see.
    Unknown,
}

impl Asked {
    /// The longer of two.
    #[must_use]
    pub fn longer(self, other: Self) -> Self {
        let length = |asked: Self| match asked {
            Self::Unknown => (0, 0),
            Self::Tab => (1, 0),
            Self::Session => (2, 0),
            Self::Seconds(seconds) => (3, seconds),
            Self::NoExpiry => (4, 0),
        };
        if length(other) > length(self) { other } else { self }
    }
}

/// What became of an attempt to keep something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttemptOutcome {
    /// It was not written.
    Blocked,
    /// It was kept until the session ends, whatever it asked for.
    SessionOnly,
    /// It was there, and was taken away.
    Removed,
    /// It was written as asked.
    Allowed,
}

impl AttemptOutcome {
    /// Whether this can happen in a mode. What cannot is not believed.
    #[must_use]
    pub fn fits(self, mode: Mode) -> bool {
        match mode {
            Mode::Ask => matches!(self, Self::Blocked | Self::Removed),
            // What ends with the session by itself passes; probes and what no chat needs may be held back.
            Mode::Chat => true,
            Mode::Allow => self == Self::Allowed,
        }
    }

    /// Whether it did not get what it asked for.
    #[must_use]
    pub fn is_held(self) -> bool {
        self != Self::Allowed
    }
}

/// Who tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttemptBy {
    /// A script in the page.
    Script,
    /// The site's own server, by `Set-Cookie`.
    Server,
    /// Nobody on this page: it lay there from before.
    Found,
}

/// Attempts to keep one thing, with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Where it was to be kept.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Address of the script that wrote it.
    #[serde(default)]
    pub script: Option<String>,
    /// How long it asked to be kept.
    pub asked: Asked,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// How often.
    #[serde(default = "once", deserialize_with = "whole")]
    pub count: u64,
    /// Who tried.
    pub by: AttemptBy,
    /// Whether a script of LivePerson's was seen writing it, whatever it is called.
    #[serde(default)]
    pub attributed: bool,
}

/// A tag in disguise that was stopped in the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TagAttempt {
    /// Its address.
    #[serde(default)]
    pub script: Option<String>,
    /// By what it was recognised.
    pub how: String,
    /// How often it was stopped.
    #[serde(default = "once", deserialize_with = "whole")]
    pub count: u64,
}

/// What one frame reports at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttemptReport {
    /// The tab.
    pub tab: i64,
    /// The frame in the tab; 0 is the page itself.
    pub frame: i64,
    /// The document in that frame (Chromium only).
    #[serde(default)]
    pub document: Option<String>,
    /// The frame's address.
    #[serde(default)]
    pub url: Option<String>,
    /// The tab's address.
    #[serde(default)]
    pub page: Option<String>,
    /// When the report came. Milliseconds since 1970.
    pub time: f64,
    /// When the frame's document began (its `performance.timeOrigin`). Milliseconds since 1970.
    #[serde(default)]
    pub since: Option<f64>,
    /// What it tried to keep.
    #[serde(default, deserialize_with = "readable")]
    pub items: Vec<Attempt>,
    /// Writes beyond the names that the page's world kept apart. What became of them is what the mode does to a write.
    #[serde(default, deserialize_with = "whole")]
    pub more: u64,
    /// Tags in disguise that were stopped.
    #[serde(default, deserialize_with = "readable")]
    pub tags: Vec<TagAttempt>,
    /// What it says of its chat.
    #[serde(default, deserialize_with = "readable_or_none")]
    pub chat: Option<ChatReport>,
}

impl AttemptReport {
    /// The address of the page that the report is about. The main frame's own says so best: a report that a page makes while it
    /// is left comes when the tab has the next one's already.
    #[must_use]
    pub fn page_address(&self) -> Option<&str> {
        let own = self.url.as_deref().filter(|url| self.frame == 0 && Site::of_page(url).is_some());
        own.or(self.page.as_deref())
    }

    /// The document in the tab's main frame, where the report tells it.
    #[must_use]
    pub fn top_document(&self) -> Option<&str> {
        self.document.as_deref().filter(|_| self.frame == 0)
    }

    /// When the document in the tab's main frame began, where the report tells it.
    #[must_use]
    pub fn page_since(&self) -> Option<f64> {
        self.since.filter(|_| self.frame == 0)
    }
}

const fn once() -> u64 {
    1
}

/// A page's own number for a count: whatever number it is, it is one.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    // Saturates: what is below zero or no number is 0, what is too large the largest.
    f64::deserialize(deserializer).map(|number| number as u64)
}

/// What cannot be read is left out, and takes nothing else with it.
fn readable_or_none<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

/// Those entries that can be read, so that one that cannot does not take the others with it.
fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let entries = Vec::<Value>::deserialize(deserializer)?;
    Ok(entries.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect())
}
