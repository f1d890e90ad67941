//! The browser's extension interfaces that the background uses, bound by hand: no crate has declarativeNetRequest.
//! Values cross as JSON text, so that the core's serde types are the only description of them.

use crate::ledger::ShownPage;
use js_sys::{Array, JSON, Object, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get, catch)]
    fn session_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set, catch)]
    fn session_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = remove, catch)]
    fn session_remove(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = get, catch)]
    fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set, catch)]
    fn local_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = remove, catch)]
    fn local_remove(keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "declarativeNetRequest"], js_name = getDynamicRules, catch)]
    fn get_dynamic_rules() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "declarativeNetRequest"], js_name = updateDynamicRules, catch)]
    fn update_dynamic_rules(change: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "declarativeNetRequest"], js_name = getSessionRules, catch)]
    fn get_session_rules() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "declarativeNetRequest"], js_name = updateSessionRules, catch)]
    fn update_session_rules(change: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = getRegisteredContentScripts, catch)]
    fn get_page_scripts() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = registerContentScripts, catch)]
    fn register_page_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = updateContentScripts, catch)]
    fn update_page_scripts(scripts: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts, catch)]
    fn unregister_page_scripts(filter: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    fn execute_script(injection: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    fn tabs_query(what: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = sendMessage, catch)]
    fn send_to_tab(tab: f64, message: &JsValue, to: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL, catch)]
    fn get_url(path: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage, catch)]
    fn get_message(name: &str, substitution: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(what: &str, value: &JsValue);
}

/// A key and its text, as stored.
pub(super) type Entry = (String, String);

/// One of the two places where the extension keeps something.
#[derive(Clone, Copy)]
pub(super) enum Area {
    /// In the browser's memory, until it closes.
    Session,
    /// On disk.
    Local,
}

impl Area {
    /// The stored texts: of these keys, or all. Values that are no text come as JSON.
    pub(super) async fn get(self, keys: Option<&[&str]>) -> Result<Vec<Entry>, JsValue> {
        let keys = keys.map_or(JsValue::NULL, |keys| keys.iter().map(|key| JsValue::from_str(key)).collect::<Array>().into());
        let promise = match self {
            Self::Session => session_get(&keys),
            Self::Local => local_get(&keys),
        }?;
        let found: Object = JsFuture::from(promise).await?.unchecked_into();
        Ok(Object::entries(&found)
            .iter()
            .filter_map(|entry| {
                let entry: Array = entry.unchecked_into();
                let value = entry.get(1);
                let text = value.as_string().or_else(|| JSON::stringify(&value).ok()?.as_string());
                Some((entry.get(0).as_string()?, text.unwrap_or_default()))
            })
            .collect())
    }

    /// Stores several texts in one step. The browser is asked at once: what is stored later is stored after it.
    pub(super) fn set(self, entries: &[Entry]) -> Result<JsFuture, JsValue> {
        let items = Object::new();
        for (key, text) in entries {
            Reflect::set(&items, &key.into(), &text.into())?;
        }
        let promise = match self {
            Self::Session => session_set(&items),
            Self::Local => local_set(&items),
        }?;
        Ok(JsFuture::from(promise))
    }

    /// Takes keys away. The browser is asked at once, as with [`Area::set`].
    pub(super) fn remove(self, keys: &[String]) -> Result<JsFuture, JsValue> {
        let keys: Array = keys.iter().map(JsValue::from).collect();
        let promise = match self {
            Self::Session => session_remove(&keys),
            Self::Local => local_remove(&keys),
        }?;
        Ok(JsFuture::from(promise))
    }
}

/// One of the two sets of rules that change.
#[derive(Clone, Copy)]
pub(super) enum RuleSet {
    /// Across restarts.
    Dynamic,
    /// Until the browser closes.
    Session,
}

impl RuleSet {
    /// The rules in force.
    pub(super) async fn get<T: DeserializeOwned>(self) -> Result<T, JsValue> {
        let promise = match self {
            Self::Dynamic => get_dynamic_rules(),
            Self::Session => get_session_rules(),
        }?;
        from_js(&JsFuture::from(promise).await?)
    }

    /// Replaces rules in one step.
    pub(super) async fn update<T: Serialize>(self, change: &T) -> Result<(), JsValue> {
        let change = to_js(change)?;
        let promise = match self {
            Self::Dynamic => update_dynamic_rules(&change),
            Self::Session => update_session_rules(&change),
        }?;
        JsFuture::from(promise).await.map(drop)
    }
}

/// The scripts that the browser runs in pages by itself, beside those of the manifest.
pub(super) struct PageScripts;

impl PageScripts {
    /// All of them.
    pub(super) async fn get<T: DeserializeOwned>() -> Result<T, JsValue> {
        from_js(&JsFuture::from(get_page_scripts()?).await?)
    }

