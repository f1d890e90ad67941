//! That AskFirst may not see sites, and the button that asks the visitor for it.

use crate::explain::{Verdict, View};
use crate::web::page::dom::{Done, by_id, show, show_text};
use crate::web::page::text::message;
use crate::web::page::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Shows the button; with a sentence where the headline speaks of something else.
pub(super) fn show_access(view: &View) -> Done {
    if view.no_access {
        let beside = (view.verdict != Verdict::NoAccess).then(|| message(words::NO_ACCESS_BESIDE));
        show_text(&by_id("access-text")?, beside.as_deref())?;
        show(&by_id("access-grant")?, true)?;
        show(&by_id("access-reload")?, false)?;
    }
    show(&by_id("access")?, view.no_access)
}

/// The visitor has granted it: the page is looked at from its next beginning.
pub(in crate::web::popup) fn granted() -> Done {
    let text = message(words::ACCESS_GRANTED);
    show_text(&by_id("access-text")?, Some(&text))?;
    show(&by_id("access-grant")?, false)?;
    show(&by_id("access-reload")?, true)?;
    by_id("access-reload")?.unchecked_into::<HtmlElement>().focus()?;
    super::spoken::say(&text)
}
