//! The popup in a real Chromium: its states, by keyboard, and for screen readers (axe-core finds nothing wrong).
#![cfg(test)]

mod common;

use askfirst_e2e::browser::Popup;
use common::{guarded, violations};
use serde_json::json;

async fn state(popup: &Popup, expected: &str) {
    popup.wait_for(&format!("document.body.dataset.state === '{expected}'")).await.expect(expected);
    assert_eq!(violations(popup).await, json!([]), "{expected}");
}

/// The page in a tab says that it tried to keep eight things under long names, and that a tag in disguise was stopped.
fn reported(tab: i64) -> String {
    format!(
        "const outcomes = ['blocked', 'removed'];
         const items = Array.from({{ length: 8 }}, (_, n) => ({{ kind: 'cookie', name: n + 'x'.repeat(80), asked: {{ seconds: 3600 }},
           script: 'https://' + 'long'.repeat(15) + '.test/a.js', outcome: outcomes[n % 2], count: 10 ** n, by: 'script', attributed: true }}));
         const tags = [{{ script: 'https://news.test/' + 'long'.repeat(30), how: 'lptag', count: 1 }}];
         await chrome.scripting.executeScript({{ target: {{ tabId: {tab} }}, args: [{{ what: 'attempts', items, more: 7, tags }}],
           func: (message) => chrome.runtime.sendMessage({{ ...message, since: performance.timeOrigin }}) }})"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_is_said_and_accessible_in_both_schemes() {
    for dark in [false, true] {
        let (_web, browser) = common::guarded_in(dark).await;
        for (url, expected) in [
            ("https://news.test/", "quiet"),
            ("https://shop.test/", "held-back"),
            ("https://www.liveperson.com/", "own"),
            ("chrome://version/", "unsupported"),
        ] {
            browser.goto(url).await.expect(url);
            let popup = browser.open_popup().await.expect("the popup");
            state(&popup, expected).await;
            popup.close().await.expect("closing");
        }
        // What a page reports of itself: rows shown and folded away, more than is counted, a tag in disguise.
        browser.goto("https://news.test/").await.expect("news");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        browser.ext_eval(&reported(tab)).await.expect("a report");
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.querySelectorAll('[data-attempt]').length === 5").await.expect("the first rows");
        popup.eval("document.querySelector('#attempts-fold').open = true").await.expect("unfolded");
        popup.wait_for("document.querySelectorAll('[data-attempt]').length === 8").await.expect("rows");
        state(&popup, "held-back").await;
        let wide = popup.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await.expect("widths");
        assert_eq!(wide, 0, "nothing stands out at the side");
        popup.close().await.expect("closing");
        // A tab that does not exist: the error state, with a way to try again.
        let popup = browser.popup_in_tab(2_000_000_000).await.expect("the popup's page");
        state(&popup, "error").await;
        let text = popup.text().await.expect("text");
        assert!(text.contains("Try again"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_modes_are_chosen_by_keyboard_and_say_what_they_are() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let popup = browser.open_popup().await.expect("the popup");
    state(&popup, "held-back").await;
    for _ in 0..10 {
        if popup.eval("return document.activeElement.id").await.expect("focus") == "mode-ask" {
            break;
        }
        popup.press("Tab").await.expect("a key");
    }
    let group = popup
        .eval(
            "const it = document.activeElement;
             return [it.id, it.type, it.labels[0].textContent, it.closest('fieldset').querySelector('legend').textContent,
               document.getElementById(it.getAttribute('aria-describedby')).textContent, getComputedStyle(it.parentElement).outlineStyle,
               document.querySelector('#lasts').checkVisibility()]",
        )
        .await
        .expect("the modes");
    assert_eq!(group[0], "mode-ask", "the chosen mode is reached by Tab: {group}");
    assert_eq!(json!([group[1], group[2], group[5], group[6]]), json!(["radio", "Ask first", "solid", false]));
    assert!(group[3].as_str().is_some_and(|legend| legend.contains("shop.test")), "{group}");
    assert!(group[4].as_str().is_some_and(|meaning| meaning.contains("until you ask")), "{group}");
    // To the right: Chat only, then Allow; each choice holds at once.
    popup.press("ArrowRight").await.expect("a key");
    popup.wait_for("document.querySelector('#mode').dataset.mode === 'mode_chat'").await.expect("Chat only");
    popup.press("ArrowRight").await.expect("a key");
    popup
        .wait_for("document.querySelector('#mode').dataset.mode === 'mode_allow' && !document.querySelector('#reload').hidden")
        .await
        .expect("allowed");
    assert_eq!(popup.eval("return document.activeElement.id").await.expect("focus"), "mode-allow", "the focus stays");
    let rules = browser.ext_eval("return chrome.declarativeNetRequest.getDynamicRules()").await.expect("rules");
    assert_eq!(rules[0]["condition"]["requestDomains"], json!(["shop.test"]), "{rules}");
    // How long is the next stop.
    popup.press("Tab").await.expect("a key");
    let list = popup
        .eval(
            "const it = document.activeElement; return [it.id, it.labels[0].textContent, it.value, [...it.options].map((one) => one.text)]",
        )
        .await
        .expect("the list");
    assert_eq!(list, json!(["lasts", "For how long", "always", ["this tab", "until the browser closes", "one day", "always"]]));
}
