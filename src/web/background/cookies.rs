//! The browser's cookies, and what LivePerson's origins keep beside them. Values cross as JSON text, as in `chrome.rs`.

use super::chrome::{from_js, report, to_js};
use crate::cleanup::Cookie;
use js_sys::{Array, Promise};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "cookies"], js_name = getAllCookieStores, catch)]
    fn get_all_cookie_stores() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "cookies"], js_name = getAll, catch)]
    fn get_all(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "cookies"], js_name = set, catch)]
    fn set(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "cookies"], js_name = remove, catch)]
    fn remove_by_name(details: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "browsingData"], js_name = remove, catch)]
    fn remove_browsing_data(of: &JsValue, kinds: &JsValue) -> Result<Promise, JsValue>;
}

/// How Firefox names the stores of containers, before their number.
const CONTAINER: &str = "firefox-container-";
/// Firefox lists a container only while a tab of it is open, so others are asked for by number: until so many in a row have
/// no cookies.
const MOST_EMPTY_CONTAINERS: u32 = 64;
/// No more than these, whatever is in them.
const MOST_CONTAINERS: u32 = 2_000;

/// A place where the browser keeps cookies apart.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CookieStore {
    pub(super) id: String,
    pub(super) tab_ids: Vec<i64>,
}

/// The stores that the browser tells of.
pub(super) async fn stores() -> Result<Vec<CookieStore>, JsValue> {
    from_js(&JsFuture::from(get_all_cookie_stores()?).await?)
}

/// The cookies of all stores for which `fits` says so, and how many stores could not be read.
pub(super) async fn of_all_stores(fits: impl Fn(&Cookie) -> bool) -> Result<(Vec<Cookie>, u64), JsValue> {
    let (mut found, mut failed) = (Vec::new(), 0);
    let listed: BTreeSet<String> = stores().await?.into_iter().map(|store| store.id).collect();
    for id in &listed {
        match of_store(id).await {
            Ok(cookies) => found.extend(cookies.into_iter().filter(&fits)),
            Err(error) => {
                report("the cookies of a store could not be read", &error);
                failed += 1;
            }
        }
    }
    if listed.iter().any(|id| id.starts_with("firefox-")) {
        let mut empty = 0;
        for number in 1..=MOST_CONTAINERS {
            let id = format!("{CONTAINER}{number}");
            // A container that is not there has no cookies, or is refused.
            let cookies = if listed.contains(&id) { Vec::new() } else { of_store(&id).await.unwrap_or_default() };
            empty = if cookies.is_empty() && !listed.contains(&id) { empty + 1 } else { 0 };
            found.extend(cookies.into_iter().filter(&fits));
            if empty >= MOST_EMPTY_CONTAINERS {
                break;
            }
        }
    }
    Ok((found, failed))
}

async fn of_store(id: &str) -> Result<Vec<Cookie>, JsValue> {
    // An empty key stands for all partitions and none.
    ask(json!({ "storeId": id, "partitionKey": {} })).await
}

/// What is there now in the place of a cookie.
async fn in_place_of(cookie: &Cookie) -> Result<Option<Cookie>, JsValue> {
    let there = ask(json!({ "name": cookie.name, "domain": cookie.host(), "storeId": cookie.store_id, "partitionKey": {} })).await?;
    Ok(there.into_iter().find(|one| one.is_in_place_of(cookie)))
}

/// Cookies that fit. Firefox demands a further word where it isolates cookies by the site in the address bar, and Chromium
/// does not know it: so it is added when the browser refuses.
async fn ask(details: Value) -> Result<Vec<Cookie>, JsValue> {
    let answer = match found(&details).await {
        Ok(answer) => answer,
        Err(first) => {
            let mut isolated = details;
            if let Some(details) = isolated.as_object_mut() {
                details.insert("firstPartyDomain".to_owned(), Value::Null);
            }
            found(&isolated).await.map_err(|_| first)?
        }
    };
    // One by one: a cookie that cannot be read is nobody's known item, and hides no other.
    Ok(answer.iter().filter_map(|cookie| from_js(&cookie).ok()).collect())
}

