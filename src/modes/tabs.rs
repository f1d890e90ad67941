//! What single tabs are about: kept as long as the browser's memory, never on disk.

use crate::catalogue::POP_OUT_DOMAIN;
use crate::policy::Mode;
use crate::site::{Site, is_within};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Hosts of frames that one page may have a chat in.
const MOST_HOSTS: usize = 32;
/// Tabs with a chat at a time: more than anyone chats in.
const MOST_CHATS: usize = 64;

/// A tab in which what its site is allowed goes through: what a chat needs, or all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatTab {
    /// The site that it shows.
    pub site: String,
    /// Hosts of other sites' frames in it that hold a tag.
    #[serde(default)]
    pub hosts: BTreeSet<String>,
}

/// What is known of tabs. Stored in `storage.session` under [`Tabs::KEY`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tabs {
    private: BTreeSet<i64>,
    chats: BTreeMap<i64, ChatTab>,
    /// Tabs whose page was there, and allowed everything, when the rules were changed last.
    living: BTreeMap<i64, ChatTab>,
    /// By tab, the site with which the visitor talks.
    conversations: BTreeMap<i64, String>,
    /// Tabs that show the pop-out window of a page to which everything is allowed, and the page's site.
    allowed_pop_outs: BTreeMap<i64, String>,
}

impl Tabs {
    /// The key in `storage.session`.
    pub const KEY: &'static str = "modes.tabs";
    /// The key in `storage.session` of what was chosen in private windows.
    pub const PRIVATE_KEY: &'static str = "modes.private";

    /// Reads the stored form. What cannot be read counts as nothing: it is found out again.
    #[must_use]
    pub fn read(stored: Option<&str>) -> Self {
        stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Adds a tab to those with a chat: the site that it shows, and where a frame asked, the frame's host. Whether that changed
    /// anything.
    pub fn add_chat(&mut self, tab: i64, site: &Site, host: Option<&str>) -> bool {
        if tab < 0 || (self.chats.len() >= MOST_CHATS && !self.chats.contains_key(&tab)) {
            return false;
        }
        let fresh = || ChatTab { site: site.as_str().to_owned(), hosts: BTreeSet::new() };
        let before = self.chats.get(&tab).cloned();
        let chat = self.chats.entry(tab).or_insert_with(fresh);
        if chat.site != site.as_str() {
            *chat = fresh();
        }
        if let Some(host) = host.filter(|host| !site.covers(host) && chat.hosts.len() < MOST_HOSTS) {
            chat.hosts.insert(host.to_owned());
        }
        before.as_ref() != Some(chat)
    }

    /// A tab shows another page: where that is of another site, its chat is over for the rules.
    pub(super) fn shows(&mut self, tab: i64, site: Option<&Site>) {
        let is_of = |domain: &str| site.is_some_and(|site| is_within(site.as_str(), domain));
        for pages in [&mut self.chats, &mut self.living] {
            if pages.get(&tab).is_some_and(|page| !is_of(&page.site)) {
                pages.remove(&tab);
            }
        }
        if !is_of(POP_OUT_DOMAIN) {
            self.allowed_pop_outs.remove(&tab);
        }
    }

    /// The tabs whose page was allowed everything when the rules were changed last.
    pub fn living(&self) -> impl Iterator<Item = (i64, &ChatTab)> {
        self.living.iter().map(|(tab, page)| (*tab, page))
    }

    /// Puts others in their place.
    pub fn set_living(&mut self, living: BTreeMap<i64, ChatTab>) {
        self.living = living;
    }

    pub(super) fn end_living(&mut self, tab: i64) {
        self.living.remove(&tab);
    }

    /// Takes a tab from those with a chat.
    pub fn end_chat(&mut self, tab: i64) {
        self.chats.remove(&tab);
    }

    /// The tabs with a chat.
    pub fn chats(&self) -> impl Iterator<Item = (i64, &ChatTab)> {
        self.chats.iter().map(|(tab, chat)| (*tab, chat))
    }

    pub(super) fn begin_conversation(&mut self, tab: i64, site: &Site) {
        self.conversations.insert(tab, site.as_str().to_owned());
    }

    /// The site with which the visitor talks in a tab.
    pub(super) fn conversation(&self, tab: i64) -> Option<&str> {
        self.conversations.get(&tab).map(String::as_str)
    }

    pub(super) fn end_conversation(&mut self, tab: i64) {
        self.conversations.remove(&tab);
    }

    /// The tabs with a conversation under way, and the site of each.
    pub fn conversations(&self) -> impl Iterator<Item = (i64, &str)> {
        self.conversations.iter().map(|(tab, site)| (*tab, site.as_str()))
    }

    /// Remembers which page opened a pop-out window, by the window's tab, where everything is allowed to it.
    pub fn opened_pop_out(&mut self, tab: i64, by: Option<&Site>) {
        match by {
            Some(site) => drop(self.allowed_pop_outs.insert(tab, site.as_str().to_owned())),
            None => drop(self.allowed_pop_outs.remove(&tab)),
        }
    }

    /// The tabs with a pop-out window to which everything is allowed.
    pub fn allowed_pop_outs(&self) -> impl Iterator<Item = i64> + '_ {
        self.allowed_pop_outs.keys().copied()
    }

    pub(super) fn keep_pop_outs(&mut self, of: impl Fn(&str) -> bool) {
        self.allowed_pop_outs.retain(|_, site| of(site));
    }

    pub(super) fn pop_out(&self, tab: i64) -> Mode {
        if self.allowed_pop_outs.contains_key(&tab) { Mode::Allow } else { Mode::Chat }
    }

    /// Whether it matters which page a tab goes to.
    #[must_use]
    pub fn watch_pages(&self) -> bool {
        !(self.chats.is_empty() && self.living.is_empty() && self.conversations.is_empty() && self.allowed_pop_outs.is_empty())
    }

    /// Adds a tab of a private window.
    pub fn add_private(&mut self, tab: i64) {
        self.private.insert(tab);
    }

    /// Whether a tab is known to be of a private window. Only known while something was chosen there.
    #[must_use]
    pub fn is_private(&self, tab: i64) -> bool {
        self.private.contains(&tab)
    }

    /// The tabs that are known to be of private windows.
    pub fn private(&self) -> impl Iterator<Item = i64> + '_ {
        self.private.iter().copied()
    }

    pub(super) fn forget_private(&mut self) {
        self.private.clear();
    }

    /// A tab is closed.
    pub(super) fn forget(&mut self, tab: i64) {
        self.private.remove(&tab);
        self.chats.remove(&tab);
        self.living.remove(&tab);
        self.conversations.remove(&tab);
        self.allowed_pop_outs.remove(&tab);
    }

    /// Every tab that something is known of.
    pub(super) fn known(&self) -> impl Iterator<Item = i64> + '_ {
        let keys = self.private.iter().chain(self.chats.keys()).chain(self.living.keys()).chain(self.conversations.keys());
        keys.chain(self.allowed_pop_outs.keys()).copied()
    }

    /// Whether nothing is known of any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known().next().is_none()
    }
}
