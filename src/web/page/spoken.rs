//! What a screen reader says when something has changed: the page's `#live`.

use super::dom::{Done, by_id, set_text};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// Changes that follow each other faster are said once. Milliseconds.
const CALM: i32 = 700;

thread_local! {
    /// The timer of what is about to be said.
    static NEXT: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Says it, once nothing has changed for a moment.
pub(in crate::web) fn say(words: &str) -> Done {
    let Some(window) = web_sys::window() else { return Ok(()) };
    if let Some(earlier) = NEXT.take() {
        window.clear_timeout_with_handle(earlier);
    }
    let words = words.to_owned();
    let later = Closure::once_into_js(move || by_id("live").map(|live| set_text(&live, &words)));
    NEXT.set(Some(window.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), CALM)?));
    Ok(())
}
