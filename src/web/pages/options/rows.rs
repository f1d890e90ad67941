//! What both lists of sites share: what was pressed in which row, and where the focus goes on.

use crate::web::page::dom::{Done, by_id, set_text, show};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

/// The attribute that names a row's site.
pub(super) const SITE: &str = "data-site";

/// Listens to a list: what was pressed or chosen there, in the row of which site.
pub(super) fn on_row(list: &str, event: &str, mut act: impl FnMut(&str, String, Element) + 'static) -> Done {
    let listener = move |event: Event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Ok(Some(control)) = target.closest("[data-act]") else { return };
        let Ok(Some(row)) = control.closest(&format!("[{SITE}]")) else { return };
        if let (Some(name), Some(site)) = (control.get_attribute("data-act"), row.get_attribute(SITE)) {
            act(&name, site, row);
        }
    };
    let listener = Closure::<dyn FnMut(Event)>::new(listener).into_js_value();
    by_id(list)?.add_event_listener_with_callback(event, listener.unchecked_ref())
}

/// The part of a row that is pressed for something.
pub(super) fn control(row: &Element, act: &str) -> Result<HtmlElement, JsValue> {
    let found = row.query_selector(&format!("[data-act=\"{act}\"]"))?.ok_or_else(|| JsValue::from_str("a row lacks a part"))?;
    Ok(found.unchecked_into())
}

/// Puts the focus on a part of a site's row: what was pressed there is gone.
pub(super) fn focus(list: &str, site: &str, act: &str) -> Done {
    let mut next = by_id(list)?.first_element_child();
    while let Some(row) = next {
        if row.get_attribute(SITE).as_deref() == Some(site) {
            return control(&row, act)?.focus();
        }
        next = row.next_element_sibling();
    }
    Ok(())
}

/// Fills a button of a row, and shows it or takes it away. Those who do not see beside which site it stands hear the site too.
pub(super) fn show_button(row: &Element, act: &str, shown: bool, label: &str, site: &str) -> Done {
    let button = control(row, act)?;
    set_text(&button, label);
    button.set_attribute("aria-label", &format!("{label}: {site}"))?;
    show(&button, shown)
}
