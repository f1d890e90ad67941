//! What a page asked the network for, by part of the machinery, down to the single addresses.

use super::plain::plain_address;
use crate::catalogue::{Catalogue, Need, Role};
use crate::ledger::{OURS, Outcome, Visit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// First attempt. Milliseconds since 1970; 0 where it is not known.
    #[serde(default)]
    pub first: f64,
    /// Latest attempt. Milliseconds since 1970.
    #[serde(default)]
    pub last: f64,
}

/// What one part of the machinery tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupView {
    /// The role; also names its texts in `_locales`.
    pub role: Role,
    /// Whether it needs consent.
    #[serde(default)]
    pub need: Option<Need>,
    /// Requests made.
    pub tried: u64,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Requests that were answered.
    pub sent: u64,
    /// First attempt. Milliseconds since 1970; 0 where it is not known.
    pub first: f64,
    /// Latest attempt. Milliseconds since 1970.
    pub last: f64,
    /// Its services, most requests first.
    pub services: Vec<ServiceView>,
}

/// One address that was asked for, with one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Address {
    /// Id of the service.
    pub service: String,
    /// The address, as the ledger keeps it.
    pub url: String,
    /// The same without what may be personal: for whom the visitor shows it to.
    pub plain: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How often.
    pub count: u64,
    /// First attempt. Milliseconds since 1970.
    pub first: f64,
    /// Latest attempt. Milliseconds since 1970.
    pub last: f64,
}

/// Requests of one service, as they are counted.
#[derive(Clone, Copy)]
struct Count {
    tried: u64,
    blocked: u64,
    sent: u64,
    first: f64,
    last: f64,
}

/// Requests of a service that AskFirst made for a page itself, and that were answered.
pub(super) fn asked_by_us(visit: &Visit, service: &str) -> u64 {
    let ours = visit.rows().iter().filter(|row| row.service == service && row.request.starts_with(OURS));
    ours.filter(|row| row.outcome == Outcome::Sent).count() as u64
}

/// The requests of a page, in the order in which a visitor should read of them.
pub(super) fn groups(catalogue: &Catalogue, visit: &Visit) -> Vec<GroupView> {
    let mut by_role: BTreeMap<Role, GroupView> = BTreeMap::new();
    for row in visit.rows() {
        let (blocked, sent) = (u64::from(row.outcome == Outcome::Blocked), u64::from(row.outcome == Outcome::Sent));
        let count = Count { tried: 1, blocked, sent, first: row.time, last: row.time };
        by_role.entry(row.role).or_insert_with(|| GroupView::empty(catalogue, row.role)).add(&row.service, count);
    }
    for (service, more) in visit.more() {
        let Some(role) = more.role else { continue };
        // A request's begin and end are counted apart; the larger is how many there were at least.
        let tried = more.tried.max(more.blocked.saturating_add(more.sent));
        let count = Count { tried, blocked: more.blocked, sent: more.sent, first: more.first, last: more.last };
        by_role.entry(role).or_insert_with(|| GroupView::empty(catalogue, role)).add(service, count);
    }
    let mut groups: Vec<GroupView> = by_role.into_values().collect();
    groups.sort_by_key(|group| Role::ALL.iter().position(|role| *role == group.role));
    for group in &mut groups {
        group.services.sort_by_key(|service| std::cmp::Reverse(service.tried));
    }
    groups
}

/// The single addresses that a page asked for, in the order in which they were first seen.
pub(super) fn addresses(catalogue: &Catalogue, visit: &Visit) -> Vec<Address> {
    let mut there: BTreeMap<(&str, &str, Outcome), usize> = BTreeMap::new();
    let mut addresses: Vec<Address> = Vec::new();
    for row in visit.rows() {
        let at = *there.entry((&row.service, &row.url, row.outcome)).or_insert(addresses.len());
        match addresses.get_mut(at) {
            Some(address) => {
                address.count = address.count.saturating_add(1);
                address.first = address.first.min(row.time);
                address.last = address.last.max(row.time);
            }
            None => addresses.push(Address {
                service: row.service.clone(),
                url: row.url.clone(),
                plain: plain_address(catalogue, &row.url),
                outcome: row.outcome,
                count: 1,
                first: row.time,
                last: row.time,
            }),
        }
    }
    addresses
}

/// The earlier of two times of which one may not be known.
fn earlier(one: f64, other: f64) -> f64 {
    match (one > 0.0, other > 0.0) {
        (true, true) => one.min(other),
        (true, false) => one,
        _ => other,
    }
}

impl GroupView {
    fn empty(catalogue: &Catalogue, role: Role) -> Self {
        let need = catalogue.consent_of_role(role).map(|consent| consent.need);
        Self { role, need, tried: 0, blocked: 0, sent: 0, first: 0.0, last: 0.0, services: Vec::new() }
    }

    /// Counts requests of one service.
    fn add(&mut self, id: &str, count: Count) {
        self.tried = self.tried.saturating_add(count.tried);
        self.blocked = self.blocked.saturating_add(count.blocked);
        self.sent = self.sent.saturating_add(count.sent);
        self.first = earlier(self.first, count.first);
        self.last = self.last.max(count.last);
        let Some(service) = self.services.iter_mut().find(|entry| entry.id == id) else {
            let Count { tried, blocked, sent, first, last } = count;
            self.services.push(ServiceView { id: id.to_owned(), tried, blocked, sent, first, last });
            return;
        };
        service.tried = service.tried.saturating_add(count.tried);
        service.blocked = service.blocked.saturating_add(count.blocked);
        service.sent = service.sent.saturating_add(count.sent);
        service.first = earlier(service.first, count.first);
        service.last = service.last.max(count.last);
    }
}
