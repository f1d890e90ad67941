//! What the visitor chose for single sites and tabs, and its stored form.

mod choice;
mod stored;

pub use choice::{Choice, DAY, Span, TabChoice};

use crate::policy::Mode;
use crate::site::Site;
use std::collections::BTreeMap;

/// More sites than anyone chooses by hand; a longer list is somebody else's doing.
pub(crate) const MOST_SITES: usize = 10_000;
/// More choices for single tabs than anyone makes; each may need a rule of its own.
const MOST_IN_TABS: usize = 60;

/// How sites are treated: those with a choice of their own, and all others. What was chosen in ordinary windows is stored in `storage.local` under
/// [`Allowances::KEY`]; what was chosen in private ones never is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allowances {
    /// What holds where nothing else was chosen. It is stored with the settings, not here.
    default: Mode,
    sites: BTreeMap<String, Choice>,
    tabs: BTreeMap<i64, BTreeMap<String, TabChoice>>,
}

impl Allowances {
    /// No choices yet, and this mode for every site.
    #[must_use]
    pub fn treating_all(default: Mode) -> Self {
        Self { default, ..Self::default() }
    }

    /// What holds where nothing else was chosen.
    #[must_use]
    pub const fn default_mode(&self) -> Mode {
        self.default
    }

    /// Changes what holds where nothing else was chosen.
    pub(crate) const fn set_default_mode(&mut self, mode: Mode) {
        self.default = mode;
    }

    /// How a site is treated in every tab.
    #[must_use]
    pub fn mode_of(&self, site: &Site) -> Mode {
        self.chosen(site).map_or(self.default, |(_, choice)| choice.mode)
    }

    /// The choice that covers a site in every tab, and the name it was made for. The narrowest decides: `help.shop.test` before
    /// `shop.test`.
    #[must_use]
    pub fn chosen(&self, site: &Site) -> Option<(&str, Choice)> {
        narrowest(&self.sites, site)
    }

    /// The choice that covers a site in one tab only, and the name it was made for.
    #[must_use]
    pub fn chosen_in(&self, tab: i64, site: &Site) -> Option<(&str, TabChoice)> {
        narrowest(self.tabs.get(&tab)?, site)
    }

    /// Sets a site's mode for good, as [`Allowances::set_for`] does it.
    ///
    /// # Errors
    /// When the list is full.
    pub fn set(&mut self, site: &Site, mode: Mode) -> Result<(), String> {
        self.set_for(site, mode, Span::Always, None)
    }

    /// Sets a site's mode for some time, as chosen in `tab`: the newest word is what holds there.
    ///
    /// The default mode takes choices away, also one for a wider site that covers this one: "not here" said on a subdomain of
    /// an allowed site has to be true.
    ///
    /// # Errors
    /// When the list is full.
    pub fn set_for(&mut self, site: &Site, mode: Mode, span: Span, tab: Option<i64>) -> Result<(), String> {
        if mode == self.default {
            if let Some(tab) = tab {
                self.take_back_in(tab, site);
            }
            while let Some(name) = self.chosen(site).map(|(name, _)| name.to_owned()) {
                self.sites.remove(&name);
            }
            return Ok(());
        }
        self.insert(site, mode, span, tab)
    }

    /// Writes a choice down, whatever the mode: in a private window the default mode may be chosen against an ordinary choice.
    pub(crate) fn insert(&mut self, site: &Site, mode: Mode, span: Span, tab: Option<i64>) -> Result<(), String> {
        if let Span::Tab(tab) = span {
            let known = self.tabs.get(&tab).is_some_and(|here| here.contains_key(site.as_str()));
            if !known && self.tabs.values().map(BTreeMap::len).sum::<usize>() >= MOST_IN_TABS {
                return Err(format!("more than {MOST_IN_TABS} choices for single tabs"));
            }
            self.take_back_in(tab, site);
            self.tabs.entry(tab).or_default().insert(site.as_str().to_owned(), TabChoice { mode, conversation: false });
            return Ok(());
        }
        if self.sites.len() >= MOST_SITES && !self.sites.contains_key(site.as_str()) {
            return Err(format!("more than {MOST_SITES} sites"));
        }
        if let Some(tab) = tab {
            self.take_back_in(tab, site);
        }
        self.sites.insert(site.as_str().to_owned(), Choice { mode, span });
        Ok(())
    }

