//! The chat button on pages in a real Chromium: where it is, and where it is not. The pages without the extension have none.
#![cfg(test)]

#[path = "common/button.rs"]
mod button;
mod common;

use askfirst_e2e::browser::Chromium;
use button::{BARE, BUTTON, SHOWN, has_none, held, stands, wanted, with_button};
use common::{get, guarded, unguarded, view_when};
use serde_json::json;

/// At the lower corner, on one side.
const RIGHT: &str = "Math.round(width - right) === 16 && Math.round(height - bottom) === 16";
const LEFT: &str = "Math.round(left) === 16 && Math.round(height - bottom) === 16";

async fn emulate_media(browser: &Chromium, media: &str) {
    browser.cdp("Emulation.setEmulatedMedia", json!({ "media": media })).await.expect("a medium");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_where_a_chat_was_held_back_and_nowhere_else() {
    // The control: none is the page's own.
    let (_web, control) = unguarded().await;
    for url in ["https://shop.test/", BARE] {
        control.goto(url).await.expect(url);
        control.wait_for("window.__lp?.started").await.expect("the tag");
        assert_eq!(get(&control, &format!("document.querySelector('{BUTTON}')")).await, json!(null));
    }
    drop(control);

    let (_web, browser) = guarded().await;
    // In the site's own place, and at the corner where there is none.
    with_button(&browser, "https://shop.test/").await;
    browser.wait_in_shadow(BUTTON, "root.host.parentNode.id === 'lpButtonDiv'").await.expect("the site's own place");
    with_button(&browser, BARE).await;
    stands(&browser, RIGHT).await;
    let said = browser.in_shadow(BUTTON, "return root.querySelector('.text').textContent").await.expect("words");
    assert_eq!(said, "Chat is available. It was held back until you ask.");

    // A tag in disguise is held back in the page itself.
    with_button(&browser, "https://cloak.test/named").await;

    // No tag, LivePerson's own site, a site that is allowed.
    for url in ["https://news.test/", "https://shop.test/plain", "https://www.liveperson.com/"] {
        browser.goto(url).await.expect(url);
        let tab = browser.chrome_tab_id().await.expect("a tab");
        has_none(&browser, tab).await;
    }
    browser.goto("https://bank.test/").await.expect("the bank");
    let tab = held(&browser).await;
    assert_eq!(wanted(&browser, tab).await[0], true);
    common::set_mode(&browser, tab, "allow").await;
    browser.reload().await.expect("reloading");
    browser.wait_for("window.__lp?.started").await.expect("the tag");
    has_none(&browser, tab).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_never_in_a_frame() {
    let (_web, browser) = guarded().await;
    browser.goto("https://shop.test/frame").await.expect("a page with a frame that has the tag");
    browser.wait_for("window.__done").await.expect("the frame");
    let tab = held(&browser).await;
    assert_eq!(wanted(&browser, tab).await[1], false, "the page itself has no tag");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_covers_nothing_and_follows_the_reading_direction() {
    let (_web, browser) = guarded().await;
    with_button(&browser, BARE).await;
    stands(&browser, RIGHT).await;
    let put = |style: &str, element: &str| {
        format!("const it = Object.assign(document.createElement('{element}'), {{ id: 'it', style: '{style}' }}); document.body.append(it)")
    };
    let gone = "document.querySelector('#it').remove()";
    // Something fixed at the corner: above it. All the way up: at the other side.
    browser.eval(&put("position: fixed; right: 0; bottom: 0; width: 200px; height: 90px", "div")).await.expect("a bar");
    stands(&browser, "width - right === 16 && height - bottom >= 90").await;
    browser.eval(gone).await.expect("no bar");
    stands(&browser, RIGHT).await;
    browser.eval(&put("position: fixed; right: 0; top: 0; bottom: 0; width: 100px", "div")).await.expect("a column");
    stands(&browser, LEFT).await;
    browser.eval(gone).await.expect("no column");
    // Part of the page that is not fixed scrolls away: that is no reason.
    browser.eval(&put("position: absolute; right: 0; top: 0; width: 300px; height: 3000px", "div")).await.expect("a part of the page");
    stands(&browser, RIGHT).await;
    browser.eval(gone).await.expect("no part");
    // The other way round.
    browser.eval("document.documentElement.dir = 'rtl'; dispatchEvent(new Event('resize'))").await.expect("rtl");
    stands(&browser, LEFT).await;
    browser.eval("document.documentElement.dir = 'ltr'; dispatchEvent(new Event('resize'))").await.expect("ltr");
    stands(&browser, RIGHT).await;
    // A video all over: nowhere.
    browser.eval(&put("position: absolute; inset: 0; width: 100%; height: 100%", "video")).await.expect("a video");
    browser.wait_in_shadow(BUTTON, &format!("!{SHOWN}")).await.expect("not over a video");
    browser.eval(gone).await.expect("no video");
    stands(&browser, RIGHT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_printed_and_not_on_a_full_screen() {
    let (_web, browser) = guarded().await;
    with_button(&browser, BARE).await;
    emulate_media(&browser, "print").await;
    browser.wait_in_shadow(BUTTON, &format!("!{SHOWN}")).await.expect("not in print");
    emulate_media(&browser, "screen").await;
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("on the screen");
    let act = |body: &str| json!({ "expression": body, "userGesture": true, "awaitPromise": true });
    browser.cdp("Runtime.evaluate", act("document.documentElement.requestFullscreen()")).await.expect("full screen");
    browser.wait_for("document.fullscreenElement").await.expect("full screen");
    browser.wait_in_shadow(BUTTON, &format!("!{SHOWN}")).await.expect("not on a full screen");
    browser.cdp("Runtime.evaluate", act("document.exitFullscreen()")).await.expect("the window");
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("in the window");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_holds_its_own_in_a_hostile_page_and_at_twice_the_size() {
    let (_web, browser) = guarded().await;
    with_button(&browser, BARE).await;
    let look = "const style = getComputedStyle(root.querySelector('.mark'));
                const { width, height } = root.querySelector('.mark').getBoundingClientRect();
                return [style.backgroundColor, style.fontSize, style.position, width, height]";
    let before = browser.in_shadow(BUTTON, look).await.expect("its look");
    // The page's styles, its policy and its patches come before a second button is made; the first one goes.
    let tab = browser.chrome_tab_id().await.expect("a tab");
    browser
        .eval(&format!(
            "document.querySelector('{BUTTON}').remove();
             const style = document.createElement('style');
             style.textContent = '* {{ all: unset !important; font: 40px serif !important; position: absolute !important; opacity: 0.9 !important }}'
               + '{BUTTON}, div, button {{ display: block !important; transform: scale(9) !important; background: red !important }}';
             document.head.append(style);
             const policy = document.createElement('meta');
             policy.httpEquiv = 'Content-Security-Policy';
             policy.content = \"default-src 'none'; style-src 'none'; require-trusted-types-for 'script'\";
             document.head.append(policy);
             Element.prototype.attachShadow = () => {{ throw new Error('caught') }};"
        ))
        .await
        .expect("a hostile page");
    let again = format!(
        "const target = {{ tabId: {tab} }};
         await chrome.scripting.executeScript({{ target, func: () => {{ globalThis.askFirstButton = false }} }});
         await chrome.scripting.executeScript({{ target, files: ['placeholder.js'] }});
         await chrome.scripting.executeScript({{ target, files: ['placeholder.js'] }});"
    );
    browser.ext_eval(&again).await.expect("the script, twice");
    browser.wait_in_shadow(BUTTON, SHOWN).await.expect("the button");
    assert_eq!(get(&browser, &format!("document.querySelectorAll('{BUTTON}').length")).await, 1, "the second time it does nothing");
    assert_eq!(browser.in_shadow(BUTTON, look).await.expect("its look"), before);
    assert_eq!(get(&browser, &format!("document.querySelector('{BUTTON}').shadowRoot")).await, json!(null));
    // Twice the size: all of the card is in the window, and read by scrolling at most.
    browser.ext_eval(&format!("await chrome.tabs.setZoom({tab}, 2)")).await.expect("zoom");
    browser.wait_in_shadow(BUTTON, "innerWidth < 700").await.expect("larger");
    stands(&browser, RIGHT).await;
    browser.hover_in_shadow(BUTTON, ".mark").await.expect("the mouse on it");
    let fits = "(() => { const { left, top, right, bottom } = root.querySelector('.card').getBoundingClientRect();
                  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left })()";
    browser.wait_in_shadow(BUTTON, fits).await.expect("the card");
    let view = view_when(&browser, tab, |view| view["blocked"].as_u64() > Some(0)).await;
    assert_eq!(view["mode"], "ask", "nobody asked for the chat");
}
