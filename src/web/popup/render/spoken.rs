//! What a screen reader says when something has changed.

use crate::explain::View;
use crate::policy::Mode;
use crate::web::popup::dom::{Done, by_id, set_text};
use crate::web::popup::headline::{Headline, headline};
use crate::web::popup::talk::talk;
use crate::web::popup::text::{Text, message};
use crate::web::popup::words;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// Changes that follow each other faster are said once. Milliseconds.
const CALM: i32 = 700;

thread_local! {
    /// The timer of what is about to be said.
    static NEXT: Cell<Option<i32>> = const { Cell::new(None) };
}

/// What is there to hear of a page.
pub(super) fn summary(text: &Text, view: &View) -> String {
    let mut said = match headline(view) {
        Headline::Happened { sentence, total, counts, .. } => {
            vec![message(sentence), format!("{} {}.", text.at_least(total), text.counted(counts, total.number))]
        }
        Headline::Nothing { title, text } => vec![message(title), message(text)],
    };
    if let Some(talk) = talk(view) {
        said.push(message(talk.text));
    }
    if view.reload {
        said.push(message(reload_text(view.mode)));
    }
    said.join(" ")
}

/// Why the page has to be loaded again.
pub(super) fn reload_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Allow => words::RELOAD_TO_ALLOW,
        Mode::Chat => words::RELOAD_TO_CHAT,
        Mode::Ask => words::RELOAD_TO_HOLD,
    }
}

/// Says it, once nothing has changed for a moment.
pub(super) fn say(words: &str) -> Done {
    let Some(window) = web_sys::window() else { return Ok(()) };
    if let Some(earlier) = NEXT.take() {
        window.clear_timeout_with_handle(earlier);
    }
    let words = words.to_owned();
    let later = Closure::once_into_js(move || by_id("live").map(|live| set_text(&live, &words)));
    NEXT.set(Some(window.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), CALM)?));
    Ok(())
}
