//! Choosing modes, and what they do to a page.
#![allow(dead_code, reason = "each test reads its own part")]

use std::time::Duration;

use super::common::get;
use askfirst_e2e::browser::{Chromium, Session};
use askfirst_e2e::wait;
use serde_json::Value;

/// How long a condition is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Asks the background from a page of the extension.
pub(crate) async fn ask(browser: &Chromium, question: &str) -> Value {
    browser.ext_eval(&format!("return chrome.runtime.sendMessage({question})")).await.expect("an answer")
}

/// Chooses a mode for some time, for the site that a tab shows.
pub(crate) async fn choose(browser: &Chromium, tab: i64, mode: &str, lasts: &str) {
    let answer = ask(browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: '{mode}', lasts: '{lasts}' }}")).await;
    assert_eq!((answer["mode"].as_str(), answer["lasts"].as_str()), (Some(mode), Some(lasts)), "{answer}");
}

/// What the background says of the mode of a tab, and for how long it holds: `chat day`, `ask`.
pub(crate) async fn standing(browser: &Chromium, tab: i64) -> String {
    let view = ask(browser, &format!("{{ what: 'view', tab: {tab} }}")).await;
    assert!(view["mode"].is_string(), "{view}");
    let lasts = view["lasts"].as_str().map(|lasts| format!(" {lasts}")).unwrap_or_default();
    format!("{}{lasts}", view["mode"].as_str().unwrap_or_default())
}

/// Opens a page of the shop, and waits until its own code is done.
pub(crate) async fn open(browser: &Session, url: &str) {
    browser.goto(url).await.expect(url);
    browser.wait_for("window.__done").await.unwrap_or_else(|error| panic!("{url}: {error}"));
}

/// What LivePerson does on a page of the shop: all of it.
pub(crate) async fn is_let_through(browser: &Session, url: &str) {
    open(browser, url).await;
    let drawn = "window.__lp && window.__lp.drawn.length > 0 && window.__lp.sent.sp > 0";
    browser.wait_for(drawn).await.unwrap_or_else(|error| panic!("{url}: {error}"));
}

/// Nothing of it.
pub(crate) async fn is_held_back(browser: &Session, url: &str) {
    open(browser, url).await;
    assert_eq!(get(browser, "typeof window.__lp").await, "undefined", "{url}");
    assert_eq!(get(browser, "window.__features ? window.__features.afterTag : 'ok'").await, "ok", "{url}: the page works on");
}

/// Waits for something that the browser has in force to be so, without waking the worker.
pub(crate) async fn in_force(browser: &Chromium, what: &str, question: &str) {
    wait::until(what, PATIENCE, || async {
        let answer = browser.ext_eval(&format!("return {question}")).await?;
        anyhow::ensure!(answer == true, "not yet");
        Ok(Some(()))
    })
    .await
    .unwrap_or_else(|error| panic!("{error:#}"));
}