    /// Adds some.
    pub(super) async fn add<T: Serialize>(scripts: &T) -> Result<(), JsValue> {
        JsFuture::from(register_page_scripts(&to_js(scripts)?)?).await.map(drop)
    }

    /// Changes some, known by their ids.
    pub(super) async fn update<T: Serialize>(scripts: &T) -> Result<(), JsValue> {
        JsFuture::from(update_page_scripts(&to_js(scripts)?)?).await.map(drop)
    }

    /// Takes some away.
    pub(super) async fn remove(ids: &[&str]) -> Result<(), JsValue> {
        #[derive(Serialize)]
        struct Filter<'a> {
            ids: &'a [&'a str],
        }
        JsFuture::from(unregister_page_scripts(&to_js(&Filter { ids })?)?).await.map(drop)
    }
}

/// The numbers of all open tabs.
pub(super) async fn open_tabs() -> Result<Vec<i64>, JsValue> {
    #[derive(serde::Deserialize)]
    struct Tab {
        id: Option<i64>,
    }
    let tabs: Vec<Tab> = from_js(&JsFuture::from(tabs_query(&Object::new())?).await?)?;
    Ok(tabs.into_iter().filter_map(|tab| tab.id).collect())
}

/// The numbers of all tabs of private windows.
pub(super) async fn private_tabs() -> Result<Vec<i64>, JsValue> {
    #[derive(serde::Deserialize)]
    struct Tab {
        id: Option<i64>,
        #[serde(default)]
        incognito: bool,
    }
    let tabs: Vec<Tab> = from_js(&JsFuture::from(tabs_query(&Object::new())?).await?)?;
    Ok(tabs.into_iter().filter(|tab| tab.incognito).filter_map(|tab| tab.id).collect())
}

/// Says something to the content scripts of the page that a tab shows.
pub(super) async fn tell_page<T: Serialize>(tab: i64, message: &T, frame: Option<i64>) -> Result<(), JsValue> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Where {
        #[serde(skip_serializing_if = "Option::is_none")]
        frame_id: Option<i64>,
    }
    JsFuture::from(send_to_tab(tab as f64, &to_js(message)?, &to_js(&Where { frame_id: frame })?)?).await.map(drop)
}

/// The host of the extension's own addresses.
pub(super) fn own_host() -> String {
    get_url("").ok().as_deref().and_then(crate::site::Url::parse).map(|url| url.host).unwrap_or_default()
}

/// The hosts of all frames of a tab's page.
pub(super) async fn frame_hosts(tab: i64) -> Result<Vec<String>, JsValue> {
    #[derive(serde::Deserialize)]
    struct Found {
        result: Option<String>,
    }
    let where_and_what = serde_json::json!({
        "target": { "tabId": tab, "allFrames": true }, "files": ["frame-host.js"], "injectImmediately": true,
    });
    let found: Vec<Found> = from_js(&JsFuture::from(execute_script(&to_js(&where_and_what)?)?).await?)?;
    Ok(found.into_iter().filter_map(|frame| frame.result).collect())
}

/// Which document a tab shows, and since when.
pub(super) async fn shown_page(tab: i64) -> Result<ShownPage, JsValue> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Found {
        #[serde(default)]
        document_id: Option<String>,
        result: Option<f64>,
    }
    let where_and_what = serde_json::json!({ "target": { "tabId": tab }, "files": ["shown-since.js"], "injectImmediately": true });
    let found: Vec<Found> = from_js(&JsFuture::from(execute_script(&to_js(&where_and_what)?)?).await?)?;
    let first = found.into_iter().next();
    Ok(first.map(|frame| ShownPage { document: frame.document_id, since: frame.result }).unwrap_or_default())
}

/// What a tab shows.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OpenPage {
    pub(super) id: i64,
    pub(super) url: Option<String>,
    /// Where it is going (Chromium only).
    #[serde(default)]
    pub(super) pending_url: Option<String>,
    #[serde(default)]
    status: String,
}

impl OpenPage {
    /// Whether a page is on its way, or not all there.
    pub(super) fn loading(&self) -> bool {
        self.status == "loading"
    }
}

/// What all open tabs show.
pub(super) async fn open_pages() -> Result<Vec<OpenPage>, JsValue> {
    from_js(&JsFuture::from(tabs_query(&Object::new())?).await?)
}

/// Says in the worker's console what went wrong.
pub(super) fn report(what: &str, error: &JsValue) {
    console_error(&format!("AskFirst: {what}:"), error);
}

/// A text in the visitor's language.
pub(super) fn message(name: &str, substitution: &str) -> String {
    get_message(name, substitution).unwrap_or_default()
}

pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let text = JSON::stringify(value)?.as_string().unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| JsValue::from_str(&error.to_string()))
}

pub(super) fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| JsValue::from_str(&error.to_string()))?;
    JSON::parse(&text)
}
