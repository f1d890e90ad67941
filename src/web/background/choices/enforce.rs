//! Makes the browser's rules and page scripts what the modes say, whatever they were, and reads them back.

use super::super::chrome::{PageScripts, RuleSet, own_host};
use crate::catalogue::Catalogue;
use crate::markers::{Marker, markers};
use crate::modes::Modes;
use crate::rules::{DYNAMIC_IDS, Rule, SESSION_IDS, dynamic_rules, session_rules};
use futures_util::future::join3;
use serde::Serialize;
use std::ops::RangeInclusive;
use wasm_bindgen::prelude::*;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    remove_rule_ids: Vec<u32>,
    add_rules: Vec<&'a Rule>,
}

/// Brings all of it about.
pub(super) async fn enforce(catalogue: &Catalogue, modes: &Modes) -> Result<(), JsValue> {
    let said = |error: String| JsValue::from_str(&error);
    let (dynamic, session) = (dynamic_rules(modes).map_err(said)?, session_rules(catalogue, modes, &own_host()).map_err(said)?);
    // Most often all of it is there already, at each start of the worker: it is looked for at once.
    let there = join3(ours(RuleSet::Session, &SESSION_IDS), ours(RuleSet::Dynamic, &DYNAMIC_IDS), PageScripts::get()).await;
    let (session_there, dynamic_there, marked) = (there.0?, there.1?, there.2?);
    // In this order an open page that stays allowed is so without a gap.
    bring_about(RuleSet::Session, SESSION_IDS, session_there, &session).await?;
    bring_about(RuleSet::Dynamic, DYNAMIC_IDS, dynamic_there, &dynamic).await?;
    mark(marked, &markers(catalogue, modes)).await
}

/// Whether the rules of the two are not the same.
pub(super) fn differ(catalogue: &Catalogue, before: &Modes, after: &Modes) -> bool {
    let session = |modes: &Modes| session_rules(catalogue, modes, &own_host());
    dynamic_rules(before) != dynamic_rules(after) || session(before) != session(after)
}

/// The session rules of ours that are in force.
pub(super) async fn session_rules_in_force() -> Result<Vec<Rule>, JsValue> {
    ours(RuleSet::Session, &SESSION_IDS).await
}

async fn bring_about(set: RuleSet, ids: RangeInclusive<u32>, there: Vec<Rule>, wanted: &[Rule]) -> Result<(), JsValue> {
    if there == wanted {
        return Ok(());
    }
    // Only what differs, so that the rules of other tabs stay in force without a gap.
    let gone = there.iter().filter(|rule| !wanted.contains(rule)).map(|rule| rule.id);
    let new = wanted.iter().filter(|rule| !there.contains(rule));
    set.update(&Change { remove_rule_ids: gone.collect(), add_rules: new.collect() }).await?;
    // "Resolved" is not "in force everywhere": what was asked for is read back before anything depends on it.
    if ours(set, &ids).await? == wanted { Ok(()) } else { Err(JsValue::from_str("the browser did not take the rules")) }
}

/// Makes the browser run the markers in pages, and no other.
async fn mark(there: Vec<Marker>, wanted: &[Marker]) -> Result<(), JsValue> {
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
