//! What the popup asks the background and the browser.

use crate::explain::View;
use crate::policy::{Lasts, Mode};
pub(super) use crate::web::page::ask::Trouble;
use crate::web::page::ask::{PATIENCE, answered, ask_for};
use crate::web::page::{browser, words};
use js_sys::{JSON, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the popup asks for.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum Question {
    /// What happened in a tab.
    View {
        /// The browser's number for it.
        tab: i32,
    },
    /// The same, after the site's mode was changed.
    SetMode {
        /// The browser's number for the tab.
        tab: i32,
        /// The new mode of its site.
        mode: Mode,
        /// How long it holds.
        lasts: Lasts,
    },
    /// The same, after the chat was asked for.
    StartChat {
        /// The browser's number for the tab.
        tab: i32,
    },
    /// The same, after the chat button was brought back to the tab's site.
    RestoreButton {
        /// The browser's number for the tab.
        tab: i32,
    },
}

/// Asks the background.
pub(super) async fn ask(question: Question) -> Result<View, Trouble> {
    ask_for(&question, PATIENCE).await
}

/// The tab that the visitor looks at.
pub(super) async fn active_tab() -> Result<i32, Trouble> {
    let query = JSON::parse(r#"{"active": true, "currentWindow": true}"#)?;
    let tabs = js_sys::Array::from(&browser::query_tabs(&query).await?);
    number(&tabs.get(0), "id")
}

/// What `popup.js` asked while this was still loading: the tab, and the answer on its way.
pub(super) async fn asked_before(first: Promise) -> Result<(i32, Promise), Trouble> {
    let asked = JsFuture::from(first).await?;
    let answer = Reflect::get(&asked, &"answer".into())?.dyn_into()?;
    Ok((number(&asked, "tab")?, answer))
}

/// The answer to that.
pub(super) async fn first_answer(answer: &Promise) -> Result<View, Trouble> {
    answered(answer, PATIENCE).await
}

/// A tab's number. They are small integers; -1 is no tab.
fn number(of: &JsValue, key: &str) -> Result<i32, Trouble> {
    let id = Reflect::get(of, &key.into()).ok().and_then(|id| id.as_f64());
    id.map(|id| id as i32).filter(|id| *id >= 0).ok_or(Trouble::Known(words::ERROR_NO_TAB))
}
