//! What each tab tried: bounded, counted by request, and small enough to be written out after every event.
//!
//! The ledger lives in `storage.session` (memory of the browser, never the disk), one value a tab, because the background
//! may be stopped at any moment. Events come out of order and more than once, so a request is known by its number.

mod event;
mod visit;

pub use event::{Event, Phase};
pub use visit::{LONGEST_URL, MOST_ROWS, MOST_ROWS_PER_ROLE, More, Outcome, Row, Visit};

use crate::classify::RequestAnswer;
use crate::policy::Mode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pages of one tab that are remembered: the one shown, and those just left, whose last events may still come.
const MOST_VISITS: usize = 3;
/// Tabs that are remembered. 200 full tabs stay below the 10 MB that `storage.session` offers.
pub const MOST_TABS: usize = 200;

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

/// What one tab tried, page by page, the latest last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TabLedger {
    visits: Vec<Visit>,
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
        ledger.visits.truncate(MOST_VISITS);
        for visit in &mut ledger.visits {
            visit.keep_bounds();
        }
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
        let mut changed = vec![event.tab];
        if !self.tabs.contains_key(&event.tab) && self.tabs.len() >= MOST_TABS {
            changed.extend(self.forget_oldest());
        }
        let tab = self.tabs.entry(event.tab).or_default();
        if let Some(visit) = tab.visit_of(event, service) {
            visit.record(event, service, role, answer.decision.of(mode));
        }
        changed
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
        self.tabs.get(&tab)?.visits.last()
    }
}

impl TabLedger {
    /// The page that an event belongs to; a new one where the event shows that the tab has gone on.
    fn visit_of(&mut self, event: &Event, service: &str) -> Option<&mut Visit> {
        let at = self.visits.iter().rposition(|visit| visit.has_request(&event.request) || visit.is_of(event)).or_else(|| {
            let last = self.visits.len().checked_sub(1)?;
            let visit = self.visits.get(last)?;
            visit.may_continue(event, service).then_some(last)
        });
        let at = at.unwrap_or_else(|| {
            if self.visits.len() >= MOST_VISITS {
                self.visits.remove(0);
            }
            self.visits.push(Visit::begun_by(event));
            self.visits.len() - 1
        });
        self.visits.get_mut(at)
    }

    fn last_event(&self) -> f64 {
        self.visits.last().map_or(0.0, Visit::last_event)
    }

    fn shown(&self, page: &ShownPage) -> Option<&Visit> {
        if let Some(document) = &page.document
            && let Some(visit) = self.visits.iter().rev().find(|visit| visit.document.as_ref() == Some(document))
        {
            return Some(visit);
        }
        let visit = self.visits.last()?;
        let another = visit.document.is_some() && page.document.is_some();
        let before = page.since.is_some_and(|since| visit.last_event() < since);
        (!another && !before).then_some(visit)
    }
}
