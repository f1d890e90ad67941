//! The clean-up's section, the same on every page that has one: shows the last result, and has another made at a press.

mod show;

use super::ask::{LONG_PATIENCE, Trouble, ask_for};
use super::browser;
use super::dom::{Done, logged, on};
use super::text::Text;
use crate::cleanup::CleanUp;
use serde::Serialize;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// So long a result is news: what was found at the installation is seen when the popup is opened then. Milliseconds.
const NEWS: f64 = 3_600_000.0;

/// What is asked to be cleaned up.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "what", rename = "clean-up")]
struct Wish {
    /// Allowed sites on which the visitor wants it too.
    confirm: Vec<String>,
}

/// The section while its page is open.
struct Section {
    text: Rc<Text>,
    /// Whether a clean-up is under way.
    busy: Cell<bool>,
}

/// Fills the section, and listens to its buttons.
pub(in crate::web) fn offer(text: &Rc<Text>) -> Done {
    let section = Rc::new(Section { text: Rc::clone(text), busy: Cell::new(false) });
    for (button, confirms) in [("clean-up-button", false), ("clean-up-too", true)] {
        let section = Rc::clone(&section);
        on(button, "click", move || press(&section, confirms))?;
    }
    spawn_local(async move {
        if let Some(result) = stored().await {
            let is_news = !result.is_empty() && js_sys::Date::now() - result.when < NEWS;
            logged(show::result(&section.text, &result, is_news, false));
        }
    });
    Ok(())
}

/// A press on one of the two buttons. The second one says yes to what the last result asks.
fn press(section: &Rc<Section>, confirms: bool) {
    if section.busy.replace(true) {
        return;
    }
    let section = Rc::clone(section);
    spawn_local(async move {
        let asked = if confirms { stored().await.map(|last| last.ask.sites) } else { None };
        logged(show::under_way());
        match clean_up(asked.into_iter().flatten().collect()).await {
            Ok(result) => logged(show::result(&section.text, &result, true, true)),
            Err(trouble) => {
                browser::log_error(&JsValue::from_str(&format!("{trouble:?}")));
                logged(show::failed());
            }
        }
        section.busy.set(false);
    });
}

/// Has the background clean up.
async fn clean_up(confirm: Vec<String>) -> Result<CleanUp, Trouble> {
    ask_for(&Wish { confirm }, LONG_PATIENCE).await
}

/// The last result.
pub(in crate::web) async fn stored() -> Option<CleanUp> {
    let stored = browser::stored(CleanUp::KEY).await.ok()?;
    CleanUp::read(&js_sys::Reflect::get(&stored, &CleanUp::KEY.into()).ok()?.as_string()?)
}
