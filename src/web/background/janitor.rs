//! Brings about what the core decides over cookies: those that arrive, and those that were left.

use super::choices::ForCookies;
use super::chrome::{self, Area};
use super::cookies;
use crate::catalogue::Catalogue;
use crate::classify::{ItemClassifier, is_pop_out};
use crate::cleanup::{CleanUp, Cookie, Fate, Judge, Occasion, Plan, Tally, plan, storage_hosts};
use crate::ledger::AttemptOutcome;
use crate::site::Url;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use wasm_bindgen::prelude::*;

/// Cookies that are dealt with at the same time. Beyond them all are looked through when those are done.
const MOST_AT_ONCE: usize = 64;
/// How often a cookie is dealt with that a page keeps writing, before the next event of it has to do.
const MOST_TRIES: u32 = 3;

/// A cookie that arrived and what became of it.
pub(super) struct Arrival {
    pub(super) cookie: Cookie,
    pub(super) outcome: AttemptOutcome,
    /// How often it arrived meanwhile.
    pub(super) count: u64,
}

pub(super) struct Janitor {
    catalogue: &'static Catalogue,
    items: &'static ItemClassifier<'static>,
    /// Cookies that are being dealt with, and how often each arrived since.
    busy: RefCell<HashMap<String, u64>>,
    /// Whether a cookie arrived for which there was no room.
    overrun: Cell<bool>,
}

impl Janitor {
    pub(super) fn new(catalogue: &'static Catalogue, items: &'static ItemClassifier<'static>) -> Self {
        Self { catalogue, items, busy: RefCell::default(), overrun: Cell::new(false) }
    }

    fn judge<'a>(&'a self, choices: &'a ForCookies, occasion: Occasion) -> Judge<'a> {
        Judge::new(self.catalogue, self.items, &choices.open, occasion).with_private(&choices.private)
    }

    /// Whose cookie it is: see [`Judge::place`].
    pub(super) fn place(&self, cookie: &Cookie) -> String {
        self.judge(&ForCookies::default(), Occasion::Change).place(cookie)
    }

    /// Deals with a cookie that was set a moment ago. What a page or server writes over and over is dealt with in turn.
    pub(super) async fn arrived(&self, cookie: Cookie, choices: &ForCookies) -> Result<Option<Arrival>, JsValue> {
        if self.judge(choices, Occasion::Change).fate(&cookie) == Fate::Keep {
            return Ok(None);
        }
        let key = format!("{cookie:?} {:?}", cookie.partition_key);
        {
            let mut busy = self.busy.borrow_mut();
            if let Some(count) = busy.get_mut(&key) {
                *count = count.saturating_add(1);
                return Ok(None);
            }
            if busy.len() >= MOST_AT_ONCE {
                self.overrun.set(true);
                return Ok(None);
            }
            busy.insert(key.clone(), 1);
        }
        let dealt = self.deal_with(&cookie, choices).await;
        let count = self.busy.borrow_mut().remove(&key).unwrap_or(1);
        if self.busy.borrow().is_empty() && self.overrun.replace(false) {
            self.sweep(choices, Occasion::Change, BTreeSet::new()).await?;
        }
        Ok(dealt?.map(|outcome| Arrival { cookie, outcome, count }))
    }

    async fn deal_with(&self, cookie: &Cookie, choices: &ForCookies) -> Result<Option<AttemptOutcome>, JsValue> {
        for _ in 0..MOST_TRIES {
            let outcome = match self.judge(choices, Occasion::Change).fate(cookie) {
                Fate::SessionOnly if cookies::shorten(cookie).await.unwrap_or(false) => Some(AttemptOutcome::SessionOnly),
                // What cannot be shortened does not stay either.
                Fate::SessionOnly | Fate::Remove if cookies::remove(cookie).await? => Some(AttemptOutcome::Removed),
                Fate::Keep | Fate::Ask(_) => return Ok(None),
                _ => None,
            };
            if outcome.is_some() {
                return Ok(outcome);
            }
        }
        chrome::report("a cookie of LivePerson's could not be removed", &JsValue::from_str(&format!("{cookie:?}")));
        Ok(None)
    }

