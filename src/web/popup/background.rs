//! The conversation with the background: questions, and one kind of answer.

use super::browser;
use super::words;
use crate::cleanup::CleanUp;
use crate::explain::View;
use crate::policy::{Lasts, Mode};
use js_sys::{JSON, Promise};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long an answer may take. Waking the background takes a tenth of a second. Milliseconds.
const PATIENCE: i32 = 3000;
/// How long a clean-up may take: it goes through every cookie of the browser. Milliseconds.
const LONG_PATIENCE: i32 = 60_000;

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

/// What is asked to be cleaned up.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "what", rename = "clean-up")]
pub(super) struct Wish {
    /// Allowed sites on which the visitor wants it too.
    pub(super) confirm: Vec<String>,
}

/// Asks the background.
pub(super) async fn ask(question: Question) -> Result<View, Trouble> {
    ask_for(&question, PATIENCE).await
}

/// Has the background clean up.
pub(super) async fn clean_up(confirm: Vec<String>) -> Result<CleanUp, Trouble> {
    ask_for(&Wish { confirm }, LONG_PATIENCE).await
}

async fn ask_for<T: DeserializeOwned>(question: &impl Serialize, patience: i32) -> Result<T, Trouble> {
    let question = JSON::parse(&serde_json::to_string(question)?)?;
    let answer = browser::send_message(&question)?;
    let first = Promise::race(&js_sys::Array::of2(&answer, &no_answer(patience)));
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
fn no_answer(patience: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the wait has no end, which is what it would be without this.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, patience);
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
