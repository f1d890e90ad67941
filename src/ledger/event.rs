//! What the browser tells of a request, in the shell's plain form.

use serde::{Deserialize, Serialize};

/// What the numbers of requests begin with that AskFirst makes itself: the browser's own are digits.
pub const OURS: &str = "askfirst:";

/// What happened to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// It is about to be made (`onBeforeRequest`).
    Started,
    /// It was answered (`onCompleted`).
    Completed,
    /// It ended without an answer (`onErrorOccurred`).
    Failed,
}

/// One event of `webRequest`, with the parts that the ledger needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What happened.
    pub phase: Phase,
    /// The browser's number for the request; the same in all its events.
    pub request: String,
    /// The tab; -1 for what no tab makes.
    pub tab: i64,
    /// The frame in the tab; 0 is the page itself.
    pub frame: i64,
    /// The frame above it; -1 for the page itself.
    #[serde(default = "no_frame")]
    pub parent_frame: i64,
    /// The document that makes the request (Chromium only).
    #[serde(default)]
    pub document: Option<String>,
    /// The document above that one (Chromium only).
    #[serde(default)]
    pub parent_document: Option<String>,
    /// The address asked for.
    pub url: String,
    /// The browser's resource type.
    pub kind: String,
    /// The origin or address of the document that makes the request.
    #[serde(default)]
    pub initiator: Option<String>,
    /// Milliseconds since 1970.
    pub time: f64,
    /// The browser's name for the error.
    #[serde(default)]
    pub error: Option<String>,
    /// The server's status code, of an answer.
    #[serde(default)]
    pub status: Option<u16>,
}

const fn no_frame() -> i64 {
    -1
}

impl Event {
    /// The document in the tab's main frame, where the event tells it.
    #[must_use]
    pub fn top_document(&self) -> Option<&str> {
        match (self.frame, self.parent_frame) {
            (0, _) => self.document.as_deref(),
            (_, 0) => self.parent_document.as_deref(),
            _ => None,
        }
    }

    /// Whether the browser ended the request because an extension said so. Source: browsers.md, "Behaviour to design for".
    #[must_use]
    pub fn was_stopped(&self) -> bool {
        self.phase == Phase::Failed
            && self.error.as_deref().is_some_and(|error| matches!(error, "net::ERR_BLOCKED_BY_CLIENT" | "NS_ERROR_ABORT"))
    }
}
