//! What on this page needs consent, and why, with the source that says so.

use super::said;
use crate::explain::{ConsentView, Evidence};
use crate::web::page::dom::{Done, List, by_id, set_text, slot};
use crate::web::page::text::{about, message};
use crate::web::page::words;
use web_sys::Element;

/// Shows it, where it is unfolded.
pub(super) fn show(evidence: &Evidence) -> Done {
    if !by_id("consent-fold")?.has_attribute("open") {
        return Ok(());
    }
    let list = List { element: by_id("consent-list")?, template: "consent", key: "data-consent" };
    list.show(&evidence.consent, |row| row.id.clone(), |entry, row| show_row(entry, row, evidence))
}

fn show_row(entry: &Element, row: &ConsentView, evidence: &Evidence) -> Done {
    set_text(&slot(entry, "subjects")?, &subjects(row));
    let need = slot(entry, "need")?;
    set_text(&need, &message(words::need(row.need)));
    need.set_attribute("data-need", &words::need_name(row.need))?;
    set_text(&slot(entry, "why")?, &message(&said::consent(&row.id)));
    set_text(&slot(entry, "source")?, &about(said::CONSENT_SOURCE, &sources(&row.sources, evidence)));
    Ok(())
}

/// What it is about, in words.
pub(super) fn subjects(row: &ConsentView) -> String {
    let roles = row.roles.iter().map(|role| message(&words::role_title(*role)));
    roles.chain(row.classes.iter().map(|class| message(words::class(*class)))).collect::<Vec<_>>().join(" · ")
}

/// What and where the sources are.
pub(super) fn sources(names: &[String], evidence: &Evidence) -> String {
    let texts = names.iter().map(|name| evidence.sources.get(name).map_or(name.as_str(), String::as_str));
    texts.collect::<Vec<_>>().join("; ")
}
