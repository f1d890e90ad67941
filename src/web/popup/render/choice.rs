//! The visitor's choice for the site: which mode, for how long, and what is in force now.

use super::spoken::reload_text;
use crate::explain::{PageKind, View};
use crate::policy::{Lasts, Mode};
use crate::web::page::dom::{Done, by_id, set_text, show, show_text};
use crate::web::page::text::{Text, about, message};
use crate::web::page::words;
use crate::web::popup::choosing::{LASTS, MODES, button_off, in_force};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// Shows the modes, what the chosen one means, how long it holds, and the button that makes it take effect.
pub(super) fn show_choice(text: &Text, view: &View) -> Done {
    let site = view.site.as_deref().filter(|_| view.page == PageKind::Web);
    show(&by_id("choice")?, site.is_some())?;
    set_text(&by_id("choice-title")?, &about(words::CHOICE_TITLE, site.unwrap_or_default()));
    for (mode, id, meaning) in MODES {
        radio(id)?.set_checked(view.mode == mode);
        if view.mode == mode {
            set_text(&by_id("mode-text")?, &message(meaning));
        }
    }
    show(&by_id("lasts-row")?, view.mode != Mode::Ask)?;
    if let Some((_, value)) = view.lasts.and_then(|lasts| LASTS.into_iter().find(|(one, _)| *one == lasts)) {
        let list = list()?;
        if list.value() != value {
            list.set_value(value);
        }
    }
    let now = match in_force(view) {
        Some((key, Some(time))) => Some(about(key, &text.minute(time)?)),
        Some((key, None)) => Some(message(key)),
        None => None,
    };
    show_text(&by_id("in-force")?, now.as_deref())?;
    let wider = view.chosen_for.as_deref().filter(|wider| Some(*wider) != site);
    show_text(&by_id("chosen-for")?, wider.map(|wider| about(words::CHOICE_CHOSEN_FOR, wider)).as_deref())?;
    set_text(&by_id("reload-text")?, &message(reload_text(view.mode)));
    for part in ["reload-bar", "reload"] {
        show(&by_id(part)?, view.reload)?;
    }
    let off = view.button_off.filter(|_| site.is_some());
    set_text(&by_id("button-off-text")?, &off.map(|off| message(button_off(off))).unwrap_or_default());
    show(&by_id("button-off")?, off.is_some())
}

/// What is chosen in the document now.
pub(in crate::web::popup) fn chosen() -> Result<(Mode, Lasts), JsValue> {
    let mut mode = Mode::Ask;
    for (one, id, _) in MODES {
        if radio(id)?.checked() {
            mode = one;
        }
    }
    let value = list()?.value();
    Ok((mode, LASTS.into_iter().find(|(_, name)| *name == value).map_or(Lasts::Always, |(lasts, _)| lasts)))
}

fn radio(id: &str) -> Result<HtmlInputElement, JsValue> {
    Ok(by_id(id)?.unchecked_into())
}

fn list() -> Result<HtmlSelectElement, JsValue> {
    Ok(by_id("lasts")?.unchecked_into())
}
