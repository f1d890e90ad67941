//! The clean-up's section: shows the last result, and has another made at a press.

use super::dom::Done;
use super::render::cleanup;
use super::{Popup, background, browser, on};
use crate::cleanup::CleanUp;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// So long a result is news: what was found at the installation is seen when the popup is opened then. Milliseconds.
const NEWS: f64 = 3_600_000.0;

/// Fills the section, and listens to its buttons.
pub(super) fn offer(popup: &Rc<Popup>) -> Done {
    for (button, confirms) in [("clean-up-button", false), ("clean-up-too", true)] {
        let popup = Rc::clone(popup);
        on(button, "click", move || press(&popup, confirms))?;
    }
    let popup = Rc::clone(popup);
    spawn_local(async move {
        if let Some(result) = stored().await {
            let is_news = !result.is_empty() && js_sys::Date::now() - result.when < NEWS;
            logged(cleanup::result(&popup.text, &result, is_news, false));
        }
    });
    Ok(())
}

/// A press on one of the two buttons. The second one says yes to what the last result asks.
fn press(popup: &Rc<Popup>, confirms: bool) {
    if popup.cleaning.replace(true) {
        return;
    }
    let popup = Rc::clone(popup);
    spawn_local(async move {
        let asked = if confirms { stored().await.map(|last| last.ask.sites) } else { None };
        logged(cleanup::under_way());
        match background::clean_up(asked.into_iter().flatten().collect()).await {
            Ok(result) => logged(cleanup::result(&popup.text, &result, true, true)),
            Err(trouble) => {
                browser::log_error(&JsValue::from_str(&format!("{trouble:?}")));
                logged(cleanup::failed());
            }
        }
        popup.cleaning.set(false);
    });
}

/// The last result.
async fn stored() -> Option<CleanUp> {
    let stored = browser::stored(CleanUp::KEY).await.ok()?;
    CleanUp::read(&js_sys::Reflect::get(&stored, &CleanUp::KEY.into()).ok()?.as_string()?)
}

fn logged(done: Done) {
    if let Err(error) = done {
        browser::log_error(&error);
    }
}
