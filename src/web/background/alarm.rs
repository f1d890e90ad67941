//! The alarm that wakes the worker when a choice ends.

use js_sys::Promise;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::chrome::to_js;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = create, catch)]
    fn create(name: &str, info: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = clear, catch)]
    fn clear(name: &str) -> Result<Promise, JsValue>;
}

const NAME: &str = "choice-ends";

/// Sets it for that time (milliseconds since 1970), or takes it away.
pub(super) async fn set(end: Option<u64>) -> Result<(), JsValue> {
    match end {
        // Firefox answers with nothing, Chromium with a promise.
        Some(end) => JsFuture::from(Promise::resolve(&create(NAME, &to_js(&json!({ "when": end }))?)?)).await.map(drop),
        None => JsFuture::from(clear(NAME)?).await.map(drop),
    }
}
