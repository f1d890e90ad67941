//! The drivers themselves, tried with a small extension of their own: what they say of popups, workers and tabs has
//! to be true before a test of AskFirst can rest on it.
#![cfg(test)]

use std::path::PathBuf;

use askfirst_e2e::browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use serde_json::json;

fn probe() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/probe")
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_with_an_extension() {
    let web = StandIn::start().await.expect("the stand-in");
    let profile = tempfile::tempdir().expect("a folder");
    let options = ChromiumOptions::new(web.port()).with_extension(probe()).with_profile(profile.path());
    let browser = Chromium::launch(options.clone()).await.expect("Chromium");
    let shop = browser.tab().await.expect("a tab");
    let id = browser.ext_eval("return chrome.runtime.id").await.expect("the id");
    assert_eq!(id, browser.extension_id().expect("the id").as_str());

    // The worker: stopped, not woken by a quiet page, woken by monitoring.
    browser.stop_worker().await.expect("stopped");
    let before = browser.worker_starts().await.expect("starts");
    browser.goto("https://news.test/").await.expect("the news");
    assert!(!browser.worker_running().await.expect("an answer"));
    assert_eq!(browser.worker_starts().await.expect("starts"), before);
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__lp?.sent.ip").await.expect("a visit");
    assert!(browser.worker_running().await.expect("an answer"));
    assert_eq!(browser.worker_starts().await.expect("starts"), before + 1);
    let kept = browser.worker_eval("return await chrome.storage.session.get('woken')").await;
    assert_eq!(kept.expect("the worker answers"), json!({ "woken": true }));

    // The popup, real and in a tab.
    let number = browser.chrome_tab_id().await.expect("the tab's number");
    let popup = browser.open_popup().await.expect("the popup");
    let line = popup.wait_for("document.getElementById('tab').textContent.includes('tab')").await;
    line.expect("its line");
    assert!(popup.text().await.expect("text").contains(&format!("tab {number}")));
    popup.click("#press").await.expect("a click");
    popup.wait_for("window.pressed === true").await.expect("a real click");
    let picture = profile.path().join("popup.png");
    popup.screenshot(&picture).await.expect("a picture");
    let bytes = std::fs::read(&picture).expect("the picture");
    // Width and height stand in the first chunk of a PNG.
    let number_at = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((number_at(16), number_at(20)), (240, 120));
    popup.close().await.expect("closed");
    let popup = browser.popup_in_tab(77).await.expect("the popup's page");
    popup.wait_for("document.getElementById('tab').textContent === 'tab 77'").await.expect("its line");
    popup.close().await.expect("closed");

    // Tabs.
    let other = browser.new_tab().await.expect("a tab");
    browser.goto("https://news.test/").await.expect("the news");
    assert_ne!(browser.chrome_tab_id().await.expect("a number"), number);
    browser.close(&other, &shop).await.expect("closed");
    assert_eq!(browser.url().await.expect("an address"), "https://shop.test/");
    assert_eq!(browser.chrome_tab_id().await.expect("a number"), number);

    // A restart with the same profile keeps what is kept, and loses the session's.
    browser.quit().await.expect("ended");
    let browser = Chromium::launch(options).await.expect("Chromium again");
    let cookies = browser.cookies().await.expect("cookies");
    assert!(cookies.iter().any(|one| one.name == "LPVID"), "{cookies:?}");
    assert!(!cookies.iter().any(|one| one.name.starts_with("LPSID")), "{cookies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_with_an_extension() {
    let web = StandIn::start().await.expect("the stand-in");
    let options = FirefoxOptions::new(web.proxy_port()).with_extension(probe());
    let browser = Firefox::launch(options).await.expect("Firefox");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__lp?.sent.ip").await.expect("a visit");
    let number = browser.browser_tab_id().await.expect("a number");
    let woken = browser.ext_eval("return await browser.storage.session.get('woken')").await;
    assert_eq!(woken.expect("an answer"), json!({ "woken": true }));
    let (popup, shop) = browser.popup_in_tab(number).await.expect("the popup's page");
    let line = format!("document.getElementById('tab').textContent === 'tab {number}'");
    browser.wait_for(&line).await.expect("its line");
    browser.close(&popup, &shop).await.expect("closed");
    browser.goto("https://news.test/").await.expect("the news");
    browser.stop_background().await.expect("stopped");
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__lp?.sent.sp").await.expect("a visit");
    assert_eq!(browser.background_state().await.expect("a state"), "running");
}
