//! What each tab tried: bounded, counted by request, and small enough to be written out after every event.
//!
//! The ledger lives in `storage.session` (memory of the browser, never the disk), one value a tab, because the background
//! may be stopped at any moment. Events come out of order and more than once, so a request is known by its number.

mod address;
mod attempt;
mod attempts;
mod event;
mod row;
mod tab;
mod visit;

pub use attempt::{Asked, Attempt, AttemptBy, AttemptOutcome, AttemptReport, TagAttempt};
pub use attempts::{AttemptRow, Attempts, LONGEST_NAME, MOST_ATTEMPTS, MOST_COUNTED, MOST_TAGS, TagRow};
pub use event::{Event, OURS, Phase};
pub use row::{More, Outcome, Row};
pub use tab::TabLedger;
pub use visit::{LONGEST_MESSAGE, LONGEST_URL, MOST_ROWS, MOST_ROWS_PER_ROLE, MOST_URL_BYTES, Visit};

use crate::chat::{ChatReport, ChatState};
use crate::classify::{ItemClassifier, RequestAnswer};
use crate::policy::Mode;
use attempts::Believed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Tabs that are remembered.
pub const MOST_TABS: usize = 200;
/// What is stored of all tabs together stays below this. `storage.session` offers 10 MB, and counts the
/// quotation marks in it twice. Bytes.
pub const MOST_BYTES: usize = 6 * 1024 * 1024;

/// What the popup knows of the page it is opened on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShownPage {
    /// The browser's number for the document in the tab's main frame. Firefox has none.
    #[serde(default)]
    pub document: Option<String>,
    /// When that document began, in milliseconds since 1970.
    #[serde(default)]
    pub since: Option<f64>,
}

/// What all tabs tried.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    tabs: BTreeMap<i64, TabLedger>,
}

impl Ledger {
    /// Takes a tab's ledger back from its stored form. One that cannot be read is left out, and said so.
    ///
    /// # Errors
    /// Why the stored form cannot be read.
    pub fn restore(&mut self, tab: i64, stored: &str) -> Result<(), String> {
        let mut ledger: TabLedger = serde_json::from_str(stored).map_err(|error| error.to_string())?;
        ledger.keep_bounds();
        self.tabs.insert(tab, ledger);
        Ok(())
    }

    /// A tab's stored form, `None` where there is nothing to store.
    #[must_use]
    pub fn stored(&self, tab: i64) -> Option<String> {
        serde_json::to_string(self.tabs.get(&tab)?).ok()
    }

    /// Records an event about a request that is LivePerson's. Returns the tabs whose stored form changed or ended.
    pub fn record(&mut self, event: &Event, answer: &RequestAnswer, mode: Mode) -> Vec<i64> {
        let (Some(service), Some(role)) = (answer.service, answer.role) else {
            return Vec::new();
        };
        let mut changed = self.make_room_for(event.tab);
        let tab = self.tabs.entry(event.tab).or_default();
        if let Some(visit) = tab.visit_of(event, service) {
            visit.record(event, service, role, answer.decision.of(mode));
        }
        changed.push(event.tab);
        changed
    }

    /// Records what a page in a site of this mode tried to keep. Returns the tabs whose stored form changed or ended.
    pub fn record_attempts(&mut self, report: &AttemptReport, items: &ItemClassifier, mode: Mode) -> Vec<i64> {
        let believed = Believed::of(report, items, mode);
        let known = self.tabs.contains_key(&report.tab);
        let says_nothing = report.chat.is_none() && (believed.counts_nothing() || (believed.is_empty() && !known));
        if says_nothing {
            return Vec::new();
        }
        let mut changed = self.make_room_for(report.tab);
        if self.tabs.entry(report.tab).or_default().record_attempts(report, believed) {
            changed.push(report.tab);
        }
        changed
    }

    /// Records what was found out of the chat on the page that a tab shows. Whether the tab's stored form changed.
    pub fn record_chat(&mut self, tab: i64, state: ChatState) -> bool {
        let report = ChatReport { state: Some(state), deployment: None };
        self.tabs.get_mut(&tab).is_some_and(|tab| tab.take_chat(report))
    }

    /// Makes room for a tab that is not there yet. Returns the tab that had to go.
    fn make_room_for(&mut self, tab: i64) -> Vec<i64> {
        let full = !self.tabs.contains_key(&tab) && self.tabs.len() >= MOST_TABS;
        if full { self.forget_oldest().into_iter().collect() } else { Vec::new() }
    }

    /// Forgets a tab. Whether there was something to forget.
    pub fn forget(&mut self, tab: i64) -> bool {
        self.tabs.remove(&tab).is_some()
    }

    /// Forgets the tab that has been quiet longest, and says which it was.
    pub fn forget_oldest(&mut self) -> Option<i64> {
        let oldest = self.tabs.iter().min_by(|a, b| a.1.last_event().total_cmp(&b.1.last_event())).map(|(tab, _)| *tab)?;
        self.tabs.remove(&oldest);
        Some(oldest)
    }

    /// Tabs with a ledger.
    pub fn tabs(&self) -> impl Iterator<Item = i64> + '_ {
        self.tabs.keys().copied()
    }

    /// Whether no tab has a ledger.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tabs.is_empty()
    }

    /// What the page that the tab shows tried, where it tried anything.
    #[must_use]
    pub fn visit(&self, tab: i64, page: &ShownPage) -> Option<&Visit> {
        self.tabs.get(&tab)?.shown(page)
    }

    /// What the tab's latest page tried.
    #[must_use]
    pub fn latest(&self, tab: i64) -> Option<&Visit> {
        self.tabs.get(&tab)?.latest()
    }
}
