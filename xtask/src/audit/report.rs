//! What an audit says: the form that `xtask/schemas/audit-1.json` publishes.

use askfirst::catalogue::{Class, Lifetime, Need, Role};
use serde::Serialize;
use std::collections::BTreeMap;

use super::cookies::Asked;
use super::pages::How;
use super::seen::{Outcome, Shown};
use super::told::Told;

/// What an audit calls itself.
pub(super) const FORMAT: &str = "askfirst-audit";
/// The version of its form.
pub(super) const VERSION: u32 = 1;

/// What LivePerson did in a HAR.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Audit {
    pub(super) format: &'static str,
    pub(super) version: u32,
    pub(super) product: Program,
    pub(super) file: FileRow,
    /// Whether values that may be personal are in it.
    pub(super) personal_values: bool,
    /// When consent was given, as the user said.
    pub(super) consent_at: Option<String>,
    pub(super) summary: Summary,
    pub(super) pages: Vec<PageRow>,
    /// What the catalogue says that a page with the tag keeps, and no cookie in the file shows.
    pub(super) not_shown: Vec<NotShown>,
    pub(super) consent: Vec<ConsentRow>,
    /// Id of a service → what it does.
    pub(super) services: BTreeMap<String, String>,
    /// Id of an item → what it is for.
    pub(super) items: BTreeMap<String, String>,
    /// Short name of a source → what and where it is.
    pub(super) sources: BTreeMap<String, String>,
    /// Requests beyond those that rows are kept for.
    pub(super) dropped: Vec<DroppedRow>,
    /// What has to be known to read the rest rightly.
    pub(super) notes: Vec<Note>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) version: Option<String>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FileRow {
    pub(super) name: String,
    /// Its length, unpacked.
    pub(super) bytes: u64,
    pub(super) har_version: Option<String>,
    pub(super) creator: Option<Program>,
    pub(super) browser: Option<Program>,
    pub(super) entries: u64,
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
}

/// The whole in numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    /// Whether anything of LivePerson's is in the file.
    pub(super) live_person: bool,
    pub(super) pages: u64,
    pub(super) pages_with_live_person: u64,
    pub(super) requests: u64,
    pub(super) loaded: u64,
    pub(super) sent: u64,
    pub(super) stored: u64,
    pub(super) blocked: u64,
    /// What happened that needs consent first.
    pub(super) needs_consent: u64,
    /// Of that, what is not known to have happened after it: everything where nobody said when consent was given.
    pub(super) before_consent: u64,
    /// The first of those.
    pub(super) first_before_consent: Option<String>,
    /// When the first conversation was opened.
    pub(super) chat_opened: Option<String>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageRow {
    pub(super) id: Option<String>,
    pub(super) address: Option<String>,
    pub(super) title: Option<String>,
    pub(super) how: How,
    /// Whether it is one of LivePerson's own, where its customers work.
    pub(super) own: bool,
    pub(super) began: Option<String>,
    /// Milliseconds after it began, as are the next two.
    pub(super) dom_content_loaded: Option<f64>,
    pub(super) load: Option<f64>,
    pub(super) chat_opened: Option<f64>,
    pub(super) events: Vec<Event>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    pub(super) what: What,
    pub(super) time: Option<String>,
    /// Milliseconds after the page began.
    pub(super) offset: f64,
    /// Number of the entry in the file, from 0.
    pub(super) entry: u64,
    pub(super) order: Order,
    /// Whether such a thing needs consent, by the catalogue.
    pub(super) need: Option<Need>,
    /// Id of the entry in `consent` that says why.
    pub(super) consent: Option<String>,
    /// Whether this needed consent first: it happened, and no chat that the visitor may have asked for was open.
    pub(super) needs_consent: bool,
    /// Whether it counts as being before consent.
    pub(super) before_consent: bool,
    pub(super) request: Option<RequestRow>,
    pub(super) cookie: Option<CookieRow>,
    /// Milliseconds since 1970.
    #[serde(skip)]
    pub(super) at: f64,
}

/// What happened, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum What {
    /// Something of LivePerson's was asked for, and nothing of the visitor told beside the page's origin.
    Loaded,
    /// LivePerson was told something.
    Sent,
    /// The browser was made to keep something, or showed that it does.
    Stored,
    /// The browser was made to take something away.
    Removed,
}

/// On which side of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Side {
    Before,
    After,
}

/// Before or after what. Null where the file does not show that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub(super) dom_content_loaded: Option<Side>,
    pub(super) load: Option<Side>,
    /// The first conversation of the file.
    pub(super) chat: Option<Side>,
    pub(super) consent: Option<Side>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequestRow {
    pub(super) service: String,
    pub(super) role: Role,
    /// Whether it was recognised on a host that is not LivePerson's.
    pub(super) disguised: bool,
    pub(super) method: String,
    pub(super) host: String,
    pub(super) address: String,
    pub(super) outcome: Outcome,
    pub(super) status: Option<u16>,
    pub(super) from_cache: bool,
    pub(super) initiator: Option<String>,
    pub(super) messages_sent: u64,
    pub(super) messages_received: u64,
    /// What it told, seen in it.
    pub(super) told: Vec<Told>,
    /// What such requests tell by the catalogue's word; it was not looked for.
    pub(super) said_to_tell: Vec<String>,
}

/// A cookie.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CookieRow {
    pub(super) name: String,
    pub(super) domain: String,
    /// Whether it is kept for the page's own site.
    pub(super) first_party: Option<bool>,
    pub(super) item: Option<String>,
    pub(super) class: Class,
    pub(super) shown: Shown,
    /// Whether the browser sent it back, which shows that it kept it.
    pub(super) sent_back: bool,
    /// How long it asked to be kept; null where that was not seen.
    pub(super) asked: Option<Asked>,
    /// How long such an item asks to be kept, by the catalogue.
    pub(super) lifetime: Option<Lifetime>,
    /// How often it was set on this page, and until when. Milliseconds after the page began.
    pub(super) count: u64,
    pub(super) last: f64,
}

/// An item that a HAR does not show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct NotShown {
    pub(super) item: String,
    pub(super) name: String,
    pub(super) place: &'static str,
    pub(super) class: Class,
    pub(super) lifetime: Lifetime,
    pub(super) need: Option<Need>,
}

/// Why something needs consent, or does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ConsentRow {
    pub(super) id: String,
    pub(super) need: Need,
    pub(super) why: String,
    /// Events of the file that it is about.
    pub(super) count: u64,
    pub(super) sources: Vec<String>,
}

/// Requests that no rows are kept for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DroppedRow {
    /// Id of the service; none for cookies.
    pub(super) service: Option<String>,
    pub(super) count: u64,
    pub(super) before_consent: bool,
}

/// Something to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Note {
    pub(super) id: &'static str,
    pub(super) text: String,
}

impl Audit {
    /// Whether something that needs consent happened, and is not known to have happened after it.
    #[must_use]
    pub fn fails_before_consent(&self) -> bool {
        self.summary.before_consent > 0
    }

    /// As text, in the form of `xtask/schemas/audit-1.json`.
    ///
    /// # Errors
    /// When it cannot be written, which no audit was seen to do.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}
