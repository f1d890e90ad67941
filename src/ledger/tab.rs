//! One tab's pages: which of them an event or a report belongs to.

use super::attempts::Believed;
use super::{AttemptReport, Event, ShownPage, Visit};
use crate::chat::ChatReport;
use serde::{Deserialize, Serialize};

/// Pages of one tab that are remembered: the one shown, and those just left, whose last events may still come.
const MOST_VISITS: usize = 3;

/// What one tab tried, page by page, the latest last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TabLedger {
    visits: Vec<Visit>,
}

impl TabLedger {
    /// The page that an event belongs to; a new one where the event shows that the tab has gone on.
    pub(super) fn visit_of(&mut self, event: &Event, service: &str) -> Option<&mut Visit> {
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

    /// Takes in what a report tells. Whether it changed anything.
    pub(super) fn record_attempts(&mut self, report: &AttemptReport, believed: Believed) -> bool {
        // A number alone does not begin a page: there would be nothing to say of it.
        let at = self.place_of(report).or_else(|| if believed.is_empty() && report.chat.is_none() { None } else { self.begin(report) });
        match at.and_then(|at| self.visits.get_mut(at)) {
            Some(visit) => {
                visit.record_attempts(report, believed);
                true
            }
            None => false,
        }
    }

    /// The page that a report belongs to.
    fn place_of(&self, report: &AttemptReport) -> Option<usize> {
        let document = report.top_document();
        if document.is_some()
            && let Some(at) = self.visits.iter().rposition(|visit| visit.document.as_deref() == document)
        {
            return Some(at);
        }
        let mut next_began = f64::INFINITY;
        for (at, visit) in self.visits.iter().enumerate().rev() {
            let in_its_time = report.since.map_or(next_began.is_infinite(), |since| since < next_began);
            if in_its_time && visit.takes(report) {
                return Some(at);
            }
            next_began = visit.start();
        }
        None
    }

    /// Begins the page of a report, in its place: a report may come late, when the tab has gone on.
    fn begin(&mut self, report: &AttemptReport) -> Option<usize> {
        let start = report.since.unwrap_or(f64::INFINITY);
        let mut at = self.visits.iter().position(|visit| visit.start() > start).unwrap_or(self.visits.len());
        if self.visits.len() >= MOST_VISITS {
            at = at.checked_sub(1)?;
            self.visits.remove(0);
        }
        self.visits.insert(at, Visit::begun_by_report(report));
        Some(at)
    }

    /// Takes in what was found out of the shown page's chat. Whether there is such a page.
    pub(super) fn take_chat(&mut self, report: ChatReport) -> bool {
        self.visits.last_mut().map(|visit| visit.take_chat(report)).is_some()
    }

    pub(super) fn last_event(&self) -> f64 {
        self.latest().map_or(0.0, Visit::last_event)
    }

    pub(super) fn latest(&self) -> Option<&Visit> {
        self.visits.last()
    }

    pub(super) fn shown(&self, page: &ShownPage) -> Option<&Visit> {
        if let Some(document) = &page.document
            && let Some(visit) = self.visits.iter().rev().find(|visit| visit.document.as_ref() == Some(document))
        {
            return Some(visit);
        }
        let visit = self.visits.last()?;
        let another = (visit.document.is_some() && page.document.is_some()) || visit.began_elsewhen(page.since);
        let before = page.since.is_some_and(|since| visit.last_event() < since);
        (!another && !before).then_some(visit)
    }

    /// Brings a stored form that somebody else may have written back into bounds.
    pub(super) fn keep_bounds(&mut self) {
        self.visits.truncate(MOST_VISITS);
        for visit in &mut self.visits {
            visit.keep_bounds();
        }
    }
}
