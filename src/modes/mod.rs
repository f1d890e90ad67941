//! Which mode holds in a tab that shows a site: the visitor's choices for sites and tabs, those of private windows, and what
//! tabs are about just now.

mod tabs;

pub use tabs::{ChatTab, Tabs};

use crate::allowances::{Allowances, Choice, Span};
use crate::catalogue::POP_OUT_DOMAIN;
use crate::policy::{Lasts, Mode};
use crate::site::{Site, is_within};
use std::collections::{BTreeMap, BTreeSet};

/// All that decides over modes.
///
/// A choice that is made in a private window holds in private windows until the last of them is closed, and nothing of it is
/// written to disk. What was chosen in ordinary windows holds there too, unless something else was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modes {
    /// What was chosen in ordinary windows.
    pub open: Allowances,
    /// What was chosen in private ones.
    pub private: Allowances,
    /// What tabs are about.
    pub tabs: Tabs,
}

/// How a tab's site is treated, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// How.
    pub mode: Mode,
    /// For how long it was chosen; none in the default mode.
    pub lasts: Option<Lasts>,
    /// When it ends, where that is a time. Milliseconds since 1970.
    pub until: Option<u64>,
    /// The site that it was chosen for: this or a wider one.
    pub chosen_for: Option<&'a str>,
}

impl Standing<'_> {
    /// Nobody chose it for this site.
    const fn nobodys(mode: Mode) -> Self {
        Self { mode, lasts: None, until: None, chosen_for: None }
    }
}

/// What the visitor wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// The tab in which it was said.
    pub tab: i64,
    /// Whether that is in a private window.
    pub private: bool,
    /// How the site is to be treated.
    pub mode: Mode,
    /// How long.
    pub lasts: Lasts,
    /// When it was said. Milliseconds since 1970.
    pub now: u64,
}

impl From<Allowances> for Modes {
    fn from(open: Allowances) -> Self {
        Self { open, ..Self::default() }
    }
}

impl Modes {
    /// What holds for every site without a choice of its own, in ordinary and in private windows.
    #[must_use]
    pub const fn default_mode(&self) -> Mode {
        self.open.default_mode()
    }

    /// Changes what holds for every site without a choice of its own. Choices stay, also one that now says the same: it is the
    /// visitor's word for that site.
    pub const fn set_default_mode(&mut self, mode: Mode) {
        self.open.set_default_mode(mode);
        self.private.set_default_mode(mode);
    }

