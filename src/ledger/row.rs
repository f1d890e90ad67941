//! What is remembered of requests: single rows, and counts beyond them.

use crate::catalogue::Role;
use serde::{Deserialize, Serialize};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was begun; how it ended is not known yet.
    Tried,
    /// It ended by itself: no network, no such host, the page went away.
    Failed,
    /// It did not leave the browser.
    Blocked,
    /// It was answered.
    Sent,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The browser's number for it.
    pub request: String,
    /// The address, cut at [`super::LONGEST_URL`], of monitoring at [`super::LONGEST_MESSAGE`].
    pub url: String,
    /// The browser's resource type.
    pub kind: String,
    /// Id of the service in the catalogue.
    pub service: String,
    /// What part of the machinery it is.
    pub role: Role,
    /// What became of it.
    pub outcome: Outcome,
    /// Milliseconds since 1970, of its first event seen.
    pub time: f64,
}

/// Requests beyond the single rows, of one service.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct More {
    /// What part of the machinery they are, as the catalogue names it.
    pub role: Option<Role>,
    /// Begun.
    pub tried: u64,
    /// Did not leave the browser.
    pub blocked: u64,
    /// Were answered.
    pub sent: u64,
    /// The first event of them. Milliseconds since 1970; 0 where it is not known.
    #[serde(default)]
    pub first: f64,
    /// The latest event of them. Milliseconds since 1970.
    #[serde(default)]
    pub last: f64,
}
