//! A choice is the tab's site's, in a real Chromium: what it does to frames, to the pop-out window, and to the tab that goes on.
#![cfg(test)]

#[path = "common/choosing.rs"]
mod choosing;
mod common;

use std::time::Duration;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use choosing::{FRAMED, choose, framed, in_force, is_held_back, only_by_itself, open, standing};
use common::{get, guarded};
use serde_json::{Value, json};

const POP_OUT: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/10.23.0-release_1/index.html";
/// Calls of the pop-out window: monitoring, and what a chat needs.
const CALLS: &str = "const call = (url) => fetch(url, { mode: 'no-cors', credentials: 'include' }).then(() => 'ok', () => 'blocked');
    return Promise.all([
      call('https://va.v.liveperson.net/api/js/12345678?t=sp'),
      call('https://va.idp.liveperson.net/api/account/12345678/anonymous/authorize'),
      call('https://lpcdn.lpsnmedia.net/le_unified_window/10.23.0-release_1/desktopEmbedded.js'),
    ])";

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_of_another_site_is_treated_as_the_tab_s_site() {
    let (web, browser) = guarded().await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    assert_eq!(framed(&browser).await["started"], false);
    assert!(web.log_to_liveperson().is_empty());
    choose(&browser, tab, "allow", "tab").await;
    browser.goto(FRAMED).await.expect(FRAMED);
    browser.wait_for("window.__frame?.lp?.pl").await.expect("all of it, in the frame");
    choose(&browser, tab, "chat", "always").await;
    web.clear_log();
    browser.goto(FRAMED).await.expect(FRAMED);
    browser.wait_for("window.__frame?.started").await.expect("the chat's tag, in the frame");
    let monitored = web.log_to_liveperson().into_iter().filter(|one| one.host.contains(".v.") && one.referer.is_some()).count();
    assert_eq!(monitored, 0, "no monitoring by the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_site_in_another_site_s_page_stays_held_back() {
    for mode in ["allow", "chat"] {
        let (web, browser) = guarded().await;
        only_by_itself(&web, &browser, mode).await;
    }
}

/// Opens the pop-out window from the page in front, and says what its calls come to.
async fn pop_out(browser: &Chromium) -> Value {
    let first = browser.tab().await.expect("a tab");
    let before = browser.question("window/handles").await.expect("tabs");
    browser.eval(&format!("window.__popped = window.open('{POP_OUT}')")).await.expect("opening it");
    let opened = wait::until("the pop-out window", Duration::from_secs(10), || async {
        let now = browser.question("window/handles").await?;
        let known = before.as_array().cloned().unwrap_or_default();
        Ok(now.as_array().and_then(|all| all.iter().find(|one| !known.contains(one)).cloned()))
    })
    .await
    .expect("a window");
    browser.command("window", json!({ "handle": opened })).await.expect("the window");
    browser.wait_for(&format!("location.href.startsWith('{POP_OUT}') && document.readyState === 'complete'")).await.expect("the window");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    // The background learns who opened it a moment after the browser.
    let mode = standing(browser, tab).await;
    let answers = json!([mode, browser.eval_async(CALLS).await.expect("its calls")]);
    let own = browser.tab().await.expect("a tab");
    browser.close(&own, &first).await.expect("closing it");
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pop_out_window_is_treated_as_the_page_that_opens_it() {
    let (_web, browser) = guarded().await;
    open(&browser, "https://shop.test/plain").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    // The window is there only where there is a chat: it never monitors, unless the page is allowed everything.
    assert_eq!(pop_out(&browser).await, json!(["chat", ["blocked", "ok", "ok"]]));
    for lasts in ["tab", "browser", "always"] {
        choose(&browser, tab, "allow", lasts).await;
        open(&browser, "https://shop.test/plain").await;
        assert_eq!(pop_out(&browser).await, json!(["allow", ["ok", "ok", "ok"]]), "{lasts}");
    }
    choose(&browser, tab, "chat", "day").await;
    open(&browser, "https://shop.test/plain").await;
    assert_eq!(pop_out(&browser).await, json!(["chat", ["blocked", "ok", "ok"]]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_chat_needs_is_let_through_in_its_tab_as_long_as_that_shows_the_site() {
    let (_web, browser) = guarded().await;
    open(&browser, "https://shop.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    choose(&browser, tab, "chat", "always").await;
    let tabs = |tabs: &str| {
        format!(
            "JSON.stringify([...new Set((await chrome.declarativeNetRequest.getSessionRules())
               .filter(({{ condition }}) => condition.initiatorDomains?.includes('shop.test') && condition.tabIds)
               .flatMap(({{ condition }}) => condition.tabIds))]) === '{tabs}'"
        )
    };
    open(&browser, "https://shop.test/").await;
    in_force(&browser, "the tab", &tabs(&format!("[{tab}]"))).await;
    browser.wait_for("window.__lp && window.__lp.started").await.expect("the tag starts");
    // Also with another page of the site, and after the worker was stopped.
    browser.stop_worker().await.expect("stopping");
    open(&browser, "https://www.shop.test/cart").await;
    in_force(&browser, "the tab", &tabs(&format!("[{tab}]"))).await;
    // Not on another site, also while the worker sleeps.
    browser.stop_worker().await.expect("stopping");
    is_held_back(&browser, "https://bank.test/").await;
    in_force(&browser, "no tab any more", &tabs("[]")).await;
    open(&browser, "https://shop.test/").await;
    in_force(&browser, "the tab", &tabs(&format!("[{tab}]"))).await;
    let kept = browser.tab().await.expect("a tab");
    let other = browser.new_tab().await.expect("a tab");
    browser.close(&kept, &other).await.expect("closing it");
    in_force(&browser, "no tab any more", &tabs("[]")).await;
}

/// Chromium forgets what it let an open page do when any rule changes.
#[tokio::test(flavor = "multi_thread")]
async fn an_allowed_page_that_is_open_stays_so_while_other_choices_change() {
    let (_web, browser) = guarded().await;
    let first = browser.tab().await.expect("a tab");
    browser.goto(FRAMED).await.expect(FRAMED);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    let call = "return fetch('https://va.v.liveperson.net/api/js/12345678?t=ip').then(() => 'ok', () => 'blocked')";
    assert_eq!(browser.eval_async(call).await.expect("a call"), "blocked");
    for lasts in ["tab", "browser", "always"] {
        choose(&browser, tab, "allow", lasts).await;
        browser.goto(FRAMED).await.expect(FRAMED);
        browser.wait_for("window.__frame?.lp?.ip").await.expect("the frame");
        let second = browser.new_tab().await.expect("a tab");
        open(&browser, "https://bank.test/").await;
        let other = browser.chrome_tab_id().await.expect("a tab");
        for (mode, other_lasts) in [("allow", "always"), ("allow", "tab"), ("chat", "browser")] {
            choose(&browser, other, mode, other_lasts).await;
            open(&browser, "https://bank.test/").await;
        }
        browser.switch(&first).await.expect("the first tab");
        assert_eq!(browser.eval_async(call).await.expect("a call"), "ok", "{lasts}");
        // Its frame of another site too.
        let keeps = get(&browser, "window.__frame.lp.ip").await;
        browser.wait_for(&format!("window.__frame.lp.ip > {keeps} + 2")).await.expect("the frame goes on");
        // Taken back, it is taken back at once.
        choosing::ask(&browser, &format!("{{ what: 'set-mode', tab: {tab}, mode: 'ask' }}")).await;
        assert_eq!(browser.eval_async(call).await.expect("a call"), "blocked", "{lasts}");
        browser.close(&second, &first).await.expect("closing it");
        browser.goto(FRAMED).await.expect(FRAMED);
    }
}
