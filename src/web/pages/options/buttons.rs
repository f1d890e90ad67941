//! The chat button on pages: on or off, and the sites on which it was dismissed.

use super::ask::Wish;
use super::rows::{SITE, focus, on_row, show_button};
use super::words::{self, counted};
use super::{Options, ROWS};
use crate::web::page::dom::{Done, List, by_id, logged, on, set_host, show, show_text, slot};
use crate::web::page::spoken;
use crate::web::page::text::{about, message};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement};

const LIST: &str = "hidden-list";

impl Options {
    pub(super) fn answer_buttons(self: &Rc<Self>) -> Done {
        let options = Rc::clone(self);
        on("button-shown", "change", move || {
            let Ok(shown) = checkbox().map(|checkbox| checkbox.checked()) else { return };
            options.change(Wish::SetButton { shown }, |_| spoken::say(&message(words::SAVED)));
        })?;
        let options = Rc::clone(self);
        on("hidden-more", "click", move || {
            options.hidden_rows.set(options.hidden_rows.get().saturating_add(ROWS));
            logged(options.show_buttons());
        })?;
        let options = Rc::clone(self);
        on_row(LIST, "click", move |act, site, _| match act {
            "remove" => options.show_on(site, true),
            "undo" => options.show_on(site, false),
            _ => {}
        })
    }

    /// Brings the button back to a site, or takes that back.
    fn show_on(self: &Rc<Self>, site: String, shown: bool) {
        let wish = Wish::SetButtonOn { site: site.clone(), shown };
        self.change(wish, move |options| {
            if shown {
                options.restored.borrow_mut().insert(site.clone());
                options.show_buttons()?;
            }
            focus(LIST, &site, if shown { "undo" } else { "remove" })?;
            spoken::say(&about(if shown { words::BUTTON_IS_BACK_NAMED } else { words::BUTTON_HIDDEN_NAMED }, &site))
        });
    }

    pub(super) fn show_buttons(&self) -> Done {
        let settings = self.settings.borrow();
        let Some(settings) = settings.as_ref() else { return Ok(()) };
        checkbox()?.set_checked(settings.button);
        let restored = self.restored.borrow();
        let mut rows: Vec<(&str, bool)> = settings.hidden_on.iter().map(|site| (site.as_str(), false)).collect();
        rows.extend(restored.iter().map(|site| (site.as_str(), true)));
        rows.sort_unstable();
        show(&by_id("hidden-on")?, !rows.is_empty())?;
        let shown = rows.get(..self.hidden_rows.get()).unwrap_or(&rows);
        let list = List { element: by_id(LIST)?, template: "site-row", key: SITE };
        list.show(shown, |(site, _)| (*site).to_owned(), |entry, (site, is_back)| show_row(entry, site, *is_back))?;
        let more = rows.len().saturating_sub(shown.len());
        show_text(&by_id("hidden-more")?, (more > 0).then(|| self.text.counted(counted::MORE, more as u64)).as_deref())
    }
}

fn show_row(entry: &Element, site: &str, is_back: bool) -> Done {
    set_host(&slot(entry, "name")?, site)?;
    show_text(&slot(entry, "gone")?, is_back.then(|| message(words::BUTTON_IS_BACK)).as_deref())?;
    // How it is treated is said in the list above.
    if let Ok(fields) = slot(entry, "fields") {
        fields.remove();
    }
    show_button(entry, "remove", !is_back, &message(words::BUTTON_BACK), site)?;
    show_button(entry, "undo", is_back, &message(words::UNDO), site)
}

fn checkbox() -> Result<HtmlInputElement, JsValue> {
    Ok(by_id("button-shown")?.unchecked_into())
}
