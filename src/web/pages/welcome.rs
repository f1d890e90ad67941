//! The first-run page: what AskFirst does, what the clean-up found, and where the button is.

use super::words;
use crate::web::page::ask::{LONG_PATIENCE, ask_for};
use crate::web::page::cleanup;
use crate::web::page::dom::{Done, by_id, document, logged, set_text, show};
use crate::web::page::spoken;
use crate::web::page::text::{Text, message};
use crate::web::page::{self, browser};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Asks to be answered when what is done at the installation is done.
#[derive(Serialize)]
#[serde(tag = "what", rename = "installed")]
struct Wish {}

/// It is.
#[derive(Deserialize)]
struct Installed {}

/// Fills the page, and follows both the clean-up and the button.
pub(super) fn begin() -> Done {
    let text = page::begin()?;
    document()?.set_title(&message(words::WELCOME_TITLE));
    set_text(&by_id("cleaned-text")?, &message(page::words::CLEANING));
    follow_button()?;
    spawn_local(async move { logged(tell_cleaned(&text).await) });
    document()?.body().map_or(Ok(()), |body| body.set_attribute("data-state", "ready"))
}

/// Says what the clean-up found, when it is done.
async fn tell_cleaned(text: &Rc<Text>) -> Done {
    let told = match ask_for::<Installed>(&Wish {}, LONG_PATIENCE).await {
        Ok(Installed {}) => match cleanup::stored().await {
            Some(result) => text.sentences(&cleanup::sentences(text, &result)?),
            None => message(page::words::CLEANED_NOTHING),
        },
        Err(trouble) => {
            browser::log_error(&JsValue::from_str(&format!("{trouble:?}")));
            message(page::words::CLEAN_UP_ERROR)
        }
    };
    set_text(&by_id("cleaned-text")?, &told);
    by_id("cleaned")?.set_attribute("data-done", "")?;
    spoken::say(&told)
}

/// Says where the button is, until it is in the toolbar.
fn follow_button() -> Done {
    let is_firefox = web_sys::window().is_some_and(|window| window.location().protocol().is_ok_and(|one| one == "moz-extension:"));
    let hint = if is_firefox { words::PIN_FIREFOX } else { words::PIN_CHROMIUM };
    set_text(&by_id("pin-text")?, &message(hint));
    look();
    let again = Closure::<dyn FnMut()>::new(look).into_js_value();
    // Told by newer browsers; the others are asked again when the visitor comes back from the toolbar.
    if let Err(error) = browser::on_button_changed(&again) {
        browser::log_note(&error);
    }
    web_sys::window().map_or(Ok(()), |window| window.add_event_listener_with_callback("focus", again.unchecked_ref()))
}

fn look() {
    spawn_local(async {
        let is_pinned = is_on_toolbar().await;
        logged(show_pinned(is_pinned));
    });
}

/// Whether the button is in the toolbar, where the browser says so.
async fn is_on_toolbar() -> bool {
    let Ok(settings) = browser::button_settings().await else { return false };
    js_sys::Reflect::get(&settings, &"isOnToolbar".into()).is_ok_and(|is| is.as_bool() == Some(true))
}

fn show_pinned(is_pinned: bool) -> Done {
    show(&by_id("pin")?, !is_pinned)?;
    show(&by_id("pinned")?, is_pinned)
}
