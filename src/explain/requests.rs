//! What a page asked the network for, by part of the machinery.

use crate::catalogue::Role;
use crate::ledger::{OURS, Outcome, Visit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Addresses that are shown for one service; the popup is no log.
const MOST_URLS: usize = 5;

/// What one service tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceView {
    /// Its id in the catalogue; also names its text in `_locales`.
    pub id: String,
    /// Requests made.
    pub tried: u64,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Requests that were answered.
    pub sent: u64,
    /// The first addresses.
    pub urls: Vec<String>,
}

/// What one part of the machinery tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupView {
    /// The role; also names its texts in `_locales`.
    pub role: Role,
    /// Requests made.
    pub tried: u64,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Requests that were answered.
    pub sent: u64,
    /// First attempt. Milliseconds since 1970.
    pub first: f64,
    /// Latest attempt that has a row of its own. Milliseconds since 1970.
    pub last: f64,
    /// Its services, most requests first.
    pub services: Vec<ServiceView>,
}

/// Requests of a service that AskFirst made for a page itself, and that were answered.
pub(super) fn asked_by_us(visit: &Visit, service: &str) -> u64 {
    let ours = visit.rows().iter().filter(|row| row.service == service && row.request.starts_with(OURS));
    ours.filter(|row| row.outcome == Outcome::Sent).count() as u64
}

/// The requests of a page, in the order in which a visitor should read of them.
pub(super) fn groups(visit: &Visit) -> Vec<GroupView> {
    let mut by_role: BTreeMap<Role, GroupView> = BTreeMap::new();
    for row in visit.rows() {
        let (blocked, sent) = (u64::from(row.outcome == Outcome::Blocked), u64::from(row.outcome == Outcome::Sent));
        let group = by_role.entry(row.role).or_insert_with(|| GroupView::empty(row.role));
        group.first = group.first.min(row.time);
        group.last = group.last.max(row.time);
        let Some(service) = group.add(&row.service, 1, blocked, sent) else { continue };
        if service.urls.len() < MOST_URLS && !service.urls.contains(&row.url) {
            service.urls.push(row.url.clone());
        }
    }
    for (service, more) in visit.more() {
        let Some(role) = more.role else { continue };
        // A request's begin and end are counted apart; the larger is how many there were at least.
        let tried = more.tried.max(more.blocked.saturating_add(more.sent));
        by_role.entry(role).or_insert_with(|| GroupView::empty(role)).add(service, tried, more.blocked, more.sent);
    }
    let mut groups: Vec<GroupView> = by_role.into_values().collect();
    groups.sort_by_key(|group| Role::ALL.iter().position(|role| *role == group.role));
    for group in &mut groups {
        group.services.sort_by_key(|service| std::cmp::Reverse(service.tried));
    }
    groups
}

impl GroupView {
    fn empty(role: Role) -> Self {
        Self { role, tried: 0, blocked: 0, sent: 0, first: f64::MAX, last: 0.0, services: Vec::new() }
    }

    /// Counts requests of one service, and gives its entry.
    fn add(&mut self, id: &str, tried: u64, blocked: u64, sent: u64) -> Option<&mut ServiceView> {
        self.tried = self.tried.saturating_add(tried);
        self.blocked = self.blocked.saturating_add(blocked);
        self.sent = self.sent.saturating_add(sent);
        let at = self.services.iter().position(|entry| entry.id == id).unwrap_or(self.services.len());
        if at == self.services.len() {
            self.services.push(ServiceView { id: id.to_owned(), tried: 0, blocked: 0, sent: 0, urls: Vec::new() });
        }
        let service = self.services.get_mut(at)?;
        service.tried = service.tried.saturating_add(tried);
        service.blocked = service.blocked.saturating_add(blocked);
        service.sent = service.sent.saturating_add(sent);
        Some(service)
    }
}