    fn take_back_in(&mut self, tab: i64, site: &Site) {
        while let Some(name) = self.chosen_in(tab, site).map(|(name, _)| name.to_owned()) {
            if let Some(here) = self.tabs.get_mut(&tab) {
                here.remove(&name);
            }
        }
        self.tabs.retain(|_, here| !here.is_empty());
    }

    /// Takes the choice for just this name back.
    pub(crate) fn remove(&mut self, name: &str) {
        self.sites.remove(name);
    }

    /// Puts other choices in the place of all those for every tab.
    pub(crate) fn replace_sites(&mut self, sites: BTreeMap<String, Choice>) {
        self.sites = sites;
    }

    /// Every site with a choice for every tab, in order of name.
    pub fn sites(&self) -> impl Iterator<Item = (&str, Mode)> {
        self.sites.iter().map(|(site, choice)| (site.as_str(), choice.mode))
    }

    /// The same with how long each holds.
    pub fn choices(&self) -> impl Iterator<Item = (&str, Choice)> {
        self.sites.iter().map(|(site, choice)| (site.as_str(), *choice))
    }

    /// Every choice for a single tab.
    pub fn in_tabs(&self) -> impl Iterator<Item = (i64, &str, TabChoice)> {
        self.tabs.iter().flat_map(|(tab, here)| here.iter().map(|(site, choice)| (*tab, site.as_str(), *choice)))
    }

    /// Whether nothing was chosen for any site or tab.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty() && self.tabs.is_empty()
    }

    /// A tab is closed, or no longer there.
    pub fn forget_tab(&mut self, tab: i64) {
        self.tabs.remove(&tab);
    }

    /// The browser was closed since: what was to hold no longer than that is over.
    pub fn browser_was_closed(&mut self) {
        self.tabs.clear();
        self.sites.retain(|_, choice| choice.span != Span::Browser);
    }

    /// Takes away what is over at `now` (milliseconds since 1970), and says what it was.
    ///
    /// A clock that was set back leaves an end further away than it can be: it counts from now.
    pub fn expire(&mut self, now: u64) -> Vec<(String, Mode)> {
        let mut over = Vec::new();
        self.sites.retain(|name, choice| {
            let Span::Until(end) = &mut choice.span else { return true };
            *end = (*end).min(now.saturating_add(DAY));
            let lasts = *end > now;
            if !lasts {
                over.push((name.clone(), choice.mode));
            }
            lasts
        });
        over
    }

    /// When the next choice ends, in milliseconds since 1970.
    #[must_use]
    pub fn next_end(&self) -> Option<u64> {
        self.sites.values().filter_map(|choice| choice.span.until()).min()
    }

    /// A choice that is over goes on in a tab until the conversation there ends. The tab's own choice, if it has one, stays.
    pub(crate) fn keep_for_conversation(&mut self, tab: i64, name: &str, mode: Mode) {
        self.tabs.entry(tab).or_default().entry(name.to_owned()).or_insert(TabChoice { mode, conversation: true });
    }

    /// The conversation of a tab is over, and with it what was kept for it.
    pub(crate) fn conversation_ended(&mut self, tab: i64) {
        if let Some(here) = self.tabs.get_mut(&tab) {
            here.retain(|_, choice| !choice.conversation);
        }
        self.tabs.retain(|_, here| !here.is_empty());
    }

    /// The choices of every tab and site as if all were for sites: where one is more generous, that holds. For what no tab's
    /// number is known of.
    #[must_use]
    pub fn everywhere(&self) -> Self {
        let mut sites = self.sites.clone();
        for (_, name, choice) in self.in_tabs() {
            let there = sites.entry(name.to_owned());
            // In the other tabs the default holds.
            let there = there.or_insert(Choice { mode: self.default, span: Span::Browser });
            if choice.mode.generosity() > there.mode.generosity() {
                there.mode = choice.mode;
            }
        }
        Self { default: self.default, sites, tabs: BTreeMap::new() }
    }

    /// These choices, and where they say nothing those of `wider`.
    pub(crate) fn or(mut self, wider: &Self) -> Self {
        for (name, choice) in &wider.sites {
            self.sites.entry(name.clone()).or_insert(*choice);
        }
        self
    }
}

fn narrowest<'a, T: Copy>(all: &'a BTreeMap<String, T>, site: &Site) -> Option<(&'a str, T)> {
    let mut name = site.as_str();
    loop {
        if let Some((key, choice)) = all.get_key_value(name) {
            return Some((key, *choice));
        }
        name = name.split_once('.')?.1;
    }
}
