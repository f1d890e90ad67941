//! What becomes of one cookie.

use super::Cookie;
use crate::allowances::Allowances;
use crate::catalogue::{Catalogue, Category, Class, Kind, POP_OUT_DOMAIN};
use crate::classify::ItemClassifier;
use crate::policy::{ItemDecision, Mode};
use crate::site::{Site, is_within};
use std::collections::BTreeSet;

/// Why a cookie is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It was set a moment ago.
    Change,
    /// The visitor took a choice back.
    TakenBack,
    /// The browser starts: what a restored session brings along is of an earlier visit.
    Start,
    /// The visitor wants to be rid of what was left, or AskFirst was installed.
    CleanUp,
}

/// What becomes of a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stays as it is.
    Keep,
    /// It loses its expiry, and goes with the session.
    SessionOnly,
    /// It goes.
    Remove,
    /// It serves a site that the visitor allows: it goes when they say so. By that name.
    Ask(String),
}

/// Decides over cookies.
pub struct Judge<'a> {
    catalogue: &'a Catalogue,
    items: &'a ItemClassifier<'a>,
    allowances: &'a Allowances,
    /// What holds in private windows, where that is something else.
    private: Option<&'a Allowances>,
    occasion: Occasion,
    /// Sites and domains that the visitor was asked about and said yes.
    confirmed: BTreeSet<String>,
    /// Stores in which somebody works on LivePerson's own sites.
    agents: BTreeSet<String>,
    /// Whether a chat's own window is open.
    has_pop_out: bool,
}

