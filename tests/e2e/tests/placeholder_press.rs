//! The chat button on pages in a real Chromium: the visitor presses it, the page cannot; it is dismissed, and brought back.
#![cfg(test)]

#[path = "common/button.rs"]
mod button;
mod common;
#[path = "common/lives.rs"]
mod lives;

use askfirst_e2e::browser::Chromium;
use button::{BARE, BUTTON, OPEN, SHOWN, has_none, held, wanted, with_button};
use common::{axe, dist, get, guarded, view_when};
use lives::Lives;
use serde_json::{Value, json};

/// What is in the closed root, as a screen reader has it.
async fn tree(browser: &Chromium) -> Vec<(String, String)> {
    let tree = browser.cdp("Accessibility.getFullAXTree", json!({})).await.expect("the tree");
    let text = |node: &Value, what: &str| node[what]["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().expect("nodes").iter().filter(|node| node["ignored"] == false);
    nodes.map(|node| (text(node, "role"), text(node, "name"))).collect()
}

async fn dismissed(browser: &Chromium, area: &str) -> Value {
    browser.ext_eval(&format!("return (await chrome.storage.{area}.get('placeholder')).placeholder ?? null")).await.expect("storage")
}

/// The background says something to the page, as it does when the chat gets on.
async fn tell(browser: &Chromium, tab: i64, message: &Value) {
    browser.ext_eval(&format!("await chrome.tabs.sendMessage({tab}, {message}).catch(() => undefined)")).await.expect("a message");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_starts_the_chat_and_the_button_gives_way() {
    let (_web, browser) = guarded().await;
    // In the site's own place, at the corner, and on the card that is there.
    for (url, button) in [("https://shop.test/", ".mark"), ("https://shop.test/cart", ".mark"), ("https://shop.test/cart", ".start")] {
        with_button(&browser, url).await;
        let tab = held(&browser).await;
        let began = get(&browser, "performance.timeOrigin").await;
        browser.hover_in_shadow(BUTTON, ".mark").await.expect("the mouse on it");
        browser.wait_in_shadow(BUTTON, OPEN).await.expect("the card");
        browser.click_in_shadow(BUTTON, button).await.expect("a press");
        browser.wait_for(&format!("!document.querySelector('{BUTTON}') && window.__lp?.drawn.length > 0")).await.expect("the chat");
        assert_eq!(get(&browser, "performance.timeOrigin").await, began, "the page is the same");
        view_when(&browser, tab, |view| view["mode"] == "chat" && view["lasts"] == "tab" && view["chat"]["state"] == "offered").await;
        common::set_mode(&browser, tab, "ask").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_how_the_start_goes_and_never_waits_without_end() {
    let (_web, browser) = guarded().await;
    with_button(&browser, BARE).await;
    let tab = held(&browser).await;
    for (state, button, says, reload) in [
        ("starting", "Starting…", "It starts in the page as it stands", false),
        ("no-agent", "Try again", "There is nobody to chat with now", false),
        ("unreachable", "Try again", "LivePerson’s servers do not answer", false),
        ("failed", "Start chat", "The chat did not start within 15 seconds", true),
    ] {
        tell(&browser, tab, &json!({ "what": "chat", "state": state })).await;
        let said = format!("{OPEN} && root.querySelector('.text').textContent.startsWith({})", json!(says));
        browser.wait_in_shadow(BUTTON, &said).await.expect(state);
        let parts = "return [root.querySelector('.start').textContent, root.querySelector('[role=status]').textContent.length > 0,
                     root.querySelector('.card > .row .second').checkVisibility()]";
        assert_eq!(browser.in_shadow(BUTTON, parts).await.expect("parts"), json!([button, true, reload]), "{state}");
    }
    browser.eval("window.__before = true").await.expect("a mark");
    browser.click_in_shadow(BUTTON, ".card > .row .second").await.expect("Reload page");
    browser.wait_for("!window.__before").await.expect("the page, loaded again");
    // Started elsewhere, in the popup: the button gives way.
    for message in [json!({ "what": "mode", "mode": "allow" }), json!({ "what": "chat", "state": "open" })] {
        with_button(&browser, BARE).await;
        tell(&browser, tab, &message).await;
        browser.wait_for(&format!("!document.querySelector('{BUTTON}')")).await.expect("no button");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_cannot_press_it() {
    let (_web, browser) = guarded().await;
    with_button(&browser, "https://shop.test/").await;
    let tab = held(&browser).await;
    let mode = async || view_when(&browser, tab, |_| true).await["mode"].clone();
    // By script, at the element and at the place.
    browser
        .eval(&format!(
            "const host = document.querySelector('{BUTTON}');
             const {{ x, y, width, height }} = host.parentNode.getBoundingClientRect();
             const at = {{ clientX: x + width / 2, clientY: y + height / 2, bubbles: true, composed: true, cancelable: true, detail: 1 }};
             host.click();
             for (const name of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {{
               host.dispatchEvent(new MouseEvent(name, at));
               document.elementFromPoint(at.clientX, at.clientY).dispatchEvent(new MouseEvent(name, at));
             }}
             host.focus();
             host.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true }}));"
        ))
        .await
        .expect("presses");
    // By the visitor's own hand, who does not see what is pressed: transparent, in another place of the page, very small.
    for hide in [
        "document.querySelector('#lpButtonDiv').style.opacity = '0.01'",
        "document.querySelector('#lpButtonDiv').style.cssText = 'display: block; filter: opacity(0)'",
        "document.querySelector('#lpButtonDiv').style.cssText = 'display: inline-block; transform: scale(0.1)'",
        "document.querySelector('#lpButtonDiv').style.cssText = ''; document.body.prepend(document.querySelector('askfirst-button'))",
    ] {
        browser.eval(hide).await.expect(hide);
        browser.click_in_shadow(BUTTON, ".mark").await.expect(hide);
        let said = browser.in_shadow(BUTTON, "return root.querySelector('[role=status]').textContent").await.expect("its words");
        assert_eq!((said, mode().await), (json!(""), json!("ask")), "{hide}");
    }
    // As it was put there, it works.
    browser.eval(&format!("document.querySelector('#lpButtonDiv').append(document.querySelector('{BUTTON}'))")).await.expect("back");
    browser.click_in_shadow(BUTTON, ".mark").await.expect("a press");
    view_when(&browser, tab, |view| view["mode"] == "chat").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_works_by_keyboard_and_says_what_it_is_in_both_schemes() {
    let (_web, browser) = guarded().await;
    with_button(&browser, BARE).await;
    let focused = "root.activeElement?.className";
    for _ in 0..20 {
        if browser.in_shadow(BUTTON, &format!("return {focused} ?? null")).await.expect("the focus") == "mark" {
            break;
        }
        browser.key("Tab").await.expect("a key");
    }
    browser.wait_in_shadow(BUTTON, &format!("{focused} === 'mark' && {OPEN}")).await.expect("reached by Tab, and open");
    let tree = tree(&browser).await;
    for (role, name) in [
        ("button", "Start chat (held back by AskFirst)"),
        ("group", "Chat is available. It was held back until you ask."),
        ("button", "Start chat"),
        ("group", "Hide this button"),
        ("button", "for this page"),
        ("button", "on this site"),
        ("button", "for good"),
        ("status", ""),
    ] {
        assert!(tree.iter().any(|(one, of)| one == role && of == name), "{role} {name} in {tree:?}");
    }
    browser.key("Tab").await.expect("a key");
    browser.wait_in_shadow(BUTTON, &format!("{focused} === 'start'")).await.expect("then the button that starts it");
    browser.key("Escape").await.expect("a key");
    browser.wait_in_shadow(BUTTON, &format!("{focused} === 'mark' && !{OPEN}")).await.expect("closed by Escape");

    // axe-core does not look into closed roots: it is shown the same in an open one.
    let html = browser.in_shadow(BUTTON, "return root.innerHTML").await.expect("the tree");
    browser.goto("https://news.test/").await.expect("an empty page");
    browser
        .eval(&format!(
            "document.body.innerHTML = '<main><h1>A copy</h1><div id=copy></div></main>';
             const root = document.querySelector('#copy').attachShadow({{ mode: 'open' }});
             root.innerHTML = {html};
             root.querySelector('.card').showPopover();
             root.querySelector('.card').style.cssText = 'left: 20px; top: 200px';
             document.head.append(Object.assign(document.createElement('script'), {{ text: {} }}))",
            json!(axe())
        ))
        .await
        .expect("a copy");
    for scheme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.cdp("Emulation.setEmulatedMedia", media).await.expect("a scheme");
        let found = browser
            .eval_async(
                "const { violations, passes } = await axe.run('#copy');
                 if (passes.length < 5) throw new Error('axe looked at next to nothing');
                 return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])",
            )
            .await
            .expect("axe-core's answer");
        assert_eq!(found, json!([]), "{scheme}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_dismissed_as_far_as_the_visitor_says() {
    let lives = Lives::new().await;
    let extension = dist("chromium");
    let browser = lives.begin(Some(&extension)).await;
    let hide = async |browser: &Chromium, scope: &str| {
        browser.hover_in_shadow(BUTTON, ".mark").await.expect("the mouse on it");
        browser.wait_in_shadow(BUTTON, OPEN).await.expect("the card");
        browser.click_in_shadow(BUTTON, &format!("[data-scope={scope}]")).await.expect(scope);
        browser.wait_for(&format!("!document.querySelector('{BUTTON}')")).await.expect("no button");
    };
    // For this page: it is there on the next.
    with_button(&browser, BARE).await;
    hide(&browser, "page").await;
    assert_eq!(dismissed(&browser, "local").await, json!(null));
    with_button(&browser, BARE).await;
    // On this site: on no page of it, also when the worker was stopped; on others as before.
    hide(&browser, "site").await;
    browser.stop_worker().await.expect("stopping");
    for url in [BARE, "https://shop.test/", "https://www.shop.test/cart"] {
        browser.goto(url).await.expect(url);
        let tab = held(&browser).await;
        has_none(&browser, tab).await;
    }
    with_button(&browser, "https://www.frames.test/inner").await;
    browser.quit().await.expect("quitting");
    // Across a restart of the browser, until it is brought back in the popup.
    let browser = lives.begin(Some(&extension)).await;
    browser.goto(BARE).await.expect("the page");
    let tab = held(&browser).await;
    has_none(&browser, tab).await;
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#button-off').checkVisibility()").await.expect("the line");
    popup.click("#button-on").await.expect("Turn on");
    popup.wait_for("!document.querySelector('#button-off').checkVisibility()").await.expect("it is on");
    popup.close().await.expect("closing");
    with_button(&browser, BARE).await;
    // For good: nowhere.
    hide(&browser, "all").await;
    assert_eq!(dismissed(&browser, "local").await, r#"{"version":1,"all":true,"sites":[]}"#);
    browser.stop_worker().await.expect("stopping");
    for url in [BARE, "https://bank.test/"] {
        browser.goto(url).await.expect(url);
        let tab = held(&browser).await;
        has_none(&browser, tab).await;
        assert_eq!(view_when(&browser, tab, |_| true).await["button_off"], "all");
    }
}

/// What cannot be read dismisses nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_stored_dismissal_that_cannot_be_read_is_none() {
    let (_web, browser) = guarded().await;
    browser.ext_eval("await chrome.storage.local.set({ placeholder: '{\"version\":9,\"all\":true}' })").await.expect("storage");
    browser.stop_worker().await.expect("stopping");
    with_button(&browser, BARE).await;
    let tab = held(&browser).await;
    assert_eq!(wanted(&browser, tab).await, json!([true, true]));
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("the button");
}
