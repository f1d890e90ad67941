//! A view → the document. Each part of the popup has its own file; this one says which of them are there.

pub(super) mod access;
mod addresses;
mod attempts;
pub(super) mod choice;
mod kept;
mod spoken;
pub(super) mod talk;
mod tried;
mod verdict;

use super::background::Trouble;
use crate::explain::{PageKind, View};
use crate::web::page::dom::{Done, List, by_id, document, set_host, set_text, show, show_text, slot};
use crate::web::page::text::{Text, message};
use crate::web::page::{gist, words};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Shows what happened in a tab.
pub(super) fn view(text: &Text, view: &View) -> Done {
    header(view)?;
    notices(&view.notices)?;
    verdict::show(text, view)?;
    access::show_access(view)?;
    talk::show_talk(view)?;
    choice::show_choice(text, view)?;
    tried::show_tried(text, view)?;
    items(text, view)?;
    reading(text, view)?;
    show_detail(None)?;
    // The last of all, so that whoever waits for the state finds everything in its place.
    state(words::state(view.verdict))?;
    spoken::say_changed(spoken::summary(text, view))
}

/// Shows what was to be kept, as far as it is unfolded.
pub(super) fn items(text: &Text, view: &View) -> Done {
    attempts::show_attempts(text, view)?;
    kept::show_kept(text, &view.would_keep)
}

/// Makes room for what is read beyond the first picture: there is some where something happened.
fn reading(text: &Text, view: &View) -> Done {
    if let Some(gist) = &view.gist {
        gist::show(text, gist)?;
    }
    show(&by_id("reading")?, view.gist.is_some())
}

/// Tells the reading part (`extension/reading.js`) that a view is shown, and of which tab.
pub(super) fn tell_shown(tab: i32) -> Done {
    let Some(body) = document()?.body() else { return Ok(()) };
    let shown: u32 = body.get_attribute("data-shown").and_then(|shown| shown.parse().ok()).unwrap_or_default();
    body.set_attribute("data-tab", &tab.to_string())?;
    body.set_attribute("data-shown", &shown.wrapping_add(1).to_string())
}

/// Whether a fold is open. What is in a closed one is not drawn.
fn is_unfolded(id: &str) -> Result<bool, JsValue> {
    Ok(by_id(id)?.has_attribute("open"))
}

/// Shows that there is nothing to show, and why.
pub(super) fn trouble(trouble: &Trouble) -> Done {
    for part in ["mode", "notices", "verdict", "access", "talk", "choice", "button-off", "tried", "attempts", "kept", "reading"] {
        show(&by_id(part)?, false)?;
    }
    set_text(&by_id("site")?, &message(words::NAME));
    let (title, text) = (message(words::ERROR_TITLE), message(words::ERROR_TEXT));
    blank(Some((&title, &text)))?;
    let detail = match trouble {
        Trouble::Known(key) => message(key),
        Trouble::Told(words) => words.clone(),
    };
    show_detail(Some(&detail))?;
    state("error")?;
    by_id("again")?.unchecked_into::<HtmlElement>().focus()?;
    spoken::say(&format!("{title} {text}"))
}

/// What went wrong, and the button to try again.
fn show_detail(detail: Option<&str>) -> Done {
    show_text(&by_id("detail")?, detail)?;
    show(&by_id("again")?, detail.is_some())
}

/// The one word that the style sheet and the tests go by.
fn state(name: &str) -> Done {
    document()?.body().map_or(Ok(()), |body| body.set_attribute("data-state", name))
}

/// The site and its mode.
fn header(view: &View) -> Done {
    let heading = by_id("site")?;
    match view.site.as_deref() {
        Some(site) => set_host(&heading, site)?,
        None => set_text(&heading, &message(words::NAME)),
    }
    let mode = by_id("mode")?;
    set_text(&mode, &message(words::mode(view.mode)));
    mode.set_attribute("data-mode", words::mode(view.mode))?;
    show(&mode, view.page == PageKind::Web)
}

/// What the visitor has to be told beside.
fn notices(names: &[String]) -> Done {
    let list = by_id("notices")?;
    show(&list, !names.is_empty())?;
    List { element: list, template: "notice", key: "data-notice" }.show(names, Clone::clone, |entry, name| {
        set_text(&slot(entry, "notice")?, &message(&words::notice(name)));
        Ok(())
    })
}

/// The place where there is nothing to count: a title and a sentence, or nothing at all.
fn blank(words: Option<(&str, &str)>) -> Done {
    let (title, text) = words.unwrap_or_default();
    set_text(&by_id("blank-title")?, title);
    set_text(&by_id("blank-text")?, text);
    show(&by_id("blank")?, words.is_some())
}
