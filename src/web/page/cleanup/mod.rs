//! The clean-up's section, the same on every page that has one: shows the last result, and has another made at a press.

mod show;

pub(in crate::web) use show::sentences;

use super::ask::{LONG_PATIENCE, Trouble, ask_for};
use super::browser;
use super::dom::{Done, by_id, logged, on};
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
    /// Whether the last result is shown.
    filled: Cell<bool>,
}

/// Fills the section, and listens to its buttons. Folded, it is filled when it is unfolded: by the visitor, or because there is news.
pub(in crate::web) fn offer(text: &Rc<Text>) -> Done {
    let section = Rc::new(Section { text: Rc::clone(text), busy: Cell::new(false), filled: Cell::new(false) });
    for (button, confirms) in [("clean-up-button", false), ("clean-up-too", true)] {
        let section = Rc::clone(&section);
        on(button, "click", move || press(&section, confirms))?;
    }
    let is_folded = by_id("clean-up-fold").is_ok_and(|fold| !fold.has_attribute("open"));
    if is_folded {
        let section = Rc::clone(&section);
        on("clean-up-fold", "toggle", move || fill(&section, true))?;
    }
    fill(&section, !is_folded);
    Ok(())
}

/// Shows the last result, where there is news or it is `wanted` anyway; then the buttons can be pressed.
fn fill(section: &Rc<Section>, wanted: bool) {
    if section.filled.get() {
        return;
    }
    let section = Rc::clone(section);
    spawn_local(async move {
        let last = stored().await;
        let is_news = last.as_ref().is_some_and(|last| !last.is_empty() && js_sys::Date::now() - last.when < NEWS);
        if (wanted || is_news) && !section.filled.replace(true) {
            logged(match last {
                Some(last) => show::result(&section.text, &last, is_news, false),
                None => show::busy(false),
            });
        }
    });
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
