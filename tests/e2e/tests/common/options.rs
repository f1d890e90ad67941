//! The options page: opened, and what is set before and seen after.
#![allow(dead_code, reason = "each test reads its own part")]

use super::choosing::ask;
use askfirst_e2e::browser::{Chromium, Popup};
use serde_json::{Value, json};

/// Opens it, in front.
pub(crate) async fn options(browser: &Chromium) -> Popup {
    let page = browser.extension_page("options.html").await.expect("the options page");
    page.cdp("Page.bringToFront", json!({})).await.expect("in front");
    page.wait_for("document.body.dataset.state === 'ready'").await.expect("its state");
    page
}

/// What the background says now.
pub(crate) async fn settings(browser: &Chromium) -> Value {
    ask(browser, "{ what: 'settings' }").await
}

/// Takes over a file that holds this.
pub(crate) async fn import(browser: &Chromium, file: &Value) -> Value {
    ask(browser, &format!("{{ what: 'import', text: {} }}", json!(file.to_string()))).await
}

/// A settings file with these sites.
pub(crate) fn file(sites: &[Value]) -> Value {
    json!({ "askFirstSettings": 1, "defaultMode": "ask", "chatButton": { "shown": true, "hiddenOn": ["news.test"] }, "sites": sites })
}

/// A site in it.
pub(crate) fn site(name: &str, mode: &str) -> Value {
    json!({ "site": name, "mode": mode, "lasts": "always" })
}

/// What has the focus, and in the row of which site.
pub(crate) async fn focused(page: &Popup) -> Value {
    page.eval("const it = document.activeElement; return [it.dataset.act ?? it.id, it.closest('[data-site]')?.dataset.site ?? null]")
        .await
        .expect("the focus")
}