async fn found(details: &Value) -> Result<Array, JsValue> {
    JsFuture::from(get_all(&to_js(details)?)?).await.map(|all| Array::from(&all))
}

/// Removes a cookie and no other, and looks whether it is gone.
pub(super) async fn remove(cookie: &Cookie) -> Result<bool, JsValue> {
    // `cookies.remove` knows address and name only, and would take one of a wider domain along, or the wrong one. A cookie
    // that has ended replaces exactly this one.
    let ended = write(cookie, Some(1.0)).await;
    if ended.is_ok() && in_place_of(cookie).await?.is_none() {
        return Ok(true);
    }
    let mut details = which(cookie);
    details.insert("name".to_owned(), cookie.name.as_str().into());
    JsFuture::from(remove_by_name(&to_js(&details)?)?).await?;
    Ok(in_place_of(cookie).await?.is_none())
}

/// Takes the expiry from a cookie, and looks whether it is gone. Everything else stays.
pub(super) async fn shorten(cookie: &Cookie) -> Result<bool, JsValue> {
    // What is there now: the site may have written it again since.
    let Some(now) = in_place_of(cookie).await? else {
        return Ok(true);
    };
    if !now.session {
        write(&now, None).await?;
    }
    Ok(in_place_of(cookie).await?.is_none_or(|there| there.session))
}

/// Which cookie is meant, in what all calls share.
fn which(cookie: &Cookie) -> Map<String, Value> {
    let mut details = Map::new();
    details.insert("url".to_owned(), cookie.url().into());
    details.insert("storeId".to_owned(), cookie.store_id.as_str().into());
    if let Some(key) = &cookie.partition_key {
        details.insert("partitionKey".to_owned(), json!(key));
    }
    if let Some(domain) = &cookie.first_party_domain {
        details.insert("firstPartyDomain".to_owned(), domain.as_str().into());
    }
    details
}

/// Writes a cookie back as it is, but for its end.
async fn write(cookie: &Cookie, end: Option<f64>) -> Result<(), JsValue> {
    let mut details = which(cookie);
    for (key, value) in [("name", &cookie.name), ("value", &cookie.value), ("path", &cookie.path)] {
        details.insert(key.to_owned(), value.as_str().into());
    }
    details.insert("secure".to_owned(), cookie.secure.into());
    details.insert("httpOnly".to_owned(), cookie.http_only.into());
    if !cookie.host_only {
        details.insert("domain".to_owned(), cookie.domain.as_str().into());
    }
    if let Some(same_site) = &cookie.same_site {
        details.insert("sameSite".to_owned(), same_site.as_str().into());
    }
    if let Some(end) = end {
        details.insert("expirationDate".to_owned(), end.into());
    }
    JsFuture::from(set(&to_js(&details)?)?).await.map(drop)
}

/// Clears what LivePerson's own hosts keep beside cookies. Each browser has its own words for "of these"; the one that it
/// does not know it refuses.
pub(super) async fn clear_storage(hosts: &BTreeSet<String>) -> Result<(), JsValue> {
    let origins: Vec<String> = hosts.iter().flat_map(|host| [format!("https://{host}"), format!("http://{host}")]).collect();
    let all = json!({ "localStorage": true, "indexedDB": true, "cacheStorage": true, "serviceWorkers": true });
    let without_cache = json!({ "localStorage": true, "indexedDB": true, "serviceWorkers": true });
    if clear(&json!({ "origins": origins }), &all).await.is_ok() {
        return Ok(());
    }
    clear(&json!({ "hostnames": hosts }), &without_cache).await
}

async fn clear(of: &Value, kinds: &Value) -> Result<(), JsValue> {
    JsFuture::from(remove_browsing_data(&to_js(of)?, &to_js(kinds)?)?).await.map(drop)
}
