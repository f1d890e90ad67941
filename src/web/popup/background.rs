//! The conversation with the background: two questions, one kind of answer.

use super::browser;
use super::words;
use crate::explain::View;
use crate::policy::Mode;
use js_sys::{JSON, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long an answer may take. Waking the background takes a tenth of a second. Milliseconds.
const PATIENCE: i32 = 3000;

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
    },
}

/// Why there is nothing to show.
#[derive(Debug, Clone)]
pub(super) enum Trouble {
    /// A message of ours says it.
    Known(&'static str),
    /// In the words of whoever failed.
    Told(String),
}

impl From<JsValue> for Trouble {
    fn from(error: JsValue) -> Self {
        Self::Told(error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message())))
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Told(error.to_string())
    }
}

/// Asks the background.
pub(super) async fn ask(question: Question) -> Result<View, Trouble> {
    let question = JSON::parse(&serde_json::to_string(&question)?)?;
    let answer = browser::send_message(&question)?;
    let first = Promise::race(&js_sys::Array::of2(&answer, &no_answer()));
    let answer = JsFuture::from(first).await?;
    // Undefined is also what comes back when nobody listened.
    if answer.is_undefined() {
        return Err(Trouble::Known(words::ERROR_SLOW));
    }
    if let Some(error) = js_sys::Reflect::get(&answer, &"error".into())?.as_string() {
        return Err(Trouble::Told(error));
    }
    let text = String::from(JSON::stringify(&answer)?);
    Ok(serde_json::from_str(&text)?)
}

/// Becomes `undefined` when the answer has taken too long.
fn no_answer() -> Promise {
    Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the wait has no end, which is what it would be without this.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE);
        }
    })
}

/// The tab that the visitor looks at.
pub(super) async fn active_tab() -> Result<i32, Trouble> {
    let query = JSON::parse(r#"{"active": true, "currentWindow": true}"#)?;
    let tabs = js_sys::Array::from(&browser::query_tabs(&query).await?);
    let id = js_sys::Reflect::get(&tabs.get(0), &"id".into()).ok().and_then(|id| id.as_f64());
    // Tab numbers are small integers; -1 is no tab.
    id.map(|id| id as i32).filter(|id| *id >= 0).ok_or(Trouble::Known(words::ERROR_NO_TAB))
}
