//! The chat button in a private window of a real Chromium: what is dismissed there is kept there, never on disk, and gone with it.
#![cfg(test)]

#[path = "common/button.rs"]
mod button;
mod common;

use askfirst_e2e::browser::{Chromium, ChromiumOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use button::{BARE, BUTTON, OPEN, SHOWN, with_button};
use common::dist;
use serde_json::{Value, json};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(15);

async fn stored(browser: &Chromium, area: &str) -> anyhow::Result<Value> {
    browser.ext_eval(&format!("return (await chrome.storage.{area}.get('placeholder')).placeholder ?? null")).await
}

/// Waits until a storage has this of the dismissals.
async fn keeps(browser: &Chromium, area: &str, expected: Value) {
    wait::until(area, PATIENCE, || async { Ok((stored(browser, area).await? == expected).then_some(())) }).await.expect("what is stored");
}

async fn handles(browser: &Chromium) -> Vec<Value> {
    browser.question("window/handles").await.expect("handles").as_array().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dismissed_in_a_private_window_goes_with_it() {
    let web = StandIn::start().await.expect("the stand-in");
    let browser = Chromium::launch(ChromiumOptions::new(web.port()).with_extension(dist("chromium"))).await.expect("Chromium");
    browser.allow_in_private().await.expect("letting it in");
    let ordinary = browser.tab().await.expect("a tab");

    let before = handles(&browser).await;
    let opened = format!("return (await chrome.windows.create({{ incognito: true, url: '{BARE}' }})).id");
    let window = browser.ext_eval(&opened).await.expect("a private window");
    let private = wait::until("the private window", PATIENCE, || async {
        Ok(handles(&browser).await.into_iter().find(|handle| !before.contains(handle)))
    });
    let private = private.await.expect("a private window");
    browser.command("window", json!({ "handle": private })).await.expect("the private window");
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("the button");
    browser.hover_in_shadow(BUTTON, ".mark").await.expect("the mouse on it");
    browser.wait_in_shadow(BUTTON, OPEN).await.expect("the card");
    browser.click_in_shadow(BUTTON, "[data-scope=site]").await.expect("on this site");
    keeps(&browser, "session", json!(r#"{"version":1,"all":false,"sites":["shop.test"]}"#)).await;
    keeps(&browser, "local", Value::Null).await;

    // There it is off, with the worker stopped in between; in an ordinary window it is there as before.
    browser.stop_worker().await.expect("stopping");
    browser.goto("https://shop.test/cart").await.expect("another page");
    let asked = format!(
        "const tabs = await chrome.tabs.query({{ windowId: {window} }});
         const [{{ result }}] = await chrome.scripting.executeScript({{ target: {{ tabId: tabs[0].id }},
           func: () => chrome.runtime.sendMessage({{ what: 'placeholder', since: performance.timeOrigin }}) }});
         return result"
    );
    assert_eq!(browser.ext_eval(&asked).await.expect("an answer"), json!({ "show": false }));
    browser.switch(&ordinary).await.expect("the ordinary window");
    with_button(&browser, BARE).await;

    browser.ext_eval(&format!("await chrome.windows.remove({window})")).await.expect("closing");
    keeps(&browser, "session", Value::Null).await;
}
