//! The clean-up: what the last one found, and what it asks.

use super::super::dom::{Done, by_id, show, show_text};
use super::super::spoken;
use super::super::text::{Text, about, message};
use super::super::words::{self, counted};
use crate::cleanup::CleanUp;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Shows the last result. Where it is news, it is unfolded; where the visitor has just asked for it, it is said as well.
pub(super) fn result(text: &Text, result: &CleanUp, is_news: bool, is_asked: bool) -> Done {
    let told = text.sentences(&sentences(text, result)?);
    show_text(&by_id("clean-up-result")?, Some(&told))?;
    let asks = result.ask.identifiers > 0;
    let question = text.counted(counted::CLEANED_ASK, result.ask.identifiers);
    let sites = result.ask.sites.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    show_text(&by_id("clean-up-ask-text")?, asks.then_some(question.as_str()))?;
    show_text(&by_id("clean-up-sites")?, asks.then_some(sites.as_str()))?;
    if is_asked && !asks {
        // The button that was pressed may go with its question.
        by_id("clean-up-button")?.unchecked_into::<HtmlElement>().focus()?;
    }
    show(&by_id("clean-up-ask")?, asks)?;
    if is_news {
        by_id("clean-up-fold")?.set_attribute("open", "")?;
    }
    busy(false)?;
    match (is_asked, asks) {
        (false, _) => Ok(()),
        (true, false) => spoken::say(&told),
        (true, true) => spoken::say(&format!("{told} {question} {sites}")),
    }
}

/// Shows that a clean-up is under way.
pub(super) fn under_way() -> Done {
    show_text(&by_id("clean-up-result")?, Some(&message(words::CLEANING)))?;
    busy(true)
}

/// Shows that it did not work.
pub(super) fn failed() -> Done {
    let told = message(words::CLEAN_UP_ERROR);
    show_text(&by_id("clean-up-result")?, Some(&told))?;
    busy(false)?;
    spoken::say(&told)
}

/// Marked, not disabled: a disabled button would lose the focus.
pub(super) fn busy(is: bool) -> Done {
    for button in ["clean-up-button", "clean-up-too"] {
        by_id(button)?.set_attribute("aria-disabled", if is { "true" } else { "false" })?;
    }
    Ok(())
}

/// What a clean-up did, sentence by sentence.
pub(in crate::web) fn sentences(text: &Text, result: &CleanUp) -> Result<Vec<String>, JsValue> {
    let removed = &result.removed;
    let mut told = Vec::new();
    if removed.identifiers == 0 {
        if result.failed == 0 && result.ask.identifiers == 0 {
            told.push(message(words::CLEANED_NOTHING));
        }
    } else {
        told.push(text.counted(counted::CLEANED, removed.identifiers));
        told.push(text.counted(counted::CLEANED_SITES, removed.sites));
        let day = |end: Option<f64>| end.map(|end| text.day(end * 1000.0)).transpose();
        let (oldest, latest) = (day(removed.oldest)?, day(removed.latest)?);
        if let Some(latest) = &latest {
            told.push(about(words::CLEANED_LATEST, latest));
        }
        if let Some(oldest) = oldest.filter(|oldest| Some(oldest) != latest.as_ref()) {
            told.push(about(words::CLEANED_OLDEST, &oldest));
        }
    }
    if result.failed > 0 {
        told.push(text.counted(counted::CLEANED_FAILED, result.failed));
    }
    told.push(about(words::CLEANED_WHEN, &text.day(result.when)?));
    Ok(told)
}
