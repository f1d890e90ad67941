//! The chat button that AskFirst puts into pages: whether it is there, and where.

#![allow(dead_code, reason = "each test reads its own part")]

use super::common::view_when;
use askfirst_e2e::browser::Chromium;
use serde_json::{Value, json};

/// The element that holds it.
pub(crate) const BUTTON: &str = "askfirst-button";
/// Whether it is to be seen.
pub(crate) const SHOWN: &str = "root.querySelector('.box').checkVisibility()";
/// Whether its card is.
pub(crate) const OPEN: &str = "root.querySelector('.card').matches(':popover-open')";
/// A page with a tag and without a place of its own for a button.
pub(crate) const BARE: &str = "https://shop.test/calls";

/// Opens a page and waits for the button.
pub(crate) async fn with_button(browser: &Chromium, url: &str) {
    browser.goto(url).await.expect(url);
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("the button");
}

/// Waits until the button is at a place, told as an expression of its `left`, `right`, `top`, `bottom`, `width` and `height`.
pub(crate) async fn stands(browser: &Chromium, expression: &str) {
    let where_it_is = format!(
        "{SHOWN} && (() => {{ const {{ left, right, top, bottom }} = root.querySelector('.box').getBoundingClientRect();
           const {{ clientWidth: width, clientHeight: height }} = document.scrollingElement; return {expression} }})()"
    );
    browser.wait_in_shadow(BUTTON, &where_it_is).await.expect(expression);
}

/// The current tab, once a tag was held back on its page.
pub(crate) async fn held(browser: &Chromium) -> i64 {
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(browser, tab, |view| view["chat"]["state"] == "held").await;
    tab
}

/// Whether the background would have a button in the page that a tab shows, and whether there is one: in any frame.
pub(crate) async fn wanted(browser: &Chromium, tab: i64) -> Value {
    let ask = format!(
        "const run = (func, allFrames) => chrome.scripting.executeScript({{ target: {{ tabId: {tab}, allFrames }}, func }});
         const [asked] = await run(() => chrome.runtime.sendMessage({{ what: 'placeholder', since: performance.timeOrigin }}), false);
         const there = await run(() => document.querySelector('{BUTTON}') !== null, true);
         return [asked.result.show, there.some(({{ result }}) => result)]"
    );
    browser.ext_eval(&ask).await.expect("an answer")
}

/// Neither is the button there, nor is it to come.
pub(crate) async fn has_none(browser: &Chromium, tab: i64) {
    assert_eq!(wanted(browser, tab).await, json!([false, false]));
}