impl<'a> Judge<'a> {
    /// For cookies on one occasion.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, items: &'a ItemClassifier<'a>, allowances: &'a Allowances, occasion: Occasion) -> Self {
        Self {
            catalogue,
            items,
            allowances,
            private: None,
            occasion,
            confirmed: BTreeSet::new(),
            agents: BTreeSet::new(),
            has_pop_out: false,
        }
    }

    /// Other choices hold in private windows.
    #[must_use]
    pub fn with_private(mut self, private: &'a Allowances) -> Self {
        self.private = Some(private);
        self
    }

    /// The visitor has said yes to these.
    #[must_use]
    pub fn confirmed(mut self, sites: impl IntoIterator<Item = String>) -> Self {
        self.confirmed.extend(sites);
        self
    }

    /// Looks for signs that somebody works on LivePerson's own sites, so that nobody is logged out there.
    #[must_use]
    pub fn aware_of_agents(mut self, cookies: &[Cookie]) -> Self {
        let signs = cookies.iter().filter(|cookie| self.class(cookie) == Some(Class::Agent));
        self.agents = signs.map(|cookie| cookie.store_id.clone()).collect();
        self
    }

    /// A chat's own window is open, or not: it goes on when the page that opened it is closed.
    #[must_use]
    pub fn with_pop_out(mut self, is_open: bool) -> Self {
        self.has_pop_out = is_open;
        self
    }

    /// What becomes of this one.
    #[must_use]
    pub fn fate(&self, cookie: &Cookie) -> Fate {
        let answer = self.items.classify(Kind::Cookie, &cookie.name, &cookie.domain);
        let Some(class) = answer.class.filter(|class| *class != Class::Agent) else {
            return Fate::Keep;
        };
        let host = cookie.host();
        let own = self.catalogue.domain_of(&host);
        let top = cookie.top_level_host();
        if let (Some(own), None) = (own, &top) {
            return self.own(cookie, class, &own.domain, own.category);
        }
        if top.as_deref().is_some_and(|top| self.is_own(top)) {
            // In a page of LivePerson's own.
            return Fate::Keep;
        }
        let (mode, site) = self.mode_of(cookie);
        match answer.decision.of(mode) {
            ItemDecision::Block => Fate::Remove,
            ItemDecision::SessionOnly | ItemDecision::Allow if mode == Mode::Chat => match (self.occasion, cookie.session) {
                (Occasion::Start, _) | (Occasion::CleanUp, false) => Fate::Remove,
                (_, true) => Fate::Keep,
                (Occasion::Change | Occasion::TakenBack, false) => Fate::SessionOnly,
            },
            // What is asked about is stored; of a private window nothing is.
            ItemDecision::SessionOnly | ItemDecision::Allow if self.occasion == Occasion::CleanUp && !cookie.is_private() => self.ask(site),
            ItemDecision::SessionOnly | ItemDecision::Allow => Fate::Keep,
        }
    }

    /// One on LivePerson's own domains, for all sites together. The browser's rules keep it out of requests.
    fn own(&self, cookie: &Cookie, class: Class, domain: &str, category: Category) -> Fate {
        let is_pop_outs = domain == POP_OUT_DOMAIN;
        if is_pop_outs && cookie.session && self.occasion == Occasion::TakenBack && self.are_served() {
            // It may be of a chat that goes on.
            return Fate::Keep;
        }
        // Servers of LivePerson's own sites have such names too, and others that nobody has described; but where its files and
        // the chat's own window are, nobody works.
        let may_be_work = !is_pop_outs && matches!(class, Class::Unlisted | Class::Functional);
        let is_left_alone = may_be_work
            && (self.occasion != Occasion::CleanUp || category == Category::Functional || self.agents.contains(&cookie.store_id));
        if self.occasion == Occasion::Change || is_left_alone {
            return Fate::Keep;
        }
        match any(self.allowances_for(cookie), Mode::Allow) {
            // They serve the sites that are allowed as well.
            true if self.occasion == Occasion::CleanUp && !cookie.is_private() => self.ask(domain.to_owned()),
            true => Fate::Keep,
            false => Fate::Remove,
        }
    }

    fn ask(&self, site: String) -> Fate {
        if self.confirmed.contains(&site) { Fate::Remove } else { Fate::Ask(site) }
    }

    fn allowances_for(&self, cookie: &Cookie) -> &'a Allowances {
        self.private.filter(|_| cookie.is_private()).unwrap_or(self.allowances)
    }

    /// Whether what LivePerson's own hosts keep beside cookies serves a site: one that is allowed, or a chat that goes on. At
    /// the browser's start no chat goes on.
    #[must_use]
    pub fn are_served(&self) -> bool {
        let all = || [Some(self.allowances), self.private].into_iter().flatten();
        let chats = || all().any(|book| any(book, Mode::Chat));
        all().any(|book| any(book, Mode::Allow)) || (self.occasion != Occasion::Start && (self.has_pop_out || chats()))
    }

    /// Whose cookie it is: for counting the sites, and to tell which tabs show them. LivePerson's own have their domain's name.
    #[must_use]
    pub fn place(&self, cookie: &Cookie) -> String {
        let host = cookie.host();
        match cookie.top_level_host() {
            // A frame of the site's own is the site.
            Some(top) if !is_within(&host, &top) => top,
            _ => self.catalogue.domain_of(&host).map_or(host, |entry| entry.domain.clone()),
        }
    }

    /// Whether it is LivePerson's at all, by name or by place.
    #[must_use]
    pub fn is_theirs(&self, cookie: &Cookie) -> bool {
        self.class(cookie).is_some()
    }

    /// Whether a host is on LivePerson's own domains.
    pub(super) fn is_own(&self, host: &str) -> bool {
        self.catalogue.domain_of(host).is_some()
    }

    fn class(&self, cookie: &Cookie) -> Option<Class> {
        self.items.classify(Kind::Cookie, &cookie.name, &cookie.domain).class
    }

    /// The mode that holds for a site's cookie, and the name of the site that it comes from. A cookie of a domain is written
    /// by the domain's subdomains too, and a partition is one for all of them: where one is treated more generously, that holds.
    fn mode_of(&self, cookie: &Cookie) -> (Mode, String) {
        let place = self.place(cookie);
        let only_there = cookie.host_only && place == cookie.host();
        let Some(site) = Site::of_host(&place) else {
            return (Mode::Ask, place);
        };
        let allowances = self.allowances_for(cookie);
        let mut best =
            allowances.chosen(&site).map_or((allowances.default_mode(), place.clone()), |(name, choice)| (choice.mode, name.to_owned()));
        for (name, mode) in allowances.sites().filter(|(name, _)| !only_there && is_within(name, &place)) {
            if mode.generosity() > best.0.generosity() {
                best = (mode, name.to_owned());
            }
        }
        best
    }
}

/// Whether some site is treated so.
fn any(allowances: &Allowances, wanted: Mode) -> bool {
    allowances.default_mode() == wanted || allowances.sites().any(|(_, mode)| mode == wanted)
}
