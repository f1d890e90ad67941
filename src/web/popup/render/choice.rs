//! The visitor's choice for the site.

use super::spoken::reload_text;
use crate::explain::{PageKind, View};
use crate::policy::Mode;
use crate::web::popup::dom::{Done, by_id, set_text, show, show_text};
use crate::web::popup::text::{about, message};
use crate::web::popup::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Shows the switch, what it means, and the button that makes it take effect.
pub(super) fn show_choice(view: &View) -> Done {
    let site = view.site.as_deref().filter(|_| view.page == PageKind::Web);
    show(&by_id("choice")?, site.is_some())?;
    let allowed = view.mode == Mode::Allow;
    set_text(&by_id("allow-label")?, &about(words::ALLOW_LABEL, site.unwrap_or_default()));
    by_id("allow")?.unchecked_into::<HtmlInputElement>().set_checked(allowed);
    set_text(&by_id("allow-text")?, &message(if allowed { words::ALLOW_ON_TEXT } else { words::ALLOW_OFF_TEXT }));
    let wider = view.chosen_for.as_deref().filter(|wider| Some(*wider) != site);
    show_text(&by_id("chosen-for")?, wider.map(|wider| about(words::ALLOW_CHOSEN_FOR, wider)).as_deref())?;
    set_text(&by_id("reload-text")?, &message(reload_text(view.mode)));
    for part in ["reload-bar", "reload"] {
        show(&by_id(part)?, view.reload)?;
    }
    Ok(())
}
