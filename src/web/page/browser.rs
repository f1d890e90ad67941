//! What pages use of `chrome.*`, in both browsers by promises.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Sends a message to the background.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub(in crate::web) fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    /// The tabs that fit a question.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    pub(in crate::web) async fn query_tabs(query: &JsValue) -> Result<JsValue, JsValue>;

    /// Loads a tab's page again.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = reload)]
    pub(in crate::web) async fn reload_tab(tab: i32) -> Result<JsValue, JsValue>;

    /// Asks the visitor for permissions; only from a press, before anything else is waited for. Whether they were granted.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    pub(in crate::web) fn request_permissions(which: &JsValue) -> Result<Promise, JsValue>;

    /// Listens to what becomes of tabs.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs", "onUpdated"], js_name = addListener)]
    pub(in crate::web) fn on_tab_updated(listener: &JsValue) -> Result<(), JsValue>;

    /// Listens to what is written to `storage.session`: the background keeps its ledger there.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session", "onChanged"], js_name = addListener)]
    pub(in crate::web) fn on_session_changed(listener: &JsValue) -> Result<(), JsValue>;

    /// Listens to what is written to `storage.local`: the visitor's choices and settings are there.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local", "onChanged"], js_name = addListener)]
    pub(in crate::web) fn on_local_changed(listener: &JsValue) -> Result<(), JsValue>;

    /// Where the toolbar button is; fails in browsers that do not say.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = getUserSettings)]
    pub(in crate::web) async fn button_settings() -> Result<JsValue, JsValue>;

    /// Listens to whether the button is put into the toolbar; fails in browsers that do not tell.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action", "onUserSettingsChanged"], js_name = addListener)]
    pub(in crate::web) fn on_button_changed(listener: &JsValue) -> Result<(), JsValue>;

    /// Opens the options page.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    pub(in crate::web) async fn open_options() -> Result<JsValue, JsValue>;

    /// What is stored on disk under a key.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    pub(in crate::web) async fn stored(key: &str) -> Result<JsValue, JsValue>;

    /// A message of `_locales`; empty when there is none.
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub(in crate::web) fn message(key: &str, parts: Vec<String>) -> String;

    /// Tells a developer what went wrong.
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    pub(in crate::web) fn log_error(error: &JsValue);

    /// Tells a developer what is as expected.
    #[wasm_bindgen(js_namespace = console, js_name = debug)]
    pub(in crate::web) fn log_note(note: &JsValue);

    /// A number in words and digits of a language.
    #[wasm_bindgen(js_namespace = Intl)]
    pub(in crate::web) type NumberFormat;
    /// Of this language.
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    pub(in crate::web) fn new(language: &str, options: &JsValue) -> Result<NumberFormat, JsValue>;
    /// The number's text.
    #[wasm_bindgen(method)]
    pub(in crate::web) fn format(this: &NumberFormat, number: f64) -> String;

    /// A day in words and digits of a language.
    #[wasm_bindgen(js_namespace = Intl)]
    pub(in crate::web) type DateTimeFormat;
    /// Of this language.
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    pub(in crate::web) fn new(language: &str, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    /// The day's text. Milliseconds since 1970.
    #[wasm_bindgen(catch, method)]
    pub(in crate::web) fn format(this: &DateTimeFormat, time: f64) -> Result<String, JsValue>;

    /// The plural categories of a language.
    #[wasm_bindgen(js_namespace = Intl)]
    pub(in crate::web) type PluralRules;
    /// Of this language.
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    pub(in crate::web) fn new(language: &str) -> Result<PluralRules, JsValue>;
    /// The category of a number.
    #[wasm_bindgen(method)]
    pub(in crate::web) fn select(this: &PluralRules, number: f64) -> String;
}
