//! The popup's states as a visitor meets them: the accessibility tree, the keys, what is hidden from nobody.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use askfirst_e2e::browser::{Chromium, Popup};
use choosing::ask;
use common::{guarded, violations};
use serde_json::{Value, json};

/// Role and name of everything that a screen reader finds, in order; what is only there to hold others is left out.
async fn heard(popup: &Popup) -> Vec<(String, String)> {
    popup.cdp("Accessibility.enable", json!({})).await.expect("the tree");
    let tree = popup.cdp("Accessibility.getFullAXTree", json!({})).await.expect("the tree");
    let text = |node: &Value, key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().expect("nodes").iter().filter(|node| node["ignored"] == false);
    nodes.map(|node| (text(node, "role"), text(node, "name"))).filter(|(_, name)| !name.is_empty()).collect()
}

/// Opens the popup in a state, and asks of it what holds in every state. Gives what a screen reader finds.
async fn opened(browser: &Chromium, state: &str) -> (Popup, Vec<(String, String)>) {
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for(&format!("document.body.dataset.state === '{state}'")).await.expect(state);
    assert_eq!(violations(&popup).await, json!([]), "{state}");
    let heard = heard(&popup).await;
    let headings = heard.iter().filter(|(role, _)| role == "heading").count();
    assert!(headings > 1, "{state}: a site and a verdict are headings: {heard:?}");
    assert_eq!(popup.eval("return document.querySelector('#live').textContent").await.expect("#live"), "", "{state}: not announced");
    (popup, heard)
}

/// The names of the stops that Tab makes, each with whether it shows that it has the focus.
async fn stops(popup: &Popup) -> Vec<String> {
    let mut names = Vec::new();
    for _ in 0..60 {
        popup.press("Tab").await.expect("a key");
        let stop = popup
            .eval(
                "const it = document.activeElement;
                 if (it === document.body || it === null) return null;
                 const shown = [it, it.parentElement].some((one) => getComputedStyle(one).outlineStyle !== 'none');
                 return [it.id || it.closest('[id]')?.id || it.tagName, shown, it.getBoundingClientRect().top]",
            )
            .await
            .expect("the focus");
        let Some(name) = stop[0].as_str() else { break };
        if names.first().is_some_and(|first| first == name) && names.len() > 1 {
            break;
        }
        assert_eq!(stop[1], true, "{name} shows its focus");
        names.push(name.to_owned());
    }
    names
}

