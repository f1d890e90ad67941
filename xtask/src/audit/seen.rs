//! What was seen in a HAR that is LivePerson's, before pages and order are known.

use askfirst::catalogue::Class;
use serde::Serialize;

use super::cookies::Asked;
use super::told::Told;

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Outcome {
    /// The server answered, or the browser's cache did.
    Answered,
    /// It was asked for; no answer is in the file.
    Unanswered,
    /// It did not leave the browser.
    Blocked,
}

/// Where in the file's time and pages something stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct At {
    /// Milliseconds since 1970.
    pub(super) time: f64,
    /// Number of the entry in the file, from 0.
    pub(super) entry: u64,
    /// The page that the file names for it.
    pub(super) page: Option<String>,
    /// Addresses that the page could have, the surest first.
    pub(super) hints: Vec<String>,
}

/// A request to LivePerson.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Request {
    pub(super) at: At,
    /// When it was over. Milliseconds since 1970.
    pub(super) end: f64,
    pub(super) method: String,
    /// Id in the catalogue.
    pub(super) service: String,
    /// As it is shown.
    pub(super) address: String,
    pub(super) host: String,
    pub(super) outcome: Outcome,
    pub(super) status: Option<u16>,
    pub(super) from_cache: bool,
    pub(super) via_service_worker: bool,
    /// The script or page that asked for it.
    pub(super) initiator: Option<String>,
    pub(super) told: Vec<Told>,
    /// Messages of a websocket that the file has, sent and received.
    pub(super) messages: (u64, u64),
    /// The page's address, where the request tells it to LivePerson.
    pub(super) page_told: Option<String>,
}

/// How it is known that something is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shown {
    /// An answer set it.
    SetCookie,
    /// The browser sent it, so that it was stored before.
    SentBack,
}

/// A cookie of LivePerson's.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stored {
    pub(super) at: At,
    pub(super) name: String,
    /// Stands for name and value.
    pub(super) print: u64,
    /// The domain it is kept for, or the host that it was sent to.
    pub(super) domain: String,
    pub(super) shown: Shown,
    /// How long it asks to be kept; none where only its being sent back is seen.
    pub(super) asked: Option<Asked>,
    /// Id in the catalogue.
    pub(super) item: Option<String>,
    pub(super) class: Class,
}

/// The document of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    pub(super) time: f64,
    pub(super) page: Option<String>,
    /// Without what follows a hash sign.
    pub(super) address: String,
    /// Whether it led on to another one.
    pub(super) is_redirect: bool,
    /// Whether the browser itself said that it was a page's.
    pub(super) is_certain: bool,
}