    /// How a tab treats the site that it shows. A choice for the tab comes before one for the site; of each kind the narrowest
    /// decides.
    #[must_use]
    pub fn of(&self, tab: i64, site: &Site) -> Standing<'_> {
        if is_within(site.as_str(), POP_OUT_DOMAIN) {
            // The pop-out window: of a chat, unless the page that opened it is allowed everything.
            return Standing::nobodys(self.tabs.pop_out(tab));
        }
        let private = self.tabs.is_private(tab).then_some(&self.private);
        for book in private.into_iter().chain([&self.open]) {
            let found = book
                .chosen_in(tab, site)
                .map(|(name, choice)| (name, choice.mode, Span::Tab(tab)))
                .or_else(|| book.chosen(site).map(|(name, choice)| (name, choice.mode, choice.span)));
            if let Some((name, mode, span)) = found {
                let is_exception = mode != Mode::Ask || self.default_mode() != Mode::Ask;
                let lasts = is_exception.then_some(span.lasts());
                return Standing { mode, lasts, until: span.until(), chosen_for: Some(name) };
            }
        }
        Standing::nobodys(self.default_mode())
    }

    /// How a site is treated where it is treated most generously.
    #[must_use]
    pub fn anywhere(&self, site: &Site) -> Mode {
        let books = [self.for_cookies(), self.for_private_cookies()];
        books.iter().map(|book| book.mode_of(site)).max_by_key(|mode| mode.generosity()).unwrap_or_default()
    }

    /// Takes in what the visitor chose.
    ///
    /// # Errors
    /// When there are more choices than anyone makes.
    pub fn choose(&mut self, site: &Site, wish: Wish) -> Result<(), String> {
        let Wish { tab, private, mode, lasts, now } = wish;
        if !private {
            return self.open.set_for(site, mode, Span::of(lasts, tab, now), Some(tab));
        }
        // Until the private windows are closed, at most.
        let span = if lasts == Lasts::Tab { Span::Tab(tab) } else { Span::Browser };
        self.tabs.add_private(tab);
        self.private.set_for(site, mode, span, Some(tab))?;
        let default = self.default_mode();
        let against = mode == default && self.open.mode_of(site) != default;
        // The ordinary choice is on the disk and stays there: here it is outvoted.
        if against { self.private.insert(site, default, Span::Browser, Some(tab)) } else { Ok(()) }
    }

    /// Writes down a choice for just this name, in every tab of the ordinary windows, also one that the default says as well.
    ///
    /// # Errors
    /// When there are more choices than anyone makes.
    pub fn set_site(&mut self, site: &Site, mode: Mode, span: Span) -> Result<(), String> {
        self.open.insert(site, mode, span, None)
    }

    /// Takes the choice for just this name back.
    pub fn forget_site(&mut self, name: &str) {
        self.open.remove(name);
    }

    /// Puts other choices in the place of all those for every tab of the ordinary windows.
    pub fn replace_sites(&mut self, sites: BTreeMap<String, Choice>) {
        self.open.replace_sites(sites);
    }

    /// Brings all to what holds at `now` (milliseconds since 1970): choices end with their time, but not in a tab with a
    /// conversation; what served a choice goes with it.
    pub fn settle(&mut self, now: u64) {
        // An exception that is over does not make a conversation end: what holds then is more generous.
        for (name, mode) in self.open.expire(now).into_iter().filter(|(_, mode)| *mode != Mode::Ask) {
            for (tab, _) in self.tabs.conversations().filter(|(_, site)| is_within(site, &name)) {
                self.open.keep_for_conversation(tab, &name, mode);
            }
        }
        if self.private.is_empty() || self.tabs.private().next().is_none() {
            // The last private window is closed.
            self.private = Allowances::treating_all(self.default_mode());
            self.tabs.forget_private();
        }
        if self.tabs.allowed_pop_outs().next().is_some() {
            let books = [self.for_cookies(), self.for_private_cookies()];
            let allows = |book: &Allowances, site: &Site| book.mode_of(site) == Mode::Allow;
            self.tabs.keep_pop_outs(|name| Site::of_host(name).is_some_and(|site| books.iter().any(|book| allows(book, &site))));
        }
        let chats: Vec<i64> = self.tabs.chats().filter(|(tab, chat)| !self.is_in(Mode::Chat, *tab, chat)).map(|(tab, _)| tab).collect();
        for tab in chats {
            self.tabs.end_chat(tab);
        }
        let living: Vec<i64> = self.tabs.living().filter(|(tab, page)| !self.is_in(Mode::Allow, *tab, page)).map(|(tab, _)| tab).collect();
        for tab in living {
            self.tabs.end_living(tab);
        }
    }

    fn is_in(&self, mode: Mode, tab: i64, page: &ChatTab) -> bool {
        Site::of_host(&page.site).is_some_and(|site| self.of(tab, &site).mode == mode)
    }

    /// A conversation began in a tab that shows this site.
    pub fn conversation_began(&mut self, tab: i64, site: &Site) {
        self.tabs.begin_conversation(tab, site);
    }

    /// The conversation of a tab is over.
    pub fn conversation_ended(&mut self, tab: i64) {
        self.tabs.end_conversation(tab);
        for book in [&mut self.open, &mut self.private] {
            book.conversation_ended(tab);
        }
    }

    /// A tab shows another page, or the same anew. Where that is of another site, nobody talks with the former any more.
    pub fn tab_shows(&mut self, tab: i64, site: Option<&Site>) {
        self.tabs.shows(tab, site);
        let is_left = |name: &str| site.is_none_or(|site| !is_within(site.as_str(), name) && !is_within(name, site.as_str()));
        if self.tabs.conversation(tab).is_some_and(is_left) {
            self.conversation_ended(tab);
        }
    }

    /// A tab is closed, or no longer there.
    pub fn forget_tab(&mut self, tab: i64) {
        for book in [&mut self.open, &mut self.private] {
            book.forget_tab(tab);
        }
        self.tabs.forget(tab);
    }

    /// Keeps only what is of these tabs: the ones that are open.
    pub fn keep_tabs(&mut self, there: &BTreeSet<i64>) {
        let known: BTreeSet<i64> = self.known_tabs().collect();
        for gone in known.difference(there) {
            self.forget_tab(*gone);
        }
    }

    /// Every tab that something is known of.
    pub fn known_tabs(&self) -> impl Iterator<Item = i64> + '_ {
        let books = [&self.open, &self.private].into_iter().flat_map(Allowances::in_tabs).map(|(tab, ..)| tab);
        books.chain(self.tabs.known())
    }

    /// The browser was closed since.
    pub fn browser_was_closed(&mut self) {
        self.open.browser_was_closed();
        self.private = Allowances::treating_all(self.default_mode());
        self.tabs = Tabs::default();
    }

    /// What holds in single tabs, by tab and name of site: choices for the tab, and in private tabs what was chosen in any of
    /// them.
    #[must_use]
    pub fn by_tab(&self) -> BTreeMap<i64, BTreeMap<&str, Mode>> {
        let mut tabs: BTreeMap<i64, BTreeMap<&str, Mode>> = BTreeMap::new();
        for tab in self.tabs.private() {
            let sites: BTreeMap<&str, Mode> = self.private.sites().collect();
            if !sites.is_empty() {
                tabs.insert(tab, sites);
            }
        }
        for (tab, name, choice) in self.private.in_tabs().chain(self.open.in_tabs()) {
            let here = tabs.entry(tab).or_default();
            // The tab's own word also covers what was chosen for a part of the site.
            here.retain(|other, _| !is_within(other, name));
            here.insert(name, choice.mode);
        }
        tabs
    }

    /// Names of sites that not every tab treats alike.
    #[must_use]
    pub fn only_in_tabs(&self) -> BTreeSet<&str> {
        let private = self.private.sites().map(|(name, _)| name);
        private.chain([&self.private, &self.open].into_iter().flat_map(Allowances::in_tabs).map(|(_, name, _)| name)).collect()
    }

    /// Whether anything was chosen, anywhere.
    #[must_use]
    pub fn has_choices(&self) -> bool {
        self.default_mode() != Mode::Ask || !(self.open.is_empty() && self.private.is_empty())
    }

    /// What decides over cookies in ordinary windows, whose tab nobody knows.
    #[must_use]
    pub fn for_cookies(&self) -> Allowances {
        self.open.everywhere()
    }

    /// The same in private ones.
    #[must_use]
    pub fn for_private_cookies(&self) -> Allowances {
        self.private.everywhere().or(&self.open.everywhere())
    }
}
