//! Cookies that arrived and were dealt with, until it is known which page they are told of. The cookies of a document come
//! before the browser shows it.

use super::chrome::open_pages;
use super::cookies::stores;
use super::janitor::Arrival;
use crate::catalogue::Kind;
use crate::ledger::{Asked, Attempt, AttemptBy, AttemptReport};
use crate::site::{Url, is_within};
use std::cell::RefCell;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

/// More wait for no page: a site whose pages are gone again.
const MOST_WAITING: usize = 64;
/// So long a page may take to be shown. Milliseconds.
const PATIENCE: f64 = 60_000.0;

struct Waiting {
    /// The site's host.
    place: String,
    store: String,
    attempt: Attempt,
    /// When it arrived. Milliseconds since 1970.
    time: f64,
    /// Tabs of which something was heard since.
    heard_of: BTreeSet<i64>,
}

#[derive(Default)]
pub(super) struct Arrivals(RefCell<Vec<Waiting>>);

impl Arrivals {
    pub(super) fn add(&self, arrival: Arrival, place: String, time: f64) {
        let Arrival { cookie, outcome, count } = arrival;
        let asked = cookie.seconds_left(time).map_or(Asked::Session, Asked::Seconds);
        let attempt = Attempt {
            kind: Kind::Cookie,
            name: cookie.name,
            script: None,
            asked,
            outcome,
            count,
            by: AttemptBy::Server,
            attributed: false,
        };
        let mut waiting = self.0.borrow_mut();
        if waiting.len() >= MOST_WAITING {
            waiting.remove(0);
        }
        waiting.push(Waiting { place, store: cookie.store_id, attempt, time, heard_of: BTreeSet::new() });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Reports for the pages that are known by now. `heard_of` is a tab of which the browser told something just now.
    pub(super) async fn reports(&self, heard_of: Option<i64>, now: f64) -> Result<Vec<AttemptReport>, JsValue> {
        for waiting in self.0.borrow_mut().iter_mut() {
            waiting.heard_of.extend(heard_of);
        }
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let (tabs, stores) = (open_pages().await?, stores().await?);
        let in_store = |tab: i64, store: &str| stores.iter().any(|one| one.id == store && one.tab_ids.contains(&tab));
        let mut reports = Vec::new();
        self.0.borrow_mut().retain(|waiting| {
            let before = reports.len();
            for tab in &tabs {
                let host = tab.url.as_deref().and_then(Url::parse).map(|url| url.host).unwrap_or_default();
                let shows = is_within(&host, &waiting.place) || is_within(&waiting.place, &host);
                // A page on its way is not shown yet, and may be the one that it came with.
                let settled = tab.pending_url.is_none() && (!tab.loading() || waiting.heard_of.contains(&tab.id));
                if shows && settled && !host.is_empty() && in_store(tab.id, &waiting.store) {
                    reports.push(waiting.report(tab.id, tab.url.clone()));
                }
            }
            reports.len() == before && now - waiting.time < PATIENCE
        });
        Ok(reports)
    }
}

impl Waiting {
    fn report(&self, tab: i64, page: Option<String>) -> AttemptReport {
        AttemptReport {
            tab,
            frame: 0,
            document: None,
            url: page.clone(),
            page,
            time: self.time,
            since: None,
            items: vec![self.attempt.clone()],
            more: 0,
            tags: Vec::new(),
            chat: None,
        }
    }
}
