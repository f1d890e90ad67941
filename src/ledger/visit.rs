//! One page's attempts: single rows up to a bound, counts beyond it.

use super::address::{cut, is_same_origin, is_same_page, is_same_time, plain_page};
use super::attempts::{Attempts, Believed};
use super::row::{More, Outcome, Row};
use super::{AttemptOutcome, AttemptReport, Event, Phase};
use crate::catalogue::Role;
use crate::chat::ChatReport;
use crate::policy::RequestDecision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Single rows that a page may have.
pub const MOST_ROWS: usize = 512;
/// Single rows that a page may have for one role, so that a keep-alive does not crowd out the rest.
pub const MOST_ROWS_PER_ROLE: usize = 256;
/// A URL is kept up to this length. Bytes.
pub const LONGEST_URL: usize = 1024;
/// The same of a monitoring message, whose address is what it tells. Browsers and servers take some 8 KB. Bytes.
pub const LONGEST_MESSAGE: usize = 8192;
/// The URLs of a page's single rows are kept up to this length together. Bytes.
pub const MOST_URL_BYTES: usize = 128 * 1024;

/// What one page tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// The browser's number for the document in the main frame (Chromium only).
    #[serde(default)]
    pub document: Option<String>,
    /// Address or origin of the page, where an event of the main frame told it.
    #[serde(default)]
    pub page: Option<String>,
    /// Time of the first event. Milliseconds since 1970.
    pub began: f64,
    /// When the document in the main frame began, where a report told it. Milliseconds since 1970.
    #[serde(default)]
    since: Option<f64>,
    /// When the frame began whose report began this: the page itself began before. Milliseconds since 1970.
    #[serde(default)]
    frame_since: Option<f64>,
    last: f64,
    rows: Vec<Row>,
    #[serde(default)]
    more: BTreeMap<String, More>,
    #[serde(default)]
    attempts: Attempts,
    /// What its frames said of the chat.
    #[serde(default)]
    chat: ChatReport,
}

impl Visit {
    pub(super) fn begun_by(event: &Event) -> Self {
        Self {
            document: event.top_document().map(str::to_owned),
            page: page_of(event),
            began: event.time,
            since: None,
            frame_since: None,
            last: event.time,
            rows: Vec::new(),
            more: BTreeMap::new(),
            attempts: Attempts::default(),
            chat: ChatReport::default(),
        }
    }

    pub(super) fn begun_by_report(report: &AttemptReport) -> Self {
        Self {
            document: report.top_document().map(str::to_owned),
            page: report.page_address().map(plain_page),
            began: report.time,
            since: report.page_since(),
            frame_since: report.since.filter(|_| report.frame != 0),
            last: report.time,
            rows: Vec::new(),
            more: BTreeMap::new(),
            attempts: Attempts::default(),
            chat: ChatReport::default(),
        }
    }

    /// Single rows, in the order in which they were first seen.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the page has asked for one of these services; where `is_over`, also whether that has ended.
    #[must_use]
    pub fn has_asked(&self, services: &[&str], is_over: bool) -> bool {
        self.rows.iter().any(|row| services.contains(&row.service.as_str()) && !(is_over && row.outcome == Outcome::Tried))
    }

    /// What is counted beyond the single rows, by service.
    pub fn more(&self) -> impl Iterator<Item = (&str, &More)> {
        self.more.iter().map(|(service, more)| (service.as_str(), more))
    }

    /// Time of the latest event. Milliseconds since 1970.
    #[must_use]
    pub fn last_event(&self) -> f64 {
        self.last
    }

    /// How many requests did not leave the browser.
    #[must_use]
    pub fn blocked(&self) -> u64 {
        let rows = self.rows.iter().filter(|row| row.outcome == Outcome::Blocked).count();
        self.more.values().fold(rows as u64, |sum, more| sum.saturating_add(more.blocked))
    }

    /// What it tried to keep, and the disguised tags that were stopped in it.
    #[must_use]
    pub fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Whether a tag was held back: by a rule, in disguise, or as the page's frames say themselves. Browsers tell a page's first
    /// requests of the page before at times.
    #[must_use]
    pub fn has_held_tag(&self) -> bool {
        let more = self.more.values().any(|more| more.role == Some(Role::Tag) && more.blocked > 0);
        let blocked = more || self.rows.iter().any(|row| row.role == Role::Tag && row.outcome == Outcome::Blocked);
        blocked || self.attempts.tags_stopped() > 0 || self.chat.deployment.is_some()
    }

    /// Its chat, as far as it is known.
    #[must_use]
    pub fn chat(&self) -> ChatReport {
        self.chat
    }

    pub(super) fn take_chat(&mut self, report: ChatReport) {
        self.chat.take(report);
    }

    /// How many writes did not happen.
    #[must_use]
    pub fn blocked_writes(&self) -> u64 {
        self.attempts.count(AttemptOutcome::Blocked)
    }

    pub(super) fn has_request(&self, request: &str) -> bool {
        self.rows.iter().any(|row| row.request == request)
    }

    /// Whether the event names this page's document.
    pub(super) fn is_of(&self, event: &Event) -> bool {
        event.top_document().is_some_and(|document| self.document.as_deref() == Some(document))
    }

