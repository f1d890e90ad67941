//! An account's engagements: what monitoring would tell the tag to show. Their numbers are the account's, the same for everybody.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The state of an engagement for which somebody is there. Source: liveperson.md, 4.3.
const ONLINE: u8 = 1;
/// What the tag needs to show one, beside its format and state. Source: replay.md, "Chat without any monitoring".
const KNOWN: [&str; 9] = [
    "campaignId",
    "engagementId",
    "engagementRevision",
    "contextId",
    "zoneId",
    "renderingType",
    "tglName",
    "engagementName",
    "availabilityPolicy",
];
/// A text longer than this is none of the account's numbers. Bytes.
const LONGEST_TEXT: usize = 128;

/// One engagement, in the words of the tag's `LE_ENGAGER` / `SHOW`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// Its format: 5 is embedded in the page, 6 sticks to its edge; others come by themselves.
    #[serde(rename = "engagementType")]
    pub format: u8,
    /// Whether somebody is there (1).
    #[serde(default = "online")]
    pub state: u8,
    #[serde(flatten)]
    numbers: BTreeMap<String, Value>,
}

const fn online() -> u8 {
    ONLINE
}

impl Engagement {
    /// Reads the content of a `SHOW`; `None` for what is none.
    pub(super) fn read(content: &Value) -> Option<Self> {
        let mut engagement: Self = serde_json::from_value(content.clone()).ok()?;
        engagement.keep_bounds();
        engagement.numbers.contains_key("engagementId").then_some(engagement)
    }

    /// Leaves only what is known to be the account's own: what else the answer carries may be the visitor's.
    pub(super) fn keep_bounds(&mut self) {
        self.numbers.retain(|name, value| {
            let is_short = match value {
                Value::Number(_) | Value::Bool(_) => true,
                Value::String(text) => text.len() <= LONGEST_TEXT,
                _ => false,
            };
            KNOWN.contains(&name.as_str()) && is_short
        });
    }

    /// Whether it waits to be pressed: embedded or sticky.
    #[must_use]
    pub const fn is_button(&self) -> bool {
        matches!(self.format, 5 | 6)
    }

    /// Whether somebody is there.
    #[must_use]
    pub const fn is_online(&self) -> bool {
        self.state == ONLINE
    }

    /// The same, as it is kept: whether somebody is there is another matter at another time.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.state = ONLINE;
        self
    }
}
