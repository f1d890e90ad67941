//! The visitor's choices: stored first, then turned into rules, then read back, and only then said to be so.

mod enforce;
mod living;
mod restore;
mod stored;

use super::alarm;
use super::chrome::{self, Area};
use super::turn::Turn;
use crate::allowances::{Allowances, DAY};
use crate::catalogue::Catalogue;
use crate::modes::{Modes, Wish};
use crate::policy::{Lasts, Mode};
use crate::site::Site;
use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

/// Closed tabs that are remembered: what arrives late arrives within moments.
const MOST_CLOSED: usize = 256;

pub(super) struct Choices {
    catalogue: &'static Catalogue,
    /// What is in force.
    modes: RefCell<Modes>,
    turn: Turn,
    were_reset: Cell<bool>,
    /// Whether rules, page scripts and storage were seen to be what the modes say.
    in_order: Cell<bool>,
    /// Tabs that were closed in this life of the worker. What their pages said last may arrive after that.
    closed: RefCell<BTreeSet<i64>>,
    /// For when the alarm is set; not known at the worker's start.
    alarm: Cell<Option<Option<u64>>>,
}

/// How a tab's site is treated, and why: see [`crate::modes::Standing`].
pub(super) struct Standing {
    pub(super) mode: Mode,
    pub(super) lasts: Option<Lasts>,
    pub(super) until: Option<u64>,
    /// The wider site that the choice was made for, where it is not this one.
    pub(super) chosen_for: Option<String>,
}

/// What decides over cookies.
#[derive(Default, PartialEq)]
pub(super) struct ForCookies {
    pub(super) open: Allowances,
    pub(super) private: Allowances,
}

/// Milliseconds since 1970.
pub(super) fn now() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// What a thrown value says.
pub(super) fn said(error: JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| error.message().into()).or_else(|| error.as_string()).unwrap_or_default()
}

impl Choices {
    pub(super) fn mode_of(&self, tab: i64, site: &Site) -> Mode {
        self.modes.borrow().of(tab, site).mode
    }

    pub(super) fn standing(&self, tab: i64, site: &Site) -> Standing {
        let modes = self.modes.borrow();
        let standing = modes.of(tab, site);
        let wider = standing.chosen_for.filter(|name| *name != site.as_str());
        Standing { mode: standing.mode, lasts: standing.lasts, until: standing.until, chosen_for: wider.map(str::to_owned) }
    }

    pub(super) fn default_mode(&self) -> Mode {
        self.modes.borrow().default_mode()
    }

    pub(super) fn modes(&self) -> Ref<'_, Modes> {
        self.modes.borrow()
    }

    pub(super) fn for_cookies(&self) -> ForCookies {
        let modes = self.modes.borrow();
        ForCookies { open: modes.for_cookies(), private: modes.for_private_cookies() }
    }

    pub(super) fn were_reset(&self) -> bool {
        self.were_reset.get()
    }

    /// Sets a site's mode. When anything on the way fails, the old choice stands and the reason is told.
    pub(super) async fn choose(&self, site: &Site, wish: Wish) -> Result<(), String> {
        let private = if wish.private { chrome::private_tabs().await.map_err(said)? } else { Vec::new() };
        self.change(|modes| {
            for tab in private {
                modes.tabs.add_private(tab);
            }
            modes.choose(site, wish)
        })
        .await?;
        self.forget_unreadable().await
    }

    /// The visitor has chosen anew; a text that could not be read has served its notice.
    async fn forget_unreadable(&self) -> Result<(), String> {
        if self.were_reset.replace(false) {
            let keys = stored::UNREADABLE_KEYS.map(str::to_owned);
            Area::Local.remove(&keys).map_err(said)?.await.map_err(said)?;
        }
        Ok(())
    }

    /// Changes what the visitor set for all sites, or for sites that no tab need show.
    pub(super) async fn set(&self, how: impl FnOnce(&mut Modes) -> Result<(), String>) -> Result<(), String> {
        self.change(how).await?;
        self.forget_unreadable().await
    }

    /// Lets what a chat needs through in a tab that shows this site, also for a frame of another host.
    pub(super) async fn add_chat_tab(&self, tab: i64, site: &Site, host: Option<&str>) -> Result<(), String> {
        self.change(|modes| {
            if !self.closed.borrow().contains(&tab) {
                modes.tabs.add_chat(tab, site, host);
            }
            Ok(())
        })
        .await?;
        let there = self.modes.borrow().tabs.chats().any(|(one, _)| one == tab);
        if there { Ok(()) } else { Err("there is no chat in this tab".to_owned()) }
    }

    /// A tab was closed: nothing is let through in it any more, whoever asks for it.
    pub(super) fn note_closed(&self, tab: i64) {
        let mut closed = self.closed.borrow_mut();
        closed.insert(tab);
        // Browsers count tabs upwards: the first is the oldest.
        if closed.len() > MOST_CLOSED {
            closed.pop_first();
        }
    }

    /// An update of the extension made the browser forget what pages are allowed that are open.
    pub(super) async fn keep_living(&self) -> Result<(), String> {
        let modes = self.modes.borrow().clone();
        let living = living::pages(&modes).await.map_err(said)?;
        self.change(|modes| {
            modes.tabs.set_living(living);
            Ok(())
        })
        .await
    }

    /// Ends what is over by now.
    pub(super) async fn tidy(&self) -> Result<(), String> {
        let (now, end) = (now(), self.modes.borrow().open.next_end());
        // Further away than it can be: the clock was set back.
        if self.in_order.get() && end.is_none_or(|end| end > now && end <= now.saturating_add(DAY)) {
            return Ok(());
        }
        self.change(|_| Ok(())).await
    }

    /// Waits until every change that is under way is in force, or given up.
    pub(super) async fn settled(&self) {
        drop(self.turn.take().await);
    }

    /// Changes what is in force: one change after the other. What fails on the way changes nothing.
    pub(super) async fn change(&self, how: impl FnOnce(&mut Modes) -> Result<(), String>) -> Result<(), String> {
        let _turn = self.turn.take().await;
        let before = self.modes.borrow().clone();
        let mut after = before.clone();
        how(&mut after)?;
        after.settle(now());
        if after == before && self.in_order.get() {
            return Ok(());
        }
        if enforce::differ(self.catalogue, &before, &after) {
            after.tabs.set_living(living::pages(&before).await.map_err(said)?);
            after.settle(now());
        }
        if let Err(error) = self.bring_about(&before, &after).await {
            self.in_order.set(false);
            // As far as it goes: the next change, and the next start, try again.
            drop(self.bring_about(&after, &before).await);
            return Err(said(error));
        }
        self.in_order.set(true);
        *self.modes.borrow_mut() = after;
        self.set_alarm().await;
        Ok(())
    }

    async fn bring_about(&self, before: &Modes, after: &Modes) -> Result<(), JsValue> {
        stored::store(before, after).await?;
        enforce::enforce(self.catalogue, after).await
    }

    async fn set_alarm(&self) {
        let end = self.modes.borrow().open.next_end();
        if self.alarm.get() == Some(end) {
            return;
        }
        match alarm::set(end).await {
            Ok(()) => self.alarm.set(Some(end)),
            Err(error) => chrome::report("the end of a choice could not be put down", &error),
        }
    }
}
