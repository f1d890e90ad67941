//! Ledger and catalogue → what the popup and the report say. Ids and numbers only: the words are in `_locales`.

use crate::catalogue::{Catalogue, Class, Item, Kind, Lifetime, Role, When};
use crate::ledger::{Outcome, Visit};
use crate::policy::Mode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Addresses that are shown for one service; the popup is no log.
const MOST_URLS: usize = 5;

/// What kind of page the tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageKind {
    /// A page from the web.
    Web,
    /// A site of LivePerson's own, which is never touched.
    Own,
    /// A page on which extensions may not run, or that is not from the web.
    Unsupported,
}

/// One sentence's worth of what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// LivePerson was held back.
    HeldBack,
    /// LivePerson was let through, because the visitor allows it here.
    LetThrough,
    /// Something of LivePerson's went through although the site is not allowed (a functional host, or before a change).
    Partly,
    /// Requests were made that ended by themselves, or have not ended.
    Tried,
    /// Nothing of LivePerson's was seen.
    Quiet,
    /// LivePerson's own site.
    Own,
    /// Extensions may not run here.
    Unsupported,
}

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

/// An item that the blocked script would have kept, according to the catalogue. It was not seen on this page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WouldKeep {
    /// Its id in the catalogue; also names its text in `_locales`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its usual place.
    pub kind: Kind,
    /// How long it asks to be kept.
    pub lifetime: Lifetime,
    /// What it does to the visitor's privacy.
    pub class: Class,
}

/// What the popup says of a tab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What kind of page it is.
    pub page: PageKind,
    /// The site, where there is one.
    pub site: Option<String>,
    /// Its mode.
    pub mode: Mode,
    /// The site that the mode was chosen for, where it is a wider one.
    pub chosen_for: Option<String>,
    /// What happened, in one word.
    pub verdict: Verdict,
    /// Requests that did not leave the browser.
    pub blocked: u64,
    /// Whether more happened than single rows are kept for.
    pub more: bool,
    /// What was tried, by part of the machinery.
    pub groups: Vec<GroupView>,
    /// What the blocked script would have kept.
    pub would_keep: Vec<WouldKeep>,
    /// Whether the page has to be loaded again for the mode to show.
    pub reload: bool,
    /// What the visitor has to be told beside: `choices-reset`.
    #[serde(default)]
    pub notices: Vec<String>,
}

impl View {
    /// A page of which there is nothing to say but what it is.
    #[must_use]
    pub fn without_visit(page: PageKind, site: Option<String>, mode: Mode, chosen_for: Option<String>) -> Self {
        let verdict = match page {
            PageKind::Web => Verdict::Quiet,
            PageKind::Own => Verdict::Own,
            PageKind::Unsupported => Verdict::Unsupported,
        };
        Self {
            page,
            site,
            mode,
            chosen_for,
            verdict,
            blocked: 0,
            more: false,
            groups: Vec::new(),
            would_keep: Vec::new(),
            reload: false,
            notices: Vec::new(),
        }
    }

    /// The same with what the page tried.
    #[must_use]
    pub fn with_visit(mut self, catalogue: &Catalogue, visit: Option<&Visit>) -> Self {
        let Some(visit) = visit.filter(|_| self.page != PageKind::Unsupported) else {
            return self;
        };
        self.groups = groups(visit);
        self.blocked = visit.blocked();
        self.more = visit.more().next().is_some();
        let sent = self.groups.iter().any(|group| group.sent > 0);
        if self.page == PageKind::Web {
            self.verdict = match (self.mode, self.blocked > 0, sent) {
                (Mode::Allow, _, true) => Verdict::LetThrough,
                (_, true, false) => Verdict::HeldBack,
                (_, _, true) => Verdict::Partly,
                (_, false, false) => Verdict::Tried,
            };
            self.reload = match self.mode {
                Mode::Allow => self.blocked > 0,
                Mode::Ask | Mode::Chat => self.groups.iter().any(|group| group.role != Role::Website && group.sent > 0),
            };
            self.would_keep = would_keep(catalogue, &self.groups);
        }
        self
    }
}

fn groups(visit: &Visit) -> Vec<GroupView> {
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

/// What the script that was blocked would have kept. Of a script that ran nothing is said here: what it kept can be seen.
fn would_keep(catalogue: &Catalogue, groups: &[GroupView]) -> Vec<WouldKeep> {
    let stopped = |roles: &[Role]| {
        let mut of_roles = groups.iter().filter(|group| roles.contains(&group.role)).peekable();
        of_roles.peek().is_some() && of_roles.all(|group| group.blocked > 0 && group.sent == 0)
    };
    let by_tag = stopped(&[Role::Tag]);
    let by_legacy = stopped(&[Role::Legacy]);
    catalogue
        .items
        .iter()
        .filter(|item| match item.when {
            When::Visit => by_tag && item.lifetime != Lifetime::Probe,
            When::Legacy => by_legacy,
            When::Chat | When::CoBrowsing | When::Agent | When::Brand | When::Documented => false,
        })
        .map(would_keep_item)
        .collect()
}

fn would_keep_item(item: &Item) -> WouldKeep {
    WouldKeep {
        id: item.id.clone(),
        name: item.name.clone(),
        kind: item.kinds.first().copied().unwrap_or(Kind::Cookie),
        lifetime: item.lifetime,
        class: item.class,
    }
}
