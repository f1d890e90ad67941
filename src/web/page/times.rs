//! When something happened first and last.

use super::dom::{Done, set_text, show, slot};
use super::text::Text;
use crate::report::iso;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Fills the slots `first` and `last` (times, in milliseconds since 1970) and shows `when` around them, and `until` around the
/// latter where it says something else.
pub(in crate::web) fn show_times(text: &Text, entry: &Element, first: f64, last: f64) -> Done {
    let place = slot(entry, "when")?;
    let Some(since) = iso(first) else { return show(&place, false) };
    let begun = text.clock(first)?;
    let ended = if last > first { text.clock(last)? } else { begun.clone() };
    one(&slot(&place, "first")?, &begun, &since)?;
    one(&slot(&place, "last")?, &ended, &iso(last).unwrap_or_default())?;
    show(&slot(&place, "until")?, begun != ended)?;
    show(&place, true)
}

fn one(element: &Element, words: &str, time: &str) -> Result<(), JsValue> {
    set_text(element, words);
    element.set_attribute("datetime", time)
}
