//! The conversation with the background: one question, one kind of answer.

use super::browser;
use super::words;
use js_sys::{JSON, Promise};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long an answer may take. Waking the background takes a tenth of a second. Milliseconds.
pub(in crate::web) const PATIENCE: i32 = 3000;
/// How long it may take where much is done for it: a clean-up goes through every cookie of the browser. Milliseconds.
pub(in crate::web) const LONG_PATIENCE: i32 = 60_000;

/// Why there is nothing to show.
#[derive(Debug, Clone)]
pub(in crate::web) enum Trouble {
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

/// Asks the background. Milliseconds of patience.
pub(in crate::web) async fn ask_for<T: DeserializeOwned>(question: &impl Serialize, patience: i32) -> Result<T, Trouble> {
    let question = JSON::parse(&serde_json::to_string(question)?)?;
    answered(&browser::send_message(&question)?, patience).await
}

/// The answer to a question that is on its way. Milliseconds of patience.
pub(in crate::web) async fn answered<T: DeserializeOwned>(answer: &Promise, patience: i32) -> Result<T, Trouble> {
    let first = Promise::race(&js_sys::Array::of2(answer, &no_answer(patience)));
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