fn says(heard: &[(String, String)], role: &str, part: &str) -> bool {
    heard.iter().any(|(of, name)| of == role && name.contains(part))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_is_heard_and_reached_by_keyboard() {
    let (_web, browser) = guarded().await;
    // Nothing found.
    browser.goto("https://news.test/").await.expect("news");
    let (popup, heard) = opened(&browser, "quiet").await;
    assert!(says(&heard, "heading", "Nothing from LivePerson here") && says(&heard, "radio", "Ask first"), "{heard:?}");
    let stops_there = stops(&popup).await;
    assert!(stops_there.iter().any(|id| id == "mode-ask"), "{stops_there:?}");
    popup.close().await.expect("closing");

    // Held back.
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let (popup, heard) = opened(&browser, "held-back").await;
    assert!(says(&heard, "heading", "It was held back") && says(&heard, "button", "Start chat"), "{heard:?}");
    let order = stops(&popup).await;
    let place = |id: &str| order.iter().position(|stop| stop == id).unwrap_or_else(|| panic!("no {id} in {order:?}"));
    assert!(place("start-chat") < place("mode-ask") && place("mode-ask") < place("groups"), "as it is seen: {order:?}");
    popup.close().await.expect("closing");

    // Chat only, then allowed.
    ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'allow', lasts: 'tab' }}")).await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("all of it");
    let (popup, heard) = opened(&browser, "let-through").await;
    assert!(says(&heard, "heading", "was let through"), "{heard:?}");
    popup.close().await.expect("closing");
    ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'ask' }}")).await;
    browser.goto("https://one.test/").await.expect("a site with a button");
    browser.wait_for("window.__done").await.expect("the page");
    common::start_chat(&browser, tab).await;
    common::view_when(&browser, tab, |view| view["verdict"] == "chat").await;
    let (popup, heard) = opened(&browser, "chat").await;
    assert!(says(&heard, "heading", "The chat you asked for"), "{heard:?}");
    popup.close().await.expect("closing");

    // A tag in disguise.
    browser.goto("https://cloak.test/numbered").await.expect("a tag in disguise");
    let (popup, heard) = opened(&browser, "held-back").await;
    assert!(heard.iter().any(|(_, name)| name.contains("came in disguise")), "{heard:?}");
    popup.close().await.expect("closing");

    // LivePerson's own site, a page of the browser's.
    browser.goto("https://www.liveperson.com/").await.expect("LivePerson's own site");
    let (popup, heard) = opened(&browser, "own").await;
    assert!(says(&heard, "heading", "LivePerson’s own site") && !says(&heard, "radio", "Ask first"), "{heard:?}");
    popup.close().await.expect("closing");
    browser.goto("chrome://version/").await.expect("a page of the browser's");
    let (popup, heard) = opened(&browser, "unsupported").await;
    assert!(says(&heard, "heading", "Nothing to do on this page"), "{heard:?}");
    popup.close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_worker_and_damaged_storage_cost_nothing_but_what_was_damaged() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    common::view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
    browser.stop_worker().await.expect("stopping");
    let (popup, heard) = opened(&browser, "held-back").await;
    assert!(says(&heard, "heading", "It was held back"), "{heard:?}");
    popup.close().await.expect("closing");

    // What is stored is filled with what nobody wrote; what the visitor chose cannot be read any more, and is said to be reset.
    browser.stop_worker().await.expect("stopping");
    browser
        .ext_eval(
            "const local = await chrome.storage.local.get(null), session = await chrome.storage.session.get(null);
             const garbage = (kept) => Object.fromEntries(Object.keys(kept).map((key, n) => [key, ['{', 7, null, [[]], '\\u0000'][n % 5]]));
             await chrome.storage.local.set({ ...garbage(local), allowances: '{\"version\":', other: 1 });
             await chrome.storage.session.set({ ...garbage(session), 'tab:x': '{', 'journal:1': '[[', 'tab:99': 5 })",
        )
        .await
        .expect("damage");
    browser.reload().await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let (popup, heard) = opened(&browser, "held-back").await;
    assert!(heard.iter().any(|(_, name)| name.contains("could not be read")), "the reset is told: {heard:?}");
    popup.close().await.expect("closing");
    // And all works on from there.
    common::set_mode(&browser, tab, "allow").await;
    browser.reload().await.expect("the shop");
    browser.wait_for("window.__done && window.__lp.drawn.length === 3").await.expect("all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_stands_still_and_bears_every_setting() {
    for dark in [false, true] {
        let (_web, browser) = common::guarded_in(dark).await;
        browser.goto("https://shop.test/").await.expect("the shop");
        browser.wait_for("window.__done").await.expect("the shop");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        // The real popup, which grows with its content: what is in it stays in its place.
        let popup = browser.open_popup().await.expect("the popup");
        popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("held back");
        let shifts = "for (let n = 0; n < 30; n += 1) await new Promise(requestAnimationFrame);
            const shifts = [];
            new PerformanceObserver((list) => shifts.push(...list.getEntries().map((one) =>
                [one.value, ...one.sources.map((it) => [it.node?.id || it.node?.nodeName, it.previousRect.toJSON(), it.currentRect.toJSON()])])))
                .observe({ type: 'layout-shift', buffered: true });
            // What was kept for it is given in a task of its own, which frames come after.
            for (let n = 0; n < 10; n += 1) await new Promise(requestAnimationFrame);
            return shifts";
        assert_eq!(popup.eval(shifts).await.expect("shifts"), json!([]), "nothing moves in the popup");
        popup.close().await.expect("closing");
        let popup = browser.popup_in_tab(tab).await.expect("the popup's page");
        popup.cdp("Page.enable", json!({})).await.expect("the page");
        // Each shift after the first picture, and each colour of the ground that is painted.
        let source = "window.__shifts = [];
            new PerformanceObserver((list) => { for (const one of list.getEntries()) if (performance.getEntriesByName('first-contentful-paint').length)
              window.__shifts.push([one.value, ...one.sources.map((it) => [it.node?.id || it.node?.outerHTML?.slice(0, 80), it.previousRect, it.currentRect])]) }).observe({ type: 'layout-shift', buffered: true });
            window.__grounds = new Set(); const look = () => { if (document.body) __grounds.add(getComputedStyle(document.documentElement).backgroundColor);
              requestAnimationFrame(look) }; look()";
        popup.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await.expect("a script");
        popup.cdp("Page.bringToFront", json!({})).await.expect("in front");
        popup.cdp("Page.reload", json!({})).await.expect("again");
        popup.wait_for("window.__shifts && document.body.dataset.state === 'held-back'").await.expect("held back");
        popup.eval("for (let n = 0; n < 30; n += 1) await new Promise(requestAnimationFrame)").await.expect("frames");
        assert_eq!(popup.eval("return window.__shifts").await.expect("shifts"), json!([]), "nothing moves");
        assert_eq!(popup.eval("return window.__grounds.size").await.expect("grounds"), 1, "one scheme from the beginning");
        for feature in [("prefers-reduced-motion", "reduce"), ("forced-colors", "active")] {
            let media = json!({ "features": [
                { "name": feature.0, "value": feature.1 },
                { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            ] });
            popup.cdp("Emulation.setEmulatedMedia", media).await.expect("a setting");
            // Colours change over a moment.
            popup.eval("await Promise.all(document.getAnimations().map((one) => one.finished))").await.expect("calm");
            assert_eq!(violations(&popup).await, json!([]), "{feature:?}");
            if feature.0 == "prefers-reduced-motion" {
                let moving = "return [...document.querySelectorAll('*')].filter((it) => getComputedStyle(it).transitionDuration !== '0s'
                   || !['none', 'appear'].includes(getComputedStyle(it).animationName)).map((it) => it.id || it.className)";
                assert_eq!(popup.eval(moving).await.expect("elements"), json!([]), "nothing moves");
            } else {
                // The chosen mode, buttons and boxes are told by more than a background, which is not drawn then.
                let flat = "return ['#mode', '#verdict', '#start-chat', '.modes label:has(:checked)'].filter((selector) => {
                   const { borderTopWidth, borderTopStyle, outlineStyle } = getComputedStyle(document.querySelector(selector));
                   return (parseFloat(borderTopWidth) === 0 || borderTopStyle === 'none') && outlineStyle === 'none' })";
                assert_eq!(popup.eval(flat).await.expect("elements"), json!([]), "each has an edge");
            }
        }
        // Twice the size: as on 320 pixels.
        let parts = [
            "#groups details",
            "#attempts-fold",
            "#kept-fold",
            "#learned-fold",
            "#watched-fold",
            "#consent-fold",
            "#report-fold",
            "#clean-up-fold",
        ];
        for part in parts {
            popup.eval(&format!("for (const it of document.querySelectorAll('{part}')) it.open = true")).await.expect("unfolded");
        }
        popup.wait_for("document.querySelector('.learned') && document.querySelector('#consent-list > *')").await.expect("what is read");
        for width in [640, 320] {
            let size = json!({ "width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false });
            popup.cdp("Emulation.setDeviceMetricsOverride", size).await.expect("a width");
            let wide = popup.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
            assert_eq!(wide.expect("widths"), 0, "nothing stands out at the side of {width}");
            assert_eq!(violations(&popup).await, json!([]), "unfolded, {width}");
        }
    }
}