    /// Deals with all cookies without a word: after a choice was taken back, a conversation has ended, and when the browser
    /// starts. `hosts`: of LivePerson's, known to have been asked, beside those that the catalogue names.
    pub(super) async fn sweep(&self, choices: &ForCookies, occasion: Occasion, hosts: BTreeSet<String>) -> Result<(), JsValue> {
        let (mut planned, _, served) = self.plan(choices, occasion, &[]).await?;
        planned.hosts.extend(hosts);
        self.carry_out(&planned).await;
        if occasion == Occasion::Change || served { Ok(()) } else { self.clear_storage(&mut planned).await }
    }

    /// A clean-up: removes what LivePerson left, but on allowed sites only what the visitor confirmed. The result is stored,
    /// unless it is nobody's question and there is nothing to tell.
    pub(super) async fn clean_up(&self, choices: &ForCookies, confirmed: &[String], is_asked: bool) -> Result<CleanUp, JsValue> {
        let (mut planned, mut failed, served) = self.plan(choices, Occasion::CleanUp, confirmed).await?;
        // What serves a site stays, until every site is given up.
        let given_up = !confirmed.is_empty() && planned.ask.identifiers == 0;
        if (!served || given_up)
            && let Err(error) = self.clear_storage(&mut planned).await
        {
            chrome::report("the storage of LivePerson's hosts could not be cleared", &error);
            failed += 1;
        }
        let left = self.carry_out(&planned).await;
        failed += left.len() as u64;
        planned.remove.retain(|cookie| !left.contains(cookie));
        let removed = Tally::of(&self.judge(choices, Occasion::CleanUp), &planned.remove);
        let result = CleanUp::new(js_sys::Date::now(), removed, planned.ask, failed);
        if is_asked || !result.is_empty() {
            let text = serde_json::to_string(&result).map_err(|error| JsValue::from_str(&error.to_string()))?;
            Area::Local.set(&[(CleanUp::KEY.to_owned(), text)])?.await?;
        }
        Ok(result)
    }

    /// What is to be done, how many stores could not be read, and whether LivePerson's own hosts serve a site.
    async fn plan(&self, choices: &ForCookies, occasion: Occasion, confirmed: &[String]) -> Result<(Plan, u64, bool), JsValue> {
        let pages = chrome::open_pages().await?;
        let mut hosts = pages.iter().filter_map(|page| Url::parse(page.url.as_deref()?)).map(|url| url.host);
        let looks_at_all = self.judge(choices, occasion).with_pop_out(hosts.any(|host| is_pop_out(&host)));
        let (theirs, failed) = cookies::of_all_stores(|cookie| looks_at_all.is_theirs(cookie)).await?;
        let judge = looks_at_all.aware_of_agents(&theirs).confirmed(confirmed.iter().cloned());
        let served = judge.are_served();
        Ok((plan(&judge, theirs), failed, served))
    }

    async fn clear_storage(&self, planned: &mut Plan) -> Result<(), JsValue> {
        planned.hosts.extend(storage_hosts(self.catalogue));
        cookies::clear_storage(&planned.hosts).await
    }

    /// Does what is planned. What could not be removed comes back.
    async fn carry_out(&self, planned: &Plan) -> Vec<Cookie> {
        let mut left = Vec::new();
        for cookie in &planned.remove {
            if !cookies::remove(cookie).await.unwrap_or(false) {
                left.push(cookie.clone());
            }
        }
        for cookie in &planned.shorten {
            if !cookies::shorten(cookie).await.unwrap_or(false) && !cookies::remove(cookie).await.unwrap_or(false) {
                left.push(cookie.clone());
            }
        }
        left
    }
}