    /// Whether an event that no page is known for can belong to this, the tab's latest page.
    pub(super) fn may_continue(&self, event: &Event, service: &str) -> bool {
        if event.top_document().is_some() && self.document.is_some() {
            return false;
        }
        if event.frame != 0 {
            return true;
        }
        // Without document numbers: another address, or the page's tag asked for a second time, is another page.
        let elsewhere = matches!((page_of(event), &self.page), (Some(new), Some(old)) if !is_same_page(&new, old));
        let tag_again = event.phase == Phase::Started
            && event.document.is_none()
            && service == "tag-script"
            && self.rows.iter().any(|row| row.service == service && row.url == event.url && row.outcome != Outcome::Tried);
        !elsewhere && !tag_again
    }

    pub(super) fn record(&mut self, event: &Event, service: &str, role: Role, decision: RequestDecision) {
        self.last = self.last.max(event.time);
        self.began = self.began.min(event.time);
        if self.document.is_none() {
            self.document = event.top_document().map(str::to_owned);
        }
        if self.page.is_none() {
            self.page = page_of(event);
        }
        let outcome = match event.phase {
            Phase::Started => Outcome::Tried,
            Phase::Completed => Outcome::Sent,
            // "Blocked" is said only where our own rules say so too: others may stop a request for their own reasons.
            Phase::Failed if event.was_stopped() && decision == RequestDecision::Block => Outcome::Blocked,
            Phase::Failed => Outcome::Failed,
        };
        if let Some(row) = self.rows.iter_mut().find(|row| row.request == event.request) {
            row.outcome = row.outcome.max(outcome);
            row.time = row.time.min(event.time);
            return;
        }
        let url = cut(&event.url, longest_url(role));
        if self.has_room(role, url.len()) {
            self.rows.push(Row {
                request: cut(&event.request, 64),
                url,
                kind: cut(&event.kind, 32),
                service: service.to_owned(),
                role,
                outcome,
                time: event.time,
            });
            return;
        }
        let more = self.more.entry(service.to_owned()).or_default();
        more.role = Some(role);
        more.first = if more.first > 0.0 { more.first.min(event.time) } else { event.time };
        more.last = more.last.max(event.time);
        let count = match outcome {
            Outcome::Tried => &mut more.tried,
            Outcome::Blocked => &mut more.blocked,
            Outcome::Sent => &mut more.sent,
            Outcome::Failed => return,
        };
        *count = count.saturating_add(1);
    }

    /// Whether there is room for one more row of a role.
    fn has_room(&self, role: Role, bytes: usize) -> bool {
        let of_role = self.rows.iter().filter(|row| row.role == role).count();
        let kept: usize = self.rows.iter().map(|row| row.url.len()).sum();
        self.rows.len() < MOST_ROWS && of_role < MOST_ROWS_PER_ROLE && kept.saturating_add(bytes) <= MOST_URL_BYTES
    }

    /// When the page began, as far as it is known.
    pub(super) fn start(&self) -> f64 {
        self.since.unwrap_or(self.began)
    }

    /// Whether the page is known to have begun at another time.
    pub(super) fn began_elsewhen(&self, since: Option<f64>) -> bool {
        let Some(since) = since else { return false };
        match (self.since, self.frame_since) {
            (Some(ours), _) => !is_same_time(ours, since),
            (None, Some(frame)) => frame < since && !is_same_time(frame, since),
            (None, None) => false,
        }
    }

    /// Whether a report can belong to this page, if none that came after it has begun by then.
    pub(super) fn takes(&self, report: &AttemptReport) -> bool {
        if report.top_document().is_some() && self.document.is_some() {
            return report.top_document() == self.document.as_deref();
        }
        let elsewhere = matches!((report.page_address(), &self.page), (Some(new), Some(old)) if !is_same_origin(new, old));
        let Some(since) = report.since.filter(|_| !elsewhere) else {
            return !elsewhere;
        };
        match (report.frame, self.since) {
            (0, Some(ours)) => is_same_time(ours, since),
            // What was last seen of an earlier page was before this one began.
            (0, None) => self.last >= since && !self.began_elsewhen(Some(since)),
            // A frame's document begins after the page's.
            (_, Some(ours)) => ours <= since || is_same_time(ours, since),
            (_, None) => true,
        }
    }

    pub(super) fn record_attempts(&mut self, report: &AttemptReport, believed: Believed) {
        self.last = self.last.max(report.time);
        self.began = self.began.min(report.time);
        self.document = self.document.take().or_else(|| report.top_document().map(str::to_owned));
        self.page = self.page.take().or_else(|| report.page_address().map(plain_page));
        self.since = self.since.or(report.page_since());
        self.attempts.add(believed);
        self.chat.take(report.chat.unwrap_or_default());
    }

    /// Brings a stored form that somebody else may have written back into bounds.
    pub(super) fn keep_bounds(&mut self) {
        self.rows.truncate(MOST_ROWS);
        for row in &mut self.rows {
            row.url = cut(&row.url, longest_url(row.role));
        }
        let mut bytes = 0_usize;
        self.rows.retain(|row| {
            bytes = bytes.saturating_add(row.url.len());
            bytes <= MOST_URL_BYTES
        });
        self.attempts.keep_bounds();
    }
}

/// Up to which length a URL of a role is kept. Bytes.
fn longest_url(role: Role) -> usize {
    if role == Role::Monitoring { LONGEST_MESSAGE } else { LONGEST_URL }
}

/// The page's address, as far as an event of the main frame tells it: Chromium its origin, Firefox the whole.
fn page_of(event: &Event) -> Option<String> {
    (event.frame == 0).then(|| event.initiator.as_deref().map(|page| cut(page, LONGEST_URL))).flatten()
}
