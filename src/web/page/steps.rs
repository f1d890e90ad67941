//! Long lists, shown in steps: a list of thousands is neither drawn nor read at once.

use super::dom::{Done, List, from_template, set_text, show};
use super::text::Text;
use super::words::counted;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// Entries of one step.
const STEP: usize = 50;
/// The attribute of a list that says how many of its entries are shown.
const LIMIT: &str = "data-limit";

/// Shows the first of the things, and a button for more of them after the list. Whoever owns the list follows the button by
/// [`follow`].
pub(in crate::web) fn show_steps<T>(
    text: &Text,
    list: &List,
    things: &[T],
    key: impl Fn(&T) -> String,
    fill: impl Fn(&Element, &T) -> Done,
) -> Done {
    let limit = limit(&list.element);
    let (shown, rest) = things.split_at_checked(limit).unwrap_or((things, &[]));
    list.show(shown, key, fill)?;
    let next = list.element.next_element_sibling().filter(|next| next.has_attribute("data-more-of"));
    match next {
        Some(button) => show_button(text, &button, rest.len()),
        None if rest.is_empty() => Ok(()),
        None => {
            let button = from_template("show-more")?;
            list.element.insert_adjacent_element("afterend", &button)?;
            show_button(text, &button, rest.len())
        }
    }
}

fn show_button(text: &Text, button: &Element, rest: usize) -> Done {
    set_text(button, &text.counted(counted::SHOW_MORE, rest.min(STEP) as u64));
    show(button, rest > 0)
}

fn limit(list: &Element) -> usize {
    list.get_attribute(LIMIT).and_then(|limit| limit.parse().ok()).unwrap_or(STEP)
}

/// Listens below an element for presses on buttons for more, and has its lists shown again after one.
pub(in crate::web) fn follow(root: &Element, show_again: impl Fn() + 'static) -> Done {
    let listener = move |event: JsValue| {
        let target = js_sys::Reflect::get(&event, &"target".into()).ok().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-more-of]").ok().flatten());
        let Some(list) = button.and_then(|button| button.previous_element_sibling()) else { return };
        let before = limit(&list);
        drop(list.set_attribute(LIMIT, &before.saturating_add(STEP).to_string()));
        show_again();
        // Where the reading goes on: the first entry that was not there.
        let first = u32::try_from(before).ok().and_then(|at| list.children().item(at));
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            drop(first.set_attribute("tabindex", "-1"));
            drop(first.focus());
        }
    };
    root.add_event_listener_with_callback("click", Closure::<dyn FnMut(JsValue)>::new(listener).into_js_value().unchecked_ref())
}
