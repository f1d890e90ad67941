//! When something happened first and last.

use super::dom::{Done, set_text, show, slot};
use super::text::Text;
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// Fills the slots `first` and `last` (times, in milliseconds since 1970) and shows `when` around them, and `until` around the
/// latter where it says something else.
pub(in crate::web) fn show_times(text: &Text, entry: &Element, first: f64, last: f64) -> Done {
    let place = slot(entry, "when")?;
    if first.is_nan() || first <= 0.0 {
        return show(&place, false);
    }
    let begun = text.clock(first)?;
    let ended = if last > first { text.clock(last)? } else { begun.clone() };
    one(&slot(&place, "first")?, &begun, first)?;
    one(&slot(&place, "last")?, &ended, last.max(first))?;
    show(&slot(&place, "until")?, begun != ended)?;
    show(&place, true)
}

fn one(element: &Element, words: &str, time: f64) -> Done {
    set_text(element, words);
    let time = js_sys::Date::new(&JsValue::from_f64(time)).to_iso_string();
    element.set_attribute("datetime", &String::from(time))
}
