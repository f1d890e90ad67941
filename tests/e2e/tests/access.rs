//! The visitor takes from AskFirst that it may see sites: it says so, still blocks, and asks for it back.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Chromium, Popup};
use askfirst_e2e::wait;
use common::{PATIENCE, get, guarded, guarded_firefox, violations};
use serde_json::{Value, json};

/// The visitor's choice in the browser's own page of extensions: `ON_CLICK` or `ON_ALL_SITES`.
async fn host_access(browser: &Chromium, access: &str) {
    browser.set_host_access(access).await.expect("the change");
    wait::until("the change", PATIENCE, || async {
        let has = browser.ext_eval("return chrome.permissions.contains({ origins: ['<all_urls>'] })").await?;
        Ok((has == (access == "ON_ALL_SITES")).then_some(()))
    })
    .await
    .expect("the change");
}

async fn title(browser: &Chromium) -> Value {
    browser.ext_eval("return chrome.action.getTitle({})").await.expect("a title")
}

async fn shown(popup: &Popup, id: &str) -> bool {
    popup.eval(&format!("return document.getElementById('{id}').checkVisibility()")).await.expect("an element") == true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_permission_is_explained_and_asked_for_in_chromium() {
    let (web, browser) = guarded().await;
    // The control: with the permission all is told.
    browser.goto("https://shop.test/").await.expect("the shop");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("held back");
    assert!(!shown(&popup, "access").await);
    popup.close().await.expect("closing");

    host_access(&browser, "ON_CLICK").await;
    wait::until("the button's words", PATIENCE, || async {
        Ok((title(&browser).await == "AskFirst: something is wrong. Press to see what.").then_some(()))
    })
    .await
    .expect("a warning on every page");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert!(web.log_to_liveperson().is_empty(), "the browser still blocks: {:?}", web.log_to_liveperson());
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'no-access'").await.expect("no access");
    let text = popup.text().await.expect("text");
    assert!(text.contains("may not see this page") && text.contains("still blocks LivePerson’s requests"), "{text}");
    assert!(!text.contains("Nothing from LivePerson"), "what is not known is not denied: {text}");
    assert!(!shown(&popup, "tried").await && !shown(&popup, "choice").await && shown(&popup, "access-grant").await);
    assert_eq!(violations(&popup).await, json!([]));
    popup.close().await.expect("closing");

    // Given back in the browser's settings: the warning goes.
    host_access(&browser, "ON_ALL_SITES").await;
    wait::until("the button's words", PATIENCE, || async { Ok((title(&browser).await == "AskFirst").then_some(())) })
        .await
        .expect("no warning");
    browser.reload().await.expect("the shop");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("held back");
    assert!(!shown(&popup, "access").await);
}

/// What the browser answers to the request is played: its question to the visitor is no page that a test could press in.
#[tokio::test(flavor = "multi_thread")]
async fn a_press_asks_the_browser_and_says_what_to_do_then() {
    let (_web, browser) = guarded().await;
    host_access(&browser, "ON_CLICK").await;
    browser.goto("https://shop.test/").await.expect("the shop");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.dataset.state === 'no-access'").await.expect("no access");
    let press = "window.__requested = []; chrome.permissions.request = async (which) => {
        window.__requested.push([which, navigator.userActivation.isActive]); return window.__granted }";
    popup.eval(press).await.expect("a stand-in for the browser");
    // By keyboard; refused, all stays as it is.
    for _ in 0..10 {
        if popup.eval("return document.activeElement.id").await.expect("focus") == "access-grant" {
            break;
        }
        popup.press("Tab").await.expect("a key");
    }
    popup.press("Enter").await.expect("a key");
    popup.wait_for("window.__requested.length === 1").await.expect("a request");
    assert_eq!(popup.eval("return window.__requested[0]").await.expect("it"), json!([{ "origins": ["<all_urls>"] }, true]));
    assert!(shown(&popup, "access-grant").await && !shown(&popup, "access-reload").await);
    popup.eval("window.__granted = true").await.expect("granted");
    popup.press("Enter").await.expect("a key");
    popup.wait_for("document.activeElement.id === 'access-reload'").await.expect("the focus goes on");
    assert!(!shown(&popup, "access-grant").await);
    let text = popup.text().await.expect("text");
    assert!(text.contains("Load this page again"), "{text}");
    popup.wait_for("document.querySelector('#live').textContent.includes('Load this page again')").await.expect("said");
    assert_eq!(violations(&popup).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_permission_is_explained_in_firefox() {
    let (web, browser) = guarded_firefox().await;
    browser.goto("https://news.test/").await.expect("a page");
    let removed = browser.ext_eval("return browser.permissions.remove({ origins: ['<all_urls>'] })").await.expect("an answer");
    assert_eq!(removed, true);
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    assert!(web.log_to_liveperson().is_empty(), "the browser still blocks: {:?}", web.log_to_liveperson());
    let title = browser.ext_eval("return browser.action.getTitle({})").await.expect("a title");
    assert_eq!(title, "AskFirst: something is wrong. Press to see what.");
    let tab = browser.browser_tab_id().await.expect("a tab");
    browser.popup_in_tab(tab).await.expect("the popup");
    browser.wait_for("document.body.dataset.state === 'no-access'").await.expect("no access");
    assert_eq!(get(&browser, "document.querySelector('#access-grant').checkVisibility()").await, true);
}
