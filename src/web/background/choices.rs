//! The visitor's choices: stored first, then turned into rules, then read back.

use super::chrome::{Area, PageScripts, RuleSet};
use crate::allowances::Allowances;
use crate::catalogue::Catalogue;
use crate::markers::{Marker, markers};
use crate::policy::Mode;
use crate::rules::{DYNAMIC_IDS, Rule, SESSION_IDS, dynamic_rules, session_rules};
use crate::site::Site;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use wasm_bindgen::prelude::*;

pub(super) struct Choices {
    allowances: RefCell<Allowances>,
    were_reset: Cell<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    remove_rule_ids: Vec<u32>,
    add_rules: &'a [Rule],
}

impl Choices {
    /// Reads the stored choices. What cannot be read is set aside, and the visitor is told.
    pub(super) async fn load() -> Result<Self, JsValue> {
        let stored = Area::Local.get(None).await?;
        let of_key = |key: &str| stored.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str());
        let mut were_reset = of_key(Allowances::UNREADABLE_KEY).is_some();
        let allowances = match Allowances::read(of_key(Allowances::KEY)) {
            Ok(allowances) => allowances,
            Err(_) => {
                let aside = of_key(Allowances::KEY).unwrap_or_default().to_owned();
                let fresh = Allowances::default();
                Area::Local.set(&[(Allowances::UNREADABLE_KEY.to_owned(), aside), (Allowances::KEY.to_owned(), fresh.to_json())])?.await?;
                were_reset = true;
                fresh
            }
        };
        Ok(Self { allowances: RefCell::new(allowances), were_reset: Cell::new(were_reset) })
    }

    pub(super) fn mode_of(&self, site: &Site) -> Mode {
        self.allowances.borrow().mode_of(site)
    }

    /// All of the visitor's choices, as they are now.
    pub(super) fn allowances(&self) -> Allowances {
        self.allowances.borrow().clone()
    }

    /// The wider site that the choice was made for, where it is not this one.
    pub(super) fn chosen_for(&self, site: &Site) -> Option<String> {
        self.allowances.borrow().chosen(site).map(|(name, _)| name.to_owned()).filter(|name| name != site.as_str())
    }

    pub(super) fn were_reset(&self) -> bool {
        self.were_reset.get()
    }

    /// Sets a site's mode for good. When anything on the way fails, the old choice stands and the reason is told.
    pub(super) async fn set(&self, catalogue: &Catalogue, site: &Site, mode: Mode) -> Result<(), String> {
        let before = self.allowances.borrow().clone();
        let mut after = before.clone();
        after.set(site, mode)?;
        store(&after).await.map_err(said)?;
        *self.allowances.borrow_mut() = after;
        if let Err(error) = self.reconcile(catalogue).await {
            let kept = store(&before).await;
            *self.allowances.borrow_mut() = before;
            return Err(said(kept.err().unwrap_or(error)));
        }
        if self.were_reset.replace(false) {
            // The visitor has chosen anew; the old text has served its notice.
            Area::Local.remove(&[Allowances::UNREADABLE_KEY.to_owned()]).map_err(said)?.await.map_err(said)?;
        }
        Ok(())
    }

    /// Makes the browser's rules what the choices say, whatever they were, and reads them back.
    pub(super) async fn reconcile(&self, catalogue: &Catalogue) -> Result<(), JsValue> {
        let (dynamic, session, markers) = {
            let allowances = self.allowances.borrow();
            let dynamic = dynamic_rules(catalogue, &allowances).map_err(|error| JsValue::from_str(&error))?;
            (dynamic, session_rules(catalogue, &allowances), markers(catalogue, &allowances))
        };
        bring_about(RuleSet::Dynamic, DYNAMIC_IDS, &dynamic).await?;
        bring_about(RuleSet::Session, SESSION_IDS, &session).await?;
        mark(&markers).await
    }
}

async fn store(allowances: &Allowances) -> Result<(), JsValue> {
    Area::Local.set(&[(Allowances::KEY.to_owned(), allowances.to_json())])?.await.map(drop)
}

/// What a thrown value says.
pub(super) fn said(error: JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map(|error| error.message().into()).or_else(|| error.as_string()).unwrap_or_default()
}

async fn bring_about(set: RuleSet, ids: RangeInclusive<u32>, wanted: &[Rule]) -> Result<(), JsValue> {
    let there = ours(set, &ids).await?;
    if there == wanted {
        return Ok(());
    }
    set.update(&Change { remove_rule_ids: there.iter().map(|rule| rule.id).collect(), add_rules: wanted }).await?;
    // "Resolved" is not "in force everywhere": what was asked for is read back before anything depends on it.
    if ours(set, &ids).await? == wanted { Ok(()) } else { Err(JsValue::from_str("the browser did not take the rules")) }
}

/// Makes the browser run the markers in pages, and no other.
async fn mark(wanted: &[Marker]) -> Result<(), JsValue> {
    let there: Vec<Marker> = PageScripts::get().await?;
    if are(&there, wanted) {
        return Ok(());
    }
    let (known, new): (Vec<&Marker>, Vec<&Marker>) = wanted.iter().partition(|marker| there.iter().any(|one| one.id == marker.id));
    let gone: Vec<&str> = there.iter().map(|one| one.id.as_str()).filter(|id| wanted.iter().all(|marker| marker.id != *id)).collect();
    if !gone.is_empty() {
        PageScripts::remove(&gone).await?;
    }
    if !known.is_empty() {
        PageScripts::update(&known).await?;
    }
    if !new.is_empty() {
        PageScripts::add(&new).await?;
    }
    let there: Vec<Marker> = PageScripts::get().await?;
    if are(&there, wanted) { Ok(()) } else { Err(JsValue::from_str("the browser did not take the page scripts")) }
}

fn are(there: &[Marker], wanted: &[Marker]) -> bool {
    there.len() == wanted.len() && wanted.iter().all(|marker| there.iter().any(|one| one.is_as(marker)))
}

async fn ours(set: RuleSet, ids: &RangeInclusive<u32>) -> Result<Vec<Rule>, JsValue> {
    let mut rules: Vec<Rule> = set.get().await?;
    rules.retain(|rule| ids.contains(&rule.id));
    rules.sort_by_key(|rule| rule.id);
    Ok(rules)
}
