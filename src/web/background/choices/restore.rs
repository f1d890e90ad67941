//! The start of a worker: what earlier lives left is taken up, and what is over since is left behind.

use super::{Choices, enforce, stored};
use crate::catalogue::Catalogue;
use crate::modes::Modes;
use crate::policy::Mode;
use crate::rules::chats_in_force;
use crate::site::{Site, Url};
use crate::web::background::chrome::{OpenPage, open_pages};
use crate::web::background::turn::Turn;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

impl Choices {
    /// Reads the stored choices. What cannot be read is set aside, and the visitor is told.
    pub(crate) async fn load(catalogue: &'static Catalogue) -> Result<Self, JsValue> {
        let (modes, were_reset) = stored::read().await?;
        Ok(Self {
            catalogue,
            modes: RefCell::new(modes),
            turn: Turn::default(),
            were_reset: Cell::new(were_reset),
            in_order: Cell::new(false),
            closed: RefCell::default(),
            alarm: Cell::new(None),
        })
    }

    /// Leaves behind what ended since, and makes the browser's rules what the choices say.
    ///
    /// Session rules outlive the worker and an update of the extension, but not the browser: where ours are gone, the browser
    /// was closed since.
    ///
    /// Says whether something that may have left something is over.
    pub(crate) async fn start(&self) -> Result<bool, String> {
        let before = self.for_cookies();
        let in_force = enforce::session_rules_in_force().await.map_err(super::said)?;
        let was_closed = in_force.is_empty();
        let chats = chats_in_force(&in_force);
        let has_tabs = self.modes.borrow().known_tabs().next().is_some() || chats.is_some();
        let pages = if has_tabs && !was_closed { open_pages().await.map_err(super::said)? } else { Vec::new() };
        self.change(|modes| {
            if was_closed {
                modes.browser_was_closed();
            } else if has_tabs {
                modes.keep_tabs(&pages.iter().map(|page| page.id).collect::<BTreeSet<_>>());
                if let Some((tabs, hosts)) = chats {
                    take_up_chats(modes, &pages, tabs, hosts);
                }
            }
            Ok(())
        })
        .await?;
        Ok(self.for_cookies() != before)
    }
}

/// An update of the extension leaves the chats' rules in force, but not what was stored of their tabs.
fn take_up_chats(modes: &mut Modes, pages: &[OpenPage], tabs: &[i64], hosts: &[String]) {
    if modes.tabs.chats().next().is_some() {
        return;
    }
    for page in pages.iter().filter(|page| tabs.contains(&page.id)) {
        let host = page.url.as_deref().and_then(Url::parse).map(|url| url.host);
        let Some(site) = host.as_deref().and_then(Site::of_host) else { continue };
        if modes.of(page.id, &site).mode == Mode::Chat {
            modes.tabs.add_chat(page.id, &site, None);
            for host in hosts {
                modes.tabs.add_chat(page.id, &site, Some(host));
            }
        }
    }
}
