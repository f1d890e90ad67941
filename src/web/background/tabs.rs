//! What the browser tells of tabs: that one is closed, new, or shows another page.

use super::{Background, chrome};
use crate::classify::{is_own_host, is_pop_out};
use crate::cleanup::Occasion;
use crate::ledger::{Event, Phase, Visit};
use crate::policy::Mode;
use crate::site::{Site, Url, is_within};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
impl Background {
    /// A tab was closed: its ledger goes, and what was chosen for it alone.
    pub async fn forget_tab(&self, tab: i32) {
        let tab = i64::from(tab);
        self.choices.note_closed(tab);
        self.faces.forget_tab(tab);
        let chat = self.choices.modes().tabs.chats().find(|(of, _)| *of == tab).and_then(|(_, chat)| Site::of_host(&chat.site));
        let hosts = self.own_hosts_of(tab);
        let page = self.store.ledger().latest(tab).and_then(|visit| Url::parse(visit.page.as_deref()?)).map(|url| url.host);
        let was_pop_out = page.is_some_and(|host| is_pop_out(&host));
        self.store.forget_tab(tab);
        self.chats.forget_tab(tab);
        self.placeholder.forget_tab(tab);
        self.store.write();
        let before = self.choices.for_cookies();
        self.change("what was chosen for a tab could not be taken back", |modes| modes.forget_tab(tab)).await;
        if let Some(site) = chat {
            self.sweep_conversation(&site, hosts).await;
        } else if was_pop_out || self.choices.for_cookies() != before {
            self.sweep_what_is_over().await;
        }
    }

    /// A tab shows another page, or the same anew.
    pub async fn tab_shows(&self, tab: i32, url: Option<String>) {
        let site = url.as_deref().and_then(Site::of_page);
        self.change("a tab's chat could not be ended", |modes| modes.tab_shows(i64::from(tab), site.as_ref())).await;
    }

    /// A tab of a private window was opened.
    pub async fn private_tab_opened(&self, tab: i32) {
        self.saw_private_tab(i64::from(tab)).await;
    }

    /// The extension was updated.
    pub async fn updated(&self) {
        if let Err(error) = self.choices.keep_living().await {
            chrome::report("pages that are allowed could not be kept so", &JsValue::from_str(&error));
        }
    }

    /// Time has passed: what is over ends.
    pub async fn time_passed(&self) {
        self.tidy().await;
    }

    /// Whether it matters that a tab closes: it has a ledger, or something is of it alone.
    #[must_use]
    pub fn watches_closing(&self) -> bool {
        let is_known = self.choices.modes().known_tabs().next().is_some() || self.placeholder.has_private();
        is_known || !self.store.ledger().is_empty()
    }

    /// Whether it matters which page a tab goes to.
    #[must_use]
    pub fn watches_pages(&self) -> bool {
        self.choices.modes().tabs.watch_pages() || self.watches_menus() || self.faces.awaits_own()
    }

    /// Whether it matters that a tab is opened in a private window.
    #[must_use]
    pub fn watches_private(&self) -> bool {
        !self.choices.modes().private.is_empty()
    }
}

impl Background {
    /// A conversation began or ended in a tab that shows this site. A choice that ends meanwhile goes on there.
    pub(super) async fn conversation(&self, tab: i64, site: &Site, is_under_way: bool) {
        let before = self.choices.for_cookies();
        self.change("a conversation could not be written down", |modes| {
            if is_under_way {
                modes.conversation_began(tab, site);
            } else {
                modes.conversation_ended(tab);
            }
        })
        .await;
        if !is_under_way {
            self.sweep_conversation(site, self.own_hosts_of(tab)).await;
        } else if self.choices.for_cookies() != before {
            self.sweep_what_is_over().await;
        }
    }

    /// Nothing of a conversation stays when it is over, whatever is chosen for the site; unless there is another one.
    async fn sweep_conversation(&self, site: &Site, hosts: BTreeSet<String>) {
        let is_on = |other: &str| is_within(other, site.as_str()) || is_within(site.as_str(), other);
        if self.choices.modes().tabs.conversations().any(|(_, other)| is_on(other)) {
            return;
        }
        let mut choices = self.choices.for_cookies();
        for book in [&mut choices.open, &mut choices.private] {
            // Where all is allowed it is as if AskFirst were not there.
            if book.mode_of(site) == Mode::Chat {
                drop(book.set(site, Mode::Ask));
            }
        }
        if let Err(error) = self.janitor.sweep(&choices, Occasion::TakenBack, hosts).await {
            chrome::report("what a conversation left could not be looked through", &error);
        }
    }

    /// LivePerson's hosts that a tab's page has asked: regional ones are known from there only.
    fn own_hosts_of(&self, tab: i64) -> BTreeSet<String> {
        let ledger = self.store.ledger();
        let rows = ledger.latest(tab).into_iter().flat_map(Visit::rows);
        let hosts = rows.filter_map(|row| Url::parse(&row.url)).map(|url| url.host);
        hosts.filter(|host| is_own_host(self.catalogue, host)).collect()
    }

    /// What was chosen in a private window holds in all of them.
    pub(super) async fn saw_private_tab(&self, tab: i64) {
        if self.watches_private() && !self.choices.modes().tabs.is_private(tab) {
            self.change("a private window could not be told its choices", |modes| modes.tabs.add_private(tab)).await;
        }
    }

    /// LivePerson's pop-out window opens: it is treated as the page that opens it, which the browser tells only now.
    pub(super) fn note_pop_out(&self, event: &Event) {
        let host = Url::parse(&event.url).map(|url| url.host).unwrap_or_default();
        if event.phase != Phase::Started || event.frame != 0 || !is_pop_out(&host) {
            return;
        }
        let opener = event.initiator.as_deref().and_then(Site::of_page);
        let by = opener.filter(|site| self.choices.modes().anywhere(site) == Mode::Allow);
        let (choices, tab) = (Rc::clone(&self.choices), event.tab);
        spawn_local(async move {
            let noted = choices.change(|modes| {
                modes.tabs.opened_pop_out(tab, by.as_ref());
                Ok(())
            });
            if let Err(error) = noted.await {
                chrome::report("a pop-out window could not be written down", &JsValue::from_str(&error));
            }
        });
    }

    async fn change(&self, failure: &str, how: impl FnOnce(&mut crate::modes::Modes)) {
        let changed = self.choices.change(|modes| {
            how(modes);
            Ok(())
        });
        if let Err(error) = changed.await {
            chrome::report(failure, &JsValue::from_str(&error));
        }
    }
}
