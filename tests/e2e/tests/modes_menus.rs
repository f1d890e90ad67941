//! The menus of the toolbar button and of pages, and the keys, in a real Chromium. A menu itself cannot be opened by a test: what
//! the browser would tell of a press is told in its place.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use choosing::{PATIENCE, open, standing};
use common::{guarded, view_when};
use serde_json::{Value, json};

/// Listens to what the worker has the menus show.
async fn listen(browser: &Chromium) {
    browser
        .worker_eval(
            "globalThis.shown ??= {}; const update = chrome.contextMenus.update;
             chrome.contextMenus.update = (id, change) => { Object.assign(shown[id] ??= {}, change); return update.call(chrome.contextMenus, id, change); }",
        )
        .await
        .expect("the worker");
}

/// Presses an item, as for the tab with this number.
async fn press(browser: &Chromium, item: &str, tab: i64) {
    let press = format!("chrome.contextMenus.onClicked.dispatch({{ menuItemId: '{item}' }}, await chrome.tabs.get({tab}))");
    browser.worker_eval(&press).await.expect("the worker");
}

async fn shows(browser: &Chromium, what: &str, expression: &str) {
    wait::until(what, PATIENCE, || async {
        let shown = browser.worker_eval("return shown").await?;
        anyhow::ensure!(browser.worker_eval(&format!("return {expression}")).await? == true, "{shown:#}");
        Ok(Some(()))
    })
    .await
    .unwrap_or_else(|error| panic!("{error:#}"));
}

async fn stands(browser: &Chromium, tab: i64, wanted: &str) {
    wait::until(wanted, PATIENCE, || async { Ok((standing(browser, tab).await == wanted).then_some(())) }).await.expect(wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mode_can_be_chosen_from_the_menu_and_is_shown_there() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
    listen(&browser).await;
    for mode in ["chat", "allow"] {
        for lasts in ["tab", "browser", "day", "always"] {
            press(&browser, &format!("{mode}:{lasts}"), tab).await;
            stands(&browser, tab, &format!("{mode} {lasts}")).await;
            let checked = format!("Object.entries(shown).filter(([, item]) => item.checked).map(([id]) => id).join() === '{mode}:{lasts}'");
            shows(&browser, "the choice to be checked", &checked).await;
        }
    }
    // For another site another.
    let second = browser.new_tab().await.expect("a tab");
    open(&browser, "https://bank.test/").await;
    let other = browser.chrome_tab_id().await.expect("a tab");
    shows(&browser, "the other site's", "shown.ask.checked && shown['allow:always'].checked === false").await;
    browser.switch(&first).await.expect("the first tab");
    assert_eq!(browser.chrome_tab_id().await.expect("a tab"), tab);
    shows(&browser, "the first site's", "!shown.ask.checked && shown['allow:always'].checked").await;
    press(&browser, "ask", tab).await;
    stands(&browser, tab, "ask").await;
    shows(&browser, "the default", "shown.ask.checked && shown['allow:always'].checked === false").await;
    assert_eq!(standing(&browser, other).await, "ask");
    drop(second);
}

#[tokio::test(flavor = "multi_thread")]
async fn start_chat_is_in_the_menu_of_pages_whose_chat_was_held_back_and_has_a_key() {
    let (_web, browser) = guarded().await;
    open(&browser, "https://shop.test/plain").await;
    listen(&browser).await;
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    shows(&browser, "the item", "shown['start-chat-in-page']?.visible === true").await;
    open(&browser, "https://shop.test/plain").await;
    shows(&browser, "no item on a page without", "shown['start-chat-in-page'].visible === false").await;
    open(&browser, "https://shop.test/").await;
    shows(&browser, "the item", "shown['start-chat-in-page'].visible === true").await;
    browser.eval("window.__before = true").await.expect("a mark");
    press(&browser, "start-chat-in-page", tab).await;
    stands(&browser, tab, "chat tab").await;
    browser.wait_for("window.__before && window.__lp && window.__lp.started").await.expect("the chat, without a reload");

    // By the key, in another tab.
    let other = browser.new_tab().await.expect("a tab");
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    assert_eq!(standing(&browser, tab).await, "ask");
    browser.worker_eval(&format!("chrome.commands.onCommand.dispatch('start-chat', await chrome.tabs.get({tab}))")).await.expect("the key");
    stands(&browser, tab, "chat tab").await;
    browser.wait_for("window.__lp && window.__lp.started").await.expect("the chat");
    // Which keys they get is the browser's to say: this Chromium gives an unpacked extension none.
    let keys = browser.ext_eval("return (await chrome.commands.getAll()).map(({ name }) => name)").await.expect("keys");
    assert_eq!(keys, json!(["_execute_action", "start-chat"]));
    drop(other);
}

/// What the browser keeps of the menus says nothing of what was visited.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_belongs_to_no_site_offers_nothing() {
    let (_web, browser) = guarded().await;
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(&browser, tab, |view| view["verdict"] == "held-back").await;
    listen(&browser).await;
    browser.goto("chrome://version/").await.expect("a page of the browser's");
    shows(&browser, "nothing to choose", "shown.ask?.enabled === false && shown['start-chat'].enabled === false").await;
    let menus: Value = browser.worker_eval("return shown").await.expect("the menus");
    assert!(!menus.to_string().contains("shop.test"), "{menus}");
}
